"""What tests of publishing share: packs, a tiny model, and ways to look into releases."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assistant.assembly import try_tables
from assistant.brand import Brand
from assistant.corpus.progress import Progress, Report
from assistant.corpus.publish import PublishReport, publish
from assistant.corpus.release import Release, Releases
from assistant.domain import Filter
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.embed import Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.store import PassageStore
from assistant.settings import Settings

WORDS = ("radio", "valve", "dial", "aerial", "speaker", "cabinet", "knob", "station", "battery", "handle")


def write_pack(root: Path, documents: Mapping[str, str]) -> Path:
    for path, text in documents.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def story(number: int, sentences: int = 6) -> str:
    """A document of its own words, of some length, and always the same."""
    told = [
        f"In story {number} the {WORDS[(number + at) % 10]} number {at} met the {WORDS[(number * 3 + at) % 10]}."
        for at in range(sentences)
    ]
    return f"# Story {number}\n\n" + " ".join(told) + "\n"


def settings(home: Path, model: Path, **values: object) -> Settings:
    return Settings.model_validate({"home": home, "embedding_model": str(model), **values})


def publish_pack(root: Path, settings: Settings, progress: Report | None = None) -> PublishReport:
    return publish(Brand.read(root), settings, progress or _ignore, try_tables)


def _ignore(_: Progress) -> None:
    pass


def releases(root: Path, settings: Settings) -> Releases:
    return Releases(settings.home, root)


@contextmanager
def opened(release: Release) -> Iterator[tuple[PassageStore, DenseIndex, LexicalIndex]]:
    with (
        closing(PassageStore(release.store)) as store,
        closing(DenseIndex(release.dense)) as dense,
    ):
        yield store, dense, LexicalIndex(release.lexical)


def store_hash(release: Release) -> str:
    """A hash of every source, text and passage of a release."""
    with closing(sqlite3.connect(release.store)) as connection:
        rows = [
            connection.execute("SELECT id, source, text FROM document ORDER BY id").fetchall(),
            connection.execute("SELECT * FROM passage ORDER BY document_id, ordinal").fetchall(),
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def assert_same_findings(one: Release, other: Release, model: Path) -> None:
    """Both releases find the same passages by words, and by meaning up to the rounding of half precision.

    In which batch a text was embedded decides its vector's last digits, and so the order of near ties.
    """
    questions = ("Which radio met the dial?", "battery", "story 3 knob", "who had the handle")
    with (
        opened(one) as (_, dense, lexical),
        opened(other) as (_, other_dense, other_lexical),
        closing(Embedder(str(model))) as embedder,
    ):
        for question in questions:
            assert lexical.search(question, 5, Filter()) == other_lexical.search(question, 5, Filter())
            vector = embedder.encode_query(question)
            everything = {hit.passage_id: hit.score for hit in dense.search(vector, len(dense), Filter())}
            others = other_dense.search(vector, len(dense), Filter())
            assert everything == pytest.approx({hit.passage_id: hit.score for hit in others}, abs=0.01)


def publish_in_child(root: Path, home: Path, model: Path) -> None:
    """`publish_pack` as the whole of a process."""
    publish_pack(root, settings(home, model))
