"""One fan's conversation: what was asked and answered so far, so that the next question is understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answering import Answering
from assistant.domain import Outcome, Released, Turn

REMEMBERED = 12
"""Turns kept: more than any follow-up reaches back to."""


def after(history: Sequence[Turn], question: str, outcome: Outcome) -> tuple[Turn, ...]:
    """`history` with one more exchange, the oldest forgotten."""
    turn = Turn(question, outcome.understood or question, outcome)
    return (*history, turn)[-REMEMBERED:]


@dataclass(slots=True)
class Conversation:
    """A conversation with one persona. Not shared between threads."""

    answering: Answering
    persona: str | None = None
    history: tuple[Turn, ...] = field(default=())

    def ask(self, question: str) -> Iterator[Released | Outcome]:
        """Answer `question` in the light of what was said before, and remember the exchange."""
        persona = self.answering.brand.persona(self.persona)
        for event in self.answering.answer(question, self.history, persona):
            if isinstance(event, Outcome):
                self.history = after(self.history, question, event)
            yield event
