"""A conversation that tests hold with the pipeline: each question in the light of what was said before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering import Answering
from assistant.conversation import after
from assistant.domain import Outcome, Released, Turn


@dataclass(slots=True)
class Conversation:
    """A conversation with one persona."""

    answering: Answering
    persona: str | None = None
    history: tuple[Turn, ...] = ()

    def ask(self, question: str) -> Iterator[Released | Outcome]:
        """Answer `question`, and remember the exchange."""
        persona = self.answering.brand.persona(self.persona)
        for event in self.answering.answer(question, self.history, persona):
            if isinstance(event, Outcome):
                self.history = after(self.history, question, event)
            yield event
