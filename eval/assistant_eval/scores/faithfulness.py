"""Faithfulness: is each claim of an answer borne out by what the system had before it?

A claim is a sentence that states something, its leading pronoun resolved. Each is supported, contradicted or not
found, as in fact verification (Thorne et al., "FEVER", NAACL 2018); the share supported is the faithfulness of
Es et al., "RAGAS", EACL 2024, over all claims of all answers. Beside the model stand two columns without one:
exact checks alone, and the share of a claim's words that the evidence holds, which is the floor of any judge.
"""

from __future__ import annotations

from assistant_eval.draws import Mean, Ratio
from assistant_eval.measures import Better, Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import every, share, statements
from assistant_eval.sentences import JudgedSentence
from assistant_eval.stats import Unscored

_TOPIC = "Faithfulness"


def _claims(name: str, label: str, better: Better, definition: str, count: str) -> Defined:
    return Defined(
        Measure(name, label, "share", better, definition, _TOPIC), Ratio(count, "claims", "it states nothing")
    )


def _answers(name: str, label: str, definition: str) -> Defined:
    return Defined(Measure(name, label, "share", "higher", definition, _TOPIC), Mean(name))


MEASURES = (
    _claims(
        "claims_supported",
        "Claims supported",
        "higher",
        "Share of all claims of answers that the evidence bears out.",
        "supported_claims",
    ),
    _claims(
        "claims_contradicted",
        "Claims contradicted",
        "lower",
        "Share of all claims of answers that the evidence denies.",
        "contradicted_claims",
    ),
    _claims(
        "claims_not_found",
        "Claims not found",
        "lower",
        "Share of all claims of answers that the evidence does not speak of.",
        "not_found_claims",
    ),
    _answers(
        "fully_supported",
        "Fully supported answers",
        "Share of answers all of whose claims the evidence bears out.",
    ),
    _answers(
        "fully_supported_exact",
        "Fully supported answers, exact checks only",
        "The same decided without any model: numbers, dates, names and words.",
    ),
    _answers(
        "overlap",
        "Word overlap",
        "Mean share of a claim's words of meaning that stand in the evidence: the floor of any judge.",
    ),
)
_NAMES = (
    "claims",
    "supported_claims",
    "contradicted_claims",
    "not_found_claims",
    "fully_supported",
    "fully_supported_exact",
    "overlap",
)


def score(record: Record) -> dict[str, Score]:
    """The counts of claims by verdict, and whether all are supported, by each judge."""
    sentences = statements(record)
    if isinstance(sentences, Unscored):
        return every(_NAMES, sentences)
    verdicts = [one["given"]["model"]["verdict"] for one in sentences if one["given"]]
    return {
        "claims": float(len(verdicts)),
        "supported_claims": float(verdicts.count("supported")),
        "contradicted_claims": float(verdicts.count("contradicted")),
        "not_found_claims": float(verdicts.count("not_enough_information")),
        "fully_supported": float(share(supported, sentences) == 1),
        "fully_supported_exact": float(share(supported_exactly, sentences) == 1),
        "overlap": sum(one["given"]["overlap"]["score"] for one in sentences if one["given"]) / len(verdicts),
    }


def supported(sentence: JudgedSentence) -> bool:
    """Whether the model finds a sentence borne out by what the system had."""
    return sentence["given"] is not None and sentence["given"]["model"]["verdict"] == "supported"


def supported_exactly(sentence: JudgedSentence) -> bool:
    """Whether exact checks alone do."""
    return sentence["given"] is not None and sentence["given"]["exact"]["verdict"] == "supported"
