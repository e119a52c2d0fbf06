"""The parts of a report page, each a piece of HTML. Every word of a run is escaped where it enters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from assistant_eval.figures import HEADLINE, Measured, curve
from assistant_eval.records import Record
from assistant_eval.report.svg import Curve, curve_chart
from assistant_eval.report.tables import measures_table, side_by_side
from assistant_eval.report.words import figure_words, interval_words, plural, thousands, value_words

KIND_COLUMNS = (
    "answered",
    "correct",
    "outcome_right",
    "unsupported_sentences",
    "wrong_citations",
    "invented_quotes",
)
"""What is shown of each kind of case; all measures of a kind stand in the JSON report."""

OTHER_CASES = (
    "The systems were not all asked the same cases; 'assistant-eval compare' pairs those they share."
)

_FEW = (
    "“At most” and “at least” tell what so few cases cannot exclude with 95 % confidence: where a kind has ten cases "
    "and none goes wrong, one in four may still do."
)
_ALIKE = 0.1  # of the answers: so many of one confidence are worth a word
_POINTS = 400  # of the curve that are drawn


def section(anchor: str, title: str, *parts: str) -> str:
    """A part of the page that can be linked to."""
    return (
        f'<section id="{anchor}"><div class="wide"><h2>{escape(title)}</h2>{"".join(parts)}</div></section>'
    )


def paragraph(words: str, style: str = "note") -> str:
    """Words as a paragraph."""
    return f'<p class="{style}">{escape(words)}</p>'


def named(measured: Sequence[Measured], names: Sequence[str]) -> list[Measured]:
    """Those of some names, in the order of the names."""
    known = {each.measure.name: each for each in measured}
    return [known[name] for name in names if name in known]


def key_figures(measured: Sequence[Measured]) -> str:
    """The headline measures as a table."""
    return section(
        "figures",
        "Key figures",
        measures_table(named(measured, HEADLINE), "Key figures"),
        paragraph(
            "Intervals: 95 %, by bootstrap over groups of cases. Where no case (or every case) shows something, a "
            "bootstrap cannot tell; then it is said how many of all cases could still do otherwise."
        ),
    )


def runs_side_by_side(rows: Sequence[tuple[str, int, Sequence[Measured]]], *, same_cases: bool) -> str:
    """The headline measures, a row a run."""
    note = "" if same_cases else f" {OTHER_CASES}"
    told = [(name, count, named(measured, HEADLINE)) for name, count, measured in rows]
    return section(
        "runs",
        "Side by side",
        side_by_side(told, "System", "Systems side by side", mark_first=True),
        paragraph(f"The shaded run is the one that the rest of this page shows in detail.{note}"),
    )


def reliability(records: Sequence[Record], measured: Sequence[Measured]) -> str:
    """The risk-coverage curve with what it says."""
    points = curve(records)
    title = "Is it wrong less often where it is surer?"
    if len(points) < 2:
        reason = "every answer has the same confidence" if points else "no answer tells a confidence"
        return section("reliability", title, paragraph(f"There is no curve: {reason}."))
    area = next(each for each in measured if each.measure.name == "risk_coverage_area")
    label = _curve_words(points)
    return section(
        "reliability",
        title,
        paragraph(
            "Answers are taken in order of the system's own confidence. The line shows which share of those taken so "
            "far is wrong: to a question that was to be refused, not correct, or with an unsupported sentence."
        ),
        curve_chart(_thinned(points), label),
        paragraph(
            f"{label} Area under the curve: {figure_words(area.figure, 'share')} ({interval_words(area)}); 0 is best."
        ),
    )


def _curve_words(points: Curve) -> str:
    first, end = points[0], points[-1]
    half = next((point for point in points if point[0] >= end[0] / 2), end)
    said = (
        f"At most {value_words(end[0], 'share')} of the questions are answered, and "
        f"{value_words(end[1], 'share')} of these answers are wrong; among the surest half of them "
        f"{value_words(half[1], 'share')}."
    )
    if first[0] < end[0] * _ALIKE:
        return said
    return f"{said} Where the line is dotted the answers ({value_words(first[0], 'share')}) are all equally sure."


def _thinned(points: Curve) -> Curve:
    step = -(-len(points) // _POINTS)
    return [*points[:-1:step], points[-1]]


def by_kind(kinds: Mapping[str, Sequence[Measured]], counts: Mapping[str, int]) -> str:
    """A row a kind of case."""
    rows = [
        (kind.replace("_", " "), counts[kind], named(measured, KIND_COLUMNS))
        for kind, measured in kinds.items()
    ]
    return section(
        "kinds",
        "By kind of question",
        side_by_side(rows, "Kind", "Figures by kind of question"),
        paragraph(_FEW),
    )


def all_figures(measured: Sequence[Measured]) -> str:
    """Every measure under its topic."""
    topics: dict[str, list[Measured]] = {}
    for each in measured:
        topics.setdefault(each.measure.topic, []).append(each)
    parts = [
        f'<details class="topic"><summary>{escape(topic)} <span class="soft">{plural(len(own), "figure")}</span>'
        f"</summary>{measures_table(own, topic)}</details>"
        for topic, own in topics.items()
    ]
    return section("all", "All figures", *parts)


def cases(count: int) -> str:
    """The frame of the list, which the page's script fills."""
    selects = "".join(
        f'<label>{label}<select id="{name}">{any_}</select></label>'
        for name, label, any_ in (
            ("result", "Show", ""),
            ("kind", "Kind", '<option value="">any kind</option>'),
            ("outcome", "Outcome", '<option value="">any outcome</option>'),
        )
    )
    return section(
        "cases",
        f"Every case ({thousands(count)})",
        '<p class="note" id="scriptless">The list needs JavaScript; all figures above do without. records.jsonl holds '
        "every case.</p>",
        '<form class="controls" id="controls" hidden><label class="search">Search question, answer or id'
        f'<input id="search" type="search" autocomplete="off"></label>{selects}</form>',
        '<p class="soft" id="count" role="status"></p><ul id="list"></ul>'
        '<button class="plain" id="more" type="button" hidden></button><div id="printed"></div>',
    )
