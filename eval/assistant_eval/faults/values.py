"""Wrong values: a number, a unit or magnitude, a date or period changed."""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Iterator

from assistant_eval.faults.kinds import Claimed, Fault, FaultKind

_MONTH_NAMES = [name for name in calendar.month_name if name]
_MONTHS = "|".join(_MONTH_NAMES)
_BOUNDED = re.compile(
    r"(?i)\b(?:over|under|above|below|than|least|most|to|about|around|almost|nearly|some|exceed\w*|up|or|between|and)"
    r"\s*[$£€]?$"
)
"""Before such a word another number may be as true: "more than 30" where the source says "more than 40"."""

# ---------------------------------------------------------------- numbers

_FIGURE = re.compile(r"(?<![\w.,:/#-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,:]\d)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_OTHER_WORDS = """
    two:three three:five four:six five:four six:nine seven:two eight:six nine:seven ten:twelve eleven:fifteen
    twelve:twenty fifteen:fifty twenty:thirty thirty:forty forty:fifty fifty:sixty dozen:hundred twice:thrice
"""
_WORDED = {pair.partition(":")[0]: pair.partition(":")[2] for pair in _OTHER_WORDS.split()}
_WORDED_NUMBER = re.compile(rf"\b(?:{'|'.join(_WORDED)})\b(?!-)")


def wrong_numbers(claim: Claimed, rng: random.Random) -> Iterator[Fault]:
    """One figure or number word another: a digit changed, ten times as much, another word."""
    text = claim.text
    for match in _FIGURE.finditer(text):
        figure, before = match.group(), text[: match.start()]
        date_near = re.search(rf"(?:{_MONTHS})\.? $", before) or re.match(
            rf",? (?:of )?(?:{_MONTHS})\b", text[match.end() :]
        )
        if _YEAR.fullmatch(figure) or date_near or _BOUNDED.search(before) or before.endswith("["):
            continue
        yield Fault.at(FaultKind.NUMBER, text, *match.span(), _other_figure(figure, rng))
    for match in _WORDED_NUMBER.finditer(text):
        if not _BOUNDED.search(text[: match.start()]):
            yield Fault.at(FaultKind.NUMBER, text, *match.span(), _WORDED[match.group()])


def _other_figure(figure: str, rng: random.Random) -> str:
    if rng.random() < 0.2 and "." not in figure and "," not in figure:
        return figure + "0"
    digits = [place for place, sign in enumerate(figure) if sign.isdigit()]
    place = rng.choice(digits)
    other = rng.choice([digit for digit in "123456789" if digit != figure[place]])
    return figure[:place] + other + figure[place + 1 :]


# ---------------------------------------------------------------- units and magnitudes

_OTHER_UNIT = {
    form: other
    for pair in (
        "million billion; thousand million; trillion billion; hundred thousand; MB GB; KB MB; K M; MHz GHz; "
        "kilobytes megabytes; megabytes gigabytes; minutes hours; hours days; days weeks; weeks months; "
        "months years; inches feet; miles kilometers; pounds kilograms; dollars euros; seconds minutes; "
        "hour day; day week; week month; month year; inch foot; mile kilometer; pound kilogram; bit byte"
    ).split(";")
    for one, two in [pair.split()]
    for form, other in ((one, two), (two, one))
}
_NUMBERED = (
    r"(?:\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|"
    r"hundred|thousand|million|billion|few|several))"
)
_UNIT = re.compile(
    rf"{_NUMBERED}(?:[ -]|(?=[KM]))(?P<unit>{'|'.join(sorted(_OTHER_UNIT, key=len, reverse=True))})\b"
)
_CURRENCY = re.compile(r"[$£€](?=\d)")


def wrong_units(claim: Claimed, rng: random.Random) -> Iterator[Fault]:
    """A unit, magnitude or currency another."""
    text = claim.text
    for match in _UNIT.finditer(text):
        unit = match["unit"]
        yield Fault.at(FaultKind.UNIT, text, *match.span("unit"), _OTHER_UNIT[unit])
    for match in _CURRENCY.finditer(text):
        other = rng.choice([sign for sign in "$£€" if sign != match.group()])
        yield Fault.at(FaultKind.UNIT, text, *match.span(), other)


# ---------------------------------------------------------------- dates and periods

_YEARS = re.compile(
    r"(?<![\w$.,/:-])(?:1[5-9]|20)\d\d(?![\w,%/-]|\.\d)(?! (?:people|dollars|lines|units|copies))"
)
_DECADE = re.compile(r"\b(?P<century>1[5-9]|20)(?P<decade>\d)0s\b")
_MONTH = re.compile(rf"\b(?:{_MONTHS})\b")
_MONTH_USED = re.compile(
    r"(?i)(?:\b(?:in|of|on|by|since|until|during|early|late|mid|last|from|to|through)[ -]|\d )$"
)
_DAY = re.compile(
    rf"(?<=\b)(?P<d>\d{{1,2}})(?= (?:{_MONTHS})\b)|(?<=[a-z] )(?P<e>\d{{1,2}})(?=(?:, |,? )\d{{4}}\b)"
)
_ISO = re.compile(r"\b\d{4}-\d\d-(?P<d>\d\d)\b")
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter)(?= (?:of )?\d{4})")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(calendar.day_name)})\b")
_PART = re.compile(
    r"\b(?:early|late)(?= (?:in )?(?:\d{4}|the|January|February|March|April|May|June|July|August))"
)


def wrong_dates(claim: Claimed, rng: random.Random) -> Iterator[Fault]:
    """A year, decade, month, day, season or weekday another; "early" for "late"."""
    text = claim.text
    for match in _YEARS.finditer(text):
        year = int(match.group())
        step = rng.choice([-10, -3, -2, -1, 1, 2, 3, 10])
        yield Fault.at(FaultKind.DATE, text, *match.span(), str(year + step))
    for match in _DECADE.finditer(text):
        yield Fault.at(FaultKind.DATE, text, *match.span("decade"), str(int(match["decade"]) % 9 + 1))
    for match in _MONTH.finditer(text):
        dated = _MONTH_USED.search(text[: match.start()]) or re.match(r" \d", text[match.end() :])
        if dated:
            yield Fault.at(FaultKind.DATE, text, *match.span(), _another(match.group(), _MONTH_NAMES, rng))
    for match in _DAY.finditer(text):
        day = match.group()
        other = rng.choice([number for number in range(1, 29) if number != int(day)])
        yield Fault.at(FaultKind.DATE, text, *match.span(), str(other))
    for match in _ISO.finditer(text):
        other = rng.choice([number for number in range(1, 29) if number != int(match["d"])])
        yield Fault.at(FaultKind.DATE, text, *match.span("d"), f"{other:02d}")
    for match in _SEASON.finditer(text):
        yield Fault.at(
            FaultKind.DATE, text, *match.span(), _another(match.group(), ["spring", "summer", "winter"], rng)
        )
    for match in _WEEKDAY.finditer(text):
        yield Fault.at(
            FaultKind.DATE, text, *match.span(), _another(match.group(), list(calendar.day_name), rng)
        )
    for match in _PART.finditer(text):
        yield Fault.at(FaultKind.DATE, text, *match.span(), "early" if match.group() == "late" else "late")


def _another(word: str, words: list[str], rng: random.Random) -> str:
    return rng.choice([other for other in words if other != word])
