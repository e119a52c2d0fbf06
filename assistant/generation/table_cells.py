"""Cells of named table rows: found, read as dates or amounts, and told in a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import DraftSentence, PartialDate, Passage, Span
from assistant.generation.table_attributes import DATED, Attribute
from assistant.retrieval.names import Mention, row_name
from assistant.text import words


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
        return _date(self.value)

    @property
    def amount(self) -> float | None:
        """The first number of the value."""
        match = re.search(r"\d[\d,]*(?:\.\d+)?", self.value)
        return float(match.group().replace(",", "")) if match else None


def cell_of(mention: Mention, attribute: Attribute) -> Cell | None:
    """The most exact cell of that attribute among the rows the name may mean; the earliest on a tie.

    A name that several rows share, as a first generation does with its family, means the earliest one.
    """
    cells: list[Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            if " ".join(words(column.replace("_", " "))) in attribute.columns:
                cells.append(Cell(row, row_name(row) or mention.name, column, value))
    if not cells:
        return None
    if attribute.key in DATED:
        dated = [cell for cell in cells if cell.date]
        return min(dated, key=_earliest_most_exact) if dated else None
    return cells[0]


def _earliest_most_exact(cell: Cell) -> tuple[int, int, dt.date]:
    date = cell.date
    assert date is not None
    return date.year, -len(str(date)), date.earliest


def told(attribute: Attribute, cell: Cell) -> DraftSentence:
    """The cell in a sentence."""
    value = cell.value
    if attribute.key in DATED and cell.date:
        value = f"{'on' if cell.date.day else 'in'} {cell.date.words}"
    elif attribute.key == "price":
        value = _money(cell)
    elif attribute.key == "designer":
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


def singular(word: str) -> str:
    """`word` without the s of a plural: enough to compare words of a question with those of a column."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def money(value: str, column: str) -> str:
    """A price as `column` has it, with its currency where the column names it."""
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", value) and "usd" in column.casefold():
        number = float(value.replace(",", ""))
        return f"${number:,.2f}" if number % 1 else f"${number:,.0f}"
    return value


def _money(cell: Cell) -> str:
    """The price, and what it bought where the row says so."""
    value = money(cell.value, cell.column)
    for column, note in cell.row.fields:
        if column.casefold().replace("_", " ") in ("price note", "price notes"):
            return f"{value} ({note})"
    return value


def _date(value: str) -> PartialDate | None:
    try:
        return PartialDate.parse(value)
    except ValueError:
        pass
    for pattern in ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%m/%d/%Y"):
        try:
            day = dt.datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
        return PartialDate(day.year, day.month, day.day)
    return None
