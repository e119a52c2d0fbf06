"""The words of a release: sources, document texts and passages in one read-only SQLite file.

Indexes answer with passage ids; everything a fan is shown is read here.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Self

from assistant.domain import BlockKind, Passage, Source
from assistant.errors import ReleaseError
from assistant.retrieval.records import passage_json, read_passage, read_source, source_json

_SCHEMA = """
CREATE TABLE document (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE passage (
    id TEXT PRIMARY KEY, document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX passage_by_document ON passage (document_id, ordinal);
CREATE INDEX passage_by_kind ON passage (kind, document_id, ordinal);
"""

_IDS_PER_QUERY = 500

_LEADING = 3
"""Passages before one that may lead up to it."""
"""Well below the 999 host parameters that the oldest SQLite still in use allows."""


class StoreWriter:
    """Writes a new store; used as a context manager, complete once left without an exception."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(
            # Nothing reads the file before it is complete: one transaction, one sync at its end.
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL; {_SCHEMA} BEGIN;"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with closing(self._connection):
            if kind is None:
                self._connection.execute("COMMIT")

    def add(self, source: Source, text: str, passages: Iterable[Passage]) -> None:
        """Add one document with its passages."""
        self._connection.execute(
            "INSERT INTO document (id, source, text) VALUES (?, ?, ?)", (source.id, source_json(source), text)
        )
        self._connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
            ((p.id, p.document_id, p.ordinal, p.kind.value, passage_json(p)) for p in passages),
        )


class PassageStore:
    """Reads a store. Thread-safe; every method raises ReleaseError where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ReleaseError(f"{path} is missing: run 'assistant publish' to build the release anew")
        self._path = path
        self._lock = threading.Lock()
        # The file never changes once its release stands, so SQLite need not look for locks or journals.
        try:
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        self._sources = {source.id: source for source in self._read_sources()}

    def _unreadable(self, error: sqlite3.Error) -> ReleaseError:
        return ReleaseError(
            f"{self._path} cannot be read ({error}): run 'assistant rollback' or 'assistant publish'"
        )

    def _read_sources(self) -> Iterator[Source]:
        for (record,) in self._rows("SELECT source FROM document ORDER BY ordinal"):
            yield read_source(record)

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[str, ...]]:
        with self._lock:
            try:
                return self._connection.execute(query, parameters).fetchall()
            except sqlite3.Error as error:
                raise self._unreadable(error) from error

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def __len__(self) -> int:
        return int(self._rows("SELECT count(*) FROM passage")[0][0])

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of `ids`, by id; ids the release does not hold are left out."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Passage] = {}
        for start in range(0, len(wanted), _IDS_PER_QUERY):
            some = wanted[start : start + _IDS_PER_QUERY]
            marks = ",".join("?" * len(some))
            rows = self._rows(f"SELECT id, record FROM passage WHERE id IN ({marks})", some)  # noqa: S608
            found.update((passage_id, read_passage(record)) for passage_id, record in rows)
        return {passage_id: found[passage_id] for passage_id in wanted if passage_id in found}

    def documents(self, ids: Iterable[str]) -> dict[str, str]:
        """The id of the document that each of those passages stands in."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _IDS_PER_QUERY):
            some = wanted[start : start + _IDS_PER_QUERY]
            marks = ",".join("?" * len(some))
            rows = self._rows(f"SELECT id, document_id FROM passage WHERE id IN ({marks})", some)  # noqa: S608
            found.update((passage_id, document_id) for passage_id, document_id in rows)
        return found

    def holds(self, document_id: str) -> bool:
        """Whether the release holds that document."""
        return document_id in self._sources

    def source(self, document_id: str) -> Source:
        """The source of that document; ReleaseError where the release does not hold it."""
        if document_id not in self._sources:
            raise ReleaseError(
                f"the release holds no document {document_id!r}: 'assistant releases' lists them"
            )
        return self._sources[document_id]

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order they were published."""
        return tuple(self._sources.values())

    def document_text(self, document_id: str) -> str:
        """The stored text the offsets point into; ReleaseError where the release does not hold it."""
        rows = self._rows("SELECT text FROM document WHERE id = ?", [self.source(document_id).id])
        return rows[0][0]

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """Every passage of that document in reading order; ReleaseError where it is not held."""
        rows = self._rows(
            "SELECT record FROM passage WHERE document_id = ? ORDER BY ordinal", [self.source(document_id).id]
        )
        return tuple(read_passage(record) for (record,) in rows)

    def leading_up_to(self, passage: Passage) -> tuple[str, ...]:
        """The sentences that stand before a passage under the same heading, the nearest last; none before a row."""
        if passage.kind is BlockKind.TABLE_ROW:
            return ()
        rows = self._rows(
            "SELECT record FROM passage WHERE document_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal",
            [passage.document_id, passage.ordinal - _LEADING, passage.ordinal - 1],
        )
        told = [read_passage(record) for (record,) in rows]
        return tuple(
            sentence.rendering
            for one in told
            if one.heading_path == passage.heading_path and one.kind is not BlockKind.TABLE_ROW
            for sentence in one.sentences
        )

    def table_rows(self) -> tuple[Passage, ...]:
        """Every passage that is a table's row, by document and position."""
        rows = self._rows(
            "SELECT record FROM passage WHERE kind = ? ORDER BY document_id, ordinal",
            [BlockKind.TABLE_ROW.value],
        )
        return tuple(read_passage(record) for (record,) in rows)
