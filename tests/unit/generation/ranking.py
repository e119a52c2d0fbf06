"""Ranked sentences written by hand, for the tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.domain import Evidence
from assistant.generation.ranking import Ranked


def ranked(*scored: tuple[Evidence, int, float], similarity: float = 0.5) -> tuple[Ranked, ...]:
    """Sentences (evidence, place in its passage, score), best first, with their other signs in step."""
    return tuple(
        Ranked(
            evidence=replace(item, similarity=similarity),
            index=index,
            score=score,
            meaning=score,
            words=score,
            passage_words=score,
            heading_words=0.0,
            right_sort=True,
            unheard=False,
        )
        for item, index, score in sorted(scored, key=lambda one: -one[2])
    )
