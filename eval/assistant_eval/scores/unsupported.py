"""Unsupported sentences: of 100 sentences that answers state, how many does nothing bear out?

The rate a brand has to answer for, after the sentence-level rates of hallucination of Niu et al., "RAGTruth",
ACL 2024. A ratio of sums over cases, so that a long answer with one false sentence weighs less than a short one.
"""

from __future__ import annotations

from assistant_eval.draws import Ratio
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.faithfulness import supported, supported_exactly
from assistant_eval.scores.told import every, statements
from assistant_eval.stats import Unscored

_TOPIC = "Faithfulness"

MEASURES = (
    Defined(
        Measure(
            "unsupported_sentences",
            "Unsupported sentences per 100",
            "per_100",
            "lower",
            "Of 100 sentences that state something, those that nothing the system had before it bears out.",
            _TOPIC,
        ),
        Ratio("unsupported_sentences", "sentences", "it states nothing", 100),
    ),
    Defined(
        Measure(
            "unsupported_sentences_exact",
            "Unsupported sentences per 100, exact checks only",
            "per_100",
            "lower",
            "The same decided without any model: numbers, dates, names and words.",
            _TOPIC,
        ),
        Ratio("unsupported_sentences_exact", "sentences", "it states nothing", 100),
    ),
)


def score(record: Record) -> dict[str, Score]:
    """Counts: ``sentences`` that state something, and those unsupported by each judge."""
    sentences = statements(record)
    if isinstance(sentences, Unscored):
        return every(("sentences", "unsupported_sentences", "unsupported_sentences_exact"), sentences)
    return {
        "sentences": float(len(sentences)),
        "unsupported_sentences": float(sum(not supported(one) for one in sentences)),
        "unsupported_sentences_exact": float(sum(not supported_exactly(one) for one in sentences)),
    }
