"""Retrieval scores agree with ir_measures to the ninth digit."""

from __future__ import annotations

from dataclasses import replace

import ir_measures
import pytest
from assistant_eval.records import Retrieved
from assistant_eval.scores.retrieval import DEPTHS, gains_of, score
from assistant_eval.stats import Unscored
from hypothesis import given
from hypothesis import strategies as st

from tests.lumo_records import case, record, refusal

WORDS = ("alpha", "beta", "gamma", "delta")
MEASURES = {
    **{f"recall_at_{depth}": ir_measures.parse_measure(f"R@{depth}") for depth in DEPTHS},
    "ndcg_at_10": ir_measures.parse_measure("nDCG@10"),
    "mrr": ir_measures.parse_measure("RR"),
}


def by_ir_measures(
    passages: list[frozenset[str]], wanted: tuple[str, ...], *, all_needed: bool
) -> dict[str, float]:
    """The scores of passages that hold those words, as TREC's tools have them.

    Words first found together are one relevant document; a passage with nothing new is none.
    """
    relevant: dict[str, int] = {}
    run = {f"passage {at:03}": float(len(passages) - at) for at in range(len(passages))}
    left = set(wanted)
    for at, held in enumerate(passages):
        if left & held:
            relevant[f"passage {at:03}"] = 1
            left = left - held if all_needed else set()
    if all_needed or not relevant:
        missing = left if all_needed else {"any"}
        relevant |= {f"never found {word}": 1 for word in missing}
    told = ir_measures.calc_aggregate(list(MEASURES.values()), {"q": relevant}, {"q": run})
    return {name: float(told[measure]) for name, measure in MEASURES.items()}


@given(
    passages=st.lists(st.frozensets(st.sampled_from(WORDS)), min_size=1, max_size=14),
    wanted=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
    all_needed=st.booleans(),
)
def test_scores_are_those_of_ir_measures(
    passages: list[frozenset[str]], wanted: list[str], *, all_needed: bool
) -> None:
    evidence = [{"doc": "a.md", "contains": word} for word in wanted]
    retrieved = [
        Retrieved("a.md", 0, 9, " ".join(sorted(held)), rank) for rank, held in enumerate(passages, start=1)
    ]
    asked = case(evidence=evidence, all_needed=all_needed)
    told = score(
        record("", retrieved=retrieved[::-1], of=asked)
    )  # by their ranks, in whatever order they are told
    for name, value in by_ir_measures(passages, tuple(wanted), all_needed=all_needed).items():
        assert told[name] == pytest.approx(value, abs=1e-9)


def test_a_passage_must_be_of_the_document_and_hold_the_words_whatever_the_white_space() -> None:
    asked = case(evidence=[{"doc": "a.md", "contains": "dimmed  itself\nat dusk"}])
    held, other = "It dimmed itself at  dusk.", "It dimmed at dusk."
    places = [("b.md", held), ("a.md", other), ("a.md", held)]
    retrieved = [Retrieved(doc, 0, 9, text, rank) for rank, (doc, text) in enumerate(places, start=1)]
    assert gains_of(record("", retrieved=retrieved, of=asked)) == ([False, False, True], 1)
    only_words = [replace(one, document="") for one in retrieved]
    assert gains_of(record("", retrieved=only_words, of=asked)) == ([True, False, False], 1)


def test_what_cannot_be_scored_says_why() -> None:
    evidence = [{"doc": "a.md", "contains": "x"}]
    some = [Retrieved("a.md", 0, 1, "x", 1)]
    reasons = {
        "the case is not answerable": record(
            "", retrieved=some, of=case(answerable=False, evidence=evidence)
        ),
        "the case names no evidence": record("", retrieved=some),
        "the system does not tell what it retrieved": record("", of=case(evidence=evidence)),
        "the system speaks of itself": record("Hi!", of=case(evidence=evidence), drafter="own words"),
        "the system failed": replace(record("", of=case(evidence=evidence)), outcome=None),
    }
    for reason, one in reasons.items():
        assert set(score(one).values()) == {Unscored(reason)}


def test_a_refusal_has_its_retrieval_scored() -> None:
    asked = case(evidence=[{"doc": "a.md", "contains": "x"}])
    one = replace(refusal(asked), retrieved=(Retrieved("a.md", 0, 1, "x", 1),))
    assert score(one)["recall_at_1"] == 1.0
