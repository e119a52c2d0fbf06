"""The child process that serves a GGUF file, as far as no weights are needed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from assistant.errors import DrafterError, ModelError
from assistant.generation.gguf import GgufServer

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="needs the optional extra gguf"
)


def test_other_files_are_refused_before_anything_starts(tmp_path: Path) -> None:
    archive = tmp_path / "model.gguf"
    archive.write_bytes(b"PK\x03\x04 not weights")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        GgufServer(archive)
    with pytest.raises(ModelError, match=r"is no file: name an existing \.gguf file"):
        GgufServer(tmp_path)


def test_a_file_that_does_not_load_is_an_error_and_leaves_no_child(tmp_path: Path) -> None:
    hollow = tmp_path / "hollow.gguf"
    hollow.write_bytes(b"GGUF" + b"\x00" * 200)
    server = GgufServer(hollow)
    assert not server.running
    with pytest.raises(DrafterError, match=r"hollow.gguf could not be served: .*: try another GGUF file"):
        server.address()
    assert not server.running
    assert server._child is None
    server.close()
