"""Releases: immutable, verified, searchable builds of a corpus, of which exactly one is served.

A release is a folder ``releases/<id>`` with its manifest, passages, dense and lexical index. Its folder
gets its name only after it was verified, and the file ``current``, replaced atomically, names the one in
service: whoever is killed or loses power at any moment leaves the old release or the new one, whole.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.corpus.state import command, state_folder, sync_folder, write_atomically
from assistant.domain import Quarantined
from assistant.errors import ReleaseError, StaleRelease

MANIFEST = "release.json"
_UNFINISHED = ".building-"
_REMEMBERED = 100
"""Releases put in service that are remembered in their order, to go back one after the other."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release was built from.

    `content` hashes everything that decides what is in it: documents, model and the code that splits and
    indexes; two releases with equal `content` are equal. `documents` maps ids to checksums. `model` is the
    embedding model's fingerprint. `files` maps each file whose size never changes again to that size.
    """

    id: str
    created: dt.datetime
    brand: str
    content: str
    model: str
    passages: int
    documents: dict[str, str]
    quarantined: tuple[Quarantined, ...]
    files: dict[str, int]


_MANIFEST = TypeAdapter(Manifest)


def release_id(created: dt.datetime, content: str) -> str:
    """An id that sorts by time and tells what is inside: ``20260131T120000.000Z-1a2b3c4d``."""
    return f"{created:%Y%m%dT%H%M%S}.{created.microsecond // 1000:03d}Z-{content[:8]}"


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """Its id, which is also its folder's name."""
        return self.manifest.id

    @property
    def store(self) -> Path:
        """The file for `PassageStore`."""
        return self.folder / "passages.sqlite"

    @property
    def dense(self) -> Path:
        """The folder for `DenseIndex`."""
        return self.folder / "chroma"

    @property
    def lexical(self) -> Path:
        """The folder for `LexicalIndex`."""
        return self.folder / "lexical"

    @classmethod
    def read(cls, folder: Path, root: Path | None = None) -> Release:
        """The release in `folder`, of the pack at `root`; ReleaseError where it is not whole."""
        path = folder / MANIFEST
        back, anew = (
            command(words, root) if root else f"assistant {words}" for words in ("rollback", "publish")
        )
        remedy = f"run '{back}' to serve the one before, or '{anew}' to build it anew"
        try:
            manifest = _MANIFEST.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ReleaseError(f"release {folder.name}: {path} cannot be read ({error}): {remedy}") from error
        for name, size in manifest.files.items():
            found = (folder / name).stat().st_size if (folder / name).is_file() else None
            if found != size:
                state = "is missing" if found is None else f"has {found} bytes instead of {size}"
                raise ReleaseError(f"release {folder.name} is damaged: {name} {state}: {remedy}")
        return cls(folder, manifest)

    @property
    def is_whole(self) -> bool:
        """Whether the index is there, too, whose size no manifest tells: Chroma writes it even to read."""
        return (self.dense / "chroma.sqlite3").is_file()

    def write_manifest(self) -> None:
        """Write `manifest` into the folder."""
        write_atomically(self.folder / MANIFEST, _MANIFEST.dump_json(self.manifest, indent=1).decode())

    def require_model(self, fingerprint: str) -> None:
        """StaleRelease where another embedding model than the one of that fingerprint built it."""
        if fingerprint != self.manifest.model:
            raise StaleRelease(
                f"release {self.id} was built with the embedding model {self.manifest.model[:12]}, the "
                f"settings name {fingerprint[:12]}: run 'assistant publish' or set the model back"
            )


