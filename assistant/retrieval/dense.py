"""Search by meaning: passage vectors in Chroma.

A `where` clause makes Chroma look at the metadata of every passage first, which at 100,000 passages takes
half a second even if all of them match. So passages under embargo, and only those, live in a collection of
their own, the one place where the day has to be asked about; an unfiltered search stays a plain one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Filter, Passage, Source
from assistant.errors import ReleaseError
from assistant.retrieval.facets import Facets, Hit, search_day

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

OPEN = "open"
EMBARGOED = "embargoed"

BATCH = 5_000
"""Rows per insert; Chroma refuses more than 5,461."""

HNSW = {"space": "cosine", "ef_construction": 100, "max_neighbors": 32, "ef_search": 400}
"""Chroma's defaults leave one passage in a few thousand unreachable (`max_neighbors` of 16), and find 87 % of
the true ten nearest among 100,000 (`ef_search` of 100)."""


def _client(folder: Path) -> Client:
    import chromadb  # noqa: PLC0415  # a second to import, and only searching and publishing need it
    from chromadb.config import Settings  # noqa: PLC0415

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # declared as an interface that leaves out close()


class DenseWriter:
    """Builds a new index in an empty folder; complete once left without an exception."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        self._collections = {
            name: self._client.create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})  # pyright: ignore[reportArgumentType]
            for name in (OPEN, EMBARGOED)
        }
        self._pending: dict[str, list[tuple[str, Facets, NDArray[np.float32]]]] = {OPEN: [], EMBARGOED: []}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for name in self._collections:
                    self._flush(name)
        finally:
            self._client.close()

    def add(self, source: Source, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Add passages of one document; `vectors` is (passages, dimension), of unit norm."""
        facets = Facets.of(source)
        name = OPEN if facets.embargo is None else EMBARGOED
        pending = self._pending[name]
        pending.extend(
            (passage.id, facets, vector) for passage, vector in zip(passages, vectors, strict=True)
        )
        if len(pending) >= BATCH:
            self._flush(name)

    def _flush(self, name: str) -> None:
        pending = self._pending[name]
        for start in range(0, len(pending), BATCH):
            rows = pending[start : start + BATCH]
            self._collections[name].add(
                ids=[passage_id for passage_id, _, _ in rows],
                embeddings=np.stack([vector for _, _, vector in rows]),
                metadatas=[_metadata(facets) for _, facets, _ in rows],
            )
        pending.clear()


def _metadata(facets: Facets) -> dict[str, str | int]:
    values = {
        "kind": facets.kind.value,
        "voice": facets.voice.value,
        "earliest": facets.earliest,
        "latest": facets.latest,
        "embargo": facets.embargo,
    }
    return {key: value for key, value in values.items() if value is not None}


class DenseIndex:
    """Searches an index. Thread-safe. Nothing is written to it once its release stands."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "chroma.sqlite3").is_file():
            raise ReleaseError(f"{folder} holds no index: run 'assistant publish' to build the release anew")
        try:
            self._client = _client(folder)
            self._open = self._client.get_collection(OPEN, embedding_function=None)
            self._embargoed = self._client.get_collection(EMBARGOED, embedding_function=None)
            self._sizes = {OPEN: self._open.count(), EMBARGOED: self._embargoed.count()}
        except Exception as error:  # Chroma raises whatever its Rust core does
            raise ReleaseError(
                f"{folder} cannot be read ({error}): run 'assistant rollback' or 'assistant publish'"
            ) from error

    def close(self) -> None:
        """Release the files."""
        self._client.close()

    def __len__(self) -> int:
        return sum(self._sizes.values())

    def search(self, vector: NDArray[np.float32], limit: int, where: Filter) -> list[Hit]:
        """At most `limit` passages by cosine with `vector`, best first."""
        return self.search_many(vector[np.newaxis], limit, where)[0]

    def search_many(self, vectors: NDArray[np.float32], limit: int, where: Filter) -> list[list[Hit]]:
        """`search` for each row of `vectors`."""
        conditions = _conditions(where)
        found = self._query(self._open, OPEN, vectors, limit, conditions)
        if not self._sizes[EMBARGOED]:
            return found
        lifted: dict[str, Any] = {"embargo": {"$lte": search_day(where)}}
        late = self._query(self._embargoed, EMBARGOED, vectors, limit, [*conditions, lifted])
        return [
            sorted((*one, *other), key=lambda hit: (-hit.score, hit.passage_id))[:limit]
            for one, other in zip(found, late, strict=True)
        ]

    def _query(
        self,
        collection: Collection,
        name: str,
        vectors: NDArray[np.float32],
        limit: int,
        conditions: list[dict[str, Any]],
    ) -> list[list[Hit]]:
        size = self._sizes[name]
        if not size:
            return [[] for _ in vectors]
        clause: Any = {"$and": conditions} if len(conditions) > 1 else (conditions or [None])[0]
        answer = collection.query(
            query_embeddings=vectors, n_results=min(limit, size), where=clause, include=["distances"]
        )
        return [
            sorted(
                (
                    Hit(passage_id, 1.0 - distance)
                    for passage_id, distance in zip(ids, distances, strict=True)
                ),
                key=lambda hit: (-hit.score, hit.passage_id),
            )
            for ids, distances in zip(answer["ids"], answer["distances"] or [], strict=True)
        ]


def _conditions(where: Filter) -> list[dict[str, Any]]:
    conditions: list[dict[str, Any]] = []
    if where.kinds:
        conditions.append({"kind": {"$in": sorted(kind.value for kind in where.kinds)}})
    if where.voices:
        conditions.append({"voice": {"$in": sorted(voice.value for voice in where.voices)}})
    if where.after:
        conditions.append({"latest": {"$gte": where.after.toordinal()}})
    if where.before:
        conditions.append({"earliest": {"$lte": where.before.toordinal()}})
    return conditions
