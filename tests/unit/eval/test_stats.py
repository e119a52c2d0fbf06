"""Intervals come from groups, differences are paired, and what cannot be known stays unknown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from assistant_eval.stats import Estimate, GroupBootstrap, Unscored, macro_mean
from numpy.typing import NDArray

Weights = NDArray[np.float64]


def mean_of(values: list[float]) -> Callable[[Weights], float]:
    numbers = np.asarray(values)
    return lambda weights: float(weights @ numbers / weights.sum())


def test_the_interval_of_a_mean_is_the_one_of_the_textbook() -> None:
    values = np.random.default_rng(1).normal(10, 2, size=400)
    estimate = GroupBootstrap([str(at) for at in range(400)]).estimate(mean_of(list(values)))
    assert isinstance(estimate, Estimate)
    error = 1.96 * values.std() / np.sqrt(400)
    assert estimate.value == pytest.approx(values.mean())
    assert estimate.interval == pytest.approx((values.mean() - error, values.mean() + error), abs=0.03)


def test_rows_of_one_group_count_as_one_observation() -> None:
    values = [0.0] * 50 + [1.0] * 50
    apart = GroupBootstrap([str(at) for at in range(100)]).estimate(mean_of(values))
    together = GroupBootstrap([str(at // 25) for at in range(100)]).estimate(mean_of(values))
    assert isinstance(apart, Estimate)
    assert isinstance(together, Estimate)
    assert apart.interval
    assert together.interval
    assert together.interval[1] - together.interval[0] > 3 * (apart.interval[1] - apart.interval[0])


def test_the_same_rows_give_the_same_interval() -> None:
    groups = ["a", "a", "b", "c", "d"]
    one, other = (GroupBootstrap(groups).estimate(mean_of([1, 2, 3, 4, 5])) for _ in range(2))
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.interval == other.interval


def test_one_group_has_a_value_and_no_interval() -> None:
    estimate = GroupBootstrap(["a", "a"]).estimate(mean_of([1, 3]))
    assert isinstance(estimate, Estimate)
    assert (estimate.value, estimate.interval) == (2, None)


def test_samples_that_lack_what_a_figure_needs_are_left_out() -> None:
    def needs_first(weights: Weights) -> float | Unscored:
        return 1.0 if weights[0] else Unscored("the first row is missing")

    often = GroupBootstrap(["a", "b"]).estimate(needs_first)  # drawn in three samples of four
    assert isinstance(often, Estimate)
    assert 650 < len(often.draws) < 850

    def needs_both(weights: Weights) -> float | Unscored:
        return 1.0 if weights.all() else Unscored("a row is missing")

    seldom = GroupBootstrap(["a", "b", "c", "d"]).estimate(needs_both)  # in one of ten
    assert isinstance(seldom, Estimate)
    assert seldom.interval is None


def test_what_cannot_be_computed_is_unscored() -> None:
    assert GroupBootstrap([]).estimate(lambda _: Unscored("nothing")) == Unscored("nothing")


def test_a_difference_is_paired() -> None:
    values = list(np.random.default_rng(2).normal(size=50))
    bootstrap = GroupBootstrap([str(at) for at in range(50)])
    one = bootstrap.estimate(mean_of(values))
    other = bootstrap.estimate(mean_of([value + 1 for value in values]))
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert other.minus(one).interval == pytest.approx((1, 1))


def test_the_macro_mean_counts_every_set_the_same() -> None:
    one, other = Estimate(0.2, np.full(10, 0.2)), Estimate(0.6, np.full(8, 0.6))
    macro = macro_mean([one, Unscored("one class"), other])
    assert isinstance(macro, Estimate)
    assert macro.value == pytest.approx(0.4)
    assert macro.interval == pytest.approx((0.4, 0.4))
    assert isinstance(macro_mean([Unscored("one class")]), Unscored)
