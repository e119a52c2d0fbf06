"""What counts as a correction of a false premise."""

from assistant_eval.bench.abstention import corrected
from assistant_eval.bench.datasets import EvidenceText, FanQuestion, QuestionKind

from assistant.domain import Citation, Claim, Judgement, Kind, Outcome, OutcomeKind, Verdict, Voice

EVIDENCE = (EvidenceText("history/lumo.md", "came out in 1984"),)


def asked(kind: QuestionKind = QuestionKind.FALSE_PREMISE) -> FanQuestion:
    return FanQuestion("q", kind, "Why did the Lumo come out in 1990?", True, EVIDENCE)


def answered(text: str, document: str, kind: OutcomeKind = OutcomeKind.ANSWER) -> Outcome:
    return Outcome(
        kind=kind,
        text=text,
        reason="",
        persona="historian",
        release="r",
        disclosure="",
        citations=(
            Citation(1, "p", document, "Lumo", Kind.HISTORY, Voice.BY_BRAND, None, None, 0, 4, "Lumo"),
        ),
        claims=(Claim(text, 0, len(text), Judgement(Verdict.SUPPORTED, 1.0, ""), (1,)),),
    )


def test_the_evidence_told_instead_of_the_premise_is_a_correction() -> None:
    assert corrected(asked(), answered("The Lumo came out in 1984.", "history/lumo.md"))


def test_other_documents_correct_nothing() -> None:
    assert not corrected(asked(), answered("The Lumo came out in 1984.", "history/other.md"))


def test_the_premise_repeated_is_no_correction() -> None:
    assert not corrected(asked(), answered("The Lumo did come out in 1990.", "history/lumo.md"))


def test_refusals_and_true_premises_are_no_corrections() -> None:
    told = answered("The Lumo came out in 1984.", "history/lumo.md")
    refused = answered("I do not know.", "history/lumo.md", OutcomeKind.REFUSAL)
    assert not corrected(asked(QuestionKind.STORY), told)
    assert not corrected(asked(), refused)
