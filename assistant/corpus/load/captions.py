"""SubRip (SRT) and WebVTT captions: cues joined into paragraphs that keep their time and speaker."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from assistant.corpus.load.decode import decode
from assistant.corpus.load.parsed import Parsed, TextBuilder
from assistant.corpus.load.turns import proper_name
from assistant.domain import BlockKind
from assistant.errors import DocumentError

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}[^\n]*", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")  # tags, word times, SubStation positions
_SOUND = re.compile(r"\[[^\[\]]*\]|^\s*(?:>>+\s*)?\([^()]*\)\s*$|♪[^♪]*♪?")
_CHANGE = re.compile(r">>+\s*")
_NAME = re.compile(
    r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}|[A-Z][a-z]+(?: [A-Z][\w.'’-]*){1,2}):\s+"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")

_PAUSE_S = 1.5  # silence that ends a paragraph
_PARAGRAPH = 400  # characters after which the next sentence end ends it too
_LONGEST = 1200  # characters after which any line ends it
_RARELY = 600  # characters a sentence end; fewer ends than that and the captions have no punctuation


@dataclass(frozen=True, slots=True)
class _Line:
    start: float  # seconds, of its cue
    end: float
    words: str
    speaker: str | None


def parse(data: bytes) -> Parsed:
    """Read captions. The stored text is what is said, a paragraph a block, with the seconds of its first cue.

    A paragraph ends where the speaker changes, and at a sentence end once it is long or a pause follows.
    Sounds in brackets are no words and are left out. Names come from ``<v Name>`` or "NAME:".
    """
    text = decode(data)
    if not _TIMING.search(text):
        raise DocumentError("holds no captions: lines such as 00:00:07,470 --> 00:00:10,369 are missing")
    builder = TextBuilder()
    for paragraph in _paragraphs(list(_unrolled(_lines(text)))):
        words = " ".join(line.words for line in paragraph)
        first = paragraph[0]
        builder.add(BlockKind.CAPTION, words, speaker=first.speaker, seconds=first.start)
    return Parsed(builder.text, tuple(builder.blocks))


def _lines(text: str) -> Iterator[_Line]:
    timings = list(_TIMING.finditer(text))
    by_tag = _VOICE.search(text) is not None
    speaker: str | None = None
    for timing, after in zip_longest(timings, timings[1:]):
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        if by_tag:
            speaker = None
        for line in _cue(text[timing.end() : after.start() if after else len(text)], last=after is None):
            voice = _VOICE.search(line)
            words = " ".join(_SOUND.sub(" ", html.unescape(_MARKUP.sub("", line))).split())
            change = _CHANGE.match(words)
            words = words[change.end() :] if change else words
            name = None if by_tag else _NAME.match(words)
            if voice:
                speaker = " ".join(voice[1].split())
            elif name:
                speaker, words = proper_name(name["name"]), words[name.end() :]
            elif change:
                speaker = None
            if re.search(r"\w", words):
                yield _Line(start, end, words, speaker)


def _cue(segment: str, *, last: bool) -> list[str]:
    """The lines of a cue: up to a blank line, without the next cue's number where no blank line stands."""
    lines = segment.split("\n")[1:]
    cue = list(takewhile(str.strip, lines))
    crowded = not last and len(cue) == len(lines) - 1 and len(cue) > 1
    return cue[:-1] if crowded and cue[-1].strip().isdigit() else cue


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def _unrolled(lines: Iterator[_Line]) -> Iterator[_Line]:
    """Live captions roll: each cue shows the line before once more. Drop what was just shown."""
    shown: _Line | None = None
    for line in lines:
        if shown is None or line.words != shown.words or line.start > shown.end + 0.1:
            yield line
        shown = line


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    ends = sum(_SENTENCE_END.search(line.words) is not None for line in lines)
    punctuated = ends * _RARELY >= sum(len(line.words) for line in lines)
    paragraph: list[_Line] = []
    length = 0
    for line in lines:
        if paragraph:
            before = paragraph[-1]
            pause = line.start - before.end >= _PAUSE_S
            ended = _SENTENCE_END.search(before.words) is not None if punctuated else pause
            if (
                line.speaker != before.speaker
                or length > _LONGEST
                or (ended and (pause or length > _PARAGRAPH))
            ):
                yield paragraph
                paragraph, length = [], 0
        paragraph.append(line)
        length += len(line.words) + 1
    if paragraph:
        yield paragraph
