"""Numbers with their magnitudes, units and bounds: "$2.5 million" is 2,500,000 dollars, "a dozen" is 12.

A number may be read in more than one way ("128K" is 128 kilobytes or 128,000); two numbers agree when one
reading of each does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from itertools import zip_longest

from assistant.grounding.checks.tokens import level, listed


class Bound(IntEnum):
    """Which side of the number is meant: "under 5", "5", "over 5"."""

    BELOW = -1
    EXACT = 0
    ABOVE = 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number in a text, ``text[start:end]``, with every (value, unit) it may mean.

    The unit is "" where none is said, "ordinal" for a rank, "version" for 10.3.9 or 12:05. `digits` counts
    the significant digits written, for rounding; `rounded` tells that the text says "about".
    """

    words: str
    start: int
    end: int
    readings: frozenset[tuple[Decimal, str]]
    bound: Bound = Bound.EXACT
    rounded: bool = False
    digits: int = 0


_ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = dict(
    zip(listed("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True)
)
_SMALL = {word: number for number, word in enumerate(_ONES)} | _TENS
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_RANKS = {
    word: rank
    for rank, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
}
_ORDINALS = {**_RANKS, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_TIMES = {"twice": 2, "thrice": 3}

_UNITS = {
    form: unit
    for unit, forms in {
        "usd": "$ us$ dollar usd buck",
        "gbp": "£ gbp",
        "eur": "€ euro eur",
        "jpy": "¥ yen jpy",
        "cent": "¢ cent",
        "%": "% percent percentage",
        "second": "second sec",
        "minute": "minute min",
        "hour": "hour hr",
        "day": "day",
        "week": "week",
        "month": "month",
        "year": "year",
        "decade": "decade",
        "century": "century centurie",
        "bit": "bit",
        "byte": "byte",
        "kb": "kb k kilobyte kbyte kib",
        "mb": "mb megabyte mbyte meg mib",
        "gb": "gb gigabyte gig gbyte gib",
        "tb": "tb terabyte",
        "hz": "hz hertz",
        "khz": "khz kilohertz",
        "mhz": "mhz megahertz",
        "ghz": "ghz gigahertz",
        "inch": 'inch inche in. "',
        "foot": "foot feet ft",
        "mile": "mile",
        "mm": "mm millimeter millimetre",
        "cm": "cm centimeter centimetre",
        "km": "km kilometer kilometre",
        "metre": "meter metre",
        "pound": "pound lb",
        "kg": "kg kilogram",
        "gram": "gram",
        "ounce": "ounce oz",
        "watt": "watt",
        "pixel": "pixel",
        "dpi": "dpi",
        "rpm": "rpm",
        "times": "times fold",
    }.items()
    for form in forms.split()
}
_MONEY = frozenset({"usd", "gbp", "eur", "jpy"})

_CARDINAL = "|".join(sorted([*_SMALL, *_SCALES], key=len, reverse=True))
_AND = r"(?:(?<=hundred\s)|(?<=thousand\s)|(?<=million\s))and\s+"  # "seven and four" are two numbers
_WORDED = rf"(?:an?\s+)?(?:half(?:\s+an?)?\s+)?(?:{_CARDINAL})(?:[\s-]+(?:{_AND})?(?:{_CARDINAL}))*"
_UNIT_FORMS = "|".join(
    sorted((re.escape(form) for form in _UNITS if form[0].isalpha() and len(form) > 1), key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"""
    (?P<sign>(?<![^\s(:])-(?=(?:US\$|[$£€¥])?[\d.]))?
    (?P<currency>US\$|[$£€¥])?\s?
    (?P<minus>(?<=[$£€¥])-(?=\d))?
    (?: (?<![^\W_])(?<!\d,)(?P<figure>\d+(?:,\d{{3}})+(?:\.\d+)?(?!\d) | \d+(?:[.:]\d+){{2,}}
                 | \d+:\d\d | \d+(?:\.\d+)? | (?<![\w.])\.\d+)
        (?P<glued>st|nd|rd|th|[A-Za-z]+|"(?!\w))?(?!\w)
      | \b(?P<group>(?:(?:{_WORDED}|(?:a\s+)?half(?:\s+a)?|a|\d+)\s+)?dozen)s?\b
      | \b(?P<twice>twice|thrice)\b
      | \b(?P<worded>{_WORDED})\b
      | \b(?P<half>half)\b
      | \b(?P<ordinal>{"|".join(_ORDINALS)})\b
    )
    (?P<and_half>\s+and\s+a\s+half\b)?
    (?: [\s-]? (?P<scale>hundred|thousand|million|billion|trillion|bn|mn)\b )?
    (?: [\s-]{{0,2}} (?P<unit>years?[\s-]olds?\b|(?:{_UNIT_FORMS})s?\b|%|per\s?cent\b|¢) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUICK = re.compile(rf"\d|\b(?:{_CARDINAL}|dozen|twice|thrice|half|{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:\b(?:over|more than|above|exceed(?:s|ed|ing)|at least|upwards of|beyond)\s+)$", re.IGNORECASE
)
_BELOW = re.compile(
    r"(?:\b(?:under|less than|fewer than|below|almost|nearly|up to|at most|just short of|close to)\s+)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|roughly|some|circa|estimated|almost|nearly|close to)\s+(?:a\s+)?)$",
    re.IGNORECASE,
)
_SECOND_OF_TIME = re.compile(r"\b(?:a|per|each|every|split|half a|one|\d)[\s-]$", re.IGNORECASE)
_COLUMN_UNIT = re.compile(r"\((\w{1,4}|[$£€¥])\):\s*$")  # a table row: "Launch price (USD): 499"
_LOOK_BACK = 24  # characters: the longest of the phrases above
_SCALE_WORD = re.compile(rf"\b(?:{'|'.join(_SCALES)})\b", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|to|and|or)\s?[$£€¥]?$", re.IGNORECASE)


def _worded_value(text: str) -> Decimal:
    total = Decimal(0)
    current = Decimal(0)
    half = re.search(r"\bhalf\b", text) is not None
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in _SCALES:
            total += (current or Decimal(1)) * _SCALES[word]
            current = Decimal(0)
    return (total + current) * (Decimal("0.5") if half else 1)


def _unit(written: str | None) -> str:
    if not written or re.match(r"years?[\s-]old", written.lower()):
        return ""  # an age is often said as a bare number
    form = re.sub(r"\s", "", written.lower())
    return _UNITS.get(form) or _UNITS.get(form.removesuffix("s")) or ""


def _scale(got: dict[str, str]) -> int:
    """What a number is multiplied by: the million of "2 million", the bn of "five bn"."""
    written = got.get("scale", "").lower()
    return _SCALES.get(written) or _SHORT_SCALES.get(written, 1)


def _and_half(got: dict[str, str]) -> Decimal:
    return Decimal("0.5" if "and_half" in got else 0)


def _figure_readings(got: dict[str, str]) -> frozenset[tuple[Decimal, str]] | None:
    """What a number in digits may mean; None for a name such as 3GS or 68000er."""
    figure, glued = got["figure"], got.get("glued", "").lower()
    if figure.count(".") > 1 or ":" in figure:
        parts = re.split(r"\D", figure)
        return frozenset({(Decimal("".join(part.zfill(6) for part in parts)), "version")})
    value = Decimal(figure.replace(",", "")) + _and_half(got)
    if "sign" in got or "minus" in got:
        value = -value
    if glued in ("st", "nd", "rd", "th"):
        return frozenset({(value, "ordinal")})
    scale = _scale(got)
    unit = _unit(got.get("currency")) or _unit(got.get("unit"))
    if not glued:
        return frozenset({(value * scale, unit)})
    readings: set[tuple[Decimal, str]] = set()
    if glued in _SHORT_SCALES:
        readings.add((value * _SHORT_SCALES[glued], unit))
    if _unit(glued) and unit not in _MONEY:
        readings.add((value * scale, _unit(glued)))
    return frozenset(readings) or None


def _readings(got: dict[str, str]) -> frozenset[tuple[Decimal, str]] | None:
    """What a number may mean; None where it is none."""
    if "figure" in got:
        return _figure_readings(got)
    unit = _unit(got.get("currency")) or _unit(got.get("unit"))
    if "half" in got:
        return frozenset({(Decimal("0.5"), unit), (Decimal(50), "%")})
    if "ordinal" in got:
        value, unit = Decimal(_ORDINALS[got["ordinal"].lower()]), "ordinal"
    elif "twice" in got:
        value, unit = Decimal(_TIMES[got["twice"].lower()]), "times"
    elif "group" in got:
        many = re.match(r"\d+", got["group"])
        count = Decimal(many.group()) if many else _worded_value(got["group"].lower())
        value = (count or Decimal("0.5" if "half" in got["group"].lower() else 1)) * 12
    else:
        value = _worded_value(got["worded"].lower()) + _and_half(got)
        value *= _scale(got)
        if value == 1 and not unit:
            return None  # "one of them", "the one": a pronoun
    return frozenset({(value, unit)})


def _significant(got: dict[str, str], readings: frozenset[tuple[Decimal, str]]) -> int:
    """Significant digits written: "thirty-five" has two, "forty" and "a dozen" one."""
    written = got.get("figure") or ("" if "group" in got else str(int(max(value for value, _ in readings))))
    return len(re.sub(r"\D", "", written).strip("0")) or 1


@lru_cache(maxsize=16384)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of `text` in order. Dates are numbers here too: take them out by their places."""
    if not _QUICK.search(text):
        return ()
    found: list[Quantity] = []
    levelled = level(text)
    for match in _NUMBER.finditer(levelled):
        got = {name: value for name, value in match.groupdict().items() if value is not None}
        words = match.group().strip()
        start = match.end() - len(match.group().lstrip())
        before = levelled[max(0, start - _LOOK_BACK) : start]
        readings = _readings(got)
        if readings is not None and (column := _COLUMN_UNIT.search(before)):
            readings = frozenset((value, unit or _unit(column[1])) for value, unit in readings)
        if readings is None or (words.lower() == "second" and _SECOND_OF_TIME.search(before)):
            continue
        below, above = bool(_BELOW.search(before)), bool(_ABOVE.search(before))
        found.append(
            Quantity(
                text[start : start + len(words)],
                start,
                start + len(words),
                readings,
                Bound(above - below),
                bool(_ABOUT.search(before)),
                _significant(got, readings),
            )
        )
    return tuple(_ranges_filled(levelled, found))


def _ranges_filled(text: str, found: list[Quantity]) -> Iterable[Quantity]:
    """In "$5 to 10 million" the first number may also have the unit and scale of the second."""
    for quantity, following in zip_longest(found, found[1:]):
        if following is None or not _RANGE.fullmatch(text[quantity.end : following.start]):
            yield quantity
            continue
        scale = _SCALE_WORD.search(following.words)
        scales = (1, _SCALES[scale.group().lower()]) if scale else (1,)
        bare = all(unit == "" for _, unit in quantity.readings)
        units = {unit for _, unit in following.readings} if bare else {unit for _, unit in quantity.readings}
        more = {(value * by, unit) for value, _ in quantity.readings for unit in units for by in scales}
        yield replace(quantity, readings=quantity.readings | more)


def _units_agree(claimed: str, said: str, *, lenient: bool) -> bool:
    return (
        claimed == said or (claimed == "" and said not in ("ordinal", "version")) or (lenient and said == "")
    )


def _rounds_to(claimed: Quantity, value: Decimal, exact: Decimal) -> bool:
    """Whether `value`, written with so few digits, is `exact` rounded, and its bound is true of it."""
    if not (claimed.rounded or claimed.bound) or value == 0 or exact == 0:
        return False
    step = Decimal(1).scaleb(value.adjusted() - claimed.digits + 1)
    if claimed.bound is Bound.ABOVE:
        return value < exact < value + step
    if claimed.bound is Bound.BELOW:
        return value - step < exact < value
    return abs(exact - value) <= step / 2


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether both may be figures of one unit."""
    return bool({unit for _, unit in one.readings} & {unit for _, unit in other.readings})


def same_quantity(claim: Quantity, source: Quantity, *, lenient: bool = False) -> bool:
    """Whether `source` bears out `claim`: value, unit and bound.

    A claim without a unit stands on a source with one; the other way round only if `lenient` (a table
    cell, whose unit stands in the column's name). "Over 5" stands on "over 5" or on a number that rounds
    down to 5, not on a bare 5; a claim may leave a source's bound out.
    """
    for value, unit in claim.readings:
        for said, said_unit in source.readings:
            if not _units_agree(unit, said_unit, lenient=lenient):
                continue
            if value == said and (claim.bound in (source.bound, Bound.EXACT) or claim.rounded):
                return True
            if unit not in ("version", "ordinal") and _rounds_to(claim, value, said):
                return True
    return False
