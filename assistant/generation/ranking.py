"""Which sentences of the evidence answer the question, best first.

A sentence is judged by its meaning (cosine with the question, its own and half its passage's, since a subject
often stands only in the sentence before or the heading), by how many of the question's rarer words it, its
heading and its passage explain, and by whether it holds the sort of thing asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.domain import BlockKind, Evidence, Sentence, Voice
from assistant.retrieval.embed import Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.question import Expects, expected, holds, is_question

Vectors = NDArray[np.float32]

MOST_REMEMBERED = 500
"""Questions whose sentences' vectors are kept, some 20 MB: popular ones come back soon."""

OUT_OF_REACH = 0.35
"""A passage whose best sentence, taken to mean what the whole passage does, scores this much less than that of
the best passage has no sentence worth embedding: most of the time to an answer goes into that. Of 88 questions
none lost a sentence within `OTHER_MARGIN` of the best one at 0.3, and 5 did at 0.25."""

AnswerOdds = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""For each question and text the log-odds that the text answers the question, by the grounding model."""

MOST_READ, READ = 4, 0.04
"""Sentences that are read beside the question, and how much a log-odd of theirs is worth."""

ANSWER_STEP = 0.1
"""How much less an answer is worth than the source's question before it was close to ours."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Chosen on the tuning halves of public passage-retrieval sets."""

    meaning: float = 1.0
    words: float = 0.35
    passage_words: float = 0.15
    heading_words: float = 0.25
    right_sort: float = 0.08
    wrong_sort: float = -0.12
    no_view: float = -0.4
    asks: float = -0.35
    row: float = -0.15
    retrieval: float = 0.06


@dataclass(frozen=True, slots=True)
class Ranked:
    """One sentence of the evidence with the signs it was judged by.

    `meaning` is a cosine. `words`, `passage_words` and `heading_words` are the shares of the question's
    words, weighted by rarity, that the sentence under its heading, its whole passage and the heading alone
    explain. `unheard` is True where the question uses a word that no passage of the release does. `answers` is what
    reading it beside the question adds to its score (`reread`).
    """

    evidence: Evidence
    index: int
    score: float
    meaning: float
    words: float
    passage_words: float
    heading_words: float
    right_sort: bool
    unheard: bool
    answers: float = 0.0

    @property
    def worth(self) -> float:
        """By what it is ranked."""
        return self.score + self.answers

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.evidence.passage.sentences[self.index]


def reread(question: str, ranked: Sequence[Ranked], read: AnswerOdds) -> tuple[Ranked, ...]:
    """`ranked` with its first sentences in the order that reading them beside the question gives.

    Where a source tells a story, what answers shares few words with the question; the ranking finds the place, and
    reading finds the sentence. A table's row counts as it did.
    """
    prose = [one for one in ranked[:MOST_READ] if one.evidence.passage.kind is not BlockKind.TABLE_ROW]
    odds = read([(question, f"{standing_above(one.evidence)}: {one.sentence.rendering}") for one in prose])
    told = {(one.evidence.passage.id, one.index): READ * odd for one, odd in zip(prose, odds, strict=True)}
    least = min(told.values(), default=0.0)
    again = [
        replace(one, answers=told.get((one.evidence.passage.id, one.index), 0.0 if at < MOST_READ else least))
        for at, one in enumerate(ranked)
    ]
    return tuple(sorted(again, key=lambda one: -one.worth))


