"""The network of the grounding model: how one text stands to another, in plain torch.

A BERT reads both texts at once (a cross-encoder). Four heads read its vectors: whether the second text
supports the first, contradicts it or does not say; which words of the first it does not bear out;
whether it answers the first, a question, and which of its words do. Questions have last layers of their
own: a claim that shares its words with a passage is often true, and a question that does is often a near miss.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.bert import BertEncoder, bert_layers

SPECIAL_IDS = 999
"""Ids below it are [PAD], [CLS], [SEP] and the like in every uncased BERT vocabulary."""

QUESTION_LAYERS = "question_layers"
"""Key of ``config.json``: how many last layers questions have of their own; none where they share all."""

_ONE_WORD, _NEIGHBOURS = 1, 2


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
        self.asking = bert_layers(config, config.get(QUESTION_LAYERS, 0))
        self.held = nn.Embedding(3, size)
        nn.init.normal_(self.held.weight, std=0.02)
        self.stance = _Head(3 * size, size, 3)
        self.answer = _Head(3 * size, size, 1)
        self.token = nn.Linear(size, 1)
        self.telling = nn.Linear(size, 1)

    def claims(self, ids: Tensor, present: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the stances, (pairs, 3), and of each token of a claim not to be borne out, (pairs, tokens).

        `types` is 0 in the first text and 1 in the second; all are of shape (pairs, tokens). Of a token that is not of
        the first text the logit means nothing.
        """
        pooled, vectors = self._read(ids, present, types, None)
        return self.stance(pooled), self.token(vectors)[:, :, 0]

    def questions(self, ids: Tensor, present: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Logits that the second text answers the first, (pairs,), and of each of its tokens to, (pairs, tokens).

        Of a token that is not of the second text the logit means nothing.
        """
        pooled, vectors = self._read(ids, present, types, self.asking)
        return self.answer(pooled)[:, 0], self.telling(vectors)[:, :, 0]

    def forward(self, ids: Tensor, present: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """All of them, while both share every layer: stances, words and answers."""
        pooled, vectors = self._read(ids, present, types, None)
        return self.stance(pooled), self.token(vectors)[:, :, 0], self.answer(pooled)[:, 0]

    def part_ways(self, layers: int) -> None:
        """Give questions as many last layers of their own, as yet like the shared ones; only they learn from now on."""
        self.requires_grad_(requires_grad=False)
        self.asking = copy.deepcopy(self.encoder.layers[-layers:])
        for part in (self.asking, self.answer, self.telling):
            part.requires_grad_(requires_grad=True)

    def _read(
        self, ids: Tensor, present: Tensor, types: Tensor, last: nn.ModuleList | None
    ) -> tuple[Tensor, Tensor]:
        """What the heads read: a vector a pair, and one a token."""
        marks = self.held(held_by_other(ids, types))
        vectors = self.encoder(ids, present, types, marks, last)
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
