import math

import pytest
from assistant_eval.bench.results import Estimate, Table
from assistant_eval.stats import bootstrap_interval, median, percentile
from hypothesis import given
from hypothesis import strategies as st

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(SCORES)
def test_an_interval_lies_within_the_values_and_around_their_mean(values: list[float]):
    estimate = Estimate.of(values)
    assert min(values) - 1e-9 <= estimate.low <= estimate.mean + 1e-9
    assert estimate.mean - 1e-9 <= estimate.high <= max(values) + 1e-9
    assert estimate.count == len(values)


def test_an_interval_is_as_wide_as_theory_says():
    values = [0.0, 1.0] * 200
    low, high = bootstrap_interval(values)
    assert high - low == pytest.approx(2 * 1.96 * 0.5 / math.sqrt(400), rel=0.1)


def test_the_same_values_give_the_same_interval():
    values = [0.1, 0.9, 0.4, 0.4]
    assert bootstrap_interval(values) == bootstrap_interval(values)


def test_nothing_measured_is_an_error_and_not_zero():
    with pytest.raises(ValueError, match="nothing was measured"):
        Estimate.of([])


def test_an_estimate_is_written_with_counts_and_interval():
    assert Estimate(36 / 39, 0.82, 1.0, 39).share() == "92 % (36/39; 82-100 %)"
    assert Estimate(0.412, 0.38, 0.444, 50).score() == "0.412 (0.380-0.444)"
    assert Estimate(0.031, 0.01, 0.052, 50).score(sign=True) == "+0.031 (+0.010 to +0.052)"


def test_percentiles_of_timings():
    timings = [float(value) for value in range(1, 101)]
    assert median(timings) == 50.5
    assert percentile(timings, 95) == pytest.approx(95.05)
    assert percentile([3.0], 95) == 3.0


def test_a_ragged_table_is_refused():
    with pytest.raises(ValueError, match="2 headings"):
        Table(("a", "b"), (("only one",),))
