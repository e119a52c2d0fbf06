"""Is there enough evidence to answer at all? Decided before a word is drafted.

Similarity alone cannot tell: a question about a product that never was is close to every product there is.
So three things must hold: the names and models the question turns on stand in the evidence, the rarer
words of the question are explained by one passage, and some sentence is close to the question in meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import Evidence
from assistant.generation.ranking import Ranked
from assistant.grounding.facts import FactReader
from assistant.grounding.names import has_word, is_named
from assistant.grounding.quotes import find_quotes, holds_words

LEAST_SCORE = 0.62
"""Least score of the best sentence (see `Weights`); calibrated on answerable and unanswerable questions."""

LEAST_WORDS = 0.45
"""Least share of the question's words, weighted by rarity, that the best passages must explain."""


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether to answer; where not, why, in words a fan understands."""

    enough: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Premise:
    """Words the question puts in quotation marks that no passage found for it holds."""

    words: tuple[str, ...] = ()


def sufficiency(question: str, ranked: Sequence[Ranked], evidence: Sequence[Evidence], facts: FactReader) -> Sufficiency:
    """Decide for `question` from its ranked sentences and all evidence found."""
    if not ranked:
        return Sufficiency(False, "no document speaks of this")
    if missing := _missing_names(question, evidence, facts):
        return Sufficiency(False, f"no document found for this speaks of {_joined(missing)}")
    best = ranked[0]
    passage_words = max(one.passage_words for one in ranked[:5])
    if best.score < LEAST_SCORE or passage_words < LEAST_WORDS:
        return Sufficiency(False, "no document says enough about this")
    return Sufficiency(True)


def unheld_quotes(question: str, evidence: Sequence[Evidence]) -> Premise:
    """Quoted words of three or more in `question` that the evidence does not hold."""
    return Premise(
        tuple(
            quote.text
            for quote in find_quotes(question)
            if len(quote.text.split()) >= 3
            and not any(holds_words(quote.text, _whole(item)) for item in evidence)
        )
    )


def _missing_names(question: str, evidence: Sequence[Evidence], facts: FactReader) -> tuple[str, ...]:
    texts = tuple(_whole(item) for item in evidence)
    missing: list[str] = []
    for mention in facts.table.find(question):
        if mention.weak or is_named(mention, texts, facts.table):
            continue
        # A person may stand there by surname alone; a model is never another model.
        if any(map(str.isdigit, mention.text)) or not has_word(mention.run, texts):
            missing.append(mention.text)
    return tuple(missing)


def _whole(item: Evidence) -> str:
    parts = (item.source.title, *item.passage.heading_path, item.passage.speaker or item.source.speaker or "", item.passage.rendering)
    return ". ".join(part for part in parts if part)


def _joined(names: Sequence[str]) -> str:
    return " or ".join(dict.fromkeys(names))
