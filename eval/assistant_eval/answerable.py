"""Does the judge see that passages do not answer a question? Measured on rows that people labelled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from assistant.grounding.scoring.answerability import Answerability
from assistant_eval.metrics import auroc, calibration_error, f1_unsupported
from assistant_eval.metrics.arrays import Labels, Weights
from assistant_eval.rows import BrokenLine, Raw, read_objects
from assistant_eval.stats import Figure, GroupBootstrap, Unscored

SHORT_QUESTION = 8
"""Words up to which a question in a conversation is read together with the user's turn before it."""

FIGURES = {
    "declines": "declined where nothing answers",
    "false_declines": "declined where something answers",
    "f1_unanswerable": "F1 of the unanswerable",
    "auroc": "AUROC",
    "ece": "calibration error",
}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question with the passages found for it; `label` is whether people say that they answer it."""

    id: str
    question: str
    passages: tuple[str, ...]
    label: bool | None
    group: str


@dataclass(frozen=True, slots=True)
class AnswerableReport:
    """The figures of one file, and how many rows they rest on."""

    name: str
    rows: int
    labelled: int
    broken: tuple[BrokenLine, ...]
    figures: Mapping[str, Figure]
    rows_per_second: float


def read_asked(path: Path, limit: int | None = None) -> tuple[list[AskedRow], list[BrokenLine]]:
    """The rows of a file of JSON lines; a line that is none is named, the rest goes on."""
    rows: list[AskedRow] = []
    broken: list[BrokenLine] = []
    for number, raw in read_objects(path):
        if limit is not None and len(rows) >= limit:
            break
        row = raw if isinstance(raw, BrokenLine) else _row(number, raw)
        if isinstance(row, BrokenLine):
            broken.append(row)
        else:
            rows.append(row)
    return rows, broken


def _row(number: int, raw: Raw) -> AskedRow | BrokenLine:
    question, passages, label = raw.get("question"), raw.get("contexts", raw.get("context")), raw.get("label")
    passages = [passages] if isinstance(passages, str) else passages or []
    if not isinstance(question, str) or not question.strip():
        return BrokenLine(number, "it has no question")
    if not isinstance(passages, list) or not all(
        isinstance(one, str) for one in cast("list[object]", passages)
    ):
        return BrokenLine(number, "its contexts are no list of texts")
    if label not in (0, 1, None):
        return BrokenLine(number, f"its label is {label!r}: it must be 1 (answerable), 0 (not) or null")
    identifier = str(raw.get("id", f"line {number}"))
    return AskedRow(
        identifier,
        _alone(question, raw.get("conversation")),
        tuple(cast("list[str]", passages)),
        None if label is None else bool(label),
        f"row {identifier}" if raw.get("group") is None else str(raw["group"]),
    )


def _alone(question: str, conversation: object) -> str:
    """A short question in a conversation means little without the turn it follows."""
    turns = cast("list[object]", conversation) if isinstance(conversation, list) else []
    told = [cast("dict[str, object]", turn) for turn in turns if isinstance(turn, dict)]
    said = [str(turn.get("text", "")) for turn in told if turn.get("speaker") == "user"]
    earlier = [text for text in said if text.strip() != question.strip()]
    return f"{earlier[-1]} {question}" if earlier and len(question.split()) <= SHORT_QUESTION else question


def measure(
    name: str,
    rows: Sequence[AskedRow],
    broken: Sequence[BrokenLine],
    judge: Answerability,
    progress: Callable[[], None],
) -> tuple[AnswerableReport, list[dict[str, object]]]:
    """The report on `rows`, and for each of them what the judge said."""
    started = time.perf_counter()
    judged: list[dict[str, object]] = []
    scores: list[float] = []
    decisions: list[bool] = []
    for row in rows:
        said = judge.judge(row.passages, row.question)
        scores.append(said.probability)
        decisions.append(said.answerable)
        judged.append(
            {
                "id": row.id,
                "score": said.probability,
                "answerable": said.answerable,
                "passages": said.passages,
            }
        )
        progress()
    seconds = time.perf_counter() - started
    known = [at for at, row in enumerate(rows) if row.label is not None]
    labels = np.asarray([rows[at].label for at in known], dtype=np.bool_)
    figures = _figures(
        labels,
        np.asarray([scores[at] for at in known], dtype=np.float64),
        np.asarray([decisions[at] for at in known], dtype=np.bool_),
        [rows[at].group for at in known],
    )
    rate = len(rows) / seconds if seconds > 0 else 0.0
    return AnswerableReport(name, len(rows), len(known), tuple(broken), figures, rate), judged


def _figures(
    labels: Labels, scores: np.ndarray, decisions: Labels, groups: Sequence[str]
) -> dict[str, Figure]:
    if not len(labels):
        return dict.fromkeys(FIGURES, Unscored("no row has a label"))
    bootstrap = GroupBootstrap(groups)
    return {
        "declines": bootstrap.estimate(lambda weights: _declined(~labels, decisions, weights)),
        "false_declines": bootstrap.estimate(lambda weights: _declined(labels, decisions, weights)),
        "f1_unanswerable": bootstrap.estimate(lambda weights: f1_unsupported(labels, decisions, weights)),
        "auroc": bootstrap.estimate(lambda weights: auroc(labels, scores, weights)),
        "ece": bootstrap.estimate(lambda weights: calibration_error(labels, scores, weights)),
    }


def _declined(among: Labels, decisions: Labels, weights: Weights) -> float | Unscored:
    """The share of the rows `among` that are declined."""
    total = weights[among].sum()
    return float(weights[among & ~decisions].sum() / total) if total else Unscored("no such row")
