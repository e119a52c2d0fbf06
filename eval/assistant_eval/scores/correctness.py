"""Correctness: does the answer hold the facts a right answer holds?

*Nuggets* are facts that a complete answer holds (Voorhees, "Overview of the TREC 2003 question answering track";
Pradeep et al., "Initial Nugget Evaluation Results for the TREC 2024 RAG Track with the AutoNuggetizer
Framework", 2024, who match them with a model, where this has code): their share found is nugget recall.
*Normalised match* looks for a short gold answer, and token F1 compares with any (Rajpurkar et al., SQuAD, EMNLP
2016).

An answer is *correct* where it holds more than half of the nuggets, or, in a case without nuggets, the short
gold answer, and no sentence of it is contradicted by the evidence. A refusal to an answerable case is not
correct. A gold answer that is a sentence of its own cannot be looked for by code: such a case is unscored until
it has nuggets.
"""

from __future__ import annotations

from assistant_eval.draws import Mean
from assistant_eval.matching import holds, holds_any, is_short, token_f1
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import NOT_ANSWERABLE, REFUSED, statements, unanswered
from assistant_eval.sentences import without_markers
from assistant_eval.stats import Unscored

FALSE_PREMISE = "false_premise"
"""The kind of case whose question takes something false for granted."""

ENOUGH = 0.5
"""Share of the nuggets of which a correct answer holds more."""

_NO_GOLD = Unscored("the case has no gold answer")


def _defined(name: str, label: str, definition: str) -> Defined:
    return Defined(Measure(name, label, "share", "higher", definition, "Answers"), Mean(name))


MEASURES = (
    _defined(
        "correct",
        "Correct",
        "Share of answerable cases whose answer holds most nuggets (or the short gold answer) and has no sentence "
        "that the evidence contradicts. A refusal is not correct.",
    ),
    _defined(
        "correct_when_answered", "Correct when answered", "The same among the cases that were answered."
    ),
    _defined(
        "nugget_recall",
        "Nuggets found",
        "Mean share of a case's nuggets that its answer holds; numbers and dates are compared as values.",
    ),
    _defined(
        "gold_match", "Gold answer found", "Share of answers that hold the short gold answer of their case."
    ),
    _defined(
        "gold_f1",
        "Words shared with the gold answer",
        "Mean token F1 of answer and gold answer after normalisation (SQuAD); low where answers say more than asked.",
    ),
)


def score(record: Record) -> dict[str, Score]:
    """All five of one case; those about answers only where there is one."""
    correct = _correct(record)
    missing = unanswered(record)
    gold = record.case.gold
    f1 = token_f1(without_markers(record.text), gold) if gold else None
    recall = nuggets_found(record)
    return {
        "correct": correct,
        "correct_when_answered": missing or correct,
        "nugget_recall": missing or (Unscored("the case has no nuggets") if recall is None else recall),
        "gold_match": missing or _gold_match(record),
        "gold_f1": missing or (_NO_GOLD if f1 is None else f1),
    }


def nuggets_found(record: Record) -> float | None:
    """The share of the case's nuggets that stand in the reply; None where it has none."""
    ways = record.case.ways()
    text = without_markers(record.text)
    return sum(holds_any(text, each) for each in ways) / len(ways) if ways else None


def _gold_match(record: Record) -> Score:
    gold = record.case.gold
    if not gold:
        return _NO_GOLD
    if not is_short(gold):
        return Unscored("its gold answer is too long to be looked for: give the case nuggets")
    return float(holds(without_markers(record.text), gold))


def _correct(record: Record) -> Score:
    if not record.case.answerable:
        return NOT_ANSWERABLE
    recall = nuggets_found(record)
    found = _gold_match(record) if recall is None else float(recall > ENOUGH)
    if isinstance(found, Unscored):
        return found
    missing = unanswered(record)
    if missing:
        premise = missing is REFUSED and record.case.kind == FALSE_PREMISE
        return Unscored("a false premise may be refused") if premise else 0.0
    return float(bool(found) and not _contradicted(record))


def _contradicted(record: Record) -> bool:
    sentences = statements(record)
    return not isinstance(sentences, Unscored) and any(
        one["given"] is not None and one["given"]["model"]["verdict"] == "contradicted" for one in sentences
    )
