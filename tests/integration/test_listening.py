"""Messages that are no questions, heard by the real classifier, and what a real assistant makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from assistant_eval.training.asked import QUESTIONS, packs_in, read_questions

from assistant.assembly import Assistant
from assistant.domain import OWN_WORDS, Outcome, OutcomeKind
from assistant.listening.hear import REMARKS, hear
from assistant.listening.intent import LAST_RESORT, Intent, IntentModel
from assistant.retrieval.embed import Embedder
from tests.promises import check_promises, only_outcome
from tests.talking import Conversation

ROOT = Path(__file__).parents[2]
SURE = frozenset(Intent) - LAST_RESORT - {Intent.QUESTION}


@pytest.fixture(scope="module")
def intents() -> Iterator[IntentModel]:
    embedder = Embedder()
    yield IntentModel.read(embedder.encode_query, embedder.fingerprint)
    embedder.close()


def told(assistant: Assistant, *messages: str, persona: str | None = None) -> Outcome:
    """The outcome of the last message of a conversation, with every promise checked."""
    with assistant.in_service() as answering:
        conversation = Conversation(answering, persona)
        outcomes = [only_outcome(list(conversation.ask(message))) for message in messages]
    check_promises(outcomes[-1], assistant)
    return outcomes[-1]


def test_messages_nobody_learnt_from_are_heard_as_what_they_are(intents: IntentModel) -> None:
    rows = [json.loads(line) for line in (ROOT / "eval/cases/messages.jsonl").read_text().splitlines()]
    right = [row for row in rows if hear(row["say"], intents).intent in row["intents"]]
    assert len(right) >= 90
    asked = [row["say"] for row in rows if row["intents"] == ["question"]]
    assert [say for say in asked if hear(say, intents).intent in SURE - REMARKS] == []


def test_a_question_to_a_brand_it_never_saw_is_hardly_ever_taken_for_none(intents: IntentModel) -> None:
    questions = [
        asked.question
        for folder in packs_in(ROOT / "eval/pairs/packs", held_back=True)
        for asked in read_questions(folder / QUESTIONS)
        if asked.places
    ]
    taken = [question for question in questions if not hear(question, intents).may_ask]
    assert len(taken) <= len(questions) / 100


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("can i talk to a human please", "the lamp museum (desk@example.org)"),
        ("my lamp died last night and i am heartbroken", "I am sorry"),
        ("I got my very first Lumo today, so happy!!", "Thank you for telling me"),
        ("worst company ever, never buying from you again", "I am sorry"),
        ("the lamp is smoking and gave me an electric shock", "emergency number"),
        ("you are amazing, thank you so much", "good to hear"),
        ("lol", "What would you like to know?"),
        ("asdfgh jkl", "I do not understand that."),
        ("do you remember what i told you yesterday", "nothing once it is over"),
    ],
)
@pytest.mark.parametrize("persona", ["historian", "founder"])
def test_who_asks_nothing_gets_civil_words_and_no_documents(
    lamps: Assistant, message: str, expected: str, persona: str
) -> None:
    outcome = told(lamps, message, persona=persona)
    assert outcome.drafter == OWN_WORDS
    assert expected in outcome.text
    assert not outcome.citations


def test_more_of_nothing_is_nothing(lamps: Assistant) -> None:
    outcome = told(lamps, "tell me more")
    assert outcome.kind is OutcomeKind.REFUSAL
    assert outcome.text == "What would you like to know?"


def test_what_documents_may_speak_of_is_put_to_them_first(lamps: Assistant) -> None:
    outcome = told(lamps, "where can i buy a new bulb, is there a discount?")
    assert outcome.kind is OutcomeKind.REFUSAL
    assert "the lamp museum (desk@example.org)" in outcome.text


def test_the_question_of_a_story_is_answered(lamps: Assistant) -> None:
    story = "My grandmother left me her Lumo Two, I love it so much! When did it come out?"
    assert told(lamps, story).text == "Lumo Two was released on 23 October 2001. [1]"


def test_a_remark_without_a_name_is_no_part_of_the_next_question(lamps: Assistant) -> None:
    outcome = told(lamps, "When did the Lumo Two come out?", "wow, cool", "and how much did it cost?")
    assert outcome.text == "Lumo Two had a launch price of $299. [1]"


def test_an_errand_is_not_taken_for_a_follow_up(lamps: Assistant) -> None:
    outcome = told(lamps, "When did the Lumo Two come out?", "where can i buy one today?")
    assert outcome.kind is OutcomeKind.REFUSAL
    assert "the lamp museum (desk@example.org)" in outcome.text


def test_what_a_table_answers_is_no_errand(lamps: Assistant) -> None:
    first = "The cheapest thing in “Table of lamps”, of those not given as discontinued, is Nocta. [1]"
    assert told(lamps, "cheapest thing i can get from you nowadays").text.startswith(first)
    assert told(lamps, "most expensive thing you ever sold").text.startswith(
        "The most expensive thing in “Table of lamps” is Lumo One S. [1]"
    )


def test_more_is_told_without_saying_anything_twice(lamps: Assistant) -> None:
    first = told(lamps, "How did the Lumo come about?")
    more = told(lamps, "How did the Lumo come about?", "tell me more")
    said = {(cited.document, cited.start) for cited in first.citations}
    assert not said & {(cited.document, cited.start) for cited in more.citations}
    assert more.kind is OutcomeKind.ANSWER or more.text == "That is all that I find about it."


def test_a_civil_word_ends_no_matter(lamps: Assistant) -> None:
    asked = "How did the Lumo come about?"
    at_once = told(lamps, asked, "tell me more")
    after_thanks = told(lamps, asked, "Thanks!", "tell me more")
    assert after_thanks.text == at_once.text
    assert after_thanks.understood == at_once.understood == asked


def test_a_remark_that_names_nothing_hides_no_matter(lamps: Assistant) -> None:
    outcome = told(lamps, "When did the Lumo One come out?", "Wow! How much did it cost?")
    assert "499" in outcome.text


@pytest.mark.parametrize("message", ["why", "is it good in the dark", "can i see one"])
def test_what_leans_on_the_answer_keeps_its_subject(lamps: Assistant, message: str) -> None:
    outcome = told(lamps, "When did the Lumo Two come out?", message)
    assert "lumo two" in (outcome.understood or "").casefold()


def test_what_somebody_asks_of_the_founder_is_put_to_the_documents(lamps: Assistant) -> None:
    outcome = told(lamps, "tell me about your father", persona="founder")
    assert outcome.drafter != OWN_WORDS
    assert "Ada Brandt's father" in (outcome.understood or "")
