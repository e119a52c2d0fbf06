"""Rows a second."""

from __future__ import annotations

from assistant_eval.metrics.arrays import Scores, Weights
from assistant_eval.stats import Unscored


def rows_per_second(seconds: Scores, weights: Weights) -> float | Unscored:
    """Rows by the seconds that scoring took, loading models and reading files not included."""
    total = weights @ seconds
    return float(weights.sum() / total) if total > 0 else Unscored("no row was scored in this run")
