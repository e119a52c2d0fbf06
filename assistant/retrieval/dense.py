"""Search by meaning: passage vectors in Chroma.

A `where` clause makes Chroma look at the metadata of every passage first, which at 100,000 passages takes
half a second even if all of them match. So passages under embargo, and only those, live in a collection of
their own, the one place where the day has to be asked about; an unfiltered search stays a plain one.

An HNSW graph has nodes that no path leads to, outliers mostly: a passage nobody can find, in spite of its
being there. Each collection therefore has a small one of strays beside it, which is searched as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from assistant.domain import Filter, Passage, Source
from assistant.errors import ReleaseError
from assistant.retrieval.embed import Vectors
from assistant.retrieval.facets import Facets, Hit, search_day

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

OPEN = "open"
EMBARGOED = "embargoed"
STRAYS = "-strays"

BATCH = 5_000
"""Rows per insert; Chroma refuses more than 5,461."""

HNSW = {"space": "cosine", "ef_construction": 100, "max_neighbors": 32, "ef_search": 400}
"""Chroma's defaults lose one passage in a few thousand (16 neighbours), and find 87 % of the true ten nearest
among 100,000 (`ef_search` of 100)."""

STRAYS_HNSW = {"space": "cosine", "ef_construction": 400, "max_neighbors": 128, "ef_search": 400}
"""Strays are few: their graph can afford to link each with nearly all the others."""

SAME_VECTOR = 0.9999
"""Cosine from which two vectors count as one: passages with the same words are each other's twins."""

_PAGE = 1_000
_THREADS = 2


def _client(folder: Path) -> Client:
    import chromadb  # noqa: PLC0415  # a second to import, and only searching and publishing need it
    from chromadb.config import Settings  # noqa: PLC0415

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # declared as an interface that leaves out close()


class DenseWriter:
    """Builds a new index in an empty folder; complete once left without an exception."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        self._collections = {name: self._create(name, HNSW) for name in (OPEN, EMBARGOED)}
        self._strays = {name: self._create(name + STRAYS, STRAYS_HNSW) for name in (OPEN, EMBARGOED)}
        self._pending: dict[str, list[tuple[str, Facets, Vectors]]] = {OPEN: [], EMBARGOED: []}

    def _create(self, name: str, hnsw: dict[str, Any]) -> Collection:
        return self._client.create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": cast("Any", hnsw)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for name in self._collections:
                    self._flush(name)
                    self._gather_strays(name)
        finally:
            self._client.close()

    def add(self, source: Source, passages: Sequence[Passage], vectors: Vectors) -> None:
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

    def _gather_strays(self, name: str) -> None:
        collection = self._collections[name]

        def strays(offset: int) -> list[tuple[str, Any, Any]]:
            page = collection.get(limit=_PAGE, offset=offset, include=["embeddings", "metadatas"])
            vectors, metadata = page["embeddings"], page["metadatas"]
            assert vectors is not None
            assert metadata is not None
            nearest = _nearest(collection, np.asarray(vectors, dtype=np.float32), 1, None)
            return [
                (passage_id, vector, its_metadata)
                for passage_id, vector, its_metadata, hits in zip(
                    page["ids"], vectors, metadata, nearest, strict=True
                )
                if all(hit.passage_id != passage_id and hit.score < SAME_VECTOR for hit in hits)
            ]

        with ThreadPoolExecutor(_THREADS) as threads:
            for found in threads.map(strays, range(0, collection.count(), _PAGE)):
                if found:
                    ids, vectors, metadata = map(list, zip(*found, strict=True))
                    self._strays[name].add(ids=ids, embeddings=np.stack(vectors), metadatas=metadata)


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
            self._collections = {name: self._get(name) for name in (OPEN, EMBARGOED)}
            self._strays = {name: self._get(name + STRAYS) for name in (OPEN, EMBARGOED)}
            self._sizes = {name: collection.count() for name, collection in self._collections.items()}
            self._has_strays = {name: collection.count() > 0 for name, collection in self._strays.items()}
        except Exception as error:  # Chroma raises whatever its Rust core does
            raise ReleaseError(
                f"{folder} cannot be read ({error}): run 'assistant rollback' or 'assistant publish'"
            ) from error

    def _get(self, name: str) -> Collection:
        return self._client.get_collection(name, embedding_function=None)

    def close(self) -> None:
        """Release the files."""
        self._client.close()

    def __len__(self) -> int:
        return sum(self._sizes.values())

    def search(self, vector: Vectors, limit: int, where: Filter) -> list[Hit]:
        """At most `limit` passages by cosine with `vector`, best first."""
        return self.search_many(vector[np.newaxis], limit, where)[0]

    def search_many(self, vectors: Vectors, limit: int, where: Filter) -> list[list[Hit]]:
        """`search` for each row of `vectors`."""
        conditions = _conditions(where)
        lifted: dict[str, Any] = {"embargo": {"$lte": search_day(where)}}
        found = self._search(OPEN, vectors, limit, conditions)
        return _merged(found, self._search(EMBARGOED, vectors, limit, [*conditions, lifted]), limit)

    def _search(
        self, name: str, vectors: Vectors, limit: int, conditions: list[dict[str, Any]]
    ) -> list[list[Hit]]:
        if not self._sizes[name]:
            return [[] for _ in vectors]
        clause = {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
        found = _nearest(self._collections[name], vectors, min(limit, self._sizes[name]), clause)
        if not self._has_strays[name]:
            return found
        return _merged(found, _nearest(self._strays[name], vectors, limit, clause), limit)


def _nearest(
    collection: Collection, vectors: Vectors, limit: int, clause: Mapping[str, Any] | None
) -> list[list[Hit]]:
    answer = collection.query(
        query_embeddings=vectors,
        n_results=limit,
        where=cast("Any", clause),
        include=["distances"],
    )
    return [
        sorted(
            (Hit(passage_id, 1.0 - distance) for passage_id, distance in zip(ids, distances, strict=True)),
            key=_best_first,
        )
        for ids, distances in zip(answer["ids"], answer["distances"] or [], strict=True)
    ]


def _merged(some: list[list[Hit]], others: list[list[Hit]], limit: int) -> list[list[Hit]]:
    """Two lists of hits for each question as one; a stray may be in both."""
    return [
        sorted({hit.passage_id: hit for hit in (*one, *other)}.values(), key=_best_first)[:limit]
        for one, other in zip(some, others, strict=True)
    ]


def _best_first(hit: Hit) -> tuple[float, str]:
    return -hit.score, hit.passage_id


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
