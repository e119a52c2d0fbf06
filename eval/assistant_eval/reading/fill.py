"""A run over a file of questions: asked one by one, and each written down before the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.assembly import Assistant
from assistant.errors import DrafterError
from assistant_eval.errors import EvalError
from assistant_eval.reading.drafts import failed_row, rows_of
from assistant_eval.reading.sheet import Machine, Row, Sheet, Stage
from assistant_eval.rows import BrokenLine, read_objects


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the file."""

    id: str
    text: str


@dataclass(slots=True)
class Run:
    """What a run did; `earlier` questions were in the sheet before it.

    `failed` are the ids of questions to which the drafter wrote nothing usable. Those after the last question
    that worked are not in the sheet: the drafter may just have gone away.
    """

    earlier: int = 0
    asked: int = 0
    failed: list[str] = field(default_factory=list[str])
    rows: list[Row] = field(default_factory=list[Row])

    def count(self, stage: Stage) -> int:
        """Sentences that were drafted, or shown."""
        return sum(row.stage is stage and row.drafted for row in self.rows)

    @property
    def refused(self) -> int:
        """Questions that ended in a refusal."""
        return sum(row.machine_verdict is Machine.REFUSAL for row in self.rows)


def read_questions(path: Path) -> tuple[list[Question], list[BrokenLine]]:
    """The questions of a file of JSON lines, and the lines that are none; EvalError where it cannot be read."""
    questions: dict[str, Question] = {}
    broken: list[BrokenLine] = []
    for number, raw in read_objects(path):
        if isinstance(raw, BrokenLine):
            broken.append(raw)
            continue
        name, text = str(raw.get("id") or "").strip(), raw.get("question")
        if not name or not isinstance(text, str) or not text.strip():
            broken.append(BrokenLine(number, "it has no id, or no question"))
        elif name in questions:
            broken.append(BrokenLine(number, f"its id {name!r} stands on an earlier line, too"))
        else:
            questions[name] = Question(name, text)
    return list(questions.values()), broken


def fill(
    sheet: Sheet,
    assistant: Assistant,
    questions: Sequence[Question],
    most: int | None,
    advance: Callable[[], None],
) -> Run:
    """Ask what `sheet` does not hold yet, until it holds `most` gated sentences that state something.

    EvalError where the drafter wrote nothing usable to any question.
    """
    run = Run(earlier=sum(sheet.holds(question.id) for question in questions))
    waiting: list[Row] = []
    error: DrafterError | None = None
    for question in questions:
        if sheet.holds(question.id):
            continue
        if most is not None and _shown(sheet) >= most:
            break
        try:
            rows = rows_of(assistant, question.id, question.text)
        except DrafterError as failure:
            error = failure
            run.failed.append(question.id)
            waiting.append(failed_row(question.id, question.text, str(failure)))
        else:
            sheet.add([*waiting, *rows])
            run.rows += rows
            waiting = []
        run.asked += 1
        advance()
    if error and not run.rows:
        raise EvalError(f"no question has a draft: {error}") from error
    return run


def _shown(sheet: Sheet) -> int:
    """Gated sentences that state something."""
    return sum(row.stage is Stage.GATED and row.machine_verdict is Machine.SUPPORTED for row in sheet.rows)
