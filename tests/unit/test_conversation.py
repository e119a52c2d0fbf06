"""A conversation remembers what it needs, in order, and no more."""

from __future__ import annotations

from assistant.conversation import REMEMBERED, after
from assistant.domain import Outcome, OutcomeKind, Turn
from tests.fakes import answered


def outcome(understood: str) -> Outcome:
    return Outcome(OutcomeKind.ANSWER, "So it was.", "", "historian", "r1", "AI", understood=understood)


def test_a_turn_keeps_the_question_as_asked_and_as_understood() -> None:
    history = after((), "and its price?", outcome("What was the price of the Lark?"))
    assert history == (
        Turn("and its price?", "What was the price of the Lark?", outcome("What was the price of the Lark?")),
    )


def test_what_was_not_searched_for_stands_as_it_was_asked() -> None:
    [turn] = after((), "hello", outcome(""))
    assert turn.standalone == "hello"


def test_the_oldest_turns_are_forgotten() -> None:
    history: tuple[Turn, ...] = ()
    for number in range(REMEMBERED + 5):
        history = after(history, f"question {number}", outcome(""))
    assert [turn.question for turn in history] == [f"question {n}" for n in range(5, REMEMBERED + 5)]


def test_history_itself_is_left_alone() -> None:
    before = (answered("When?", "Then."),)
    assert after(before, "Where?", outcome(""))[0] is before[0]
    assert len(before) == 1
