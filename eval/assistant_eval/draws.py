"""Ways to draw one figure from the scores of many cases: means, ratios of sums, percentiles.

All work on whole matrices of bootstrap weights at once, and add in a fixed order: same records, same figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant_eval.measures import Drawn, Samples
from assistant_eval.records import Record, Score
from assistant_eval.stats import Unscored

Numbers = NDArray[np.float64]

_MISSING = Unscored("no such score")


@dataclass(frozen=True, slots=True)
class Sums:
    """A figure that is a sum over cases by another sum over cases, each weighted; both arrays (records,)."""

    cases: Sequence[Score]
    above: Numbers
    below: Numbers
    times: float = 1.0

    def over(self, samples: Samples) -> Drawn:
        """See `Prepared`."""
        below = samples @ self.below
        known = below > 0
        return Drawn(self.times * (samples @ self.above) / np.where(known, below, 1.0), known)


@dataclass(frozen=True, slots=True)
class Mean:
    """The plain mean of one score over the cases that have it."""

    score: str

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Sums:  # noqa: ARG002
        """See `Draw`."""
        cases = [told.get(self.score, _MISSING) for told in scores]
        return Sums(cases, _numbers(cases), _known(cases))


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of sums over cases, `times` so many: a case counts by how much of the denominator it has.

    A case whose denominator is 0 has no value of its own, since there is nothing in it to be right or wrong:
    `nothing` says so.
    """

    above: str
    below: str
    nothing: str
    times: float = 1.0

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Sums:  # noqa: ARG002
        """See `Draw`."""
        above = [told.get(self.above, _MISSING) for told in scores]
        below = [told.get(self.below, _MISSING) for told in scores]
        cases = [self._case(one, other) for one, other in zip(above, below, strict=True)]
        both = _known(cases)
        return Sums(cases, _numbers(above) * both, _numbers(below) * both, self.times)

    def _case(self, above: Score, below: Score) -> Score:
        if isinstance(above, Unscored) or isinstance(below, Unscored):
            return above if isinstance(above, Unscored) else below
        return self.times * above / below if below else Unscored(self.nothing)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Values in rising order, and which record each is of; both (values,)."""

    cases: Sequence[Score]
    values: Numbers
    owners: NDArray[np.intp]
    rank: float

    def over(self, samples: Samples) -> Drawn:
        """The percentile of the values, each as often as its record was drawn, interpolated linearly."""
        weights = samples[:, self.owners]
        reached = np.cumsum(weights, axis=1)
        count = reached[:, -1] if len(self.values) else np.zeros(len(samples))
        known = count > 0
        if not known.any():
            return Drawn(np.zeros(len(samples)), known)
        place = np.maximum(count - 1, 0) * self.rank / 100
        low = self._at(reached, np.floor(place))
        high = self._at(reached, np.minimum(np.floor(place) + 1, np.maximum(count - 1, 0)))
        return Drawn(low + (high - low) * (place - np.floor(place)), known)

    def _at(self, reached: Numbers, place: Numbers) -> Numbers:
        """The value at a place of the sample, counted from 0."""
        at = (reached <= place[:, None]).sum(axis=1)
        return self.values[np.minimum(at, len(self.values) - 1)]


@dataclass(frozen=True, slots=True)
class Percentile:
    """The value below which `rank` percent of the cases lie."""

    score: str
    rank: float

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Ranked:  # noqa: ARG002
        """See `Draw`."""
        cases = [told.get(self.score, _MISSING) for told in scores]
        known = [(value, at) for at, value in enumerate(cases) if not isinstance(value, Unscored)]
        known.sort()
        values = np.asarray([value for value, _ in known], dtype=np.float64)
        return Ranked(cases, values, np.asarray([at for _, at in known], dtype=np.intp), self.rank)


@dataclass(frozen=True, slots=True)
class HarmonicMean:
    """Twice what two counts share by the sum of both: F1 of precision and recall (Van Rijsbergen, 1979)."""

    both: str
    one: str
    other: str
    nothing: str

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Sums:  # noqa: ARG002
        """See `Draw`."""
        columns = [
            [told.get(name, _MISSING) for told in scores] for name in (self.both, self.one, self.other)
        ]
        cases = [self._case(*told) for told in zip(*columns, strict=True)]
        shared, one, other = (_numbers(column) * _known(cases) for column in columns)
        return Sums(cases, 2 * shared, one + other)

    def _case(self, both: Score, one: Score, other: Score) -> Score:
        if isinstance(both, Unscored) or isinstance(one, Unscored) or isinstance(other, Unscored):
            return next(each for each in (both, one, other) if isinstance(each, Unscored))
        if not one + other:
            return Unscored(self.nothing)
        return 2 * both / (one + other)


def _numbers(cases: Sequence[Score]) -> Numbers:
    return np.asarray([0.0 if isinstance(case, Unscored) else case for case in cases], dtype=np.float64)


def _known(cases: Sequence[Score]) -> Numbers:
    return np.asarray([0.0 if isinstance(case, Unscored) else 1.0 for case in cases], dtype=np.float64)
