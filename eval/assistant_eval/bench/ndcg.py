"""nDCG@10 by `ir_measures`, and what counts as relevant where a set judges spans and not documents."""

# pyright: reportUnknownMemberType=false
# (ir_measures leaves parameters of its public functions without types.)

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import nDCG

from assistant.domain import Passage
from assistant_eval.bench.datasets import Reference

DEPTH = 10
FULL_GRADE = 10
"""Grade of a passage that holds a whole reference; one that holds a part has that share of it."""


def ndcg_at_10(
    relevant: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """nDCG@10 of each query in `relevant`; a query whose ranking is empty or missing scores 0.

    Gain is the grade, discount log2(rank + 1) (Järvelin and Kekäläinen, 2002, as trec_eval computes it).
    """
    run = {
        query: {item: 1.0 / rank for rank, item in enumerate(dict.fromkeys(ranking), start=1)}
        for query, ranking in rankings.items()
        if ranking
    }
    qrels = {query: dict(grades) for query, grades in relevant.items()}
    scores = dict.fromkeys(relevant, 0.0)
    if run:
        scores |= {
            metric.query_id: metric.value for metric in ir_measures.iter_calc([nDCG @ DEPTH], qrels, run)
        }
    return {query: scores[query] for query in relevant}


def passage_grades(references: Sequence[Reference], passages: Iterable[Passage]) -> dict[str, int]:
    """Grades 1 to `FULL_GRADE` of the passages that overlap a reference, by the share of it they cover.

    A passage that touches several references counts by the one it covers best.
    """
    grades: dict[str, int] = {}
    for passage in passages:
        share = max((_covered(reference, passage) for reference in references), default=0.0)
        if share > 0:
            grades[passage.id] = math.ceil(FULL_GRADE * share)
    return grades


def _covered(reference: Reference, passage: Passage) -> float:
    if passage.document_id != reference.document:
        return 0.0
    overlap = min(reference.end, passage.end) - max(reference.start, passage.start)
    return max(0, overlap) / (reference.end - reference.start)
