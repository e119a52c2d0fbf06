"""Scores of records, one small file a metric: what it is and who defined it, per case first, then how it is drawn.

Each module has `MEASURES`, the figures it stands for, and ``score(record)``, the scores of one case by name. A
score is a number or `Unscored` with the reason; counts are scores too, since rates are ratios of their sums.
"""

from assistant_eval.records import Record, Score
from assistant_eval.scores import (
    abstention,
    attribution,
    citations,
    consistency,
    correctness,
    faithfulness,
    injection,
    latency,
    persona,
    quotes,
    retrieval,
    risk,
    unsupported,
)

__all__ = ["DEFINED", "scores_of"]

_ALONE = (
    abstention,
    correctness,
    consistency,
    unsupported,
    faithfulness,
    citations,
    quotes,
    attribution,
    retrieval,
    persona,
    injection,
    latency,
)
_TOPICS = (
    "Answers",
    "Faithfulness",
    "Citations and quotations",
    "Abstention",
    "Retrieval",
    "Safety",
    "Speed",
)

DEFINED = tuple(
    sorted(
        (one for module in (*_ALONE, risk) for one in module.MEASURES),
        key=lambda one: _TOPICS.index(one.measure.topic),
    )
)
"""Every measure with the way it is drawn, by topic."""


def scores_of(record: Record) -> dict[str, Score]:
    """All scores of one record."""
    told: dict[str, Score] = {}
    for module in _ALONE:
        told |= module.score(record)
    return told | risk.score(record, told)
