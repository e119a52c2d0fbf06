"""Dates and periods as exactly as they are said.

A claim may be coarser than its source, never finer: "in 1984" and "January 1984" stand on "24 January
1984", not the other way round. A mention is a stretch of days, or, without a year, a month, a day of a month
or a weekday.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain import PartialDate
from assistant.grounding.checks.tokens import level


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date in a text, ``text[start:end]``.

    `first` and `last` are the days it may mean, both None when the year is not said; `month`, `day` and
    `weekday` (Monday is 0) hold what is said without a year, or follows from an exact day.
    """

    words: str
    start: int
    end: int
    first: dt.date | None = None
    last: dt.date | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


_MONTHS = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_SEASONS = {
    "spring": (3, 1, 6, 20),
    "summer": (6, 1, 9, 22),
    "autumn": (9, 1, 12, 20),
    "fall": (9, 1, 12, 20),
}
_PARTS = {  # thirds of the twelve months of a year, generously
    "early": (0, 4),
    "beginning": (0, 4),
    "start": (0, 4),
    "mid": (3, 9),
    "middle": (3, 9),
    "late": (7, 12),
    "end": (7, 12),
}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_HALVES = {"first": (1, 6), "second": (7, 12)}

_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?P<{0}>1[0-9]\d\d|20\d\d)(?![\d%]|[.,]\d|-?[A-Za-z])"
_DAY = r"(?P<{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
_PART = r"(?P<{0}>early|mid|late|(?:the )?(?:beginning|start|middle|end) of(?: the)?)[\s-]"

_YEAR_MONTH = re.compile(r"(?<![\w-])(?P<ym>(?:1[0-9]|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w-])")
_PATTERNS = [
    _YEAR_MONTH,
    *(
        re.compile(pattern)
        for pattern in (
            r"\b(?P<y>1[0-9]\d\d|20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
            rf"\b{_DAY.format('d')}(?: of)? {_MONTH.format('m')},? {_YEAR.format('y')}",
            rf"\b{_MONTH.format('m')} {_DAY.format('d')},? (?:of )?{_YEAR.format('y')}",
            rf"(?i:\b{_PART.format('p')})?\b{_MONTH.format('m')},?(?: of)?(?: in)? {_YEAR.format('y')}",
            rf"\b{_MONTH.format('m')} '(?P<yy>\d\d)\b",
            r"(?i:\b(?P<s>spring|summer|autumn|fall|winter)(?: of|,)?) " + _YEAR.format("y"),
            r"(?i:\b(?P<q>first|second|third|fourth|last) quarter of) " + _YEAR.format("y"),
            r"\bQ(?P<qn>[1-4]) " + _YEAR.format("y"),
            r"(?i:\b(?P<h>first|second) half of) " + _YEAR.format("y"),
            rf"(?i:\b{_PART.format('p')})?(?<![$£€\d.,])\b(?P<dec>1[0-9]\d0|20\d0)'?s\b",
            rf"(?i:\b{_PART.format('p')})?(?<!\w)'?(?P<dd>[1-9]0)'?s\b",
            r"(?i:\b(?P<cent>1\d|2[01])(?:st|th) century\b)",
            rf"\b{_DAY.format('d')}(?: of)? {_MONTH.format('m')}(?!\w)",
            rf"\b{_MONTH.format('m')} {_DAY.format('d')}(?!,?\d)",
            rf"(?i:\b{_PART.format('p')})(?:in )?{_YEAR.format('y')}",
            r"(?<![$£€\d.,:#/-])(?<!US\$)(?<!\w)" + _YEAR.format("y"),
            r"(?<=[12]\d{3}-)" + _YEAR.format("y"),
            r"(?<=[12]\d{3}-)(?P<yy2>\d\d)(?!\d)",
            r"(?<!\w)'(?P<yy>[5-9]\d|[012]\d)(?!\w)",
            rf"\b{_MONTH.format('m')}(?!\w)",
            r"\b(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b",
        )
    ),
]
_COUNTED = re.compile(
    r"\s+(?:lines?|people|employees|copies|units|dollars?|times|words|bytes|pages|machines|computers|chips|"
    r"pounds|miles|feet|hours|minutes|seconds|days|percent|per\s?cent)\b"
)
_BARE_MONTHS = re.compile(
    r"(?i:\b(?:in|of|on|by|since|until|till|during|early|late|mid|last|next|this|each|every|from|to|and|that|"
    r"through|around|before|after)[\s-])$"
)


