"""Drawings of a report as inline SVG: they take their colours from the page and need nothing from elsewhere.

Bars repeat figures that stand beside them in words, so they are hidden from screen readers; the curve says in
its label what it shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from assistant_eval.measures import Better, Unit
from assistant_eval.stats import Figure, Unscored

Curve = Sequence[tuple[float, float]]
"""Points of coverage and risk, both in [0, 1], coverage rising."""

_WIDTH, _HEIGHT = 132, 14
_PLOT_WIDTH, _PLOT_HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 24, 14, 44


def top_of_scale(figures: Sequence[Figure], unit: Unit) -> float:
    """Where the scale of bars that are to be compared ends: 1 for shares, else a round number above them all."""
    if unit == "share":
        return 1.0
    known = [figure for figure in figures if not isinstance(figure, Unscored)]
    highest = max((max(each.value, *(each.interval or (0.0,))) for each in known), default=0.0)
    return _round_up(highest) if highest > 0 else 1.0


def interval_bar(figure: Figure, top: float, better: Better = "neither") -> str:
    """A track from 0 to `top` with the interval as a band and the value as a stroke; empty where unscored."""
    if isinstance(figure, Unscored):
        return ""
    low, high = figure.interval or (figure.value, figure.value)
    left, right, at = (_place(value, top) for value in (low, high, figure.value))
    middle = _HEIGHT / 2
    return (
        f'<svg class="bar {better}" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        'preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="track" x="0" y="{middle - 2:g}" width="{_WIDTH}" height="4" rx="2"/>'
        f'<rect class="fill" x="0" y="{middle - 2:g}" width="{at:.1f}" height="4" rx="2"/>'
        f'<rect class="band" x="{left:.1f}" y="{middle - 5:g}" width="{max(right - left, 0.5):.1f}" '
        'height="10" rx="2"/>'
        f'<rect class="value" x="{min(max(at - 1.25, 0), _WIDTH - 2.5):.1f}" y="0" width="2.5" '
        f'height="{_HEIGHT}" rx="1"/></svg>'
    )


def curve_chart(curve: Curve, label: str) -> str:
    """Risk over coverage as a line, its end marked; `label` says the same in words."""
    top = _round_up(max((risk for _, risk in curve), default=0.0) or 0.05)
    top = min(top, 1.0)
    points = [(_across(coverage), _down(risk, top)) for coverage, risk in curve]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[0]  # the surest answers are all equally sure: among them there is no order
    alike = f'<line class="alike" x1="{_LEFT}" x2="{x:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
    area = f"{_LEFT},{_down(0, top):.1f} {_LEFT},{y:.1f} {line} {points[-1][0]:.1f},{_down(0, top):.1f}"
    end_x, end_y = points[-1]
    return "".join(
        (
            f'<svg class="plot" viewBox="0 0 {_PLOT_WIDTH} {_PLOT_HEIGHT}" role="img" aria-label="{escape(label)}">',
            *_axes(top),
            f'<polygon class="area" points="{area}"/>{alike}<polyline class="line" points="{line}"/>',
            f'<circle class="end" cx="{end_x:.1f}" cy="{end_y:.1f}" r="4"/></svg>',
        )
    )


def _axes(top: float) -> Iterator[str]:
    for step in range(6):  # the top is 1, 2, 2.5 or 5 of something: fifths of it are round
        share = step / 5
        y, x = _down(share * top, top), _across(share)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_PLOT_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, f"{100 * share * top:g} %", "end")
        yield _text(x, _PLOT_HEIGHT - _BOTTOM + 18, f"{100 * share:g} %", "middle")
    middle = _LEFT + (_PLOT_WIDTH - _LEFT - _RIGHT) / 2
    yield _text(middle, _PLOT_HEIGHT - 6, "share of questions answered (coverage)", "middle")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _place(value: float, top: float) -> float:
    return _WIDTH * min(max(value / top, 0.0), 1.0)


def _across(coverage: float) -> float:
    return _LEFT + coverage * (_PLOT_WIDTH - _LEFT - _RIGHT)


def _down(risk: float, top: float) -> float:
    return _TOP + (1 - min(risk / top, 1.0)) * (_PLOT_HEIGHT - _TOP - _BOTTOM)


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9))
