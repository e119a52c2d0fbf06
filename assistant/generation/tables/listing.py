"""Rows of a table counted and listed: what came out in some years, how many there were of a sort."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.columns import role_of
from assistant.domain import DraftSentence, Evidence, Passage, Span
from assistant.generation.tables.attributes import RELEASED
from assistant.generation.tables.cells import enumerated, row_cell
from assistant.generation.tables.kinds import Kind, kind_of
from assistant.generation.tables.periods import PERIOD, Period, period_of
from assistant.retrieval.names import row_name
from assistant.text import words

_CAME_OUT = (
    "released|launched|introduced|presented|published|brought out|new|appeared|went on sale|"
    "(?:came|come) (?:out|to market|on sale|on the market)"
)
_BRING_OUT = "release|launch|introduce|announce|present|bring out"
_THINGS = r"(?P<things>[\w\s+'’-]{2,40}?)"
_MAKER = r"(?P<maker>\S+(?: \S+){0,2}?)"
_WHOLE = r"(?: alone| in (?:total|all)| altogether| so far| please)*\s*[?.!]*$"
"""Nothing may stand behind that tells which of them are meant."""


def _listed(asking: str, came_out: str, bring_out: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{asking})\s+{_THINGS}\s+(?:(?:that |which )?"
        rf"(?:(?:were|was|have been|has been) (?:\w+ly |first )?)?(?:{came_out})(?: by (?P<by>\S+(?: \S+){{0,2}}?))?|"
        rf"(?:that |which )?did {_MAKER} (?:ever )?(?:{bring_out})(?: out| on the market| on sale)?)"
        rf"(?: for the first time)? {PERIOD}{_WHOLE}",
        re.IGNORECASE,
    )


_LISTED = (
    _listed(
        "which|what|(?:list|name|show)(?: me)?(?: all| every)?(?: the)?",
        f"{_CAME_OUT}|came|come|issued|shipped|put on sale",
        f"{_BRING_OUT}|bring|make|start|put|ship|sell",
    ),
    _listed("how many", _CAME_OUT, _BRING_OUT),
    re.compile(
        rf"\b(?:which|(?:list|name|show)(?: me)?(?: all| every)?(?: the)?)\s+{_THINGS}\s+(?:(?:were|are|was) )?"
        rf"(?P<maker>)(?P<by>)(?=of|from){PERIOD}{_WHOLE}",
        re.IGNORECASE,
    ),
)
"""Who asks how many were shipped or made means pieces, and a table has kinds."""

_IN_YEARS = re.compile(
    rf"\b(?:which|what|how many|list|name) {_THINGS} .*\b(?:{_CAME_OUT}|{_BRING_OUT}|made|make)\b.* {PERIOD}",
    re.IGNORECASE,
)
"""What may ask for what came out in some years in other words."""

MOST_LISTED = 12

_EXISTED = (
    r"(?:(?:were|are) there(?: ever)?|(?:have|has) there been|exist(?:ed)?|came out|"
    rf"(?:were|have been) (?:made|released)|(?:did|have|has|had) {_MAKER} (?:ever )?"
    r"(?:make|made|sell|sold|released?|offer(?:ed)?|produced?|bring out|brought out|launch(?:ed)?|introduced?))"
    r"(?: ever| over the years)?"
)
_BY_THEM = (
    r"(?P<by>(?:you|they|we|\S+)) (?:have |has |had )?(?:ever )?"
    r"(?:made|sold|built|offered|produced|released|launched|brought out)(?: ever)?"
)
_KINDS = re.compile(
    rf"\bhow many (?:(?:different |(?:kinds|models|versions|generations) of )+(?P<things>[\w\s+-]{{2,40}}?)|"
    rf"(?P<more>[\w\s+-]{{2,40}}?) (?:models|versions|generations|editions)) {_EXISTED}"
    rf"(?:,? and (?:which|what) were (?:they|those)(?: called)?)?{_WHOLE}",
    re.IGNORECASE,
)
"""Different things are counted, not pieces sold."""

_ALL = (
    re.compile(
        rf"^(?:and |please |can you |could you )*(?:list|name|show|tell)(?: me)? (?:all|every)(?: of)?(?: the| your)? "
        rf"(?P<things>[\w\s+-]{{2,40}}?)(?: (?:that |which )?(?:{_EXISTED}|{_BY_THEM}|ever))?{_WHOLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:and )?(?:which|what)(?: (?:different|all the|kinds of|models of))* "
        rf"(?P<things>[\w\s+-]{{2,40}}?) {_EXISTED}{_WHOLE}",
        re.IGNORECASE,
    ),
)
"""All of a sort are asked for by name."""

_OURS = frozenset("you they we it the your their our company firm brand house business ever".split())


@dataclass(frozen=True)
class Shelf:
    """Rows of tables, the other names of what they name, and the words of their maker's name."""

    rows: tuple[Passage, ...]
    spoken: Mapping[str, tuple[str, ...]]
    maker: tuple[str, ...] = ()

    @cached_property
    def days(self) -> dict[str, dt.date]:
        """The first day on which the thing of each row may have come out, by the row's id."""
        cells = {row.id: row_cell(row, RELEASED) for row in self.rows}
        return {row: cell.date.earliest for row, cell in cells.items() if cell and cell.date}

    @cached_property
    def undated(self) -> frozenset[str]:
        """The ids of rows with a day that cannot be read."""
        return frozenset(
            row.id
            for row in self.rows
            if row.id not in self.days
            and any(role_of(column) is RELEASED.role and value.strip() for column, value in row.fields)
        )

    def may_have_come(self, row: str, period: Period) -> bool:
        """Whether the thing of the row with that id may have come out in `period`, for all that the row says."""
        day = self.days.get(row)
        return period.has(day.year) if day else row in self.undated

    def kinds(self, things: str) -> list[Kind]:
        """What `things` are in each table that knows."""
        tables: dict[str, list[Passage]] = {}
        for row in self.rows:
            tables.setdefault(row.document_id, []).append(row)
        found = (kind_of(things, table, self.spoken, self.maker) for table in tables.values())
        return [kind for kind in found if kind and kind.rows]

    def is_maker(self, said: str) -> bool:
        """Whether those who brought something out are the maker of all this: any name may be, where none is known."""
        named = {word.removesuffix("'s") for word in words(said)} - _OURS
        return not named or not self.maker or named <= {*self.maker}


