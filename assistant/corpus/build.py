"""Builds a release from the ledger, and has a child process verify it.

Reading a broken Chroma folder can end the reading process with a segmentation fault, so the proof that a
release can be read is made by a process whose death is only a failed proof.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import assistant
from assistant.corpus.ledger import Ledger
from assistant.corpus.release import Release
from assistant.corpus.state import sync_folder
from assistant.errors import PublishError
from assistant.retrieval.dense import DenseWriter
from assistant.retrieval.lexical import LexicalWriter
from assistant.retrieval.store import StoreWriter

_TOLD = 2000  # characters of a failed verification that reach the user


def build(release: Release, ledger: Ledger, progress: Callable[[int], None]) -> None:
    """Fill the folder of `release`; `progress` is told how many passages are in."""
    release.dense.mkdir()
    release.lexical.mkdir()
    done = 0
    with (
        StoreWriter(release.store) as store,
        LexicalWriter(release.lexical) as lexical,
        DenseWriter(release.dense) as dense,
    ):
        for entry in ledger.entries(release.manifest.model):
            store.add(entry.source, entry.text, entry.passages)
            lexical.add(entry.source, entry.passages)
            dense.add(entry.source, entry.passages, entry.vectors)
            done += len(entry.passages)
            progress(done)


def verify(release: Release, ledger: Path) -> None:
    """PublishError where the release in its folder does not stand up to `assistant.corpus.verify`."""
    package = str(Path(assistant.__file__).parents[1])
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    child = subprocess.Popen(  # noqa: S603  # our own module on our own folders
        [sys.executable, "-P", "-m", "assistant.corpus.verify", str(release.folder), str(ledger)],
        stdin=subprocess.PIPE,  # closed by our death, at which the child ends too
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": path},
    )
    with child:
        assert child.stdout is not None
        said = child.stdout.read().decode(errors="replace").strip()[-_TOLD:]
        code = child.wait()
    if code:
        raise PublishError(
            f"release {release.id} did not verify (exit code {code}: {said or 'it said nothing'}): "
            "the release before it still serves; run 'assistant publish' again"
        )


def file_sizes(folder: Path) -> dict[str, int]:
    """The size of every file under `folder` that nobody writes to any more, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        # Chroma opens its database for writing, even to read from it.
        if path.is_file() and not path.name.startswith("chroma.sqlite3")
    }


def sync(folder: Path) -> None:
    """Make everything under `folder` survive a power cut."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)
