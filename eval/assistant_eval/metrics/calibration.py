"""Expected calibration error."""

from __future__ import annotations

import numpy as np

from assistant_eval.metrics.arrays import Labels, Scores, Weights
from assistant_eval.stats import Unscored

BINS = 10


def calibration_error(labels: Labels, probabilities: Scores, weights: Weights) -> float | Unscored:
    """How far probabilities are from the shares they promise, on average over ten bins of equal mass.

    Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015, with bins of
    equal mass as in Nixon et al., "Measuring calibration in deep learning", CVPRW 2019. Equal probabilities
    share a bin, so that the order of rows does not matter.
    """
    mass = weights.sum()
    if not mass:
        return Unscored("no row has a label")
    _, rank = np.unique(probabilities, return_inverse=True)
    by_rank = np.bincount(rank, weights=weights)
    middle = (np.cumsum(by_rank) - by_rank / 2) / mass
    bins = np.minimum((middle * BINS).astype(np.intp), BINS - 1)[rank]
    gaps = np.bincount(bins, weights=weights * (probabilities - labels), minlength=BINS)
    return float(np.abs(gaps).sum() / mass)
