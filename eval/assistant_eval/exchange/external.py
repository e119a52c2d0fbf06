"""The answers of a run, scored by the metrics of other tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from assistant.settings import Settings
from assistant_eval.exchange.metrics import ChatJudge, ExternalMetric, Judging, open_metric
from assistant_eval.exchange.sample import sample_of_record
from assistant_eval.progress import RowProgress
from assistant_eval.records import Record, Score, read_records
from assistant_eval.stats import Figure, GroupBootstrap, Unscored


@dataclass(frozen=True, slots=True)
class ExternalScores:
    """One metric over a run: the score of each case in the order of the run, and their mean over `scored` cases.

    `unscored` counts the others by why. `model` is who judged, None where no model did.
    """

    metric: str
    model: str | None
    scores: tuple[tuple[str, Score], ...]
    mean: Figure
    scored: int
    unscored: Mapping[str, int]


def score_run(
    folder: Path, names: Sequence[str], model: str | None, console: Console
) -> list[ExternalScores]:
    """Score every record of a run; EvalError where a metric or its model cannot be had, before anything is asked."""
    records = read_records(folder)
    with _judge(model) as judge:
        metrics = [open_metric(name, judge) for name in dict.fromkeys(names)]
        found: list[ExternalScores] = []
        for metric in metrics:
            with RowProgress(console, metric.metric.id, len(records)) as progress:
                scores: list[Score] = []
                for record in records:
                    scores.append(metric.score(sample_of_record(record)))
                    progress.advance()
            asked = judge.name if judge and metric.metric.asks_model else None
            found.append(summed(metric, asked, records, scores))
    return found


def summed(
    metric: ExternalMetric, model: str | None, records: Sequence[Record], scores: Sequence[Score]
) -> ExternalScores:
    """The scores with their mean, and its interval over groups of cases."""
    known = [
        (record.case.cluster, score)
        for record, score in zip(records, scores, strict=True)
        if not isinstance(score, Unscored)
    ]
    mean: Figure = Unscored("no case could be scored")
    if known:
        values = np.asarray([score for _, score in known], dtype=np.float64)
        mean = GroupBootstrap([group for group, _ in known]).estimate(
            lambda weights: float(weights @ values / weights.sum())
        )
    return ExternalScores(
        metric=metric.metric.id,
        model=model,
        scores=tuple((record.case.id, score) for record, score in zip(records, scores, strict=True)),
        mean=mean,
        scored=len(known),
        unscored=Counter(score.reason for score in scores if isinstance(score, Unscored)),
    )


@contextmanager
def _judge(model: str | None) -> Generator[Judging | None]:
    """The chat model that is named as a drafter is; AssistantError where it cannot be reached."""
    if model is None:
        yield None
        return
    from assistant.generation.chat_connection import connector  # noqa: PLC0415 - LangChain takes seconds to load

    way = connector(Settings().model_copy(update={"drafter": model}))
    try:
        connection = way.connect()
        yield ChatJudge(connection.model, connection.name)
    finally:
        way.close()
