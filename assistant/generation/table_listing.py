"""Rows of a table counted and listed: what came out in a year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from assistant.domain import DraftSentence, Evidence, Passage, Span
from assistant.generation.table_attributes import APPEARANCES, RELEASED, Attribute
from assistant.generation.table_cells import Cell, cell_of, enumerated, singular, told
from assistant.retrieval.names import Mention, row_name
from assistant.text import words

_LISTED = re.compile(
    r"\b(?:which|what|how many|list (?:all |the )?)\s+(?P<things>[\w\s-]{2,40}?)\s+(?:"
    r"(?:(?:were|was|have been|has been) (?:\w+ly |first )?)?(?:released|launched|introduced|presented|published|"
    r"issued|shipped|brought out|put on sale|new)|(?:came|come) (?:out|to market|on sale|on the market)|came|come|"
    r"appeared|went on sale|did (?:\S+ ){1,3}(?:release|launch|introduce|announce|present|"
    r"bring|make|start|put))\b[^?]*\b(?:in|during)\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ANY_THING = frozenset(["product", "thing", "item", "model", "new", "device", "the", "of", "all", "a"])
MOST_LISTED = 12

_KINDS = re.compile(
    r"\bhow many (?:different |kinds of |models of |versions of |generations of )+(?P<things>[\w\s+-]{2,40}?)\s+"
    r"(?:did|were|are|was|has|have|exist|came|come)\b|"
    r"\bhow many (?P<more>[\w\s+-]{2,40}?) (?:models|versions|generations|editions)\s+"
    r"(?:did|were|are|was|has|have|exist|came|come)\b",
    re.IGNORECASE,
)
"""Different things are counted, not pieces sold."""

_NEWEST = re.compile(
    r"\b(?:newest|latest|most recent)\s+(?:(?:version|generation|model) of (?:the )?)?"
    r"(?P<things>[\w+][\w\s+-]{1,40}?)"
    r"(?:\s+(?:model|version|generation|on sale|there is|out now|available|you know).*)?\s*[?.!]*$|"
    r"\b(?:which|what) (?P<more>[\w+][\w\s+-]{1,30}?) (?:is|was) the (?:newest|latest|most recent)\b",
    re.IGNORECASE,
)


def newest_rows(question: str, rows: Iterable[Passage]) -> tuple[Passage, ...]:
    """The row that came last of those a question such as "What is the newest Lumo?" asks for; mostly none.

    A row that was announced and is not said to be on sale counts by its announcement.
    """
    match = _NEWEST.search(question)
    if match is None:
        return ()
    wanted = {singular(word) for word in words(match["things"] or match["more"])} - _ANY_THING
    dated = [
        (found[1].date.earliest, row)
        for row in rows
        if wanted and wanted <= _words_of_kind(row) and (found := _appeared(row)) and found[1].date
    ]
    if not dated:
        return ()
    last = max(day for day, _ in dated)
    return tuple(row for day, row in dated if day == last)[:MOST_LISTED]


def tell_newest(question: str, rows: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
    """Which it is and since when, as far as the table tells."""
    match = _NEWEST.search(question)
    found = _appeared(rows[0].passage) if rows else None
    if match is None or found is None:
        return ()
    names = [row_name(item.passage) or "" for item in rows]
    listing = enumerated(names)
    things = " ".join((match["things"] or match["more"]).split())
    verb = "are" if len(names) > 1 else "is"
    text = f"The newest {things} in “{rows[0].source.title}” {verb} {listing}."
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in rows)
    newest = DraftSentence(text, spans, computed=frozenset({"newest", things}))
    return newest, told(*found)


def _appeared(row: Passage) -> tuple[Attribute, Cell] | None:
    """When a row's thing came out: on sale, or else announced."""
    for attribute in APPEARANCES:
        if (cell := cell_of(Mention("", 0, 0, (row,)), attribute)) and cell.date:
            return attribute, cell
    return None


def listed_rows(question: str, rows: Iterable[Passage]) -> tuple[Passage, ...]:
    """The rows a question such as "Which lamps came out in 1984?" asks for, by date; mostly none.

    Those of "How many different Lumos were there?" come as the table has them.
    """
    if match := _KINDS.search(question):
        wanted = {singular(word) for word in words(match["things"] or match["more"])} - _ANY_THING
        kinds = [row for row in rows if wanted and wanted <= _words_of_kind(row)]
        return tuple(kinds) if 1 < len(kinds) <= MOST_LISTED else ()
    match = _LISTED.search(question)
    if match is None:
        return ()
    wanted = {singular(word) for word in words(match["things"])} - _ANY_THING
    found: dict[str, tuple[dt.date, Passage]] = {}
    for row in rows:
        cell = cell_of(Mention("", 0, 0, (row,)), RELEASED)
        if cell is None or cell.date is None or cell.date.year != int(match["year"]):
            continue
        if wanted <= _words_of_kind(row):
            found.setdefault(cell.name, (cell.date.earliest, row))
    return tuple(row for _, row in sorted(found.values(), key=lambda pair: pair[0]))


def tell_listed(question: str, rows: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
    """How many there are and what they are called; the count is computed from `rows`."""
    kinds, match = _KINDS.search(question), _LISTED.search(question)
    if kinds is None and match is None:
        return ()
    tables = {item.source.id: [row for row in rows if row.source.id == item.source.id] for item in rows}
    sort = f"for {(kinds['things'] or kinds['more']).strip()}" if kinds else ""
    year = match["year"] if match and not kinds else ""
    return tuple(_listing(table, sort or f"released in {year}", year) for table in tables.values())


def _listing(rows: Sequence[Evidence], sort: str, year: str) -> DraftSentence:
    """What one table has of a year, or of a sort of thing."""
    shown = [row_name(item.passage) or "" for item in rows[:MOST_LISTED]]
    count, entries = str(len(rows)), "entry" if len(rows) == 1 else "entries"
    listing = enumerated(shown)
    among = ", among them " if len(rows) > len(shown) else ": "
    text = f"“{rows[0].source.title}” has {count} {entries} {sort}{among}{listing}."
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in rows[:MOST_LISTED])
    return DraftSentence(text, spans, computed=frozenset({count, year, sort} - {""}))


def _words_of_kind(row: Passage) -> set[str]:
    """The words for what a row is: of its name, family and category."""
    told = [
        value for column, value in row.fields if column.casefold() in ("family", "category", "type", "kind")
    ]
    return {singular(word) for word in words(" ".join([row_name(row) or "", *told]))}
