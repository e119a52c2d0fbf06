from pathlib import Path

import pytest

from assistant.brand import Brand, Founder, Persona
from assistant.listening.small_talk import small_talk

HISTORIAN = Persona(id="historian", role="historian", name="Historian", welcome="Welcome to Lumo.")
BRAND = Brand(
    root=Path(),
    name="Lumo",
    founder=Founder(name="Ada Brandt", aliases=("Ada",)),
    suggested_questions=("What was the Lumo One?",),
)


@pytest.mark.parametrize("words", ["hi", "Hello!", "Hey there, Ada", "good morning", "how are you today?"])
def test_a_greeting_is_welcomed(words: str) -> None:
    assert small_talk(words, BRAND, HISTORIAN) == "Welcome to Lumo."


@pytest.mark.parametrize(
    "words",
    [
        "thanks",
        "Thank you so much!",
        "cheers",
        "ok, thanks",
        "thanks for the story",
        "Thank you for your quick answer.",
        "Thanks for explaining that",
        "Thanks, that was really helpful.",
    ],
)
def test_thanks_are_returned(words: str) -> None:
    reply = small_talk(words, BRAND, HISTORIAN)
    assert reply is not None
    assert "welcome" in reply


def test_help_names_questions_of_the_brand() -> None:
    reply = small_talk("what can I ask you about?", BRAND, HISTORIAN)
    assert reply is not None
    assert "What was the Lumo One?" in reply


@pytest.mark.parametrize(
    "words",
    [
        "Hi, what did the Lumo One cost?",
        "hi-fi",
        "Who said thanks?",
        "help desk hours",
        "Did Ada say goodbye?",
        "Thanks for that, when was the Lumo One released?",
        "Thank you for the info. Who designed it?",
        "Thanks, that was helpful. How much was it?",
        "thanks for that, how much was it",
        "Thanks for the story. Tell me more.",
        "Thanks, that is what?",
        "How does this work?",
        "",
    ],
)
def test_questions_are_not_small_talk(words: str) -> None:
    assert small_talk(words, BRAND, HISTORIAN) is None
