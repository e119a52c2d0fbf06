"""Releases are listed, switched and rolled back atomically, and damage is told before it is served."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from assistant.corpus.build import file_sizes
from assistant.corpus.release import Manifest, Release, Releases, release_id
from assistant.corpus.state import state_folder
from assistant.domain import Quarantined
from assistant.errors import ReleaseError, StaleRelease

NOON = dt.datetime(2030, 5, 17, 12, tzinfo=dt.UTC)


def add(releases: Releases, second: int) -> str:
    """A finished release, its files stand-ins: nothing here looks into them."""
    created = NOON + dt.timedelta(seconds=second)
    name = release_id(created, f"{second:064x}")
    folder = releases.building(name)
    (folder / "lexical").mkdir()
    (folder / "lexical" / "words.idx").write_bytes(b"words")
    (folder / "passages.sqlite").write_bytes(b"passages")
    manifest = Manifest(
        id=name,
        created=created,
        brand="Acmé",
        content=f"{second:064x}",
        model="m" * 64,
        passages=1,
        documents={"ä 😀.md": "c"},
        quarantined=(Quarantined("b.pdf", "is encrypted"),),
        files=file_sizes(folder),
    )
    Release(folder, manifest).write_manifest()
    releases.finish(name)
    return name


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "home", tmp_path / "Acme Radio & Söhne")


def test_ids_sort_by_time() -> None:
    moments = [NOON + dt.timedelta(milliseconds=step) for step in (0, 1, 999, 1000, 90_000, 90_000_000)]
    ids = [release_id(moment, "f" * 64) for moment in moments]
    assert ids == sorted(ids)
    assert ids[0] == "20300517T120000.000Z-ffffffff"


def test_each_pack_has_a_folder_of_its_own(tmp_path: Path) -> None:
    one, other = tmp_path / "x" / "Acme Radio", tmp_path / "y" / "Acme Radio"
    assert state_folder(tmp_path, one).name.startswith("acme-radio-")
    assert state_folder(tmp_path, one) != state_folder(tmp_path, other)
    assert state_folder(tmp_path, one) == state_folder(tmp_path, one.parent / "." / "Acme Radio")
    assert state_folder(tmp_path, tmp_path / "日本").name.startswith("brand-")


def test_before_the_first_publish_it_says_what_to_do(releases: Releases) -> None:
    assert (releases.ids(), releases.list(), releases.current_id()) == ((), (), None)
    with pytest.raises(ReleaseError, match="run 'assistant publish'"):
        releases.current()
    with pytest.raises(ReleaseError, match="no release older"):
        releases.rollback()


def test_a_manifest_survives_the_disk(releases: Releases) -> None:
    name = add(releases, 1)
    found = releases.switch(name)
    assert found == releases.current() == releases.get(name)
    assert found.id == name
    assert found.manifest.documents == {"ä 😀.md": "c"}
    assert found.manifest.quarantined == (Quarantined("b.pdf", "is encrypted"),)
    assert set(found.manifest.files) == {"lexical/words.idx", "passages.sqlite"}


def test_rollback_goes_one_back_or_where_it_is_told(releases: Releases) -> None:
    first, second, third = (add(releases, second) for second in range(3))
    releases.switch(third)
    assert releases.rollback().id == second
    assert releases.rollback().id == first
    with pytest.raises(ReleaseError, match="no release older"):
        releases.rollback()
    assert releases.current_id() == first
    assert releases.rollback(third).id == releases.current_id() == third
    with pytest.raises(ReleaseError, match=first):
        releases.rollback("20990101")
    with pytest.raises(ReleaseError):
        releases.switch("../../elsewhere")
    assert releases.current_id() == third


def test_rollback_passes_over_what_was_rolled_back_from(releases: Releases) -> None:
    good, bad = add(releases, 1), add(releases, 2)
    releases.switch(bad)
    assert releases.rollback().id == good
    newest = add(releases, 3)
    releases.switch(newest)
    assert releases.rollback().id == good
    assert releases.withdrawn() == {bad, newest}
    assert releases.rollback(bad).id == bad
    assert releases.withdrawn() == {good, newest}
    with pytest.raises(ReleaseError, match=f"name one of {good}, or publish another"):
        releases.rollback()
    assert releases.current_id() == bad


def test_rollback_goes_by_what_was_in_service(releases: Releases) -> None:
    first, second = add(releases, 1), add(releases, 2)
    for name in (first, second, first):  # the third publish holds the documents of the first again
        releases.switch(name)
    assert releases.history() == (first, second, first)
    assert releases.before() == second
    assert releases.rollback().id == second
    assert releases.history() == (first, second)
    with pytest.raises(ReleaseError, match=f"name one of {first}"):
        releases.rollback()


def test_service_is_remembered_in_its_order_whatever_a_kill_left(releases: Releases) -> None:
    first, second, third = (add(releases, second) for second in range(3))
    for name in (first, second):
        releases.switch(name)
    history, pointer = releases.state / "history", releases.state / "current"
    history.write_text(f"{first}\n{second}\n{third}\n")  # killed before the third came into service
    assert releases.history() == (first, second)
    history.write_text(f"{first}\n")  # killed while going back
    assert releases.history() == (first, second)
    history.unlink()  # of a time when nobody wrote it down
    assert releases.history() == (first, second)
    pointer.write_text(third)
    assert releases.history() == (first, second, third)


def test_pruning_counts_what_was_published_once_more_as_new(releases: Releases) -> None:
    first, second = add(releases, 1), add(releases, 2)
    for name in (first, second, first):
        releases.switch(name)
    releases.prune(1)
    assert releases.ids() == (first,)


def test_remedies_name_the_brand_unless_it_is_the_default_one(tmp_path: Path) -> None:
    pack = tmp_path / "Acme Radio"
    releases = Releases(tmp_path, pack)
    assert releases.command("rollback x") == f"assistant rollback x --brand '{pack}'"
    with pytest.raises(ReleaseError, match="assistant publish --brand '") as refused:
        releases.current()
    assert str(pack) in str(refused.value)
    with pytest.raises(ReleaseError, match=r"nothing is published yet, so .* run 'assistant publish --brand"):
        releases.rollback()
    assert Releases(tmp_path, Path("corpus/apple")).command("publish") == "assistant publish"


def test_pruning_keeps_the_newest_and_the_one_in_service(releases: Releases) -> None:
    names = [add(releases, second) for second in range(5)]
    releases.switch(names[0])
    releases.prune(2)
    assert releases.ids() == (names[0], names[3], names[4])
    assert releases.current().id == names[0]


def test_what_is_half_built_is_never_listed_and_swept(releases: Releases) -> None:
    name = add(releases, 1)
    half = releases.building("20310101T000000.000Z-00000000")
    assert releases.ids() == (name,)
    releases.sweep()
    assert not half.exists()
    assert releases.ids() == (name,)


def _truncated(release: Release) -> None:
    os.truncate(release.folder / "lexical" / "words.idx", 2)


def _gone(release: Release) -> None:
    release.store.unlink()


def _no_manifest(release: Release) -> None:
    (release.folder / "release.json").unlink()


def _torn_manifest(release: Release) -> None:
    os.truncate(release.folder / "release.json", 20)


@pytest.mark.parametrize("damage", [_truncated, _gone, _no_manifest, _torn_manifest])
def test_a_damaged_release_is_refused_with_a_way_out(releases: Releases, damage: object) -> None:
    whole, broken = add(releases, 1), add(releases, 2)
    release = releases.switch(broken)
    assert callable(damage)
    damage(release)
    with pytest.raises(ReleaseError, match="assistant rollback") as refused:
        releases.current()
    assert broken in str(refused.value)
    assert [each.id for each in releases.list()] == [whole]
    assert releases.rollback().id == whole


def test_another_model_makes_a_release_stale(releases: Releases) -> None:
    release = releases.switch(add(releases, 1))
    release.require_model("m" * 64)
    with pytest.raises(StaleRelease, match="assistant publish"):
        release.require_model("n" * 64)


def test_what_is_taken_out_of_service_answers_nothing_and_can_be_put_back(releases: Releases) -> None:
    name = add(releases, 1)
    releases.switch(name)
    releases.retire()
    releases.retire()
    assert releases.current_id() is None
    with pytest.raises(ReleaseError):
        releases.current()
    assert releases.switch(name).id == releases.current_id()


def test_a_release_without_its_index_is_not_whole(releases: Releases) -> None:
    release = releases.get(add(releases, 1))
    assert not release.is_whole
    release.dense.mkdir()
    (release.dense / "chroma.sqlite3").write_bytes(b"index")
    assert release.is_whole
