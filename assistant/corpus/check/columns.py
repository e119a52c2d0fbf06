"""The schema of tables: columns that are missing or misspelt, rows of another length, cells that cannot be read."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from assistant.columns import DATES, Role, column_key, known_columns, role_of
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument, cells_of
from assistant.corpus.tables import Row, Table
from assistant.dates import parse_date
from assistant.domain import Kind, PartialDate

_WANTED = (Role.ALIASES, Role.CATEGORY, Role.RELEASED, Role.DESCRIPTION)
_SEPARATED = (".csv", ".tsv")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_MONTHS = 12


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        table = document.table
        if table is None:
            continue
        yield from _columns(document, table)
        if document.suffix in _SEPARATED:
            yield from _lengths(document)
        if table.tells_of_things:
            orders = _orders(table)
            for row in table.rows:  # a record without a name is one of another sort
                named = bool(row.name) or document.suffix not in _SEPARATED
                yield from _cells(row, orders, named=named)


def _columns(document: PackDocument, table: Table) -> Iterator[Finding]:
    keys = Counter(column_key(column) for column in table.columns)
    for key, count in keys.items():
        if not key:
            problem, remedy = f"{count} column(s) without a name", "name each column in the first line"
            yield document.finding(Severity.WARNING, 0, problem, remedy)
        elif count > 1:
            yield document.finding(
                Severity.ERROR, 0, f"the column {key!r} is there {count} times", "keep one of them"
            )
        elif role_of(key) is None and (near := _near(key, table)):
            problem = f"the column {key!r} is none of those that are understood"
            yield document.finding(Severity.WARNING, 0, problem, f"did you mean {near!r}?")
    if document.source.kind is not Kind.PRODUCT:
        return
    if not table.has(Role.NAME):
        problem = "no column holds the names of its rows"
        yield document.finding(Severity.ERROR, 0, problem, "call the column of names 'name'")
    elif missing := [role.value for role in _WANTED if not table.has(role)]:
        yield document.finding(
            Severity.NOTE, 0, f"has no column {', '.join(missing)}", "add it where fans ask for it"
        )


def _near(key: str, table: Table) -> str:
    """The known column that `key` is probably a misspelling of, unless the table has it already."""
    for near in difflib.get_close_matches(key, known_columns(), 1, 0.8):
        role = role_of(near)
        if role is not None and not table.has(role):
            return near
    return ""


def _lengths(document: PackDocument) -> Iterator[Finding]:
    header, sign = document.header
    for block in document.document.blocks if header else ():
        for cells in cells_of(document.text[block.start : block.end], sign):
            filled = len(cells) - next(
                (at for at, cell in enumerate(reversed(cells)) if cell), len(cells)
            )  # a spreadsheet's empty cells at the end do no harm
            if len(cells) == len(header) or (filled <= len(header) < len(cells)):
                continue
            problem = f"has {len(cells)} cells, the header {len(header)}"
            name = dict(block.fields).get(header[0], "") if header else ""
            remedy = "put cells that hold a comma in quotation marks, and keep empty cells"
            yield document.finding(Severity.ERROR, block.start, problem, remedy, name)


def _orders(table: Table) -> dict[str, bool]:
    """By column of dates, whether days come first in it ("31.12.2019"); none where its cells do not tell."""
    told: defaultdict[str, set[bool]] = defaultdict(set)
    for row in table.rows:
        for column, cell in row.cells.items():
            match = _NUMERIC.fullmatch(cell.strip()) if role_of(column) in DATES else None
            if match and (int(match[1]) > _MONTHS) != (int(match[2]) > _MONTHS):
                told[column].add(int(match[1]) > _MONTHS)
    return {column: order.pop() for column, order in told.items() if len(order) == 1}


def _in_order(cell: str, *, days_first: bool) -> str:
    """The remedy for a date that only its column tells how to read, or ""."""
    match = _NUMERIC.fullmatch(cell.strip())
    if match is None:
        return ""
    day, month = (match[1], match[2]) if days_first else (match[2], match[1])
    try:
        date = PartialDate(int(match[3]), int(month), int(day))
    except ValueError:
        return ""
    return f"write {date}, if {'days' if days_first else 'months'} come first here as elsewhere in its column"


def _cells(row: Row, orders: Mapping[str, bool], *, named: bool) -> Iterator[Finding]:
    where = (row.document, row.line, row.name)
    if not named:
        yield Finding(Severity.ERROR, *where, "has no name", "name the thing, or remove the row")
    for column, cell in row.cells.items():
        role = role_of(column)
        if role in DATES and not _is_iso(cell):
            clear = parse_date(cell)
            remedy = f"write {clear}" if clear else "write 1984, 1984-01 or 1984-01-24, or leave it empty"
            if not clear and column in orders:
                remedy = _in_order(cell, days_first=orders[column]) or remedy
            severity = Severity.WARNING if clear else Severity.ERROR
            yield Finding(severity, *where, f"{column} {cell!r} is not a date", remedy)
        elif role is Role.PRICE and row.price is None:
            remedy = "write one number, and the rest into a column of its own"
            yield Finding(Severity.WARNING, *where, f"{column} {cell!r} is not a number", remedy)


def _is_iso(cell: str) -> bool:
    try:
        PartialDate.parse(cell)
    except ValueError:
        return False
    return True


CHECK = Check("table", "Tables that do not fit their columns", _find)
