"""Publishing a folder: what is done again, what is not, and what leaves the old release in service."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.corpus import publish as publishing
from assistant.corpus.build import build
from assistant.corpus.ledger import Ledger
from assistant.corpus.load import DocumentReader
from assistant.corpus.progress import Progress, Stage
from assistant.corpus.release import Release
from assistant.domain import Filter, Quarantined
from assistant.errors import ModelError, PublishError, ReleaseError
from assistant.retrieval.embed import Embedder
from assistant.settings import Settings
from tests.publishing import (
    assert_same_findings,
    opened,
    publish_pack,
    releases,
    settings,
    store_hash,
    story,
    write_pack,
)
from tests.tiny_model import write_tiny_model

DOCUMENTS = {"a.md": story(1), "deep/ünï 😀 'b'.md": story(2), "c.txt": "The aerial is long. It bends."}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack", DOCUMENTS)


@pytest.fixture
def configured(tmp_path: Path, model: Path) -> Settings:
    return settings(tmp_path / "home", model)


def test_a_folder_becomes_a_release_in_service(pack: Path, configured: Settings) -> None:
    told: list[Progress] = []
    report = publish_pack(pack, configured, told.append)
    assert (report.switched, report.added, report.changed, report.removed) == (True, 3, 0, 0)
    assert report.passages == report.embedded > 0
    release = releases(pack, configured).current()
    assert release.id == report.release
    assert list(release.manifest.documents) == sorted(DOCUMENTS)
    with opened(release) as (store, dense, lexical):
        assert {source.id for source in store.sources()} == set(DOCUMENTS)
        assert len(store) == len(dense) == len(lexical) == report.passages
        assert store.document_text("c.txt") == DOCUMENTS["c.txt"]
        (hit, *_) = lexical.search("aerial bends", 5, Filter())
        assert store.passages([hit.passage_id])[hit.passage_id].document_id == "c.txt"
    assert list(dict.fromkeys(step.stage for step in told)) == list(Stage)
    assert all(0 <= step.done <= step.total for step in told)
    assert set(report.seconds) == {stage.value for stage in Stage}


def test_nothing_changed_means_no_new_release_and_no_work(
    pack: Path, configured: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_pack(pack, configured)
    monkeypatch.setattr(publishing, "BackgroundEmbedding", None)  # loading the model would fail
    monkeypatch.setattr(publishing, "build", None)
    second = publish_pack(pack, configured)
    assert (second.switched, second.release, second.unchanged) == (False, first.release, 3)
    assert (second.embedded, second.reused) == (0, first.passages)
    assert releases(pack, configured).ids() == (first.release,)


def test_only_new_words_are_embedded(pack: Path, configured: Settings) -> None:
    first = publish_pack(pack, configured)
    (pack / "c.txt").write_text("The aerial is short.")
    second = publish_pack(pack, configured)
    assert (second.changed, second.unchanged, second.embedded) == (1, 2, 1)
    assert second.reused == second.passages - 1
    (pack / "a.md").rename(pack / "renamed.md")
    third = publish_pack(pack, configured)
    assert (third.added, third.removed, third.unchanged, third.embedded) == (1, 1, 2, 0)
    assert releases(pack, configured).ids() == (first.release, second.release, third.release)


def test_a_rollback_lasts_until_the_documents_change_or_it_is_taken_back(
    pack: Path, configured: Settings
) -> None:
    first = publish_pack(pack, configured)
    (pack / "c.txt").write_text("The aerial is short.")
    second = publish_pack(pack, configured)
    known = releases(pack, configured)
    with opened(known.rollback()) as (store, _, _):
        assert store.document_text("c.txt") == DOCUMENTS["c.txt"]
    assert known.current_id() == first.release
    third = publish_pack(pack, configured)
    assert (third.switched, third.release, third.withdrawn) == (False, first.release, second.release)
    assert known.current_id() == first.release
    (pack / "c.txt").write_text("The aerial is bent.")
    fourth = publish_pack(pack, configured)
    assert (fourth.switched, fourth.withdrawn, fourth.changed) == (True, None, 1)
    assert known.rollback(second.release).id == second.release
    (pack / "c.txt").write_text("The aerial is short.")
    fifth = publish_pack(pack, configured)
    assert (fifth.switched, fifth.withdrawn, fifth.release) == (False, None, second.release)
    assert len(known.ids()) == 3


def test_drafts_stay_out_and_embargoes_wait(pack: Path, configured: Settings) -> None:
    day = dt.date(2090, 1, 1)
    write_pack(
        pack,
        {
            "draft.md": "---\nvisibility: draft\n---\nThe quixotic draft.",
            "later.md": f"---\nvisibility: embargoed\nembargo: {day}\n---\nThe zephyr comes.",
        },
    )
    report = publish_pack(pack, configured)
    assert report.drafts == ("draft.md",)
    assert report.added == 4
    release = releases(pack, configured).current()
    with (
        opened(release) as (store, dense, lexical),
        closing(Embedder(configured.embedding_model)) as embedder,
    ):
        assert "draft.md" not in {source.id for source in store.sources()}
        (later,) = store.document_passages("later.md")
        vector = embedder.encode_query("The zephyr comes.")
        for today, visible in ((None, False), (day - dt.timedelta(days=1), False), (day, True)):
            where = Filter(today=today)
            assert bool(lexical.search("zephyr", 5, where)) is visible
            assert (later.id in {hit.passage_id for hit in dense.search(vector, 50, where)}) is visible


def test_what_cannot_be_read_is_told_and_the_rest_published(pack: Path, configured: Settings) -> None:
    (pack / "empty.md").write_bytes(b"")
    (pack / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    (pack / "bare.md").write_text("# Only a heading\n")
    (pack / "picture.png").write_bytes(b"x")
    report = publish_pack(pack, configured)
    assert report.added == 3
    assert {each.path for each in report.quarantined} == {"empty.md", "broken.pdf", "bare.md"}
    assert all(each.reason for each in report.quarantined)
    assert report.skipped == ("picture.png",)
    manifest = releases(pack, configured).current().manifest
    assert manifest.quarantined == report.quarantined


def test_what_cannot_be_read_is_not_read_again_until_it_changes(
    pack: Path, configured: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    (pack / "bare.md").write_text("# Only a heading\n")
    first = publish_pack(pack, configured)
    with monkeypatch.context() as nothing_is_read:
        nothing_is_read.setattr(DocumentReader, "load", None)
        nothing_is_read.setattr(DocumentReader, "_start", None)
        assert publish_pack(pack, configured).quarantined == first.quarantined
    (pack / "bare.md").write_text("# A heading\n\nAnd what it is about.\n")
    (pack / "broken.pdf").unlink()
    assert publish_pack(pack, configured).quarantined == ()


def test_what_could_not_be_read_for_a_passing_reason_is_tried_again(
    pack: Path, configured: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crashing:
        crashing.setattr(
            DocumentReader,
            "_load",
            lambda _, file: Quarantined(file.path, "crashed its reader", passing=True),
        )
        (pack / "late.md").write_text("The aerial came late.\n")
        with pytest.raises(PublishError, match="crashed its reader"):
            publish_pack(pack, configured)
    assert publish_pack(pack, configured).added == 4


def test_an_empty_folder_says_what_to_add_and_keeps_the_release(pack: Path, configured: Settings) -> None:
    report = publish_pack(pack, configured)
    for path in DOCUMENTS:
        (pack / path).unlink()
    (pack / "empty.md").write_bytes(b"")
    with pytest.raises(PublishError, match=r"no document.*empty\.md.*add Markdown"):
        publish_pack(pack, configured)
    assert releases(pack, configured).current().id == report.release


def test_another_model_makes_another_release(pack: Path, configured: Settings, tmp_path: Path) -> None:
    first = publish_pack(pack, configured)
    other = settings(configured.home, write_tiny_model(tmp_path / "other", seed=1, hidden=48))
    second = publish_pack(pack, other)
    assert (second.switched, second.unchanged, second.embedded) == (True, 3, first.passages)
    nowhere = settings(configured.home, tmp_path / "nowhere")
    with pytest.raises(ModelError):
        publish_pack(pack, nowhere)
    assert releases(pack, other).current().id == second.release


def test_old_releases_are_pruned(pack: Path, configured: Settings) -> None:
    few = settings(configured.home, Path(configured.embedding_model), keep_releases=2)
    names: list[str] = []
    for number in range(4):
        (pack / "c.txt").write_text(f"Words of round {number}.")
        names.append(publish_pack(pack, few).release)
    assert releases(pack, few).ids() == tuple(names[-2:])


def test_equal_corpora_make_equal_releases(pack: Path, model: Path, tmp_path: Path) -> None:
    homes = [settings(tmp_path / name, model) for name in ("one", "two")]
    for each in homes:
        publish_pack(pack, each)
    one, two = (releases(pack, each).current() for each in homes)
    assert one.manifest.content == two.manifest.content
    assert store_hash(one) == store_hash(two)
    assert_same_findings(one, two, model)


def _lose_a_passage(release: Release) -> None:
    import sqlite3  # noqa: PLC0415

    with closing(sqlite3.connect(release.store)) as connection, connection:
        connection.execute("DELETE FROM passage WHERE rowid = 1")


def _shift_a_text(release: Release) -> None:
    import sqlite3  # noqa: PLC0415

    with closing(sqlite3.connect(release.store)) as connection, connection:
        connection.execute("UPDATE document SET text = ' ' || text")


def _garble(folder: str) -> Callable[[Release], None]:
    def garble(release: Release) -> None:
        for path in (release.folder / folder).rglob("*"):
            if path.is_file() and path.stat().st_size > 64:
                path.write_bytes(os.urandom(path.stat().st_size))

    return garble


@pytest.mark.parametrize(
    "damage",
    [_lose_a_passage, _shift_a_text, _garble("chroma"), _garble("lexical")],
    ids=lambda each: each.__name__,
)
def test_a_release_that_does_not_verify_is_never_served(
    pack: Path, configured: Settings, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Release], None]
) -> None:
    first = publish_pack(pack, configured)
    (pack / "c.txt").write_text("The aerial is short.")

    def build_badly(release: Release, ledger: Ledger, progress: Callable[[int], None]) -> None:
        build(release, ledger, progress)
        damage(release)

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "build", build_badly)
        with pytest.raises(PublishError, match="did not verify"):
            publish_pack(pack, configured)
    known = releases(pack, configured)
    assert (known.current().id, known.ids()) == (first.release, (first.release,))
    assert publish_pack(pack, configured).switched


def test_a_release_damaged_later_is_refused_and_built_anew(pack: Path, configured: Settings) -> None:
    first = publish_pack(pack, configured)
    known = releases(pack, configured)
    known.current().store.write_bytes(b"short")
    with pytest.raises(ReleaseError, match="damaged"):
        known.current()
    again = publish_pack(pack, configured)
    assert again.switched
    assert again.release != first.release
    assert known.current().id == again.release
