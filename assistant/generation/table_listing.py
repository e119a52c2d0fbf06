"""Rows of a table counted and listed: what came out in a year, how many there were of a sort."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from assistant.columns import Role, role_of
from assistant.domain import DraftSentence, Evidence, Passage, Span
from assistant.generation.table_attributes import RELEASED
from assistant.generation.table_cells import cell_of, enumerated, singular
from assistant.retrieval.names import Mention, row_name
from assistant.text import words

_CAME_OUT = (
    "released|launched|introduced|presented|published|brought out|new|appeared|went on sale|"
    "(?:came|come) (?:out|to market|on sale|on the market)"
)
_BRING_OUT = "release|launch|introduce|announce|present|bring out"


def _listed(asking: str, came_out: str, bring_out: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{asking})\s+(?P<things>[\w\s-]{{2,40}}?)\s+(?:"
        rf"(?:(?:were|was|have been|has been) (?:\w+ly |first )?)?(?:{came_out})|"
        rf"did (?:\S+ ){{1,3}}(?:{bring_out}))\b[^?]*\b(?:in|during)\s+(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


_LISTED = (
    _listed(
        "which|what|list (?:all |the )?",
        f"{_CAME_OUT}|came|come|issued|shipped|put on sale",
        f"{_BRING_OUT}|bring|make|start|put",
    ),
    _listed("how many", _CAME_OUT, _BRING_OUT),
)
"""Who asks how many were shipped or made means pieces, and a table has kinds."""

ANY_THING = frozenset(["product", "thing", "item", "model", "new", "device", "the", "of", "all", "a"])
"""Words that name no sort of thing."""
MOST_LISTED = 12
_SAY_SORT = (Role.FAMILY, Role.CATEGORY)

_KINDS = re.compile(
    r"\bhow many (?:different |kinds of |models of |versions of |generations of )+(?P<things>[\w\s+-]{2,40}?)\s+"
    r"(?:did|were|are|was|has|have|exist|came|come)\b|"
    r"\bhow many (?P<more>[\w\s+-]{2,40}?) (?:models|versions|generations|editions)\s+"
    r"(?:did|were|are|was|has|have|exist|came|come)\b",
    re.IGNORECASE,
)
"""Different things are counted, not pieces sold."""


def listed_rows(question: str, rows: Iterable[Passage]) -> tuple[Passage, ...]:
    """The rows a question such as "Which lamps came out in 1984?" asks for, by date; mostly none.

    Those of "How many different Lumos were there?" come as the table has them.
    """
    if match := _KINDS.search(question):
        wanted = {singular(word) for word in words(match["things"] or match["more"])} - ANY_THING
        kinds = [row for row in rows if wanted and wanted <= words_of_kind(row)]
        return tuple(kinds) if 1 < len(kinds) <= MOST_LISTED else ()
    match = _in_year(question)
    if match is None:
        return ()
    wanted = {singular(word) for word in words(match["things"])} - ANY_THING
    found: dict[str, tuple[dt.date, Passage]] = {}
    for row in rows:
        cell = cell_of(Mention("", 0, 0, (row,)), RELEASED)
        if cell is None or cell.date is None or cell.date.year != int(match["year"]):
            continue
        if wanted <= words_of_kind(row):
            found.setdefault(cell.name, (cell.date.earliest, row))
    return tuple(row for _, row in sorted(found.values(), key=lambda pair: pair[0]))


def tell_listed(question: str, rows: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
    """How many there are and what they are called; the count is computed from `rows`."""
    kinds, match = _KINDS.search(question), _in_year(question)
    if kinds is None and match is None:
        return ()
    tables = {item.source.id: [row for row in rows if row.source.id == item.source.id] for item in rows}
    sort = f"for {(kinds['things'] or kinds['more']).strip()}" if kinds else ""
    year = match["year"] if match and not kinds else ""
    return tuple(_listing(table, sort or f"released in {year}", year) for table in tables.values())


def _in_year(question: str) -> re.Match[str] | None:
    return next(filter(None, (way.search(question) for way in _LISTED)), None)


def _listing(rows: Sequence[Evidence], sort: str, year: str) -> DraftSentence:
    """What one table has of a year, or of a sort of thing."""
    shown = [row_name(item.passage) or "" for item in rows[:MOST_LISTED]]
    count, entries = str(len(rows)), "entry" if len(rows) == 1 else "entries"
    listing = enumerated(shown)
    among = ", among them " if len(rows) > len(shown) else ": "
    text = f"“{rows[0].source.title}” has {count} {entries} {sort}{among}{listing}."
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in rows[:MOST_LISTED])
    return DraftSentence(text, spans, computed=frozenset({count, year, sort} - {""}))


def category_of(row: Passage) -> str:
    """The sort of thing that a row says it is; empty where it does not."""
    return next((value.casefold() for column, value in row.fields if role_of(column) is Role.CATEGORY), "")


def says_its_sort(row: Passage) -> bool:
    """Whether a row has a family or a category."""
    return any(role_of(column) in _SAY_SORT for column, _ in row.fields)


def told_of_kind(row: Passage) -> tuple[str, ...]:
    """What a row says it is: its name, family and category."""
    return (
        row_name(row) or "",
        *(value for column, value in row.fields if role_of(column) in _SAY_SORT),
    )


def words_of_kind(row: Passage) -> set[str]:
    """The words of it."""
    return {singular(word) for word in words(" ".join(told_of_kind(row)))}
