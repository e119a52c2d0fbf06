"""Abstention: does the system refuse where it should, and only there?

The positive class is a refusal. *Precision* is the share of refusals that were right, *recall* the share of
cases to be refused that were refused, F1 their harmonic mean (after Rajpurkar et al., "Know What You Don't
Know", ACL 2018, and Feng et al., "Don't Hallucinate, Abstain", ACL 2024). A system that refuses everything has
full recall, so false refusals and the share answered always stand beside them.

A case is to be refused where it is not answerable. A question with a false premise may be refused or put right:
an answer that holds all nuggets of such a case puts it right, and then nothing was to be refused.
"""

from __future__ import annotations

from assistant_eval.draws import HarmonicMean, Mean, Ratio
from assistant_eval.measures import Better, Defined, Draw, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.correctness import FALSE_PREMISE, nuggets_found
from assistant_eval.scores.told import NOT_ANSWERABLE, abstained, answered, every
from assistant_eval.stats import Unscored


def _defined(
    name: str, label: str, better: Better, definition: str, draw: Draw, topic: str = "Abstention"
) -> Defined:
    return Defined(Measure(name, label, "share", better, definition, topic), draw)


MEASURES = (
    _defined(
        "answered",
        "Answered",
        "neither",
        "Share of all cases that got an answer. To be read beside the figures on refusals.",
        Mean("answered"),
        "Answers",
    ),
    _defined(
        "failed",
        "Failed",
        "lower",
        "Share of all cases in which the system gave nothing at all.",
        Mean("failed"),
        "Answers",
    ),
    _defined(
        "abstention_precision",
        "Refusal precision",
        "higher",
        "Share of refusals that were right.",
        Ratio("right_refusals", "refusals", "it was not refused"),
    ),
    _defined(
        "abstention_recall",
        "Refusal recall",
        "higher",
        "Share of the cases to be refused that were refused.",
        Ratio("right_refusals", "cases_to_refuse", "it was not to be refused"),
    ),
    _defined(
        "abstention_f1",
        "Refusal F1",
        "higher",
        "Harmonic mean of refusal precision and recall.",
        HarmonicMean("right_refusals", "refusals", "cases_to_refuse", "neither refused nor to be refused"),
    ),
    _defined(
        "false_refusal",
        "False refusals",
        "lower",
        "Share of answerable cases that were refused.",
        Mean("false_refusal"),
    ),
    _defined(
        "outcome_right",
        "Rightly answered or refused",
        "higher",
        "Share of all cases answered where they should be and refused where they should be.",
        Mean("outcome_right"),
    ),
)


def score(record: Record) -> dict[str, Score]:
    """Counts of 0 or 1: was it refused, was it to be refused, was that right."""
    failed = record.outcome is None
    to_refuse = _to_refuse(record)
    refused = abstained(record)
    told: dict[str, Score] = {
        "answered": float(answered(record)),
        "failed": float(failed),
        "false_refusal": _false_refusal(record, refused),
    }
    names = ("refusals", "cases_to_refuse", "right_refusals", "outcome_right")
    if isinstance(to_refuse, Unscored):
        return {**told, **every(names, to_refuse)}
    if failed:  # it gave nothing: no refusal, and right in no case
        return {
            **told,
            "refusals": 0.0,
            "cases_to_refuse": to_refuse,
            "right_refusals": 0.0,
            "outcome_right": 0.0,
        }
    return {
        **told,
        "refusals": float(refused),
        "cases_to_refuse": to_refuse,
        "right_refusals": float(refused and to_refuse),
        "outcome_right": float(refused == bool(to_refuse)),
    }


def _false_refusal(record: Record, refused: bool) -> Score:
    if not record.case.answerable:
        return NOT_ANSWERABLE
    return Unscored("a false premise may be refused") if record.case.kind == FALSE_PREMISE else float(refused)


def _to_refuse(record: Record) -> Score:
    """1 where a refusal is right, 0 where it is not, as the case and what was answered have it."""
    if record.case.kind != FALSE_PREMISE or not answered(record):
        return float(record.case.kind == FALSE_PREMISE or not record.case.answerable)
    found = nuggets_found(record)
    if found is None:
        return Unscored("nobody can tell whether the answer puts the premise right: the case has no nuggets")
    return float(found < 1)
