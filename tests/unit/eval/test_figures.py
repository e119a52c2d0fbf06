"""Figures of runs: ratios of sums with intervals, everything unscored counted, differences paired case by case."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from assistant_eval.cases import Case
from assistant_eval.figures import (
    HEADLINE,
    MEASURES,
    Measured,
    case_scores,
    curve,
    figures,
    figures_by_kind,
    headline,
    paired,
    score_record,
)
from assistant_eval.records import Record, record_from
from assistant_eval.stats import Estimate, GroupBootstrap, Unscored
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lumo_records import WORKSHOP, case, citation, record, refusal, scored, whole

FOUNDED = "Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo."
MOVED = "By 2004 the company had 62 employees and sold lamps in 14 countries."
INVENTED = "A choir from Tallinn sang at the opening."


def told(text: str, of: Case, **more: object) -> Record:
    citations = [citation(1, WORKSHOP, FOUNDED), citation(2, WORKSHOP, MOVED)]
    return scored(record(text, citations, [whole(1, WORKSHOP)], of=of, **more))  # type: ignore[arg-type]


def sample() -> list[Record]:
    """Ten cases: good answers, two with inventions, refusals right and wrong, a failure."""
    yes = [case(id=f"y{n}", nuggets=["1995"], group=f"g{n // 2}", kind=f"kind {n % 2}") for n in range(7)]
    no = [case(id=f"n{n}", answerable=False, kind="unanswerable") for n in range(3)]
    return [
        told(f"{FOUNDED} [1]", yes[0]),
        told(f"{FOUNDED} [1] {MOVED} [2]", yes[1]),
        told(f"{FOUNDED} [1] {INVENTED} [2]", yes[2]),
        told(f"{FOUNDED} [1] {MOVED} [2] {INVENTED} {INVENTED}", yes[3]),
        scored(refusal(yes[4])),
        scored(Record(yes[5], None, error="timeout")),
        told(f"{MOVED} [2]", yes[6]),
        scored(refusal(no[0])),
        scored(refusal(no[1])),
        told(f"{MOVED} [2]", no[2]),
    ]


SAMPLE = sample()


def by_name(measured: list[Measured]) -> dict[str, Measured]:
    return {one.measure.name: one for one in measured}


def value(measured: Measured) -> float:
    assert isinstance(measured.figure, Estimate)
    return measured.figure.value


def test_figures_are_what_a_reader_reckons_by_hand() -> None:
    found = by_name(figures(SAMPLE))
    by_hand = {
        "answered": 6 / 10,
        "failed": 1 / 10,
        "correct": 4 / 7,
        "correct_when_answered": 4 / 5,
        "nugget_recall": 4 / 5,
        "unsupported_sentences": 100 * 3 / 11,
        "claims_supported": 8 / 11,
        "fully_supported": 4 / 6,
        "wrong_citations": 100 * 1 / 9,
        "citation_recall": (1 + 1 + 1 / 2 + 2 / 4 + 1 + 1) / 6,
        "invented_quotes": 0,
        "abstention_precision": 2 / 3,
        "abstention_recall": 2 / 3,
        "abstention_f1": 2 / 3,
        "false_refusal": 1 / 7,
        "outcome_right": 7 / 10,
        "complete_p50": 100,
    }
    for name, wanted in by_hand.items():
        assert value(found[name]) == pytest.approx(wanted), name


def test_every_measure_tells_the_cases_it_rests_on_and_why_the_others_are_missing() -> None:
    for one in figures(SAMPLE):
        assert one.scored + sum(one.unscored.values()) == len(SAMPLE), one.measure.name
        assert isinstance(one.figure, Unscored) is (one.scored == 0), one.measure.name
    found = by_name(figures(SAMPLE))
    assert found["unsupported_sentences"].unscored == {"it was refused": 3, "the system failed": 1}
    assert found["quote_integrity"].figure == Unscored("it quotes nothing")
    assert found["quote_integrity"].unscored["it quotes nothing"] == 6


def test_names_are_told_once_and_say_which_side_is_better() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert [one.measure for one in figures(SAMPLE)] == list(MEASURES)
    assert tuple(one.measure.name for one in headline(SAMPLE)) == HEADLINE
    assert all(measure.label and measure.topic and measure.definition.endswith(".") for measure in MEASURES)


def test_intervals_are_those_of_the_group_bootstrap() -> None:
    bad, all_ = (
        np.asarray([0.0 if isinstance(score := one.scores[name], Unscored) else score for one in SAMPLE])
        for name in ("unsupported_sentences", "sentences")
    )

    def rate(weights: np.ndarray) -> float | Unscored:
        return 100 * float(weights @ bad) / below if (below := float(weights @ all_)) else Unscored("none")

    wanted = GroupBootstrap([one.case.cluster for one in SAMPLE]).estimate(rate)
    found = by_name(figures(SAMPLE))["unsupported_sentences"].figure
    assert isinstance(wanted, Estimate)
    assert isinstance(found, Estimate)
    assert found.interval == pytest.approx(wanted.interval)


def test_one_case_has_figures_without_interval_and_none_has_reasons() -> None:
    assert all(isinstance(one.figure, Unscored) or one.figure.interval is None for one in figures(SAMPLE[:1]))
    assert all(isinstance(one.figure, Unscored) for one in figures([]))
    assert curve([]) == []
    assert paired([], SAMPLE)[0].difference == Unscored("there are no cases")


def test_figures_by_kind_are_those_of_its_records() -> None:
    kinds = figures_by_kind(SAMPLE)
    assert list(kinds) == ["kind 0", "kind 1", "unanswerable"]
    assert kinds["unanswerable"] == figures(SAMPLE[7:])


def test_the_same_records_give_the_same_figures_to_the_last_digit_also_after_a_file() -> None:
    again = [record_from(one.as_dict()) for one in sample()]
    for one, other in zip(figures(SAMPLE), figures(again), strict=True):
        assert one == other
        if isinstance(one.figure, Estimate) and isinstance(other.figure, Estimate):
            assert (one.figure.draws == other.figure.draws).all()


def test_records_without_scores_are_scored_first() -> None:
    bare = [replace(one, scores={}) for one in SAMPLE]
    assert figures(bare) == figures(SAMPLE)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(SAMPLE), max_size=8))
def test_no_figure_is_ever_nan_and_shares_stay_within_bounds(some: list[Record]) -> None:
    for one in figures(some):
        if isinstance(one.figure, Estimate):
            told = [one.figure.value, *(one.figure.interval or ())]
            assert all(map(math.isfinite, told))
            if one.measure.unit == "share":
                assert all(-1e-9 <= each <= 1 + 1e-9 for each in told), one.measure.name


# ---------------------------------------------------------------- pairs


def test_a_run_beside_itself_differs_in_nothing() -> None:
    for one in paired(SAMPLE, SAMPLE):
        assert one.worse == one.better == ()
        if isinstance(one.difference, Estimate):
            assert one.difference.value == 0
            assert one.difference.interval in (None, (0, 0))


def test_differences_are_b_minus_a_on_shared_cases_with_the_cases_that_moved() -> None:
    better = [
        told(f"{FOUNDED} [1]", SAMPLE[2].case),
        told(f"{FOUNDED} [1]", SAMPLE[4].case),
        scored(refusal(SAMPLE[9].case)),
        told(f"{FOUNDED} [1]", case(id="nowhere else")),
    ]
    kept = [one for one in SAMPLE if one.case.id not in {each.case.id for each in better}]
    worse = told(f"{FOUNDED} [1] {INVENTED}", SAMPLE[0].case)
    b = [worse, *kept[1:], *better]
    found = {one.measure.name: one for one in paired(SAMPLE, b)}
    unsupported = found["unsupported_sentences"]
    assert (unsupported.worse, unsupported.better) == (("y0",), ("y2",))
    assert isinstance(unsupported.difference, Estimate)
    assert isinstance(unsupported.a, Estimate)
    assert isinstance(unsupported.b, Estimate)
    assert unsupported.difference.value == pytest.approx(unsupported.b.value - unsupported.a.value)
    assert unsupported.a.value == pytest.approx(100 * 3 / 11)
    assert (found["correct"].worse, found["correct"].better) == ((), ("y4",))
    assert found["outcome_right"].better == ("y4", "n2")
    assert found["answered"].worse == found["answered"].better == ()  # neither side is the better one
    assert found["complete_p50"].worse == found["complete_p50"].better == ()


# ---------------------------------------------------------------- single cases, paraphrases, the curve


def test_a_case_alone_has_its_own_rates() -> None:
    alone = {measure.name: score for measure, score in case_scores(SAMPLE[3])}
    assert alone["unsupported_sentences"] == 50
    assert alone["claims_supported"] == 0.5
    assert alone["complete_p95"] == 100
    assert alone["consistency"] == Unscored("the case has no paraphrase")
    assert alone["abstention_precision"] == Unscored("it was not refused")


def test_paraphrases_agree_where_they_end_alike() -> None:
    same = [case(id=str(n), group="one", nuggets=["1995", "62"]) for n in range(3)]
    other = case(id="other", group="one", nuggets=["62"])
    run = [
        told(f"{FOUNDED} [1]", same[0]),
        told(f"{FOUNDED} [1] {INVENTED}", same[1]),
        scored(refusal(same[2])),
    ]
    found = by_name(figures([*run, told(f"{MOVED} [2]", other)]))["consistency"]
    assert value(found) == pytest.approx(1 / 3)
    assert (found.scored, found.unscored) == (3, {"the case has no paraphrase": 1})


def test_the_curve_covers_more_cases_at_more_risk() -> None:
    def sure(confidence: float, nugget: str) -> Record:
        claims = [{"start": 0, "end": 9, "confidence": confidence, "citations": [1]}]
        return told(f"{FOUNDED} [1]", case(id=f"{confidence} {nugget}", nuggets=[nugget]), claims=claims)

    run = [sure(0.9, "1995"), sure(0.8, "1995"), sure(0.6, "Bergen"), scored(refusal())]
    assert curve(run) == [(1 / 4, 0), (2 / 4, 0), (3 / 4, pytest.approx(1 / 3))]
    assert value(by_name(figures(run))["risk_coverage_area"]) == pytest.approx((0 + 0 + 1 / 3) / 3)


def test_scores_are_plain_numbers_or_reasons() -> None:
    for one in SAMPLE:
        for name, score in score_record(one).items():
            assert isinstance(score, Unscored) or (isinstance(score, float) and math.isfinite(score)), name
