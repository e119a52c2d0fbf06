"""What a scorer says of a claim: one calibrated number, and the checkable parts it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One checkable part of a claim, ``claim[start:end]``.

    `probability` is its chance of being supported and `contradicted` that of being denied, both in [0, 1];
    what they leave is the chance that the context does not speak of it. `window` is the stretch
    ``contexts[context][window[0]:window[1]]`` that decided; empty where nothing in the contexts speaks of it.
    """

    start: int
    end: int
    probability: float
    contradicted: float
    context: int
    window: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """How a context stands to a whole claim, a sentence or a long response.

    `probability` is the chance that *all* of it is supported, and `supported` whether that is enough at the
    frozen threshold. `parts` names what spoke ("cross-encoder", "exact checks", "overlap"), so that a
    scorer that lost one says so. A claim that states nothing ("Good morning!") has no sentences.
    """

    probability: float
    supported: bool
    sentences: tuple[SentenceScore, ...]
    parts: tuple[str, ...]

    @property
    def unsupported(self) -> tuple[SentenceScore, ...]:
        """What the verdict on the whole rests on: nothing where it is supported, at least one part where not.

        Those are the parts that are likelier unsupported than not, or else the weakest one.
        """
        if self.supported or not self.sentences:
            return ()
        doubtful = tuple(part for part in self.sentences if part.probability < 0.5)
        return doubtful or (min(self.sentences, key=lambda part: part.probability),)


class Scorer(Protocol):
    """Tells how contexts stand to a claim."""

    @property
    def fingerprint(self) -> str:
        """Names everything that decides a score: two scorers with the same one give the same scores."""
        ...

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        """Score `claim` against all of `context` together.

        Any text will do, of any length: an empty context supports nothing. Offsets count code points.
        """
        ...
