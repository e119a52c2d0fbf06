"""Is the fusion better than either search alone, on collections that strangers judged?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from assistant.brand import Brand
from assistant.corpus.load.reader import DocumentReader
from assistant.corpus.load.scan import scan
from assistant.corpus.split import split
from assistant.domain import Document, Filter, Passage
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.embed import Embedder
from assistant.retrieval.facets import Hit
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.names import NameIndex
from assistant.retrieval.searcher import POOL, Searcher
from assistant_eval.bench.datasets import RetrievalSet, retrieval_set
from assistant_eval.bench.ndcg import DEPTH, ndcg_at_10, passage_grades
from assistant_eval.bench.results import Estimate, Floor, Section, Table
from assistant_eval.bench.synthetic import SearchableRelease, embedded
from assistant_eval.bench.workspace import Workspace

SETS = ("cranfield", "chunking_eval", "product_docs_qa")
DENSE, LEXICAL, FUSED = "dense alone", "lexical alone", "fused (ours)"

METHOD = f"""\
nDCG@{DEPTH} by `ir_measures`, a mean over queries. Every set goes through the product as text files:
loader, splitter, both indexes, and the searcher that answers use, {POOL} passages deep. *Alone* is the
same searcher with the other search finding nothing, so that near-duplicates are collapsed alike for all
three. Relevance is judged as the set has it: by document on cranfield and product_docs_qa (a document
ranks where its best passage does), by passage on chunking_eval (a passage is relevant where it overlaps
a reference span, graded 1 to 10 by the share of the reference it covers). Differences are paired, query
by query."""


@dataclass(frozen=True, slots=True)
class _Scores:
    """nDCG of each query, in the order of the queries, by system."""

    name: str
    level: str
    passages: int
    by_system: Mapping[str, Sequence[float]]

    def gain(self, over: str) -> Estimate:
        pairs = zip(self.by_system[FUSED], self.by_system[over], strict=True)
        return Estimate.of([ours - theirs for ours, theirs in pairs])


def measure(workspace: Workspace) -> Section:
    """nDCG@10 of dense, lexical and fused search on each set."""
    scores = [_scores(workspace, retrieval_set(workspace.data, name)) for name in SETS]
    rows = [
        (
            f"{one.name} ({len(one.by_system[FUSED])} queries, by {one.level}, {one.passages:,} passages)",
            *(Estimate.of(one.by_system[system]).score() for system in (DENSE, LEXICAL, FUSED)),
            one.gain(DENSE).score(sign=True),
            one.gain(LEXICAL).score(sign=True),
        )
        for one in scores
    ]
    header = ("set", DENSE, LEXICAL, FUSED, "fused − dense", "fused − lexical")
    return Section(
        title="Ranking on public sets",
        method=METHOD,
        tables=(Table(header, tuple(rows)),),
        floors=tuple(_floor(one) for one in scores),
        values={
            f"{one.name}.{system}": Estimate.of(values).mean
            for one in scores
            for system, values in one.by_system.items()
        },
    )


def _floor(one: _Scores) -> Floor:
    dense, lexical, fused = (Estimate.of(one.by_system[name]).mean for name in (DENSE, LEXICAL, FUSED))
    return Floor(
        f"nDCG@{DEPTH} on {one.name}, fused",
        "above dense and lexical alone",
        f"{fused:.3f} against {dense:.3f} and {lexical:.3f}",
        fused > max(dense, lexical),
    )


def _scores(workspace: Workspace, judged: RetrievalSet) -> _Scores:
    folder = workspace.folder / judged.name
    judged = written(judged, folder / "pack")
    parts = [(d.source, d.text, split(d)) for d in _documents(folder / "pack", workspace)]
    real = embedded(parts, workspace.embedder)
    passages = {passage.id: passage for document in real for passage in document.passages}
    with SearchableRelease(folder / "release", iter(real)) as release:
        rankings = _rankings(judged, release, workspace.embedder)
    if by_passage := any(query.references for query in judged.queries):
        relevant = {query.id: passage_grades(query.references, passages.values()) for query in judged.queries}
    else:
        relevant = {query.id: query.documents for query in judged.queries}
        rankings = {system: _by_document(ranking, passages) for system, ranking in rankings.items()}
    return _Scores(
        name=judged.name,
        level="passage" if by_passage else "document",
        passages=len(passages),
        by_system={
            system: list(ndcg_at_10(relevant, ranking).values()) for system, ranking in rankings.items()
        },
    )


def written(judged: RetrievalSet, pack: Path) -> RetrievalSet:
    """Write the texts as a pack of ``.txt`` files, titles beside them; the set as those files name it."""
    pack.mkdir(parents=True)
    paths: dict[str, str] = {}
    for number, text in enumerate(judged.texts):
        paths[text.id] = f"{number:05d}.txt"
        file = pack / paths[text.id]
        file.write_text(text.text, encoding="utf-8", newline="")
        if text.title:
            sidecar = file.with_name(f"{file.name}.toml")
            sidecar.write_text(f"title = {json.dumps(text.title)}\n", encoding="utf-8")
    return replace(
        judged,
        texts=tuple(replace(text, id=paths[text.id]) for text in judged.texts),
        queries=tuple(
            replace(
                query,
                documents={paths[document]: grade for document, grade in query.documents.items()},
                references=tuple(
                    replace(reference, document=paths[reference.document]) for reference in query.references
                ),
            )
            for query in judged.queries
        ),
    )


def _documents(pack: Path, workspace: Workspace) -> list[Document]:
    """The pack's documents as publishing reads them; what it quarantines (empty texts) cannot be found."""
    settings = workspace.settings(pack)
    with DocumentReader(settings) as reader:
        read = list(reader.read_all(scan(Brand.read(pack), settings).files))
    return [document for document in read if isinstance(document, Document)]


def _rankings(
    judged: RetrievalSet, release: SearchableRelease, embedder: Embedder
) -> dict[str, dict[str, Sequence[str]]]:
    """Passage ids, best first, by system and query."""
    indexes = {
        DENSE: (release.dense, _WordsFindNothing(release.folder / "lexical")),
        LEXICAL: (_MeaningFindsNothing(release.folder / "dense"), release.lexical),
        FUSED: (release.dense, release.lexical),
    }
    names = NameIndex(release.store.table_rows(), {})
    rankings: dict[str, dict[str, Sequence[str]]] = {}
    for system, (dense, lexical) in indexes.items():
        searcher = Searcher(store=release.store, dense=dense, lexical=lexical, names=names, embedder=embedder)
        with closing(searcher):
            rankings[system] = {
                query.id: [item.passage.id for item in searcher.search(query.text, limit=POOL)]
                for query in judged.queries
            }
    return rankings


class _WordsFindNothing(LexicalIndex):
    """The search by words switched off."""

    @override
    def search(self, text: str, limit: int, where: Filter) -> list[Hit]:
        return []


class _MeaningFindsNothing(DenseIndex):
    """The search by meaning switched off."""

    @override
    def search(self, vector: NDArray[np.float32], limit: int, where: Filter) -> list[Hit]:
        return []


def _by_document(
    rankings: Mapping[str, Sequence[str]], passages: Mapping[str, Passage]
) -> dict[str, Sequence[str]]:
    """Document ids in the order of their best passages."""
    return {
        query: list(dict.fromkeys(passages[passage_id].document_id for passage_id in ranking))
        for query, ranking in rankings.items()
    }
