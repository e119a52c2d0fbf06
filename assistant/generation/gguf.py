"""A GGUF file served by llama.cpp (the optional extra ``gguf``) in a child process that ends with us.

The server runs in a child because native code that crashes must not take the assistant along. It listens on
127.0.0.1 only, at a free port, and wants a key that only this process knows. The child reads its standard
input and ends when that closes, so it goes even when its parent is killed.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from assistant.errors import DrafterError, ModelError

CONTEXT_TOKENS = 8_192
"""Context asked for: room for eight passages and an answer, without the memory of a 128k context."""

_LOAD_TIMEOUT_S = 180.0
_STOP_TIMEOUT_S = 5.0
_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the served model answers: an OpenAI-compatible base URL, and the key it wants."""

    url: str
    api_key: str


class GgufServer:
    """Serves one GGUF file; `address` starts the child process when it is not running."""

    def __init__(self, path: Path) -> None:
        """Check that `path` can be served at all; ModelError says what is missing."""
        if importlib.util.find_spec("xllamacpp") is None:
            raise ModelError(
                f"{path} needs xllamacpp to be served, which is not installed: "
                "pip install 'brand-assistant[gguf]'"
            )
        if not path.is_file():
            raise ModelError(f"{path} is no file: name an existing .gguf file in ASSISTANT_DRAFTER")
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise ModelError(
                    f"{path} is not a GGUF file (it does not begin with 'GGUF'): download it again"
                )
        self.path = path
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._address: Address | None = None

    @property
    def running(self) -> bool:
        """Whether the child process is there and has loaded the model."""
        return self._address is not None and self._child is not None and self._child.poll() is None

    def address(self) -> Address:
        """The address of the server, started if need be; DrafterError where the model will not load."""
        with self._lock:
            if self._address is None or not self.running:
                self._stop()
                self._address = self._start()
            return self._address

    def close(self) -> None:
        """Stop the child; the server may be started again by `address`."""
        with self._lock:
            self._stop()

    def _start(self) -> Address:
        api_key = secrets.token_hex(16)
        with tempfile.TemporaryFile() as log:
            child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(entry or os.curdir for entry in sys.path)},
            )
            self._child = child
            assert child.stdin
            assert child.stdout
            order = {"path": str(self.path.resolve()), "n_ctx": CONTEXT_TOKENS, "api_key": api_key}
            with contextlib.suppress(BrokenPipeError):  # it died at once: its log says why
                child.stdin.write(json.dumps(order).encode() + b"\n")
                child.stdin.flush()
            reply = _first_line(child.stdout, _LOAD_TIMEOUT_S)
            if not reply:
                self._stop()
                raise DrafterError(
                    f"{self.path} could not be served: {_last_line(log)}: "
                    "try another GGUF file, or ASSISTANT_DRAFTER=extractive"
                )
        return Address(url=f"{reply}/v1", api_key=api_key)

    def _stop(self) -> None:
        child, self._child, self._address = self._child, None, None
        if child is None:
            return
        if child.stdin:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
        try:
            child.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            child.stdout.close()


def _first_line(stream: IO[bytes], timeout_s: float) -> str:
    """The first line of `stream`, or nothing where it ends or `timeout_s` passes before."""
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.append(stream.readline()), daemon=True)
    reader.start()
    reader.join(timeout_s)
    return lines[0].decode().strip() if lines else ""


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode(errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][-400:] if said else f"nothing was said within {_LOAD_TIMEOUT_S:.0f} s"


def _serve() -> None:
    """The child: serve the model named on the first line of standard input until that closes."""
    # An optional extra without type stubs, which only the child may load.
    xllamacpp: Any = importlib.import_module("xllamacpp")

    # The native code may print; only the address goes to the parent.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    order = json.loads(sys.stdin.readline())
    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.model_alias = {Path(order["path"]).stem}
    params.n_ctx = order["n_ctx"]
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.api_keys = [order["api_key"]]
    params.cors_origins = ""
    params.ui = False
    params.verbosity = 1
    # Threads wait for each other at every token: with all cores taken, anything else that runs on the machine
    # slows the writing twentyfold. Half of them cost little, as writing is bound by memory.
    params.cpuparams.n_threads = max(1, (os.cpu_count() or 2) // 2)
    params.cpuparams_batch.n_threads = os.cpu_count() or 2
    server = xllamacpp.Server(params)
    print(server.listening_address, file=answer, flush=True)
    sys.stdin.read()
    os._exit(0)  # whatever the server still computes is wanted by nobody


if __name__ == "__main__":
    _serve()
