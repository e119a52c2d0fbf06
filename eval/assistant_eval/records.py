"""Records: what a system said to each case, and every score of it. One JSON object a line.

All figures of a report come from records alone, so that anybody can reckon them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.rows import BrokenLine, read_objects
from assistant_eval.stats import Unscored

Outcome = Mapping[str, Any]
"""The object of ``assistant ask --json`` (schema 2). Other systems' answers are brought into that shape."""

Score = float | Unscored

FILE = "records.jsonl"


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A stretch of a document that the system had before it, in its order; `rank` counts from 1.

    Where a system only tells words, `document` is empty and `start` and `end` are 0. `reading` is how the
    stretch reads with its title, headings and column names, where `text` alone leaves them out.
    """

    document: str
    start: int
    end: int
    text: str
    rank: int
    reading: str = ""

    @property
    def words(self) -> str:
        """What a judge reads."""
        return self.reading or self.text


@dataclass(frozen=True, slots=True)
class Record:
    """One case with what came of it.

    `outcome` is None where the system failed, and `error` then says how. `judged` is what the judges said of
    each sentence (see `assistant_eval.judged`), None until they were asked. `usage` holds token counts where
    the system tells them.
    """

    case: Case
    outcome: Outcome | None
    retrieved: tuple[Retrieved, ...] = ()
    error: str | None = None
    usage: Mapping[str, float] = field(default_factory=dict[str, float])
    judged: Mapping[str, Any] | None = None
    scores: Mapping[str, Score] = field(default_factory=dict[str, Score])

    @property
    def answered(self) -> bool:
        """Whether the system gave an answer, and no refusal and no failure."""
        return self.outcome is not None and self.outcome["outcome"] == "answer"

    @property
    def text(self) -> str:
        """What the fan read; empty where the system failed."""
        return "" if self.outcome is None else str(self.outcome["text"])

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values; a score that could not be computed is ``{"unscored": reason}``."""
        return {
            "id": self.case.id,
            "case": self.case.as_dict(),
            "outcome": None if self.outcome is None else dict(self.outcome),
            "error": self.error,
            "retrieved": [asdict(each) for each in self.retrieved],
            "usage": dict(self.usage),
            "judged": None if self.judged is None else dict(self.judged),
            "scores": {name: _told(score) for name, score in self.scores.items()},
        }

    def with_scores(self, judged: Mapping[str, Any] | None, scores: Mapping[str, Score]) -> Record:
        """The same with what it was found to be worth."""
        return replace(self, judged=judged, scores=scores)


def _told(score: Score) -> float | dict[str, str]:
    return {"unscored": score.reason} if isinstance(score, Unscored) else score


def record_from(told: Mapping[str, Any]) -> Record:
    """The record of `as_dict`; KeyError, TypeError or ValueError where it is none."""
    return Record(
        case=Case.model_validate(told["case"]),
        outcome=told["outcome"],
        retrieved=tuple(Retrieved(**each) for each in told["retrieved"]),
        error=told["error"],
        usage=told["usage"],
        judged=told["judged"],
        scores={
            name: float(score) if isinstance(score, int | float) else Unscored(str(score["unscored"]))
            for name, score in told["scores"].items()
        },
    )


def read_records(folder: Path) -> list[Record]:
    """The records of a run, in the order of its cases; EvalError where one is broken."""
    records: list[Record] = []
    for number, told in read_objects(folder / FILE):
        if isinstance(told, BrokenLine):
            raise EvalError(f"{folder / FILE}:{number}: {told.reason}")
        try:
            records.append(record_from(told))
        except (KeyError, TypeError, ValueError) as error:
            raise EvalError(f"{folder / FILE}:{number}: no record of a run ({error!r})") from error
    return records


def write_records(folder: Path, records: Iterable[Record]) -> None:
    """Write all records, in place of what was there, at once."""
    partial = folder / f"{FILE}.partial"
    with partial.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(line_of(record))
    partial.replace(folder / FILE)


def line_of(record: Record) -> str:
    """A record as its line; never NaN."""
    return json.dumps(record.as_dict(), ensure_ascii=False, allow_nan=False) + "\n"
