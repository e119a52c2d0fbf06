"""F1 of the unsupported class."""

from __future__ import annotations

from assistant_eval.metrics.arrays import Labels, Weights
from assistant_eval.stats import Unscored


def f1_unsupported(labels: Labels, decisions: Labels, weights: Weights) -> float | Unscored:
    """The harmonic mean of precision and recall in finding the unsupported rows: ``2 TP / (2 TP + FP + FN)``.

    Van Rijsbergen, *Information Retrieval*, 1979. Without an unsupported row there is nothing to find.
    """
    if not weights.sum():
        return Unscored("no row has a label")
    wanted, found = weights * ~labels, weights * ~decisions
    if not wanted.sum():
        return Unscored("no labelled row is unsupported: there is nothing to find")
    hits = wanted[~decisions].sum()
    return float(2 * hits / (wanted.sum() + found.sum()))
