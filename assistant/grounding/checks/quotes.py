"""Quotations: find the words in quotation marks and prove that a passage holds exactly those.

Only words count, not punctuation: a comma before the closing mark or an inner pair of marks changes
nothing. ``…`` or ``...`` cuts a quotation into pieces that must follow each other in the source, and
``[brackets]`` are an editor's hand: they stand for at most four words of the source, or for none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain import Passage, Span
from assistant.grounding.checks.operators import NEGATIONS, is_turned
from assistant.grounding.checks.tokens import Token, level, tokenise
from assistant.grounding.checks.widening import is_wide
from assistant.text import plain

LONGEST_BRACKET = 4
"""Source words one pair of brackets may stand for."""

LONGEST_ELLIPSIS = 60
"""Source words an ellipsis may leave out: about three sentences. More would join what does not belong."""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words in quotation marks: ``text[start:end]`` is what stands between the marks.

    `closed` is False where one of the two marks is missing.
    """

    text: str
    start: int
    end: int
    closed: bool = True


# ---------------------------------------------------------------- finding

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", '"': '"', "'": "'"}
_ANY_MARK = re.compile(r"[“”„«»‹›‘’\"']")
_ELISION = re.compile(r"['’](?:\d\ds?\b|tis\b|twas\b|em\b|cause\b|n\b|til\b)", re.IGNORECASE)


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark in "“„«‹":
        return True
    if mark in "”›":
        return False
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark == "»":  # the German »so«; the French closing mark has white space or a word before it
        return (not before.strip() or before in "([") and after.isalnum()
    if mark in "'‘’" and _ELISION.match(text, at):
        return False
    return (not before.strip() or before in "([{-—–/“\"'‘") and bool(after.strip()) and mark != "’"


def _closing(text: str, opened: int) -> int:
    """Index of the mark that closes the one at `opened`, or -1."""
    wanted = _PAIRS[text[opened]]
    doubtful = -1  # closes only if no better mark follows
    depth = 0
    for match in _ANY_MARK.finditer(text, opened + 1):
        at = match.start()
        if match.group() not in wanted:
            continue
        if text[opened] == "“" and match.group() == "“":
            depth += 1
        elif match.group() in "'’":
            if _inside_word(text, at) or not text[at - 1].strip() or _ELISION.match(text, at):
                continue
            if text[at - 1] in "sS" and re.match(r".\s[a-z]", text[at : at + 3]) and doubtful < 0:
                doubtful = at  # the dogs' bowls: rather an apostrophe
                continue
            return at
        elif match.group() == '"' and _is_inch(text, at) and doubtful < 0:
            doubtful = at
        elif match.group() == '"' and doubtful >= 0 and _opens(text, at):
            return doubtful
        elif depth == 0:
            return at
        else:
            depth -= 1
    return doubtful


def _is_inch(text: str, at: int) -> bool:
    """Whether ``"`` stands for inches: a number before it and a word, not an end, after it."""
    return bool(re.search(r"\d$", text[:at])) and bool(re.match(r"[\s-]+[a-z(]", text[at + 1 :]))


def find_quotes(text: str) -> tuple[QuotedWords, ...]:
    """The outermost quotations of `text`, in order; marks inside a quotation belong to it.

    Apostrophes, elisions (``'84``), inch marks and marks around nothing are none. A double mark without its
    partner gives a quotation that is not `closed` and reaches to the end (or from the beginning) of the text.
    """
    return tuple(quote for quote in _quotes(text) if quote.text.strip() or not quote.closed)


def _quotes(text: str) -> Iterator[QuotedWords]:
    at, last_end = 0, 0
    while match := _ANY_MARK.search(text, at):
        opened = match.start()
        at = opened + 1
        mark = match.group()
        single = mark in "'‘’"
        if not _opens(text, opened):
            if not single and not (mark == '"' and text[:opened][-1:].isdigit()):
                yield QuotedWords(text[last_end:opened], last_end, opened, closed=False)
                last_end = at
            continue
        closed = _closing(text, opened)
        if closed < 0:
            if not single:
                yield QuotedWords(text[opened + 1 :], opened + 1, len(text), closed=False)
                return
            continue
        yield QuotedWords(text[opened + 1 : closed], opened + 1, closed)
        at = last_end = closed + 1


