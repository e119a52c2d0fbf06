"""Time that passed between two dates: "two years later" stands on 1995 and 1997."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.grounding.checks.dates import DateMention
from assistant.grounding.checks.quantities import Bound, Quantity

_BETWEEN = re.compile(r"\s+(?:later|after|afterwards|before|earlier)\b")
_DAYS = {"year": 365.25, "month": 30.44, "week": 7.0, "day": 1.0}


def is_elapsed(quantity: Quantity, text: str, dates: Sequence[DateMention]) -> bool:
    """Whether `quantity`, as it stands in `text`, is the time between two of `dates`.

    Dates known only to the month or year bear out what may have passed between them, counted in their own
    unit: 1995 and 1997 lie two years apart, whatever the days.
    """
    if not _BETWEEN.match(text, quantity.end) or quantity.bound is not Bound.EXACT:
        return False
    for value, unit in quantity.readings:
        if unit in _DAYS and any(
            round(_apart(one, other, unit)) == value
            for one, other in combinations(dates, 2)
            if _known(one, other)
        ):
            return True
    return False


def _known(one: DateMention, other: DateMention) -> bool:
    return one.first is not None and other.first is not None


def _apart(one: DateMention, other: DateMention, unit: str) -> float:
    assert one.first is not None
    assert other.first is not None
    return abs((one.first - other.first).days) / _DAYS[unit]
