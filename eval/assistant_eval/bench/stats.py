"""The few statistics of the bench: intervals by bootstrap, and percentiles of timings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RESAMPLES = 10_000
SEED = 7


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % percentile interval of the mean, over questions drawn anew (Efron, 1979); seeded.

    For the difference of two systems give it the differences, question by question.
    """
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def percentile(values: Sequence[float], rank: float) -> float:
    """The value below which `rank` percent of `values` lie, interpolated linearly."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), rank))


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 50)
