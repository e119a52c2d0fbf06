"""Answers somebody recorded: JSON lines of ``id``, ``answer``, ``contexts`` and, where known, more.

A line: ``{"id", "answer", "contexts": ["text" | {"document"?, "start"?, "end"?, "text"}], "refused"?,
"latency_ms"?, "usage"?}``. ``id`` is the case's; ``[n]`` in the answer cites the n-th context. A line may hold
``outcome`` in the shape of ``assistant ask --json`` instead of ``answer``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.records import Retrieved
from assistant_eval.rows import BrokenLine, read_objects
from assistant_eval.systems.peer import peer_outcome
from assistant_eval.systems.system import Said


class RecordedAnswers:
    """A file of answers. Nothing is asked, no model is needed."""

    def __init__(self, path: Path) -> None:
        """Read the file; EvalError with the line where one is broken."""
        self._name = path.stem
        self._sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self._said: dict[str, Said] = {}
        for number, told in read_objects(path):
            if isinstance(told, BrokenLine):
                raise EvalError(f"{path}:{number}: {told.reason}")
            if not isinstance(told.get("id"), str):
                raise EvalError(f"{path}:{number}: id: must be the id of a case")
            if told["id"] in self._said:
                raise EvalError(f"{path}:{number}: id: {told['id']!r} stands on an earlier line, too")
            try:
                self._said[told["id"]] = _said(told, self._name)
            except (KeyError, TypeError, ValueError) as error:
                raise EvalError(f"{path}:{number}: {_reason(error)}") from error

    @property
    def told(self) -> Mapping[str, Any]:
        """See `System`."""
        return {
            "kind": "recorded",
            "drafter": self._name,
            "raw": True,
            "persona": None,
            "sha256": self._sha256,
        }

    @property
    def at_once(self) -> int:
        """See `System`."""
        return 1

    def ask(self, case: Case) -> Said:
        """See `System`; EvalError where there is no answer to that case."""
        if case.id not in self._said:
            raise EvalError("no answer was recorded to this case")
        return self._said[case.id]

    def close(self) -> None:
        """Nothing is open."""


def _said(told: Mapping[str, Any], name: str) -> Said:
    if "outcome" in told:
        outcome: Mapping[str, Any] = told["outcome"]
        if not isinstance(outcome, dict) or outcome.get("outcome") not in ("answer", "refusal", "handover"):
            raise ValueError("outcome: must be the object of 'assistant ask --json'")
        return Said(outcome, _contexts(told.get("retrieved", [])), told.get("usage") or {})
    retrieved = _contexts(told.get("contexts", []))
    answer = told["answer"]
    if not isinstance(answer, str):
        raise TypeError("answer: must be a text")
    if not isinstance(told.get("refused"), bool | None):
        raise TypeError("refused: must be true, false or null")
    outcome = peer_outcome(
        answer, retrieved, drafter=name, took_ms=told.get("latency_ms"), refused=told.get("refused")
    )
    return Said(outcome, retrieved, told.get("usage") or {})


def _contexts(told: object) -> tuple[Retrieved, ...]:
    if not isinstance(told, list):
        raise TypeError("contexts: must be a list")
    places: list[Retrieved] = []
    for rank, each in enumerate(cast("list[Any]", told), start=1):
        place: dict[str, Any] = {"text": each} if isinstance(each, str) else dict(each)
        text = place["text"]
        if not isinstance(text, str):
            raise TypeError(f"contexts.{rank - 1}.text: must be a text")
        start = int(place.get("start") or 0)
        document, reading = str(place.get("document") or ""), str(place.get("reading") or "")
        end = int(place.get("end") or start + len(text))
        places.append(Retrieved(document, start, end, text, rank, reading))
    return tuple(places)


def _reason(error: Exception) -> str:
    return f"{error.args[0]}: is missing" if isinstance(error, KeyError) else str(error)
