"""A receipt says what no longer holds: by hand-made passages, one change at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.domain import (
    Citation,
    Claim,
    Evidence,
    Judgement,
    Outcome,
    OutcomeKind,
    Quote,
    Revision,
    Rights,
    Verdict,
    Visibility,
    Voice,
)
from assistant.errors import ReceiptError
from assistant.grounding.gate.policy import Repair
from assistant.grounding.judging.judge import ExactJudge
from assistant.grounding.receipts.receipt import Models, Receipt, make_receipt, read_receipt, receipt_text
from assistant.grounding.receipts.replay import Aspect, Replay, Today, replay
from tests.unit.grounding.conftest import make_evidence

WORKSHOP = "Brandt Lamps was founded in 1995 in a former bakery in Oslo. The ovens stayed."
TALK = "A good lamp is like a good host. You notice the evening."
FOUNDED = "Brandt Lamps was founded in 1995 in a former bakery in Oslo."
QUOTED = "Ada Brandt said: “A good lamp is like a good host.”"


def evidence() -> tuple[Evidence, Evidence]:
    return (
        make_evidence(WORKSHOP, passage_id="workshop.md#0", title="The workshop", offset=40),
        make_evidence(
            TALK,
            passage_id="talk.md#0",
            title="A talk",
            voice=Voice.BY_FOUNDER,
            source_speaker="Ada Brandt",
        ),
    )


def citation(marker: int, item: Evidence, words: str) -> Citation:
    start = item.passage.start + item.passage.text.index(words)
    return Citation(
        marker,
        item.passage.id,
        item.source.id,
        item.source.title,
        item.source.kind,
        item.source.voice,
        None,
        None,
        start,
        start + len(words),
        words,
    )


def answer() -> Outcome:
    workshop, talk = evidence()
    text = f"{FOUNDED} [1] {QUOTED} [2]"
    supported = Judgement(Verdict.SUPPORTED, 1.0, "so it is")
    at, words = text.index(QUOTED), "A good lamp is like a good host."
    return Outcome(
        kind=OutcomeKind.ANSWER,
        text=text,
        reason="every sentence is supported",
        persona="historian",
        release="r1",
        disclosure="You are talking with an AI.",
        citations=(citation(1, workshop, FOUNDED), citation(2, talk, words)),
        claims=(
            Claim(FOUNDED, 0, len(FOUNDED), supported, (1,), FOUNDED),
            Claim(QUOTED, at, at + len(QUOTED), supported, (2,), QUOTED),
        ),
        quotes=(Quote(words, text.index(words), text.index(words) + len(words), 2),),
        drafter="a model",
        understood="When was Brandt Lamps founded?",
        revisions=(
            Revision("It won a prize.", None, ("no passage speaks of it",)),
            Revision("It grew.", "Brandt Lamps grew.", (Repair.SUBJECT_NAMED,)),
        ),
    )


def receipt() -> Receipt:
    passages = {item.passage.id: item.passage for item in evidence()}
    return make_receipt(
        answer(),
        "When was it founded?",
        passage=passages.__getitem__,
        models=Models("embed-1", "ground-1", "a model"),
        settings={"evidence_limit": 8},
    )


def today(items: Sequence[Evidence] | None = None, **models: str) -> Today:
    held = {item.passage.id: item for item in (evidence() if items is None else items)}
    sources = {item.source.id: item.source for item in held.values()}
    return Today(
        release="r2",
        embedding=models.get("embedding", "embed-1"),
        grounding=models.get("grounding", "ground-1"),
        judge=ExactJudge(),
        passage=lambda passage_id: held[passage_id].passage if passage_id in held else None,
        document_passages=lambda document: tuple(
            item.passage for item in held.values() if item.source.id == document
        ),
        source=sources.get,
    )


def aspects(found: Replay) -> list[Aspect]:
    return [finding.aspect for finding in found.findings]


def tampered(change: Callable[[dict[str, Any]], None]) -> str:
    raw = json.loads(receipt_text(receipt()))
    change(raw)
    return json.dumps(raw)


# ---------------------------------------------------------------- the file


def test_a_receipt_survives_its_file() -> None:
    written = receipt()
    read, intact = read_receipt(receipt_text(written))
    assert (read, intact) == (written, True)
    assert read.revisions[0] == Revision("It won a prize.", None, ("no passage speaks of it",))
    assert read.revisions[1].reasons == (Repair.SUBJECT_NAMED.value,)


def test_a_receipt_may_be_formatted_anew() -> None:
    written = receipt()
    raw = json.loads(receipt_text(written))
    shuffled = json.dumps(dict(reversed(raw.items())), indent=7, ensure_ascii=True)
    assert read_receipt(shuffled) == (written, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(text=raw["text"].replace("1995", "1996")),
        lambda raw: raw.update(disclosure=""),
        lambda raw: raw["claims"][0].update(verdict="contradicted"),
        lambda raw: raw["revisions"].clear(),
        lambda raw: raw["models"].update(drafter="another"),
        lambda raw: raw.update(note="added"),
        lambda raw: raw.pop("sha256"),
    ],
)
def test_any_change_of_the_content_shows(change: Callable[[dict[str, Any]], None]) -> None:
    read, intact = read_receipt(tampered(change))
    assert not intact
    assert aspects(replay(read, today(), intact=intact))[0] is Aspect.INTEGRITY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no receipt"),
        ("no json", "no receipt"),
        ("[1]", "no receipt"),
        ("{}", "no receipt"),
        ('"receipt"', "no receipt"),
        ("[" * 100_000, "no receipt"),
        ('{"receipt": 99}', "has shape 99, known is 1"),
        ('{"receipt": 1}', "damaged at product"),
        (tampered(lambda raw: raw["claims"][0].update(verdict="maybe")), "damaged at claims.0.verdict"),
    ],
)
def test_what_is_no_receipt_is_said(text: str, said: str) -> None:
    with pytest.raises(ReceiptError, match=said):
        read_receipt(text)


def test_words_that_may_not_be_shown_are_not_in_the_receipt() -> None:
    outcome = answer()
    withheld = replace(outcome.citations[0], withheld=True)
    passages = {item.passage.id: item.passage for item in evidence()}
    made = make_receipt(
        replace(outcome, citations=(withheld, *outcome.citations[1:])),
        "?",
        passage=passages.__getitem__,
        models=receipt().models,
        settings={},
    )
    assert made.citations[0].text == ""
    workshop, talk = evidence()
    hidden = replace(workshop, source=replace(workshop.source, rights=Rights.PARAPHRASE))
    assert replay(made, today([hidden, talk])).holds
    assert aspects(replay(receipt(), today([hidden, talk]))) == [Aspect.RIGHTS]


# ---------------------------------------------------------------- what no longer holds


def test_nothing_changed_everything_holds() -> None:
    found = replay(receipt(), today())
    assert (found.findings, found.moved, found.holds, found.release) == ((), (), True, "r2")


def test_a_deleted_document_takes_its_claims_and_quotations_along() -> None:
    workshop, talk = evidence()
    assert aspects(replay(receipt(), today([talk]))) == [Aspect.PASSAGE, Aspect.CLAIM]
    found = replay(receipt(), today([workshop]))
    assert aspects(found) == [Aspect.PASSAGE, Aspect.QUOTE, Aspect.CLAIM]
    assert "no longer in the release" in found.findings[0].why
    assert found.findings[0].about == "talk.md"


def test_changed_words_are_noticed() -> None:
    _, talk = evidence()
    changed = make_evidence(WORKSHOP.replace("1995", "1996"), passage_id="workshop.md#1", offset=40)
    found = replay(receipt(), today([changed, talk]))
    assert aspects(found) == [Aspect.PASSAGE, Aspect.CLAIM]
    assert "no longer holds the passage in the same words" in found.findings[0].why


def test_words_that_moved_in_their_document_still_hold() -> None:
    _, talk = evidence()
    moved = make_evidence(WORKSHOP, passage_id="workshop.md#7", title="The workshop", offset=900)
    found = replay(receipt(), today([moved, talk]))
    assert found.holds
    assert found.moved == ("The workshop",)


def test_an_embargoed_document_may_not_be_shown_again() -> None:
    workshop, talk = evidence()
    embargoed = replace(workshop, source=replace(workshop.source, visibility=Visibility.EMBARGOED))
    assert aspects(replay(receipt(), today([embargoed, talk]))) == [Aspect.RIGHTS, Aspect.CLAIM]


def test_another_model_is_named_another_drafter_is_not_asked_for() -> None:
    assert aspects(replay(receipt(), today(embedding="embed-2"))) == [Aspect.MODEL]
    found = replay(receipt(), today(grounding="ground-2"))
    assert [(finding.about, finding.why) for finding in found.findings] == [
        ("grounding model", "it was ground-1, today it is ground-2")
    ]


def test_a_claim_todays_judge_does_not_support_is_named_with_the_reason() -> None:
    claim = replace(receipt().claims[0], statement=FOUNDED.replace("1995", "1993"))
    found = replay(replace(receipt(), claims=(claim,)), today())
    (finding,) = found.findings
    assert (finding.aspect, finding.about) == (Aspect.CLAIM, FOUNDED)
    assert "1995" in finding.why


def test_a_quotation_that_is_not_verbatim_is_named() -> None:
    held = receipt()
    quote = replace(held.quotes[0], text="A good lamp is like a bad host.")
    text = held.text.replace("a good host", "a bad host")
    start = text.index(quote.text)
    changed = replace(
        held, text=text, quotes=(replace(quote, start=start, end=start + len(quote.text)),), claims=()
    )
    assert aspects(replay(changed, today())) == [Aspect.QUOTE]


def test_a_forged_hash_does_not_hide_words_out_of_place() -> None:
    forged = replace(receipt(), text="Nothing of the kind.")
    read, intact = read_receipt(receipt_text(forged))
    assert intact
    assert aspects(replay(read, today())) == [Aspect.QUOTE, Aspect.CLAIM, Aspect.CLAIM]


def test_a_citation_of_other_words_is_named() -> None:
    held = receipt()
    citation = replace(held.citations[0], text="Other words.")
    assert aspects(replay(replace(held, citations=(citation, held.citations[1])), today())) == [
        Aspect.PASSAGE
    ]


def test_a_refusal_has_a_receipt_too() -> None:
    workshop, talk = evidence()
    refusal = Outcome(
        OutcomeKind.REFUSAL,
        "I do not know.",
        "no document answers",
        "historian",
        "r1",
        "AI",
        nearby=(citation(1, workshop, WORKSHOP),),
    )
    made = make_receipt(
        refusal,
        "Why?",
        passage={workshop.passage.id: workshop.passage}.__getitem__,
        models=receipt().models,
        settings={},
    )
    assert [record.document for record in made.passages] == ["workshop.md"]
    assert replay(made, today()).holds
    assert aspects(replay(made, today([talk]))) == [Aspect.PASSAGE]
