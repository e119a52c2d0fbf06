"""Retrieval: is the evidence among the first passages?

A passage holds an entry of the case's evidence where it is of that document and holds its words, white space
apart. Where entries are alternatives, the first passage that holds any is the one relevant thing, and all of the
evidence; where all are needed, each is one, and entries that one passage holds together are one. A passage that
holds nothing new is not relevant, since it tells nothing that was not told.

*Recall@k* is the share of relevant things among the first k, *MRR* one over the rank of the first (Voorhees,
"The TREC-8 question answering track report", 1999), *nDCG* discounts each by ``log2(rank + 1)`` and divides by
the best order there is (Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002).
The same as `ir_measures` computes (``R@k``, ``RR``, ``nDCG@10``).
"""

from __future__ import annotations

import math

from assistant_eval.cases import GoldEvidence
from assistant_eval.draws import Mean
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Retrieved, Score
from assistant_eval.scores.told import FAILED, NOT_ANSWERABLE, OWN, every, own_words
from assistant_eval.stats import Unscored

DEPTHS = (1, 3, 5, 10)
_TOPIC = "Retrieval"


def _measure(name: str, label: str, definition: str) -> Defined:
    return Defined(Measure(name, label, "share", "higher", definition, _TOPIC), Mean(name))


MEASURES = (
    *(
        _measure(
            f"recall_at_{depth}",
            f"Evidence in the first {depth}",
            f"Mean share of the needed evidence among the first {depth} passages, over answerable cases.",
        )
        for depth in DEPTHS
    ),
    _measure("ndcg_at_10", "nDCG@10", "Normalised discounted cumulative gain of the first ten passages."),
    _measure(
        "mrr", "MRR", "Mean of one over the rank of the first passage that holds evidence, 0 where none does."
    ),
)
_NAMES = tuple(one.measure.name for one in MEASURES)


def score(record: Record) -> dict[str, Score]:
    """Recall at all depths, nDCG@10 and the reciprocal rank of one case."""
    if missing := _missing(record):
        return every(_NAMES, missing)
    gains, total = gains_of(record)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, 10) + 1))
    gained = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], start=1))
    recalls: dict[str, Score] = {f"recall_at_{depth}": sum(gains[:depth]) / total for depth in DEPTHS}
    first = next((rank for rank, gain in enumerate(gains, start=1) if gain), None)
    return {**recalls, "ndcg_at_10": gained / best, "mrr": 1 / first if first else 0.0}


def gains_of(record: Record) -> tuple[list[bool], int]:
    """For each passage in rank order whether it is relevant, and how many relevant things there are."""
    ranked = sorted(record.retrieved, key=lambda one: one.rank)
    wanted = list(record.case.evidence)
    if not record.case.all_needed:
        first = next(
            (at for at, one in enumerate(ranked) if any(_holds(one, entry) for entry in wanted)), None
        )
        return [at == first for at in range(len(ranked))], 1
    gains: list[bool] = []
    for one in ranked:
        left = [entry for entry in wanted if not _holds(one, entry)]
        gains.append(len(left) < len(wanted))
        wanted = left
    return gains, sum(gains) + len(wanted)


def _missing(record: Record) -> Unscored | None:
    if record.outcome is None:
        return FAILED
    if not record.case.answerable:
        return NOT_ANSWERABLE
    if not record.case.evidence:
        return Unscored("the case names no evidence")
    if own_words(record):
        return OWN
    return None if record.retrieved else Unscored("the system does not tell what it retrieved")


def _holds(one: Retrieved, entry: GoldEvidence) -> bool:
    """A system that tells only words is taken at its words."""
    return one.document in ("", entry.doc) and _levelled(entry.contains) in _levelled(one.text)


def _levelled(text: str) -> str:
    return " ".join(text.split())
