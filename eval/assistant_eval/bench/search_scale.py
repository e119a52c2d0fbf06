"""What retrieval costs beside the embedding of the question, as the corpus grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Sentence
from assistant.retrieval.embed import Embedder
from assistant.retrieval.names import NameIndex
from assistant.retrieval.searcher import Searcher
from assistant_eval.bench.results import Floor, Section, Table
from assistant_eval.bench.synthetic import CLOSENESS, RealDocument, SearchableRelease, embedded, grown
from assistant_eval.bench.workspace import Workspace
from assistant_eval.stats import median, percentile

MOST_MS = {10_000: 15.0, 100_000: 30.0}
QUESTIONS = 200
WARM_UP = 20
QUESTION_WORDS = 12
SEED = 11

METHOD = f"""\
One search of the product (both searches, names, fusion, near-duplicates, reading the passages) in one
warm process, less the time the question's embedding took inside it; a word search that runs while the
question is embedded therefore counts only where it takes longer. The corpus is the shipped pack, filled
up with passages recombined from its own sentences (seeded); their vectors are the pack's own, turned to
a cosine of {CLOSENESS} by noise. {QUESTIONS} questions, each asked once after {WARM_UP} others: those of
the pack and of the development set, then openings of sentences."""


@dataclass(frozen=True, slots=True)
class _Timings:
    """Milliseconds a question, at one size, and the seconds it took to build the indexes."""

    passages: int
    beyond: Sequence[float]
    embedding: Sequence[float]
    built_s: float


def measure(workspace: Workspace) -> Section:
    """p50 and p95 in milliseconds at each size."""
    store = workspace.shipped.assistant.answering.store
    real = embedded(
        [
            (source, store.document_text(source.id), store.document_passages(source.id))
            for source in store.sources()
        ],
        workspace.embedder,
    )
    questions = _questions(workspace, [sentence for document in real for sentence in _sentences(document)])
    by_size = {size: _timed(workspace, real, size, questions) for size in MOST_MS}
    header = ("passages", "beyond embedding, p50 / p95 ms", "embedding, p50 / p95 ms", "indexes built in")
    rows = tuple(
        (
            f"{one.passages:,}",
            f"{median(one.beyond):.1f} / {percentile(one.beyond, 95):.1f}",
            f"{median(one.embedding):.1f} / {percentile(one.embedding, 95):.1f}",
            f"{one.built_s:.0f} s",
        )
        for one in by_size.values()
    )
    return Section(
        title="Retrieval as the corpus grows",
        method=METHOD,
        tables=(Table(header, rows),),
        floors=tuple(_floor(size, percentile(one.beyond, 95)) for size, one in by_size.items()),
        values={
            f"{size}.p{rank}_ms": percentile(one.beyond, rank)
            for size, one in by_size.items()
            for rank in (50, 95)
        },
    )


def _floor(size: int, p95: float) -> Floor:
    most = MOST_MS[size]
    measure = f"retrieval p95 beyond the embedding, {size:,} passages"
    return Floor(measure, f"≤ {most:g} ms", f"{p95:.1f} ms", p95 <= most)


def _timed(
    workspace: Workspace, real: Sequence[RealDocument], size: int, questions: Sequence[str]
) -> _Timings:
    """Every question once, by an embedder of its own: the workspace's remembers those it has seen."""
    settings = workspace.settings(workspace.shipped_pack)
    aliases = workspace.shipped.assistant.brand.aliases
    started = time.perf_counter()
    with (
        SearchableRelease(workspace.folder / f"search-{size}", grown(real, size)) as release,
        closing(Embedder(settings.embedding_model)) as embedder,
    ):
        built = time.perf_counter() - started
        stopwatch = _Stopwatch(embedder)
        searcher = Searcher(
            store=release.store,
            dense=release.dense,
            lexical=release.lexical,
            names=NameIndex(release.store.table_rows(), aliases),
            embedder=cast("Embedder", stopwatch),
        )
        beyond: list[float] = []
        embedding: list[float] = []
        with closing(searcher):
            for question in questions:
                started = time.perf_counter()
                searcher.search(question, limit=settings.evidence_limit)
                total = time.perf_counter() - started
                beyond.append((total - stopwatch.seconds) * 1000)
                embedding.append(stopwatch.seconds * 1000)
        return _Timings(len(release), beyond[WARM_UP:], embedding[WARM_UP:], built)


def _sentences(document: RealDocument) -> list[Sentence]:
    return [sentence for passage in document.passages for sentence in passage.sentences]


def _questions(workspace: Workspace, sentences: list[Sentence]) -> list[str]:
    """`WARM_UP` and `QUESTIONS` different ones; warm-ups are openings of sentences, too."""
    openings = list(
        dict.fromkeys(" ".join(sentence.rendering.split()[:QUESTION_WORDS]) for sentence in sentences)
    )
    np.random.default_rng(SEED).shuffle(openings)
    real = workspace.questions()
    return [*openings[:WARM_UP], *[*real, *openings[WARM_UP:]][:QUESTIONS]]


class _Stopwatch:
    """An embedder that notes how long the last question took."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0

    def encode_query(self, text: str) -> NDArray[np.float32]:
        started = time.perf_counter()
        vector = self._embedder.encode_query(text)
        self.seconds = time.perf_counter() - started
        return vector
