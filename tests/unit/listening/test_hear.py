"""Messages are taken apart, whoever tells their intents: here a table does."""

from dataclasses import dataclass

import pytest

from assistant.listening.hear import Heard, hear
from assistant.listening.intent import Intent

TOLD = {
    "My aunt left me hers.": Intent.JOY,
    "It broke today.": Intent.SORROW,
    "Hello!": Intent.GREETING,
    "my tap drips, who fixes it?": Intent.SERVICE,
    "My sleeve caught fire.": Intent.HAZARD,
    "My aunt left me hers. When was it made?": Intent.JOY,
    "It broke today. I want my money back.": Intent.COMPLAINT,
    "My sleeve caught fire. Who made it?": Intent.HAZARD,
}


@dataclass(frozen=True)
class Table:
    def intent(self, message: str) -> Intent:
        return TOLD.get(message, Intent.QUESTION)


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        ("When was it made?", Heard(Intent.QUESTION, "When was it made?")),
        ("Hello!", Heard(Intent.GREETING, "Hello!")),
        ("Hello! Who made it?", Heard(Intent.QUESTION, "Who made it?", "Hello!")),
        (
            "My aunt left me hers. When was it made?",
            Heard(Intent.QUESTION, "When was it made?", "My aunt left me hers."),
        ),
        ("Who made it? And when?", Heard(Intent.QUESTION, "Who made it? And when?")),
        (
            "It broke today. I want my money back.",
            Heard(Intent.COMPLAINT, "It broke today. I want my money back."),
        ),
        (
            "my dad still has one, how much was it new?",
            Heard(Intent.QUESTION, "how much was it new?", "my dad still has one"),
        ),
        (
            "my dad still has one, where was it made",
            Heard(Intent.QUESTION, "where was it made", "my dad still has one"),
        ),
        (
            "my dad still has one, who made it?",
            Heard(Intent.QUESTION, "who made it?", "my dad still has one"),
        ),
        # a clause that tells more of what was said is no question
        (
            "I'm so sad about my aunt, who died last week.",
            Heard(Intent.QUESTION, "I'm so sad about my aunt, who died last week."),
        ),
        (
            "I still use my Lumo every day, which is amazing!",
            Heard(Intent.QUESTION, "I still use my Lumo every day, which is amazing!"),
        ),
        (
            "I bought my lamp in the shop, where nobody smiled.",
            Heard(Intent.QUESTION, "I bought my lamp in the shop, where nobody smiled."),
        ),
        (
            "my dad still has one, what a machine",
            Heard(Intent.QUESTION, "my dad still has one, what a machine"),
        ),
        ("mine is broken, where do I go?", Heard(Intent.QUESTION, "mine is broken, where do I go?")),
        ("my tap drips, who fixes it?", Heard(Intent.SERVICE, "my tap drips, who fixes it?")),
        ("when I was young, who made it?", Heard(Intent.QUESTION, "when I was young, who made it?")),
        # a danger is never passed over for the question beside it
        ("My sleeve caught fire. Who made it?", Heard(Intent.HAZARD, "My sleeve caught fire. Who made it?")),
    ],
)
def test_a_question_is_heard_among_remarks(message: str, heard: Heard) -> None:
    assert hear(message, Table()) == heard


@dataclass(frozen=True)
class Always:
    told: Intent

    def intent(self, message: str) -> Intent:
        return self.told


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("compare the Lumo Two and the Lumo Mini", Intent.QUESTION),
        ("Lumo Two vs Lumo Mini", Intent.QUESTION),
        ("compare yourself with me", Intent.OPINION),
        ("you vs me", Intent.OPINION),
        ("is it any good", Intent.OPINION),
    ],
)
def test_two_things_set_side_by_side_are_no_matter_of_taste(message: str, intent: Intent) -> None:
    assert hear(message, Always(Intent.OPINION)).intent is intent


@pytest.mark.parametrize(
    ("intent", "asked", "thing", "said", "expected"),
    [
        (Intent.REACTION, "why", False, True, Intent.QUESTION),
        (Intent.REACTION, "And since when?", True, True, Intent.QUESTION),
        (Intent.REACTION, "why", False, False, Intent.REACTION),
        (Intent.REACTION, "really?", True, True, Intent.REACTION),
        (Intent.PERSON, "can i see one", True, True, Intent.SERVICE),
        (Intent.PERSON, "can i see one", False, True, Intent.PERSON),
        (Intent.OPINION, "is it any good", True, True, Intent.OPINION),
        (Intent.HAZARD, "why is it burning", True, True, Intent.HAZARD),
    ],
)
def test_what_is_asked_of_what_was_said_is_heard_in_its_light(
    intent: Intent, asked: str, thing: bool, said: bool, expected: Intent
) -> None:
    assert Heard(intent, asked).in_answer_to(thing=thing, said=said).intent is expected


def test_a_cry_for_help_follows_nothing() -> None:
    assert Heard(Intent.OPINION, "is it any good").may_follow
    assert not Heard(Intent.OPINION, "it is no good").may_follow
    assert not Heard(Intent.HAZARD, "why is it burning").may_follow


@pytest.mark.parametrize(
    ("intent", "asked", "expected"),
    [
        (Intent.QUESTION, "the red one", True),
        (Intent.SERVICE, "do you ship to Norway", True),
        (Intent.THANKS, "desk of geniuses, whose idea", True),
        (Intent.THANKS, "best lamp ever", False),
        (Intent.ASSISTANT, "Should everyone learn to program?", True),
        (Intent.ASSISTANT, "do you remember me?", False),
        (Intent.PERSON, "who runs the human resources?", True),
        (Intent.PERSON, "HUMAN", False),
        (Intent.DISTRESS, "why go on?", False),
    ],
)
def test_documents_are_asked_wherever_they_may_answer(intent: Intent, asked: str, expected: bool) -> None:
    assert Heard(intent, asked).may_ask is expected
