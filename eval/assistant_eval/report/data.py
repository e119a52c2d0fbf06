"""The figures of a run, reckoned once for every form of the report, and the report as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant_eval.figures import HEADLINE, Measured, curve, figures, figures_by_kind
from assistant_eval.report.faults import common_faults, faults, standing, why
from assistant_eval.report.verdict import Verdict, verdict
from assistant_eval.runs import Run
from assistant_eval.stats import Figure, Unscored

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class RunFigures:
    """A run with its figures; `by_kind` is empty for runs that only stand beside another one."""

    run: Run
    figures: Sequence[Measured]
    by_kind: Mapping[str, Sequence[Measured]]
    verdict: Verdict


def reckon(run: Run, *, whole: bool = True) -> RunFigures:
    """All figures of a run, those by kind only where the `whole` is wanted."""
    measured = figures(run.records)
    return RunFigures(
        run=run,
        figures=measured,
        by_kind=figures_by_kind(run.records) if whole else {},
        verdict=verdict(measured, run.records),
    )


def same_cases(runs: Sequence[RunFigures]) -> bool:
    """Whether all runs were asked the same: else their figures side by side say little."""
    asked = [{record.case.id for record in each.run.records} for each in runs]
    return all(ids == asked[0] for ids in asked)


def report_as_dict(runs: Sequence[RunFigures]) -> dict[str, Any]:
    """The report as plain values: shares are in [0, 1], times in milliseconds, nothing is NaN."""
    first = runs[0]
    common = common_faults(first.run.records)
    return {
        "schema": SCHEMA,
        "name": first.run.name,
        "verdict": first.verdict.sentence,
        "details": list(first.verdict.details),
        "headline": list(HEADLINE),
        "figures": measured_as_dict(first.figures),
        "by_kind": {kind: measured_as_dict(measured) for kind, measured in first.by_kind.items()},
        "risk_coverage": [[coverage, risk] for coverage, risk in curve(first.run.records)],
        "standing": dict(Counter(standing(record).value for record in first.run.records)),
        "faults_of_every_reply": sorted(common),
        "faults": [
            {
                "id": record.case.id,
                "standing": standing(record).value,
                "faults": [fault.value for fault in faults(record) if fault not in common],
                "why": list(why(record, common)),
            }
            for record in first.run.records
            if set(faults(record)) - common
        ],
        "others": [
            {"name": each.run.name, "cases": len(each.run.records), "figures": measured_as_dict(each.figures)}
            for each in runs[1:]
        ],
        "manifest": dict(first.run.manifest.told),
    }


def as_json(told: object) -> str:
    """Indented JSON; a NaN anywhere would be a fault of ours and is refused."""
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def measured_as_dict(measured: Sequence[Measured]) -> dict[str, Any]:
    """Measures by name: value and interval, or why there is none, and how many cases are behind it."""
    return {
        each.measure.name: {
            **figure_as_dict(each.figure),
            "unit": each.measure.unit,
            "better": each.measure.better,
            "scored": each.scored,
            "unscored": dict(each.unscored),
        }
        for each in measured
    }


def figure_as_dict(figure: Figure) -> dict[str, Any]:
    """A figure as value, low and high; ``reason`` tells why there is none."""
    if isinstance(figure, Unscored):
        return {"value": None, "low": None, "high": None, "reason": figure.reason}
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "low": low, "high": high}
