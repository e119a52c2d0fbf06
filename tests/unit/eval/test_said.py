"""Sentences of chat models about a pack's documents become rows that measure."""

from __future__ import annotations

import json
from pathlib import Path

from assistant_eval.training.said import said_rows

HISTORY = """# History

The first lamp came out in Oslo in 1995. It had a shade of newspaper, since glass was dear.
"""
TRUE = "Newspaper served as the shade of the Oslo lamp because glass was expensive."


def pack(folder: Path, *claims: dict[str, str]) -> Path:
    (folder / "pack" / "docs").mkdir(parents=True)
    (folder / "pack" / "docs" / "history.md").write_text(HISTORY)
    (folder / "claims.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in claims))
    return folder


def claim(false: str, kind: str) -> dict[str, str]:
    return {"doc": "docs/history.md", "true": TRUE, "false": false, "kind": kind}


def test_as_rows_both_hang_on_their_document(tmp_path: Path) -> None:
    folder = pack(tmp_path, claim(TRUE.replace("Newspaper", "Canvas"), "detail"))
    true, false = said_rows([folder])
    assert (true.label, false.label) == (True, False)
    assert true.group == false.group == f"{folder.name}/docs/history.md"
    assert true.id != false.id
    assert true.contexts == (HISTORY,)
