"""What goes into a release's store comes out of it unchanged, from any thread."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain import BlockKind, PartialDate, Passage, Sentence, Source
from assistant.errors import ReleaseError
from assistant.retrieval.records import passage_json, read_passage, read_source, source_json
from assistant.retrieval.store import PassageStore, StoreWriter
from tests.unit.retrieval.samples import passages, source

TALK = source("talks/ünï 😀 'quoted' #1?.md", title="Ein Gespräch", date="1984-01")
TABLE = source("products.csv")
TALK_PASSAGES = passages(TALK, "Hello 😀.", "It cost $2,495.")
ROWS = passages(TABLE, "Radio One,1961", "Radio Two,1962", kind=BlockKind.TABLE_ROW)


@pytest.fixture
def store(tmp_path: Path) -> PassageStore:
    path = tmp_path / "a folder #1?" / "passages.sqlite"
    path.parent.mkdir()
    with StoreWriter(path) as writer:
        writer.add(TALK, "Hello 😀.\nIt cost $2,495.", TALK_PASSAGES)
        writer.add(TABLE, "Radio One,1961\nRadio Two,1962", ROWS)
    return PassageStore(path)


def test_everything_written_is_read_back(store: PassageStore) -> None:
    assert store.sources() == (TALK, TABLE)
    assert store.source(TALK.id) == TALK
    assert store.document_text(TALK.id) == "Hello 😀.\nIt cost $2,495."
    assert store.document_passages(TALK.id) == TALK_PASSAGES
    assert store.table_rows() == ROWS
    assert len(store) == 4


def test_passages_come_in_the_order_asked_for_and_unknown_ids_are_left_out(store: PassageStore) -> None:
    wanted = [ROWS[1].id, "nowhere#0", TALK_PASSAGES[0].id, ROWS[1].id]
    found = store.passages(wanted)
    assert list(found.items()) == [(ROWS[1].id, ROWS[1]), (TALK_PASSAGES[0].id, TALK_PASSAGES[0])]
    assert store.passages(f"nowhere#{number}" for number in range(2000)) == {}


def test_an_unknown_document_is_an_error_that_names_it(store: PassageStore) -> None:
    for read in (store.source, store.document_text, store.document_passages):
        with pytest.raises(ReleaseError, match=r"'no/such\.md'"):
            read("no/such.md")


def test_many_threads_read_at_once(store: PassageStore) -> None:
    ids = [passage.id for passage in (*TALK_PASSAGES, *ROWS)]
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: store.passages(ids), range(200)):
            assert list(found.values()) == [*TALK_PASSAGES, *ROWS]


def test_a_store_is_never_written_to(store: PassageStore) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._connection.execute("DELETE FROM passage")  # pyright: ignore[reportPrivateUsage]


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="assistant publish"):
        PassageStore(tmp_path / "none.sqlite")
    (tmp_path / "broken.sqlite").write_bytes(b"not a database, whatever its name says" * 50)
    with pytest.raises(ReleaseError, match="assistant rollback"):
        PassageStore(tmp_path / "broken.sqlite")


def test_a_file_that_cannot_be_opened_for_a_moment_is_told_like_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passages.sqlite").write_bytes(b"")

    def short_of_files(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", short_of_files)
    with pytest.raises(ReleaseError, match="unable to open database file"):
        PassageStore(tmp_path / "passages.sqlite")


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
spans = st.tuples(st.integers(0, 99), st.integers(100, 199))
sentences = st.builds(lambda span, words: Sentence(*span, words), spans, text)


@given(
    st.builds(
        Passage,
        id=text,
        document_id=text,
        ordinal=st.integers(0, 9),
        start=st.integers(0, 9),
        end=st.integers(10, 99),
        text=text,
        rendering=text,
        kind=st.sampled_from(BlockKind),
        sentences=st.lists(sentences, max_size=3).map(tuple),
        heading_path=st.lists(text, max_size=3).map(tuple),
        speaker=st.none() | text,
        locator=st.none() | text,
        fields=st.lists(st.tuples(text, text), max_size=3).map(tuple),
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_a_passage_survives_as_json(passage: Passage) -> None:
    assert read_passage(passage_json(passage)) == passage


@given(
    title=text, years=st.tuples(st.integers(1, 9999), st.integers(1, 9999)), urls=st.lists(text, max_size=2)
)
def test_a_source_survives_as_json(title: str, years: tuple[int, int], urls: list[str]) -> None:
    period = (PartialDate(years[0]), PartialDate(years[1], 2, 28))
    known: Source = replace(
        TALK, title=title, period=period, sources=tuple(urls), date=PartialDate(years[0], 7)
    )
    assert read_source(source_json(known)) == known
