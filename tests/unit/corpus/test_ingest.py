"""A changed reader reads again, also what it could not read before."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from assistant.corpus.ingest import code_version


def test_every_module_of_a_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "readers_of_lamps"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "paper.py").write_text("SHADE = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    readers = importlib.import_module("readers_of_lamps")
    before = code_version((readers,), ())
    assert code_version((readers,), ()) == before
    (package / "paper.py").write_text("SHADE = 2\n")
    assert code_version((readers,), ()) != before
    del sys.modules["readers_of_lamps"]
