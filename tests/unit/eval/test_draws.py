"""Figures drawn from many cases agree with numpy and with the bootstrap one sample at a time."""

from __future__ import annotations

import numpy as np
import pytest
from assistant_eval.draws import HarmonicMean, Mean, Percentile, Ratio
from assistant_eval.measures import Draw, Samples
from assistant_eval.records import Record, Score
from assistant_eval.scores.risk import Area
from assistant_eval.stats import Unscored
from hypothesis import given
from hypothesis import strategies as st

from tests.lumo_records import case

NONE = Unscored("none")
scores = st.one_of(st.integers(0, 8).map(lambda n: n / 4), st.just(NONE))
weights = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def drawn(draw: Draw, rows: list[dict[str, Score]], samples: Samples) -> list[float | None]:
    prepared = draw.prepare([Record(case(), None) for _ in rows], rows)
    told = prepared.over(samples)
    assert np.isfinite(told.values).all()
    assert len(prepared.cases) == len(rows)
    return [float(value) if known else None for value, known in zip(told.values, told.known, strict=True)]


def repeated(values: list[Score], sample: list[int]) -> list[float]:
    """Each known value as often as its case was drawn."""
    return [
        value
        for value, times in zip(values, sample, strict=True)
        if not isinstance(value, Unscored)
        for _ in range(times)
    ]


@given(st.lists(scores, min_size=6, max_size=6), weights)
def test_a_mean_is_numpys(values: list[Score], sample: list[int]) -> None:
    (told,) = drawn(Mean("x"), [{"x": value} for value in values], np.asarray([sample], dtype=float))
    known = repeated(values, sample)
    assert told == (pytest.approx(np.mean(known)) if known else None)


@given(st.lists(scores, min_size=6, max_size=6), weights, st.sampled_from([5, 50, 95]))
def test_a_percentile_is_numpys(values: list[Score], sample: list[int], rank: int) -> None:
    (told,) = drawn(
        Percentile("x", rank), [{"x": value} for value in values], np.asarray([sample], dtype=float)
    )
    known = repeated(values, sample)
    assert told == (pytest.approx(np.percentile(known, rank)) if known else None)


def test_a_rate_is_a_ratio_of_sums_and_no_mean_of_ratios() -> None:
    rows: list[dict[str, Score]] = [
        {"bad": 1.0, "all": 1.0},
        {"bad": 0.0, "all": 9.0},
        {"bad": 0.0, "all": 0.0},
        {"bad": NONE, "all": NONE},
    ]
    ratio = Ratio("bad", "all", "it says nothing", 100)
    assert drawn(ratio, rows, np.ones((1, 4))) == [10.0]
    assert ratio.prepare([Record(case(), None)] * 4, rows).cases == [
        100.0,
        0.0,
        Unscored("it says nothing"),
        NONE,
    ]
    assert drawn(ratio, rows, np.asarray([[0.0, 0.0, 5.0, 5.0]])) == [None]


def test_f1_is_the_harmonic_mean() -> None:
    rows: list[dict[str, Score]] = [
        {"hit": 1.0, "said": 1.0, "so": 1.0},
        {"hit": 0.0, "said": 1.0, "so": 0.0},
        {"hit": 0.0, "said": 1.0, "so": 0.0},
        {"hit": 0.0, "said": 0.0, "so": 1.0},
        {"hit": 0.0, "said": 0.0, "so": 0.0},
        {"hit": NONE, "said": NONE, "so": NONE},
    ]
    draw = HarmonicMean("hit", "said", "so", "neither")
    precision, recall = 1 / 3, 1 / 2
    assert drawn(draw, rows, np.ones((1, 6))) == [
        pytest.approx(2 * precision * recall / (precision + recall))
    ]
    assert draw.prepare([Record(case(), None)] * 6, rows).cases == [
        1.0,
        0.0,
        0.0,
        0.0,
        Unscored("neither"),
        NONE,
    ]


def area(pairs: list[tuple[float, float]]) -> float | None:
    rows: list[dict[str, Score]] = [{"confidence": confidence, "risk": risk} for confidence, risk in pairs]
    (told,) = drawn(Area(), rows, np.ones((1, len(rows))))
    return told


def test_the_area_is_small_where_the_unsure_answers_are_the_wrong_ones() -> None:
    assert area([(0.9, 0), (0.8, 0), (0.7, 1)]) == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert area([(0.9, 1), (0.8, 0), (0.7, 0)]) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert area([(0.5, 1), (0.5, 0)]) == pytest.approx(1 / 2)  # equally sure: they come together
    assert area([(0.5, 0), (0.5, 1)]) == pytest.approx(1 / 2)


@given(
    st.lists(
        st.tuples(st.integers(0, 4).map(lambda n: n / 4), st.sampled_from([0.0, 1.0])),
        min_size=1,
        max_size=12,
    )
)
def test_the_area_does_not_hang_on_the_order_of_the_cases(pairs: list[tuple[float, float]]) -> None:
    assert area(pairs) == pytest.approx(area(pairs[::-1]))
    assert area(sorted(pairs)) == pytest.approx(area(pairs))
