"""A comparison for people: a table of differences and the cases that flipped, on a terminal or as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rich import box
from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.compare import Comparison, Flip, Move, judges_differ, move
from assistant_eval.figures import HEADLINE, Paired
from assistant_eval.report.faults import FAULT_WORDS
from assistant_eval.report.page import page
from assistant_eval.report.sections import paragraph, section
from assistant_eval.report.tables import scroll
from assistant_eval.report.words import (
    difference_interval_words,
    difference_words,
    figure_words,
    plural,
    thousands,
)

_SHOWN = 25  # flipped cases on a terminal; --json and --html hold them all
_STYLES = {
    Move.BETTER: "green",
    Move.WORSE: "red",
    Move.OTHER: "cyan",
    Move.NOISE: "dim",
    Move.UNSCORED: "yellow",
}
_SIGNS = {Move.BETTER: "✓", Move.WORSE: "✗", Move.OTHER: "≠", Move.NOISE: "·", Move.UNSCORED: "–"}
_NOTE = "Differences are paired, case by case; a figure moved where its 95 % interval (group bootstrap) leaves out 0."


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Print what moved; the headline measures stand there whether they moved or not."""
    console.print(styled(f"{comparison.a} → {comparison.b}", "bold"))
    for line in remarks(comparison):
        console.print(styled(line, "yellow"))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("measure", overflow="fold")
    for heading in (comparison.a, comparison.b, "difference", "95 % interval"):
        table.add_column(styled(heading), justify="right")
    table.add_column("")
    table.add_column("cases worse / better", justify="right")
    for pair in shown_pairs(comparison):
        moved, unit = move(pair.measure, pair.difference), pair.measure.unit
        table.add_row(
            pair.measure.label,
            figure_words(pair.a, unit),
            figure_words(pair.b, unit),
            difference_words(pair.difference, unit),
            difference_interval_words(pair.difference, unit),
            styled(f"{_SIGNS[moved]} {moved.value}", _STYLES[moved]),
            f"{len(pair.worse)} / {len(pair.better)}" if pair.worse or pair.better else "",
        )
    console.print(table)
    console.print(styled(_NOTE, "dim"))
    _show_flips(console, comparison.flips)


def _show_flips(console: Console, flips: Sequence[Flip]) -> None:
    if not flips:
        console.print(styled("No case flipped."))
        return
    console.print(styled(f"{plural(len(flips), 'case')} flipped:", "bold"))
    for flip in flips[:_SHOWN]:
        sign, style = ("✗", "red") if flip.worse else ("✓", "green")
        console.print(
            styled(f"  {sign} {flip.id}: {flip_words(flip)}", style).append_text(
                styled(f"  {flip.question}", "dim")
            )
        )
    if len(flips) > _SHOWN:
        console.print(
            styled(f"  and {thousands(len(flips) - _SHOWN)} more (--json or --html lists them all)", "yellow")
        )


def shown_pairs(comparison: Comparison) -> list[Paired]:
    """The headline measures in their order, then all others that moved beyond noise."""
    by_name = {pair.measure.name: pair for pair in comparison.pairs}
    moved = [
        pair
        for pair in comparison.pairs
        if pair.measure.name not in HEADLINE
        and move(pair.measure, pair.difference) not in {Move.NOISE, Move.UNSCORED}
    ]
    return [*(by_name[name] for name in HEADLINE), *moved]


def flip_words(flip: Flip) -> str:
    """``right → wrong; now: unsupported sentence; no longer: wrong citation``."""
    parts = [flip.before.value if flip.before is flip.after else f"{flip.before.value} → {flip.after.value}"]
    if flip.came:
        parts.append(f"now: {', '.join(FAULT_WORDS[fault] for fault in flip.came)}")
    if flip.went:
        parts.append(f"no longer: {', '.join(FAULT_WORDS[fault] for fault in flip.went)}")
    return "; ".join(parts)


def remarks(comparison: Comparison) -> Iterator[str]:
    """What to know before comparing: other judges, cases that only one run has or that were rewritten."""
    if judges_differ(comparison):
        yield "The runs were scored by different judges: differences may be the judges'. Score both anew first."
    left = [
        f"{plural(count, 'case')} only in {name}"
        for name, count in ((comparison.a, comparison.only_a), (comparison.b, comparison.only_b))
        if count
    ]
    if comparison.changed:
        left.append(f"{plural(len(comparison.changed), 'case')} rewritten between the runs")
    if left:
        yield f"Compared on {plural(comparison.shared, 'case')}; left out: {', '.join(left)}."


