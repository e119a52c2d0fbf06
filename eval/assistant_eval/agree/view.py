"""Agreement for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.agree.agreement import Agreement, Measure
from assistant_eval.stats import Estimate, Figure, Unscored

_WORDS = {
    Measure.RAW_AGREEMENT: ("raw agreement, %", "share of rows on which both say the same"),
    Measure.KAPPA: ("Cohen's kappa", "agreement beyond chance: 0 is chance, 1 perfect"),
    Measure.BALANCED_ACCURACY: ("balanced accuracy, %", "of the judge, the person taken for right"),
    Measure.AUROC: ("AUROC", "chance that a supported row scores above an unsupported one"),
    Measure.CALIBRATION_ERROR: ("ECE", "calibration error, ten bins of equal mass"),
}
_PERCENT = frozenset({Measure.RAW_AGREEMENT, Measure.BALANCED_ACCURACY})


def show_agreement(console: Console, found: Agreement) -> None:
    """Print the figures with their intervals, the confusion table, and why rows were left out."""
    sheet = found.sheet
    console.print(styled(str(sheet.path), "bold"))
    console.print(
        styled(
            f"  {len(sheet.rows)} rows; {found.compared} compared in {found.groups} groups, "
            f"{found.supported} of them supported by {sheet.human}"
        )
    )
    for reason, count in sorted(found.left_out.items()):
        console.print(styled(f"  left out: {count}, {reason}", "yellow"))
    if sheet.probability and found.with_probability < found.compared:
        missing = found.compared - found.with_probability
        console.print(styled(f"  {missing} of the compared rows have no {sheet.probability}", "yellow"))
    console.print(_list(found))
    if found.one_sided:
        console.print(
            styled(
                f"  {found.one_sided} says the same of every compared row: kappa and balanced accuracy need both",
                "yellow",
            )
        )
    if found.table:
        console.print(_confusion(found))
    console.print(styled("Intervals: 95 %, by bootstrap over groups of rows.", "dim"))


def _list(found: Agreement) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    for measure, figure in found.figures.items():
        name, note = _WORDS[measure]
        if isinstance(figure, Unscored):
            table.add_row(name, styled(f"unscored: {figure.reason}", "yellow"))
        else:
            shown = figure_in_words(figure, percent=measure in _PERCENT)
            table.add_row(name, styled(shown, "bold"), styled(note, "dim"))
    return table


def _confusion(found: Agreement) -> Table:
    machine = _ordered(word for word, _ in found.table)
    human = _ordered(word for _, word in found.table)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column(styled(f"{found.sheet.machine} \\ {found.sheet.human}"))
    for word in human:
        table.add_column(styled(word), justify="right")
    for word in machine:
        table.add_row(styled(word or "(empty)"), *(str(found.table.get((word, other), 0)) for other in human))
    return table


def _ordered(words: Iterable[str]) -> Sequence[str]:
    """Supported first, the rest by the alphabet."""
    return sorted(set(words), key=lambda word: (word != "supported", word))


def figure_in_words(figure: Estimate, *, percent: bool) -> str:
    """``0.72 (0.61-0.80)``: the value with its 95 % interval."""
    value = _value(figure.value, percent=percent)
    if figure.interval is None:
        return f"{value} (too few groups)"
    low, high = (_value(bound, percent=percent) for bound in figure.interval)
    return f"{value} ({low} to {high})" if "-" in low + high else f"{value} ({low}-{high})"


def _value(value: float, *, percent: bool) -> str:
    return f"{100 * value:.1f}" if percent else f"{value:.2f}"


def agreement_as_dict(found: Agreement) -> dict[str, object]:
    """For ``json.dumps``: shares are in [0, 1], nothing is NaN."""
    sheet = found.sheet
    return {
        "sheet": str(sheet.path),
        "columns": {
            "human": sheet.human,
            "machine": sheet.machine,
            "probability": sheet.probability,
            "group": sheet.group,
        },
        "rows": len(sheet.rows),
        "n": found.compared,
        "supported": found.supported,
        "groups": found.groups,
        "with_probability": found.with_probability,
        "one_sided": found.one_sided,
        "left_out": dict(sorted(found.left_out.items())),
        "confusion": [
            {"machine": machine, "human": human, "rows": count}
            for (machine, human), count in sorted(found.table.items())
        ],
        "figures": {measure.value: figure_as_dict(figure) for measure, figure in found.figures.items()},
    }


def figure_as_dict(figure: Figure) -> dict[str, object]:
    """A figure as value, low and high; where there is none, why."""
    if isinstance(figure, Unscored):
        return {"value": None, "low": None, "high": None, "unscored": figure.reason}
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "low": low, "high": high}
