"""What a format module hands back: stored text, blocks that point into it, metadata found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.corpus.load.metadata import Metadata
from assistant.domain import Block, BlockKind, Document, Quarantined

_NAME_LENGTH = 60  # characters of the longest name of a value


@dataclass(frozen=True, slots=True)
class Parsed:
    """One parsed file.

    `declared` is what its author wrote down (front matter): it wins over sidecar and ``brand.toml``.
    `found` is what its format happens to tell (a page title, the first heading): it only fills gaps.
    `notes` name, for a person's eye, what could not be made sense of. `refused` says why it must not be published,
    though it can be read; "" where nothing speaks against it.
    """

    text: str
    blocks: tuple[Block, ...]
    declared: Metadata = field(default_factory=Metadata)
    found: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, the names of the metadata nobody declared, and notes and `refused` as in `Parsed`."""

    document: Document
    undeclared: tuple[str, ...]
    notes: tuple[str, ...]
    refused: str = ""

    @property
    def publishable(self) -> Document | Quarantined:
        """The document, unless it is refused."""
        return Quarantined(self.document.source.id, self.refused) if self.refused else self.document


class HeadingPath:
    """The headings in force at a point of a document, outermost first."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> tuple[str, ...]:
        """Open a heading of `level` (1 is outermost): it closes those as deep or deeper. Returns its path."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        self._levels.append((level, title))
        return self.path

    @property
    def path(self) -> tuple[str, ...]:
        """The headings in force."""
        return tuple(title for _, title in self._levels)


class TextBuilder:
    """Builds stored text for formats whose file is not text: blocks joined by blank lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings = HeadingPath()
        self.blocks: list[Block] = []

    def heading(self, text: str, level: int, *, page: int | None = None) -> None:
        """Add a heading; blocks added after it stand below it."""
        path = self._headings.enter(level, text)
        self._append(text, Block(BlockKind.HEADING, 0, 0, heading_path=path, page=page))

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        speaker: str | None = None,
        seconds: float | None = None,
        page: int | None = None,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Add a block of `text`, which must hold more than white space."""
        path = self._headings.path
        self._append(text, Block(kind, 0, 0, path, speaker, seconds, page, fields))

    def table(self, rows: Sequence[Sequence[str]], *, header: bool) -> None:
        """Add a table, a row a block, cells separated by " | ".

        The first row names the columns where `header` says so. Without one, a table of two columns is read
        as names and values, as in an infobox.
        """
        columns = column_names(rows[0]) if header and rows else ()
        for row in rows[1:] if header else rows:
            cells = [cell for cell in row if cell]
            if not cells:
                continue
            if columns:
                fields = tuple((name, cell) for name, cell in zip(columns, row, strict=False) if cell)
            elif len(row) == len(cells) == 2 and len(row[0]) <= _NAME_LENGTH:
                fields = ((row[0].rstrip(": "), row[1]),)
            else:
                fields = tuple((f"column {at}", cell) for at, cell in enumerate(row, 1) if cell)
            self.add(BlockKind.TABLE_ROW, " | ".join(cells), fields=fields)

    def _append(self, text: str, block: Block) -> None:
        start = self._length + (2 if self._parts else 0)
        self._parts.append(text)
        self._length = start + len(text)
        self.blocks.append(replace(block, start=start, end=self._length))

    @property
    def text(self) -> str:
        """The stored text so far."""
        return "\n\n".join(self._parts)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """A table's column names, with "column 3" for a nameless third."""
    return tuple(cell or f"column {number}" for number, cell in enumerate(cells, 1))


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow ``[start, end)`` to leave out white space at both ends; empty where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
