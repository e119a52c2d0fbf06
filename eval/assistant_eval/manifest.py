"""What is written beside a run, so that anybody can run it again and tell why two runs differ."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from assistant.grounding.scoring.default import MODEL, gate_fingerprint
from assistant_eval.cases import CaseFile
from assistant_eval.stats.bootstrap import SEED

SCHEMA = 1

PACKAGES = (
    "brand-assistant",
    "chromadb",
    "langchain",
    "numpy",
    "pydantic",
    "sentence-transformers",
    "tantivy",
    "torch",
)


def manifest(
    name: str, system: Mapping[str, Any], files: Sequence[CaseFile], judge: Mapping[str, Any]
) -> dict[str, Any]:
    """The manifest of a run that begins: all but how long it took and when.

    `system` is the ``told`` of a `System`, `judge` the fingerprints of the judges that score.
    """
    return {
        "schema": SCHEMA,
        "name": name,
        "system": dict(system),
        "brand": system.get("brand"),
        "release": system.get("release"),
        "embedding": system.get("embedding"),
        "gate": system.get("gate"),
        "cases": [
            {"file": file.path.name, "sha256": sha256(file.path), "count": len(file.cases)} for file in files
        ],
        "left_out": [
            {"file": file.path.name, "line": line.line, "reason": line.reason}
            for file in files
            for line in file.broken
        ],
        "judge": {**judge, "same_as_gate": _same(judge, system)},
        "calibration_sha256": sha256(MODEL / "calibration.json"),
        "packages": {package: _version(package) for package in PACKAGES},
        "python": python_version(),
        "commit": _commit(),
        "seed": SEED,
    }


def same_run(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """The first thing in which two manifests would give other scores, or None: then a run may go on."""
    for key in ("system", "cases", "judge", "limit", "sample", "tag"):
        mine, its = one.get(key), other.get(key)
        if key == "judge" and mine and its and ("pack" not in mine or "pack" not in its):
            mine, its = ({**told, "pack": None} for told in (mine, its))  # of before packs were told
        if mine != its:
            return key
    return None


def judging_pack(told: Mapping[str, Any]) -> Path | None:
    """The pack that was read beside the answers of a run, where it is told and still there."""
    pack = told.get("judge", {}).get("pack")
    return Path(pack) if pack and Path(pack).is_dir() else None


def sha256(path: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _same(judge: Mapping[str, Any], system: Mapping[str, Any]) -> bool:
    """Whether the judge that scores is the model that gated; where the run does not tell its gate, that gates now."""
    fingerprint = str(judge.get("fingerprint", ""))
    return bool(fingerprint) and fingerprint in str(system.get("gate") or gate_fingerprint())


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The commit of the working copy this code stands in, marked where it was changed; None outside of one."""
    here = Path(__file__).parent
    try:
        head = _git(here, "rev-parse", "HEAD")
        return f"{head}, changed" if _git(here, "status", "--porcelain", "--untracked-files=no") else head
    except (OSError, subprocess.SubprocessError):
        return None


def _git(folder: Path, *command: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed words
        ["git", *command],  # noqa: S607 - whichever git is in use
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=10,
        check=True,
    )
    return done.stdout.strip()
