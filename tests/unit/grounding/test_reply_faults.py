from dataclasses import replace

from assistant.domain import (
    Citation,
    Claim,
    Judgement,
    Kind,
    Outcome,
    OutcomeKind,
    Quote,
    Verdict,
    Voice,
)
from assistant.grounding.gate.reply import reply_faults

DOCUMENT = "Apple introduced the Macintosh in 1984. Steve Jobs called it “insanely great” that day."
SENTENCE = "Steve Jobs called it “insanely great” that day."
START = DOCUMENT.index(SENTENCE)


def _answer() -> Outcome:
    text = f"Good question! {SENTENCE} [1]"
    at = text.index(SENTENCE)
    words = text.index("insanely great")
    supported = Judgement(Verdict.SUPPORTED, 1.0, "verbatim")
    return Outcome(
        kind=OutcomeKind.ANSWER,
        text=text,
        reason="",
        persona="historian",
        release="r",
        disclosure="AI",
        citations=(
            Citation(
                1,
                "d#0",
                "d.md",
                "D",
                Kind.HISTORY,
                Voice.BY_OTHERS,
                None,
                None,
                START,
                len(DOCUMENT),
                SENTENCE,
            ),
        ),
        claims=(Claim(SENTENCE, at, at + len(SENTENCE), supported, (1,)),),
        quotes=(Quote("insanely great", words, words + len("insanely great"), 1),),
    )


def _faults(outcome: Outcome) -> tuple[str, ...]:
    return reply_faults(outcome, {"d.md": DOCUMENT}.__getitem__)


def test_a_true_answer_has_no_faults() -> None:
    assert _faults(_answer()) == ()


def test_refusals_are_the_products_own_words() -> None:
    assert _faults(replace(_answer(), kind=OutcomeKind.REFUSAL, citations=())) == ()


def test_each_broken_promise_is_named() -> None:
    good = _answer()
    (citation,), (claim,), (quote,) = good.citations, good.claims, good.quotes
    assert "marker [1] has no citation" in _faults(replace(good, citations=()))
    assert any(
        "not marked" in f for f in _faults(replace(good, citations=(citation, replace(citation, marker=2))))
    )
    assert any("offsets" in f for f in _faults(replace(good, citations=(replace(citation, start=3),))))
    assert any("its place" in f for f in _faults(replace(good, claims=(replace(claim, text="x"),))))
    doubted = replace(claim, judgement=Judgement(Verdict.NOT_FOUND, 1.0, ""))
    assert any("not_enough" in f for f in _faults(replace(good, claims=(doubted,))))
    assert any("no citation" in f for f in _faults(replace(good, claims=(replace(claim, markers=()),))))
    assert any("was not checked" in f for f in _faults(replace(good, quotes=())))
    assert any(
        "not in what it cites" in f for f in _faults(replace(good, quotes=(replace(quote, marker=9),)))
    )
    assert any("nobody reviewed" in f for f in _faults(replace(good, text=good.text + " It flew to Mars.")))