def _span(first: PartialDate, last: PartialDate | None = None) -> tuple[dt.date, dt.date]:
    return first.earliest, (last or first).latest


def _year_part(part: str, year: int, years: int = 1) -> tuple[dt.date, dt.date]:
    low, high = next(bounds for word, bounds in _PARTS.items() if word in part.lower().split())
    if years == 1:
        return _span(PartialDate(year, low + 1), PartialDate(year, high))
    return _span(PartialDate(year + low * years // 12), PartialDate(year + -(-high * years // 12) - 1))


def _month_part(part: str, year: int, month: int) -> tuple[dt.date, dt.date]:
    low, high = next(bounds for word, bounds in _PARTS.items() if word in part.lower().split())
    whole = PartialDate(year, month)
    days = (whole.latest - whole.earliest).days + 1
    first = whole.earliest + dt.timedelta(days=low * days // 12)
    return first, whole.earliest + dt.timedelta(days=high * days // 12 - 1)


def _full_year(two_digits: str) -> int:
    number = int(two_digits)
    return 1900 + number if number >= 50 else 2000 + number


def _read(match: re.Match[str]) -> DateMention | None:
    """The mention a pattern found; None where it is not a date after all."""
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    words, start, end = match.group(), match.start(), match.end()
    if "w" in got:
        return DateMention(words, start, end, weekday=_WEEKDAYS[got["w"].lower()])
    if "ym" in got:
        return None if _is_range(match) else _whole(PartialDate.parse(got["ym"]), words, start, end)
    month = (
        _MONTHS[got["m"].lower().rstrip(".")]
        if got.get("m", "").isalpha() or "." in got.get("m", "")
        else None
    )
    if "m" in got and month is None:
        month = int(got["m"])
    day = int(got["d"]) if "d" in got else None
    year = int(got["y"]) if "y" in got else _full_year(got["yy"]) if "yy" in got else None
    if "yy2" in got:
        year = _second_year(int(match.string[start - 5 : start - 1]), int(got["yy2"]))
        if year is None:
            return None
    if year is None and month is not None:
        return DateMention(words, start, end, month=month, day=day)
    try:
        first, last = _days(got, year, month, day)
    except ValueError:  # 31 February
        return None
    exact = first == last
    return DateMention(
        words,
        start,
        end,
        first,
        last,
        month=month or (first.month if exact else None),
        day=first.day if exact else None,
        weekday=first.weekday() if exact else None,
    )


def _whole(date: PartialDate, words: str, start: int, end: int) -> DateMention:
    """`date` as a mention."""
    exact = date.day is not None
    weekday = date.earliest.weekday() if exact else None
    return DateMention(words, start, end, date.earliest, date.latest, date.month, date.day, weekday)


def _is_range(match: re.Match[str]) -> bool:
    """Whether "2007-08" is two years, as in the middle of a sentence: a cell holds a month."""
    year, month = match["ym"].split("-")
    before = match.string[: match.start()].rstrip()[-1:]
    prose = before.isalnum() or before == ","
    return prose and _second_year(int(year), int(month)) is not None


def _second_year(first: int, two_digits: int) -> int | None:
    """The year meant by the last two digits of one after `first`: "1984-85", "1999-00"; None where there is none."""
    second = first - first % 100 + two_digits
    if two_digits == 0 and first % 100 == 99:
        return first + 1
    return second if second > first else None


def _days(
    got: dict[str, str], year: int | None, month: int | None, day: int | None
) -> tuple[dt.date, dt.date]:
    """First and last day meant by the named groups of one pattern."""
    if year is None:
        return _many_years(got)
    if "p" in got:
        return _year_part(got["p"], year) if month is None else _month_part(got["p"], year, month)
    if "s" in got:
        return _season(got["s"].lower(), year)
    if "q" in got or "qn" in got:
        quarter = int(got["qn"]) if "qn" in got else _QUARTERS[got["q"].lower()]
        return _span(PartialDate(year, quarter * 3 - 2), PartialDate(year, quarter * 3))
    if "h" in got:
        low, high = _HALVES[got["h"].lower()]
        return _span(PartialDate(year, low), PartialDate(year, high))
    return _span(PartialDate(year, month, day))


def _many_years(got: dict[str, str]) -> tuple[dt.date, dt.date]:
    """A century ("19th century", "the 1800s") or a decade or part of it."""
    if "cent" in got:
        first = (int(got["cent"]) - 1) * 100
        return _span(PartialDate(first), PartialDate(first + 99))
    first = int(got["dec"]) if "dec" in got else 1900 + int(got["dd"])
    if "p" in got:
        return _year_part(got["p"], first, 10)
    is_century = first in range(1000, 2000, 100)  # "the 2000s" are rather a decade
    return _span(PartialDate(first), PartialDate(first + (99 if is_century else 9)))


def _season(season: str, year: int) -> tuple[dt.date, dt.date]:
    if season == "winter":
        return dt.date(year, 12, 1), dt.date(year + 1, 3, 20)
    first_month, first_day, last_month, last_day = _SEASONS[season]
    return dt.date(year, first_month, first_day), dt.date(year, last_month, last_day)


def _is_bare_month(text: str, mention: DateMention) -> bool:
    """Whether "May" or "March" alone, at `mention`, is a month: only after a word that dates."""
    if mention.day is not None or mention.words.lower().rstrip(".") not in ("may", "march", "mar", "jan"):
        return True
    return bool(_BARE_MONTHS.search(text[: mention.start]))


@lru_cache(maxsize=16384)
def find_dates(text: str) -> tuple[DateMention, ...]:
    """The dates of `text` in order, the longest reading at each place."""
    if not any(character.isdigit() or character.isupper() for character in text):
        return ()
    levelled = level(text)
    taken: list[DateMention] = []
    for pattern in _PATTERNS:
        # a dash is no hyphen: "2007–08" is two years
        for match in pattern.finditer(text if pattern is _YEAR_MONTH else levelled):
            if any(match.start() < other.end and other.start < match.end() for other in taken):
                continue
            mention = _read(match)
            if mention is None or (mention.first is None and not _is_bare_month(levelled, mention)):
                continue
            if len(mention.words) == 4 and _COUNTED.match(levelled, mention.end):
                continue  # "2000 lines": a number
            taken.append(mention)
    return tuple(sorted(taken, key=lambda mention: mention.start))


def date_of(source: PartialDate) -> DateMention:
    """A source's own date as a mention, for use as context."""
    return _whole(source, str(source), 0, 0)


def same_date(claim: DateMention, source: DateMention) -> bool:
    """Whether `source` alone bears out `claim`: the same time, said at least as exactly."""
    if claim.first is not None and claim.last is not None:
        if source.first is None or source.last is None:
            return False
        return claim.first <= source.first and source.last <= claim.last
    if claim.weekday is not None:
        return claim.weekday == source.weekday
    return claim.month == source.month and claim.day in (None, source.day)


def may_be_same(claim: DateMention, source: DateMention) -> bool:
    """Whether two dates may mean the same time, whichever is finer."""
    if same_date(claim, source) or same_date(source, claim):
        return True
    bare = claim.first is None or source.first is None
    return bare and claim.month is not None and claim.month == source.month


def date_supported(
    claim: DateMention, sources: Iterable[DateMention], context: Iterable[DateMention]
) -> bool:
    """Whether the sources' dates bear out `claim`; `context` dates may supply it, or just the year.

    "24 January 1984" stands on "on January 24" in a passage dated 1984.
    """
    sources, context = tuple(sources), tuple(context)
    if any(same_date(claim, source) for source in (*sources, *context)):
        return True
    if claim.first is None or claim.last is None or claim.month is None:
        return False
    said = any(
        source.first is None and source.month == claim.month and claim.day in (None, source.day)
        for source in sources
    )
    return said and any(
        source.first is not None and source.first.year == claim.first.year
        for source in (*sources, *context)
        if source.last is not None and source.last.year == claim.first.year
    )
