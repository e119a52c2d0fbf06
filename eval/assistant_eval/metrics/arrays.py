"""What metrics are computed of: arrays of equal length, one entry a row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant_eval.stats import Unscored

Labels = NDArray[np.bool_]
Scores = NDArray[np.float64]
Weights = NDArray[np.float64]


def missing_class(labels: Labels, weights: Weights) -> Unscored | None:
    """Why a metric that compares the two classes cannot be computed, or None."""
    if not weights.sum():
        return Unscored("no row has a label")
    if not weights[labels].sum():
        return Unscored("every labelled row is unsupported: it needs rows of both kinds")
    if not weights[~labels].sum():
        return Unscored("every labelled row is supported: it needs rows of both kinds")
    return None
