"""A judge's report for people (a list for one file, a table for several) and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.judge_report import FileReport, Metric, macro_figures
from assistant_eval.stats import Estimate, Figure, Unscored


@dataclass(frozen=True, slots=True)
class _Words:
    """What a figure is called in a list and over a column, and what it means."""

    name: str
    heading: str
    note: str


_WORDS = {
    Metric.AUROC: _Words("AUROC", "AUROC", "chance that a supported row scores above an unsupported one"),
    Metric.BALANCED_ACCURACY: _Words("balanced accuracy, %", "BAcc, %", "at the frozen threshold"),
    Metric.F1_UNSUPPORTED: _Words("F1 of the unsupported, %", "F1, %", "at the frozen threshold"),
    Metric.CALIBRATION_ERROR: _Words("ECE", "ECE", "calibration error, ten bins of equal mass"),
    Metric.OVERLAP_AUROC: _Words("word overlap: AUROC", "overlap AUROC", "the floor on the same rows"),
    Metric.OVERLAP_BALANCED_ACCURACY: _Words(
        "word overlap: balanced accuracy, %",
        "overlap BAcc, %",
        "at its best threshold, cross-validated by group",
    ),
    Metric.MARGIN: _Words("margin over word overlap", "margin", "points of balanced accuracy"),
    Metric.ROWS_PER_SECOND: _Words("rows a second", "rows/s", "scoring alone, in this run"),
}
_PERCENT = frozenset({Metric.BALANCED_ACCURACY, Metric.F1_UNSUPPORTED, Metric.OVERLAP_BALANCED_ACCURACY})
_SHOWN_LINES = 5
_NAME_WIDTH = 24


def show_reports(console: Console, reports: Sequence[FileReport]) -> None:
    """Print the figures with their 95 % intervals; what has no figure says why."""
    for report in reports:
        _show_rows(console, report)
        if len(reports) == 1:
            _show_list(console, report.figures)
    if len(reports) > 1:
        _show_table(console, reports)
    console.print(styled("Intervals: 95 %, by bootstrap over groups of rows.", "dim"))


def _show_rows(console: Console, report: FileReport) -> None:
    counts = f"{report.judged} of {report.rows} rows judged" if report.stopped else f"{report.rows} rows"
    labels = f"{report.labelled} with label and score ({report.supported} supported)"
    console.print(styled(report.name, "bold"))
    console.print(styled(f"  {counts} in {report.groups} groups, {labels}"))
    if report.parts:
        parts = ", ".join(f"{part} in {count}" for part, count in report.parts.items())
        console.print(styled(f"  what spoke: {parts}"))
    for reason, count in report.unscored.items():
        console.print(styled(f"  unscored: {count}, {reason}", "yellow"))
    for line in report.broken[:_SHOWN_LINES]:
        console.print(styled(f"  line {line.line} left out: {line.reason}", "yellow"))
    if len(report.broken) > _SHOWN_LINES:
        rest = len(report.broken) - _SHOWN_LINES
        console.print(styled(f"  and {rest} more lines left out (--json lists them all)", "yellow"))


def _show_list(console: Console, figures: Mapping[Metric, Figure]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    for metric, figure in figures.items():
        if isinstance(figure, Unscored):
            table.add_row(_WORDS[metric].name, styled(f"unscored: {figure.reason}", "yellow"))
        else:
            value = styled(_value(metric, figure.value), "bold").append_text(
                styled(f"  {_interval(metric, figure)}")
            )
            table.add_row(_WORDS[metric].name, value, styled(_WORDS[metric].note, "dim"))
    console.print(table)


def _show_table(console: Console, reports: Sequence[FileReport]) -> None:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("file", overflow="fold", min_width=_NAME_WIDTH)
    for metric in Metric:
        table.add_column(_WORDS[metric].heading, justify="right", no_wrap=True)
    for report in reports:
        table.add_row(styled(report.name), *(_cell(metric, report.figures[metric]) for metric in Metric))
    macro = macro_figures(reports)
    table.add_section()
    table.add_row("macro mean", *(_cell(metric, macro[metric]) for metric in Metric), style="bold")
    console.print(table)
    reasons = {
        (report.name, figure.reason)
        for report in reports
        for figure in report.figures.values()
        if isinstance(figure, Unscored)
    }
    for name, reason in sorted(reasons):
        console.print(styled(f"unscored in {name}: {reason}", "yellow"))


def _cell(metric: Metric, figure: Figure) -> str:
    if isinstance(figure, Unscored):
        return "unscored"
    return f"{_value(metric, figure.value)}\n{_interval(metric, figure)}"


def _interval(metric: Metric, figure: Estimate) -> str:
    if figure.interval is None:
        return "(too few groups)"
    low, high = figure.interval
    joint = " to " if metric is Metric.MARGIN else "-"
    return f"({_value(metric, low)}{joint}{_value(metric, high)})"


def _value(metric: Metric, value: float) -> str:
    if metric is Metric.MARGIN:
        return f"{100 * value:+.1f}"
    if metric in _PERCENT:
        return f"{100 * value:.1f}"
    return f"{value:.3g}" if metric is Metric.ROWS_PER_SECOND else f"{value:.3f}"


def reports_as_dict(judge: str, reports: Sequence[FileReport]) -> dict[str, object]:
    """The reports as plain values for ``json.dumps``: shares are in [0, 1], nothing is NaN."""
    return {
        "judge": judge,
        "files": [
            {
                "file": report.name,
                "rows": report.rows,
                "judged": report.judged,
                "labelled": report.labelled,
                "supported": report.supported,
                "groups": report.groups,
                "parts": dict(report.parts),
                "unscored": dict(report.unscored),
                "broken_lines": [{"line": line.line, "reason": line.reason} for line in report.broken],
                "metrics": _figures_as_dict(report.figures),
            }
            for report in reports
        ],
        "macro": _figures_as_dict(macro_figures(reports)),
    }


def _figures_as_dict(figures: Mapping[Metric, Figure]) -> dict[str, object]:
    return {metric.value: _figure_as_dict(figure) for metric, figure in figures.items()}


def _figure_as_dict(figure: Figure) -> dict[str, object]:
    if isinstance(figure, Unscored):
        return {"value": None, "low": None, "high": None, "unscored": figure.reason}
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "low": low, "high": high}
