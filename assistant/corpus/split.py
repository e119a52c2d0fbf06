"""Documents into passages: along the structure their format gives them, never across a heading."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.rows import row_rendering, row_search_text
from assistant.domain import Block, BlockKind, Document, Passage, Sentence, Source
from assistant.text import fold, plain, segment, size

TARGET_WORDS = 150
"""The default embedding model reads 256 word pieces, about 190 English words, title and headings included."""

MOST_WORDS = 220
"""No passage has more, table rows apart: what lies far behind the model's window is not found any more."""

_FEW_WORDS = 40
"""A passage this short says little by itself: it takes in a neighbour even beyond the target."""

_WORD = re.compile(r"[^\W_]")
_ADDRESS = re.compile(r"\s*\bhttps?://(?:[^\s<>\"()]|\([^\s<>\"()]*\))+")
_ONLY_ADDRESSES = re.compile(rf"\s*\b[^\W\d_][\w ()-]{{0,30}}:(?:{_ADDRESS.pattern})+(?=\s+[A-Z]|\s*$)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of `document` in reading order.

    Small blocks under one heading are joined up to `TARGET_WORDS`; a long one is parted between sentences;
    a table row is a passage of its own; a question stays with its answer where both fit. Headings become
    heading paths. Every word outside headings, images and code fences lies in exactly one sentence.
    """
    passages: list[Passage] = []
    for section in _sections(document.blocks):
        for group in _groups(list(_pieces(document, section))):
            passages.append(_passage(document, group, len(passages)))
    return tuple(passages)


def search_text(source: Source, passage: Passage) -> str:
    """What is embedded for `passage`: ``Title › Heading › Subheading``, then its rendering.

    Web addresses are left out, with a label that stands before nothing else: they mean nothing, and one is as
    dear to embed as a sentence. So are cells of a table row that mean nothing (see `row_search_text`). The
    lexical index holds the whole rendering.
    """
    path: list[str] = []
    for name in (source.title, *passage.heading_path):
        heading = plain(name)
        if heading and (not path or fold(heading) != fold(path[-1])):
            path.append(heading)
    told = row_search_text(passage.fields) if passage.fields else passage.rendering
    said = _ADDRESS.sub("", _ONLY_ADDRESSES.sub("", told)).strip()
    return f"{' › '.join(path)}\n{said}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or the part of one that fits a passage."""

    block: Block
    sentences: tuple[Sentence, ...]
    words: int

    @property
    def leads_on(self) -> bool:
        """Whether the next piece belongs to it: a question, or a line that announces a list."""
        return self.sentences[-1].rendering.endswith(("?", ":"))


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of blocks under one heading, without it; a table row is a run of its own."""
    section: list[Block] = []
    for block in blocks:
        apart = block.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW)
        if section and (apart or block.heading_path != section[-1].heading_path):
            yield section
            section = []
        if block.kind is BlockKind.TABLE_ROW:
            yield [block]
        elif block.kind is not BlockKind.HEADING:
            section.append(block)
    if section:
        yield section


# ---------------------------------------------------------------- blocks to pieces


def _pieces(document: Document, section: Sequence[Block]) -> Iterator[_Piece]:
    """The pieces of a section in order; blocks without a word have none."""
    for run in _runs(document.text, section):
        block = run[0]
        if block.kind is BlockKind.TABLE_ROW:
            sentences = _row_sentences(document.text, block)
        elif block.kind is BlockKind.CODE:
            sentences = _code_lines(document.text, block)
        else:
            text = document.text[block.start : run[-1].end]
            if block.kind is BlockKind.CAPTION:  # it ends anywhere, but a blank line would end a sentence
                text = text.replace("\n\n", " \n")
            sentences = segment(text, block.start, document.source.language)
        spoken = [sentence for sentence in sentences if _WORD.search(sentence.rendering)]
        if block.speaker:
            spoken = [replace(sentence, speaker=block.speaker) for sentence in spoken]
        starts = [part.start for part in run]
        for part, words in _parted(spoken, whole=block.kind is BlockKind.TABLE_ROW):
            first = run[bisect_right(starts, part[0].start) - 1]
            yield _Piece(first, part, words)


def _runs(text: str, section: Sequence[Block]) -> Iterator[list[Block]]:
    """Single blocks; captions of one speaker that follow each other in runs."""
    run: list[Block] = []
    for block in section:
        if run and not (
            block.kind is run[-1].kind is BlockKind.CAPTION
            and block.speaker == run[-1].speaker
            and not text[run[-1].end : block.start].strip()
        ):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _row_sentences(text: str, block: Block) -> tuple[Sentence, ...]:
    raw = text[block.start : block.end]
    if not raw.strip():
        return ()
    rendering = row_rendering(block.fields) if block.fields else plain(raw.replace("|", " "))
    start = block.start + len(raw) - len(raw.lstrip())
    return (Sentence(start, start + len(raw.strip()), rendering),)


def _code_lines(text: str, block: Block) -> tuple[Sentence, ...]:
    """A line of code a sentence, as it stands; the fence around it is left out."""
    lines: list[Sentence] = []
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        code = line.strip()
        if code and not _FENCE.match(line):
            first = start + line.index(code[0])
            lines.append(Sentence(first, first + len(code), code))
        start += len(line)
    return tuple(lines)


def _parted(sentences: Sequence[Sentence], *, whole: bool) -> Iterator[tuple[tuple[Sentence, ...], int]]:
    """`sentences` and how many words they have: in one part, or in even parts near the target."""
    sizes = [size(sentence.rendering) for sentence in sentences]
    total = sum(sizes)
    if whole or total <= MOST_WORDS:
        if sentences:
            yield tuple(sentences), total
        return
    share = total / -(-total // TARGET_WORDS)
    part: list[Sentence] = []
    words = 0
    for sentence, more in zip(sentences, sizes, strict=True):
        if part and (words + more / 2 > share or words + more > MOST_WORDS):
            yield tuple(part), words
            part, words = [], 0
        part.append(sentence)
        words += more
    yield tuple(part), words


# ---------------------------------------------------------------- pieces to passages


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces of one section, joined into what makes a passage each."""
    groups: list[list[_Piece]] = []
    words = 0
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        if groups and _joins(groups[-1], words, piece, last=last):
            groups[-1].append(piece)
            words += piece.words
            continue
        opening = [piece]
        if groups and len(groups[-1]) > 1:
            leader = groups[-1][-1]
            if leader.leads_on and leader.words + piece.words <= MOST_WORDS:
                opening = [groups[-1].pop(), piece]
        groups.append(opening)
        words = sum(member.words for member in opening)
    return groups


def _joins(group: Sequence[_Piece], words: int, piece: _Piece, *, last: bool) -> bool:
    """Whether `piece` goes with the `words` words of `group` before it."""
    before = group[-1]
    if words + piece.words > MOST_WORDS:
        return False
    if before.leads_on or words < _FEW_WORDS or (last and piece.words < _FEW_WORDS):
        return True
    turns = before.block.kind is piece.block.kind is BlockKind.TURN
    if turns and before.block.speaker != piece.block.speaker and 2 * words > TARGET_WORDS:
        return False  # somebody else begins: a better place to part than the middle of what he says
    return words + piece.words <= TARGET_WORDS


def _passage(document: Document, group: Sequence[_Piece], ordinal: int) -> Passage:
    sentences = tuple(sentence for piece in group for sentence in piece.sentences)
    start, end = sentences[0].start, sentences[-1].end
    text = document.text[start:end]
    heaviest = max(group, key=lambda piece: piece.words).block
    key = "\0".join((document.source.id, str(start), str(end), text))
    return Passage(
        id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        document_id=document.source.id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=text,
        rendering=_rendering(group),
        kind=heaviest.kind,
        sentences=sentences,
        heading_path=heaviest.heading_path,
        speaker=heaviest.speaker,
        locator=_locator(group),
        fields=heaviest.fields,
    )


def _rendering(group: Sequence[_Piece]) -> str:
    """The pieces' sentences, a line a block; where several people speak, each line says who."""
    several = len({piece.block.speaker for piece in group}) > 1
    lines: list[str] = []
    speaker: str | None = None
    for piece in group:
        between = "\n" if piece.block.kind is BlockKind.CODE else " "
        line = between.join(sentence.rendering for sentence in piece.sentences)
        if several and piece.block.speaker and piece.block.speaker != speaker:
            line = f"{piece.block.speaker}: {line}"
        speaker = piece.block.speaker
        lines.append(line)
    return "\n".join(lines)


def _locator(group: Sequence[_Piece]) -> str | None:
    """Where to look: ``12:05`` in a recording, ``page 3`` or ``pages 3-4`` in a printed document."""
    first, last = group[0].block, group[-1].block
    if first.seconds is not None:
        minutes, seconds = divmod(int(first.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    if first.page is not None:
        several = last.page is not None and last.page > first.page
        return f"pages {first.page}-{last.page}" if several else f"page {first.page}"
    return None
