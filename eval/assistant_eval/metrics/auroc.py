"""Area under the ROC curve."""

from __future__ import annotations

import numpy as np

from assistant_eval.metrics.arrays import Labels, Scores, Weights, missing_class
from assistant_eval.stats import Unscored


def auroc(labels: Labels, scores: Scores, weights: Weights) -> float | Unscored:
    """The chance that a supported row scores above an unsupported one, ties counted half.

    Hanley and McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982). It asks
    nothing of a threshold: 0.5 is chance, 1 is perfect order.
    """
    if missing := missing_class(labels, weights):
        return missing
    _, rank = np.unique(scores, return_inverse=True)
    supported = np.bincount(rank, weights=weights * labels)
    unsupported = np.bincount(rank, weights=weights * ~labels)
    below = np.cumsum(unsupported) - unsupported
    wins = supported @ (below + unsupported / 2)
    return float(wins / (supported.sum() * unsupported.sum()))
