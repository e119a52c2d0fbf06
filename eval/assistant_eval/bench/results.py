"""What a measure gives back: tables for people, values for programs, and the floors it was held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant_eval.stats import bootstrap_interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` questions with its 95 % interval."""

    mean: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Estimate:
        """The mean of one value a question; ValueError where there is none."""
        if not values:
            raise ValueError("nothing was measured: an estimate needs at least one value")
        low, high = bootstrap_interval(values)
        return cls(sum(values) / len(values), low, high, len(values))

    def share(self) -> str:
        """As a share of questions: ``92 % (36/39; 82-100 %)``."""
        hits = round(self.mean * self.count)
        return f"{self.mean:.0%} ({hits}/{self.count}; {100 * self.low:.0f}-{self.high:.0%})".replace(
            "%", " %"
        )

    def score(self, *, sign: bool = False) -> str:
        """As a score ``0.412 (0.380-0.444)`` or a difference, signed: ``+0.031 (+0.010 to +0.052)``."""
        if sign:
            return f"{self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f})"
        return f"{self.mean:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Floor:
    """One requirement: what is asked (`target`), what came out, and whether that is enough."""

    measure: str
    target: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"row {row} has {len(row)} cells under {len(self.header)} headings")


@dataclass(frozen=True, slots=True)
class Section:
    """One measure's result.

    `method` says how it was measured, so that a reader can judge it. `values` are the same figures for
    programs, by dotted name. `appendix` is printed and stored with the values, but never written into the
    repository: it may hold words of the data that is measured on.
    """

    title: str
    method: str
    tables: tuple[Table, ...]
    floors: tuple[Floor, ...] = ()
    notes: tuple[str, ...] = ()
    appendix: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict[str, float])
