"""Reads documents in a child process that can be killed, so that no file can take the publisher with it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

import assistant
from assistant.corpus.load.parsed import Loaded
from assistant.corpus.load.scan import SourceFile
from assistant.domain import Document, Quarantined
from assistant.errors import PublishError
from assistant.settings import Settings

_AHEAD = 2  # files read while the caller still works on the one before
_START_S = 60.0  # to import the parsers on a slow and busy machine
_GOODBYE_S = 5.0


class DocumentReader:
    """Reads one document after the other within ``document_timeout_s`` and ``document_memory_mb``.

    A file that crashes, hangs or swells its reader is quarantined and the reader started anew. PublishError
    where no reader can be started. Close it, or use it as a context manager, to end the child.
    """

    def __init__(self, settings: Settings) -> None:
        self._timeout = settings.document_timeout_s
        self._memory_mb = settings.document_memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="document-reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child at once, whatever it is reading."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        child = self._child
        if child is not None:
            child.kill()  # a file being read comes back as quarantined, to nobody
        self._worker.shutdown(wait=True)
        self._stop()

    def read(self, file: SourceFile) -> Document | Quarantined:
        """Read one file."""
        loaded = self.load(file)
        return loaded if isinstance(loaded, Quarantined) else loaded.publishable

    def load(self, file: SourceFile) -> Loaded | Quarantined:
        """Read one file, also one that must not be published, and say what nobody declared about it."""
        return self._worker.submit(self._load, file).result()

    def read_all(self, files: Iterable[SourceFile]) -> Iterator[Document | Quarantined]:
        """Read files in order, a few ahead of the caller, so that reading and embedding overlap."""
        waiting = iter(files)
        ahead: deque[Future[Loaded | Quarantined]] = deque(
            self._worker.submit(self._load, file) for file in islice(waiting, _AHEAD)
        )
        while ahead:
            loaded = ahead.popleft().result()
            ahead.extend(self._worker.submit(self._load, file) for file in islice(waiting, 1))
            yield loaded if isinstance(loaded, Quarantined) else loaded.publishable

    def _load(self, file: SourceFile) -> Loaded | Quarantined:
        connection = self._connection or self._start()
        try:
            connection.send_bytes(pickle.dumps(file))
            if connection.poll(self._timeout):
                reply: Loaded | Quarantined = pickle.loads(connection.recv_bytes())  # noqa: S301 - our child
                return reply
            reason = (
                f"takes longer than {self._timeout:g} s to read: "
                "split it, or raise ASSISTANT_DOCUMENT_TIMEOUT_S"
            )
        except (EOFError, OSError):
            reason = f"crashed its reader ({self._cause()}): save it anew from its own program, or remove it"
        self._stop()
        return Quarantined(file.path, reason, passing=True)

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        package = str(Path(assistant.__file__).parents[1])
        path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
        arguments = (theirs.fileno(), self._timeout, self._memory_mb * 1024 * 1024)
        self._child = subprocess.Popen(  # noqa: S603 - our own module, our own numbers
            [sys.executable, "-P", "-m", "assistant.corpus.load.child", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": path},
        )
        theirs.close()
        try:
            ready = ours.poll(_START_S) and bool(ours.recv_bytes())  # starting up does not count as reading
        except (EOFError, OSError):
            ready = False
        if not ready:
            ours.close()
            self._stop()
            raise PublishError(
                "the process that reads documents does not start: install the product anew where "
                "`python -m assistant.corpus.load.child` cannot import what it needs"
            )
        self._connection = ours
        return ours

    def _cause(self) -> str:
        assert self._child is not None
        try:
            code = self._child.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            return "it hung up"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None
