"""Plain text: paragraphs, unmistakable headings, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.load.decode import decode
from assistant.corpus.load.guards import unread_front_matter
from assistant.corpus.load.parsed import HeadingPath, Parsed, stripped
from assistant.corpus.load.turns import mark_turns
from assistant.domain import Block, BlockKind

_LONG_LINE = 200  # characters; nobody wraps lines that late, so they are paragraphs
_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,}|\*{3,})")
_LIST_ITEM = re.compile(r"\s*(?:[-*•‣·]|\d{1,3}[.)])\s+\S")
_HEADING_LENGTH = 80


def parse(data: bytes) -> Parsed:
    """Read a text file. The stored text is the file's own; blocks point into it.

    Paragraphs end at blank lines, or at every line end where lines are too long to have been wrapped.
    """
    text = decode(data)
    blocks = list(_blocks(text))
    return Parsed(text, mark_turns(text, tuple(blocks)), refused=unread_front_matter(text))


def _blocks(text: str) -> Iterator[Block]:
    headings = HeadingPath()
    for lines in _groups(text):
        title = _underlined(text, lines) or _capitals(text, lines) or _above(text, lines)
        if title is not None:
            start, end = stripped(text, *title)
            name = " ".join(text[start:end].split())
            level = 1 if text[lines[-1][0] : lines[-1][1]].startswith("=") else 2
            yield Block(BlockKind.HEADING, start, end, headings.enter(level, name))
            continue
        start, end = stripped(text, lines[0][0], lines[-1][1])
        item = _LIST_ITEM.match(text, start, end) is not None
        yield Block(BlockKind.LIST_ITEM if item else BlockKind.PARAGRAPH, start, end, headings.path)


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines that make a paragraph, as spans without their newlines."""
    lines = list(_lines(text))
    in_long_lines = sum(end - start for start, end in lines if end - start > _LONG_LINE)
    unwrapped = 2 * in_long_lines > len(text)
    group: list[tuple[int, int]] = []
    for start, end in lines:
        blank = not text[start:end].strip()
        if group and (blank or unwrapped or _LIST_ITEM.match(text, start, end)):
            yield group
            group = []
        if not blank:
            group.append((start, end))
            if len(group) == 2 and _underlined(text, group):
                yield group
                group = []
    if group:
        yield group


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _underlined(text: str, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The title of a two-line group whose second line underlines the first."""
    if len(lines) != 2:
        return None
    title = text[slice(*lines[0])].strip()
    rule = text[slice(*lines[1])].strip()
    if not _UNDERLINE.fullmatch(rule) or not re.search(r"\w", title) or len(title) > _HEADING_LENGTH:
        return None
    return lines[0] if abs(len(rule) - len(title)) <= max(3, len(title) // 4) else None


def _capitals(text: str, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """A line all in capitals that stands alone and is more than an acronym."""
    if len(lines) != 1:
        return None
    title = text[slice(*lines[0])].strip()
    letters = sum(character.isalpha() for character in title)
    if title.upper() != title or title.lower() == title or letters < 4 or len(title) > _HEADING_LENGTH:
        return None
    return None if title.endswith((".", "!", ",", ";", ":", "…", '"', "”")) else lines[0]


def _above(text: str, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """A short line in title case right above a paragraph, in a text whose paragraphs are long lines."""
    start, end = lines[0]
    alone_above = start == 0 or text.endswith("\n\n", 0, start)
    words = text[start:end].split()
    if len(lines) > 1 or not alone_above or text[end + 1 : end + 2] in {"", "\n"}:
        return None
    capitals = sum(word[:1].isupper() for word in words)
    if not 2 <= len(words) <= 8 or 2 * capitals < len(words) or not words[0][:1].isupper():
        return None
    return lines[0] if words[-1][-1:].isalnum() else None
