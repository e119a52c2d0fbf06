"""Figures of a run: per-case scores brought together, every figure with its interval and what it lacks.

The metrics are those of `assistant_eval.scores`. Rates per 100 are ratios of sums over cases, not means of ratios: an
answer of ten sentences weighs ten times one of a single sentence. Intervals are of one group bootstrap over
`Case.cluster`, the same samples for all measures, so that differences are paired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant_eval.measures import Defined, Drawn, Measure, Prepared, Samples
from assistant_eval.records import Record, Score
from assistant_eval.scores import DEFINED, scores_of
from assistant_eval.scores.risk import Area
from assistant_eval.stats import Estimate, Figure, GroupBootstrap, Unscored

__all__ = [
    "HEADLINE",
    "MEASURES",
    "Measure",
    "Measured",
    "Paired",
    "case_scores",
    "curve",
    "figures",
    "figures_by_kind",
    "headline",
    "paired",
    "score_record",
]

MEASURES: tuple[Measure, ...] = tuple(one.measure for one in DEFINED)
"""All measures, by topic, in the order a report shows them."""

HEADLINE: tuple[str, ...] = (
    "answered",
    "correct",
    "unsupported_sentences",
    "wrong_citations",
    "invented_quotes",
    "abstention_precision",
    "abstention_recall",
    "complete_p50",
    "complete_p95",
)
"""Names of the measures of the headline table, in its order."""

_SINGLE = 1e-9
"""Differences below it are of the order of adding, and no move."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a set of records.

    `scored` counts the cases it rests on, `unscored` the others by reason: together all the cases there are.
    """

    measure: Measure
    figure: Figure
    scored: int
    unscored: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Paired:
    """One measure of two runs over the cases that both hold; `difference` is `b` minus `a`, paired by samples.

    `worse` and `better` are the ids of the cases that moved from `a` to `b`, in the order of `a`; both are empty
    for measures that have no better side, and for times and tokens, where nearly every case moves.
    """

    measure: Measure
    a: Figure
    b: Figure
    difference: Figure
    worse: tuple[str, ...]
    better: tuple[str, ...]


def score_record(record: Record) -> dict[str, Score]:
    """Every per-case score of a judged record; what cannot be computed is `Unscored`, never 0."""
    return scores_of(record)


def case_scores(record: Record) -> list[tuple[Measure, Score]]:
    """What every measure is for one case alone: a rate of its own sentences, its own time."""
    scores = _scores([record])
    return [(one.measure, one.draw.prepare([record], scores).cases[0]) for one in DEFINED]


def figures(records: Sequence[Record]) -> list[Measured]:
    """Every measure of `MEASURES`, in its order; records without scores are scored first."""
    return _measured(records, DEFINED)


def figures_by_kind(records: Sequence[Record]) -> dict[str, list[Measured]]:
    """`figures` of the records of each kind of case, kinds in the order they first come."""
    kinds = dict.fromkeys(record.case.kind for record in records)
    return {kind: figures([record for record in records if record.case.kind == kind]) for kind in kinds}


def headline(records: Sequence[Record]) -> list[Measured]:
    """The measures of `HEADLINE`, in its order."""
    by_name = {one.measure.name: one for one in DEFINED}
    return _measured(records, [by_name[name] for name in HEADLINE])


def paired(records_a: Sequence[Record], records_b: Sequence[Record]) -> list[Paired]:
    """Every measure of two runs on the cases they share (by id), with the difference and the cases that moved."""
    of_b = {record.case.id: record for record in records_b}
    a = [record for record in records_a if record.case.id in of_b]
    b = [of_b[record.case.id] for record in a]
    scores_a, scores_b = _scores(a), _scores(b)
    samples = _samples(a)
    return [
        _pair(one.measure, one.draw.prepare(a, scores_a), one.draw.prepare(b, scores_b), a, samples)
        for one in DEFINED
    ]


def curve(records: Sequence[Record]) -> list[tuple[float, float]]:
    """The risk-coverage curve as (coverage, risk), coverage rising; empty where no answer tells a confidence."""
    return Area().prepare(records, _scores(records)).curve(len(records))


def _measured(records: Sequence[Record], defined: Sequence[Defined]) -> list[Measured]:
    scores = _scores(records)
    samples = _samples(records)
    measured: list[Measured] = []
    for one in defined:
        prepared = one.draw.prepare(records, scores)
        missing = Counter(case.reason for case in prepared.cases if isinstance(case, Unscored))
        figure = _figure(prepared.over(samples), missing)
        measured.append(
            Measured(one.measure, figure, len(records) - missing.total(), dict(missing.most_common()))
        )
    return measured


def _scores(records: Sequence[Record]) -> list[Mapping[str, Score]]:
    return [record.scores or scores_of(record) for record in records]


def _samples(records: Sequence[Record]) -> Samples:
    """The weights as they are, then those of every bootstrap sample; only the former where there is one group."""
    if not records:
        return np.ones((1, 0))
    return np.stack([*GroupBootstrap([record.case.cluster for record in records]).weights()])


def _figure(drawn: Drawn, missing: Mapping[str, int]) -> Figure:
    """The first sample is the records as they are; an interval where most of the others have the figure."""
    if not drawn.known[0]:
        return Unscored(next(iter(missing), "there are no cases"))
    draws, known = drawn.values[1:], drawn.known[1:]
    return (
        Estimate(float(drawn.values[0]), draws[known])
        if 2 * known.sum() > len(known)
        else Estimate(float(drawn.values[0]))
    )


def _pair(measure: Measure, a: Prepared, b: Prepared, records: Sequence[Record], samples: Samples) -> Paired:
    drawn_a, drawn_b = a.over(samples), b.over(samples)
    both = Drawn(drawn_b.values - drawn_a.values, drawn_a.known & drawn_b.known)
    reasons_a, reasons_b = (Counter(c.reason for c in one.cases if isinstance(c, Unscored)) for one in (a, b))
    worse: list[str] = []
    better: list[str] = []
    if measure.better != "neither" and measure.unit not in ("ms", "tokens"):
        for record, before, after in zip(records, a.cases, b.cases, strict=True):
            if isinstance(before, Unscored) or isinstance(after, Unscored) or abs(after - before) < _SINGLE:
                continue
            (better if (after > before) == (measure.better == "higher") else worse).append(record.case.id)
    return Paired(
        measure,
        _figure(drawn_a, dict(reasons_a.most_common())),
        _figure(drawn_b, dict(reasons_b.most_common())),
        _figure(both, dict((reasons_a + reasons_b).most_common())),
        tuple(worse),
        tuple(better),
    )
