"""Pairs as the network reads them, in batches of about one length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from assistant_eval.training.pairs import Pair, Stance

LONGEST = 384
"""Tokens of a pair that are learnt from; a longer one is left out rather than cut."""

TOKENS_PER_BATCH = 2_048

IGNORED = -1.0
"""The target of tokens nobody labelled."""


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """A pair as token ids; `claim_tokens` is how many of them stand before the evidence.

    `marked` is 1 for a token of a claim that is not borne out, and for one of the evidence that answers a question,
    else 0, and `IGNORED` where nobody knows; None where that is everywhere.
    """

    ids: tuple[int, ...]
    claim_tokens: int
    stance: Stance
    marked: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape (pairs, tokens), `stances` of shape (pairs,)."""

    ids: Tensor
    present: Tensor
    types: Tensor
    stances: Tensor
    marked: Tensor


def encoded_pairs(pairs: Sequence[Pair], tokenizer: Tokenizer) -> list[EncodedPair]:
    """The pairs that are short enough, in their order."""
    read = tokenizer.encode_batch([(pair.claim, pair.evidence) for pair in pairs])
    return [
        EncodedPair(
            tuple(one.ids), one.type_ids.count(0), pair.stance, _marked(pair, one.offsets, one.type_ids)
        )
        for pair, one in zip(pairs, read, strict=True)
        if len(one.ids) <= LONGEST
    ]


def _marked(pair: Pair, offsets: Sequence[tuple[int, int]], types: Sequence[int]) -> tuple[float, ...] | None:
    asked = pair.stance.is_question
    spans = pair.told if asked else pair.wrong
    if spans is None:
        return None
    return tuple(
        IGNORED
        if kind != asked or start == end
        else float(any(start < last and first < end for first, last in spans))
        for (start, end), kind in zip(offsets, types, strict=True)
    )


def batches(pairs: Sequence[EncodedPair], seed: int) -> list[list[int]]:
    """Places of pairs, batch by batch, in an order that only the seed decides."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    order = list(range(len(pairs)))
    rng.shuffle(order)
    made: list[list[int]] = []
    pool = 4_000  # sorted by length within it, so that a batch wastes little and is still a mixture
    for start in range(0, len(order), pool):
        some = sorted(order[start : start + pool], key=lambda at: len(pairs[at].ids))
        batch: list[int] = []
        for at in some:
            if batch and (len(batch) + 1) * len(pairs[at].ids) > TOKENS_PER_BATCH:
                made.append(batch)
                batch = []
            batch.append(at)
        made.append(batch)
    rng.shuffle(made)
    return made


def as_batch(pairs: Sequence[EncodedPair]) -> Batch:
    """Padded tensors."""
    longest = max(len(pair.ids) for pair in pairs)
    shape = (len(pairs), longest)
    ids, types = torch.zeros(shape, dtype=torch.long), torch.ones(shape, dtype=torch.long)
    present = torch.zeros(shape, dtype=torch.bool)
    marked = torch.full(shape, IGNORED)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        types[row, : pair.claim_tokens] = 0
        present[row, : len(pair.ids)] = True
        if pair.marked is not None:
            marked[row, : len(pair.ids)] = torch.tensor(pair.marked)
    return Batch(ids, present, types, torch.tensor([int(pair.stance) for pair in pairs]), marked)
