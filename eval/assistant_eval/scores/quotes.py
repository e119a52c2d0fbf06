"""Quotations: do the words in quotation marks stand in a source, exactly?

Decided by code alone. A quotation of three words or more is verbatim where one text that the system had or cites
holds exactly its words in their order; punctuation and letter case are free, an ellipsis may leave out what
denies nothing. Shorter stretches are names and terms, and so are the titles of cited documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.grounding.checks.quotes import find_quotes, holds_words
from assistant.grounding.checks.tokens import tokenise
from assistant.text import fold
from assistant_eval.draws import Ratio
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import OWN, every, own_words, texts, unanswered
from assistant_eval.sentences import without_markers

SHORTEST = 3
"""Words from which a quotation is one."""

_TOPIC = "Citations and quotations"

MEASURES = (
    Defined(
        Measure(
            "invented_quotes",
            "Invented quotations per 100 answers",
            "per_100",
            "lower",
            "Quotations of three words or more, in 100 answers, that stand nowhere in what the system had.",
            _TOPIC,
        ),
        Ratio("invented_quotes", "answers", "it was not answered", 100),
    ),
    Defined(
        Measure(
            "quote_integrity",
            "Verbatim quotations",
            "share",
            "higher",
            "Share of quotations of three words or more that stand word for word in what the system had.",
            _TOPIC,
        ),
        Ratio("verbatim_quotes", "quotes", "it quotes nothing"),
    ),
)


def score(record: Record) -> dict[str, Score]:
    """Counts: ``answers`` (1), ``quotes``, ``verbatim_quotes`` and ``invented_quotes``."""
    missing = unanswered(record) or (OWN if own_words(record) else None)
    if missing:
        return every(("answers", "quotes", "verbatim_quotes", "invented_quotes"), missing)
    held = texts(record)
    quotes = list(quoted(record))
    verbatim = sum(any(holds_words(quote, text) for text in held) for quote in quotes)
    return {
        "answers": 1.0,
        "quotes": float(len(quotes)),
        "verbatim_quotes": float(verbatim),
        "invented_quotes": float(len(quotes) - verbatim),
    }


def quoted(record: Record) -> Iterator[str]:
    """The quotations of an answer that must be verbatim, in order."""
    assert record.outcome is not None
    titles = {fold(str(told.get("title") or "")) for told in record.outcome["citations"]}
    for quote in find_quotes(without_markers(record.text)):
        if quote.closed and len(tokenise(quote.text)) >= SHORTEST and fold(quote.text) not in titles:
            yield quote.text
