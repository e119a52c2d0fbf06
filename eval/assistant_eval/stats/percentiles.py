"""Percentiles, of timings above all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def percentile(values: Sequence[float], rank: float) -> float:
    """The value below which `rank` percent of `values` lie, interpolated linearly."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), rank))


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 50)
