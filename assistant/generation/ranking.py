"""Which sentences of the evidence answer the question, best first.

A sentence is judged by its meaning (cosine with the question, alone and under its heading, since a subject
often stands only there), by how many of the question's rarer words it and its passage explain, and by
whether it holds the sort of thing asked for. The weights are `Weights`; what they rest on is written there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import BlockKind, Evidence, Sentence
from assistant.retrieval.question import Expects, expected, holds, is_question
from assistant.retrieval.embed import Embedder
from assistant.retrieval.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Chosen on the tuning halves of public passage-retrieval sets."""

    meaning: float = 1.0
    words: float = 0.35
    passage_words: float = 0.15
    right_sort: float = 0.08
    wrong_sort: float = -0.12
    asks: float = -0.35
    retrieval: float = 0.06


@dataclass(frozen=True, slots=True)
class Ranked:
    """One sentence of the evidence with the signs it was judged by.

    `meaning` is a cosine, `words` and `passage_words` the share of the question's words, weighted by
    rarity, that the sentence and its whole passage explain.
    """

    evidence: Evidence
    index: int
    score: float
    meaning: float
    words: float
    passage_words: float
    right_sort: bool

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.evidence.passage.sentences[self.index]


class SentenceRanker:
    """Ranks the sentences of evidence against a question."""

    def __init__(self, embedder: Embedder, lexical: LexicalIndex, weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._lexical = lexical
        self._weights = weights or Weights()
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def rank(self, question: str, evidence: Sequence[Evidence]) -> tuple[Ranked, ...]:
        """Every sentence of `evidence` that has a word, best first; ties by rank of the evidence."""
        asked = self._embedder.encode_query(question)
        expects = expected(question)
        rarity = self._lexical.rarity(question)
        total = sum(rarity.values()) or 1.0
        self._encode(evidence)
        ranked: list[Ranked] = []
        for item in evidence:
            passage = item.passage
            above = set(self._lexical.stems(_above(item)))
            stems = [set(self._lexical.stems(sentence.rendering)) for sentence in passage.sentences]
            whole = set().union(above, *stems)
            passage_words = sum(rarity[stem] for stem in rarity.keys() & whole) / total
            meanings = self._meanings(item, asked)
            for index, sentence in enumerate(passage.sentences):
                own = sum(rarity[stem] for stem in rarity.keys() & (stems[index] | above)) / total
                right = holds(expects, sentence.rendering)
                score = self._score(item, sentence, float(meanings[index]), own, passage_words, expects, right)
                ranked.append(Ranked(item, index, score, float(meanings[index]), own, passage_words, right))
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.evidence.rank, one.index)))

    def _score(
        self,
        item: Evidence,
        sentence: Sentence,
        meaning: float,
        words: float,
        passage_words: float,
        expects: Expects,
        right: bool,
    ) -> float:
        weights = self._weights
        score = weights.meaning * meaning + weights.words * words + weights.passage_words * passage_words
        score += weights.retrieval / item.rank
        if expects is not Expects.ANYTHING:
            score += weights.right_sort if right else weights.wrong_sort
        if is_question(sentence):
            score += weights.asks
        return score

    def _encode(self, evidence: Sequence[Evidence]) -> None:
        """Vectors of sentences alone and under their heading, remembered by passage."""
        missing = [item for item in evidence if item.passage.id not in self._vectors]
        if not missing:
            return
        if len(self._vectors) > 2_000:  # some 20 MB; popular passages come back soon
            self._vectors.clear()
        texts: list[str] = []
        for item in missing:
            renderings = [sentence.rendering for sentence in item.passage.sentences]
            texts += renderings
            texts += [f"{_above(item)}: {rendering}" for rendering in renderings]
        vectors = self._embedder.encode_documents(texts)
        start = 0
        for item in missing:
            count = 2 * len(item.passage.sentences)
            self._vectors[item.passage.id] = vectors[start : start + count]
            start += count

    def _meanings(self, item: Evidence, asked: NDArray[np.float32]) -> NDArray[np.float32]:
        cosines = self._vectors[item.passage.id] @ asked
        half = len(item.passage.sentences)
        return np.maximum(cosines[:half], cosines[half:])


def _above(item: Evidence) -> str:
    """What stands above a sentence: the innermost heading, else the title; the name of a row's table."""
    if item.passage.kind is BlockKind.TABLE_ROW or not item.passage.heading_path:
        return item.source.title
    return item.passage.heading_path[-1]
