"""The years a question asks about: one, a decade, from one to another, before or after one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_YEAR = r"(?:1[5-9]|20)\d\d"
_ALONE = r"(?![-–—/]\d|\d|s\b|['’]s\b)"
_TENS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_DECADE = rf"(?:1[5-9]|20)?\d0['’]?s\b|{'|'.join(_TENS)}"
_AND = r"(?:\s+(?:and|to|till|until|through)\s+|\s?[-–—]\s?)"

PERIOD = (
    rf"(?:(?:between|from|in|during) (?:the years )?(?P<first>{_YEAR}){_AND}(?P<last>{_YEAR}){_ALONE}|"
    rf"(?:in|during|of|from) (?:the year )?(?P<year>{_YEAR}){_ALONE}|"
    rf"(?P<side>before|after|since) (?:the year )?(?P<edge>{_YEAR}){_ALONE}|"
    rf"(?:in|during|of|from|throughout) (?:the )?['’]?(?P<decade>{_DECADE}))"
)
"""How a period stands in a question; `period_of` reads what matched. "The early 80s" are no period."""

_ANY_YEAR = re.compile(rf"\b{_YEAR}")
_SPOKEN = re.compile(rf"\b(?:{'|'.join(_TENS)})\b|['’]\d0s\b", re.IGNORECASE)
_CENTURIES = (1800, 1900, 2000)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole years, the first and the last of them included, and how a sentence says it."""

    first: int
    last: int
    told: str

    def has(self, year: int) -> bool:
        """Whether `year` is one of them."""
        return self.first <= year <= self.last

    def may_be_told(self, text: str) -> bool:
        """Whether `text` has one of its years, or tells of a decade in words."""
        return _SPOKEN.search(text) is not None or any(
            self.has(int(year)) for year in _ANY_YEAR.findall(text)
        )


def period_of(match: re.Match[str], years: Iterable[int]) -> Period | None:
    """What a match of `PERIOD` means; None where it means nothing, or more than one.

    "The 80s" are those in which `years` lie, where they lie in those of one century only.
    """
    if year := match["year"]:
        return Period(int(year), int(year), f"in {year}")
    if match["first"]:
        first, last = int(match["first"]), int(match["last"])
        return Period(first, last, f"from {first} to {last}") if first < last else None
    if side := match["side"]:
        return _beyond(side.casefold(), int(match["edge"]))
    return _decade(match["decade"].casefold(), years)


def _beyond(side: str, edge: int) -> Period:
    told = f"{side} {edge}"
    if side == "before":
        return Period(0, edge - 1, told)
    return Period(edge if side == "since" else edge + 1, 9999, told)


def _decade(spoken: str, years: Iterable[int]) -> Period | None:
    if spoken in _TENS:
        spoken = f"{_TENS.index(spoken) + 2}0s"
    digits = re.sub(r"\D", "", spoken)
    starts = [int(digits)] if len(digits) == 4 else [century + int(digits) for century in _CENTURIES]
    if len(digits) == 4 and digits.endswith("00") and not digits.startswith("20"):
        return None  # the 1900s are mostly the whole century
    if len(starts) > 1:
        known = set(years)
        starts = [start for start in starts if not known.isdisjoint(range(start, start + 10))]
    return Period(starts[0], starts[0] + 9, f"in the {starts[0]}s") if len(starts) == 1 else None
