"""A pack's table against a reference table: which things it has, and in which facts the two agree.

Rows are matched by name and alias as `assistant.corpus.tables.name_key` reads them, the brand's name before a
name being optional. Dates are compared to the coarser precision of the two.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from assistant.columns import DATES, Role, column_key, role_of
from assistant.corpus.load import table as table_format
from assistant.corpus.load.decode import decode
from assistant.corpus.share import Share
from assistant.corpus.tables import Row, Table, by_name, name_key, table_of
from assistant.dates import parse_date
from assistant.domain import PartialDate
from assistant.errors import DocumentError
from assistant.text import words

_NOT_COMPARED = (Role.ID, Role.NAME, Role.ALIASES, Role.FAMILY, Role.CATEGORY, Role.DESCRIPTION)
_REFERENCES = re.compile(r"\b(?:sources?|urls?|ids?|identifiers?|models?|confidence|notes?)\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Agreement(StrEnum):
    """What the pack's cell says to the reference's; it is silent where it is empty."""

    AGREE = "agree"
    DIFFER = "differ"
    SILENT = "silent"


class Precision(StrEnum):
    """How exactly two dates could be compared: to what the coarser of them says."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the reference beside the pack's; `column` is the pack's name for it.

    `hint` says what the reference's value may be instead; `why` is the explanation somebody wrote down.
    """

    column: str
    role: Role | None
    theirs: str
    ours: str
    agreement: Agreement
    precision: Precision | None = None
    hint: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the reference, the pack's row of that name (None: the pack has none), and their cells."""

    row: Row
    match: Row | None
    cells: tuple[Cell, ...] = ()

    @property
    def family(self) -> str:
        """The reference's family; "" for none, as which one in brackets counts, too."""
        family = self.row.cell(Role.FAMILY)
        return "" if family.startswith("(") else family


