"""Two places of a pack that tell different things of one: row against row, table against prose, prose against prose.

Precision is kept: a year agrees with a day in it. Only what is surely about the same thing is compared.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from assistant.columns import DATES, Role, column_key
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack
from assistant.corpus.check.teller import FactTeller, statements
from assistant.corpus.check.told import Statement, ToldFact
from assistant.corpus.tables import Row, name_key
from assistant.domain import PartialDate
from assistant.grounding.checks.quantities import find_quantities

_REMEDY = "find out which is right and correct the other; tell both where sources differ"
_APPEARED = (Role.ANNOUNCED, Role.RELEASED)


def _find(pack: Pack) -> Iterator[Finding]:
    yield from _rows(pack)
    teller = FactTeller(pack.rows)
    silent: dict[tuple[str, Role], list[ToldFact]] = defaultdict(list)
    for statement in statements(pack):
        for fact in teller.read(statement):
            if not _table_tells(fact):
                if fact.is_sure and len(fact.roles) == 1:
                    silent[fact.rows[0].name, fact.roles[0]].append(fact)
            elif not any(_agrees(fact, row) for row in (*fact.rows, *fact.candidates)) and fact.is_sure:
                row = fact.rows[0]
                problem = f"“{fact.words}”, but {row.document}:{row.line} says {_cells(fact.roles, row)}"
                yield _finding(fact.statement, problem)
    for facts in silent.values():
        for at, fact in enumerate(facts):
            other = next((one for one in facts[:at] if not _same(one, fact)), None)
            if other is not None:
                place = f"{other.statement.document}:{other.statement.line}"
                yield _finding(fact.statement, f"“{fact.words}”, but {place} says “{other.words}”")


def _finding(statement: Statement, problem: str) -> Finding:
    return Finding(Severity.ERROR, statement.document, statement.line, statement.place, problem, _REMEDY)


# ---------------------------------------------------------------- rows


def _rows(pack: Pack) -> Iterator[Finding]:
    """Rows of one name, of one table or of two."""
    named: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in pack.rows:
        if key := name_key(row.name):
            for other in named[key]:
                for problem in _differences(row, other):
                    yield Finding(Severity.ERROR, row.document, row.line, row.name, problem, _REMEDY)
            named[key].append(row)


def _differences(row: Row, other: Row) -> Iterator[str]:
    place = f"{other.document}:{other.line}"
    for role in DATES:
        one, two = row.date(role), other.date(role)
        if one and two and not _overlap(one.earliest, one.latest, two):
            yield f"{role.value} {one}, but {place} says {two}"
    same_money = not row.currency or not other.currency or row.currency == other.currency
    if row.price is not None and other.price is not None and same_money and row.price != other.price:
        yield f"price {row.price}, but {place} says {other.price}"


# ---------------------------------------------------------------- prose


def _table_tells(fact: ToldFact) -> bool:
    """Whether the fact's rows hold all cells that it could be compared with."""
    if fact.roles == (Role.PRICE,):
        return any(row.price is not None for row in fact.rows)
    return any(all(row.date(role) for role in fact.roles) for row in fact.rows)


def _agrees(fact: ToldFact, row: Row) -> bool:
    """Whether a row may mean what the fact says; a row that says nothing does not."""
    if fact.roles == (Role.PRICE,):
        return any(_is_price_of(value, unit, row) for value, unit in fact.amounts)
    assert fact.date is not None
    assert fact.date.first is not None
    assert fact.date.last is not None
    dates = [date for role in fact.roles if (date := row.date(role))]
    if not dates:
        return False
    if fact.roles == _APPEARED:  # "introduced": on the first of the two days, or between them
        return fact.date.first <= max(one.latest for one in dates) and fact.date.last >= min(
            one.earliest for one in dates
        )
    return _overlap(fact.date.first, fact.date.last, dates[0])


def _is_price_of(value: Decimal, unit: str, row: Row) -> bool:
    """Whether a price is that of the row, or one that its other cells tell ("$595 afterwards")."""
    if row.currency and unit and row.currency != unit:
        return True  # another currency says nothing against it
    if row.price == value:
        return True
    return any(
        value == amount
        for column, cell in row.cells.items()
        if "price" in column_key(column) or "note" in column_key(column)
        for quantity in find_quantities(cell)
        for amount, _ in quantity.readings
    )


def _same(one: ToldFact, other: ToldFact) -> bool:
    if one.amounts and other.amounts:
        return bool(set(one.amounts) & set(other.amounts))
    if one.date is None or other.date is None:
        return True
    assert one.date.first is not None
    assert one.date.last is not None
    assert other.date.first is not None
    assert other.date.last is not None
    return one.date.first <= other.date.last and other.date.first <= one.date.last


def _overlap(first: dt.date, last: dt.date, date: PartialDate) -> bool:
    return first <= date.latest and date.earliest <= last


def _cells(roles: tuple[Role, ...], row: Row) -> str:
    return ", ".join(f"{role.value} {row.cell(role)}" for role in roles if row.cell(role))


CHECK = Check("disagreement", "Two places that disagree", _find)
