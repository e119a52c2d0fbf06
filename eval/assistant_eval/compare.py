"""Two runs on the cases that both hold: what moved, by how much beyond noise, and in which cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant_eval.errors import EvalError
from assistant_eval.figures import Paired, paired
from assistant_eval.measures import Measure
from assistant_eval.records import Record
from assistant_eval.report.data import figure_as_dict
from assistant_eval.report.faults import Fault, Standing, common_faults, faults, standing
from assistant_eval.runs import Manifest, Run
from assistant_eval.stats import Figure, Unscored

_COMPARED = ("brand", "release", "embedding", "gate", "calibration_sha256", "commit", "python", "seed")
_JUDGE = "judge"


class Move(StrEnum):
    """Which way a figure moved: only where the 95 % interval of the paired difference leaves out 0."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    NOISE = "within noise"
    UNSCORED = "not scored"


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that ended otherwise in the second run: right or wrong, or with faults that came or went."""

    id: str
    kind: str
    question: str
    before: Standing
    after: Standing
    came: tuple[Fault, ...]
    went: tuple[Fault, ...]

    @property
    def worse(self) -> bool:
        """Whether anything of it is worse than it was."""
        return bool(self.came) or _RANKS[self.after] < _RANKS[self.before]


_RANKS = {Standing.FAILED: 0, Standing.WRONG: 0, Standing.UNSCORED: 1, Standing.RIGHT: 2}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `b` is beside `a`. Differences are `b` minus `a`, on the `shared` cases alone.

    `only_a` and `only_b` count cases that the other run lacks, `changed` shared ids that ask something else,
    `differing` what their manifests tell of that is not the same, as name, in `a` and in `b`.
    """

    a: str
    b: str
    shared: int
    only_a: int
    only_b: int
    changed: tuple[str, ...]
    differing: tuple[tuple[str, str, str], ...]
    pairs: tuple[Paired, ...]
    flips: tuple[Flip, ...]


def compare(a: Run, b: Run) -> Comparison:
    """Compare two runs; EvalError where they share no case."""
    of_b = {record.case.id: record for record in b.records}
    shared = [record for record in a.records if record.case.id in of_b]
    if not shared:
        raise EvalError(f"{a.folder} and {b.folder} have no case in common: nothing to compare")
    changed = [one.case.id for one in shared if _asked(one) != _asked(of_b[one.case.id])]
    same = [record for record in shared if record.case.id not in set(changed)]
    return Comparison(
        a=a.name,
        b=b.name,
        shared=len(shared) - len(changed),
        only_a=len(a.records) - len(shared),
        only_b=len(b.records) - len(shared),
        changed=tuple(changed),
        differing=tuple(differing(a.manifest, b.manifest)),
        pairs=tuple(paired(same, b.records)),
        flips=tuple(_flips(same, [of_b[record.case.id] for record in same])),
    )


def move(measure: Measure, difference: Figure) -> Move:
    """Where a difference lies; one without an interval is never beyond noise."""
    if isinstance(difference, Unscored):
        return Move.UNSCORED
    if difference.interval is None:
        return Move.NOISE
    low, high = difference.interval
    if low <= 0 <= high:
        return Move.NOISE
    if measure.better == "neither":
        return Move.OTHER
    return Move.BETTER if (low > 0) == (measure.better == "higher") else Move.WORSE


def differing(a: Manifest, b: Manifest) -> Iterator[tuple[str, str, str]]:
    """What two manifests tell differently, judges first: figures of two judges cannot be compared."""
    if a.judge != b.judge:
        yield _JUDGE, a.judge or "not told", b.judge or "not told"
    for key in sorted({*a.system, *b.system}):
        if key not in _COMPARED and a.system.get(key) != b.system.get(key):
            yield f"system: {key}", _words(a.system.get(key)), _words(b.system.get(key))
    for key in _COMPARED:
        if a.told.get(key) != b.told.get(key):
            yield key, _words(a.told.get(key)), _words(b.told.get(key))
    yield from _packages(a.told.get("packages") or {}, b.told.get("packages") or {})


def judges_differ(comparison: Comparison) -> bool:
    """Whether the two runs were scored by different judges."""
    return any(name == _JUDGE for name, _, _ in comparison.differing)


def _packages(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*a, *b}):
        if a.get(name) != b.get(name):
            yield f"package: {name}", _words(a.get(name)), _words(b.get(name))


def _words(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def _asked(record: Record) -> object:
    """What a case asks and expects: where it was rewritten under its id, two runs say nothing about each other."""
    case = record.case
    return case.question, case.answerable, case.earlier, case.gold, case.ways()


def _flips(before: Sequence[Record], after: Sequence[Record]) -> Iterator[Flip]:
    """In the order of the cases, those that got worse first; what every reply of a run has flips no case."""
    common = common_faults(before) | common_faults(after)
    flips: list[Flip] = []
    for a, b in zip(before, after, strict=True):
        had, has = (set(faults(record)) - common for record in (a, b))
        if had == has and standing(a) is standing(b):
            continue
        came, went = (tuple(fault for fault in Fault if fault in some) for some in (has - had, had - has))
        flips.append(Flip(a.case.id, a.case.kind, a.case.question, standing(a), standing(b), came, went))
    yield from sorted(flips, key=lambda flip: not flip.worse)


def comparison_as_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values: shares in [0, 1], differences as shares too, nothing is NaN."""
    return {
        "schema": 1,
        "a": comparison.a,
        "b": comparison.b,
        "shared": comparison.shared,
        "only_a": comparison.only_a,
        "only_b": comparison.only_b,
        "changed": list(comparison.changed),
        "differing": [{"what": what, "a": a, "b": b} for what, a, b in comparison.differing],
        "measures": {
            pair.measure.name: {
                "a": figure_as_dict(pair.a),
                "b": figure_as_dict(pair.b),
                "difference": figure_as_dict(pair.difference),
                "unit": pair.measure.unit,
                "better": pair.measure.better,
                "move": move(pair.measure, pair.difference).value,
                "cases_worse": list(pair.worse),
                "cases_better": list(pair.better),
            }
            for pair in comparison.pairs
        },
        "flips": [
            {
                "id": flip.id,
                "kind": flip.kind,
                "worse": flip.worse,
                "before": flip.before.value,
                "after": flip.after.value,
                "came": [fault.value for fault in flip.came],
                "went": [fault.value for fault in flip.went],
            }
            for flip in comparison.flips
        ],
    }