@dataclass(frozen=True, slots=True)
class FactsReport:
    """The reference's rows beside the pack's; `ignored` were left aside, `unused` explanations fit nothing."""

    compared: tuple[Compared, ...]
    ignored: int
    unused: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rows(self) -> Share:
        """Rows the pack has."""
        return Share(sum(each.match is not None for each in self.compared), len(self.compared))

    @property
    def families(self) -> Share:
        """Families of which the pack has at least one row."""
        every = {each.family for each in self.compared} - {""}
        covered = {each.family for each in self.compared if each.match} - {""}
        return Share(len(covered), len(every))

    @property
    def missing(self) -> tuple[Compared, ...]:
        """Rows the pack does not have."""
        return tuple(each for each in self.compared if each.match is None)

    @property
    def differing(self) -> tuple[tuple[Compared, Cell], ...]:
        """Cells in which the two differ, explained or not."""
        return tuple(
            (each, cell)
            for each in self.compared
            for cell in each.cells
            if cell.agreement is Agreement.DIFFER
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were compared, dates first."""
        columns = dict.fromkeys(cell.column for each in self.compared for cell in each.cells)
        return tuple(sorted(columns, key=lambda column: role_of(column) not in DATES))

    def count(
        self, agreement: Agreement, column: str | None = None, precision: Precision | None = None
    ) -> int:
        """How many cells: of that column, or of all columns of dates; compared to that precision, or to any."""
        return sum(
            cell.agreement is agreement
            and (cell.role in DATES if column is None else cell.column == column)
            and precision in (None, cell.precision)
            for each in self.compared
            for cell in each.cells
        )

    def agreeing(self, column: str | None = None, precision: Precision | None = None) -> Share:
        """The share that agrees, of the cells both have: of a column, or of all columns of dates."""
        agree = self.count(Agreement.AGREE, column, precision)
        return Share(agree, agree + self.count(Agreement.DIFFER, column, precision))

    def agreeing_if_mixed(self) -> Share:
        """The same of all dates, where one may be announced for the reference and released for the pack."""
        agreeing = self.agreeing()
        return Share(agreeing.part + sum(bool(cell.hint) for _, cell in self.differing), agreeing.whole)


# ---------------------------------------------------------------- reading


def read_table(path: Path, name_column: str | None = None) -> Table:
    """The table in a CSV or TSV file; DocumentError where there is none or no column holds names.

    `name_column` says which column holds the names where its own name does not.
    """
    try:
        parsed = table_format.parse(path.read_bytes())
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}): name another file") from error
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error
    table = table_of(path.name, parsed.text, parsed.blocks)
    if table is None:
        raise DocumentError(
            f"{path} holds no rows: name a CSV or TSV file whose first line names the columns"
        )
    if name_column is not None:
        if name_column not in table.columns:
            raise DocumentError(
                f"{path} has no column {name_column!r}: choose one of {', '.join(table.columns)}"
            )
        table = replace(table, rows=tuple(_named(row, name_column) for row in table.rows))
    elif not table.has(Role.NAME):
        raise DocumentError(
            f"{path} has no column of names: say which one with --name: {', '.join(table.columns)}"
        )
    return table


def _named(row: Row, column: str) -> Row:
    """`row` with the cell of `column` as its name."""
    rest = {other: cell for other, cell in row.cells.items() if role_of(other) is not Role.NAME}
    named = {"name": row.cells[column]} if column in row.cells else {}
    return replace(row, cells={**named, **rest})


def read_explanations(path: Path) -> Mapping[tuple[str, str], str]:
    """Why the pack differs, by (id or name, column), from a CSV file with the columns id, column and why."""
    try:
        rows = csv.DictReader(decode(path.read_bytes()).splitlines(), restval="")
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}): name another file") from error
    if rows.fieldnames and not {"id", "column", "why"} <= {*rows.fieldnames}:
        raise DocumentError(f"{path} has the columns {', '.join(rows.fieldnames)}: name them id, column, why")
    explanations: dict[tuple[str, str], str] = {}
    for row in rows:
        name, column, why = (row[each].strip() for each in ("id", "column", "why"))
        if not (name and column and why):
            raise DocumentError(f"{path}, line {rows.line_num}: a cell is empty: write id, column and why")
        explanations[name, column] = why
    return explanations


# ---------------------------------------------------------------- comparing


def compare(
    ours: Table,
    reference: Table,
    *,
    brand: str = "",
    ignore: Sequence[re.Pattern[str]] = (),
    explained: Mapping[tuple[str, str], str] | None = None,
) -> FactsReport:
    """Look up every row of `reference` in `ours` and compare what both tell.

    Rows whose name or family one of the patterns of `ignore` finds are left aside, and so are nameless ones.
    """
    names = _Names(ours.rows, brand)
    why = dict(explained or {})
    used: set[tuple[str, str]] = set()
    compared: list[Compared] = []
    for row in reference.rows:
        if row.name and not any(one.search(row.name) or one.search(row.cell(Role.FAMILY)) for one in ignore):
            each = _compared(row, names.find(row), ours.columns)
            compared.append(_explained(each, why, used))
    unused = tuple(key for key in why if key not in used)
    return FactsReport(tuple(compared), len(reference.rows) - len(compared), unused)


class _Names:
    """The pack's rows by name, then by alias, then with or without the brand before it."""

    def __init__(self, rows: Sequence[Row], brand: str) -> None:
        self._brand = name_key(brand)
        anything = by_name(rows)
        bare: dict[tuple[str, ...], list[Row]] = {}
        for key, held in anything.items():
            bare.setdefault(self._without_brand(key), []).extend(held)
        self._levels = (by_name(rows, aliases=False), anything, bare)

    def find(self, row: Row) -> tuple[Row, ...]:
        """The rows that the reference's row may be, those of the best sort of match only."""
        keys = [name_key(name) for name in row.names]
        for level in self._levels:
            for key in keys:
                if found := level.get(key if level is not self._levels[-1] else self._without_brand(key)):
                    return tuple(found)
        return ()

    def _without_brand(self, key: tuple[str, ...]) -> tuple[str, ...]:
        length = len(self._brand)
        return key[length:] if length and len(key) > length and key[:length] == self._brand else key


def _compared(row: Row, matches: Iterable[Row], columns: Sequence[str]) -> Compared:
    """The row beside the match that differs in least: names may stand for several rows."""
    candidates = [Compared(row, match, tuple(_cells(row, match, columns))) for match in matches]
    if not candidates:
        return Compared(row, None)
    return min(candidates, key=lambda each: sum(cell.agreement is Agreement.DIFFER for cell in each.cells))


def _cells(row: Row, match: Row, columns: Sequence[str]) -> Iterator[Cell]:
    for theirs, value in row.cells.items():
        role = role_of(theirs)
        if role in _NOT_COMPARED or (role is None and _REFERENCES.search(column_key(theirs))):
            continue
        column = next((one for one in columns if _same_column(one, theirs)), None)
        if column is None:
            continue
        cell = Cell(column, role, value, match.cells.get(column, ""), Agreement.SILENT)
        if cell.ours:
            cell = _judged(cell, match)
        yield cell


def _same_column(one: str, other: str) -> bool:
    role = role_of(one)
    return role is role_of(other) if role else column_key(one) == column_key(other)


def _judged(cell: Cell, match: Row) -> Cell:
    if cell.role in DATES:
        ours, theirs = parse_date(cell.ours), parse_date(cell.theirs)
        if ours and theirs:
            same = _same_date(ours, theirs)
            agreement = Agreement.AGREE if same else Agreement.DIFFER
            hint = "" if same else _hint(cell, theirs, match)
            return replace(cell, agreement=agreement, precision=_coarser(ours, theirs), hint=hint)
    elif cell.role is Role.PRICE:
        ours, theirs = prices(cell.ours), prices(cell.theirs)
        if ours and theirs:
            return replace(cell, agreement=Agreement.AGREE if ours & theirs else Agreement.DIFFER)
    ours, theirs = frozenset(words(cell.ours)), frozenset(words(cell.theirs))
    same = ours <= theirs or theirs <= ours
    return replace(cell, agreement=Agreement.AGREE if same else Agreement.DIFFER)


def prices(cell: str) -> frozenset[Decimal]:
    """Every price a cell tells: ``$199/$299* | $499`` (with a contract, and without) has three."""
    return frozenset(Decimal(number.replace(",", "")) for number in _NUMBER.findall(cell))


def _same_date(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest <= other.latest and other.earliest <= one.latest


def _coarser(one: PartialDate, other: PartialDate) -> Precision:
    if one.month is None or other.month is None:
        return Precision.YEAR
    return Precision.MONTH if one.day is None or other.day is None else Precision.DAY


def _hint(cell: Cell, theirs: PartialDate, match: Row) -> str:
    """The other date of the pack's row that the reference's value fits: lists mix up these two."""
    mixed_up = {Role.RELEASED: Role.ANNOUNCED, Role.ANNOUNCED: Role.RELEASED}
    other = mixed_up.get(cell.role) if cell.role else None
    ours = match.date(other) if other else None
    return f"ours for {other.value}" if other and ours and _same_date(ours, theirs) else ""


def _explained(each: Compared, why: Mapping[tuple[str, str], str], used: set[tuple[str, str]]) -> Compared:
    if each.match is None:
        return each
    names = [each.match.cell(Role.ID), each.match.name, each.row.name]
    cells: list[Cell] = []
    for cell in each.cells:
        keys = [(name, cell.column) for name in names] if cell.agreement is Agreement.DIFFER else []
        key = next((key for key in keys if key in why), None)
        if key:
            used.add(key)
            cell = replace(cell, why=why[key])  # noqa: PLW2901 - the same cell, explained
        cells.append(cell)
    return replace(each, cells=tuple(cells))
