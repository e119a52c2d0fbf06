"""The ledger keeps what it was given, embeds no text twice, and forgets what was withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus.ledger import Ledger
from assistant.domain import Document, Visibility
from assistant.errors import PublishError
from tests.unit.retrieval.samples import passages, source, unit

MODEL = "model-a"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path)


def record(ledger: Ledger, name: str, *texts: str, checksum: str = "1") -> None:
    of = replace(source(name), checksum=checksum)
    document = Document(of, "\n".join(texts), ())
    ledger.record(document, passages(of, *texts), [text.upper() for text in texts], "recipe")


def embed(ledger: Ledger, model: str = MODEL) -> list[str]:
    texts = ledger.missing_texts(model, 99)
    ledger.embed(model, texts, unit(*([len(text), 1.0] for text in texts)) if texts else np.empty((0, 2)))
    return texts


def test_a_document_comes_back_with_its_vectors_in_order(ledger: Ledger) -> None:
    record(ledger, "b.md", "one 😀", "three")
    record(ledger, "a.md", "two")
    assert sorted(embed(ledger)) == ["ONE 😀", "THREE", "TWO"]
    first, second = ledger.entries(MODEL)
    assert (first.source.id, second.source.id) == ("a.md", "b.md")
    assert second.text == "one 😀\nthree"
    assert second.passages == passages(second.source, "one 😀", "three")
    assert second.vectors == pytest.approx(unit([5, 1], [5, 1]))
    assert second.vectors.dtype == np.float32
    assert ledger.passages() == 3


def test_what_is_under_embargo_is_told_with_its_day(ledger: Ledger) -> None:
    day = dt.date(2031, 3, 1)
    of = replace(source("news.md"), visibility=Visibility.EMBARGOED, embargo=day)
    ledger.record(Document(of, "one", ()), passages(of, "one"), ["ONE"], "recipe")
    record(ledger, "open.md", "two")
    assert ledger.embargoed(dt.date(2031, 2, 28)) == (("news.md", "2031-03-01"),)
    assert ledger.embargoed(day) == ()


def test_only_new_texts_are_missing_vectors(ledger: Ledger) -> None:
    record(ledger, "a.md", "same", "old")
    assert embed(ledger) == ["SAME", "OLD"]
    record(ledger, "renamed.md", "same", "old")
    record(ledger, "a.md", "same", "new", checksum="2")
    assert embed(ledger) == ["NEW"]
    assert ledger.missing(MODEL) == 0
    assert ledger.missing("model-b") == 3
    assert ledger.missing_texts("model-b", 2) == ["SAME", "OLD"]
    assert embed(ledger, "model-b") == ["SAME", "OLD", "NEW"]


def test_a_text_that_stands_in_two_places_is_embedded_once(ledger: Ledger) -> None:
    record(ledger, "a.md", "same", "same")
    record(ledger, "b.md", "same")
    assert embed(ledger) == ["SAME"]
    assert [len(entry.passages) for entry in ledger.entries(MODEL)] == [2, 1]


def test_what_is_recorded_depends_on_checksum_and_recipe(ledger: Ledger) -> None:
    record(ledger, "a.md", "one", checksum="7")
    assert ledger.recorded("recipe") == {"a.md": "7"}
    assert ledger.recorded("another recipe") == {}
    record(ledger, "a.md", "one", checksum="8")
    assert ledger.recorded("recipe") == {"a.md": "8"}


def test_a_draft_is_known_but_not_published(ledger: Ledger) -> None:
    draft = replace(source("draft.md"), visibility=Visibility.DRAFT)
    ledger.record(Document(draft, "not yet", ()), (), (), "recipe")
    record(ledger, "a.md", "one")
    embed(ledger)
    assert ledger.drafts() == ("draft.md",)
    assert ledger.documents() == {"a.md", "draft.md"}
    assert ledger.published() == {"a.md": "1"}
    assert [entry.source.id for entry in ledger.entries(MODEL)] == ["a.md"]


def test_a_passage_without_its_vector_stops_a_build(ledger: Ledger) -> None:
    record(ledger, "a.md", "one")
    with pytest.raises(PublishError, match=r"a\.md"):
        list(ledger.entries(MODEL))


def test_withdrawn_words_leave_the_file(ledger: Ledger, path: Path) -> None:
    record(ledger, "a.md", "keep this")
    record(ledger, "b.md", "withdraw quixotically")
    embed(ledger)
    ledger.remove({"b.md"})
    ledger.close_books("release", "2030-01-01", "{}")
    ledger.close()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"quixotically" not in left.lower()
    assert b"keep this" in left
    with Ledger(path)._connection as connection:  # pyright: ignore[reportPrivateUsage]
        assert connection.execute("SELECT count(*) FROM embedding").fetchone() == (1,)


def test_it_can_be_read_beside_its_writer(ledger: Ledger, path: Path) -> None:
    record(ledger, "a.md", "one")
    embed(ledger)
    reader = Ledger(path, read_only=True)
    assert [entry.source.id for entry in reader.entries(MODEL)] == ["a.md"]
    record(ledger, "b.md", "two")
    assert reader.passages() == 2


def test_a_broken_file_says_what_to_do(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(PublishError, match="move it away"):
        Ledger(path)
