from __future__ import annotations

import datetime as dt

import pytest

from assistant.dates import parse_date, parse_period
from assistant.domain import PartialDate


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1984", "1984"),
        (1984, "1984"),
        ("1984-01", "1984-01"),
        ("1984-1-24", "1984-01-24"),
        ("1984/01/24", "1984-01-24"),
        ("2022-05-10 10:21:22 -0700", "2022-05-10"),
        ("1984-01-24T08:00:00Z", "1984-01-24"),
        ("April 1978", "1978-04"),
        ("July 28, 2021", "2021-07-28"),
        ("May 31 2018", "2018-05-31"),
        ("28th of July, 2021", "2021-07-28"),
        ("Sept. 3, 1990", "1990-09-03"),
        ("24/1/1984", "1984-01-24"),
        ("1/24/1984", "1984-01-24"),
        (dt.date(1984, 1, 24), "1984-01-24"),
        (dt.datetime(1984, 1, 24, 8, tzinfo=dt.UTC), "1984-01-24"),
    ],
)
def test_clear_dates(value: object, expected: str) -> None:
    assert parse_date(value) == PartialDate.parse(expected)


@pytest.mark.parametrize(
    "value",
    ["03/04/1984", "soon", "Ma 1984", "1984-13", "February 30, 1984", "", None, True, 20050612, 1.5, []],
)
def test_unclear_dates(value: object) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1976/1985", ("1976", "1985")),
        ("1976-1985", ("1976", "1985")),
        ("1976 – 1985", ("1976", "1985")),
        ("March 1981 to May 1983", ("1981-03", "1983-05")),
        (1984, ("1984", "1984")),
    ],
)
def test_periods(value: object, expected: tuple[str, str]) -> None:
    assert parse_period(value) == tuple(map(PartialDate.parse, expected))


@pytest.mark.parametrize("value", ["1985/1976", "then/now", None, True, ""])
def test_unclear_periods(value: object) -> None:
    assert parse_period(value) is None
