"""Tables of figures as HTML: each value with its interval in words and as a bar, what has none with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assistant_eval.figures import Measure, Measured
from assistant_eval.measures import Unit
from assistant_eval.report.svg import interval_bar, top_of_scale
from assistant_eval.report.words import (
    UNSCORED,
    better_words,
    bound_words,
    interval_words,
    plural,
    thousands,
    unseen_bound,
    value_words,
)
from assistant_eval.stats import Unscored


def scroll(table: str, label: str) -> str:
    """A table in a frame that scrolls by itself where the window is too narrow for it."""
    return f'<div class="scroll" role="region" aria-label="{escape(label)}" tabindex="0">{table}</div>'


def measures_table(measured: Sequence[Measured], label: str) -> str:
    """A row a measure: what it is, its value, its interval, a bar, and how many cases it rests on."""
    head = _head("", "Value", "95 % interval", "", "Cases", words=frozenset({2, 3}))
    tops = _tops_by_unit(measured)
    rows = "".join(_measure_row(each, tops[each.measure.name]) for each in measured)
    return scroll(f'<table class="tall">{head}<tbody>{rows}</tbody></table>', label)


def side_by_side(
    rows: Iterable[tuple[str, int, Sequence[Measured]]], first: str, label: str, *, mark_first: bool = False
) -> str:
    """A row a run or a kind of case, with its count and a column a measure."""
    known = list(rows)
    columns = [each.measure for each in known[0][2]]
    tops = tops_by_measure(measured for _, _, measured in known)
    head = _head(first, "Cases", *(column.label for column in columns), titles=columns)
    body = "".join(
        f'<tr{" class=this" if mark_first and place == 0 else ""}><th scope="row">{escape(name)}</th>'
        f'<td class="number">{thousands(count)}<span class="phone"> cases</span></td>'
        + "".join(_cell(each, tops[each.measure.name]) for each in measured)
        + "</tr>"
        for place, (name, count, measured) in enumerate(known)
    )
    return scroll(f'<table class="side">{head}<tbody>{body}</tbody></table>', label)


def tops_by_measure(rows: Iterable[Sequence[Measured]]) -> dict[str, float]:
    """A scale for each measure that all of its bars share."""
    columns: dict[str, list[Measured]] = {}
    for row in rows:
        for each in row:
            columns.setdefault(each.measure.name, []).append(each)
    return {
        name: top_of_scale([each.figure for each in column], column[0].measure.unit)
        for name, column in columns.items()
    }


def _tops_by_unit(measured: Sequence[Measured]) -> dict[str, float]:
    """One scale for all of a unit, so that rows of a table can be compared."""
    units: dict[Unit, list[Measured]] = {}
    for each in measured:
        units.setdefault(each.measure.unit, []).append(each)
    tops = {unit: top_of_scale([each.figure for each in same], unit) for unit, same in units.items()}
    return {each.measure.name: tops[each.measure.unit] for each in measured}


def _measure_row(measured: Measured, top: float) -> str:
    measure, figure = measured.measure, measured.figure
    tells = f"{escape(measure.definition)} {better_words(measure).capitalize()}."
    name = f'<th scope="row">{escape(measure.label)}<span class="tells">{tells}</span></th>'
    count = f'<td class="number soft">{thousands(measured.scored)}<span class="phone"> cases</span></td>'
    if isinstance(figure, Unscored):
        reason = f'<td class="none" colspan="2">{escape(figure.reason)}</td>'
        return f'<tr>{name}<td class="number none">{UNSCORED}</td>{reason}{count}</tr>'
    scale = f'<span class="scale" aria-hidden="true">{value_words(top, measure.unit)}</span>'
    return (
        f'<tr>{name}<td class="number"><b>{value_words(figure.value, measure.unit)}</b></td>'
        f'<td><span class="interval">{escape(interval_words(measured))}</span></td>'
        f'<td class="drawn">{interval_bar(figure, top, measure.better)}{scale}</td>{count}</tr>'
    )


def _cell(measured: Measured, top: float) -> str:
    measure, figure = measured.measure, measured.figure
    label = f'<span class="phone">{escape(measure.label)}</span>'
    if isinstance(figure, Unscored):
        return f'<td class="number none" title="{escape(figure.reason)}">{label}{UNSCORED}</td>'
    bound = unseen_bound(measured)
    interval = interval_words(measured) if bound is None else bound_words(figure.value, bound)
    return (
        f'<td class="number cell">{label}<b>{value_words(figure.value, measure.unit)}</b>'
        f'<span class="interval">{escape(interval)}</span>'
        f"{interval_bar(figure, top, measure.better)}</td>"
    )


def _head(*columns: str, words: frozenset[int] = frozenset(), titles: Sequence[Measure] = ()) -> str:
    """Headings; those of numbers stand to the right, the first and those in `words` to the left."""
    tells = [""] * (len(columns) - len(titles)) + [measure.definition for measure in titles]
    cells = "".join(
        f'<th scope="col"{"" if place in words or not place else " class=number"}'
        f"{f' title={quoted}' if tell else ''}>{escape(column)}</th>"
        for place, (column, tell) in enumerate(zip(columns, tells, strict=True))
        for quoted in [f'"{escape(tell)}"']
    )
    return f"<thead><tr>{cells}</tr></thead>"


def unscored_rows(measured: Sequence[Measured]) -> Iterator[tuple[str, str, int]]:
    """What could not be scored: measure, reason and how many cases; what has no figure at all says so too."""
    for each in measured:
        for reason, count in each.unscored.items():
            yield each.measure.label, reason, count
        if isinstance(each.figure, Unscored) and not each.unscored:
            yield each.measure.label, each.figure.reason, 0


def unscored_table(measured: Sequence[Measured]) -> str:
    """The same, brought together by reason: many measures want the same of a case."""
    reasons: dict[tuple[str, int], list[str]] = {}
    for label, reason, count in unscored_rows(measured):
        reasons.setdefault((reason, count), []).append(label)
    rows = "".join(
        f'<tr><th scope="row">{escape(reason)}</th><td class="number">{plural(count, "case")}</td>'
        f"<td>{escape(', '.join(labels))}</td></tr>"
        for (reason, count), labels in sorted(reasons.items(), key=lambda row: (-row[0][1], row[0][0]))
    )
    head = _head("Reason", "Left out", "Of these figures", words=frozenset({2}))
    return scroll(f'<table class="reasons">{head}<tbody>{rows}</tbody></table>', "What could not be scored")
