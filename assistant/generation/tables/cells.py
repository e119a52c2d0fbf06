"""Cells of named table rows: found, read as dates or amounts, and told in a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.columns import DATES, Role, currency_of, priced, role_of
from assistant.dates import parse_date
from assistant.domain import DraftSentence, PartialDate, Passage, Span
from assistant.english import PLURALS
from assistant.generation.tables.attributes import Attribute
from assistant.retrieval.names import Mention, row_name

_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"  # 1.299 may be more than a thousand, or little more than one
)
_AMOUNT = re.compile(
    rf"(?P<before>[$€£¥]|[A-Za-z]{{2,3}}\$?)? ?(?P<number>{_NUMBER}) ?(?P<after>[$€£¥]|[A-Za-z]{{2,8}})?"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a named row: its column and value as the table has them."""

    row: Passage
    name: str
    column: str
    value: str

    @property
    def span(self) -> Span:
        """Where the row stands."""
        return Span(self.row.id, self.row.start, self.row.end)

    @property
    def date(self) -> PartialDate | None:
        """The value as a date; None where it is none."""
        return parse_date(self.value)

    @property
    def amount(self) -> float | None:
        """The value as a number, where it is a single one, with or without a currency; else None."""
        match = _AMOUNT.fullmatch(self.value.strip())
        return float(match["number"].replace(",", "")) if match else None

    @property
    def currency(self) -> str:
        """What that number is in, as its cell and its column say it."""
        match = _AMOUNT.fullmatch(self.value.strip())
        beside = (match["before"] or match["after"] or "") if match else ""
        return f"{beside.casefold()} {self.column.casefold()}"

    def as_written(self, amount: float) -> str:
        """Another amount, written as that number is."""
        figure = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
        match = _AMOUNT.fullmatch(self.value.strip())
        if match is None or not (match["before"] or match["after"]):
            return money(figure, self.column)
        sign = match["before"] or ""
        gap = " " if len(sign) > 1 else ""
        return f"{sign}{gap}{figure} {match['after'] or ''}".strip()


def cell_of(mention: Mention, attribute: Attribute) -> Cell | None:
    """The most exact cell of that attribute among the rows the name may mean; the earliest on a tie.

    A name that several rows share, as a first generation does with its family, means the earliest one.
    """
    cells: list[Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            if role_of(column) is attribute.role:
                cells.append(Cell(row, row_name(row) or mention.name, column, value))
    if not cells:
        return None
    if attribute.role in DATES:
        dated = [cell for cell in cells if cell.date]
        return min(dated, key=_earliest_most_exact) if dated else None
    return cells[0]


def row_cell(row: Passage, attribute: Attribute) -> Cell | None:
    """The cell of that attribute of one row."""
    return cell_of(Mention("", 0, 0, (row,)), attribute)


def _earliest_most_exact(cell: Cell) -> tuple[int, int, dt.date]:
    date = cell.date
    assert date is not None
    return date.year, -len(str(date)), date.earliest


def told(attribute: Attribute, cell: Cell) -> DraftSentence:
    """The cell in a sentence."""
    value = cell.value
    if attribute.role in DATES and cell.date:
        value = f"{'on' if cell.date.day else 'in'} {cell.date.words}"
    elif attribute.role is Role.PRICE:
        value = _money(cell)
    elif attribute.role is Role.DESIGNER:
        value = enumerated([name.strip() for name in value.split(";") if name.strip()])
    text = attribute.sentence.format(name=cell.name, value=value)
    # The value is the cell's own, so no other cell of the row can say otherwise; the name is still checked.
    return DraftSentence(
        text if text.endswith(".") else f"{text}.", (cell.span,), computed=frozenset({value})
    )


def enumerated(names: Sequence[str]) -> str:
    """``A, B and C``; empty for none."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


_SINGULARS = {
    **{f"{stem}ves": f"{stem}f" for stem in ("hal", "lea", "loa", "scar", "shel", "wol")},
    **{many: one for one, many in PLURALS.items()},
    "knives": "knife",
    "geese": "goose",
}


def singular(word: str) -> str:
    """`word` without the ending of a plural: enough to compare words of a question with those of a column."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def money(value: str, column: str) -> str:
    """A price as `column` has it, with its currency where the column names it."""
    if re.fullmatch(_NUMBER, value) and (currency := currency_of(column)):
        number = float(value.replace(",", ""))
        return priced(f"{number:,.2f}" if number % 1 else f"{number:,.0f}", currency)
    return value


def _money(cell: Cell) -> str:
    """The price, and what it bought where the row says so."""
    value, note = money(cell.value, cell.column), _note(cell.row)
    return f"{value} ({note})" if note else value


_TERMS = re.compile(
    r"\b(?:contract|subscri\w+|carrier|plan|month\w*|week\w*|year\w*|annual\w*|instal?lments?|rent\w*|hire\w*|leas\w+|"
    r"deposit|trade-?in|upgrade|rebate|discount\w*|reduced|subsid\w+|pre-?order|student\w*|school\w*|education\w*|"
    r"members?|wholesale|trade|dealer\w*|tax\w*|vat|duty|kit|assembled|each|pair|dozen|set)\b"
    r"|\b(?:without|excluding|except|plus|including|not included|only)\b",
    re.IGNORECASE,
)
"""What tells on which terms a price was asked: two prices on other terms do not compare."""


def terms(cell: Cell) -> frozenset[str]:
    """What the note on a price says of its terms; nothing where it tells only what was bought."""
    return frozenset(word.casefold() for word in _TERMS.findall(_note(cell.row)))


def _note(row: Passage) -> str:
    notes = (
        note
        for column, note in row.fields
        if column.casefold().replace("_", " ") in ("price note", "price notes")
    )
    return next(notes, "")
