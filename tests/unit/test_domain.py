"""Dates as exactly as they are known, filters, and what the value types promise."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import domain
from assistant.domain import Filter, Kind, PartialDate, Source, Visibility, Voice

DAYS = st.dates()


def source(**values: object) -> Source:
    fields = {"id": "a.md", "title": "A", "kind": Kind.HISTORY, "voice": Voice.BY_OTHERS, "checksum": "0"}
    return Source(**{**fields, **values})


@given(day=DAYS)
def test_a_day_is_read_back_as_it_was_written(day: dt.date) -> None:
    date = PartialDate.parse(day.isoformat())
    assert (date.earliest, date.latest) == (day, day)
    assert str(date) == day.isoformat()
    assert PartialDate.parse(str(date)) == date


@given(day=DAYS)
def test_a_month_and_a_year_hold_their_days(day: dt.date) -> None:
    month, year = PartialDate(day.year, day.month), PartialDate(day.year)
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert month.latest.month == day.month
    assert (month.latest.toordinal() + 1 - month.earliest.toordinal()) in {28, 29, 30, 31}
    assert PartialDate.parse(str(month)) == month
    assert PartialDate.parse(str(year)) == year


@pytest.mark.parametrize(
    ("text", "words"),
    [("1984-01-24", "24 January 1984"), ("1984-01", "January 1984"), (" 1984 ", "1984"), ("0079", "79")],
)
def test_dates_are_put_into_words(text: str, words: str) -> None:
    assert PartialDate.parse(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        *("", "84", "1984-1", "1984-13", "1984-02-30", "24/01/1984", "1984-01-24T00:00", "0000"),
        *("1984-00", "1984-01-00", "1984-00-00"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_the_last_month_there_is_ends() -> None:
    assert PartialDate(9999, 12).latest == dt.date(9999, 12, 31)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(1984, None, 24)


@pytest.mark.parametrize(
    ("where", "allowed"),
    [
        (Filter(), True),
        (Filter(kinds=frozenset({Kind.HISTORY})), True),
        (Filter(kinds=frozenset({Kind.LETTER})), False),
        (Filter(voices=frozenset({Voice.BY_FOUNDER})), False),
        (Filter(after=dt.date(1984, 12, 31)), True),
        (Filter(after=dt.date(1985, 1, 1)), False),
        (Filter(before=dt.date(1984, 1, 1)), True),
        (Filter(before=dt.date(1983, 12, 31)), False),
    ],
)
def test_a_filter_allows_what_may_match(where: Filter, allowed: bool) -> None:
    assert where.allows(source(date=PartialDate(1984))) is allowed


def test_a_source_without_a_date_matches_no_bound() -> None:
    assert Filter().allows(source())
    assert not Filter(after=dt.date(1, 1, 1)).allows(source())
    assert not Filter(before=dt.date(9999, 1, 1)).allows(source())


def test_an_embargo_ends_on_its_day() -> None:
    held = source(visibility=Visibility.EMBARGOED, embargo=dt.date(2030, 1, 31))
    assert not Filter(today=dt.date(2030, 1, 30)).allows(held)
    assert Filter(today=dt.date(2030, 1, 31)).allows(held)
    assert not Filter().allows(source(visibility=Visibility.EMBARGOED, embargo=dt.date(2999, 1, 1)))


def test_every_value_is_frozen() -> None:
    values = [
        value
        for value in vars(domain).values()
        if dataclasses.is_dataclass(value) and value.__module__ == domain.__name__
    ]
    assert len(values) > 15
    assert all(value.__dataclass_params__.frozen for value in values)
