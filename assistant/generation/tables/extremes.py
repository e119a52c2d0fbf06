"""What of a table is the first, the newest, the dearest or the cheapest of its sort.

An end of a column can only be told where nearly every row of the sort has the cell: what a table leaves out may lie
beyond.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.columns import Role, role_of
from assistant.domain import DraftSentence, Evidence, Passage, Span
from assistant.generation.tables.attributes import APPEARANCES, DISCONTINUED, PRICE, Attribute
from assistant.generation.tables.cells import Cell, enumerated, row_cell, singular, terms, told
from assistant.generation.tables.kinds import (
    ANY_THING,
    category_of,
    says_its_sort,
    told_of_kind,
    without_maker,
    words_of_kind,
)
from assistant.generation.tables.listing import MOST_LISTED
from assistant.retrieval.names import row_name
from assistant.retrieval.variants import bare_name
from assistant.text import words

ENOUGH = 0.9
"""Share of the rows of a sort that must have the cell."""

_ENOUGH_TO_BE_FIRST = 4
"""Rows whose descriptions say that they are such a thing."""

_VERB = (
    r"(?:made|makes?|sold|sells?|built|builds?|released|launched|produced?|produces|introduced|shipped|put out|"
    r"brought out|came out with)"
)
_OFFER = rf"(?:{_VERB}|have|has|had|got|do|does|did|offer|offers|offered|stocks?|carry|carries)"
_THINGS = rf"(?!{_VERB}\b)[\w+](?:(?! (?:that|{_VERB})\b)[\w\s+-]){{0,40}}?"
_END = r"(?: one)?\s*[?.!]*$"
_KIN = r"(?:(?:version|generation|model) of (?:the )?)?"
_NOW = (
    r"\b(?:still|can (?:i |we |one |you )?(?:still )?(?:get|buy)|(?:right )?now|nowadays|today|these days|currently|"
    r"at the moment|on sale|(?:on|in) (?:the|your|[\w.&’'-]+['’]s?) (?:list|range|shop|catalogue|catalog|line-?up))\b"
)
_TIMES = rf"(?: (?:{_NOW}|of all time|new|from [\w.&’'-]+(?: [\w.&’'-]+){{0,3}}?))*"
_MAKERS = ("(?:you|they|we|it)", *(rf"\w[\w’'.-]*(?: [\w’'.&-]+){{{more}}}" for more in range(4)))
"""Nobody knows where the things end and their maker's name begins: the shortest name is tried first."""

_MADE_BY = tuple(
    rf"\s+(?:that )?{maker}(?: (?:have|has|had))?(?: ever)? {_VERB}(?: ever)?" for maker in _MAKERS
)
_OFFERED = (
    *(
        rf"\s+(?:that )?{maker}(?: (?:have|has|had))?(?: ever| still)? {_OFFER}(?: ever)?{_TIMES}"
        for maker in _MAKERS
    ),
    rf"\s+(?:that )?(?:i|we|one|you|people) can (?:still )?(?:get|buy|have){_TIMES}",
    rf"(?: ever)?{_TIMES}",
)
_ON_SALE = r"(?:\s+(?:model|version|generation|on sale|there is|out now|available|you know).*)?"
_OWN = r"(?:[\w.&-]+ ){0,2}[\w.&-]+['’]s? "
_WHAT = (
    r"^(?:and |so |but )?(?:what|which)(?:['’]?s| is| was| were| are) "
    rf"(?:the |your |their |its |our |{_OWN})(?:very )?"
)
"""\"What did the first Lumo cost?\" asks for no first."""
_WHAT_OR_BARE = rf"(?:{_WHAT}|^(?:tell me (?:about )?)?(?:the |your |{_OWN})?(?:very )?)"