def listed_rows(question: str, shelf: Shelf) -> tuple[Passage, ...]:
    """The rows a question such as "Which lamps came out in 1984?" asks for, by date; mostly none.

    Those of "How many different Lumos were there?" come as the table has them.
    """
    return tuple(row for rows, _ in _found(question, shelf) for row in rows)


def tell_listed(
    question: str, rows: Sequence[Evidence], shelf: Shelf, told: Collection[str] = ()
) -> tuple[DraftSentence, ...]:
    """How many there are and what they are called, where all that are asked for are among `rows`.

    Of those with the ids `told` the names are known: the next ones are told.
    """
    given = {item.passage.id: item for item in rows}
    return tuple(
        listing([given[row.id] for row in found], sort, told)
        for found, sort in _found(question, shelf)
        if given.keys() >= {row.id for row in found} and any(row.id not in told for row in found)
    )


def untold_years(question: str, shelf: Shelf, texts: Iterable[str]) -> str | None:
    """Why nothing is told of what came out in the years `question` asks about, where none of `texts` tells of them."""
    match = _IN_YEARS.search(question)
    if match is None or not (shelf.kinds(match["things"]) or _in_years(question)):
        return None
    period = period_of(match, (day.year for day in shelf.days.values()))
    if period and any(map(period.may_be_told, texts)):
        return None
    return "no document found for this tells what came out then"


def _found(question: str, shelf: Shelf) -> list[tuple[list[Passage], str]]:
    """What is asked for, of each table that surely has it, and what a sentence says of it."""
    in_years = _in_years(question)
    if not in_years and (
        match := next(filter(None, (way.search(question) for way in (_KINDS, *_ALL))), None)
    ):
        asked = match.groupdict()
        if not shelf.is_maker(asked["maker"] or asked.get("by") or ""):
            return []
        kinds = shelf.kinds(asked["things"] or asked["more"])
        return [
            (list(kind.rows), kind.told)
            for kind in kinds
            if kind.told and not kind.doubtful and len(kind.rows) > 1
        ]
    period = period_of(in_years, (day.year for day in shelf.days.values())) if in_years else None
    if in_years is None or period is None or not shelf.is_maker(in_years["maker"] or in_years["by"] or ""):
        return []
    return [
        (rows, _released(rows, kind, period, shelf))
        for kind in shelf.kinds(in_years["things"])
        if (rows := _of_years(kind, period, shelf))
    ]


def _released(found: Sequence[Passage], kind: Kind, period: Period, shelf: Shelf) -> str:
    """What a sentence says of `found`; their category only where the table has others of those years."""
    own = {row.id for row in found}
    others = {row.id for row in shelf.rows if row.document_id == found[0].document_id} - own
    alone = kind.is_category and not any(shelf.may_have_come(row, period) for row in others)
    return f"released {period.told}" if alone else f"released {period.told} {kind.told}".strip()


def _in_years(question: str) -> re.Match[str] | None:
    return next(filter(None, (way.search(question) for way in _LISTED)), None)


def _of_years(kind: Kind, period: Period, shelf: Shelf) -> list[Passage]:
    """Those of `kind` that came out in `period`, by date; none where another row may have to be counted, too."""
    if any(shelf.may_have_come(row, period) for row in kind.doubtful):
        return []
    if any(row.id in shelf.undated for row in kind.rows):
        return []
    found = [row for row in kind.rows if shelf.may_have_come(row.id, period)]
    return sorted(found, key=lambda row: shelf.days[row.id])


def listing(rows: Sequence[Evidence], sort: str, told: Collection[str] = ()) -> DraftSentence:
    """What one table has of a sort of thing; the names of those that were not `told`, as many as one reads at once."""
    shown = [item for item in rows if item.passage.id not in told][:MOST_LISTED]
    count, entries = str(len(rows)), "entry" if len(rows) == 1 else "entries"
    among = ", among them " if len(rows) > len(shown) else ": "
    has = f"has {count} {entries} {sort}".rstrip()
    names = enumerated([row_name(item.passage) or "" for item in shown])
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in shown)
    return DraftSentence(f"“{rows[0].source.title}” {has}{among}{names}.", spans, computed=frozenset({has}))
