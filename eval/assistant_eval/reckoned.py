"""Comparisons and counts that follow from rows of a table, reckoned anew.

"A came 327 days before B" stands in no row: two rows bear it out together. A model judges such sentences badly,
so where both rows are there the dates decide. Nothing of the drafter's own reckoning is used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from assistant.domain import PartialDate, Verdict
from assistant.grounding.checks.names import name_run
from assistant.grounding.checks.quantities import Quantity, find_quantities

Row = Mapping[str, str]
Span = tuple[dt.date, dt.date]

_VERB = (
    r"(?:came|was|were|is|appeared|followed|arrived|went on sale|launched)(?: (?:out|first|released|announced|"
    r"introduced|launched|unveiled|presented|published|discontinued|withdrawn|on sale))*"
)
_ORDER = re.compile(
    rf"^(?:the )?(?P<one>[^,.;:]+?) (?P<verb>{_VERB})(?P<apart> [^,.;:]*?)? "
    rf"(?P<order>before|after|earlier than|later than) (?:the )?(?P<other>[^,;:]+?)(?: did| was)?\.?$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?P<count>\d+) [\w ]*?\b(?P<verb>released|announced|introduced|discontinued) "
    r"(?P<when>in (?:the )?\d{4}s?|from \d{4} to \d{4}|(?:before|after|since) \d{4})"
    r"(?P<kind> (?:for|in its category) [^:]+?)?: (?P<names>.+?)\.?$",
    re.IGNORECASE,
)
_WAITED = re.compile(
    r"^(?:the )?(?P<name>.+?) went on sale (?P<days>\d+) days after its announcement\.?$", re.IGNORECASE
)
_EXTREME = re.compile(
    r"^The (?P<end>newest|first|most expensive|cheapest) .+? in “.+?” (?:is|are) (?P<names>.+?)\.?$"
)
_COUNTED = re.compile(
    r"\bhas (?P<count>\d+) entr(?:y|ies) for (?:the )?(?P<things>[^:]+): (?P<names>.+?)\.?$", re.IGNORECASE
)
_DEARER = re.compile(
    r"^(?:the )?(?P<one>.+?) cost (?:[$€£](?P<sum>[\d,]+(?:\.\d+)?) )?more at launch than (?:the )?(?P<other>.+?)\.?$",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"\bin its category “([^”]+)”")
_SHARED = re.compile(r", (?![^()]*\))| and (?![^()]*\))")  # not "(3rd generation, late 2009)"
_NAMES = frozenset(["name", "title", "product", "model"])
_ENDS = frozenset(["discontinued", "withdrawn", "end of sale", "retired"])
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


def reckoned(sentence: str, rows: Sequence[Row]) -> Verdict | None:
    """How `rows` stand to a comparison or count; None where the sentence is none, or no row is of what it names.

    A comparison of which only one side has its row is not found: one row cannot bear it out.
    """
    for pattern, stands in (
        (_WAITED, _waited),
        (_ORDER, _order),
        (_LISTED, _listing),
        (_EXTREME, _extreme),
        (_COUNTED, _counted),
        (_DEARER, _dearer),
    ):
        if match := pattern.search(sentence):
            return stands(match, rows)
    return None


def _order(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    one, other = list(_named(match["one"], rows)), list(_named(match["other"], rows))
    if not one or not other:
        return Verdict.NOT_FOUND if one or other else None
    apart = find_quantities(match["apart"] or "")
    verdicts: list[Verdict] = []
    for column in _columns(match["verb"], (*one, *other)):
        for mine in _dates(one, column):
            for its in _dates(other, column):
                first, second = (
                    (mine, its) if match["order"].lower() in ("before", "earlier than") else (its, mine)
                )
                verdicts.append(_stands(first, second, apart, match["apart"] or ""))
    if Verdict.SUPPORTED in verdicts:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if Verdict.CONTRADICTED in verdicts else Verdict.NOT_FOUND


def _stands(first: Span, second: Span, apart: Sequence[Quantity], words: str) -> Verdict:
    """Whether `first` was before `second`, by so much where the sentence says how much."""
    if first[1] >= second[0]:
        return Verdict.CONTRADICTED if first[0] >= second[1] else Verdict.NOT_FOUND
    least, most = (second[0] - first[1]).days, (second[1] - first[0]).days
    if not apart:
        some_months = "months" in words
        return Verdict.SUPPORTED if not some_months or least < _DAYS["year"] else Verdict.CONTRADICTED
    said, slack = 0.0, 0.0
    for quantity in apart:
        value, unit = max(quantity.readings, key=lambda reading: reading[1] in _DAYS)
        if unit not in _DAYS:
            return Verdict.NOT_FOUND
        said += float(value) * _DAYS[unit]
        slack = _DAYS[unit] / 2 if unit != "day" else 0.0  # the smallest unit named is the exactness
    return Verdict.SUPPORTED if least - slack <= said <= most + slack else Verdict.CONTRADICTED


def _listing(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    """Whether each thing listed has a row of that year, and whether so many are listed."""
    names = [name for name in _SHARED.split(match["names"]) if name]
    found = [list(_named(name, rows)) for name in names]
    if not any(found):
        return None
    if not all(found):
        return Verdict.NOT_FOUND
    first, last = _years(match["when"].lower())
    for of_one in found:
        spans = [span for column in _columns(match["verb"], of_one) for span in _dates(of_one, column)]
        if not any(first <= span[0].year and span[1].year <= last for span in spans):
            return Verdict.CONTRADICTED if spans else Verdict.NOT_FOUND
    if not _all_of_kind(match["kind"] or "", found):
        return Verdict.NOT_FOUND
    return Verdict.SUPPORTED if len(names) == int(match["count"]) else Verdict.CONTRADICTED


def _counted(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    """Whether each thing listed has a row that says it is of that sort, and whether so many are listed."""
    found = [list(_named(name, rows)) for name in _SHARED.split(match["names"]) if name]
    if not any(found):
        return None
    if not _all_of_kind(match["things"], found):
        return Verdict.NOT_FOUND
    return Verdict.SUPPORTED if len(found) == int(match["count"]) else Verdict.CONTRADICTED


def _years(when: str) -> tuple[int, int]:
    """The first and the last year of "in 1984", "in the 1980s", "from 1980 to 1985", "before 1960"."""
    years = [int(digits) for digits in re.findall(r"\d{4}", when)]
    if when.endswith("s"):
        return years[0], years[0] + 9
    if when.startswith("before"):
        return 0, years[0] - 1
    if when.startswith(("after", "since")):
        return years[0] + when.startswith("after"), 9999
    return years[0], years[-1]


def _all_of_kind(kind: str, found: Sequence[Sequence[Row]]) -> bool:
    """Whether a row of each thing says that it is of that sort: of a name, of a category, or of both."""
    told = " ".join([_CATEGORY.sub("", kind).strip().removeprefix("for "), *_CATEGORY.findall(kind)])
    wanted = set(name_run(told))
    return all(any(wanted <= set(name_run(" ".join(row.values()))) for row in of_one) for of_one in found)


def _dearer(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    """Whether the one's price is above the other's, by so much where the sentence says how much."""
    one, other = list(_named(match["one"], rows)), list(_named(match["other"], rows))
    if not one or not other:
        return Verdict.NOT_FOUND if one or other else None
    verdicts: list[Verdict] = []
    for column in dict.fromkeys(key for row in (*one, *other) for key in row if "price" in key.lower()):
        for (sign, mine), (its_sign, its) in product(_sums(one, column), _sums(other, column)):
            if sign == its_sign:
                said = Decimal(match["sum"].replace(",", "")) if match["sum"] else mine - its
                right = mine > its and mine - its == said
                verdicts.append(Verdict.SUPPORTED if right else Verdict.CONTRADICTED)
    if Verdict.SUPPORTED in verdicts:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if verdicts else Verdict.NOT_FOUND


def _sums(rows: Iterable[Row], column: str) -> Iterator[tuple[str, Decimal]]:
    """Sums of money, each after its sign; "1.299" is none, as it may be more than a thousand or little over one."""
    for row in rows:
        if match := re.fullmatch(r"(\D?)(\d[\d,]*(?:\.\d{1,2})?)", row.get(column, "").strip()):
            yield match[1], Decimal(match[2].replace(",", ""))


def _waited(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    """Whether a row has both days, so far apart."""
    found = list(_named(match["name"], rows))
    if not found:
        return None
    for announced in _dates(found, "announced"):
        for released in _dates(found, "released"):
            if announced[0] == announced[1] and released[0] == released[1]:
                right = (released[0] - announced[0]).days == int(match["days"])
                return Verdict.SUPPORTED if right else Verdict.CONTRADICTED
    return Verdict.NOT_FOUND


def _extreme(match: re.Match[str], rows: Sequence[Row]) -> Verdict | None:
    """Whether each thing has its row, and no row at hand of the same family lies beyond it.

    That no other row of the whole table does, the evidence of one answer cannot tell.
    """
    found = [list(_named(name, rows)) for name in _SHARED.split(match["names"]) if name]
    if not any(found):
        return None
    if not all(found):
        return Verdict.NOT_FOUND
    named = [row for of_one in found for row in of_one]
    families = {row.get("family", "") for row in named}
    others = [row for row in rows if row.get("family", "") in families - {""} and row not in named]
    beyond = _beyond_in_price if match["end"] in ("most expensive", "cheapest") else _beyond_in_time
    return Verdict.CONTRADICTED if beyond(match["end"], named, others) else Verdict.SUPPORTED


def _beyond_in_time(end: str, named: Sequence[Row], others: Sequence[Row]) -> bool:
    spans, rest = ([span for row in some for span in _appearances(row)] for some in (named, others))
    if not spans:
        return False
    if end == "first":
        first = min(span[0] for span in spans)
        return any(span[1] < first for span in rest)
    last = max(span[1] for span in spans)
    return any(span[0] > last for span in rest)


def _beyond_in_price(end: str, named: Sequence[Row], others: Sequence[Row]) -> bool:
    column = next((key for row in named for key in row if "price" in key.lower()), "")
    return any(
        sign == its_sign and (its < mine if end == "cheapest" else its > mine)
        for (sign, mine), (its_sign, its) in product(_sums(named, column), _sums(others, column))
    )


def _appearances(row: Row) -> Iterator[Span]:
    for column in _columns("", [row]):
        yield from _dates([row], column)


def _named(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows whose name is `name`; else those that give it as another name."""
    wanted = name_run(name)
    known = list(rows)
    named = [
        row for row in known if any(name_run(row[key]) == wanted for key in row if key.lower() in _NAMES)
    ]
    yield from named or (
        row
        for row in known
        for key, value in row.items()
        if key.lower() == "aliases" and any(_run(alias) == wanted for alias in re.split(r"[;|]", value))
    )


def _run(name: str) -> tuple[str, ...]:
    run = name_run(name)
    return run[1:] if run[:1] == ("the",) else run


def _columns(verb: str, rows: Sequence[Row]) -> list[str]:
    """The columns of dates the verb may speak of: that of its own name, or all that tell of an appearance."""
    dated = dict.fromkeys(key for row in rows for key in row if _span(row[key]))
    own = [key for key in dated if key.lower() in verb.lower().split()]
    return own or [key for key in dated if key.lower().replace("_", " ") not in _ENDS]


def _dates(rows: Iterable[Row], column: str) -> Iterator[Span]:
    for row in rows:
        if span := _span(row.get(column, "")):
            yield span


def _span(value: str) -> Span | None:
    try:
        date = PartialDate.parse(value)
    except ValueError:
        return None
    return date.earliest, date.latest
