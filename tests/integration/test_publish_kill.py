"""A publish killed at any moment: what was served is served on, and the next one ends as if nothing had been."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from assistant.corpus.ledger import Ledger
from assistant.domain import Filter
from tests.publishing import (
    opened,
    publish_in_child,
    publish_pack,
    releases,
    search_results,
    settings,
    store_hash,
    story,
    write_pack,
)
from tests.tiny_model import write_tiny_model

KILLS = 30
DOCUMENTS = 40


def edition(number: int) -> dict[str, str]:
    """A corpus whose every edition has other words in every document but the first."""
    pages = {
        f"page-{page}.md": "\n".join(story(page + 100 * number, at) for at in (3, 4, 5))
        for page in range(DOCUMENTS)
    }
    return {**pages, "page-0.md": story(0)}


def starter() -> Callable[[Path, Path, Path], BaseProcess]:
    """Starts real processes that need not import the libraries anew, so that kills fall into the publishing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.publishing", "torch", "sentence_transformers", "chromadb"])

    def start(root: Path, home: Path, model: Path) -> BaseProcess:
        process = context.Process(target=publish_in_child, args=(root, home, model))
        process.start()
        return process

    return start


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
    start(root, home, model).join()  # warms the server of processes up
    number += 1
    write_pack(root, edition(number))
    began = time.monotonic()
    start(root, home, model).join()
    longest = time.monotonic() - began

    kills = completed = resumed = 0
    serving = known.current_id()
    while kills < KILLS:
        if known.current_id() != serving or kills == 0:
            serving = known.current_id()
            number += 1
            write_pack(root, edition(number))
        process = start(root, home, model)
        process.join(chance.uniform(0, 1.1 * longest))
        if process.is_alive():
            kills += 1
            process.kill()
            process.join()
            assert process.exitcode == -9
        else:
            completed += 1
            assert process.exitcode == 0
        release = known.current()
        with opened(release) as (store, dense, lexical):
            assert len(store) == len(dense) == len(lexical) == release.manifest.passages
            assert lexical.search("story radio", 5, Filter())
        ledger = Ledger(known.state / "ledger.sqlite", read_only=True)
        resumed += 0 < len(ledger.missing_texts(release.manifest.model)) < ledger.passages() - 2

    assert resumed, "no kill fell between two batches of vectors: make the corpus larger"
    publish_pack(root, settings(home, model))
    interrupted = known.current()

    afresh = settings(tmp_path / "another home", model)
    publish_pack(root, afresh)
    uninterrupted = releases(root, afresh).current()
    assert interrupted.manifest.content == uninterrupted.manifest.content
    assert interrupted.manifest.documents == uninterrupted.manifest.documents
    assert store_hash(interrupted) == store_hash(uninterrupted)
    assert search_results(interrupted, model) == search_results(uninterrupted, model)
    assert not [path for path in known.folder.iterdir() if path.name.startswith(".")]
