"""Which measures each defect has to move, may move, and must leave alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Defect(StrEnum):
    """What is wrong with a record, on purpose."""

    UNSUPPORTED = "unsupported sentence"
    SHIFTED = "shifted citation"
    MISQUOTED = "changed quotation"
    REFUSED = "refusal instead of an answer"


class Should(StrEnum):
    """What a measure ought to do: move, move where the defect happens to touch it, lose its score, or stay."""

    MOVE = "moves"
    MAY = "may move"
    LEAVE = "loses its score"
    STAY = "stays"


_SUPPORT = frozenset(
    "unsupported_sentences unsupported_sentences_exact claims_supported fully_supported fully_supported_exact "
    "risk_coverage_area".split()
)
_CITED = frozenset("citation_precision citation_recall wrong_citations".split())
_OF_ANSWERS = (
    _SUPPORT
    | _CITED
    | frozenset(
        "claims_not_found claims_contradicted overlap invented_quotes quote_integrity attribution first_person "
        "after_death endorsement correct_when_answered nugget_recall gold_match gold_f1 first_sentence_p50 "
        "first_sentence_p95".split()
    )
)

MUST: Mapping[Defect, frozenset[str]] = {
    Defect.UNSUPPORTED: _SUPPORT | {"overlap", "citation_recall", "gold_f1"},
    Defect.SHIFTED: _CITED,
    Defect.MISQUOTED: _SUPPORT | _CITED | {"claims_not_found", "invented_quotes", "quote_integrity"},
    Defect.REFUSED: frozenset(
        "answered false_refusal outcome_right abstention_precision abstention_f1 correct".split()
    ),
}
"""The measures that each defect has to move."""

MAY: Mapping[Defect, frozenset[str]] = {
    Defect.UNSUPPORTED: frozenset(
        "claims_not_found claims_contradicted correct correct_when_answered".split()
    ),
    Defect.SHIFTED: frozenset(["attribution"]),
    Defect.MISQUOTED: frozenset(["overlap", "gold_f1", "attribution"]),
    Defect.REFUSED: frozenset(),
}
"""Those that move where the defect happens to touch them: what is invented is not found, or contradicted."""

LEAVE: Mapping[Defect, frozenset[str]] = {
    Defect.UNSUPPORTED: frozenset(),
    Defect.SHIFTED: frozenset(),
    Defect.MISQUOTED: frozenset(),
    Defect.REFUSED: _OF_ANSWERS,
}
"""Those that lose their score, since there is no answer left to be scored."""


def should_do(defect: Defect, measure: str) -> Should:
    """What the measure of that name ought to do under `defect`."""
    for should, names in ((Should.MOVE, MUST), (Should.MAY, MAY), (Should.LEAVE, LEAVE)):
        if measure in names[defect]:
            return should
    return Should.STAY
