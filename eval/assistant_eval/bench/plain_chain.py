"""The baselines: a plain LangChain chain, and the same fused with BM25.

What a competent team has after a day: every file's text cut by the recursive splitter, embedded with the
same model as ours, searched in Chroma. Nothing here knows headings, tables, captions or names.
"""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (rank_bm25 has no types.)

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pypdf import PdfReader
from rank_bm25 import BM25Okapi

from assistant.retrieval.embed import Embedder
from assistant.retrieval.langchain_embeddings import LangChainEmbeddings

CHUNK_CHARACTERS = 1_000
OVERLAP_CHARACTERS = 200
POOL = 50
"""Ranks of each search that are fused."""
RANK_CONSTANT = 60
"""How little the very first ranks outweigh the next ones, as everybody sets it."""

_BATCH = 5_000
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved text and the document it comes from (its path inside the pack)."""

    document: str
    text: str


class PlainChain:
    """Recursive splitter 1000/200, Chroma; `dense` is the plain chain, `fused` adds rank_bm25."""

    def __init__(self, root: Path, paths: Iterable[str], embedder: Embedder) -> None:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS
        )
        self._chunks = [
            Found(path, chunk) for path in paths for chunk in splitter.split_text(_raw_text(root / path))
        ]
        self._chroma = Chroma("plain-chain", embedding_function=LangChainEmbeddings(embedder))
        for start in range(0, len(self._chunks), _BATCH):
            self._chroma.add_documents(
                [
                    Document(chunk.text, id=str(number), metadata={"document": chunk.document})
                    for number, chunk in enumerate(self._chunks[start : start + _BATCH], start=start)
                ]
            )
        self._bm25 = BM25Okapi([_tokens(chunk.text) for chunk in self._chunks])

    def __len__(self) -> int:
        return len(self._chunks)

    def dense(self, question: str, limit: int) -> list[Found]:
        """The chain as LangChain's guides show it."""
        return self._named(self._dense_ids(question, limit))

    def fused(self, question: str, limit: int) -> list[Found]:
        """The chain's first `POOL` fused with BM25's by reciprocal rank."""
        scores = np.asarray(self._bm25.get_scores(_tokens(question)), dtype=np.float64)
        lexical = [str(number) for number in scores.argsort(kind="stable")[::-1][:POOL] if scores[number] > 0]
        return self._named(_reciprocal_rank_fusion(self._dense_ids(question, POOL), lexical)[:limit])

    def _dense_ids(self, question: str, limit: int) -> list[str]:
        return [document.id or "" for document in self._chroma.similarity_search(question, k=limit)]

    def _named(self, numbers: Sequence[str]) -> list[Found]:
        return [self._chunks[int(number)] for number in numbers]


def _raw_text(path: Path) -> str:
    if path.suffix.lower() == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_text(encoding="utf-8", errors="replace")


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def _reciprocal_rank_fusion(*rankings: Sequence[str]) -> list[str]:
    """The usual fusion: Cormack, Clarke and Büttcher, SIGIR 2009."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores, key=lambda item: -scores[item])