def comparison_page(comparison: Comparison) -> str:
    """The comparison as one HTML page, without scripts."""
    worse = sum(flip.worse for flip in comparison.flips)
    moved = [pair for pair in comparison.pairs if move(pair.measure, pair.difference) is Move.WORSE]
    said = (
        f"{plural(len(moved), 'figure')} got worse beyond noise"
        if moved
        else "No figure got worse beyond noise"
    )
    got_better = thousands(len(comparison.flips) - worse)
    cases = f"{thousands(worse)} of {plural(comparison.shared, 'case')} got worse and {got_better} better."
    title = f"{comparison.a} → {comparison.b}"
    body = (
        f'<header><div class="wide"><p class="eyebrow">Comparison of <b>{escape(comparison.a)}</b> and '
        f"<b>{escape(comparison.b)}</b></p><h1>{escape(said)}.</h1>{paragraph(cases, 'lead')}"
        + "".join(f'<p class="alert">{escape(line)}</p>' for line in remarks(comparison))
        + "</div></header><main>"
        + section("figures", "What moved", _pairs_table(comparison), paragraph(_NOTE))
        + (section("flips", "Cases that flipped", _flips_table(comparison.flips)) if comparison.flips else "")
        + (
            section("differing", "What was different", _differing_table(comparison))
            if comparison.differing
            else ""
        )
        + "</main>"
    )
    return page(title, body)


def _pairs_table(comparison: Comparison) -> str:
    tones = {Move.BETTER: "good", Move.WORSE: "bad", Move.OTHER: "warn", Move.NOISE: "", Move.UNSCORED: ""}
    rows: list[str] = []
    for pair in shown_pairs(comparison):
        moved, unit = move(pair.measure, pair.difference), pair.measure.unit
        cases = f"{len(pair.worse)} / {len(pair.better)}" if pair.worse or pair.better else ""
        rows.append(
            f'<tr><th scope="row">{escape(pair.measure.label)}</th>'
            f'<td class="badge-cell"><span class="badge {tones[moved]}">{_SIGNS[moved]} {moved.value}</span></td>'
            + _cell(comparison.a, figure_words(pair.a, unit))
            + _cell(comparison.b, figure_words(pair.b, unit))
            + _cell(
                "Difference",
                difference_words(pair.difference, unit),
                difference_interval_words(pair.difference, unit),
            )
            + _cell("Cases worse / better", cases)
            + "</tr>"
        )
    columns = ("Measure", "", comparison.a, comparison.b, "Difference", "Cases worse / better")
    head = _head(*columns, numbers=frozenset({2, 3, 4, 5}))
    return scroll(f'<table class="side">{head}<tbody>{"".join(rows)}</tbody></table>', "Differences")


def _cell(label: str, value: str, interval: str = "") -> str:
    if not value:
        return "<td></td>"
    more = f'<span class="interval">{escape(interval)}</span>' if interval else ""
    return f'<td class="number cell"><span class="phone">{escape(label)}</span>{value}{more}</td>'


def _flips_table(flips: Sequence[Flip]) -> str:
    badges = {
        True: '<span class="badge bad">✗ Worse</span>',
        False: '<span class="badge good">✓ Better</span>',
    }
    rows = "".join(
        f'<tr><td>{badges[flip.worse]}</td><td>{escape(flip.question)}<span class="tells">'
        f"{escape(flip_words(flip))}</span></td><td>{escape(flip.id)}</td><td>{escape(flip.kind)}</td></tr>"
        for flip in flips
    )
    head = _head("", "Question", "Id", "Kind")
    return scroll(f"<table>{head}<tbody>{rows}</tbody></table>", "Cases that flipped")


def _differing_table(comparison: Comparison) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(what)}</th><td>{escape(a)}</td><td>{escape(b)}</td></tr>'
        for what, a, b in comparison.differing
    )
    return scroll(
        f"<table>{_head('', comparison.a, comparison.b)}<tbody>{rows}</tbody></table>", "What was different"
    )


def _head(*columns: str, numbers: frozenset[int] = frozenset()) -> str:
    cells = "".join(
        f'<th scope="col"{" class=number" if place in numbers else ""}>{escape(column)}</th>'
        for place, column in enumerate(columns)
    )
    return f"<thead><tr>{cells}</tr></thead>"
