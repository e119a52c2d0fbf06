"""The headline of a run on a terminal and as JSON."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant_eval.figures import Measured, headline
from assistant_eval.runs import Run
from assistant_eval.stats import Unscored

_UNITS = {"share": (100.0, " %", 0), "per_100": (1.0, "", 1), "ms": (1.0, " ms", 0), "tokens": (1.0, "", 0)}


def show_headline(console: Console, run: Run) -> None:
    """A table of the headline figures with their intervals, and where the run lies."""
    failed = sum(record.error is not None for record in run.records)
    table = Table(title=Text(f"{run.name}: {len(run.records)} cases"), title_justify="left")
    table.add_column("measure")
    table.add_column("figure", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("cases", justify="right")
    for measured in headline(run.records):
        value, interval = _cells(measured)
        table.add_row(measured.measure.label, value, interval, str(measured.scored))
    console.print(table)
    if failed:
        console.print(Text(f"The system failed at {failed} cases; records.jsonl tells why."))
    console.print(Text(f"In {run.folder}. Pages: assistant-eval report {run.folder}"))


def headline_as_dict(run: Run) -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": run.name,
        "folder": str(run.folder),
        "cases": len(run.records),
        "failed": sum(record.error is not None for record in run.records),
        "figures": {measured.measure.name: _figure(measured) for measured in headline(run.records)},
    }


def _cells(measured: Measured) -> tuple[str, str]:
    figure = measured.figure
    if isinstance(figure, Unscored):
        return "unscored", figure.reason
    factor, unit, digits = _UNITS[measured.measure.unit]
    interval = figure.interval
    between = (
        "" if interval is None else f"{interval[0] * factor:.{digits}f} to {interval[1] * factor:.{digits}f}"
    )
    return f"{figure.value * factor:.{digits}f}{unit}", between


def _figure(measured: Measured) -> dict[str, Any]:
    figure = measured.figure
    if isinstance(figure, Unscored):
        return {"unscored": figure.reason}
    return {"value": figure.value, "interval": figure.interval, "scored": measured.scored}
