"""The rows of the public sets that the shipped model and its calibration have not seen: what they are measured on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from assistant_eval.rows import BrokenLine, read_objects
from assistant_eval.training import said
from assistant_eval.training.asked import packs_in
from assistant_eval.training.calibrate import NEVER_TRAINED_ON, TRAINED_ON, calibrated_rows
from assistant_eval.training.pairs import is_held_back
from assistant_eval.training.public_sets import is_learnt_from

MEASURED = (*TRAINED_ON, *NEVER_TRAINED_ON, "faithbench", "qags", "nomiracl_en", "clapnq", "mtrag_un")


def write_unseen(data: Path, packs: Path, claims: Path, out: Path) -> Iterator[tuple[str, int]]:
    """Write ``OUT/<set>.jsonl`` for every set there is; each with the number of its rows.

    What a chat model would say of the documents of the brands in `packs` that are kept back is a set as well, and
    so is what it would of the passages of the file `claims` that are.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, twins in (
        (said.NAME, said.pack_twins(packs_in(packs, held_back=True))),
        ("said_of_passages", said.passage_twins(claims, data, held_back=True)),
    ):
        yield name, _write_said(twins, out / f"{name}.jsonl")
    seen = {(name, row.id) for name, rows in calibrated_rows(data) for row in rows}
    for name in MEASURED:
        path = data / name / "dev.jsonl.gz"
        if not path.is_file():
            continue
        contexts = _contexts(path.parent / "contexts.jsonl.gz")
        count = 0
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for _, raw in read_objects(path):
                if isinstance(raw, BrokenLine) or (name, str(raw.get("id"))) in seen:
                    continue
                group = str(raw.get("group"))
                if is_learnt_from(name, group, raw) or (
                    name in NEVER_TRAINED_ON and is_held_back(name, group)
                ):
                    continue
                file.write(json.dumps({**raw, **_with_context(raw, contexts)}) + "\n")
                count += 1
        yield name, count


def _write_said(twins: Iterable[said.Twins], path: Path) -> int:
    rows = list(said.said_rows(twins))
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            told = {"id": row.id, "context": row.contexts, "claim": row.claim, "label": int(bool(row.label))}
            file.write(json.dumps({**told, "group": row.group, **row.raw}) + "\n")
    return len(rows)


def _with_context(raw: Mapping[str, Any], contexts: Mapping[str, object]) -> dict[str, object]:
    """The context of a row that only names it."""
    named = raw.get("context_id")
    return {"context": contexts.get(str(named))} if raw.get("context") is None and named else {}


def _contexts(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = cast("list[dict[str, object]]", [json.loads(line) for line in lines])
    return {str(row["context_id"]): row["context"] for row in rows}
