"""Several rows that bear one name: the generations of a thing, and the members of a family called after it.

Each has an end of its own: when one of them was withdrawn tells nothing of when the Lumo was, of which there were
others after it. And where no row is called Lumo, but a Lumo 110 and a Lumo 110 Beech are, the Lumo came out when the
first of them did.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.columns import Role, role_of
from assistant.domain import DraftSentence, Evidence, PartialDate, Passage, Span
from assistant.generation.tables.attributes import (
    APPEARANCES,
    DESIGNER,
    DISCONTINUED,
    PRICE,
    RELEASED,
    SUCCESSOR,
    Attribute,
)
from assistant.generation.tables.cells import row_cell, singular, told
from assistant.generation.tables.kinds import category_of
from assistant.generation.tables.questions import asked_attributes, asks_whether_ended
from assistant.retrieval.names import FIRST, Mention, row_name
from assistant.retrieval.variants import bare_name
from assistant.text import words

_LONGEST = 4
"""Words of a family's name."""

_LAST = re.compile(r"\b(?:last|final|very last|latest)\b", re.IGNORECASE)

_SHORTEST = 3
"""Letters of a name of one word."""

_MOST_FIRST = 3
"""Things that came out together and are all told of."""


class Lines:
    """The rows of one name or family, by the words of it."""

    def __init__(self, rows: Iterable[Passage], maker: tuple[str, ...] = ()) -> None:
        """`maker` are the words of the name that many of them may begin with and that is none of theirs."""
        rows = list(rows)
        self._all = rows
        self._rows: dict[tuple[str, ...], list[Passage]] = {}
        self._called = {_name(row) for row in rows}
        self._begun: dict[tuple[str, ...], list[Passage]] = {}
        self._tells_ends = {row.document_id for row in rows if row_cell(row, DISCONTINUED)}
        for row in rows:
            for line in {_name(row), words(_family(row))} - {()}:
                self._rows.setdefault(line, []).append(row)
            called = _name(row)
            for size in range(1, len(called)):
                self._begun.setdefault(called[:size], []).append(row)
        self._begun.pop(maker, None)

    def earliest(self, question: str) -> tuple[Mention, ...]:
        """The rows that were first of those whose names begin with a name in `question` that no row has alone.

        None where it asks for something else than a beginning's date, price or designer.
        """
        tokens = words(question)
        for start, end in _runs(tokens):
            begun = self._begun.get(tokens[start:end], [])
            if tokens[start:end] in self._called or not _is_short_for(tokens[start:end], begun):
                continue
            [(sort, _), *_] = Counter(map(category_of, begun)).most_common(1)
            days = {row.id: came.latest for row in begun if (came := _date(row, RELEASED))}
            # A year alone may be any day of it: what is exact is surely first.
            own = [row for row in begun if category_of(row) == sort]
            day = min((days[row.id] for row in own if row.id in days), default=None)
            first = [row for row in own if days.get(row.id) == day]
            named = tuple(Mention(row_name(row) or "", start, end, (row,)) for row in first)
            return named if len(named) <= _MOST_FIRST and _asked_of(question, named[0]) else ()
        return ()

    def tell_earliest(self, question: str, rows: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
        """The cells asked for of what `earliest` found among `rows`."""
        found = {item.passage.id for item in rows}
        return tuple(
            told(attribute, cell)
            for mention in self.earliest(question)
            for attribute in _asked_of(question, mention)
            if mention.rows[0].id in found and (cell := row_cell(mention.rows[0], attribute))
        )

    def has_several(self, question: str, mention: Mention) -> bool:
        """Whether `mention` is the name of several; "the first Lumo" is one."""
        return len(self._of(question, mention)) > 1

    def last(self, question: str, mentions: Sequence[Mention]) -> tuple[Passage, ...]:
        """The row whose end was that of all, where their end is asked for and the table tells it.

        Before it the only row of that very name, if that ended, too. Where it is asked whether they are still sold,
        the newest one, if it has no end.
        """
        own, last = self._ended(question, mentions)
        return (*own, *last)

    def _ended(
        self, question: str, mentions: Sequence[Mention]
    ) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        """The row of the very name and the last one of all, each where it is told of."""
        mentions = mentions or self._family_named(question)
        if len(mentions) != 1 or asked_attributes(question, mentions[0]) != [DISCONTINUED]:
            return (), ()
        line = self._of(question, mentions[0]) or list(mentions[0].rows)
        if not line or not {row.document_id for row in line} <= self._tells_ends:
            return (), ()
        ends = {row.id: end for row in line if (end := _date(row, DISCONTINUED))}
        newest = max(line, key=_came)
        is_unended = newest.id not in ends and _date(newest, RELEASED)
        if len(line) < 2 or (asks_whether_ended(question) and is_unended):
            return (), (newest,) if asks_whether_ended(question) and is_unended else ()
        asks_own = not asks_whether_ended(question) and not _LAST.search(question)
        own = self._own(question, mentions[0], line) if asks_own else ()
        own = tuple(row for row in own if row.id in ends)
        last = max(reversed(line), key=lambda row: ends[row.id].latest if row.id in ends else dt.date.min)
        surely = len(ends) == len(line) and all(
            end == ends[last.id] or end.latest < ends[last.id].earliest for end in ends.values()
        )
        if not surely or (_LAST.search(question) and self._is_outlived(last, line, question, mentions[0])):
            return own, ()
        return tuple(row for row in own if row.id != last.id), (last,)

    def _is_outlived(self, last: Passage, line: Sequence[Passage], question: str, mention: Mention) -> bool:
        """Whether another row of its sort that bears the name inside a longer one may have ended later."""
        name = " ".join(map(singular, words(question)[mention.start : mention.end]))
        day = _date(last, DISCONTINUED)
        for row in self._all:
            called = f" {' '.join(map(singular, (*_name(row), *words(_family(row)))))} "
            if row in line or category_of(row) != category_of(last) or f" {name} " not in called:
                continue
            end = _date(row, DISCONTINUED)
            if end is None or day is None or end.latest >= day.earliest:
                return True
        return False

    def _own(self, question: str, mention: Mention, line: Sequence[Passage]) -> tuple[Passage, ...]:
        """The only one of `line` that has the very name asked for, unless the table calls what came later so again."""
        spoken = _spoken(question, mention)
        singulars = tuple(map(singular, spoken))
        own = [row for row in line if _name(row) in (spoken, singulars)]
        later = _followers(own, [row for row in line if row not in own]) if len(own) == 1 else []
        return tuple(own) if len(own) == 1 and not _followers(later, own) else ()

    def is_inside(self, question: str, row: Passage) -> bool:
        """Whether `question` asks for a cell of a family or sort by a name that is but part of that of `row`."""
        for named in self._family_named(question):
            name = words(named.name)
            called = tuple(map(singular, words(row_name(row) or "")))
            runs = (called[at : at + len(name)] for at in range(len(called)))
            return called != name and name in runs and bool(asked_attributes(question, named))
        return False

    def _family_named(self, question: str) -> Sequence[Mention]:
        """The longest name of several rows in `question`, though no row has it alone ("do you still make Lumos")."""
        tokens = tuple(map(singular, words(question)))
        places = ((start, end) for start, end in _runs(tokens) if tokens[start:end] in self._rows)
        return [
            Mention(" ".join(tokens[start:end]), start, end, ()) for start, end in itertools.islice(places, 1)
        ]

    def tell(
        self, question: str, mentions: Sequence[Mention], rows: Sequence[Evidence]
    ) -> tuple[DraftSentence, ...]:
        """What `last` found among `rows`: when it was withdrawn, or that the table gives no end of it."""
        own, last = self._ended(question, mentions)
        given = {item.passage.id: item for item in rows}
        ends = (row_cell(row, DISCONTINUED) for row in own if row.id in given)
        closing = [sentence for row in last if row.id in given for sentence in _told(question, given[row.id])]
        return (*(told(DISCONTINUED, end) for end in ends if end), *closing)

    def _of(self, question: str, mention: Mention) -> list[Passage]:
        """The things of that name or family; what is sold for them, of another category, is none of them."""
        spoken = _spoken(question, mention)
        singulars = tuple(map(singular, spoken))
        line = self._rows.get(spoken) or self._rows.get(singulars, [])
        if line:
            named = [row for row in self._all if _name(row)[: len(spoken)] in (spoken, singulars)]
            after = named if asks_whether_ended(question) else _followers(line, named)
            line = [*line, *(row for row in after if row not in line)]
        own = [row for row in line if _name(row) in (spoken, singulars)]
        [(sort, _), *_] = Counter(map(category_of, own or line)).most_common(1) or [("", 0)]
        return [row for row in line if category_of(row) == sort]


def _spoken(question: str, mention: Mention) -> tuple[str, ...]:
    """The name as the question has it, without its maker's before it."""
    spoken = words(question)[mention.start : mention.end]
    has_maker = any(words(row_name(row) or "") == spoken[1:] for row in mention.rows)
    return spoken[1:] if has_maker and spoken[0] not in FIRST else spoken


def _followers(line: Sequence[Passage], named: Sequence[Passage]) -> list[Passage]:
    """Those of `named` that came after one of `line`, by the table: the Lumo was followed by a "Lumo 802"."""
    called = {words(row_name(row) or ""): row for row in named}
    found: list[Passage] = []
    waiting = list(line)
    while waiting:
        cell = row_cell(waiting.pop(), SUCCESSOR)
        for name in cell.value.split(";") if cell else ():
            row = called.pop(words(name), None)
            if row:
                found.append(row)
                waiting.append(row)
    return found


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where runs of `tokens` begin and end, the longest first."""
    for size in range(min(_LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            yield start, start + size


def _is_short_for(name: tuple[str, ...], begun: Sequence[Passage]) -> bool:
    """Whether `name` is the beginning of several names, or all of one but its number ("Lumo" of the Lumo 110)."""
    if len(name) == 1 and (len(name[0]) < _SHORTEST or name[0] in FIRST):
        return False
    rests = [_name(row)[len(name) :] for row in begun]
    return len(rests) > 1 or any(len(rest) == 1 and any(map(str.isdigit, rest[0])) for rest in rests)


def _asked_of(question: str, mention: Mention) -> list[Attribute]:
    """What `question` asks of `mention`, if it is nothing but what a row alone can tell."""
    asked = asked_attributes(question, mention)
    return asked if {*asked} <= {*APPEARANCES, DESIGNER, PRICE} else []


def _told(question: str, item: Evidence) -> tuple[DraftSentence, ...]:
    row, table = item.passage, f"“{item.source.title}”"
    name, cell = row_name(row) or "", row_cell(row, DISCONTINUED)
    if cell is None:
        came = row_cell(row, RELEASED)
        missing = f"{table} gives no end of sale for {name}."
        span = Span(row.id, row.start, row.end)
        untold = DraftSentence(missing, (span,), computed=frozenset({"gives no end of sale"}))
        return (told(RELEASED, came), untold) if came else ()
    asked = f" {' '.join(words(question))} "
    bears_it = any(f" {' '.join(_name(row))}{ending} " in asked for ending in ("", "s"))
    last = f"the last of {'that name' if bears_it else 'its family'} in {table}"
    sentence = told(DISCONTINUED, cell)
    text = f"{sentence.text.rstrip('.')}, {last}."
    return (replace(sentence, text=text, computed=sentence.computed | {last}),)


def _name(row: Passage) -> tuple[str, ...]:
    return words(bare_name(row_name(row) or ""))


def _date(row: Passage, attribute: Attribute) -> PartialDate | None:
    cell = row_cell(row, attribute)
    return cell.date if cell else None


def _came(row: Passage) -> dt.date:
    came = _date(row, RELEASED)
    return came.earliest if came else dt.date.min


def _family(row: Passage) -> str:
    return next((value for column, value in row.fields if role_of(column) is Role.FAMILY), "")
