"""Tables of things as rows whose cells have a meaning: names, dates, prices, what came before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.columns import DATES, Role, currency_of, role_of
from assistant.dates import parse_date
from assistant.domain import Block, BlockKind, PartialDate
from assistant.text import fold

_AMOUNT = re.compile(r"(?:[$€£¥]|[A-Z]{3})?\s*(\d[\d,]*(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` is where it begins in its file, from 1; `cells` are by column, empty ones left out."""

    document: str
    line: int
    cells: Mapping[str, str]

    def cell(self, role: Role) -> str:
        """The first cell of that meaning, or ""."""
        return next((value for column, value in self.cells.items() if role_of(column) is role), "")

    @property
    def name(self) -> str:
        """Its proper name, or ""."""
        return self.cell(Role.NAME)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""
        return listed(self.cell(Role.ALIASES))

    @property
    def names(self) -> tuple[str, ...]:
        """Its proper name, then its other names."""
        return (self.name, *self.aliases) if self.name else self.aliases

    def date(self, role: Role) -> PartialDate | None:
        """The date in that cell; None where it is empty or not clear."""
        return parse_date(self.cell(role)) if self.cell(role) else None

    @property
    def price(self) -> Decimal | None:
        """The price, or None where there is none or it is no single number."""
        return amount(self.cell(Role.PRICE))

    @property
    def currency(self) -> str:
        """The currency its price column names, or ""."""
        return next((currency_of(column) for column in self.cells if role_of(column) is Role.PRICE), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a pack. `columns` are in order, those of the header where the format has one."""

    document: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def has(self, *roles: Role) -> bool:
        """Whether one of its columns has one of these meanings."""
        return any(role_of(column) in roles for column in self.columns)

    @property
    def tells_of_things(self) -> bool:
        """Whether its rows are things with a name and a date or a price, and no list of something else."""
        return self.has(Role.NAME) and self.has(*DATES, Role.PRICE)


def table_of(
    document: str, text: str, blocks: Sequence[Block], columns: Sequence[str] | None = None
) -> Table | None:
    """The table that `blocks` are rows of, or None where they are something else, too.

    Without `columns`, those that any row has a cell in, in order of appearance.
    """
    if not blocks or any(block.kind is not BlockKind.TABLE_ROW or not block.fields for block in blocks):
        return None
    line, before, rows = 1, 0, list[Row]()
    for block in blocks:
        line += text.count("\n", before, block.start)
        before = block.start
        rows.append(Row(document, line, dict(block.fields)))
    filled = dict.fromkeys(column for row in rows for column in row.cells)
    return Table(document, tuple(columns or filled), tuple(rows))


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, parted by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def amount(cell: str) -> Decimal | None:
    """A price cell as a number; None where it is not a single one."""
    match = _AMOUNT.fullmatch(cell.strip())
    return Decimal(match[1].replace(",", "")) if match else None


# ---------------------------------------------------------------- names

ORDINALS = {
    **{word: number for number, word in enumerate("first second third fourth fifth".split(), 1)},
    **{word: number for number, word in enumerate("sixth seventh eighth ninth tenth".split(), 6)},
}
_GENERATION = re.compile(rf"\b(\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)})[\s-]gen(?:eration)?\b\.?")
_INCHES = re.compile(r"(?<=\d)(?:\s?\"|-in\b\.?|\s?in\.|[\s-]?inch(?:es)?\b)")
_JOINED = re.compile(r"(?<=[^\W_])/(?=[^\W_])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PUNCTUATION = re.compile(r"(?<!\d)\.|\.(?!\d)|[,()\":'-]")


@lru_cache(8192)
def name_key(name: str) -> tuple[str, ...]:
    """A name as it is compared with other names, word by word.

    Case, punctuation and brackets do not count; "Lumo (1st gen)", "Lumo (1st generation)" and "first-generation
    Lumo" are one, and so are ``14"``, "14-inch" and "14 in.". A plus is the word. Roman and Arabic numbers stay
    apart.
    """
    text = fold(name)
    generations = [ORDINALS.get(which) or int(which[:-2]) for which in _GENERATION.findall(text)]
    text = _INCHES.sub(" inch", _GENERATION.sub(" ", text)).replace("+", " plus ")
    text = _APOSTROPHE.sub("", _JOINED.sub(" ", text))
    words = _PUNCTUATION.sub(" ", text).split()
    return (*words, *(f"generation {number}" for number in generations))


def by_name(rows: Iterable[Row], *, aliases: bool = True) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the keys of their names, each row once a key."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        for key in {name_key(name) for name in (row.names if aliases else (row.name,))} - {()}:
            found.setdefault(key, []).append(row)
    return found