class Releases:
    """The releases of one brand."""

    def __init__(self, home: Path, root: Path) -> None:
        """Of the pack at `root`, with state kept under `home` (`Settings.home`)."""
        self._root = root
        self.state = state_folder(home, root)
        self.folder = self.state / "releases"
        self._pointer = self.state / "current"
        self._withdrawn = self.state / "withdrawn"
        self._history = self.state / "history"

    def command(self, words: str) -> str:
        """``assistant WORDS`` for this brand, as it is to be typed."""
        return command(words, self._root)

    def ids(self) -> tuple[str, ...]:
        """The ids of all finished releases, oldest first."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.iterdir() if not path.name.startswith(".")))

    def list(self) -> tuple[Release, ...]:
        """All finished releases that are whole, oldest first."""
        found: list[Release] = []
        for each in self.ids():
            try:
                found.append(Release.read(self.folder / each, self._root))
            except ReleaseError:
                continue  # `current` says so when it is the one to be served
        return tuple(found)

    def current_id(self) -> str | None:
        """The id of the release in service, None before the first publish."""
        try:
            return self._pointer.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def retire(self) -> None:
        """Take the release in service out of it: nothing may be answered from what nobody publishes any more."""
        self._pointer.unlink(missing_ok=True)
        sync_folder(self.state)

    def current(self) -> Release:
        """The release in service; ReleaseError where nothing was published yet or it is damaged."""
        serving = self.current_id()
        if serving is None:
            typed = self.command("publish")
            named = f" for this brand: {typed}" if typed != "assistant publish" else ""
            raise ReleaseError(
                f"nothing is published yet (no release in {self.state}): run 'assistant publish'{named}"
            )
        return self.get(serving)

    def get(self, release: str) -> Release:
        """The release of that id; ReleaseError where there is none or it is damaged."""
        if release not in self.ids():
            known = ", ".join(self.ids()) or "none"
            raise ReleaseError(f"there is no release {release!r}: choose one of {known}, or publish anew")
        return Release.read(self.folder / release, self._root)

    def building(self, release: str) -> Path:
        """A new, empty folder in which to build that release."""
        folder = self.folder / f"{_UNFINISHED}{release}"
        folder.mkdir(parents=True)
        return folder

    def finish(self, release: str) -> Release:
        """Give a release built in `building` its name; call it once it is verified."""
        folder = self.folder / release
        (self.folder / f"{_UNFINISHED}{release}").rename(folder)
        sync_folder(self.folder)
        return Release.read(folder, self._root)

    def switch(self, release: str) -> Release:
        """Serve that release from now on, atomically; ReleaseError where it cannot be."""
        found = self.get(release)
        self._serve(release, (*self.history(), release))
        return found

    def rollback(self, release: str | None = None) -> Release:
        """Serve that release, or the one that was in service before the one now and was not rolled back from.

        What was in service is withdrawn: publishing the same documents again does not bring it back, only a
        rollback to it by its name does. Whoever goes back twice comes to what was in service before that.
        """
        serving, withdrawn, history = self.current_id(), self.withdrawn(), self.history()
        if release is None:
            release = self.before()
            if release is None:
                raise ReleaseError(self._nothing_before())
        self.get(release)  # before anything is written down about it
        withdrawn = (withdrawn | {serving or release}) - {release}
        write_atomically(self._withdrawn, "".join(f"{each}\n" for each in sorted(withdrawn & {*self.ids()})))
        back = len(history) - history[::-1].index(release) if release in history else 0
        self._serve(release, history[:back] or (*history, release))
        return self.get(release)

    def before(self) -> str | None:
        """The release that `rollback` would serve, None where there is none."""
        serving, withdrawn = self.current_id(), self.withdrawn()
        good = (each for each in reversed(self.history()) if each != serving and each not in withdrawn)
        return next(good, None)

    def history(self) -> tuple[str, ...]:
        """The releases that were in service, in the order in which they came into it, the one in service last.

        What was rolled back from is none of them. Where nobody wrote it down, they came as they were built.
        """
        serving, ids = self.current_id(), self.ids()
        try:
            noted = self._history.read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return tuple(each for each in ids if serving is None or each <= serving)
        history = [each for each in noted if each in ids]
        if serving is not None and serving in history:  # a kill may have come between two files
            del history[len(history) - history[::-1].index(serving) :]
        elif serving is not None:
            history.append(serving)
        return tuple(history)

    def _serve(self, release: str, history: Sequence[str]) -> None:
        """Put `release` in service; `history`, which ends with it, is written down first (see `history`)."""
        noted = [each for each, after in zip_longest(history, history[1:]) if each != after]
        if not self._history.exists() and self.current_id() is None:
            noted = [each for each in noted if each <= release]  # what was built later was never in service
        write_atomically(self._history, "".join(f"{each}\n" for each in noted[-_REMEMBERED:]))
        write_atomically(self._pointer, release + "\n")

    def _nothing_before(self) -> str:
        """Why there is nothing to roll back to, and what to do."""
        serving = self.current_id()
        if not self.ids():
            return f"nothing is published yet, so there is no release older: run '{self.command('publish')}'"
        others = list(dict.fromkeys(each for each in self.history() if each != serving))
        known = f" that nobody rolled back from: name one of {', '.join(others)}, or" if others else ":"
        return f"there is no release older than {serving}{known} publish another one first"

    def withdrawn(self) -> frozenset[str]:
        """The ids of releases that were rolled back from and not put back in service since."""
        try:
            return frozenset(self._withdrawn.read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return frozenset()

    def sweep(self) -> None:
        """Remove what a killed publish left half built. Only the holder of the publish lock may call it."""
        if self.folder.is_dir():
            for path in self.folder.glob(f"{_UNFINISHED}*"):
                _remove(path)

    def prune(self, keep: int) -> None:
        """Remove all but the newest `keep` releases; the one in service always stays.

        A release that was published once more is as new as the newest there was then.
        """
        age: dict[str, tuple[str, int]] = {each: (each, -1) for each in self.ids()}
        newest = ""
        for at, each in enumerate(self.history()):
            newest = max(newest, each)
            age[each] = (newest, at)
        for each in sorted(age, key=lambda one: age[one])[:-keep]:
            if each != self.current_id():
                # Under a hidden name first, so that a kill does not leave half a release under its own.
                doomed = self.folder / f"{_UNFINISHED}{each}"
                (self.folder / each).rename(doomed)
                _remove(doomed)


def _remove(hidden: Path) -> None:
    # Its verifier may still be dying and hold or make files. What stays is hidden, and swept the next time.
    shutil.rmtree(hidden, ignore_errors=True)
