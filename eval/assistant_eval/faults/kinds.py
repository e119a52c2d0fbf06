"""What may be wrong with a claim, and how a true one may be said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What one injected fault changes; nothing else of the claim does."""

    NUMBER = "number"
    UNIT = "unit or magnitude"
    DATE = "date or period"
    NAME = "name"
    MODEL = "model suffix"
    NEGATION = "negation"
    ORDER = "order, superlative, all"
    QUOTED = "quoted word"
    SPEAKER = "speaker"


class Saying(StrEnum):
    """How a true claim is worded."""

    VERBATIM = "verbatim"
    CLAUSE_ORDER = "clause order"
    TYPOGRAPHY = "typography"
    NUMBER_FORMAT = "number format"
    DATE_FORMAT = "date format"
    ALIAS = "alias"
    REPORTED = "reported speech"
    QUOTATION = "quotation"
    TABLE_FACT = "table fact"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A true claim. ``text[quote[0]:quote[1]]`` are the words in its quotation marks; `speaker` says them.

    Up to `frame` stands where it is said: a title, a speaker.
    """

    text: str
    saying: Saying
    frame: int = 0
    quote: tuple[int, int] | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A claim made false: `new` stands at `start`, where the true claim has `old`."""

    kind: FaultKind
    text: str
    start: int
    old: str
    new: str

    @classmethod
    def at(cls, kind: FaultKind, claim: str, start: int, end: int, new: str) -> Fault:
        """`claim` with ``claim[start:end]`` replaced by `new`."""
        return cls(kind, claim[:start] + new + claim[end:], start, claim[start:end], new)

    @property
    def surroundings(self) -> str:
        """The changed words with the word on either side: what must not be shown."""
        end = self.start + len(self.new)
        left = self.text.rfind(" ", 0, len(self.text[: self.start].rstrip())) + 1
        right = self.text.find(" ", end + 1)
        return self.text[left : right if right >= 0 else len(self.text)].strip()
