"""Proves that a release can be read and finds what it holds: ``python -m assistant.corpus.verify``.

Run by `assistant.corpus.build.verify` as a process of its own. Says what is wrong on standard output and
ends with code 1; ends with 0 where nothing is.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.ledger import Entry, Ledger
from assistant.corpus.release import Release
from assistant.domain import Filter, Passage
from assistant.errors import ReleaseError
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.store import PassageStore

SAME_VECTOR = 0.9999
"""Cosine from which two vectors count as one: passages with the same words are each other's twins."""

_EVER = Filter(today=dt.date.max)
_NEIGHBOURS = 50


def faults(release: Release, ledger: Ledger) -> Iterator[str]:
    """What is wrong with a release, in words; nothing where it holds exactly what `ledger` does."""
    store, dense, lexical = (
        PassageStore(release.store),
        DenseIndex(release.dense),
        LexicalIndex(release.lexical),
    )
    expected = ledger.passages()
    for name, count in (("store", len(store)), ("dense index", len(dense)), ("lexical index", len(lexical))):
        if count != expected:
            yield f"the {name} holds {count} passages instead of {expected}"
    documents = [source.id for source in store.sources()]
    if documents != list(release.manifest.documents):
        yield f"the store holds {len(documents)} documents instead of {len(release.manifest.documents)}"
        return
    for entry in ledger.entries(release.manifest.model):
        yield from _words_lost(entry, store, lexical)
        yield from _vectors_lost(entry, dense)


def _words_lost(entry: Entry, store: PassageStore, lexical: LexicalIndex) -> Iterator[str]:
    text = store.document_text(entry.source.id)
    passages = store.document_passages(entry.source.id)
    if text != entry.text or passages != entry.passages or store.source(entry.source.id) != entry.source:
        yield f"{entry.source.id} is not what the ledger says"
    for passage in passages:
        if text[passage.start : passage.end] != passage.text or not _inside(passage):
            yield f"{passage.id} does not stand where it says"
        if not lexical.matches(passage.id, passage.rendering):
            yield f"{passage.id} is not found by its own words"


def _inside(passage: Passage) -> bool:
    return all(
        passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences
    )


def _vectors_lost(entry: Entry, dense: DenseIndex) -> Iterator[str]:
    nearest = dense.search_many(entry.vectors, 1, _EVER)
    for passage, vector, hits in zip(entry.passages, entry.vectors, nearest, strict=True):
        if any(hit.passage_id == passage.id or hit.score >= SAME_VECTOR for hit in hits):
            continue
        # The graph is searched greedily: a wider search decides whether the passage can be reached at all.
        if all(hit.passage_id != passage.id for hit in dense.search(vector, _NEIGHBOURS, _EVER)):
            yield f"{passage.id} is not found by its own vector"


def _die_with_parent() -> None:
    sys.stdin.read()  # ends only when the publisher does
    os._exit(1)


def main(arguments: list[str]) -> int:
    """Verify the release in the first argument's folder against the ledger in the second."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    folder, ledger_path = map(Path, arguments)
    ledger = Ledger(ledger_path, read_only=True)
    try:
        for fault in faults(Release.read(folder), ledger):
            print(fault)  # noqa: T201  # standard output is this process's only voice
            return 1
    except ReleaseError as error:
        print(error)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
