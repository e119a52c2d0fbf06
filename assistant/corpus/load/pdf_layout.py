"""From the lines of a PDF to its headings and paragraphs, which the format itself does not know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from assistant.corpus.load.parsed import TextBuilder
from assistant.domain import BlockKind

_HEADING_SIZE = 1.12  # of the body's letter size
_HEADING_LENGTH = 120  # characters; what is longer is text, however it is set
_PARAGRAPH_GAP = 1.25  # of the usual distance of two lines
_SHORT_LINE = 0.75  # of the column's width: a sentence that ends so early ends its paragraph
_MARGIN_LINES = 2  # lines at a page's top and bottom that may be running headers or footers
_BULLET = re.compile(r"(?:[•●▪■◦‣·–—*]|\(?[0-9a-z]{1,3}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*(?:\[\d+\])*$")
SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class Line:
    """One line of a page, in points from its lower left corner. `cells` counts wide gaps plus one."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int
    right: float
    cells: int = 1

    @property
    def narrow_right(self) -> float:
        """Where the line ends at the least, in a narrow type."""
        return self.x + 0.8 * (self.right - self.x)


def lay_out(lines: Sequence[Line]) -> tuple[TextBuilder, str | None]:
    """Headings, paragraphs, list items and table lines of a document, and the largest words of page one."""
    body = _body_size(lines)
    lines = [line for line in lines if not _is_mark(line, body)]
    pages = [_in_reading_order(page) for _, page in groupby(lines, key=lambda line: line.page)]
    lines = _without_margins(pages)
    heading_sizes = sorted({_rank(line, body) for line in lines if _is_heading(line, body)}, reverse=True)
    words = frozenset(re.findall(r"[\w-]+", " ".join(line.text.lower() for line in lines)))
    gap = _usual_gap(lines, body)
    width = max((line.right - line.x for line in lines if abs(line.size - body) < 0.5), default=0.0)
    builder = TextBuilder()
    for paragraph in _paragraphs(lines, body, gap, width):
        first = paragraph[0]
        if first.cells > 2:
            text = "\n".join(line.text.strip() for line in paragraph)
            builder.add(BlockKind.PARAGRAPH, text, page=first.page)
            continue
        text = _joined([line.text for line in paragraph], words)
        if _is_heading(first, body) and len(text) <= _HEADING_LENGTH:
            builder.heading(text, heading_sizes.index(_rank(first, body)) + 1, page=first.page)
        else:
            kind = BlockKind.LIST_ITEM if _BULLET.match(text) else BlockKind.PARAGRAPH
            builder.add(kind, text, page=first.page)
    return builder, _largest(lines, body, words)


def _in_reading_order(drawn: Iterable[Line]) -> list[Line]:
    """The lines of a page, each above those that stand below it in its own column.

    Programs draw the text of a column in order, but may draw headings, or boxes beside, before or after it
    (browsers do). So a line is moved up only past lines that are below it and share room with it.
    """
    ordered: list[Line] = []
    for line in drawn:
        places = (index for index, other in enumerate(ordered) if _stands_above(line, other))
        ordered.insert(next(places, len(ordered)), line)
    return ordered


def _stands_above(line: Line, other: Line) -> bool:
    return line.y > other.y + 0.5 * other.size and line.x < other.narrow_right and other.x < line.narrow_right


def _without_margins(pages: Sequence[list[Line]]) -> list[Line]:
    """Leave out lines at page edges that come back, but for their figures, on a fifth of the pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_pattern(line) for line in (*page[:_MARGIN_LINES], *page[-_MARGIN_LINES:])})
    running = {text for text, count in edges.items() if count >= max(3, len(pages) / 5)}
    kept: list[Line] = []
    for page in pages:
        last = len(page) - _MARGIN_LINES
        kept += [
            line
            for index, line in enumerate(page)
            if not ((index < _MARGIN_LINES or index >= last) and _pattern(line) in running)
        ]
    return kept


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _is_mark(line: Line, body: float) -> bool:
    """Superscripts such as ® and (1), which stand on lines of their own, and rules made of signs."""
    small = line.size < 0.8 * body and len(line.text.strip()) <= 4
    return small or re.search(r"\w", line.text) is None


def _rank(line: Line, body: float) -> float:
    """Letter size in half points; bold type no larger than the body ranks lowest."""
    return round(2 * line.size) / 2 if line.size > _HEADING_SIZE * body else 0.0


def _is_heading(line: Line, body: float) -> bool:
    letters = sum(character.isalpha() for character in line.text)
    if line.cells > 1 or letters < 3 or letters < len(line.text.strip()) / 2:
        return False
    if line.size > _HEADING_SIZE * body:
        return True
    return line.bold and not _SENTENCE_END.search(line.text.rstrip())


def _usual_gap(lines: Sequence[Line], body: float) -> float:
    gaps = [
        before.y - line.y
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.y - line.y < 3 * body and abs(line.size - body) < 0.5
    ]
    return median(gaps) if gaps else 1.2 * body


def _paragraphs(lines: Sequence[Line], body: float, gap: float, width: float) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _breaks(paragraph[-1], line, body, gap, width):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _breaks(before: Line, line: Line, body: float, gap: float, width: float) -> bool:
    """Whether a new paragraph begins at `line`."""
    if (before.cells > 2) != (line.cells > 2):
        return True
    if _is_heading(before, body) or _is_heading(line, body):
        same_look = before.bold == line.bold and abs(before.size - line.size) < 0.5
        near = before.page == line.page and 0 < before.y - line.y <= 1.5 * line.size
        return not (same_look and near and _is_heading(before, body))
    ended = _SENTENCE_END.search(before.text.rstrip()) is not None
    if before.page != line.page or line.y >= before.y:  # the next page or column goes on with the sentence
        return ended or not line.text[:1].islower()
    if before.y - line.y > _PARAGRAPH_GAP * gap or _BULLET.match(line.text):
        return True
    return ended and before.right - before.x < _SHORT_LINE * width


def _joined(lines: Iterable[str], words: frozenset[str]) -> str:
    """One line of text; a word broken at a line's end is mended as the document spells it elsewhere."""
    text = ""
    for line in lines:
        line = " ".join(line.split())  # noqa: PLW2901
        broken = re.search(r"(\w+)[-\u00ad\u2010]$", text)
        begun = re.match(r"\w+", line)
        if broken and begun and begun[0][0].islower():
            first, second = broken[1].lower(), begun[0].lower()
            spelt_apart = f"{first}-{second}" in words or (first in words and second in words)
            if text.endswith(SOFT_HYPHEN) or first + second in words or not spelt_apart:
                text = text[:-1]
            text += line
        else:
            text = f"{text} {line}" if text else line
    return re.sub(r" ([,.;:])(?= |$)", r"\1", text.replace(SOFT_HYPHEN, ""))


def _largest(lines: Sequence[Line], body: float, words: frozenset[str]) -> str | None:
    """The words set largest on the first page: its title, where they stand out."""
    front = [line for line in lines if line.page == lines[0].page] if lines else []
    size = max((line.size for line in front if re.search(r"[^\W\d]", line.text)), default=0.0)
    if size <= _HEADING_SIZE * body:
        return None
    title = _joined([line.text for line in front if abs(line.size - size) < 0.5], words)
    return title if len(title) <= _HEADING_LENGTH else None
