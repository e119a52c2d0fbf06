"""The outcomes of one question: an answer, the product's own words, or an honest refusal; and how long it took."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.brand import Brand, Persona
from assistant.composing import ReplyBuilder, closest
from assistant.domain import OWN_WORDS, Citation, Evidence, Outcome, OutcomeKind
from assistant.generation.persona import reply_disclosure
from assistant.listening.hear import NOTHING_HEARD, Heard


@dataclass(slots=True)
class Clock:
    """Milliseconds since the question came, by stage."""

    started: float = field(default_factory=time.perf_counter)
    timings: dict[str, float] = field(default_factory=dict[str, float])
    last: float = 0.0

    def lap(self, stage: str) -> None:
        """`stage` is over."""
        now = self._now()
        self.timings[stage] = round(now - self.last, 2)
        self.last = now

    def first(self, stage: str) -> None:
        """`stage` is reached, if it was not before."""
        self.timings.setdefault(stage, round(self._now(), 2))

    def total(self) -> dict[str, float]:
        """All stages, and how long it took until now."""
        return {**self.timings, "total": round(self._now(), 2)}

    def _now(self) -> float:
        return (time.perf_counter() - self.started) * 1000


@dataclass(slots=True)
class Reply:
    """What every outcome of one question shares. `told` is what was cited for the same question before."""

    brand: Brand
    release: str
    drafter: str
    persona: Persona
    clock: Clock = field(default_factory=Clock)
    heard: Heard = NOTHING_HEARD
    understood: str = ""
    told: tuple[Citation, ...] = ()

    def answer(self, builder: ReplyBuilder) -> Outcome:
        """What `builder` holds."""
        return self._outcome(
            OutcomeKind.ANSWER,
            builder.text,
            "every sentence is supported by a cited passage"
            + ("; whether they answer is doubtful" if builder.opening else ""),
            citations=tuple(builder.citations),
            claims=tuple(builder.claims),
            quotes=tuple(builder.quotes),
        )

    def own_words(self, text: str) -> Outcome:
        """The product's own words about itself: true of it, and of nothing the documents hold."""
        outcome = self._outcome(OutcomeKind.ANSWER, text, "a word about the assistant itself")
        return replace(outcome, drafter=OWN_WORDS)

    def refusal(self, reason: str, text: str, evidence: Sequence[Evidence] = ()) -> Outcome:
        """An honest no: `text`, or the plain form of it, and what the documents do hold nearby."""
        nearby = closest(evidence)
        if not text:
            text = f"I do not know: {reason}."
            if nearby:
                text += f" The closest I can show you: {'; '.join(citation.title for citation in nearby)}."
            else:
                text += f" These documents are about {self.brand.name}."
        return self._outcome(OutcomeKind.REFUSAL, text, reason, nearby=nearby)

    def _outcome(self, kind: OutcomeKind, text: str, reason: str, **parts: object) -> Outcome:
        return Outcome(
            kind=kind,
            text=text,
            reason=reason,
            persona=self.persona.id,
            release=self.release,
            disclosure=reply_disclosure(self.brand, self.persona),
            drafter=self.drafter,
            understood=self.understood,
            timings_ms=self.clock.total(),
            **parts,  # pyright: ignore[reportArgumentType]
        )
