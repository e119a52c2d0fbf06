from collections.abc import Sequence

import pytest

from assistant.domain import Verdict
from assistant.grounding.judging.entailment import Coverage, Premise
from assistant.grounding.judging.judge import ExactJudge

TEXT = "The Lumo One was sold for 499 dollars. Its inventor was very fond of oak."


class Oracle:
    """Stands in for a model: gives every premise the same score and remembers what it was asked."""

    threshold = 0.5

    def __init__(self, supported: float, contradicted: float = 0.0) -> None:
        self._score = Coverage(supported, contradicted)
        self.asked: list[tuple[str, tuple[Premise, ...], str]] = []

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> Sequence[Coverage]:
        self.asked.append((claim, tuple(premises), question))
        return [self._score] * len(premises)


def test_a_model_decides_where_the_exact_checks_do_not_object(evidence) -> None:
    claim = "Fans of good light got the Lumo One for 499 dollars in shops."
    assert ExactJudge().judge(claim, [evidence(TEXT)]).verdict is Verdict.NOT_FOUND
    oracle = Oracle(0.9)
    judgement = ExactJudge(entailment=oracle).judge(
        claim, [evidence(TEXT, title="Lamps")], "What did it cost?"
    )
    assert (judgement.verdict, judgement.confidence) == (Verdict.SUPPORTED, 0.9)
    ((asked, premises, question),) = oracle.asked
    assert (asked, question) == (claim, "What did it cost?")
    assert Premise("The Lumo One was sold for 499 dollars.", "Lamps") in premises


@pytest.mark.parametrize(
    "claim",
    [
        "Fans of good light got the Lumo One for 599 dollars in shops.",
        "Fans of good light got the Nocta for 499 dollars in shops.",
        "Brandt wrote: “The Lumo One was sold for 499 crowns.”",
        "The Lumo One was never sold for 499 dollars.",
    ],
)
def test_no_model_overrules_an_exact_check(evidence, claim: str) -> None:
    oracle = Oracle(1.0)
    assert ExactJudge(entailment=oracle).judge(claim, [evidence(TEXT)]).verdict is not Verdict.SUPPORTED


def test_a_model_may_refuse_what_holds_all_the_words(evidence) -> None:
    claim = "The Lumo One inventor was fond of oak."
    assert ExactJudge().judge(claim, [evidence(TEXT)]).verdict is Verdict.SUPPORTED
    assert ExactJudge(entailment=Oracle(0.2)).judge(claim, [evidence(TEXT)]).verdict is Verdict.NOT_FOUND
    denied = ExactJudge(entailment=Oracle(0.2, 0.7)).judge(claim, [evidence(TEXT)])
    assert (denied.verdict, denied.confidence) == (Verdict.CONTRADICTED, 0.7)


def test_what_the_source_says_in_these_words_needs_no_model(evidence) -> None:
    oracle = Oracle(0.0)
    judge = ExactJudge(entailment=oracle)
    assert (
        judge.judge("The Lumo One was sold for 499 dollars.", [evidence(TEXT)]).verdict is Verdict.SUPPORTED
    )
    assert oracle.asked == []


def test_vetting_tells_candidates_from_objections(evidence) -> None:
    vetted = ExactJudge().vet("The Lumo One was sold for 599 dollars.", [evidence(TEXT)])
    assert not vetted.candidates
    assert "499" in vetted.objections[0][1].reason
