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

NONE = -1
"""The group or sentence of what belongs to none."""


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """A pair as token ids; `claim_tokens` is how many of them stand before the evidence.

    `marked` is 1 for a token of a claim that is not borne out, and for one of the evidence that answers a question,
    else 0, and `IGNORED` where nobody knows; None where that is everywhere. Pairs of the same `group` are what one
    search brought back for a question, or twins, and stay together; `sentences` is, for each token, which sentence of
    the evidence it is of. Both are `NONE` where there is none.
    """

    ids: tuple[int, ...]
    claim_tokens: int
    stance: Stance
    marked: tuple[float, ...] | None
    group: int
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape (pairs, tokens); `stances` of shape (pairs,); the group of each pair."""

    ids: Tensor
    present: Tensor
    types: Tensor
    stances: Tensor
    marked: Tensor
    groups: tuple[int, ...]
    sentences: Tensor


def encoded_pairs(pairs: Sequence[Pair], tokenizer: Tokenizer) -> list[EncodedPair]:
    """The pairs that are short enough, in their order; those of one group stand side by side."""
    read = tokenizer.encode_batch([(pair.claim, pair.evidence) for pair in pairs])
    encoded: list[EncodedPair] = []
    group, before = NONE, ""
    for pair, one in zip(pairs, read, strict=True):
        key = pair.twins or (pair.claim if pair.sentences else "")
        if key and key != before:
            group += 1
        before = key
        if len(one.ids) <= LONGEST:
            encoded.append(
                EncodedPair(
                    tuple(one.ids),
                    one.type_ids.count(0),
                    pair.stance,
                    _marked(pair, one.offsets, one.type_ids),
                    group if key else NONE,
                    _sentences(pair, one.offsets, one.type_ids),
                )
            )
    return encoded


def _sentences(pair: Pair, offsets: Sequence[tuple[int, int]], types: Sequence[int]) -> tuple[int, ...]:
    found: list[int] = []
    for (start, end), kind in zip(offsets, types, strict=True):
        inside = (at for at, (first, last) in enumerate(pair.sentences) if start < last and first < end)
        found.append(next(inside, NONE) if kind == 1 and start < end else NONE)
    return tuple(found)


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
    """Places of pairs, batch by batch, in an order that only the seed decides; those of one group are in one."""
    rng = random.Random(seed)  # noqa: S311 - an order, no secret
    together: dict[int, list[int]] = {}
    for at, pair in enumerate(pairs):
        together.setdefault(pair.group if pair.group != NONE else -2 - at, []).append(at)
    order = list(together.values())
    rng.shuffle(order)
    made: list[list[int]] = []
    pool = 4_000  # sorted by length within it, so that a batch wastes little and is still a mixture
    for start in range(0, len(order), pool):
        some = sorted(order[start : start + pool], key=lambda places: _longest(pairs, places))
        batch: list[int] = []
        for places in some:
            if batch and (len(batch) + len(places)) * _longest(pairs, places) > TOKENS_PER_BATCH:
                made.append(batch)
                batch = []
            batch.extend(places)
        made.append(batch)
    rng.shuffle(made)
    return made


def _longest(pairs: Sequence[EncodedPair], places: Sequence[int]) -> int:
    return max(len(pairs[at].ids) for at in places)


def as_batch(pairs: Sequence[EncodedPair]) -> Batch:
    """Padded tensors."""
    longest = max(len(pair.ids) for pair in pairs)
    shape = (len(pairs), longest)
    ids, types = torch.zeros(shape, dtype=torch.long), torch.ones(shape, dtype=torch.long)
    present = torch.zeros(shape, dtype=torch.bool)
    marked = torch.full(shape, IGNORED)
    sentences = torch.full(shape, NONE)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        types[row, : pair.claim_tokens] = 0
        present[row, : len(pair.ids)] = True
        sentences[row, : len(pair.ids)] = torch.tensor(pair.sentences)
        if pair.marked is not None:
            marked[row, : len(pair.ids)] = torch.tensor(pair.marked)
    stances = torch.tensor([int(pair.stance) for pair in pairs])
    groups = tuple(pair.group for pair in pairs)
    return Batch(ids, present, types, stances, marked, groups, sentences)
