"""What somebody designed, as far as the designer column of a table names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.columns import Role, role_of
from assistant.domain import DraftSentence, Evidence, Passage
from assistant.generation.tables.listing import Shelf, listing
from assistant.text import words

_DREW = r"(?:designed|drew|created|invented)"
_DRAW = r"(?:design|draw|create|invent)"
_THINGS = r"(?P<things>[\w\s+'’-]{2,40}?)"
_PERSON = r"(?P<person>[\w.'’-]+(?: [\w.'’-]+){1,4}?)"
_WERE_DRAWN = rf"(?:(?:which |that )?(?:were |was )?{_DREW} )?"
_END = r"(?: for you)?\s*[?.!]*$"
_LIST = r"(?:list|name|show)(?: me)?(?: all| every)?(?: of)?(?: the| your)?"
_ASKED = tuple(
    re.compile(way + _END, re.IGNORECASE)
    for way in (
        rf"^(?:and )?what(?: things| products)? did {_PERSON} {_DRAW}",
        rf"^(?:and )?(?:which|what|how many|{_LIST}) {_THINGS} (?:that )?did {_PERSON} {_DRAW}",
        rf"^(?:and )?(?:which|what|how many|{_LIST}) {_THINGS} {_WERE_DRAWN}by {_PERSON}",
        rf"^(?:and )?{_LIST} {_THINGS} (?:that |which )?{_PERSON} {_DREW}",
        rf"^(?:and )?what (?:was|were) {_DREW} by {_PERSON}",
        rf"^(?:and )?(?:list )?everything (?:that )?(?:was )?(?:{_DREW} )?by {_PERSON}",
    )
)


def designed_rows(question: str, shelf: Shelf) -> tuple[Passage, ...]:
    """The rows that name as designer whom "Which lamps did Ada Brandt design?" asks about; mostly none."""
    return tuple(row for rows, _ in _found(question, shelf) for row in rows)


def tell_designed(question: str, rows: Sequence[Evidence], shelf: Shelf) -> tuple[DraftSentence, ...]:
    """How many they are and what they are called, where all of them are among `rows`."""
    given = {item.passage.id: item for item in rows}
    return tuple(
        listing([given[row.id] for row in found], sort)
        for found, sort in _found(question, shelf)
        if given.keys() >= {row.id for row in found}
    )


def _found(question: str, shelf: Shelf) -> list[tuple[list[Passage], str]]:
    """The rows of each table, and what a sentence says of them: mostly one reading of the question fits a person."""
    for match in filter(None, (way.search(question) for way in _ASKED)):
        asked = match.groupdict()
        person = words(asked["person"])
        if not any(person in map(words, designers(row)) for row in shelf.rows):
            continue
        found: list[tuple[list[Passage], str]] = []
        for kind in shelf.kinds(asked.get("things") or "things"):
            rows = [row for row in kind.rows if person in map(words, designers(row))]
            doubtful = any(
                row.id in kind.doubtful and person in map(words, designers(row)) for row in shelf.rows
            )
            if rows and not doubtful:
                name = next(one for row in rows for one in designers(row) if words(one) == person)
                found.append((rows, f"{kind.told} with {name} as designer".strip()))
        if found:
            return found
    return []


def designers(row: Passage) -> list[str]:
    """Whom a row names in its designer column, without what was theirs: "Ada Brandt (shade)"."""
    cells = (value for column, value in row.fields if role_of(column) is Role.DESIGNER)
    return [
        name for cell in cells for each in cell.split(";") if (name := re.sub(r"\([^)]*\)", "", each).strip())
    ]