class SentenceRanker:
    """Ranks the sentences of evidence against a question."""

    def __init__(self, embedder: Embedder, lexical: LexicalIndex, weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._lexical = lexical
        self._weights = weights or Weights()
        self._embedded = lru_cache(MOST_REMEMBERED)(embedder.encode_at_once)

    def rank(self, question: str, evidence: Sequence[Evidence]) -> tuple[Ranked, ...]:
        """The sentences of the evidence that may answer, best first; ties by rank of the evidence.

        Of a passage all are there or, where none comes near the best one, none (`OUT_OF_REACH`).
        """
        if not evidence:
            return ()
        rarity = self._lexical.rarity(question)
        asked = _Asked(
            vector=self._embedder.encode_query(question),
            expects=expected(question),
            rarity=rarity,
            unheard=not self._lexical.knows(rarity),
        )
        within_reach = self._within_reach(evidence, asked)
        vectors = self._encode(within_reach)
        ranked = [
            one
            for item, own in zip(within_reach, vectors, strict=True)
            for one in self._answered(self._in_passage(item, _meanings(item, own @ asked.vector), asked))
        ]
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.evidence.rank, one.index)))

    def _within_reach(self, evidence: Sequence[Evidence], asked: _Asked) -> list[Evidence]:
        """The passages that may hold a sentence near the best one, judged without sentences' vectors.

        The one most like the question is always there: whether anything answers is decided by it, too.
        """
        similarities = [item.similarity for item in evidence if item.similarity is not None]
        least, most = min(similarities, default=0.0), max(similarities, default=0.0)
        guesses: list[float] = []
        for item in evidence:
            meaning = item.similarity if item.similarity is not None else least
            meanings = np.full(len(item.passage.sentences), meaning, dtype=np.float32)
            told = self._answered(self._in_passage(item, meanings, asked))
            guesses.append(max((one.score for one in told), default=-np.inf))
        best = max(guesses, default=0.0)
        return [
            item
            for item, guess in zip(evidence, guesses, strict=True)
            if guess >= best - OUT_OF_REACH or item.similarity == most
        ]

    def _in_passage(self, item: Evidence, meanings: Vectors, asked: _Asked) -> list[Ranked]:
        """The sentences of one passage in reading order, each judged by itself."""
        sentences = item.passage.sentences
        above = set(self._lexical.stems(standing_above(item)))
        stems = [set(self._lexical.stems(sentence.rendering)) for sentence in sentences]
        passage_words = asked.explained(above.union(*stems))
        # One word alone ("How did the Lumo come about?") stands in every heading of its subject.
        heading_words = asked.explained(above) if len(asked.rarity) > 1 else 0.0
        told: list[Ranked] = []
        for index, sentence in enumerate(sentences):
            meaning, own = float(meanings[index]), asked.explained(stems[index] | above)
            right = holds(asked.expects, sentence.rendering) or (
                asked.expects is Expects.VIEW and _speaks(item)
            )
            score = self._score(item, sentence, meaning, own, asked.expects, right)
            score += self._weights.passage_words * passage_words
            score += self._weights.heading_words * heading_words
            told.append(
                Ranked(item, index, score, meaning, own, passage_words, heading_words, right, asked.unheard)
            )
        return told

    def _answered(self, told: list[Ranked]) -> list[Ranked]:
        """A passage's sentences, those right after a question lifted to what the question is worth.

        Interviews and frequently asked questions answer in words the question does not share.
        """
        lifted = list(told)
        for before, after in pairwise(range(len(told))):
            asked, answer = told[before], told[after]
            if is_question(asked.sentence) and not is_question(answer.sentence):
                lifted[after] = replace(
                    answer,
                    score=max(answer.score, asked.score - self._weights.asks - ANSWER_STEP),
                    meaning=max(answer.meaning, asked.meaning),
                    words=max(answer.words, asked.words),
                )
        return lifted

    def _score(
        self,
        item: Evidence,
        sentence: Sentence,
        meaning: float,
        words: float,
        expects: Expects,
        right: bool,
    ) -> float:
        weights = self._weights
        score = weights.meaning * meaning + weights.words * words
        score += weights.retrieval / item.rank
        if expects is not Expects.ANYTHING:
            wrong = weights.no_view if expects is Expects.VIEW else weights.wrong_sort
            score += weights.right_sort if right else wrong
        if is_question(sentence):
            score += weights.asks
        if item.passage.kind is BlockKind.TABLE_ROW and expects in (
            Expects.REASON,
            Expects.PERSON,
            Expects.PLACE,
        ):
            score += weights.row  # a table's cells tell when and how much, seldom why or who
        return score

    def _encode(self, evidence: Sequence[Evidence]) -> list[Vectors]:
        """Vectors of the sentences of each passage, remembered between questions.

        In half precision a vector depends a little on what it is computed with, so all that belongs to one
        question is, and is remembered, together: it must get the same answer whatever was asked before.
        """
        sizes = [len(item.passage.sentences) for item in evidence]
        texts = tuple(sentence.rendering for item in evidence for sentence in item.passage.sentences)
        return np.split(self._embedded(texts), np.cumsum(sizes)[:-1])


def _meanings(item: Evidence, own: Vectors) -> Vectors:
    """Each sentence's cosine with the question, or the mean of it and its passage's where that is more."""
    passage = item.similarity if item.similarity is not None else float(own.mean())
    return np.maximum(own, (own + passage) / 2)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a question: its vector, the sort of answer, and how rare each of its words is."""

    vector: Vectors
    expects: Expects
    rarity: Mapping[str, float]
    unheard: bool

    def explained(self, stems: set[str]) -> float:
        """The share of the question's words, weighted by rarity, among `stems`."""
        total = sum(self.rarity.values()) or 1.0
        return sum(self.rarity[stem] for stem in self.rarity.keys() & stems) / total


def _speaks(item: Evidence) -> bool:
    """Whether somebody speaks for themselves: then every sentence is a view, whatever its verb."""
    return item.source.voice is Voice.BY_FOUNDER or item.passage.speaker is not None


def standing_above(item: Evidence) -> str:
    """What stands above a sentence: the innermost heading, else the title; the name of a row's table."""
    if item.passage.kind is BlockKind.TABLE_ROW or not item.passage.heading_path:
        return item.source.title
    return item.passage.heading_path[-1]
