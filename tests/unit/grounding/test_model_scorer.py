"""The scorer in service: real parts, the model in the package, and what it says where parts are missing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain import Verdict
from assistant.grounding import judge
from assistant.grounding.scoring.default import default_answerability, default_calibration, default_model
from assistant.grounding.scoring.model_scorer import ModelScorer

CONTEXTS = [
    "Brandt Lamps was founded in Oslo on 7 January 1995. The Lumo One, its first lamp, had a shade of folded paper.",
    "The Lumo Two followed in 1999. It was sold for 299 dollars. Mira Brandt drew it on a train to Bergen.",
]


@pytest.fixture(scope="module")
def scorer() -> ModelScorer:
    return ModelScorer(default_model(), default_calibration())


@pytest.mark.parametrize(
    "claim",
    [
        "The Lumo Two was sold for 299 dollars.",
        "Mira Brandt drew the Lumo Two while she travelled to Bergen by train.",
        "Brandt Lamps was founded in January 1995. Its first lamp, the Lumo One, had a paper shade.",
    ],
)
def test_what_the_context_says_also_in_other_words_is_supported(scorer: ModelScorer, claim: str) -> None:
    assert scorer.score(CONTEXTS, claim).supported


@pytest.mark.parametrize(
    "claim",
    [
        "The Lumo Two was sold for 399 dollars.",
        "The Lumo Two was bought by the museum of modern art in 2004.",
        "Brandt Lamps was founded in Oslo. It employs four hundred people in three countries.",
    ],
)
def test_what_the_context_does_not_say_is_not(scorer: ModelScorer, claim: str) -> None:
    scored = scorer.score(CONTEXTS, claim)
    assert not scored.supported
    assert scored.unsupported


def test_the_doubtful_sentence_is_the_one_that_is_pointed_at() -> None:
    answer = "The Lumo Two was sold for 299 dollars. It won a prize in Milan in 2003."
    found = judge(CONTEXTS, answer)
    (doubted,) = found.unsupported
    assert doubted.text == "It won a prize in Milan in 2003."
    assert doubted.verdict is not Verdict.SUPPORTED


def test_nothing_supports_a_claim_where_there_is_nothing(scorer: ModelScorer) -> None:
    for context in ([], [""], ["...", " "]):
        scored = scorer.score(context, "The Lumo Two was sold for 299 dollars.")
        assert (scored.probability, scored.supported) == (0.0, False)


def test_what_states_nothing_is_supported_by_anything(scorer: ModelScorer) -> None:
    for claim in ("Hello!", "", "Thank you for asking!"):
        assert scorer.score(CONTEXTS, claim).supported


def test_saying_that_it_is_not_there_is_no_invention(scorer: ModelScorer) -> None:
    assert scorer.score(CONTEXTS, "Unable to answer based on given passages.").supported


def test_a_scorer_says_which_parts_spoke(scorer: ModelScorer) -> None:
    assert scorer.score(CONTEXTS, "It was sold for 299 dollars.").parts == (
        "cross-encoder",
        "exact checks",
        "word overlap",
    )


_TEXTS = st.text(max_size=200) | st.sampled_from(
    [*CONTEXTS, "“", "…", "\ud800", "a" * 900, "1 2 3 4 5 6 7 8 9"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_TEXTS, max_size=3), _TEXTS, _TEXTS)
def test_any_text_gets_a_probability_and_spans_within_it(
    scorer: ModelScorer, contexts: Sequence[str], claim: str, question: str
) -> None:
    scored = scorer.score(contexts, claim, question)
    assert 0 <= scored.probability <= 1
    for one in scored.sentences:
        assert 0 <= one.start < one.end <= len(claim)
        assert 0 <= one.probability <= 1
        assert 0 <= one.contradicted <= 1
        if one.window[0] < one.window[1]:
            assert one.window[1] <= len(contexts[one.context])


# ---------------------------------------------------------------- questions


def test_passages_that_answer_are_told_from_passages_that_do_not() -> None:
    judged = default_answerability().judge
    told = judged(
        ["The Lumo Two was a lamp. The Lumo Two cost 299 dollars in every shop."],
        "What did the Lumo Two cost?",
    )
    assert told.answerable
    away = judged(["The weather in Bergen is wet. Trains run every hour."], "What did the Lumo Two cost?")
    assert not away.answerable
    assert told.probability > away.probability


def test_no_passage_answers_nothing() -> None:
    assert not default_answerability().judge([], "What did the Lumo Two cost?").answerable
