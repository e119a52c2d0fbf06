"""Whether two texts are the same words told twice: the Jaccard similarity of their word 4-grams.

Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

from collections.abc import Sequence

SHINGLE = 4
SAME_WORDS = 0.7
"""Similarity from which two passages are the same words told twice."""

Shingles = frozenset[tuple[str, ...]]


def shingles(tokens: Sequence[str]) -> Shingles:
    """All runs of `SHINGLE` words; all words as one run where they are fewer."""
    return frozenset(tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1)))


def resemblance(one: Shingles, other: Shingles) -> float:
    """What two texts share, from 0 to 1."""
    return len(one & other) / len(one | other)
