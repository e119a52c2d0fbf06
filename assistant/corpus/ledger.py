"""The ledger: the truth about a brand's corpus, in one SQLite file that survives being killed.

It holds every document as it was last read, its passages, and the vector of every text ever embedded that
is still in use. Chroma cannot be trusted to survive a kill during a write, so whatever has to last is here,
and a release can be built from here alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.domain import Document, Passage, Source
from assistant.errors import PublishError
from assistant.retrieval.embed import Vectors
from assistant.retrieval.records import passage_json, read_passage, read_source, source_json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, checksum TEXT NOT NULL, recipe TEXT NOT NULL, visibility TEXT NOT NULL,
    source TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS passage (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
    record TEXT NOT NULL, search_text TEXT NOT NULL, text_hash BLOB NOT NULL,
    PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX IF NOT EXISTS passage_by_text ON passage (text_hash);
CREATE TABLE IF NOT EXISTS embedding (
    model TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text_hash)
);
CREATE TABLE IF NOT EXISTS quarantine (
    id TEXT PRIMARY KEY, checksum TEXT NOT NULL, recipe TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS publish (
    id INTEGER PRIMARY KEY, finished TEXT NOT NULL, release TEXT NOT NULL, report TEXT NOT NULL
);
"""


_PATIENCE_S = 60.0  # reading and embedding write to one ledger in turn


@dataclass(frozen=True, slots=True)
class Entry:
    """One published document with its passages and their vectors, of shape (passages, dimension)."""

    source: Source
    text: str
    passages: tuple[Passage, ...]
    vectors: Vectors


