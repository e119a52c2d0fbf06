"""Intervals by bootstrap: of the mean over questions, and of any figure over groups of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant_eval.stats.estimate import LEVEL, Estimate, Figure, Unscored

Weights = NDArray[np.float64]

MEAN_RESAMPLES = 10_000
RESAMPLES = 1_000
SEED = 7


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % percentile interval of the mean, over questions drawn anew (Efron, 1979); seeded.

    For the difference of two systems give it the differences, question by question.
    """
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(sample), size=(MEAN_RESAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), LEVEL)
    return float(low), float(high)


class GroupBootstrap:
    """Draws whole groups with replacement, since rows of one group hang together.

    Every figure sees the same samples, so differences are paired. A sample is a weight a row: how often its
    group was drawn (Davison and Hinkley, *Bootstrap Methods and Their Application*, 1997, section 3.8).
    """

    def __init__(self, groups: Sequence[str]) -> None:
        self._names, self._of_row = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)

    def weights(self) -> Iterator[Weights]:
        """The rows as they are, then every sample; only the former where there is one group."""
        yield np.ones(len(self._of_row))
        if len(self._names) > 1:
            yield from self._samples()

    def estimate(self, figure: Callable[[Weights], float | Unscored]) -> Figure:
        """`figure` of the rows as they are, with its value on every sample.

        No interval where there is only one group, or where most samples lack what the figure needs.
        """
        samples = self.weights()
        value = figure(next(samples))
        if isinstance(value, Unscored):
            return value
        drawn = [figure(weights) for weights in samples]
        if not drawn:
            return Estimate(value)
        draws = np.asarray([each for each in drawn if not isinstance(each, Unscored)], dtype=np.float64)
        return Estimate(value, draws) if 2 * len(draws) > len(drawn) else Estimate(value)

    def _samples(self) -> Iterator[Weights]:
        random = np.random.default_rng(SEED)
        count = len(self._names)
        for _ in range(RESAMPLES):
            drawn = np.bincount(random.integers(0, count, size=count), minlength=count)
            yield drawn[self._of_row].astype(np.float64)
