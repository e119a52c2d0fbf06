"""Which cells of a named row a question asks for."""

from __future__ import annotations

import re

from assistant.columns import APPEARANCES, DATES, Role, role_of
from assistant.generation.parts import parts
from assistant.generation.tables.attributes import (
    ATTRIBUTES,
    DESIGNER,
    DISCONTINUED,
    PRICE,
    RELEASED,
    Attribute,
)
from assistant.generation.tables.cells import Cell, cell_of, singular
from assistant.generation.tables.subject import NAMED, asks_of_it, besides
from assistant.retrieval.names import Mention, row_name
from assistant.retrieval.question import Expects, expected
from assistant.text import words

_ASKS_DATE = re.compile(
    r"^when\b|\band when\b|\bwhat year\b|\brelease date\b|"
    rf"\bhow old (?:is|are|was|were) (?:(?:the|an?|your|their|its|first|original) )*(?:{NAMED}|it\b)",
    re.IGNORECASE,
)
_ASKS_WHETHER_ENDED = re.compile(
    r"^(?:\w+ ){0,2}?(?:(?:is|are|was|were|has|have)\b.*\bdiscontinued\b|"
    r"(?:is|are|was|were)\b.*\b(?:still|no longer)\b.*\b(?:sold|made|built|produced|on sale)\b|"
    r"(?:is|are|was|were)\b.*\b(?:sold|made|built|produced|on sale) any ?more\b|"
    r"(?:do|does|can)\b.*\b(?:still (?:sell|make|build|buy|get)\b|(?:sell|make|build|buy|get)\b.*\bany ?more\b))"
    r"(?! (?:of|in|by|from|with|for|out)\b)",
    re.IGNORECASE,
)
"""Yes or no: neither why it is no longer made, nor what it is still made of."""

_OPENS = re.compile(r"^(?:why|how|who|whose|what|which|where|when)\b", re.IGNORECASE)
_ASKS_HOW_LONG = re.compile(
    r"^(?:for )?how long (?:was|were|did|has|have)\b.*\b(?:sold|made|built|produced|on sale|on the market|sell|make)\b",
    re.IGNORECASE,
)
_EDITORIAL = frozenset(["url", "source", "confidence"])
"""Words in titles of columns that tell of the table, not of the thing."""


def asked_attributes(question: str, mention: Mention, *others: Mention) -> list[Attribute]:
    """The attributes of `mention` that the words of the question ask for, else the one its sort of answer implies.

    `others` are the other names in it.
    """
    bare = besides(question, mention, *others)
    if asks_whether_ended(question) or asks_how_long(question):
        if not asks_of_it(DISCONTINUED, question, mention, *others):
            return []  # "Are shades for the Lumo still sold?"
        ends = [DISCONTINUED] if asks_whether_ended(question) else [RELEASED, DISCONTINUED]
        return ends if len(ends) == 1 or all(cell_of(mention, each) for each in ends) else []
    expects = expected(question)
    # What stopped being made is not asked when it was made.
    begun = DISCONTINUED.asked.sub(" ", bare)
    found = [
        attribute
        for attribute in ATTRIBUTES
        if attribute.asked.search(begun if attribute is RELEASED else bare)
    ]
    roles = {attribute.role for attribute in found}
    if expects is Expects.MONEY:
        return [PRICE] if PRICE in found and asks_of_it(PRICE, question, mention, *others) else []
    # "announced" and "introduced" ask for either date, the exact word first.
    if roles >= {*APPEARANCES} and not re.search(r"\breleas|\bon sale\b", bare, re.IGNORECASE):
        announced = [a for a in found if a.role is Role.ANNOUNCED and cell_of(mention, a)]
        found = [a for a in found if a.role is not (Role.RELEASED if announced else Role.ANNOUNCED)]
    asks_date = expects is Expects.DATE or _ASKS_DATE.search(bare) is not None
    if not asks_date:
        found = [attribute for attribute in found if attribute.role not in DATES]
    if expects not in (Expects.PERSON, Expects.LEADER):
        found = [attribute for attribute in found if attribute is not DESIGNER]
    asked_apart = [expected(part.question) for part in parts(question)] or [expects]
    if {*asked_apart} <= {Expects.REASON, Expects.VIEW} or not re.search(
        r"\bprice|\bcost", bare, re.IGNORECASE
    ):
        found = [attribute for attribute in found if attribute is not PRICE]
    return [
        attribute
        for attribute in found
        if attribute.role not in {*DATES, Role.PRICE, Role.DESIGNER}
        or asks_of_it(attribute, question, mention, *others)
    ]


def asks_whether_ended(question: str) -> bool:
    """Whether it is asked if a thing is still sold."""
    return _OPENS.search(question) is None and _ASKS_WHETHER_ENDED.search(question) is not None


def asks_how_long(question: str) -> bool:
    """Whether it is asked how long a thing was sold."""
    return _ASKS_HOW_LONG.search(question) is not None


def asked_columns(question: str, mention: Mention, *others: Mention) -> list[Cell]:
    """Cells of columns that the question names with their own words ("model identifier")."""
    if expected(question) in (Expects.REASON, Expects.VIEW, Expects.PLACE):
        return []  # no cell tells why, what somebody thought or where
    asked = {singular(word) for word in words(besides(question, mention, *others))}
    known = {attribute.role for attribute in ATTRIBUTES}
    found: list[Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            title = " ".join(words(column.replace("_", " ")))
            own = {singular(word) for word in title.split()}
            if role_of(column) in known or title in ("name", "description", "id") or value == row_name(row):
                continue
            if own and own <= asked and not own & _EDITORIAL:
                found.append(Cell(row, row_name(row) or "", column, value))
    unique = {(cell.column, cell.value): cell for cell in found}
    return list(unique.values())[:3]
