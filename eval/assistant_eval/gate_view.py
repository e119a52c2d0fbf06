"""What the gate found, in one line for people and as plain values for programs."""

from __future__ import annotations

from typing import Any

from assistant_eval.compare import move
from assistant_eval.regression import GateResult, Regression
from assistant_eval.report.data import figure_as_dict
from assistant_eval.report.words import plural


def gate_line(result: GateResult) -> str:
    """``No regression on 412 cases …`` or ``Regression on 412 cases …: why; why``."""
    on = f"on {plural(result.shared, 'case')} against {result.baseline}"
    let = "".join(f"; allowed: {each.reason}" for each in result.allowed)
    if result.open:
        return f"No regression {on}{let}"
    return f"Regression {on}: {'; '.join(each.reason for each in result.regressions)}{let}"


def result_as_dict(result: GateResult) -> dict[str, Any]:
    """The same with every gated difference."""
    return {
        "schema": 1,
        "open": result.open,
        "baseline": result.baseline,
        "run": result.run,
        "shared": result.shared,
        "regressions": [_regression(each) for each in result.regressions],
        "allowed": [_regression(each) for each in result.allowed],
        "remarks": list(result.remarks),
        "differences": {
            pair.measure.name: {
                "baseline": figure_as_dict(pair.a),
                "run": figure_as_dict(pair.b),
                "difference": figure_as_dict(pair.difference),
                "move": move(pair.measure, pair.difference).value,
            }
            for pair in result.pairs
        },
    }


def _regression(regression: Regression) -> dict[str, str]:
    return {"measure": regression.measure, "reason": regression.reason}
