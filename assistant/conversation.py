"""One fan's conversation: what was asked and answered so far, so that the next question is understood."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Outcome, Turn

REMEMBERED = 12
"""Turns kept: more than any follow-up reaches back to."""


def after(history: Sequence[Turn], question: str, outcome: Outcome) -> tuple[Turn, ...]:
    """`history` with one more exchange, the oldest forgotten."""
    turn = Turn(question, outcome.understood or question, outcome)
    return (*history, turn)[-REMEMBERED:]
