"""Is there enough evidence to answer at all? Decided before a word is drafted.

Similarity alone cannot tell: a question about a product that never was is close to every product there is.
So three things must hold: the names and models the question turns on stand in the evidence, the rarer
words of the question are explained by one passage, and some sentence is close to the question in meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Evidence
from assistant.generation.ranking import Ranked
from assistant.grounding.facts import FactReader
from assistant.grounding.names import has_word, is_named
from assistant.grounding.quotes import find_quotes, holds_words

LEAST_SCORE = 0.62
"""Least score of the best sentence (see `Weights`); calibrated on answerable and unanswerable questions."""

LEAST_WORDS = 0.45
"""Least share of the question's words, weighted by rarity, that the best passages must explain."""


def insufficiency(question: str, evidence: Sequence[Evidence], facts: FactReader) -> str | None:
    """Why no answer can rest on `evidence`, in words a fan understands; None where one may.

    A name, a model or quoted words that the question turns on must stand in the evidence.
    """
    if not evidence:
        return "no document speaks of this"
    if missing := _missing_names(question, evidence, facts):
        return f"no document found for this speaks of {_joined(missing)}"
    if unheld := _unheld_quotes(question, evidence):
        return f"no document found for this holds the words {_joined([f'“{words}”' for words in unheld])}"
    return None


def uncertainty(ranked: Sequence[Ranked]) -> str | None:
    """Why the best sentences found are not good enough to answer with; None where they are."""
    if not ranked:
        return "no document speaks of this"
    passage_words = max(one.passage_words for one in ranked[:5])
    if ranked[0].score < LEAST_SCORE or passage_words < LEAST_WORDS:
        return "no document says enough about this"
    return None


def _unheld_quotes(question: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Quoted words of three or more in `question` that the evidence does not hold."""
    return tuple(
        quote.text
        for quote in find_quotes(question)
        if len(quote.text.split()) >= 3
        and not any(holds_words(quote.text, _whole(item)) for item in evidence)
    )


def _missing_names(question: str, evidence: Sequence[Evidence], facts: FactReader) -> tuple[str, ...]:
    texts = tuple(_whole(item) for item in evidence)
    missing: list[str] = []
    for mention in facts.table.find(question):
        if mention.weak or is_named(mention, texts, facts.table):
            continue
        # A person may stand there by surname alone; a model is never another model.
        if any(map(str.isdigit, mention.words)) or not has_word(mention.run, texts):
            missing.append(mention.words)
    return tuple(missing)


def _whole(item: Evidence) -> str:
    parts = (
        item.source.title,
        *item.passage.heading_path,
        item.passage.speaker or item.source.speaker or "",
        item.passage.rendering,
    )
    return ". ".join(part for part in parts if part)


def _joined(names: Sequence[str]) -> str:
    return " or ".join(dict.fromkeys(names))
