"""The vocabulary of the product as frozen value types. Read this file first.

The way of the data: a brand pack holds *documents*; each is split into *passages*, citable
spans with exact offsets; a *release* makes them searchable; a question finds *evidence*; a
drafter writes sentences; each becomes a *claim* with a *verdict*; what stands is an *answer*
whose *citations* point back into the documents. What cannot stand is a *refusal*.

Offsets count Unicode code points, as Python's ``str`` does, and are half open: ``[start, end)``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """What sort of source a document is."""

    PRODUCT = "product"
    SPEECH = "speech"
    LETTER = "letter"
    INTERVIEW = "interview"
    FILING = "filing"
    PRESS = "press"
    HISTORY = "history"


class Voice(StrEnum):
    """Whose words a document holds. Only `BY_FOUNDER` may ever be spoken in the first person."""

    BY_FOUNDER = "by_founder"
    ABOUT_FOUNDER = "about_founder"
    BY_BRAND = "by_brand"
    BY_OTHERS = "by_others"
    UNSOURCED = "unsourced"


class Rights(StrEnum):
    """What may be done with a document's words."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"
    INTERNAL = "internal"


PARAPHRASE_WORDS = 25
"""Longest run of its words, quoted or not, that is shown of a source whose rights allow no more than paraphrase."""


