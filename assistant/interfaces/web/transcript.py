"""One fan's conversation as values: what the page shows, and how each event of an answer changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.brand import Persona
from assistant.conversation import after
from assistant.domain import Citation, Outcome, Passage, Released, Source, Turn

if TYPE_CHECKING:
    from assistant.assembly import Assistant


@dataclass(frozen=True, slots=True)
class Card:
    """A citation with what the source panel shows for it."""

    citation: Citation
    passage: Passage
    source: Source


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has been shown for it so far.

    It is pending until it has an `outcome`, or a `notice`: a civil sentence saying that the answer was
    stopped or failed. `number` counts from 1 and never repeats in a conversation.
    """

    number: int
    question: str
    persona: Persona
    text: str = ""
    cards: tuple[Card, ...] = ()
    nearby: tuple[Card, ...] = ()
    outcome: Outcome | None = None
    notice: str = ""

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        return self.outcome is None and not self.notice

    def advance(self, event: Released | Outcome, assistant: Assistant) -> Exchange:
        """The exchange after one event of the answer; an outcome replaces all that was streamed."""
        if isinstance(event, Released):
            return replace(
                self, text=self.text + event.text, cards=self.cards + _cards(event.citations, assistant)
            )
        return replace(
            self,
            text=event.text,
            cards=_cards(event.citations, assistant),
            nearby=_cards(event.nearby, assistant),
            outcome=event,
        )


def _cards(citations: Iterable[Citation], assistant: Assistant) -> tuple[Card, ...]:
    return tuple(
        Card(citation, assistant.passage(citation.passage_id), assistant.source(citation.document))
        for citation in citations
    )


def turns(exchanges: Iterable[Exchange]) -> tuple[Turn, ...]:
    """The finished exchanges as the history of the next question; stopped and failed ones are no turns."""
    history: tuple[Turn, ...] = ()
    for exchange in exchanges:
        if exchange.outcome is not None:
            history = after(history, exchange.question, exchange.outcome)
    return history


def settle(exchanges: tuple[Exchange, ...], notice: str) -> tuple[Exchange, ...]:
    """The same conversation with a pending exchange closed by `notice`."""
    return tuple(replace(exchange, notice=notice) if exchange.pending else exchange for exchange in exchanges)
