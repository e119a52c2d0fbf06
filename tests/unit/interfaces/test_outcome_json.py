"""The JSON shape of an outcome is a promise to every program that reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

from assistant.domain import (
    Citation,
    Claim,
    Judgement,
    Kind,
    Outcome,
    OutcomeKind,
    PartialDate,
    Quote,
    Verdict,
    Voice,
)
from assistant.interfaces.outcome_json import outcome_as_dict

CITATION = Citation(
    marker=1,
    passage_id="00ff",
    document="talks/2001-fair.md",
    title="Opening of the fair",
    kind=Kind.SPEECH,
    voice=Voice.BY_FOUNDER,
    date=PartialDate(2001, 5),
    url="https://example.org/fair",
    start=120,
    end=139,
    text="We built it to last",
    locator="12:05",
)
ANSWER = Outcome(
    kind=OutcomeKind.ANSWER,
    text="Ada said: “We built it to last.” [1]",
    reason="every sentence is supported",
    persona="historian",
    release="20260101-1",
    disclosure="You are talking with an AI.",
    citations=(CITATION,),
    claims=(
        Claim(
            "Ada said: “We built it to last.”", 0, 32, Judgement(Verdict.SUPPORTED, 0.98765, "verbatim"), (1,)
        ),
    ),
    quotes=(Quote("We built it to last.", 11, 31, 1),),
    drafter="extractive",
    timings_ms={"retrieve": 12.3456},
)


def test_an_answer_has_exactly_this_shape() -> None:
    assert json.loads(json.dumps(outcome_as_dict(ANSWER))) == {
        "schema": 2,
        "outcome": "answer",
        "text": "Ada said: “We built it to last.” [1]",
        "reason": "every sentence is supported",
        "citations": [
            {
                "marker": 1,
                "document": "talks/2001-fair.md",
                "title": "Opening of the fair",
                "kind": "speech",
                "voice": "by_founder",
                "date": "2001-05",
                "url": "https://example.org/fair",
                "start": 120,
                "end": 139,
                "text": "We built it to last",
                "withheld": False,
                "locator": "12:05",
                "passage": "00ff",
            }
        ],
        "claims": [
            {
                "text": "Ada said: “We built it to last.”",
                "start": 0,
                "end": 32,
                "verdict": "supported",
                "confidence": 0.9877,
                "reason": "verbatim",
                "citations": [1],
            }
        ],
        "quotes": [{"text": "We built it to last.", "start": 11, "end": 31, "citation": 1}],
        "nearby": [],
        "persona": "historian",
        "disclosure": "You are talking with an AI.",
        "release": "20260101-1",
        "drafter": "extractive",
        "understood": "",
        "ticket": None,
        "timings_ms": {"retrieve": 12.3},
    }


def test_refusals_and_handovers_have_the_same_keys() -> None:
    refusal = Outcome(
        OutcomeKind.REFUSAL, "I do not know.", "no evidence", "historian", "r", "AI", nearby=(CITATION,)
    )
    handover = Outcome(OutcomeKind.HANDOVER, "Passed on.", "asked for", "historian", "r", "AI", ticket="A-1")
    shape = outcome_as_dict(ANSWER).keys()
    assert outcome_as_dict(refusal).keys() == outcome_as_dict(handover).keys() == shape
    assert outcome_as_dict(refusal)["nearby"] == outcome_as_dict(ANSWER)["citations"]
    assert (outcome_as_dict(refusal)["outcome"], outcome_as_dict(handover)["outcome"]) == (
        "refusal",
        "handover",
    )
    assert outcome_as_dict(handover)["ticket"] == "A-1"


def test_words_that_may_not_be_shown_stay_inside() -> None:
    withheld = replace(ANSWER, citations=(replace(CITATION, withheld=True),))
    (told,) = cast("list[dict[str, object]]", outcome_as_dict(withheld)["citations"])
    assert (told["withheld"], told["text"], told["start"], told["end"]) == (True, "", 120, 139)
