"""A chat model's reply, read while it is being written: finished sentences and the markers they name.

Models write what they like. What is no prose falls away here (thinking aloud, chat-template tokens, control
characters, headings, list bullets, table rules), a reply that goes round in circles ends, and each sentence
is handed on as soon as it cannot change any more; what comes before the first marker waits for it, as it may be
thinking. Nothing here judges whether a sentence is true.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import DraftSentence, Span
from assistant.text import fold, plain, segment

NOT_IN_SOURCES = "NOT_IN_SOURCES"
"""The one word a model is asked to reply where the sources hold no answer."""

LONGEST_REPLY = 8_000
"""Characters. Far beyond any answer that is asked for: the model has lost its way."""

LONGEST_SENTENCE = 600
"""Characters. A longer "sentence" is a loop without a full stop."""

_LOOKAHEAD = 24
"""Characters that must follow a sentence before its end is believed: enough to segment the same again."""

_DECLINED = re.compile(r"\bnot[_ ]in[_ ]sources\b", re.IGNORECASE)
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffd"
    "\ud800-\udfff]"
)
_TAG = re.compile(
    r"<(?P<closing>/?)(?:think|thinking|thought|reasoning)>|<\|[^<>|\n]{1,40}\|>", re.IGNORECASE
)
_LONGEST_TAG = 44
_LONGEST_OPENER = 9

_MARKER = (
    r"[\[【]\^?(?:(?:source|passage|ref)s?\.?\s*)?\d{1,3}(?:\s*(?:[,;&–-]|and)\s*\d{1,3})*"
    r"(?:†[^\]】\n]*)?[\]】](?:\([^)\s]*\))?"
)
_MARKER_RUN = re.compile(
    rf"(?P<before>\s*)(?P<markers>{_MARKER}(?:\s*{_MARKER})*)(?P<after>\s*)", re.IGNORECASE
)
_OPENER = re.compile(
    r"(?:The|This|That|These|Those|It|Its|He|She|They|His|Her|Their|In|On|At|By|For|From|After|Before|When|While|"
    r"However|But|And|Also|As|An?|There|We|You|I)\b"
)
"""Words that open a sentence and stand in no name's middle."""
_UNDECIDED = re.compile(
    rf"(?:\s|{_MARKER})*(?:[\[【][^\]】\n]{{0,40}}|{_MARKER}\([^)\s]{{0,200}}|{_MARKER}\s*[A-Z][a-z]{{0,7}})?$",
    re.IGNORECASE,
)
_NOT_NUMBERS = re.compile(r"†[^\]】]*|\]\([^)]*\)")
_NUMBERS = re.compile(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?")
_WIDEST_RANGE = 20

_BULLET = r"[ \t]*(?:[-*•+]|\(?\d{1,2}[.)])[ \t]+"
_BULLET_LINE_END = re.compile(r"(?:^|\n)[ \t]*(?:[-*•+]|\(?\d{1,2}[.)])$")
_BREAK = re.compile(rf"\n[ \t]*\n\s*|\n(?={_BULLET}|[ \t]*(?:\#|\||```|>))|(?<=[.!?:…\"”'’*|`])[ \t]*\n")
# Headings, table rows, fences and rules are skipped line by line; then quote marks and a bullet.
_LEAD = re.compile(
    r"(?:\s*(?:\#{1,6}[ \t]|\||```|[-=*_]{3,}[ \t]*(?=\n|$))[^\n]*(?:\n|$))*"
    rf"\s*(?:>[ \t]*)*(?:{_BULLET})?"
)
_TERMINAL = re.compile(r"[.!?…][\"”'’»)\]*_]*$")
_TRAILING_SIGNS = re.compile(r"([.!?…][\"”'’»)]*)\s+[\W_]+$")
_HAS_WORD = re.compile(r"[^\W_]")
_INCHES = re.compile(r'(?<=\d)"(?=[\s,;.)-]|$)')
_OPENING = re.compile(r"[(\[{<“«„‹‘]")
_CLOSING = re.compile(r"[)\]}>”»›’]")


@dataclass(frozen=True, slots=True)
class _Cited:
    """A marker and the place in the text where it stood; it belongs to the sentence begun before `at`."""

    at: int
    number: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence's place in the text; `block` is where its paragraph or list item begins.

    `settled` is True where a hard break follows it.
    """

    block: int
    start: int
    end: int
    paragraph: bool
    settled: bool


class ReplyReader:
    """Turns a stream of text into sentences; marker ``[n]`` stands for ``spans[n - 1]``.

    Feed it until `ended` or the stream is over, then call `finish` once. How the stream is cut into chunks
    makes no difference to the sentences.
    """

    def __init__(self, spans: Sequence[Span], language: str = "en") -> None:
        self._spans = tuple(spans)
        self._language = language
        self._raw = ""  # not yet known whether it is thinking or speech
        self._thinking = False
        self._speech = ""  # not yet known whether it is a marker
        self._text = ""  # markers taken out
        self._done = 0  # up to here `_text` has been handed on
        self._cited: list[_Cited] = []
        self._begun = False
        self._opens_line = True  # whether `_text` begins where a line does: only there are bullets bullets
        self._paragraph = False  # whether `_text` opens a paragraph
        self._seen: set[str] = set()
        self._held: list[DraftSentence] = []  # finished before any marker: perhaps thinking
        self._citing = False
        self._length = 0
        self.ended = False
        """The rest of the reply is not worth reading."""
        self.declined = False
        """The model said that the sources hold no answer."""
        self.unknown_markers = 0
        """Markers that name no passage; their sentences carry no span for them."""

    def feed(self, chunk: str) -> tuple[DraftSentence, ...]:
        """The sentences that became certain with `chunk`."""
        if self.ended:
            return ()
        self._length += len(chunk)
        self._raw += chunk
        self._speak(final=False)
        self._absorb(final=False)
        sentences = self._sentences(final=False)
        if self._length > LONGEST_REPLY:
            self.ended = True
        return self._known_as_speech(sentences)

    def finish(self) -> tuple[DraftSentence, ...]:
        """What is left once the stream is over; a last sentence cut off in the middle is left out."""
        if self.ended:
            return ()
        self._speak(final=True)
        self._absorb(final=True)
        sentences = self._sentences(final=True)
        self.ended = True
        return self._known_as_speech(sentences)

    # ------------------------------------------------ thinking aloud

    def _speak(self, *, final: bool) -> None:
        """Move what is certainly speech from `_raw` to `_speech`."""
        while match := _TAG.search(self._raw):
            if match["closing"] is None:  # a token of a chat template
                self._say(self._raw[: match.start()])
            elif match["closing"]:
                # Some templates open the thinking inside the prompt: all before the end of it was thought. What
                # was handed on already, as it came after a marker in there, cannot be called back.
                self._speech, self._text, self._cited, self._done = "", "", [], 0
                self._seen, self._held = set(), []
                self._begun, self._opens_line, self._paragraph = False, True, False
                self._thinking = False
            else:
                self._say(self._raw[: match.start()])
                self._thinking = True
            self._raw = self._raw[match.end() :]
        held = self._raw.rfind("<", max(0, len(self._raw) - _LONGEST_TAG))
        cut = len(self._raw) if final or held < 0 else held
        self._say(self._raw[:cut])
        self._raw = self._raw[cut:]

    def _known_as_speech(self, sentences: Sequence[DraftSentence]) -> tuple[DraftSentence, ...]:
        """What of `sentences` and those held back may be handed on."""
        self._held += sentences
        if not (self._citing or self.ended):
            return ()
        known, self._held = tuple(self._held), []
        return known

    def _say(self, text: str) -> None:
        if not self._thinking:
            self._speech += _CONTROL.sub("", text)

    # ------------------------------------------------ markers

    def _absorb(self, *, final: bool) -> None:
        """Move speech to `_text`, taking the markers out and noting where each stood."""
        undecided = _UNDECIDED.search(self._speech)
        cut = undecided.start() if undecided and not final else len(self._speech)
        speech, self._speech = self._speech[:cut], self._speech[cut:]
        at = 0
        for run in _MARKER_RUN.finditer(speech):
            self._append(speech[at : run.start()])
            self._take_markers(run, speech[run.end() : run.end() + _LONGEST_OPENER])
            at = run.end()
        self._append(speech[at:])

    def _append(self, text: str) -> None:
        self._begun = self._begun or bool(text)
        self._text += text

    def _take_markers(self, run: re.Match[str], rest: str) -> None:
        following = rest[:1]
        opens_line = "\n" in run["before"] or not self._begun or bool(_BULLET_LINE_END.search(self._text))
        if opens_line and following and "\n" not in run["after"]:
            self._append(run["before"])  # "[1] A sentence.": the marker goes before its sentence
            self._cite(run["markers"], len(self._text) + 1)
            return
        self._cite(run["markers"], len(self._text))
        ended = bool(_TERMINAL.search(self._text))
        forgotten = not ended and self._text[-1:].isalnum() and _OPENER.match(rest)
        if "\n" not in run["after"] and (forgotten or (ended and following.isupper())):
            # A marker after a full stop ends the sentence ("in the U.S. [1] Mr. Quill"), and so does one before
            # a new sentence where the full stop was forgotten: what follows must not drag it along.
            self._append(".\n" if forgotten else "\n")
            return
        glued = not run["after"] and (following.isalnum() or following in {'"', "“", "("})
        self._append(" " if glued and following else run["after"])

    def _cite(self, markers: str, at: int) -> None:
        for first, last in _NUMBERS.findall(_NOT_NUMBERS.sub(" ", markers)):
            numbers = range(int(first), int(last or first) + 1)
            self._cited += [_Cited(at, number) for number in numbers[:_WIDEST_RANGE]]

    # ------------------------------------------------ sentences

    def _sentences(self, *, final: bool) -> tuple[DraftSentence, ...]:
        pieces = self._pieces()
        overlong = bool(pieces) and len(self._text) - pieces[0].start > LONGEST_SENTENCE + _LOOKAHEAD
        certain = len(pieces) if final else self._certain(pieces, wait_for_closing=not overlong)
        sentences: list[DraftSentence] = []
        for index in range(certain):
            sentence = self._sentence(pieces, index, final=final)
            if self.ended:
                return tuple(sentences)
            if sentence is not None:
                sentences.append(sentence)
        if certain:
            self._forget(pieces, certain)
        elif overlong:
            self.ended = True
        return tuple(sentences)

    def _pieces(self) -> list[_Piece]:
        """The sentences in the text not yet handed on, in order."""
        pieces: list[_Piece] = []
        paragraph, at = self._paragraph, 0
        ends = [(match.start(), match.end()) for match in _BREAK.finditer(self._text)]
        for end, following in [*ends, (len(self._text), len(self._text))]:
            block = self._text[at:end]
            lead = _LEAD.match(block) if at or self._opens_line else None
            skip = lead.end() if lead else 0
            parts = segment(block[skip:].replace("\n", " "), at + skip, self._language)
            for place, part in enumerate(parts, 1):
                settled = place == len(parts) and end < len(self._text)
                if part.end > self._done:
                    start = max(part.start, self._done)
                    pieces.append(_Piece(parts[0].start, start, part.end, paragraph, settled))
                paragraph = False
            paragraph = paragraph or self._text[end:following].count("\n") > 1
            at = following
        return pieces

    def _certain(self, pieces: Sequence[_Piece], *, wait_for_closing: bool) -> int:
        """How many pieces further text cannot change; an open quotation or bracket may still close."""
        certain = opened = 0
        for count, (before, after) in enumerate(itertools.pairwise(pieces), 1):
            if len(self._text) - after.start < _LOOKAHEAD:
                break
            so_far, whole = self._text[opened : before.end], self._text[opened:]
            if before.settled or not wait_for_closing or (_quotations_closed(whole) and _closed(so_far)):
                certain, opened = count, after.start
        return certain

    def _sentence(self, pieces: Sequence[_Piece], index: int, *, final: bool) -> DraftSentence | None:
        """The piece as a sentence; None where it holds no statement. May end the reply."""
        piece = pieces[index]
        raw = self._text[piece.start : piece.end]
        if _DECLINED.search(raw):
            self.ended = self.declined = True
            return None
        text = _TRAILING_SIGNS.sub(r"\1", plain(raw))
        if len(text) > LONGEST_SENTENCE or (_HAS_WORD.search(text) and fold(text) in self._seen):
            self.ended = True
            return None
        until = pieces[index + 1].start if index + 1 < len(pieces) else len(self._text)
        cited = [mark for mark in self._cited if (index == 0 or mark.at > piece.start) and mark.at <= until]
        closed = bool(_TERMINAL.search(text)) or any(mark.at >= piece.end for mark in cited)
        if not _HAS_WORD.search(text) or (final and index == len(pieces) - 1 and not closed):
            return None
        self._seen.add(fold(text))
        self._citing = self._citing or bool(cited)
        numbers = dict.fromkeys(mark.number for mark in cited)
        known = [number for number in numbers if 1 <= number <= len(self._spans)]
        self.unknown_markers += len(numbers) - len(known)
        complete = text if _TERMINAL.search(text) or text.endswith((":", ";")) else f"{text.rstrip(',')}."
        return DraftSentence(complete, tuple(self._spans[number - 1] for number in known), piece.paragraph)

    def _forget(self, pieces: Sequence[_Piece], certain: int) -> None:
        """Drop what was handed on, but keep its block whole: segmenting looks at what went before."""
        if certain == len(pieces):
            self._text, self._cited, self._done = "", [], 0
            return
        following = pieces[certain]
        self._text = self._text[following.block :]
        self._done = following.start - following.block
        self._opens_line, self._paragraph = False, following.paragraph
        self._cited = [
            _Cited(mark.at - following.block, mark.number)
            for mark in self._cited
            if mark.at > following.start
        ]


def _quotations_closed(text: str) -> bool:
    """Whether straight quotation marks come in pairs: one more, and the segmenter pairs all of them anew."""
    straight = text.count('"')
    return straight % 2 == 0 or (straight - len(_INCHES.findall(text))) % 2 == 0


def _closed(text: str) -> bool:
    """Whether the last bracket or quotation opened in `text` is closed: the segmenter keeps those whole."""
    opened = max((match.start() for match in _OPENING.finditer(text)), default=-1)
    return opened < 0 or _CLOSING.search(text, opened) is not None
