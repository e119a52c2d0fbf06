"""Runs on disk: a folder with the manifest of what was run, and a record a case.

`Manifest` reads what is needed to say what a run was; keys of ``run.json`` beyond that are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from assistant_eval.errors import EvalError
from assistant_eval.records import FILE, Record, read_records

MANIFEST = "run.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """``run.json``: system, data, judge, versions and seed of a run; everything needed to run it again."""

    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the run is called in tables."""
        return str(self.told["name"])

    @property
    def complete(self) -> bool:
        """Whether every case has its record."""
        return bool(self.told.get("complete", True))

    @property
    def case_count(self) -> int:
        """How many cases the run was given, or drew of them."""
        asked = self.told.get("asked")
        return int(asked) if asked else sum(int(file["count"]) for file in self.told.get("cases", ()))

    @property
    def judge(self) -> str:
        """The fingerprint of the judge that scored; empty where the run does not tell."""
        return str(_part(self.told, "judge").get("fingerprint") or "")

    @property
    def judge_is_gate(self) -> bool | None:
        """Whether the judge is the very model that gates; None where the run does not tell."""
        same = _part(self.told, "judge").get("same_as_gate")
        return None if same is None else bool(same)

    @property
    def gate(self) -> str | None:
        """What checked the answers before they were shown; None where nothing did."""
        gate = self.told.get("gate")
        return str(gate) if gate else None

    @property
    def left_out(self) -> Sequence[Mapping[str, Any]]:
        """Lines of the case files that were no cases: file, line and reason."""
        return self.told.get("left_out") or ()

    @property
    def system(self) -> Mapping[str, Any]:
        """What was asked: its kind, and how it was set up."""
        return _part(self.told, "system")


@dataclass(frozen=True, slots=True)
class Run:
    """A folder with its manifest and its records, in the order of the cases."""

    folder: Path
    manifest: Manifest
    records: tuple[Record, ...]

    @property
    def name(self) -> str:
        """What the run is called in tables."""
        return self.manifest.name


def read_run(folder: Path) -> Run:
    """The run in a folder; EvalError where there is none, or where a case has no score yet."""
    manifest = read_manifest(folder)
    if not (folder / FILE).is_file():
        raise EvalError(f"no records in {folder}: {FILE} is missing; 'assistant-eval run --out' writes it")
    records = read_records(folder)
    if not records:
        raise EvalError(f"{folder / FILE} is empty: nothing to report")
    bare = next((record.case.id for record in records if not record.scores), None)
    if bare is not None:
        raise EvalError(
            f"{folder / FILE}: case {bare!r} has no scores; run it again with 'assistant-eval run'"
        )
    return Run(folder, manifest, tuple(records))


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone; EvalError where there is none that can be read."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise EvalError(
            f"no run in {folder}: {MANIFEST} is missing; 'assistant-eval run --out' writes it"
        ) from error
    except (OSError, ValueError) as error:
        raise EvalError(f"{path} cannot be read: {error}") from error
    if not isinstance(told, dict) or "name" not in told:
        raise EvalError(f"{path} is no manifest of a run: it names no run")
    known = cast("dict[str, Any]", told)
    if known.get("schema") != _SCHEMA:
        raise EvalError(f"{path} has schema {known.get('schema')!r}, this version reads {_SCHEMA}")
    return Manifest(known)


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return told.get(name) or {}
