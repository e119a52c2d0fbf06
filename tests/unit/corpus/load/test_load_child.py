from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.corpus.load import Loaded
from assistant.corpus.load.child import answer
from assistant.domain import Quarantined
from tests.loading import scan_pack


def test_an_answer_is_a_document_with_the_checksum_of_the_scan(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nWords.\n")
    (file,) = scan_pack(tmp_path).files
    loaded = answer(file)
    assert isinstance(loaded, Loaded)
    assert loaded.document.source.checksum == file.checksum
    assert loaded.document.source.title == "A"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "is nested too deeply to be read: flatten it"),
        (b"{", "is not valid JSON"),
        (b"{}", "is empty: it holds no words"),
    ],
)
def test_an_answer_to_a_bad_file_is_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.json").write_bytes(data)
    (file,) = scan_pack(tmp_path).files
    result = answer(file)
    assert isinstance(result, Quarantined)
    assert result.reason.startswith(reason)


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.")
    (file,) = scan_pack(tmp_path).files
    result = answer(replace(file, absolute=tmp_path / "missing.md"))
    assert result == Quarantined(
        "a.md",
        "cannot be opened (No such file or directory): mend its permissions or remove it",
        passing=True,
    )
