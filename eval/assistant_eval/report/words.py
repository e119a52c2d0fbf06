"""Figures in words: how a value, its interval and a difference read, for every form of the report alike.

Shares are told in percent and their differences in points; a figure that could not be computed says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from assistant_eval.figures import Measure, Measured
from assistant_eval.measures import Unit
from assistant_eval.stats import Estimate, Figure, Unscored

UNSCORED = "not scored"
_MISSED = 0.05  # how often a bound told with 95 % confidence is wrong


def value_words(value: float, unit: Unit) -> str:
    """A value with its unit: ``81.3 %``, ``0.54``, ``98 ms``, ``1.24 s``, ``312``."""
    number, sign = _scaled(value, unit)
    return f"{number} {sign}" if sign else number


def figure_words(figure: Figure, unit: Unit) -> str:
    """The value of a figure, or that there is none."""
    return UNSCORED if isinstance(figure, Unscored) else value_words(figure.value, unit)


def interval_words(measured: Measured) -> str:
    """The 95 % interval of a figure; where nothing (or everything) was found, what n cases can exclude.

    The bootstrap cannot draw what no case shows: its interval would be a point. Then the exact bound is told that
    the rule of three comes near (Hanley and Lippman-Hand, *If nothing goes wrong, is everything all right?*, JAMA
    249, 1983), cases taken as independent.
    """
    figure, unit = measured.figure, measured.measure.unit
    if isinstance(figure, Unscored):
        return figure.reason
    bound = unseen_bound(measured)
    if bound is not None:
        seen = "none" if figure.value == 0 else "all"
        return f"{seen} of {thousands(measured.scored)}; {bound_words(figure.value, bound)} of cases"
    if figure.interval is None:
        return "too few cases"
    low, high = figure.interval
    return range_words(low, high, unit)


def unseen_bound(measured: Measured) -> float | None:
    """The share of cases that 95 % confidence cannot exclude where none of `scored` shows it (or all do).

    None where some do and some do not, and for times and tokens.
    """
    figure, unit = measured.figure, measured.measure.unit
    if isinstance(figure, Unscored) or unit not in {"share", "per_100"}:
        return None
    extreme = figure.value == 0 or (unit == "share" and figure.value == 1)
    return 1 - _MISSED ** (1 / measured.scored) if extreme and measured.scored else None


def bound_words(value: float, bound: float) -> str:
    """The bound of `unseen_bound` in words: ``at most 0.4 %`` or ``at least 99.6 %``."""
    return f"at most {_percent(bound)} %" if value == 0 else f"at least {_percent(1 - bound)} %"


def range_words(low: float, high: float, unit: Unit) -> str:
    """An interval with its unit told once."""
    if unit == "ms" and (high >= 1000) != (low >= 1000):
        return f"{value_words(low, unit)}–{value_words(high, unit)}"
    first, _ = _scaled(low, unit)
    last, sign = _scaled(high, unit)
    return f"{first}–{last} {sign}" if sign else f"{first}–{last}"


def difference_words(figure: Figure, unit: Unit) -> str:
    """A difference with its sign: ``+1.2 points``, ``-0.30``, ``+12 ms``."""
    if isinstance(figure, Unscored):
        return UNSCORED
    return f"{_signed(figure.value, unit)}{_step(unit)}"


def difference_interval_words(figure: Figure, unit: Unit) -> str:
    """The interval of a difference; its ends have signs, so it says *to*."""
    if isinstance(figure, Unscored):
        return figure.reason
    if figure.interval is None:
        return "too few cases"
    low, high = figure.interval
    return f"{_signed(low, unit)} to {_signed(high, unit)}{_step(unit)}"


def better_words(measure: Measure) -> str:
    """Which way is the better one."""
    return {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}[
        measure.better
    ]


def day_words(told: str) -> str:
    """An ISO 8601 time as a day in words; anything else as it is."""
    try:
        day = dt.datetime.fromisoformat(told)
    except ValueError:
        return told
    return f"{day.day} {day:%B %Y}"


def thousands(count: int) -> str:
    """A count with its thousands set apart."""
    return f"{count:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 case``, ``2 cases``."""
    return f"{thousands(count)} {one if count == 1 else many or one + 's'}"


def estimate_of(measured: Mapping[str, Measured], name: str) -> Estimate | None:
    """The estimate of a measure by name; None where it is not there or not scored."""
    known = measured.get(name)
    return known.figure if known is not None and isinstance(known.figure, Estimate) else None


def _scaled(value: float, unit: Unit) -> tuple[str, str]:
    match unit:
        case "share":
            return _percent(value), "%"
        case "per_100":
            return _rate(value), ""
        case "ms":
            return (f"{value / 1000:.2f}", "s") if value >= 1000 else (f"{value:.0f}", "ms")
        case "tokens":
            return f"{value:,.0f}", ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f}" if 0 < share < 1 else f"{100 * share:.0f}"


def _rate(value: float) -> str:
    return f"{value:.2f}" if 0 < abs(value) < 10 else f"{value:.1f}" if value else "0"


def _signed(value: float, unit: Unit) -> str:
    scale, digits = {"share": (100.0, 1), "per_100": (1.0, 2), "ms": (1.0, 0), "tokens": (1.0, 0)}[unit]
    told = f"{scale * value:+.{digits}f}"
    return "0" if float(told) == 0 else told.replace("-", "−")  # a minus as wide as a plus


def _step(unit: Unit) -> str:
    return {"share": " points", "per_100": "", "ms": " ms", "tokens": ""}[unit]
