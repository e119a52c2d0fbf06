"""The reliability diagram: whether a score that says 80 % is right in 80 of 100 rows. One SVG, no library.

DeGroot and Fienberg, "The comparison and evaluation of forecasters", The Statistician 32 (1983), with the bins of
equal mass of `assistant_eval.metrics.calibration_error`: their weighted mean gap is that figure.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.corpus.share import wilson_interval
from assistant_eval.metrics import calibration_error
from assistant_eval.metrics.calibration import BINS
from assistant_eval.stats import Unscored

_LEFT, _TOP, _SIDE = 52, 34, 260
_STRIP = 44  # height of the histogram of scores under the square
_WIDTH, _HEIGHT = _LEFT + _SIDE + 18, _TOP + _SIDE + _STRIP + 52
_SLICES = 20
_COLOURS = "<style>svg{color:#222}@media(prefers-color-scheme:dark){svg{color:#ddd}}</style>"


@dataclass(frozen=True, slots=True)
class Bin:
    """`count` rows of neighbouring scores: their mean score, and the share of them that are supported.

    `low` and `high` bound that share by Wilson's 95 % interval, rows taken as independent.
    """

    count: int
    score: float
    share: float
    low: float
    high: float


def reliability_bins(labels: Sequence[bool], scores: Sequence[float]) -> list[Bin]:
    """Ten bins of equal mass at most, scores rising; equal scores share a bin."""
    if not len(labels):
        return []
    kinds, values = np.asarray(labels, dtype=np.bool_), np.asarray(scores, dtype=np.float64)
    _, rank = np.unique(values, return_inverse=True)
    by_rank = np.bincount(rank).astype(np.float64)
    middle = (np.cumsum(by_rank) - by_rank / 2) / len(values)
    of_row = np.minimum((middle * BINS).astype(np.intp), BINS - 1)[rank]
    return [_bin(kinds[of_row == at], values[of_row == at]) for at in np.unique(of_row)]


def reliability_svg(
    labels: Sequence[bool],
    scores: Sequence[float],
    title: str = "Reliability of the judge",
    *,
    standalone: bool = False,
) -> str | Unscored:
    """The diagram of scores in [0, 1] against labels (True: supported), as one ``<svg>`` element.

    It takes the colour of the text around it, so that it fits a light page and a dark one, and brings no ids,
    classes or scripts. A `standalone` one, for a file of its own, brings colours for both. Unscored without rows.
    """
    error = calibration_error(
        np.asarray(labels, dtype=np.bool_), np.asarray(scores, dtype=np.float64), np.ones(len(labels))
    )
    if isinstance(error, Unscored):
        return error
    bins = reliability_bins(labels, scores)
    told = f"{len(labels)} rows, expected calibration error {error:.3f}"
    parts = [*_frame(title, told), *_points(bins), *_histogram(scores)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">'
    )
    described = "; ".join(f"score {b.score:.2f}: {100 * b.share:.0f} % of {b.count} supported" for b in bins)
    labelled = f"<title>{html.escape(f'{title}: {told}')}</title><desc>{html.escape(described)}</desc>"
    return "".join([head, labelled, _COLOURS if standalone else "", *parts, "</svg>"])


def _bin(labels: np.ndarray, scores: np.ndarray) -> Bin:
    count, share = len(labels), float(labels.mean())
    low, high = wilson_interval(int(labels.sum()), count)
    return Bin(count, float(scores.mean()), share, min(share, low), max(share, high))


def _x(value: float) -> str:
    return f"{_LEFT + _SIDE * value:.1f}"


def _y(value: float) -> str:
    return f"{_TOP + _SIDE * (1 - value):.1f}"


def _line(x1: str, y1: str, x2: str, y2: str, more: str = "") -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="currentColor" {more}/>'


def _text(x: str, y: str, words: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" {more}>{html.escape(words)}</text>'


def _frame(title: str, told: str) -> Iterable[str]:
    yield _text(_x(0), "12", title, 'font-weight="600"')
    yield _text(_x(0), "26", told, 'fill-opacity="0.75"')
    for at in range(6):
        value = at / 5
        faint = 'stroke-opacity="0.15"'
        yield _line(_x(0), _y(value), _x(1), _y(value), faint)
        yield _line(_x(value), _y(0), _x(value), _y(1), faint)
        yield _text(f"{_LEFT - 6}", f"{float(_y(value)) + 4:.1f}", f"{value:.1f}", 'text-anchor="end"')
        yield _text(_x(value), f"{_TOP + _SIDE + _STRIP + 22}", f"{value:.1f}", 'text-anchor="middle"')
    yield _line(_x(0), _y(0), _x(1), _y(1), 'stroke-opacity="0.5" stroke-dasharray="4 4"')
    yield _text(_x(0.5), f"{_HEIGHT - 6}", "score: chance to be supported", 'text-anchor="middle"')
    middle = _TOP + _SIDE / 2
    turned = f'text-anchor="middle" transform="rotate(-90 12 {middle:.0f})"'
    yield _text("12", f"{middle:.0f}", "share supported, by the labels", turned)


def _points(bins: Sequence[Bin]) -> Iterable[str]:
    most = max(each.count for each in bins)
    joined = " ".join(f"{_x(each.score)},{_y(each.share)}" for each in bins)
    yield f'<polyline points="{joined}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    for each in bins:
        radius = 2.5 + 3 * math.sqrt(each.count / most)
        told = f"score {each.score:.2f}, {100 * each.share:.0f} % of {each.count} supported"
        yield _line(_x(each.score), _y(each.low), _x(each.score), _y(each.high), 'stroke-opacity="0.6"')
        yield (
            f'<circle cx="{_x(each.score)}" cy="{_y(each.share)}" r="{radius:.1f}">'
            f"<title>{html.escape(told)}</title></circle>"
        )


def _histogram(scores: Sequence[float]) -> Iterable[str]:
    """How the scores are spread, under the square."""
    counts, _ = np.histogram(np.asarray(scores, dtype=np.float64), bins=_SLICES, range=(0.0, 1.0))
    most, floor = max(1, int(counts.max())), _TOP + _SIDE + _STRIP + 6
    for at, count in enumerate(counts):
        height = _STRIP * float(count) / most
        yield (
            f'<rect x="{_LEFT + _SIDE * at / _SLICES + 0.5:.1f}" y="{floor - height:.1f}" '
            f'width="{_SIDE / _SLICES - 1:.1f}" height="{height:.1f}" fill-opacity="0.35"/>'
        )