class Ledger:
    """Reads and writes one ledger, for one thread. Each change is one transaction."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open or create the ledger at `path`; with `read_only`, beside the process that writes it."""
        self.path = path
        try:
            if read_only:
                self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
                return
            self._connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
            self._connection.executescript(
                # Deleted words are overwritten, not only unlinked: a brand must be able to withdraw them.
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                f"PRAGMA secure_delete = ON; {_SCHEMA}"
            )
        except sqlite3.Error as error:
            raise PublishError(
                f"{path} cannot be used ({error}): move it away, the next publish builds it anew"
            ) from error

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    # ------------------------------------------------------------ documents

    def recorded(self, recipe: str) -> dict[str, str]:
        """The checksum of every document read and split by `recipe`, by id."""
        rows = self._connection.execute("SELECT id, checksum FROM document WHERE recipe = ?", [recipe])
        return dict(rows.fetchall())

    def refused(self, recipe: str) -> dict[str, tuple[str, str]]:
        """The checksum of every file that `recipe` could make no document of, and the reason, by id."""
        rows = self._connection.execute(
            "SELECT id, checksum, reason FROM quarantine WHERE recipe = ?", [recipe]
        )
        return {file_id: (checksum, reason) for file_id, checksum, reason in rows}

    def refuse(self, files: Iterable[tuple[str, str, str]], recipe: str) -> None:
        """Remember these files (id, checksum, reason) as the ones, and the only ones, that cannot be read."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM quarantine")
            self._connection.executemany(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?)",
                ([file_id, checksum, recipe, reason] for file_id, checksum, reason in files),
            )

    def documents(self) -> frozenset[str]:
        """The ids of all documents."""
        return frozenset(
            document_id for (document_id,) in self._connection.execute("SELECT id FROM document")
        )

    def published(self) -> dict[str, str]:
        """The checksum of every document that belongs into a release, by id."""
        rows = self._connection.execute(
            "SELECT id, checksum FROM document WHERE visibility <> 'draft' ORDER BY id"
        )
        return dict(rows.fetchall())

    def drafts(self) -> tuple[str, ...]:
        """The ids of documents that are drafts."""
        rows = self._connection.execute("SELECT id FROM document WHERE visibility = 'draft' ORDER BY id")
        return tuple(document_id for (document_id,) in rows)

    def embargoed(self, today: dt.date) -> tuple[tuple[str, str], ...]:
        """The ids of documents that nobody finds on that day, and theirs as ``2031-03-01``."""
        rows = self._connection.execute(
            "SELECT source FROM document WHERE visibility = 'embargoed' ORDER BY id"
        )
        sources = [read_source(source) for (source,) in rows]
        return tuple((one.id, f"{one.embargo}") for one in sources if one.embargo and one.embargo > today)

    def record(
        self, document: Document, passages: Sequence[Passage], search_texts: Sequence[str], recipe: str
    ) -> None:
        """Add a document, or put it in the place of the one with its id."""
        source = document.source
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM document WHERE id = ?", [source.id])
            self._connection.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                [
                    source.id,
                    source.checksum,
                    recipe,
                    source.visibility.value,
                    source_json(source),
                    document.text,
                ],
            )
            self._connection.executemany(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
                (
                    (source.id, passage.ordinal, passage_json(passage), text, _text_hash(text))
                    for passage, text in zip(passages, search_texts, strict=True)
                ),
            )

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget documents and their passages."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "DELETE FROM document WHERE id = ?", ([each] for each in document_ids)
            )

    # ------------------------------------------------------------ embeddings

    def missing(self, model: str) -> int:
        """How many different search texts still lack a vector of `model`."""
        return int(
            self._connection.execute(
                "SELECT count(DISTINCT passage.text_hash) FROM passage LEFT JOIN embedding"
                " ON embedding.text_hash = passage.text_hash AND embedding.model = ?"
                " WHERE embedding.text_hash IS NULL",
                [model],
            ).fetchone()[0]
        )

    def missing_texts(self, model: str, limit: int) -> list[str]:
        """At most `limit` of those texts, those recorded first."""
        rows = self._connection.execute(
            "SELECT search_text FROM passage LEFT JOIN embedding"
            " ON embedding.text_hash = passage.text_hash AND embedding.model = ?"
            " WHERE embedding.text_hash IS NULL GROUP BY passage.text_hash ORDER BY min(passage.rowid) LIMIT ?",
            [model, limit],
        )
        return [text for (text,) in rows]

    def embed(self, model: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep the vectors of `texts`; from here on they survive a kill."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)",
                (
                    (model, _text_hash(text), vector.astype("<f4").tobytes())
                    for text, vector in zip(texts, vectors, strict=True)
                ),
            )

    # ------------------------------------------------------------ releases

    def passages(self) -> int:
        """How many passages a release would hold."""
        return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def entries(self, model: str) -> Iterator[Entry]:
        """Every published document with the vectors of `model`, by id, one at a time."""
        documents = self._connection.execute(
            "SELECT id, source, text FROM document WHERE visibility <> 'draft' ORDER BY id"
        )
        for document_id, source, text in documents:
            rows = self._connection.execute(
                "SELECT record, vector FROM passage LEFT JOIN embedding"
                " ON embedding.text_hash = passage.text_hash AND embedding.model = ?"
                " WHERE document_id = ? ORDER BY ordinal",
                [model, document_id],
            ).fetchall()
            if any(vector is None for _, vector in rows):
                raise PublishError(
                    f"{document_id} has passages without vectors: run 'assistant publish' again"
                )
            yield Entry(
                source=read_source(source),
                text=text,
                passages=tuple(read_passage(record) for record, _ in rows),
                vectors=np.stack([np.frombuffer(vector, dtype="<f4") for _, vector in rows]),
            )

    def close_books(self, release_id: str, finished: str, report: str) -> None:
        """Log a publish that ended well, and forget vectors of texts no document holds any more."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "INSERT INTO publish (finished, release, report) VALUES (?, ?, ?)",
                [finished, release_id, report],
            )
            self._connection.execute(
                "DELETE FROM embedding WHERE text_hash NOT IN (SELECT text_hash FROM passage)"
            )


def _text_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
