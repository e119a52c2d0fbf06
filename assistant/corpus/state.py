"""Where a brand's ledger and releases live, and the lock that keeps two publishers apart."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shlex
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import PublishLocked
from assistant.settings import Settings


def state_folder(home: Path, root: Path) -> Path:
    """The folder for the pack at `root`: its name to be recognised, a hash of its whole path to be unique."""
    resolved = root.resolve()
    slug = re.sub(r"[^a-z0-9]+", "-", resolved.name.lower()).strip("-") or "brand"
    digest = hashlib.sha256(os.fsencode(resolved)).hexdigest()
    return home.expanduser() / f"{slug}-{digest[:8]}"


def command(words: str, root: Path) -> str:
    """``assistant WORDS`` as it is to be typed for the pack at `root`, which is named unless it is the default one."""
    default = Path(Settings.model_fields["brand"].default)
    named = "" if root.resolve() == default.resolve() else f" --brand {shlex.quote(str(root))}"
    return f"assistant {words}{named}"


@contextmanager
def publish_lock(state: Path) -> Generator[None]:
    """Hold the lock of a state folder; PublishLocked, naming the process, where another one holds it.

    The operating system drops the lock with its process, however that ends.
    """
    state.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode(errors="replace").strip() or "a process just started"
            raise PublishLocked(
                f"another publish is running ({holder}): wait until it ends, or stop that process"
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(
            descriptor, f"pid {os.getpid()}, since {datetime.now(tz=UTC):%Y-%m-%d %H:%M:%S} UTC".encode()
        )
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, text: str) -> None:
    """Replace the file at `path` so that a reader, or a power cut, finds the old text or the new one."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)
