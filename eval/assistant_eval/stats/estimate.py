"""A figure, or why there is none. A figure that cannot be computed is never 0 and never NaN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]

LEVEL = (2.5, 97.5)
"""Percentiles of an interval: 95 %, by the percentile method (Efron, 1979)."""


@dataclass(frozen=True, slots=True)
class Unscored:
    """A figure that could not be computed, and why, in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the same figure of every bootstrap sample; no `draws` where no interval can be had."""

    value: float
    draws: Draws = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval."""
        if not len(self.draws):
            return None
        low, high = np.percentile(self.draws, LEVEL)
        return float(low), float(high)

    def minus(self, other: Estimate) -> Estimate:
        """The difference to a figure drawn from the same samples, draw by draw."""
        paired = len(self.draws) == len(other.draws)
        return Estimate(self.value - other.value, self.draws - other.draws if paired else np.empty(0))


Figure = Estimate | Unscored


def macro_mean(figures: Sequence[Figure]) -> Figure:
    """The plain mean of one figure a data set; those that could not be computed are left out.

    The sets are independent, so their k-th draws together are a draw of the mean.
    """
    known = [figure for figure in figures if isinstance(figure, Estimate)]
    if not known:
        return Unscored("no set has this figure")
    length = min(len(figure.draws) for figure in known)
    draws = np.mean([figure.draws[:length] for figure in known], axis=0)
    return Estimate(sum(figure.value for figure in known) / len(known), draws)
