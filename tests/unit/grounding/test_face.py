"""The judge on its own: verdicts with exact spans in answer and context, for whoever asks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Verdict
from assistant.grounding import Judgements, judge
from assistant.grounding.scoring.default import default_scorer
from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.grounding.scoring.scored import Scored, SentenceScore

CONTEXTS = (
    "Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo. The ovens stayed.",
    "The Lumo Two had a shade of folded paper. It cost 299 dollars.",
)
ANSWER = (
    "Good question! Brandt Lamps was founded in a former bakery in Oslo. It cost 399 dollars. "
    "Would you like to know more?"
)


def by_exact_checks(context: str | Sequence[str], answer: str) -> Judgements:
    return judge(context, answer, scorer=ExactScorer())


def test_each_claim_has_its_verdict_its_reason_and_the_words_that_decide() -> None:
    found = by_exact_checks(CONTEXTS, ANSWER)
    founded, cost = found.claims
    assert founded.verdict is Verdict.SUPPORTED
    assert founded.evidence is not None
    assert (founded.evidence.context, founded.evidence.start) == (0, 0)
    assert founded.evidence.text.startswith("Brandt Lamps was founded on 7 January")
    assert cost.verdict is Verdict.CONTRADICTED
    assert "299 dollars" in cost.reason
    assert cost.evidence is not None
    assert (cost.evidence.context, cost.evidence.text) == (1, "It cost 299 dollars.")
    assert found.unsupported == (cost,)
    assert not found.supported


def test_one_text_will_do_for_a_context() -> None:
    assert by_exact_checks(CONTEXTS[0], "The ovens stayed.").supported


def test_a_claim_no_context_speaks_of_has_no_evidence() -> None:
    (claim,) = by_exact_checks(CONTEXTS, "Umbrellas amuse Mira Solberg.").claims
    assert (claim.verdict, claim.evidence) == (Verdict.NOT_FOUND, None)


@pytest.mark.parametrize("answer", ["", "  \n", "Hello! Thank you very much.", "?!"])
def test_an_answer_that_states_nothing_has_no_claims(answer: str) -> None:
    found = by_exact_checks(CONTEXTS, answer)
    assert (found.claims, found.supported, found.probability) == ((), True, 1.0)


@pytest.mark.parametrize("context", ["", (), ("", " ")])
def test_an_empty_context_supports_nothing(context: str | Sequence[str]) -> None:
    found = by_exact_checks(context, "The ovens stayed.")
    assert not found.supported
    assert [claim.verdict for claim in found.claims] == [Verdict.NOT_FOUND]


@dataclass
class Says:
    """A scorer that says what it is told."""

    scored: Scored
    fingerprint: str = "told"

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        return self.scored


def part(probability: float, contradicted: float = 0.0, at: int = 0) -> SentenceScore:
    return SentenceScore(at, at + 1, probability, contradicted, 0, (0, 0), "so")


@pytest.mark.parametrize(
    ("parts", "supported", "verdicts"),
    [
        ([part(0.9), part(0.2, at=1)], False, [Verdict.SUPPORTED, Verdict.NOT_FOUND]),
        ([part(0.9), part(0.2, 0.6, at=1)], False, [Verdict.SUPPORTED, Verdict.CONTRADICTED]),
        ([part(0.9), part(0.7, at=1)], False, [Verdict.SUPPORTED, Verdict.NOT_FOUND]),  # the weakest
        ([part(0.9), part(0.4, at=1)], True, [Verdict.SUPPORTED, Verdict.SUPPORTED]),
    ],
)
def test_all_claims_are_supported_if_and_only_if_the_whole_is(
    parts: list[SentenceScore], supported: bool, verdicts: list[Verdict]
) -> None:
    found = judge("context", "ab", scorer=Says(Scored(0.5, supported, tuple(parts), ("told",))))
    assert [claim.verdict for claim in found.claims] == verdicts
    assert found.supported == (not found.unsupported)
    assert all(0 <= claim.confidence <= 1 for claim in found.claims)


@given(st.lists(st.text(max_size=80), max_size=3), st.text(max_size=120))
def test_spans_are_exact_whatever_the_text(contexts: list[str], answer: str) -> None:
    found = by_exact_checks(contexts, answer)
    assert 0 <= found.probability <= 1
    for claim in found.claims:
        assert answer[claim.start : claim.end] == claim.text
        if claim.evidence:
            where = claim.evidence
            assert contexts[where.context][where.start : where.end] == where.text


def test_the_scorer_in_service_judges_where_none_is_named() -> None:
    assert judge(CONTEXTS, "The ovens stayed.").supported
    assert not judge(CONTEXTS, "The lamp was designed by a Peruvian astronaut in 1873.").supported
    assert default_scorer() is default_scorer()


def test_importing_the_judge_loads_no_model() -> None:
    code = (
        "import sys; from assistant.grounding.judging.judge import ExactJudge; from assistant.grounding import judge;"
        "assert callable(judge); print(sorted({'torch', 'transformers', 'pydantic'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
