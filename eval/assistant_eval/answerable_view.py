"""The report of `assistant_eval.answerable`, for people and for programs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.answerable import FIGURES, AnswerableReport
from assistant_eval.stats import Figure, Unscored

_PERCENT = frozenset({"declines", "false_declines", "f1_unanswerable"})
_SHOWN_LINES = 5


def show_report(console: Console, report: AnswerableReport) -> None:
    """Print the figures with their 95 % intervals; what has no figure says why."""
    console.print(styled(report.name, "bold"))
    console.print(
        styled(f"  {report.rows} rows, {report.labelled} with a label; {report.rows_per_second:.3g} a second")
    )
    for line in report.broken[:_SHOWN_LINES]:
        console.print(styled(f"  line {line.line} left out: {line.reason}", "yellow"))
    if len(report.broken) > _SHOWN_LINES:
        console.print(styled(f"  and {len(report.broken) - _SHOWN_LINES} more lines left out", "yellow"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    for name, words in FIGURES.items():
        table.add_row(words, styled(_shown(name, report.figures[name])))
    console.print(table)


def _shown(name: str, figure: Figure) -> str:
    if isinstance(figure, Unscored):
        return f"unscored: {figure.reason}"
    value = _value(name, figure.value)
    if figure.interval is None:
        return f"{value} (too few groups)"
    low, high = figure.interval
    return f"{value} ({_value(name, low)}-{_value(name, high)})"


def _value(name: str, value: float) -> str:
    return f"{100 * value:.1f} %" if name in _PERCENT else f"{value:.3f}"


def report_as_dict(report: AnswerableReport) -> dict[str, object]:
    """The report as plain values for ``json.dumps``; shares are in [0, 1], nothing is NaN."""
    metrics: dict[str, object] = {}
    for name, figure in report.figures.items():
        if isinstance(figure, Unscored):
            metrics[name] = {"value": None, "low": None, "high": None, "unscored": figure.reason}
        else:
            low, high = figure.interval or (None, None)
            metrics[name] = {"value": figure.value, "low": low, "high": high}
    return {
        "file": report.name,
        "rows": report.rows,
        "labelled": report.labelled,
        "broken_lines": [{"line": line.line, "reason": line.reason} for line in report.broken],
        "rows_per_second": report.rows_per_second,
        "metrics": metrics,
    }
