"""Fusion: one ranking out of several whose scores cannot be compared as they are.

Each list's scores are standardised, to how many standard deviations above the average candidate a passage
lies, and then added up. So a list that has one outstanding hit says so, which its ranks alone would hide:
a convex combination of normalised scores finds more than reciprocal rank fusion (Bruch, Gai and Ingber,
"An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def with_sure(best_first: Sequence[str], sure: Collection[str], limit: int) -> list[str]:
    """`best_first` with those of `sure` that come too late moved up, to the end of its first `limit`.

    They take the places of the last others, a quarter of all places at most.
    """
    first = best_first[:limit]
    late = [each for each in best_first[limit:] if each in sure][: limit // 4]
    given_up = [each for each in reversed(first) if each not in sure][: len(late)]
    read = [*(each for each in first if each not in given_up), *late[: len(given_up)]]
    return [*read, *(each for each in best_first if each not in read)]
