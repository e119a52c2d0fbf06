"""The network of the grounding model: how one text stands to another, in plain torch.

A BERT reads both texts at once (a cross-encoder). Three heads read its vectors: whether the second text
supports the first, contradicts it or does not say; which words of the first it does not bear out; and
whether it answers the first, a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.bert import BertEncoder

SPECIAL_IDS = 999
"""Ids below it are [PAD], [CLS], [SEP] and the like in every uncased BERT vocabulary."""

_ONE_WORD, _NEIGHBOURS = 1, 2


@dataclass(frozen=True, slots=True)
class PairOutput:
    """Logits for a batch: `stances` (pairs, 3), `answers` (pairs,) and `tokens` (pairs, tokens).

    `tokens` tells of each token of the first text how surely it is *not* borne out; for any other token it
    means nothing.
    """

    stances: Tensor
    answers: Tensor
    tokens: Tensor


class PairNetwork(nn.Module):
    """Reads ``[CLS] first [SEP] second [SEP]``.

    Each token is marked by whether the other text holds it, alone or beside the same neighbour. A network of
    this size would need far more pairs than there are to learn by itself what is the same word.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """The architecture of that ``config.json`` of a BERT, its weights not yet set."""
        super().__init__()
        size: int = config["hidden_size"]
        self.encoder = BertEncoder(config)
        self.held = nn.Embedding(3, size)
        nn.init.normal_(self.held.weight, std=0.02)
        self.stance = _Head(3 * size, size, 3)
        self.answer = _Head(3 * size, size, 1)
        self.token = nn.Linear(size, 1)

    def forward(self, ids: Tensor, present: Tensor, types: Tensor) -> PairOutput:
        """`types` is 0 in the first text and 1 in the second; all of shape (pairs, tokens)."""
        pooled, vectors = self.read(ids, present, types)
        return PairOutput(self.stance(pooled), self.answer(pooled)[:, 0], self.token(vectors)[:, :, 0])

    def read(self, ids: Tensor, present: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """What the heads read: a vector a pair, and one a token."""
        marks = self.held(held_by_other(ids, types))
        vectors = self.encoder(ids, present, types, marks)
        first = ((types == 0) & present & (ids >= SPECIAL_IDS))[:, :, None]
        count = first.sum(1).clamp(min=1)
        mean = (vectors * first).sum(1) / count
        highest = vectors.masked_fill(~first, torch.finfo(vectors.dtype).min).amax(1)
        highest = torch.where(first.any(1), highest, torch.zeros_like(highest))
        return torch.cat([vectors[:, 0], mean, highest], dim=1), vectors


class _Head(nn.Module):
    def __init__(self, size: int, inner: int, outputs: int) -> None:
        super().__init__()
        self.inner = nn.Linear(size, inner)
        self.outer = nn.Linear(inner, outputs)

    def forward(self, pooled: Tensor) -> Tensor:
        return self.outer(functional.gelu(self.inner(pooled)))


def held_by_other(ids: Tensor, types: Tensor) -> Tensor:
    """0, 1 or 2 a token: not in the other text, there, or there beside the same neighbour."""
    plain = ids >= SPECIAL_IDS
    same = (ids[:, :, None] == ids[:, None, :]) & (types[:, :, None] != types[:, None, :])
    same &= plain[:, :, None] & plain[:, None, :]
    alone = same.any(2)
    follows = (same[:, 1:, 1:] & same[:, :-1, :-1]).any(2)
    beside = torch.zeros_like(alone)
    beside[:, 1:] |= follows
    beside[:, :-1] |= follows
    return alone.long() * _ONE_WORD + beside.long() * (_NEIGHBOURS - _ONE_WORD)
