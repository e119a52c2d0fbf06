"""The public sets the bench reads, as values. Folder layout: ``apple/…`` is a pack, ``benchmarks/<set>/``."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

PACK = "apple"
QUESTIONS = "apple/questions/fan_questions_dev.jsonl"


class QuestionKind(StrEnum):
    """What a fan question tries."""

    INSPIRATION = "inspiration"
    STORY = "story"
    FOUNDER = "founder"
    PRODUCT = "product"
    ATTRIBUTION = "attribution"
    FALSE_PREMISE = "false_premise"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """Words that answer a question, in the document that holds them (its path inside the pack)."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class FanQuestion:
    """One question of a fan, and where the answer stands."""

    id: str
    kind: QuestionKind
    question: str
    answerable: bool
    evidence: tuple[EvidenceText, ...]


def fan_questions(data: Path) -> tuple[FanQuestion, ...]:
    """The development questions over the pack ``apple``."""
    return tuple(
        FanQuestion(
            id=row["id"],
            kind=QuestionKind(row["kind"]),
            question=row["question"],
            answerable=row["answerable"],
            evidence=tuple(EvidenceText(item["doc"], item["contains"]) for item in row["evidence"]),
        )
        for row in _rows(data / QUESTIONS)
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """A span ``[start, end)`` of a document that answers a query."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what is relevant to it: grades by document, or spans, as the set judges."""

    id: str
    text: str
    documents: Mapping[str, int]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a set; `title` is None where the set gives none."""

    id: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A judged collection."""

    name: str
    texts: tuple[Text, ...]
    queries: tuple[Query, ...]


def retrieval_set(data: Path, name: str) -> RetrievalSet:
    """Read ``benchmarks/<name>``."""
    folder = data / "benchmarks" / name
    return RetrievalSet(
        name=name,
        texts=tuple(
            Text(row["doc_id"], " ".join(row.get("title", "").split()) or None, row["text"])
            for row in _rows(folder / "corpus.jsonl.gz")
        ),
        queries=tuple(_query(row) for row in _rows(folder / "queries.jsonl.gz")),
    )


def _query(row: Mapping[str, Any]) -> Query:
    return Query(
        id=row["qid"],
        text=" ".join(row["question"].split()),
        documents=row.get("relevant", {}),
        references=tuple(
            Reference(row["doc_id"], item["start_index"], item["end_index"])
            for item in row.get("references", ())
        ),
    )


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return (json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip())
