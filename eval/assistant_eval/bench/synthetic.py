"""A corpus of any size out of a small one: real passages, and new ones recombined from their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.split import search_text
from assistant.domain import BlockKind, Passage, Sentence, Source
from assistant.retrieval.dense import DenseIndex, DenseWriter
from assistant.retrieval.embed import Embedder
from assistant.retrieval.lexical import LexicalIndex, LexicalWriter
from assistant.retrieval.store import PassageStore, StoreWriter

SEED = 7
PASSAGES_A_DOCUMENT = 20
KEPT_SENTENCES = 0.5
"""Share of a recombined passage's sentences that stay those of the passage its vector comes from."""

CLOSENESS = 0.8
"""Cosine of a recombined passage's vector with the real vector it is made from."""


@dataclass(frozen=True, slots=True)
class RealDocument:
    """A published document with its passages and their vectors, of shape (passages, dimension)."""

    source: Source
    text: str
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]


def embedded(
    documents: Sequence[tuple[Source, str, tuple[Passage, ...]]], embedder: Embedder
) -> list[RealDocument]:
    """Documents (source, text, passages) with their vectors, of the texts that publishing embeds."""
    texts = [search_text(source, passage) for source, _, passages in documents for passage in passages]
    vectors = embedder.encode_documents(texts)
    real: list[RealDocument] = []
    start = 0
    for source, text, passages in documents:
        end = start + len(passages)
        real.append(RealDocument(source, text, passages, vectors[start:end]))
        start = end
    return real


def grown(real: Sequence[RealDocument], size: int) -> Iterator[RealDocument]:
    """`real`, then recombined documents, until there are `size` passages in all. Seeded.

    A new passage takes half of its sentences from one real passage and the rest from anywhere; its vector is
    that passage's, turned away by noise.
    """
    yield from real
    prose = [
        (document.source, passage, vector)
        for document in real
        for passage, vector in zip(document.passages, document.vectors, strict=True)
        if passage.kind is not BlockKind.TABLE_ROW
    ]
    sentences = [sentence.rendering for _, passage, _ in prose for sentence in passage.sentences]
    draw = np.random.default_rng(SEED)
    missing = size - sum(len(document.passages) for document in real)
    for number in range(0, missing, PASSAGES_A_DOCUMENT):
        count = min(PASSAGES_A_DOCUMENT, missing - number)
        chosen = [prose[int(place)] for place in draw.integers(len(prose), size=count)]
        yield _recombined(f"recombined/{number}.txt", chosen, sentences, draw)


def _recombined(
    name: str,
    chosen: Sequence[tuple[Source, Passage, NDArray[np.float32]]],
    sentences: Sequence[str],
    draw: np.random.Generator,
) -> RealDocument:
    text = ""
    passages: list[Passage] = []
    for ordinal, (_, model, _) in enumerate(chosen):
        kept = draw.random(len(model.sentences)) < KEPT_SENTENCES
        others = draw.integers(len(sentences), size=len(model.sentences))
        words = [
            sentence.rendering if keep else sentences[int(other)]
            for sentence, keep, other in zip(model.sentences, kept, others, strict=True)
        ]
        passage = _passage(name, ordinal, len(text), words, model.heading_path)
        text += passage.text + "\n\n"
        passages.append(passage)
    return RealDocument(
        source=replace(chosen[0][0], id=name),
        text=text,
        passages=tuple(passages),
        vectors=_turned(np.stack([vector for _, _, vector in chosen]), draw),
    )


def _passage(
    document: str, ordinal: int, start: int, words: Sequence[str], heading_path: tuple[str, ...]
) -> Passage:
    spans: list[Sentence] = []
    position = start
    for rendering in words:
        spans.append(Sentence(position, position + len(rendering), rendering))
        position += len(rendering) + 1
    text = " ".join(words)
    return Passage(
        id=f"{document}#{ordinal}",
        document_id=document,
        ordinal=ordinal,
        start=start,
        end=start + len(text),
        text=text,
        rendering=text,
        kind=BlockKind.PARAGRAPH,
        sentences=tuple(spans),
        heading_path=heading_path,
    )


def _turned(vectors: NDArray[np.float32], draw: np.random.Generator) -> NDArray[np.float32]:
    """Unit vectors at cosine `CLOSENESS` of those given, in random directions."""
    noise = draw.standard_normal(vectors.shape, dtype=np.float32)
    noise -= np.sum(noise * vectors, axis=1, keepdims=True) * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    return CLOSENESS * vectors + (1 - CLOSENESS**2) ** 0.5 * noise


class SearchableRelease:
    """The three files of a release, built from documents and opened for searching."""

    def __init__(self, folder: Path, documents: Iterator[RealDocument]) -> None:
        self.folder = folder
        for part in ("dense", "lexical"):
            (folder / part).mkdir(parents=True)
        with (
            DenseWriter(folder / "dense") as dense,
            LexicalWriter(folder / "lexical") as lexical,
            StoreWriter(folder / "passages.sqlite") as store,
        ):
            for document in documents:
                dense.add(document.source, document.passages, document.vectors)
                lexical.add(document.source, document.passages)
                store.add(document.source, document.text, document.passages)
        self.dense = DenseIndex(folder / "dense")
        self.lexical = LexicalIndex(folder / "lexical")
        self.store = PassageStore(folder / "passages.sqlite")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dense.close()
        self.store.close()

    def __len__(self) -> int:
        return len(self.store)
