"""Citations: does each sentence stand on what it cites, and is each citation there for a reason?

ALCE (Gao et al., "Enabling Large Language Models to Generate Text with Citations", EMNLP 2023, section 4).
*Recall* of an answer is the share of its sentences that all their citations together bear out; a sentence
without a citation is not borne out. *Precision* is the share of its citations that bear their sentence out
alone, or without which the others do not; where all together do not, none is precise. Both are per answer first,
then averaged.

A *wrong* citation is one that is not precise and does not even hold the words that its sentence quotes. Its rate
is a ratio of sums: of 100 citations in all answers together, how many are wrong.
"""

from __future__ import annotations

from assistant_eval.draws import Mean, Ratio
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import every, share, statements
from assistant_eval.sentences import CitationUse
from assistant_eval.stats import Unscored

_TOPIC = "Citations and quotations"

MEASURES = (
    Defined(
        Measure(
            "citation_precision",
            "Citation precision",
            "share",
            "higher",
            "Mean share of an answer's citations that bear their sentence out, alone or needed beside others (ALCE).",
            _TOPIC,
        ),
        Mean("citation_precision"),
    ),
    Defined(
        Measure(
            "citation_recall",
            "Citation recall",
            "share",
            "higher",
            "Mean share of an answer's sentences that stand on what they cite (ALCE).",
            _TOPIC,
        ),
        Mean("citation_recall"),
    ),
    Defined(
        Measure(
            "wrong_citations",
            "Wrong citations per 100",
            "per_100",
            "lower",
            "Of 100 citations in answers, those that do not bear out their sentence.",
            _TOPIC,
        ),
        Ratio("wrong_citations", "citations", "it cites nothing", 100),
    ),
)


def score(record: Record) -> dict[str, Score]:
    """Precision and recall of one answer, and the counts ``citations`` and ``wrong_citations``."""
    sentences = statements(record)
    if isinstance(sentences, Unscored):
        return every(("citation_precision", "citation_recall", "citations", "wrong_citations"), sentences)
    uses = [use for sentence in sentences for use in sentence["citations"]]
    borne_out = share(
        lambda one: one["cited"] is not None and one["cited"]["model"]["verdict"] == "supported", sentences
    )
    return {
        "citation_precision": sum(map(_precise, uses)) / len(uses) if uses else Unscored("it cites nothing"),
        "citation_recall": borne_out,
        "citations": float(len(uses)),
        "wrong_citations": float(sum(not _precise(use) and not use["holds_quote"] for use in uses)),
    }


def _precise(use: CitationUse) -> bool:
    return use["supports_alone"] or use["needed"]
