"""Slips in case files that have the right form: evidence that is nowhere, kinds that are nearly ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.cases import read_cases
from assistant_eval.doubts import doubts
from assistant_eval.readings import Pack

from tests import lumo


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return Pack(lumo.write(tmp_path_factory.mktemp("lumo")))


def told(tmp_path: Path, pack: Pack | None, **changes: Any) -> list[str]:
    case = {"id": "a", "kind": "story", "question": "Who?", "answerable": True, **changes}
    path = tmp_path / "cases.jsonl"
    path.write_text(f"\n{json.dumps(case)}\n", encoding="utf-8")
    return [each.removeprefix(f"{path}:2: ") for each in doubts(read_cases(path), pack)]


def test_evidence_that_the_pack_does_not_hold_is_named_with_its_line(tmp_path: Path, pack: Pack) -> None:
    evidence = [{"doc": "gone.md", "contains": "x"}, {"doc": "products.csv", "contains": "no such lamp"}]
    assert told(tmp_path, pack, evidence=evidence) == [
        "evidence.0.doc: the pack has no document 'gone.md'",
        "evidence.1.contains: products.csv nowhere says 'no such lamp'",
    ]
    assert told(tmp_path, None, evidence=evidence) == []


def test_evidence_that_is_there_or_planted_is_left_alone(tmp_path: Path, pack: Pack) -> None:
    row = lumo.DOCUMENTS["products.csv"].splitlines()[1]
    planted = {"path": "planted.md", "text": "Lamps  dim."}
    evidence = [{"doc": "products.csv", "contains": row}, {"doc": "planted.md", "contains": "lamps dim"}]
    assert told(tmp_path, pack, evidence=evidence, plant=planted) == []


@pytest.mark.parametrize(
    ("kind", "doubt"),
    [
        ("tablefact", ["kind: 'tablefact' is a kind of its own: did you mean 'table_fact'?"]),
        ("false_premis", ["kind: 'false_premis' is a kind of its own: did you mean 'false_premise'?"]),
        ("table_fact", []),
        ("warranty", []),
    ],
)
def test_a_kind_that_is_nearly_one_of_ours_is_noted(tmp_path: Path, kind: str, doubt: list[str]) -> None:
    assert told(tmp_path, None, kind=kind) == doubt
