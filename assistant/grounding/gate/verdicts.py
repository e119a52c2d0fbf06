"""What the gate decides on a drafted sentence, and what it asks of a judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.domain import DraftSentence, Evidence, Judgement, Span
from assistant.grounding.checks.facts import FactReader


class Repair(StrEnum):
    """What the gate mended in a sentence it kept."""

    UNKNOWN_CITATION = "it named a passage that is not among the evidence"
    CITATION_MOVED = "its citation was moved to the passage that supports it"
    QUOTE_REPORTED = "its quotation was not exact and became reported speech"
    SUBJECT_NAMED = "its pronoun was replaced by the name it stands for"
    NARROWED = "a part that no source supports was left out"
    REPLACED = "it gave way to the sentence of the source that is nearest to it"


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """One claim of a reviewed sentence, ``sentence.text[start:end]``, with its verdict.

    `statement` is how it was judged: the same words, with the name a leading pronoun stands for.
    """

    text: str
    start: int
    end: int
    judgement: Judgement
    statement: str


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """Words in quotation marks, ``sentence.text[start:end]``, and where the document holds them."""

    text: str
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence that may be shown.

    `sentence` is as repaired; its spans support it, every one. Only a sentence that states nothing (a
    greeting, a question back) has neither claims nor spans.
    """

    sentence: DraftSentence
    claims: tuple[JudgedClaim, ...] = ()
    quotes: tuple[JudgedQuote, ...] = ()
    repairs: tuple[Repair, ...] = ()
    beside: Kept | None = None
    """What another source says instead, to be shown right after it."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that may not be shown, why, and how its claims were judged."""

    sentence: DraftSentence
    reason: str
    claims: tuple[JudgedClaim, ...] = ()


class Judge(Protocol):
    """What the gate asks of a judge: `ExactJudge`, or one with a grounding model behind it."""

    reader: FactReader
    """How it reads claims and evidence: what knows the names, and remembers what it has read."""

    def judge(
        self, claim: str, passages: Sequence[Evidence], question: str = "", *, speaker: str | None = None
    ) -> Judgement:
        """How `passages` stand to `claim`."""
        ...

    def judge_computed(self, claim: str, passages: Sequence[Evidence], computed: frozenset[str]) -> Judgement:
        """The same for a claim over several table rows, part of which the product worked out itself."""
        ...
