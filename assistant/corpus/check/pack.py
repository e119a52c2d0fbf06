"""A brand pack as the checks see it: every document read once, with its lines, passages and tables."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from pathlib import Path, PurePosixPath

from assistant.brand import Brand
from assistant.corpus.check.finding import Finding, Severity
from assistant.corpus.load import DocumentReader, Loaded, scan
from assistant.corpus.load.table import csv_records
from assistant.corpus.split import split
from assistant.corpus.tables import Row, Table, table_of
from assistant.domain import Block, BlockKind, Document, Passage, Quarantined, Sentence, Source, Voice
from assistant.settings import Settings

_STORED_AS_FILED = frozenset(".md .markdown .txt .text .csv .tsv .json .jsonl .ndjson".split())
_SEPARATED = frozenset((".csv", ".tsv"))
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))
_OTHERS_WORDS = frozenset((Voice.BY_FOUNDER, Voice.UNSOURCED))


class Step(StrEnum):
    """What a check is doing."""

    READ = "read"
    READ_OTHERS = "read_others"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: `done` of `total` files or checks; `detail` names the one at hand."""

    step: Step
    done: int
    total: int
    detail: str = ""


Report = Callable[[Progress], None]


class PackDocument:
    """A document with what checks ask of it again and again."""

    def __init__(self, loaded: Loaded, folder: Path) -> None:
        self.loaded = loaded
        self.document: Document = loaded.document
        self.source: Source = loaded.document.source
        self.text: str = loaded.document.text
        self.path = folder / self.source.id
        self._lines = list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    @property
    def id(self) -> str:
        """Its path inside the pack."""
        return self.source.id

    @property
    def suffix(self) -> str:
        """Its file name's ending in lower case, with the dot."""
        return PurePosixPath(self.id).suffix.lower()

    def line(self, offset: int) -> int | None:
        """The line of the file, from 1; None where the stored text is not the file."""
        return bisect_right(self._lines, offset) if self.suffix in _STORED_AS_FILED else None

    def finding(self, severity: Severity, offset: int, problem: str, remedy: str, place: str = "") -> Finding:
        """A finding at `offset` of the text."""
        line = self.line(offset)
        if line is None and not place:
            block = self.block_at(offset)
            place = f"page {block.page}" if block and block.page else ""
        return Finding(severity, self.id, line, place, problem, remedy)

    def where(self, offset: int) -> str:
        """``document:line`` for the text of a finding."""
        line = self.line(offset)
        return f"{self.id}:{line}" if line else self.id

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, as publishing would cut them."""
        return split(self.document)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.document.blocks]

    def block_at(self, offset: int) -> Block | None:
        """The block that `offset` lies in or behind."""
        at = bisect_right(self._starts, offset) - 1
        return self.document.blocks[at] if at >= 0 else None

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """The sentences of its paragraphs and lists; no quotations, captions, turns of a talk or rows."""
        return tuple(
            sentence
            for passage in self.passages
            for sentence in passage.sentences
            if (block := self.block_at(sentence.start)) and block.kind in _PROSE
        )

    @property
    def own_prose(self) -> tuple[Sentence, ...]:
        """`prose` that its author may reword: not the founder's words, nor what nobody can trace."""
        return () if self.source.voice in _OTHERS_WORDS else self.prose

    @cached_property
    def table(self) -> Table | None:
        """Its table, where it is nothing but one."""
        columns = self.header[0] if self.suffix in _SEPARATED else None
        return table_of(self.id, self.text, self.document.blocks, columns)

    @cached_property
    def header(self) -> tuple[tuple[str, ...], str]:
        """The column names as the file has them, empty ones too, and the sign between its cells."""
        head = self.text[: self.document.blocks[0].start].rstrip("\n")
        records = {sign: cells_of(head, sign) for sign in (",", ";", "\t", "|")}
        sign = max(records, key=lambda each: len(records[each][-1]) if records[each] else 0)
        return (records[sign][-1] if records[sign] else ()), sign


def cells_of(text: str, delimiter: str) -> list[tuple[str, ...]]:
    """The records of separated text, cells as they stand; records without any cell are left out."""
    records = csv_records(text.splitlines(keepends=True), delimiter)
    return [tuple(cell.strip() for cell in record) for record in records if any(map(str.strip, record))]


@dataclass(frozen=True)
class Pack:
    """A brand pack, read. `today` decides what lies in the future; `unmatched` as in `Scan`."""

    brand: Brand
    documents: tuple[PackDocument, ...]
    quarantined: tuple[Quarantined, ...]
    today: dt.date
    unmatched: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that tell of things, by path."""
        tables = [document.table for document in self.documents]
        return tuple(table for table in tables if table and table.tells_of_things)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all tables that tell of things."""
        return (row for table in self.tables for row in table.rows)


def read_pack(
    brand: Brand,
    settings: Settings,
    progress: Report = lambda _: None,
    *,
    step: Step = Step.READ,
) -> Pack:
    """Read every document of the pack, drafts and internal ones too, as publishing reads them."""
    found = scan(brand, settings)
    folder = brand.root.resolve()
    documents: list[PackDocument] = []
    quarantined = list(found.quarantined)
    with DocumentReader(settings) as reader:
        for done, file in enumerate(found.files):
            progress(Progress(step, done, len(found.files), file.path))
            read = reader.load(file)
            if isinstance(read, Quarantined):
                quarantined.append(read)
            else:
                documents.append(PackDocument(read, folder))
    progress(Progress(step, len(found.files), len(found.files)))
    today = dt.datetime.now(tz=dt.UTC).date()
    return Pack(brand, tuple(documents), tuple(quarantined), today, found.unmatched)
