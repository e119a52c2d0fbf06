"""What a chat model would say of the documents of invented brands: a true sentence, and one that only sounds so.

A language model wrote both, the second as a small change of the first that a careless reader misses: roles exchanged,
a motive added, two facts joined by a cause that nobody gave. See ``eval/pairs/packs``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant_eval.rows import Row

NAME = "said"

FILE = "claims.jsonl"


def said_rows(folders: Sequence[Path]) -> Iterator[Row]:
    """Both sentences of every pair as rows that measure; those of one document hang together."""
    for folder, row, document in _rows(folders):
        text = (folder / "pack" / document).read_text(encoding="utf-8")
        group = f"{folder.name}/{document}"
        for name, label in (("true", True), ("false", False)):
            row_id = f"{group}-{row['kind']}-{name}-{len(row['true'])}"
            yield Row(0, row_id, (text,), row[name], "", label, group, {"kind": row["kind"]})


def _rows(folders: Sequence[Path]) -> Iterator[tuple[Path, dict[str, str], str]]:
    for folder in folders:
        for line in (folder / FILE).read_text(encoding="utf-8").splitlines():
            row: dict[str, str] = json.loads(line)
            yield folder, row, row["doc"]
