"""What a figure of a run is: its name, what it means, which side is the better one, how it is drawn from scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant_eval.records import Record, Score

Unit = Literal["share", "per_100", "ms", "tokens"]
Better = Literal["higher", "lower", "neither"]

Samples = NDArray[np.float64]
"""Weights of records, a row a bootstrap sample: shape (samples, records)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a run. `topic` is the heading it stands under; `definition` is for a reader of the report."""

    name: str
    label: str
    unit: Unit
    better: Better
    definition: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure on every sample: `values`, of which only those where `known` mean anything; both (samples,)."""

    values: NDArray[np.float64]
    known: NDArray[np.bool_]


class Prepared(Protocol):
    """A measure over given records, ready for any weights."""

    @property
    def cases(self) -> Sequence[Score]:
        """What it is for each record alone."""
        ...

    def over(self, samples: Samples) -> Drawn:
        """The figure for each row of weights."""
        ...


class Draw(Protocol):
    """How a measure is drawn from the scores of records."""

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Prepared:
        """The measure over these records."""
        ...


@dataclass(frozen=True, slots=True)
class Defined:
    """A measure with the way it is drawn."""

    measure: Measure
    draw: Draw