@dataclass(frozen=True, slots=True)
class Extreme:
    """An end of a column: the `word` for it, how it is asked for, the columns that count, the first one first."""

    word: str
    asked: tuple[re.Pattern[str], ...]
    attributes: tuple[Attribute, ...]
    highest: bool

    @property
    def is_of_price(self) -> bool:
        """Whether prices count, and no dates."""
        return self.attributes == (PRICE,)


_TAILS = (*_MADE_BY, r"(?: ever)?")


def _asked(
    adjectives: str, before: str = _WHAT, after: Sequence[str] = _TAILS
) -> tuple[re.Pattern[str], ...]:
    """Ways to ask, one of which may fit: which tail is cut off decides what the things are called."""
    which = rf"\b(?:which|what) (?P<things>{_THINGS}) (?:is|was) (?:the |your )?(?:very )?(?:{adjectives})\b{_END}"
    ways = (rf"{before}\b(?:{adjectives})\s+{_KIN}(?P<things>{_THINGS}){tail}{_END}" for tail in after)
    return tuple(re.compile(way, re.IGNORECASE) for way in (*ways, which))


_NEWEST = _asked("newest|latest|most recent", _WHAT_OR_BARE, (_ON_SALE, *_OFFERED))
_FIRST = (*_asked("first(?: ever)?|earliest"), *_asked("oldest", _WHAT_OR_BARE, _OFFERED))
_DEAREST = _asked("most expensive|priciest|dearest|costliest", _WHAT_OR_BARE, _OFFERED)
_CHEAPEST = _asked("cheapest|least expensive|most affordable|lowest[- ]priced", _WHAT_OR_BARE, _OFFERED)

EXTREMES = (
    Extreme("newest", _NEWEST, APPEARANCES, highest=True),
    Extreme("first", _FIRST, APPEARANCES, highest=False),
    Extreme("most expensive", _DEAREST, (PRICE,), highest=True),
    Extreme("cheapest", _CHEAPEST, (PRICE,), highest=False),
)

_CURRENT = re.compile(_NOW, re.IGNORECASE)
_MAKER_BEGUN = re.compile(r"(?<=[a-z])(?: [A-Z][\w’'.-]*)+$")

