"""Dates as people write them in front matter, read only where they can mean one thing."""

from __future__ import annotations

import datetime as dt
import re

from assistant.domain import PartialDate

_MONTHS = tuple(dt.date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    )
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T\s].*)?)?")
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_RANGE = re.compile(r"(.+?)\s*(?:/|\s+to\s+|–|—|(?<=\d{4})-(?=\d{4}))\s*(.+)")


def parse_date(value: object) -> PartialDate | None:
    """Read a date, or None where it is not clear which day, month or year is meant.

    Understands date objects, ISO 8601 (with or without a time), ``1984/1/24``, "April 1978",
    "July 28, 2021", "28 July 2021" and "24/1/1984" where only one reading exists.
    """
    if isinstance(value, dt.date):  # a datetime is a date too
        return PartialDate(value.year, value.month, value.day)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return None
    text = " ".join(str(value).split())
    try:
        return _written(text) or _numbered(text)
    except ValueError:  # February 30
        return None


def parse_period(value: object) -> tuple[PartialDate, PartialDate] | None:
    """Read a span of dates ("1976/1985", "1976-1985", "March 1981 to May 1983"), or None."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    single = parse_date(value)
    if single is not None:
        return single, single
    match = _RANGE.fullmatch(value.strip())
    if match is None:
        return None
    first, last = parse_date(match[1]), parse_date(match[2])
    if first is None or last is None or first.earliest > last.latest:
        return None
    return first, last


def _written(text: str) -> PartialDate | None:
    for pattern in _WRITTEN:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        name = match["month"].lower()
        months = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
        if len(months) != 1:
            return None
        day = match.groupdict().get("day")
        return PartialDate(int(match["year"]), months[0], int(day) if day else None)
    return None


def _numbered(text: str) -> PartialDate | None:
    if re.fullmatch(r"\d{4}", text):
        return PartialDate(int(text))
    match = _ISO.fullmatch(text)
    if match:
        year, month, day = match.groups()
        return PartialDate(int(year), int(month), int(day) if day else None)
    match = _NUMERIC.fullmatch(text)
    if match:
        first, second, year = (int(part) for part in match.groups())
        if first == second or first > 12:  # 24/1/1984: only a day can be 24
            return PartialDate(year, second, first)
        if second > 12:
            return PartialDate(year, first, second)
    return None
