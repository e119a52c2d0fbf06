"""Fusion: one ranking out of several whose scores cannot be compared as they are.

Each list's scores are standardised, to how many standard deviations above the average candidate a passage
lies, and then added up. So a list that has one outstanding hit says so, which its ranks alone would hide:
a convex combination of normalised scores finds more than reciprocal rank fusion (Bruch, Gai and Ingber,
"An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Ranking:
    """One search's scores by id. `floor` is what an id it did not return may have scored at most."""

    weight: float
    scores: Mapping[str, float]
    floor: float = 0.0


def standardised_sum(rankings: Sequence[Ranking]) -> dict[str, float]:
    """The weighted sum of standard scores of every id in `rankings`; around 0 for the average candidate.

    A ranking that scores all candidates alike tells nothing and adds nothing.
    """
    candidates = list(dict.fromkeys(item for ranking in rankings for item in ranking.scores))
    fused = dict.fromkeys(candidates, 0.0)
    for ranking in rankings:
        scores = [ranking.scores.get(item, ranking.floor) for item in candidates]
        mean = sum(scores) / len(scores) if scores else 0.0
        deviation = sqrt(sum((score - mean) ** 2 for score in scores) / max(len(scores), 1))
        if deviation <= 1e-9 * max(abs(mean), 1e-9):
            continue
        for item, score in zip(candidates, scores, strict=True):
            fused[item] += ranking.weight * (score - mean) / deviation
    return fused
