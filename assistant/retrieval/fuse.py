"""Reciprocal rank fusion: one ranking out of several whose scores cannot be compared.

Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
Methods", SIGIR 2009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

RANK_CONSTANT = 60
"""The paper's k: how little the very first ranks outweigh the next ones."""


def reciprocal_rank_fusion(rankings: Iterable[tuple[float, Sequence[str]]]) -> list[tuple[str, float]]:
    """Fuse (weight, ids best first) pairs into (id, score), best first; ties keep the order of arrival.

    An id's score is the sum over rankings of ``weight / (RANK_CONSTANT + rank)``, ranks from 1. An id that
    a ranking holds twice counts at its better rank.
    """
    scores: dict[str, float] = {}
    for weight, ranking in rankings:
        for rank, item in enumerate(dict.fromkeys(ranking), start=1):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
