"""Balanced accuracy."""

from __future__ import annotations

from assistant_eval.metrics.arrays import Labels, Weights, missing_class
from assistant_eval.stats import Unscored


def balanced_accuracy(labels: Labels, decisions: Labels, weights: Weights) -> float | Unscored:
    """The mean of the shares decided rightly among the supported and among the unsupported rows.

    Brodersen et al., "The balanced accuracy and its posterior distribution", ICPR 2010. 0.5 is chance, however
    unequal the classes.
    """
    if missing := missing_class(labels, weights):
        return missing
    right = weights * (decisions == labels)
    of_supported = right[labels].sum() / weights[labels].sum()
    of_unsupported = right[~labels].sum() / weights[~labels].sum()
    return float((of_supported + of_unsupported) / 2)
