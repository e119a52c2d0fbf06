"""A publish killed at any moment: what was served is served on, and the next one ends as if nothing had been."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from assistant.corpus import embedding
from assistant.corpus.ledger import Ledger
from assistant.corpus.progress import Progress, Stage
from assistant.domain import Filter
from assistant.retrieval.embed import Vectors
from assistant.retrieval.model_files import model_fingerprint
from tests.publishing import (
    assert_same_findings,
    opened,
    publish_in_child,
    publish_pack,
    releases,
    settings,
    store_hash,
    story,
    write_pack,
)
from tests.tiny_model import write_tiny_model

KILLS = 30
DOCUMENTS = 12


def edition(number: int) -> dict[str, str]:
    """A corpus whose every edition has other words in every document but the first."""
    pages = {
        f"page-{page}.md": "\n".join(story(page + 100 * number, at) for at in (3, 4, 5))
        for page in range(DOCUMENTS)
    }
    return {**pages, "page-0.md": story(0)}


def starter() -> Callable[..., BaseProcess]:
    """Starts real processes that need not import the libraries anew, so that kills fall into the publishing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.publishing", "torch", "sentence_transformers", "chromadb"])

    def start(target: Callable[..., None], *arguments: object) -> BaseProcess:
        process = context.Process(target=target, args=arguments)
        process.start()
        return process

    return start


def killed_at(stage: Stage, root: Path, home: Path, model: Path) -> None:
    """A publish, as the whole of a process, that is killed when it comes to `stage`, or between its vectors."""
    embedding.COMMIT_EVERY = 8

    class Ledgers(Ledger):
        def embed(self, model: str, texts: Sequence[str], vectors: Vectors) -> None:
            super().embed(model, texts, vectors)
            if stage is Stage.EMBED:
                os.kill(os.getpid(), signal.SIGKILL)

    embedding.Ledger = Ledgers

    def report(progress: Progress) -> None:
        if progress.stage is stage and stage is not Stage.EMBED:
            os.kill(os.getpid(), signal.SIGKILL)

    publish_pack(root, settings(home, model), report)


@pytest.mark.parametrize("stage", Stage)
def test_a_publish_goes_on_where_it_was_killed(tmp_path: Path, stage: Stage) -> None:
    model = write_tiny_model(tmp_path / "model")
    home, root = tmp_path / "home", write_pack(tmp_path / "pack", edition(0))
    configured = settings(home, model)
    known = releases(root, configured)
    process = starter()(killed_at, stage, root, home, model)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert known.ids() == ()
    ledger = Ledger(known.state / "ledger.sqlite", read_only=True)
    missing = ledger.missing(model_fingerprint(model))
    report = publish_pack(root, configured)
    assert report.switched
    if stage is Stage.EMBED:
        assert 0 < report.embedded == missing < report.passages
    elif stage in (Stage.BUILD, Stage.VERIFY):
        assert report.embedded == 0
    assert known.current().manifest.passages == report.passages
    assert not [path for path in known.folder.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_kills_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(20300517)
    model = write_tiny_model(tmp_path / "model")
    home, root = tmp_path / "home", tmp_path / "pack"
    start = starter()
    known = releases(root, settings(home, model))

    number = 0
    write_pack(root, edition(number))
    start(publish_in_child, root, home, model).join()  # warms the server of processes up
    number += 1
    write_pack(root, edition(number))
    began = time.monotonic()
    start(publish_in_child, root, home, model).join()
    longest = time.monotonic() - began

    kills = 0
    serving = known.current_id()
    while kills < KILLS:
        if known.current_id() != serving or kills == 0:
            serving = known.current_id()
            number += 1
            write_pack(root, edition(number))
        process = start(publish_in_child, root, home, model)
        process.join(chance.uniform(0, 1.1 * longest))
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)  # it may have ended just before
        kills += process.exitcode == -signal.SIGKILL
        release = known.current()
        with opened(release) as (store, dense, lexical):
            assert len(store) == len(dense) == len(lexical) == release.manifest.passages
            assert lexical.search("story radio", 5, Filter())

    publish_pack(root, settings(home, model))
    interrupted = known.current()

    afresh = settings(tmp_path / "another home", model)
    publish_pack(root, afresh)
    uninterrupted = releases(root, afresh).current()
    assert interrupted.manifest.content == uninterrupted.manifest.content
    assert interrupted.manifest.documents == uninterrupted.manifest.documents
    assert store_hash(interrupted) == store_hash(uninterrupted)
    assert_same_findings(interrupted, uninterrupted, model)
    assert not [path for path in known.folder.iterdir() if path.name.startswith(".")]
