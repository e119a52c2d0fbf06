"""The release in service answers, and the one before goes on where a new one cannot be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant import assembly
from assistant.assembly import Assistant, Parts
from assistant.corpus.release import Manifest, Release, Releases, release_id
from assistant.domain import Evidence, Filter
from assistant.errors import DrafterError, ReleaseError
from assistant.retrieval.store import PassageStore, StoreWriter
from assistant.service import Service, Services
from tests.fakes import ACME, evidence
from tests.loading import settings

NOON = dt.datetime(2030, 5, 17, 12, tzinfo=dt.UTC)


class Search:
    """What stands for a release's search: it finds one passage of that release, until it is closed."""

    def __init__(self, release: str) -> None:
        self.release = release
        self.closed = False

    def search(self, question: str, *, limit: int, where: Filter) -> tuple[Evidence, ...]:
        assert not self.closed
        return (evidence(f"{question}, {limit}, in {self.release}"),)

    def close(self) -> None:
        self.closed = True


def opened(release: Release) -> Service:
    searcher = Search(release.id)
    with ExitStack() as opening:
        opening.callback(searcher.close)
        answering = SimpleNamespace(finder=SimpleNamespace(searcher=searcher))
        return Service(release, cast("Any", answering), opening.pop_all())


def publish(releases: Releases, second: int) -> Release:
    """A release that holds nothing but its manifest, in service."""
    created = NOON + dt.timedelta(seconds=second)
    name = release_id(created, "0" * 64)
    manifest = Manifest(name, created, "Acme", "c", "model", 0, {}, (), {})
    Release(releases.building(name), manifest).write_manifest()
    releases.finish(name)
    return releases.switch(name)


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "home", tmp_path / "pack")


@pytest.mark.parametrize(
    "fault",
    [ReleaseError("damaged"), OSError(24, "Too many open files"), ValueError("no such date"), KeyError("x")],
)
def test_a_release_that_cannot_be_opened_leaves_the_one_before_in_service(
    releases: Releases, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(releases, 1)
    tried: list[str] = []

    def open_service(release: Release) -> Service:
        tried.append(release.id)
        if release.id != first.id and len(tried) < 3:
            raise fault
        return opened(release)

    services = Services(releases, open_service, first)
    second = publish(releases, 2)
    for _ in range(3):
        with services.use() as service:
            assert service.release.id == first.id
    assert tried == [first.id, second.id]  # once, and not again with every question
    monkeypatch.setattr("assistant.service.RETRY_AFTER_S", 0.0)
    with services.use() as service:
        assert service.release.id == second.id


def test_a_pointer_that_cannot_be_read_leaves_the_release_in_service(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(releases, 1)
    services = Services(releases, opened, first)

    def unreadable(_: Releases) -> str:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as short_of_files:
        short_of_files.setattr(Releases, "current_id", unreadable)
        with services.use() as service:
            assert service.release.id == first.id
    releases.retire()
    with pytest.raises(ReleaseError, match="no release is in service"), services.use():
        pass


def test_a_retriever_asks_the_release_in_service(releases: Releases) -> None:
    services = Services(releases, opened, publish(releases, 1))
    retriever = Assistant(ACME, settings(), cast("Any", None), services).as_retriever(3)
    with services.use_all() as open_now:
        before = [each.answering.finder.searcher for each in open_now]
    for second in (2, 3, 4):
        release = publish(releases, second)
        (found,) = retriever.invoke("Lamp")
        assert found.page_content == f"Lamp, 3, in {release.id}"
    assert [cast("Any", each).closed for each in before] == [True]


def test_no_release_is_closed_while_what_was_answered_from_it_is_looked_up(releases: Releases) -> None:
    services = Services(releases, opened, publish(releases, 1))
    with services.use_all() as looked_through:
        for second in (2, 3, 4):
            publish(releases, second)
            with services.use():
                pass
        assert not any(cast("Any", each.answering.finder.searcher).closed for each in looked_through)
    for second in (5, 6):
        publish(releases, second)
        with services.use():
            pass
    assert all(cast("Any", each.answering.finder.searcher).closed for each in looked_through)


def test_models_are_let_go_of_where_the_release_cannot_be_opened(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(releases, 1)
    closed: list[str] = []

    def part(name: str) -> Callable[..., object]:
        return lambda *_: SimpleNamespace(fingerprint="model", close=lambda: closed.append(name))

    monkeypatch.setattr(assembly.Brand, "read", lambda _: ACME)
    monkeypatch.setattr(assembly, "Releases", lambda *_: releases)
    monkeypatch.setattr(assembly, "Embedder", part("embedder"))
    monkeypatch.setattr(assembly, "open_chat_model", part("chat model"))
    with pytest.raises(ReleaseError, match=r"passages\.sqlite is missing"):
        assembly.open_assistant(settings(drafter="openai:any"))
    assert {*closed} == {"embedder", "chat model"}
    closed.clear()

    def no_model(_: object) -> None:
        raise DrafterError("no such model")

    monkeypatch.setattr(assembly, "open_chat_model", no_model)
    with pytest.raises(DrafterError):
        assembly.open_assistant(settings(drafter="openai:any"))
    assert {*closed} == {"embedder"}


@pytest.mark.parametrize("failing", ["DenseIndex", "LexicalIndex", "Searcher", "gate_judge"])
def test_what_is_open_is_closed_again_where_a_later_part_fails(
    releases: Releases, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = publish(releases, 1)
    with StoreWriter(release.store):
        pass
    opened: list[str] = []
    closed: list[str] = []

    def part(name: str) -> Callable[..., object]:
        def make(*_: object, **__: object) -> object:
            if name == failing:
                raise ReleaseError(f"no {name}")
            opened.append(name)
            return SimpleNamespace(close=lambda: closed.append(name))

        return make

    class Store(PassageStore):
        def close(self) -> None:
            closed.append("PassageStore")
            super().close()

    monkeypatch.setattr(assembly, "PassageStore", Store)
    for name in ("DenseIndex", "LexicalIndex", "Searcher", "gate_judge"):
        monkeypatch.setattr(assembly, name, part(name))
    parts = Parts(cast("Any", SimpleNamespace(fingerprint="model")), None, None)
    with pytest.raises(ReleaseError, match=f"no {failing}"):
        assembly._service(release, ACME, settings(), parts)
    held = [name for name in ("PassageStore", *opened) if name in ("PassageStore", "DenseIndex", "Searcher")]
    assert closed == held[::-1]
