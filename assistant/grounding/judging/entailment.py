"""What decides where no exact check objects: how far sentences of the evidence bear out a claim.

A grounding model decides it, or, without one, how many of the claim's words of meaning they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.quotes import outside_quotes
from assistant.grounding.checks.tokens import stems
from assistant.grounding.checks.windows import meaning

SUPPORT_COVERAGE = 0.75
"""Share of a claim's words of meaning that sentences and context together must hold.

On 250 claims each of AttributionBench and FActScore, 0.6 lets 13 % and 8 % of the unsupported pass for 27 %
and 63 % of the supported; 0.75 lets 5 % and 6 % pass for 21 % and 57 %. The promise is worth the price.
"""

WINDOW_COVERAGE = 0.5
"""Share that the sentences alone must hold: a title proves nothing by itself."""

SHORTEST_QUOTE = 3
"""Words from which marks surely tell somebody's words; fewer may mark a name."""


@dataclass(frozen=True, slots=True)
class Premise:
    """Neighbouring sentences of one passage; `context` is the title, headings and speakers above them.

    `is_row` tells that it is a row of a table: all of it is about one thing.
    """

    text: str
    context: str = ""
    is_row: bool = False


class SupportScore(Protocol):
    """How one premise stands to a claim, each in [0, 1]."""

    @property
    def supported(self) -> float:
        """How surely the premise supports the claim."""
        ...

    @property
    def contradicted(self) -> float:
        """How surely it says that the claim is wrong."""
        ...


class Entailment(Protocol):
    """Scores premises for a claim in which every number, date, name, quotation and speaker is right."""

    @property
    def threshold(self) -> float:
        """`SupportScore.supported` from which a claim may be shown."""
        ...

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> Sequence[SupportScore]:
        """A score for each of `premises`, in their order. `question` is what the claim answers, or empty."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """A `SupportScore` that counts words: it can miss what says no, so it never contradicts."""

    supported: float
    contradicted: float = 0.0


class WordCoverage:
    """The stand-in for a model: the share of the claim's words of meaning that premise and context hold."""

    threshold = SUPPORT_COVERAGE

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> Sequence[SupportScore]:
        """See `Entailment`. The question is not read; quoted words have been found verbatim already."""
        del question
        wanted = meaning(self._reader.read(outside_quotes(claim, SHORTEST_QUOTE)))
        return [coverage(wanted, premise) for premise in premises]


def coverage(wanted: frozenset[str], premise: Premise) -> Coverage:
    """The share of the stems `wanted` that the premise holds, its context counting only where the text holds half."""
    if not wanted:
        return Coverage(1.0)
    said = stems(premise.text)
    alone = len(wanted & said) / len(wanted)
    together = len(wanted & (said | stems(premise.context))) / len(wanted)
    return Coverage(together if alone >= WINDOW_COVERAGE else alone)
