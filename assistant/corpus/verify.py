"""Proves that a release can be read and finds what it holds: ``python -m assistant.corpus.verify``.

Run by `assistant.corpus.build.verify` as a process of its own. Says what is wrong on standard output and
ends with code 1; ends with 0 where nothing is.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.corpus.ledger import Ledger
from assistant.corpus.release import Release
from assistant.domain import Filter, Passage
from assistant.errors import AssistantError
from assistant.retrieval.dense import SAME_VECTOR, DenseIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.store import PassageStore

_EVER = Filter(today=dt.date.max)
_FAULTS_TOLD = 10


def faults(release: Release, ledger: Path) -> list[str]:
    """What is wrong with a release, in words; nothing where it holds exactly what the ledger does."""
    # Both checks spend their time in native code, so two threads do use two cores.
    with ThreadPoolExecutor(2) as threads:
        checks = [threads.submit(check, release, ledger) for check in (_words_lost, _vectors_lost)]
        return [fault for check in checks for fault in check.result()]


def _words_lost(release: Release, ledger_path: Path) -> list[str]:
    store, lexical, ledger = (
        PassageStore(release.store),
        LexicalIndex(release.lexical),
        Ledger(ledger_path, read_only=True),
    )
    found = [
        *_miscounted("store", len(store), ledger),
        *_miscounted("lexical index", len(lexical), ledger),
    ]
    if [source.id for source in store.sources()] != list(release.manifest.documents):
        return [*found, "the store holds other documents than the manifest says"]
    for entry in ledger.entries(release.manifest.model):
        text = store.document_text(entry.source.id)
        passages = store.document_passages(entry.source.id)
        if text != entry.text or passages != entry.passages or store.source(entry.source.id) != entry.source:
            found.append(f"{entry.source.id} is not what the ledger says")
        for passage in passages:
            if text[passage.start : passage.end] != passage.text or not _inside(passage):
                found.append(f"{passage.id} of {entry.source.id} does not stand where it says")
            if not lexical.matches(passage.id, passage.rendering):
                found.append(f"{passage.id} of {entry.source.id} is not found by its own words")
    return found


def _vectors_lost(release: Release, ledger_path: Path) -> list[str]:
    dense, ledger = DenseIndex(release.dense), Ledger(ledger_path, read_only=True)
    found = _miscounted("dense index", len(dense), ledger)
    for entry in ledger.entries(release.manifest.model):
        nearest = dense.search_many(entry.vectors, 1, _EVER)
        for passage, hits in zip(entry.passages, nearest, strict=True):
            if all(hit.passage_id != passage.id and hit.score < SAME_VECTOR for hit in hits):
                found.append(f"{passage.id} of {entry.source.id} is not found by its own vector")
    return found


def _miscounted(name: str, count: int, ledger: Ledger) -> list[str]:
    expected = ledger.passages()
    return [] if count == expected else [f"the {name} holds {count} passages instead of {expected}"]


def _inside(passage: Passage) -> bool:
    return all(
        passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences
    )


def _die_with_parent() -> None:
    sys.stdin.read()  # ends only when the publisher does
    os._exit(1)


def main(arguments: list[str]) -> int:
    """Verify the release in the first argument's folder against the ledger in the second."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    folder, ledger = map(Path, arguments)
    try:
        found = faults(Release.read(folder), ledger)
    except AssistantError as error:
        found = [str(error)]
    for fault in found[:_FAULTS_TOLD]:
        print(fault)  # noqa: T201  # standard output is this process's only voice
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