def without_marks(text: str) -> str:
    """`text` with the marks of its quotations taken away, their words kept."""
    gone: set[int] = set()
    for quote in find_quotes(text):
        gone.update((quote.start - 1, quote.end))
    return "".join(
        character for at, character in enumerate(text) if at not in gone or not _ANY_MARK.match(character)
    )


_QUOTED = re.compile(r"(\[[^\]]*\])|[^\[]+|\[")


def outside_quotes(text: str, shortest: int = 1) -> str:
    """`text` with the words of its quotations (of `shortest` words or more) blanked, every offset unchanged.

    What stands in [brackets] inside a quotation stays: it is the drafter's word, not the source's.
    """
    return blanked(text, [quote for quote in find_quotes(text) if len(tokenise(quote.text)) >= shortest])


def blanked(text: str, quotes: Iterable[QuotedWords]) -> str:
    """`text` with the words of those of its quotations blanked, but for what stands in [brackets]."""
    for quote in quotes:
        blank = _QUOTED.sub(lambda part: part.group(1) or " " * len(part.group()), quote.text)
        text = text[: quote.start] + blank + text[quote.end :]
    return text


# ---------------------------------------------------------------- proving

_ELLIPSIS = re.compile(r"\[?\(?(?:\.\s?){3,}\)?\]?|\[?…\]?")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_BRACKETED_PART = re.compile(r"\[(\w*)\](?=\w)|(?<=\w)\[(\w*)\]")  # [T]he, work[ed]
_SIGN_BEFORE = re.compile(r"(?:[$€£¥]|(?<![\w-])-)$")
_SIGN_AFTER = re.compile(r"\s?([%°])")
_STRESS = frozenset(["just", "even"])


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A quotation as pieces: runs of words, each piece a list of runs with brackets between them."""

    pieces: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def word_count(self) -> int:
        return sum(len(run) for piece in self.pieces for run in piece)


def exact_words(text: str) -> tuple[str, ...]:
    """The tokens of `text`, each as nobody may change it: with its possessive, its currency, its sign."""
    text = level(text)
    return tuple(_exact(token, text) for token in tokenise(text))


def _exact(token: Token, text: str) -> str:
    """A token of `text` as a quotation must have it: the possessive belongs to the word, and its sign to a number."""
    if token.raw.endswith(("'s", "'S")):
        return token.folded + "'s"
    if not token.raw[0].isdigit():
        return token.folded
    before, after = _SIGN_BEFORE.search(text, 0, token.start), _SIGN_AFTER.match(text, token.end)
    return f"{before[0] if before else ''}{token.folded}{after[1] if after else ''}"


def _pattern(quote: str) -> _Pattern:
    quote = _BRACKETED_PART.sub(lambda part: part.group(1) or part.group(2) or "", level(quote))
    if any(_turns(inside) for inside in _BRACKETS.findall(quote)):
        return _Pattern(())
    pieces = [
        tuple(exact_words(run) for run in _BRACKETS.split(piece)[::2])  # odd entries are the bracketed words
        for piece in _ELLIPSIS.split(quote)
    ]
    return _Pattern(tuple(piece for piece in pieces if any(piece)))


def _turns(inside: str) -> bool:
    """Whether words in brackets change what is quoted, and do not only tell who or what is meant."""
    return is_turned(inside, every_clause=True) or any(
        is_wide(token) or token.folded in _STRESS for token in tokenise(inside)
    )


def _piece_end(piece: Sequence[tuple[str, ...]], hay: tuple[str, ...], start: int) -> int:
    """Where `piece` ends first if it stands in `hay` right at `start`, brackets between its runs; or -1."""
    ends = {start}
    for place, run in enumerate(piece):
        reached: set[int] = set()
        for end in ends:
            for skipped in range(LONGEST_BRACKET + 1 if place else 1):
                at = end + skipped
                if any(word in NEGATIONS for word in hay[end:at]):
                    break
                if hay[at : at + len(run)] == run:
                    reached.add(at + len(run))
        ends = reached
    return min(ends, default=-1)


def _match(pattern: _Pattern, hay: tuple[str, ...], breaks: frozenset[int]) -> tuple[int, int] | None:
    """First and last word (half open) of the pattern in `hay`; `breaks` are the sentences' first words."""

    hopeless: set[tuple[int, int]] = set()  # a fan may write any number of ellipses

    def follow(index: int, start: int) -> int:
        if index == len(pattern.pieces):
            return start
        if (index, start) in hopeless:
            return -1
        for at in range(start, min(start + LONGEST_ELLIPSIS, len(hay)) + 1):
            end = _piece_end(pattern.pieces[index], hay, at)
            if end < 0 or _hides_negation(hay, start, at, breaks):
                continue
            reached = follow(index + 1, end)
            if reached >= 0:
                return reached
        hopeless.add((index, start))
        return -1

    for at in range(len(hay)):
        end = _piece_end(pattern.pieces[0], hay, at)
        if end >= 0:
            reached = follow(1, end)
            if reached >= 0:
                return at, reached
    return None


