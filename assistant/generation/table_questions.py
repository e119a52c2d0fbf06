"""Which cells of a named row a question asks for."""

from __future__ import annotations

import re

from assistant.generation.parts import parts
from assistant.generation.table_attributes import ATTRIBUTES, DATED, Attribute
from assistant.generation.table_cells import Cell, cell_of, singular
from assistant.grounding.tokens import stems, tokenise
from assistant.retrieval.names import Mention, row_name
from assistant.retrieval.question import Expects, expected
from assistant.text import words

_PRICE_STEMS = stems(
    "price prices priced cost costs costing cheap expensive dear dearer pay paid charge charged money worth dollars "
    "sell selling sold sale retail list listed buy bought go come came back time day brand new want wanted ask asked "
    "launch launched introduced introduction introductory introduce announced announcement released release debut "
    "original originally initial initially first start started starting beginning base entry level version model "
    "tell know brought"
)
"""Stems of what people say around a price, its occasion included."""


def asked_attributes(question: str, mention: Mention) -> list[Attribute]:
    """The attributes the words of the question ask for, else the one its sort of answer implies."""
    bare = _without(question, mention)
    expects = expected(question)
    found = [attribute for attribute in ATTRIBUTES if attribute.asked.search(bare)]
    keys = {attribute.key for attribute in found}
    if expects is Expects.MONEY:
        return [a for a in found if a.key == "price" and _asks_its_price(a, question, mention)]
    # "announced" and "introduced" ask for either date, the exact word first.
    if (
        "announced" in keys
        and "released" in keys
        and not re.search(r"\breleas|\bon sale\b", bare, re.IGNORECASE)
    ):
        announced = [a for a in found if a.key == "announced" and cell_of(mention, a)]
        found = [a for a in found if a.key != ("released" if announced else "announced")]
    if expects is not Expects.DATE and not re.search(
        r"^when\b|\band when\b|\bwhat year\b|\brelease date\b|\bhow old\b", bare, re.IGNORECASE
    ):
        found = [attribute for attribute in found if attribute.key not in DATED]
    if expects is not Expects.PERSON:
        found = [attribute for attribute in found if attribute.key != "designer"]
    return [
        attribute
        for attribute in found
        if attribute.key != "price" or re.search(r"\bprice|\bcost|\bpriced", bare, re.IGNORECASE)
    ]


def asked_columns(question: str, mention: Mention) -> list[Cell]:
    """Cells of columns that the question names with their own words ("model identifier")."""
    asked = {singular(word) for word in words(_without(question, mention))}
    known = {column for attribute in ATTRIBUTES for column in attribute.columns}
    best: list[Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            title = " ".join(words(column.replace("_", " ")))
            heads = [singular(word) for word in title.split()]
            if (
                title in known
                or not heads
                or value == row_name(row)
                or title in ("name", "description", "id")
            ):
                continue
            if heads[-1] in asked and not {"url", "source"} & set(heads):
                best.append(Cell(row, row_name(row) or "", column, value))
    unique = {(cell.column, cell.value): cell for cell in best}
    return list(unique.values())[:3]


def _asks_its_price(price: Attribute, question: str, mention: Mention) -> bool:
    """Whether `question`, or one of two asked at once, is for the price of what is mentioned, and of nothing else."""
    name = re.compile(rf"\b{re.escape(mention.name)}\b", re.IGNORECASE)
    for asked in [part.question for part in parts(question)] or [question]:
        bare = _without(asked, mention)
        meant = name.search(asked) or not name.search(question)
        if meant and price.asked.search(bare) and not _of_something_else(bare, mention):
            return True
    return False


def _of_something_else(bare: str, mention: Mention) -> bool:
    """Whether a question for a sum means not the row's price: "How much does an overhaul of a Lumo cost?".

    Then it has a word that neither stands in the row nor belongs to asking for a price. Names and numbers tell which
    row is meant.
    """
    told = stems(" ".join(row.text for row in mention.rows)) | stems(mention.name) | _PRICE_STEMS
    return any(
        token.is_content and token.raw.islower() and len(token.raw) > 1 and token.stem not in told
        for token in tokenise(bare)
    )


def _without(question: str, mention: Mention) -> str:
    """The question without the name, so that "Lumo Launch Kit" does not ask for a launch."""
    return re.sub(re.escape(mention.name), " ", question, flags=re.IGNORECASE)
