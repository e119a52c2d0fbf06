"""What a reader found: the share of unsupported sentences, as drafted and as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant_eval.reading.sheet import Machine, Reader, Row, Stage
from assistant_eval.stats import Figure, GroupBootstrap, Unscored


@dataclass(frozen=True, slots=True)
class Found:
    """The sentences of one stage. `share` is that of `unsupported` among the `checked`, by question.

    Not checkable are those a reader says so of, and those that state nothing and were left empty.
    """

    sentences: int
    checked: int
    unsupported: int
    not_checkable: int
    unread: int
    questions: int
    share: Figure


def summarise(rows: Sequence[Row]) -> dict[Stage, Found]:
    """The figures of each stage; refusals are no sentences of a draft and are not counted."""
    drafted = [row for row in rows if row.drafted]
    return {stage: _found([row for row in drafted if row.stage is stage]) for stage in Stage}


def verdict(row: Row) -> Reader | None:
    """The reader's verdict; None where it is still to come."""
    if row.reader_verdict:
        return Reader(row.reader_verdict)
    return Reader.NOT_CHECKABLE if row.machine_verdict is Machine.NOT_CHECKABLE else None


def _found(rows: Sequence[Row]) -> Found:
    read = [(row, verdict(row)) for row in rows]
    checked = [(row, said) for row, said in read if said in {Reader.SUPPORTED, Reader.UNSUPPORTED}]
    wrong = np.asarray([said is Reader.UNSUPPORTED for _, said in checked], dtype=np.float64)
    groups = [row.question_id for row, _ in checked]
    share: Figure = Unscored("no sentence has a reader's verdict")
    if checked:
        share = GroupBootstrap(groups).estimate(lambda weights: float(weights @ wrong / weights.sum()))
    return Found(
        sentences=len(rows),
        checked=len(checked),
        unsupported=int(wrong.sum()),
        not_checkable=sum(said is Reader.NOT_CHECKABLE for _, said in read),
        unread=sum(said is None for _, said in read),
        questions=len(set(groups)),
        share=share,
    )


def told(found: dict[Stage, Found]) -> str:
    """For people, a line a stage."""
    lines = ["Sentences a reader found unsupported (95 % intervals, by bootstrap over questions)"]
    for stage, one in found.items():
        counts = f"{one.unsupported} of {one.checked} in {one.questions} questions"
        rest = f"{one.not_checkable} not checkable, {one.unread} not read yet"
        lines.append(f"  {stage.value:6} {_share(one.share):28} {counts}; {rest}")
    return "\n".join(lines)


def _share(figure: Figure) -> str:
    if isinstance(figure, Unscored):
        return f"unscored: {figure.reason}"
    if figure.interval is None:
        return f"{100 * figure.value:.1f} % (one question)"
    low, high = figure.interval
    return f"{100 * figure.value:.1f} % ({100 * low:.1f}-{100 * high:.1f} %)"


def as_dict(found: dict[Stage, Found]) -> dict[str, object]:
    """For programs: shares are in [0, 1], nothing is NaN."""
    return {stage.value: _as_dict(one) for stage, one in found.items()}


def _as_dict(one: Found) -> dict[str, object]:
    figure: dict[str, object] = {"value": None, "low": None, "high": None}
    if isinstance(one.share, Unscored):
        figure["unscored"] = one.share.reason
    else:
        low, high = one.share.interval or (None, None)
        figure = {"value": one.share.value, "low": low, "high": high}
    return {
        "sentences": one.sentences,
        "checked": one.checked,
        "unsupported": one.unsupported,
        "not_checkable": one.not_checkable,
        "unread": one.unread,
        "questions": one.questions,
        "unsupported_share": figure,
    }
