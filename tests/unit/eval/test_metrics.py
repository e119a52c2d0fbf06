"""Metrics of judges agree with scikit-learn, weighted and not, and say what is missing instead of NaN."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from assistant_eval.metrics import (
    auroc,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    f1_unsupported,
    held_out_decisions,
    rows_per_second,
)
from assistant_eval.stats import Unscored
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as sklearn_metrics
from sklearn.calibration import calibration_curve

Sample = tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Labels of both kinds, scores with ties, and weights as a bootstrap gives them."""
    rows = draw(
        st.lists(
            st.tuples(st.booleans(), st.integers(0, 8).map(lambda n: n / 8), st.integers(0, 3)),
            min_size=2,
            max_size=60,
        )
    )
    labels, scores, weights = (np.asarray(column) for column in zip(*rows, strict=True))
    assume(weights[labels].sum() and weights[~labels].sum())
    return labels, scores, weights.astype(np.float64)


@given(samples())
def test_auroc_is_scikit_learns(sample: Sample) -> None:
    labels, scores, weights = sample
    assert auroc(*sample) == pytest.approx(
        sklearn_metrics.roc_auc_score(labels, scores, sample_weight=weights)
    )


@given(samples())
def test_balanced_accuracy_is_scikit_learns(sample: Sample) -> None:
    labels, scores, weights = sample
    decisions = scores >= 0.5
    assert balanced_accuracy(labels, decisions, weights) == pytest.approx(
        sklearn_metrics.balanced_accuracy_score(labels, decisions, sample_weight=weights)
    )


@given(samples())
def test_f1_is_scikit_learns_with_the_unsupported_as_the_class_to_find(sample: Sample) -> None:
    labels, scores, weights = sample
    decisions = scores >= 0.5
    assert f1_unsupported(labels, decisions, weights) == pytest.approx(
        sklearn_metrics.f1_score(labels, decisions, pos_label=False, sample_weight=weights)
    )


@pytest.mark.parametrize("rows", [10, 50, 400])
def test_calibration_error_is_that_of_scikit_learns_bins(rows: int) -> None:
    random = np.random.default_rng(rows)
    probabilities = random.permutation(np.arange(rows)) / rows
    labels = random.random(rows) < probabilities**2
    shares, means = calibration_curve(labels, probabilities, n_bins=10, strategy="quantile")
    expected = np.abs(shares - means).mean()  # bins of equal mass weigh the same
    assert calibration_error(labels, probabilities, np.ones(rows)) == pytest.approx(expected)


@given(samples(), st.randoms(use_true_random=False))
def test_calibration_error_does_not_depend_on_the_order_of_rows(sample: Sample, random: Random) -> None:
    labels, scores, weights = sample
    order = list(range(len(labels)))
    random.shuffle(order)
    shuffled = calibration_error(labels[order], scores[order], weights[order])
    assert shuffled == pytest.approx(calibration_error(labels, scores, weights))
    assert 0 <= shuffled <= 1


@given(samples())
def test_a_weight_is_as_good_as_so_many_copies(sample: Sample) -> None:
    labels, scores, weights = sample
    copies = np.repeat(np.arange(len(labels)), weights.astype(int))
    ones = np.ones(len(copies))
    decisions = scores >= 0.5
    assert auroc(*sample) == pytest.approx(auroc(labels[copies], scores[copies], ones))
    for metric in (balanced_accuracy, f1_unsupported):
        whole = metric(labels, decisions, weights)
        assert whole == pytest.approx(metric(labels[copies], decisions[copies], ones))
    whole = calibration_error(labels, scores, weights)
    assert whole == pytest.approx(calibration_error(labels[copies], scores[copies], ones))


def test_what_is_missing_is_said() -> None:
    scores = np.asarray([0.2, 0.9])
    none = np.zeros(2)
    all_supported, all_unsupported = np.asarray([True, True]), np.asarray([False, False])
    for metric in (auroc, balanced_accuracy):
        for labels, said in ((all_supported, "is supported"), (all_unsupported, "is unsupported")):
            value = metric(labels, scores if metric is auroc else labels, np.ones(2))
            assert isinstance(value, Unscored)
            assert said in value.reason
    assert f1_unsupported(all_supported, all_supported, np.ones(2)) == Unscored(
        "no labelled row is unsupported: there is nothing to find"
    )
    assert f1_unsupported(all_unsupported, all_supported, np.ones(2)) == 0
    for value in (
        auroc(all_supported, scores, none),
        balanced_accuracy(all_supported, all_supported, none),
        f1_unsupported(all_supported, all_supported, none),
        calibration_error(all_supported, scores, none),
    ):
        assert value == Unscored("no row has a label")
    assert isinstance(rows_per_second(np.empty(0), np.empty(0)), Unscored)


def test_rows_per_second() -> None:
    assert rows_per_second(np.asarray([0.5, 1.5]), np.asarray([1.0, 1.0])) == 1.0


@given(samples())
def test_no_threshold_is_better_than_the_best(sample: Sample) -> None:
    labels, scores, _ = sample
    ones = np.ones(len(labels))
    threshold = best_threshold(labels, scores)
    assert isinstance(threshold, float)
    best = balanced_accuracy(labels, scores >= threshold, ones)
    others = [balanced_accuracy(labels, scores >= each, ones) for each in np.arange(0, 1.1, 1 / 16)]
    assert best == pytest.approx(max(others))


def test_a_threshold_is_never_chosen_on_the_row_it_decides() -> None:
    """The outlier's own group would put the threshold at 0.05; the other groups put it at 0.5."""
    labels = np.asarray([True, False] * 20 + [True])
    scores = np.asarray([0.9, 0.1] * 20 + [0.05])
    groups = [f"g{at // 2}" for at in range(41)]
    decisions = held_out_decisions(labels, scores, groups)
    assert not isinstance(decisions, Unscored)
    assert not decisions[-1]
    assert (decisions[:-1] == labels[:-1]).all()


def test_without_other_groups_there_is_no_threshold() -> None:
    labels, scores = np.asarray([True, False]), np.asarray([0.9, 0.1])
    assert held_out_decisions(labels, scores, ["one", "one"]) == Unscored(
        "all rows are of one group: a threshold needs others to be chosen on"
    )
    assert held_out_decisions(labels, scores, ["one", "two"]) == Unscored(
        "too few groups have rows of both kinds to choose a threshold on"
    )