class Visibility(StrEnum):
    """Who may see a document. Drafts never enter a release; embargoed ones wait for their day."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EMBARGOED = "embargoed"


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exactly as it is known: a year, a month or a day (ISO 8601: 1984, 1984-01, 1984-01-24)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        # Raises ValueError on an impossible date; a month or day of 0 is one.
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ValueError for anything else."""
        match = _PARTIAL_DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date: write 1984, 1984-01 or 1984-01-24")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def earliest(self) -> dt.date:
        """First day this date may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """Last day this date may mean."""
        if self.month is None:
            return dt.date(self.year, 12, 31)
        if self.day is None:
            return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])
        return dt.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """For readers: ``24 January 1984``, ``January 1984`` or ``1984``."""
        if self.month is None:
            return str(self.year)
        month = f"{self.earliest:%B} {self.year}"
        return month if self.day is None else f"{self.day} {month}"


# ---------------------------------------------------------------- documents


class BlockKind(StrEnum):
    """What a stretch of a document is, as its format tells it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    CODE = "code"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch ``text[start:end]`` of a document, as a loader found it.

    Blocks are in reading order and do not overlap. `heading_path` names the headings above, outermost
    first (a heading's own path ends with itself). `fields` holds a table row's (column, value) pairs, in
    column order, empty cells left out. `speaker` is who talks in a turn or a caption, `seconds` when,
    `page` where (from 1).
    """

    kind: BlockKind
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    speaker: str | None = None
    seconds: float | None = None
    page: int | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a document, without its text.

    `id` is its path inside the brand pack with forward slashes, so it stays the same across releases.
    `date` is the source's own date, `period` the years it speaks of. `speaker` is whose words it holds or
    reports (or its author). `place` is the venue of an occasion. `checksum` is the SHA-256 of the file's
    bytes and its resolved metadata.
    """

    id: str
    title: str
    kind: Kind
    voice: Voice
    checksum: str
    date: PartialDate | None = None
    period: tuple[PartialDate, PartialDate] | None = None
    speaker: str | None = None
    place: str | None = None
    url: str | None = None
    sources: tuple[str, ...] = ()
    language: str = "en"
    licence: str | None = None
    rights: Rights = Rights.QUOTE
    visibility: Visibility = Visibility.PUBLISHED
    embargo: dt.date | None = None

    @property
    def shows_words(self) -> bool:
        """Whether its words may be put before a reader; else they only carry what is said in other words."""
        return self.rights is Rights.QUOTE


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its stored text and structure.

    For text formats (Markdown, plain text, CSV, JSON) the stored text is the file itself, decoded, with
    newlines as ``\\n``: offsets can be checked with any editor. For the others it is the extracted text.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not become a document, and why; publishing goes on without it.

    `passing` is True where the same file may be read the next time: it took too long, say.
    """

    path: str
    reason: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of its document, and how it reads without markup. `speaker` is who says it in a transcript."""

    start: int
    end: int
    rendering: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable span of a document: ``document.text[start:end] == text``.

    `rendering` is what a reader sees: the text without inline markup, or a table row written out
    ("Lumo Mini. Released: 2004-02-20."). `sentences` are the passage's parts in reading order, with
    offsets into the document. `locator` says where to look ("page 3", "12:05").
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    rendering: str
    kind: BlockKind
    sentences: tuple[Sentence, ...]
    heading_path: tuple[str, ...] = ()
    speaker: str | None = None
    locator: str | None = None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def marks_speakers(self) -> bool:
        """Whether its sentences say who says them: then what is marked with nobody is nobody's."""
        return any(sentence.speaker for sentence in self.sentences)

    def speaker_of(self, sentences: Iterable[Sentence]) -> str | None:
        """Who says the first of `sentences` that anybody says, or else the whole passage."""
        if self.marks_speakers:
            return next((sentence.speaker for sentence in sentences if sentence.speaker), None)
        return self.speaker


# ---------------------------------------------------------------- retrieval


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may be found. Empty sets and None mean no restriction.

    `after` and `before` bound the source's date, inclusive; a source without a date never matches a bound.
    `today` decides embargoes: a document embargoed beyond it is not found. None means the day of the search.
    """

    kinds: frozenset[Kind] = frozenset()
    voices: frozenset[Voice] = frozenset()
    after: dt.date | None = None
    before: dt.date | None = None
    today: dt.date | None = None

    def allows(self, source: Source) -> bool:
        """Whether passages of `source` may be found; the indexes decide the same inside their queries."""
        today = self.today or dt.datetime.now(tz=dt.UTC).date()
        if source.visibility is Visibility.EMBARGOED and (source.embargo is None or source.embargo > today):
            return False
        if (self.kinds and source.kind not in self.kinds) or (
            self.voices and source.voice not in self.voices
        ):
            return False
        if self.after or self.before:
            if source.date is None:
                return False
            if self.after and source.date.latest < self.after:
                return False
            if self.before and source.date.earliest > self.before:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for one question. `rank` counts from 1; `score` orders one result list only.

    `similarity` is the cosine of question and passage in [-1, 1], or None where the dense search did not
    return the passage; `lexical_score` likewise is BM25 or None.
    """

    passage: Passage
    source: Source
    rank: int
    score: float
    similarity: float | None = None
    lexical_score: float | None = None


# ---------------------------------------------------------------- drafting and judging


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that support a drafted sentence: ``[start, end)`` in the passage's document."""

    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One unverified sentence and the evidence its drafter names for it (empty: none named).

    `paragraph` is True where the sentence opens a new paragraph. `computed` lists figures and order words
    of the sentence that the product itself worked out of the cited table rows; a language model has none.
    """

    text: str
    spans: tuple[Span, ...] = ()
    paragraph: bool = False
    computed: frozenset[str] = frozenset()


class Verdict(StrEnum):
    """How the evidence stands to a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_enough_information"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its confidence in [0, 1], the reason in words and the spans that decided it."""

    verdict: Verdict
    confidence: float
    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer from an answer into a document: ``document.text[start:end] == text``.

    Where `withheld`, the document's words may not be shown (`Source.shows_words`): interfaces print
    `shown_text` and the reference, never `text` or the passage around it.
    """

    marker: int
    passage_id: str
    document: str
    title: str
    kind: Kind
    voice: Voice
    date: PartialDate | None
    url: str | None
    start: int
    end: int
    text: str
    locator: str | None = None
    withheld: bool = False

    @property
    def shown_text(self) -> str:
        """`text` as far as a reader may see it: nothing of it where it is withheld."""
        return "" if self.withheld else self.text


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of a reply, ``reply.text[start:end]``, with its verdict.

    `statement` is how it was judged: the same words, with the name a leading pronoun stands for. `computed`
    are the figures and order words in it that the product worked out itself.
    """

    text: str
    start: int
    end: int
    judgement: Judgement
    markers: tuple[int, ...]
    statement: str = ""
    computed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a reply that stand in quotation marks, ``reply.text[start:end]`` without the marks.

    They are verbatim in the cited source, or they would not be here.
    """

    text: str
    start: int
    end: int
    marker: int


@dataclass(frozen=True, slots=True)
class Revision:
    """What the gate did to a drafted sentence and why. `shown` is None where it was dropped.

    It is on record for receipts only: what was dropped may be invented, and no reader is shown it.
    """

    drafted: str
    shown: str | None
    reasons: tuple[str, ...]


INTERVIEWER = "Interviewer"
"""`Sentence.speaker` of whoever asks in an interview, whatever the document calls them: nobody's answer."""

OWN_WORDS = "own words"
"""`Outcome.drafter` where the product speaks of itself: a greeting, what it is. Such words cite nothing."""


class OutcomeKind(StrEnum):
    """The three ways a question can end."""

    ANSWER = "answer"
    REFUSAL = "refusal"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fan gets for one question.

    An answer's `text` is made of `claims`, each with citations. A refusal's `text` says honestly what is
    not known, `reason` says why in one line, `nearby` what the corpus does hold. A hand-over's `ticket`
    exists in the store before the text says so. `disclosure` is the AI label shown with every reply.
    `understood` is the question as it was searched for: standing alone, in the third person. `revisions` are
    the drafted sentences that were repaired or dropped, in their order.
    """

    kind: OutcomeKind
    text: str
    reason: str
    persona: str
    release: str
    disclosure: str
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()
    nearby: tuple[Citation, ...] = ()
    ticket: str | None = None
    drafter: str = ""
    understood: str = ""
    revisions: tuple[Revision, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Released:
    """A piece of an answer that passed every check and may be shown now.

    `text` continues the reply exactly (with spaces, paragraph breaks and citation markers); `citations`
    are those that appear in it for the first time.
    """

    text: str
    citations: tuple[Citation, ...]


LONGEST_QUESTION = 2_000
"""Characters of a question that are read; more than that is a text to discuss, not a question to look up."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what was asked, how it was understood, and what came of it."""

    question: str
    standalone: str
    outcome: Outcome
