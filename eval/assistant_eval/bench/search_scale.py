"""What retrieval costs beside the embedding of the question, as the corpus grows."""

from __future__ import annotations

import time
from contextlib import closing
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Sentence
from assistant.retrieval.embed import Embedder
from assistant.retrieval.names import NameIndex
from assistant.retrieval.searcher import Searcher
from assistant_eval.bench.results import Floor, Section, Table
from assistant_eval.bench.stats import percentile
from assistant_eval.bench.synthetic import CLOSENESS, RealDocument, SearchableRelease, embedded, grown
from assistant_eval.bench.workspace import Workspace

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


def measure(workspace: Workspace) -> Section:
    """p50 and p95 in milliseconds at each size."""
    assistant = workspace.shipped.assistant
    store = assistant.answering.store
    real = embedded(
        [
            (source, store.document_text(source.id), store.document_passages(source.id))
            for source in store.sources()
        ],
        workspace.embedder,
    )
    questions = _questions(workspace, [sentence for document in real for sentence in _sentences(document)])
    rows: list[tuple[str, ...]] = []
    floors: list[Floor] = []
    values: dict[str, float] = {}
    for size, most in MOST_MS.items():
        folder = workspace.folder / f"search-{size}"
        started = time.perf_counter()
        with SearchableRelease(folder, grown(real, size)) as release:
            built = time.perf_counter() - started
            embedder = _Stopwatch(workspace.embedder)
            searcher = Searcher(
                store=release.store,
                dense=release.dense,
                lexical=release.lexical,
                names=NameIndex(release.store.table_rows(), assistant.brand.aliases),
                embedder=cast("Embedder", embedder),
            )
            with closing(searcher):
                beyond, embedding = _timed(searcher, embedder, questions, assistant.settings.evidence_limit)
            rows.append(
                (
                    f"{len(release):,}",
                    f"{percentile(beyond, 50):.1f}",
                    f"{percentile(beyond, 95):.1f}",
                    f"{percentile(embedding, 50):.1f}",
                    f"{percentile(embedding, 95):.1f}",
                    f"{built:.0f} s",
                )
            )
        p95 = percentile(beyond, 95)
        values[f"{size}.p95_ms"] = p95
        values[f"{size}.p50_ms"] = percentile(beyond, 50)
        floors.append(
            Floor(
                f"retrieval p95 beyond the embedding, {size:,} passages",
                f"≤ {most:g} ms",
                f"{p95:.1f} ms",
                p95 <= most,
            )
        )
    header = (
        "passages",
        "beyond embedding, p50 ms",
        "beyond embedding, p95 ms",
        "embedding, p50 ms",
        "embedding, p95 ms",
        "indexes built in",
    )
    return Section(
        title="Retrieval as the corpus grows",
        method=METHOD,
        tables=(Table(header, tuple(rows)),),
        floors=tuple(floors),
        values=values,
    )


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


def _timed(
    searcher: Searcher, embedder: _Stopwatch, questions: list[str], limit: int
) -> tuple[list[float], list[float]]:
    """Milliseconds beyond the embedding, and of the embedding, for each question after the warm-up."""
    beyond: list[float] = []
    embedding: list[float] = []
    for number, question in enumerate(questions):
        started = time.perf_counter()
        searcher.search(question, limit=limit)
        total = time.perf_counter() - started
        if number >= WARM_UP:
            beyond.append((total - embedder.seconds) * 1000)
            embedding.append(embedder.seconds * 1000)
    return beyond, embedding