_FIRST_PART = re.compile(
    r"^(?:(?:a|an|the|our|its) )?(?:(?:set|range|pair|series|line|family|box|kit|bundle|trio) of (?:\w+ )?)?"
    r"(?P<said>[^,;:(]+?)(?:$|[,;:(]|\s(?:with|for|of|in|on|at|from|to|by|without|that|which|who|whose|and|as|made|built|cut|"
    r"set|used|sold|also)\b)",
    re.IGNORECASE,
)
"""What a description says that a thing is, before it says more: "Square stoneware teapot with a lid"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The end that is asked for, of what sort of thing, in the question's words.

    `current` where it is asked of what is still sold; the newest mostly is.
    """

    extreme: Extreme
    things: str
    current: bool

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words that tell the sort of thing; none where any thing is asked for."""
        if self.things.casefold() == "one":
            return ()
        return tuple(word for each in words(self.things) if (word := singular(each)) not in ANY_THING)

    def forms(self, also: Mapping[str, frozenset[str]] | None = None) -> list[frozenset[str]]:
        """Each wanted word with what else it is called."""
        return [frozenset({word}) | (also or {}).get(word, frozenset()) for word in self.wanted]


def extreme_rows(
    question: str, rows: Iterable[Passage], also: Mapping[str, frozenset[str]], maker: tuple[str, ...] = ()
) -> tuple[Passage, ...]:
    """The rows at the end that a question such as "What is the newest Lumo?" asks for; mostly none.

    `also` are other words for a word ("Lumo" for "Lu"), `maker` are those of the name of who makes them all.
    """
    rows = tuple(rows)
    asked = _read(question, maker, rows)
    if asked is None:
        return ()
    kind = _of_kind(asked, rows, also)
    cells = _cells(asked.extreme, kind)
    if not cells or _why_unknown(asked.extreme, cells, kind):
        return ()
    values = [_value(asked.extreme, cell) for cell in cells]
    end = (max if asked.extreme.highest else min)(values)
    found = tuple(cell.row for cell, value in zip(cells, values, strict=True) if value == end)
    if asked.extreme.word == "first" and any(_is_named(asked.things, row) for row in found):
        return ()  # who asks for the first Lumo wants to hear what it was
    return found[:MOST_LISTED]


def untold_extreme(
    question: str, rows: Iterable[Passage], also: Mapping[str, frozenset[str]], maker: tuple[str, ...] = ()
) -> str | None:
    """Why an end of a column that `question` asks for cannot be told, though there are such things."""
    rows = tuple(rows)
    asked = _read(question, maker, rows)
    if asked is None or not asked.extreme.is_of_price:
        return None
    kind = _of_kind(asked, rows, also)
    reason = _why_unknown(asked.extreme, _cells(asked.extreme, kind), kind) if len(kind) > 1 else None
    return f"{reason}, so the {asked.extreme.word} is not known" if reason else None


def tell_extreme(
    question: str, rows: Sequence[Evidence], maker: tuple[str, ...] = ()
) -> tuple[DraftSentence, ...]:
    """Which it is, and its date or price, as far as the table tells."""
    asked = _read(question, maker, [item.passage for item in rows])
    cell = _cell(asked.extreme, rows[0].passage) if asked and rows else None
    if asked is None or cell is None:
        return ()
    listing = enumerated([row_name(item.passage) or "" for item in rows])
    verb = "are" if len(rows) > 1 else "is"
    text = f"{_opening(asked, rows)} {verb} {listing}."
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in rows)
    end = DraftSentence(text, spans, computed=frozenset({asked.extreme.word, asked.things}))
    return end, told(*cell)


def _opening(asked: _Asked, rows: Sequence[Evidence]) -> str:
    """What the sentence begins with. What is known of the sort by names and descriptions alone is said to be so."""
    table, word = f"“{rows[0].source.title}”", asked.extreme.word
    entries = "entries" if len(rows) > 1 else "entry"
    if not asked.wanted:
        what = f"The {word} {asked.things if len(rows) == 1 else 'entries'} in {table}"
    elif any(says_its_sort(item.passage) or _is_called(item.passage, asked.forms()) for item in rows):
        what = f"The {word} {f'entries for {asked.things}' if len(rows) > 1 else asked.things} in {table}"
    else:
        what = f"The {word} {entries} that {table} calls “{asked.things}”"
    return f"{what}, of those not given as discontinued," if asked.current else what


def _read(question: str, maker: tuple[str, ...], rows: Iterable[Passage]) -> _Asked | None:
    for extreme in EXTREMES:
        if match := next(filter(None, (way.search(question) for way in extreme.asked)), None):
            current = extreme.word != "newest" and _CURRENT.search(question) is not None
            things, behind = " ".join(match["things"].split()), question[match.end("things") :].lstrip()
            # the maker's name has begun before: "the dearest thing Brandt | Lamps ever sold"
            if behind[:1].isupper():
                things = _MAKER_BEGUN.sub("", things)
            return _Asked(extreme, _without_maker(things, maker, rows), current)
    return None


def _without_maker(things: str, maker: tuple[str, ...], rows: Iterable[Passage]) -> str:
    """ "Brandt product" is any product of Brandt's, where "Brandt Basic" may be what its things are called.

    A category has its name for all the brand's: a "Brandt lamp" is a lamp. "The cheapest Brandt" is any thing, unless
    some are called so.
    """
    rows, whole = list(rows), words(things)
    rest = without_maker(whole, maker)
    if whole == maker and not any(
        _is_called(row, [frozenset({singular(word)}) for word in whole]) for row in rows
    ):
        return "thing"
    if not rest or rest == whole:
        return things
    bare = tuple(map(singular, rest))
    is_sort = {*bare} <= ANY_THING or any(bare == _category(row) for row in rows)
    return " ".join(rest) if is_sort else things


def _category(row: Passage) -> tuple[str, ...]:
    return tuple(map(singular, words(category_of(row))))


def _of_kind(asked: _Asked, rows: Iterable[Passage], also: Mapping[str, frozenset[str]]) -> list[Passage]:
    """The rows of the sort asked for; every row where any thing is.

    Most of what bears the name tells what sort is meant: a case for the Lumo, or its manual, is no Lumo.
    """
    rows = list(rows)
    if asked.current:
        rows = [row for row in rows if row_cell(row, DISCONTINUED) is None]
    forms = asked.forms(also)
    if not forms:
        return rows if words(asked.things) else []
    if sort := [row for row in rows if _category(row) == asked.wanted]:
        return sort
    named = [row for row in rows if all(form & words_of_kind(row) for form in forms)]
    named = [row for row in named if _is_called(row, forms)] or named
    if not any(map(says_its_sort, rows)):
        found = [row for row in rows if row in named or _is_described(row, forms)]
        # Documents tell of what came first, too, and better than a table that has few such things.
        least = _ENOUGH_TO_BE_FIRST if asked.extreme.word == "first" and not asked.current else 2
        return found if len(found) >= least else named if asked.extreme.word == "first" else []
    sorts = Counter(map(category_of, named)).most_common(1)
    return [row for row in named if category_of(row) == sorts[0][0]]


def _is_described(row: Passage, forms: Sequence[frozenset[str]]) -> bool:
    """Whether the description says that it is such a thing: a block for knives is no knife."""
    told = next((value for column, value in row.fields if role_of(column) is Role.DESCRIPTION), "")
    match = _FIRST_PART.match(told)
    said = [singular(word) for word in words(match["said"])] if match else []
    return said[-1:] != [] and said[-1] in forms[-1] and all(form & set(said) for form in forms)


def _why_unknown(extreme: Extreme, cells: Sequence[Cell], kind: Sequence[Passage]) -> str | None:
    """Why `cells` cannot tell which of `kind` is at that end; None where they do."""
    if len(cells) < ENOUGH * len(kind):
        return f"the table has no {'price' if extreme.is_of_price else 'date'} for some of them"
    if extreme.is_of_price and len({cell.currency for cell in cells}) > 1:
        return "the table does not give all their prices in one currency"
    if extreme.is_of_price and len({terms(cell) for cell in cells}) > 1:
        return "the table does not give all their prices on the same terms"
    return None


def _is_named(things: str, row: Passage) -> bool:
    return bare_name(row_name(row) or "").casefold() == things.casefold()


def _is_called(row: Passage, forms: Sequence[frozenset[str]]) -> bool:
    """Whether name, family or category of `row` hold the words side by side."""
    told = [[singular(word) for word in words(text)] for text in told_of_kind(row)]
    return any(
        all(word in form for word, form in zip(each[at : at + len(forms)], forms, strict=True))
        for each in told
        for at in range(len(each) - len(forms) + 1)
    )


def _cells(extreme: Extreme, rows: Iterable[Passage]) -> list[Cell]:
    """The cells that order `rows`, of those that have one."""
    return [found[1] for row in rows if (found := _cell(extreme, row))]


def _cell(extreme: Extreme, row: Passage) -> tuple[Attribute, Cell] | None:
    """A row's price, or when its thing came out: on sale, or else announced."""
    for attribute in extreme.attributes:
        cell = row_cell(row, attribute)
        if cell and (cell.amount if attribute is PRICE else cell.date) is not None:
            return attribute, cell
    return None


def _value(extreme: Extreme, cell: Cell) -> float:
    """What orders a cell of `_cells`: a price, or a day."""
    if cell.date is None or extreme.is_of_price:
        return cell.amount or 0.0
    # A year alone may be any day of it: what is exact is surely first, or last.
    return float((cell.date.earliest if extreme.highest else cell.date.latest).toordinal())
