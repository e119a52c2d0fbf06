"""The exact checks: does one window hold every number, date and name of a claim?

What a claim takes from outside the window must stand around it, and only where the window leaves the place
open: a sentence that says "1985" is no evidence for 1984, whatever its title says. What the window does hold
must stand in the same place: in "5 in 1983, 7 in 1984" there is a 7 and a 1983, but no "7 in 1983".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.domain import BlockKind, Evidence
from assistant.grounding.checks.attribution import SPEECH_STEMS, reported_speakers
from assistant.grounding.checks.dates import DateMention, date_of, date_supported, may_be_same
from assistant.grounding.checks.elapsed import is_elapsed
from assistant.grounding.checks.facts import Fact, FactReader, Facts, year_as_quantity
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.names import NameMention, has_word, is_named, name_run, same_name
from assistant.grounding.checks.quantities import Quantity, same_quantity, same_unit
from assistant.grounding.checks.quotes import QuotedWords, outside_quotes
from assistant.grounding.checks.rows import misplaced_in_row
from assistant.grounding.checks.tokens import Token, listed, stems, tokenise
from assistant.grounding.checks.windows import Window

_ANAPHORS = frozenset(listed("he him his she her hers it its they them their theirs i me my we us our"))

_SUBJECT_PLACE = 3
"""Words into a sentence up to which a name is taken for its subject."""

_BEFORE_A_TITLE = frozenset(listed("in of from with to for on called titled entitled named"))

_SAID_WITHIN = 3
"""Words behind a quotation among which the verb of saying stands: "said Ada", "Ada Brandt said"."""

AnyFact = TypeVar("AnyFact", DateMention, Quantity, NameMention)


def context_lines(evidence: Evidence) -> tuple[str, ...]:
    """What stands around a passage and may name its subject: title, headings, speakers, place."""
    source, passage = evidence.source, evidence.passage
    lines = (source.title, *passage.heading_path, source.speaker, passage.speaker, source.place)
    return tuple(dict.fromkeys(line for line in lines if line))


def is_title(quote: QuotedWords, claim: str, evidence: Evidence) -> bool:
    """Whether a quotation of `claim` is the whole of the document's title or of a heading: a name, then, no quotation.

    It is one where the claim has somebody say it.
    """
    wanted = name_run(quote.text)
    named = any(name_run(line) == wanted for line in (evidence.source.title, *evidence.passage.heading_path))
    return named and not _is_said(quote, claim)


def _is_said(quote: QuotedWords, claim: str) -> bool:
    """Whether words in marks are given to somebody: 'Ada said, "…"', 'Ada: "…"', '"…," said Ada'.

    Not so a name behind a preposition: 'In "…", Ada writes'.
    """
    before, after = claim[: quote.start - 1], claim[quote.end + 1 :]
    tokens = tokenise(before)
    if tokens and tokens[-1].folded in _BEFORE_A_TITLE:
        return False
    if before.rstrip().endswith(":") or (tokens and tokens[-1].stem in SPEECH_STEMS):
        return True
    paused = quote.text.rstrip()[-1:] in (",", "!", "?", ".") or after.lstrip().startswith(",")
    return paused and any(token.stem in SPEECH_STEMS for token in tokenise(after)[:_SAID_WITHIN])


class ExactChecks:
    """The checks of one claim against one window."""

    def __init__(self, claim: Facts, window: Window, reader: FactReader, whole: Facts | None = None) -> None:
        """`whole` is the claim with its quotations, where `claim` has only the words around them."""
        self._claim = claim
        self._whole = whole or claim
        self._window = window
        self._reader = reader
        self._table = reader.table
        self._said = [reader.read(text) for text in window.texts]
        self._near = [reader.read(text) for text in window.around]
        self._lines = context_lines(window.evidence)
        self._context = [reader.read(line) for line in self._lines]
        self._passage = tuple(sentence.rendering for sentence in window.evidence.passage.sentences)

    def first_finding(self) -> Finding | None:
        """The first fact the window does not bear out, or None."""
        return next((f for f in self._findings() if f is not None), None)

    def _findings(self) -> Iterator[Finding | None]:
        yield self._dates()
        yield self._quantities()
        yield self._names()
        yield self.misplaced()

    # ------------------------------------------------------------ dates

    def _dates(self) -> Finding | None:
        claimed, said = self._whole.dates, [date for facts in self._said for date in facts.dates]
        unused = [
            date
            for date in said
            if date.first is not None and not any(may_be_same(mine, date) for mine in claimed)
        ]
        context: list[DateMention] = []
        if not unused:
            context = [date for facts in (*self._near, *self._context) for date in facts.dates]
            if self._window.evidence.source.date is not None:
                context.append(date_of(self._window.evidence.source.date))
        numbers = [quantity for facts in self._said for quantity in facts.quantities]
        for date in self._claim.dates:
            if date_supported(date, said, context):
                continue
            if any(same_quantity(mine, its) for mine in year_as_quantity(date) for its in numbers):
                continue
            if unused:
                return Finding(f"the source says {unused[0].words}, not {date.words}", contradicts=True)
            return Finding(f"the source does not say {date.words}")
        return None

    # ------------------------------------------------------------ numbers

    def _quantities(self) -> Finding | None:
        said = self._numbers(self._said)
        lenient = self._window.evidence.passage.kind is BlockKind.TABLE_ROW
        for mine in self._claim.quantities:
            if self._claim.in_name(mine):
                continue
            if any(same_quantity(mine, its, lenient=lenient) for its in said):
                continue
            if is_elapsed(mine, self._claim.text, [date for facts in self._said for date in facts.dates]):
                continue
            rivals = [its for its in said if same_unit(mine, its) and not self._used(its)]
            around = [] if rivals else self._numbers([*self._near, *self._context])
            if not any(same_quantity(mine, its) for its in around):
                if rivals:
                    return Finding(f"the source says {rivals[0].words}, not {mine.words}", contradicts=True)
                return Finding(f"the source does not say {mine.words}")
        return None

    def _numbers(self, sentences: Iterable[Facts]) -> list[Quantity]:
        found: list[Quantity] = []
        for facts in sentences:
            found += facts.quantities
            for date in facts.dates:
                found += year_as_quantity(date)
        return found

    def _used(self, said: Quantity) -> bool:
        return any(same_quantity(mine, said) for mine in self._whole.quantities)

    # ------------------------------------------------------------ names

    def _names(self) -> Finding | None:
        texts = self._window.texts
        unused = [name for facts in self._said for name in facts.names if not self._is_claimed(name)]
        rival = any(self._is_agent(name, facts) for facts in self._said for name in facts.names)
        anaphor = any(token.folded in _ANAPHORS for text in texts for token in tokenise(outside_quotes(text)))
        for name in self._claim.names:
            if longer := self._cut_from(name):
                return Finding(f"the source says {longer.words}, not {name.words}", contradicts=True)
            if is_named(name, texts, self._table):
                continue
            if self._has_sibling(name, texts):
                return Finding(f"the source does not speak of {name.words} there")
            around = (*self._lines, *self._passage)
            if has_word(name.run, texts) and is_named(name, around, self._table):
                continue
            if (anaphor or not unused) and is_named(name, around, self._table):
                continue
            if not rival and is_named(name, self._lines, self._table):
                continue
            if name.weak and (not unused or self._is_word(name)):
                continue
            if unused:
                return Finding(f"the source speaks of {unused[0].words}, not of {name.words}")
            return Finding(f"the source does not speak of {name.words}")
        return None

    def _cut_from(self, name: NameMention) -> NameMention | None:
        """The name of something else that `name` only begins, where the window has that one in its place.

        "For iPhone, Apple" is cut from "for iPhone, Apple Watch and AirPods", though it speaks of Apple elsewhere.
        """
        if not name.first:
            return None
        before = self._claim.tokens[name.first - 1].folded
        there = [
            other
            for facts in self._said
            for other in facts.names
            if other.first
            and facts.tokens[other.first - 1].folded == before
            and other.run[: len(name.run)] == name.run
        ]
        longer = [
            other
            for other in there
            if len(other.run) > len(name.run) and other.entities and not other.entities & name.entities
        ]
        return longer[0] if longer and len(longer) == len(there) else None

    def _has_sibling(self, name: NameMention, texts: tuple[str, ...]) -> bool:
        """Whether the window names another of the claim's like-named things: then a title adds none to it.

        Under "iPhone 12 and iPhone 13" a sentence on the iPhone 13 tells nothing of the iPhone 12.
        """
        return any(
            other.run != name.run and other.run[0] == name.run[0] and is_named(other, texts, self._table)
            for other in self._claim.names
        )

    def _is_agent(self, name: NameMention, facts: Facts) -> bool:
        """Whether a name that the claim does not have begins the sentence, or follows "by"."""
        return not self._is_claimed(name) and (
            name.first < _SUBJECT_PLACE or facts.tokens[name.first - 1].folded == "by"
        )

    def _is_claimed(self, said: NameMention) -> bool:
        words = set(said.run)
        return any(
            said.entities & mine.entities or words & set(mine.run) for mine in self._whole.names
        ) or said.run[0] in {token.folded for token in self._whole.tokens}

    def _is_word(self, name: NameMention) -> bool:
        """Whether a capitalised first word stands in the source as a plain word."""
        stem = self._claim.tokens[name.first].stem
        return any(stem in stems(facts.text) for facts in (*self._said, *self._context))

    # ------------------------------------------------------------ places

    def misplaced(self) -> Finding | None:
        """A fact of the claim that stands where the window has another one, not where it has this one."""
        if self._window.evidence.passage.fields:
            return misplaced_in_row(self._claim, self._window.evidence.passage, self._reader)
        speakers = reported_speakers(self._whole.text, self._table)  # whose words it is has been checked
        names = [name for name in self._claim.names if name not in speakers]
        for facts in self._said:
            finding = (
                self._misplaced(self._claim.dates, facts, facts.dates, may_be_same)
                or self._misplaced(self._claim.quantities, facts, facts.quantities, same_quantity)
                or self._misplaced(names, facts, facts.names, same_name)
            )
            if finding is not None:
                return finding
        return None

    def _misplaced(
        self,
        claimed: Sequence[AnyFact],
        facts: Facts,
        said: Sequence[AnyFact],
        same: Callable[[AnyFact, AnyFact], bool],
    ) -> Finding | None:
        slots = [(its, _slot(facts, its)) for its in said]
        for mine in claimed:
            place = _slot(self._whole, mine)
            here = max((place.likeness(slot) for its, slot in slots if same(mine, its)), default=0)
            there, rival = max(
                ((place.likeness(slot), its.words) for its, slot in slots if not same(mine, its)),
                default=(0, ""),
            )
            if there >= SAME_SLOT and there >= here + 2:
                return Finding(f"the source says {rival} there, not {mine.words}", contradicts=True)
        return None


# ---------------------------------------------------------------- slots

SAME_SLOT = 4
"""Likeness from which two facts stand in the same place: say, the word of meaning on either side."""

_SLOT_REACH = 5


@dataclass(frozen=True, slots=True)
class _Slot:
    """What stands around a fact on either side: the next word, word of meaning and figure."""

    left: str
    right: str
    left_meaning: str
    right_meaning: str
    left_figure: str
    right_figure: str

    def likeness(self, other: _Slot) -> int:
        """How much two slots share: a figure counts three, a word of meaning two, a next word one."""
        return (
            3 * (self.left_figure != "" and self.left_figure == other.left_figure)
            + 3 * (self.right_figure != "" and self.right_figure == other.right_figure)
            + 2 * (self.left_meaning != "" and self.left_meaning == other.left_meaning)
            + 2 * (self.right_meaning != "" and self.right_meaning == other.right_meaning)
            + (self.left == other.left)
            + (self.right == other.right)
        )


def _slot(facts: Facts, fact: Fact) -> _Slot:
    """The slot of `fact`; names in a list ("Bill, Andy and Burrell") share the slot of the list."""
    first, last = fact.start, fact.end
    before = [token for token in facts.tokens if token.end <= first]
    after = [token for token in facts.tokens if token.start >= last]
    if isinstance(fact, NameMention):
        named = [(name.start, name.end) for name in facts.names]
        before = _past_list(before[::-1], named)[::-1]
        after = _past_list(after, named)
    return _Slot(
        before[-1].stem if before else "",
        after[0].stem if after else "",
        _first_meaning(before[::-1]),
        _first_meaning(after),
        _first_figure(before[::-1]),
        _first_figure(after),
    )


def _past_list(tokens: list[Token], named: list[tuple[int, int]]) -> list[Token]:
    """`tokens` from the first that is neither "and" nor part of a further name of the same list."""
    for at, token in enumerate(tokens):
        in_name = any(start <= token.start < end for start, end in named)
        if not (in_name or token.folded in ("and", "or")):
            return tokens[at:]
        if in_name and at == 0:
            return tokens  # two names side by side are no list
    return []


def _first_meaning(tokens: list[Token]) -> str:
    return next((token.stem for token in tokens[:_SLOT_REACH] if token.is_content), "")


def _first_figure(tokens: list[Token]) -> str:
    return next((token.folded for token in tokens[:_SLOT_REACH] if token.raw[0].isdigit()), "")
