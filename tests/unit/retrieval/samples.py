"""Sources and passages written by hand, for the tests of what stores and searches them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from assistant.domain import BlockKind, Kind, PartialDate, Passage, Sentence, Source, Visibility, Voice
from assistant.retrieval.dense import DenseIndex, DenseWriter
from assistant.retrieval.embed import Vectors
from assistant.retrieval.lexical import LexicalIndex, LexicalWriter


def source(
    path: str,
    *,
    title: str = "A page",
    kind: Kind = Kind.HISTORY,
    voice: Voice = Voice.BY_OTHERS,
    date: str | None = None,
    embargo: dt.date | None = None,
) -> Source:
    return Source(
        id=path,
        title=title,
        kind=kind,
        voice=voice,
        checksum="0" * 64,
        date=PartialDate.parse(date) if date else None,
        visibility=Visibility.EMBARGOED if embargo else Visibility.PUBLISHED,
        embargo=embargo,
    )


def passages(of: Source, *texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Passage, ...]:
    """One passage a text, as if the document held them one after the other, a line each."""
    found: list[Passage] = []
    start = 0
    for ordinal, text in enumerate(texts):
        end = start + len(text)
        found.append(
            Passage(
                id=f"{of.id}#{ordinal}",
                document_id=of.id,
                ordinal=ordinal,
                start=start,
                end=end,
                text=text,
                rendering=text,
                kind=kind,
                sentences=(Sentence(start, end, text),),
            )
        )
        start = end + 1
    return tuple(found)


def unit(*rows: list[float]) -> Vectors:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def dense_index(folder: Path, *parts: tuple[Source, tuple[Passage, ...], Vectors]) -> DenseIndex:
    folder.mkdir()
    with DenseWriter(folder) as writer:
        for each, its_passages, vectors in parts:
            writer.add(each, its_passages, vectors)
    return DenseIndex(folder)


def lexical_index(folder: Path, *parts: tuple[Source, tuple[Passage, ...]]) -> LexicalIndex:
    folder.mkdir()
    with LexicalWriter(folder) as writer:
        for each, its_passages in parts:
            writer.add(each, its_passages)
    return LexicalIndex(folder)