def _hides_negation(hay: tuple[str, ...], start: int, end: int, breaks: frozenset[int]) -> bool:
    """Whether an ellipsis swallows a negation of a sentence that the quotation still uses."""
    first_break = next((at for at in range(start, end + 1) if at in breaks), end)
    last_break = next((at for at in range(end, start - 1, -1) if at in breaks), start)
    hidden = (*hay[start:first_break], *hay[last_break:end])
    return any(word in NEGATIONS for word in hidden)


@dataclass(frozen=True, slots=True)
class _PassageWords:
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    sentence_of: tuple[int, ...]
    breaks: frozenset[int]


def _passage_words(passage: Passage) -> _PassageWords:
    tokens: list[Token] = []
    words: list[str] = []
    sentence_of: list[int] = []
    breaks: list[int] = []
    for index, sentence in enumerate(passage.sentences):
        breaks.append(len(tokens))
        found = tokenise(sentence.rendering)
        tokens += found
        words += exact_words(sentence.rendering)
        sentence_of += [index] * len(found)
    return _PassageWords(tuple(words), tuple(tokens), tuple(sentence_of), frozenset(breaks))


def find_verbatim(quote: str, passage: Passage) -> Span | None:
    """Where in the document `passage` holds exactly the words of `quote`, or None if it does not.

    A change, swap or omission of one word is a None; so is an ellipsis or bracket that hides a negation.
    A quotation without any word is never verbatim.
    """
    pattern = _pattern(quote)
    if pattern.word_count == 0:
        return None
    source = _passage_words(passage)
    found = _match(pattern, source.words, source.breaks)
    if found is None:
        return None
    first, last = found[0], max(found[1] - 1, found[0])
    return Span(passage.id, _place(passage, source, first)[0], _place(passage, source, last)[1])


def find_near(quote: str, passage: Passage, spans: Iterable[Span]) -> Span | None:
    """The same, in the sentences of one of `spans` rather than anywhere: a name in marks stands in many places."""
    for span in spans:
        inside = tuple(one for one in passage.sentences if span.start <= one.start and one.end <= span.end)
        if span.passage_id == passage.id and (
            place := find_verbatim(quote, replace(passage, sentences=inside))
        ):
            return place
    return find_verbatim(quote, passage)


def holds_words(quote: str, text: str) -> bool:
    """Whether `text`, with or without markup, holds exactly the words of `quote`: see `find_verbatim`."""
    pattern, rendering = _pattern(quote), plain(text)
    return pattern.word_count > 0 and _match(pattern, exact_words(rendering), frozenset()) is not None


def holds_quote(quote: str, stored: str) -> bool:
    """The same of a stretch of a document as it is stored: a row of JSON reads "café" where it has ``caf\\u00e9``."""
    return holds_words(quote, stored) or ("\\" in stored and holds_words(quote, _unescaped(stored)))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: json.loads(f'"{escape[0]}"'), text)


_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[nrtbf\"/\\]")
"""An escape of JSON, or several in a row: one half of a character means nothing alone."""

_TARGETS = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^>]*>")


def _place(passage: Passage, source: _PassageWords, index: int) -> tuple[int, int]:
    """Offsets in the document of the passage's word `index`; its sentence's where markup defies us."""
    sentence = passage.sentences[source.sentence_of[index]]
    before = source.sentence_of.index(source.sentence_of[index])
    raw = passage.text[sentence.start - passage.start : sentence.end - passage.start]
    masked = _TARGETS.sub(lambda match: " " * len(match.group()), raw)
    stored = iter(tokenise(masked))
    place: Token | None = None
    for wanted in source.tokens[before : index + 1]:
        place = next((token for token in stored if token.folded == wanted.folded), None)
        if place is None:
            return sentence.start, sentence.end
    if place is None:
        return sentence.start, sentence.end
    return sentence.start + place.start, sentence.start + place.end
