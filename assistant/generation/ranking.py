"""Which sentences of the evidence answer the question, best first.

A sentence is judged by how near its passage is to the question in meaning, by how many of the question's rarer
words it, its heading and its passage explain, and by whether it holds the sort of thing asked for. The first
passages are then read beside the question, which tells which of their sentences answer (`reread`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.columns import Role, role_of
from assistant.domain import BlockKind, Citation, Evidence, Sentence, Voice
from assistant.pair_model import Reading
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.names import row_name
from assistant.retrieval.question import (
    Expects,
    defines,
    expected,
    holds,
    is_question,
    subject_to_define,
)
from assistant.text import words

Read = Callable[[Sequence[tuple[str, str]]], Sequence[Reading]]
"""What each passage says to each question, by the grounding model."""

MOST_READ = 5
"""Passages that are read beside the question. On eight invented brands, eight found no more."""

TOLD, ANSWERED, MOST_ODDS = 0.06, 0.04, 6.0
"""How much a log-odd counts that a sentence is of the answer, and that its passage answers; none counts beyond."""

_SELDOM_IN_CELLS = frozenset({Expects.REASON, Expects.LEADER, Expects.PERSON, Expects.PLACE})

ANSWER_STEP = 0.1
"""How much less an answer is worth than the source's question before it was close to ours."""


OTHER_WORD = 0.7
"""What a word counts that documents may write instead of one of the question's, against that word itself."""


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
    defines: float = 0.3


@dataclass(frozen=True, slots=True)
class Ranked:
    """One sentence of the evidence with the signs it was judged by.

    `meaning` is the cosine of its passage with the question. `words`, `passage_words` and `heading_words` are the
    shares of the question's words, weighted by rarity, that the sentence under its heading, its whole passage and the
    heading alone explain. `unheard` is True where the question uses a word that no passage of the release does.
    `answers` is what reading it beside the question adds to its score (`reread`), `odds` are the log-odds that its
    passage answers; None where it was not read.
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
    odds: float | None = None

    @property
    def worth(self) -> float:
        """By what it is ranked."""
        return self.score + self.answers

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.evidence.passage.sentences[self.index]


def reread(question: str, ranked: Sequence[Ranked], read: Read) -> tuple[Ranked, ...]:
    """`ranked` in the order that reading the first passages beside the question gives.

    Where a source tells a story, what answers shares few words with the question; the ranking finds the place, and
    reading finds the sentence.
    """
    items = list({one.evidence.passage.id: one.evidence for one in ranked}.values())[:MOST_READ]
    texts = [as_read(item) for item in items]
    readings = read([(question, text) for text, _ in texts])
    said = {
        (item.passage.id, index): (reading.odds, _worth(reading.odds, reading.of(*place)))
        for item, (_, places), reading in zip(items, texts, readings, strict=True)
        for index, place in enumerate(places)
    }
    unread = None, min((worth for _, worth in said.values()), default=0.0)
    again: list[Ranked] = []
    for one in ranked:
        odds, answers = said.get((one.evidence.passage.id, one.index), unread)
        again.append(replace(one, odds=odds, answers=answers))
    return tuple(sorted(again, key=lambda one: -one.worth))


def still_untold(ranked: Sequence[Ranked], told: Sequence[Citation]) -> tuple[Ranked, ...]:
    """`ranked` without the sentences that `told` cites."""
    return tuple(
        one
        for one in ranked
        if not any(
            one.evidence.source.id == cited.document
            and one.sentence.start < cited.end
            and cited.start < one.sentence.end
            for cited in told
        )
    )


def _worth(odds: float, told: float) -> float:
    return ANSWERED * _bounded(odds) + TOLD * _bounded(told)


def _bounded(odds: float) -> float:
    return max(-MOST_ODDS, min(MOST_ODDS, odds))


class SentenceRanker:
    """Ranks the sentences of evidence against a question."""

    def __init__(self, lexical: LexicalIndex, weights: Weights | None = None) -> None:
        self._lexical = lexical
        self._weights = weights or Weights()

    def rank(self, question: str, evidence: Sequence[Evidence]) -> tuple[Ranked, ...]:
        """All sentences of the evidence, best first; ties by rank of the evidence."""
        rarity = self._lexical.rarity(question)
        others = self._lexical.other_stems(question)
        unheard = any(not self._lexical.knows((stem,)) and not others.get(stem) for stem in rarity)
        asked = _Asked(expected(question), rarity, others, unheard, subject_to_define(question))
        # What the search by meaning did not bring back is no nearer than what it did.
        least = min((item.similarity for item in evidence if item.similarity is not None), default=0.0)
        ranked = [
            one
            for item in evidence
            for one in self._answered(
                self._in_passage(item, least if item.similarity is None else item.similarity, asked)
            )
        ]
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.evidence.rank, one.index)))

    def _in_passage(self, item: Evidence, meaning: float, asked: _Asked) -> list[Ranked]:
        """The sentences of one passage in reading order, each judged by itself."""
        sentences = item.passage.sentences
        above = set(self._lexical.stems(standing_above(item)))
        stems = [set(self._lexical.stems(sentence.rendering)) for sentence in sentences]
        passage_words = asked.explained(above.union(*stems))
        # One word alone ("How did the Lumo come about?") stands in every heading of its subject.
        heading_words = asked.explained(above) if len(asked.rarity) > 1 else 0.0
        told: list[Ranked] = []
        for index, sentence in enumerate(sentences):
            own = asked.explained(stems[index] | above)
            right = holds(asked.expects, sentence.rendering) or (
                asked.expects is Expects.VIEW and _speaks(item)
            )
            score = self._score(item, sentence, meaning, own, asked.expects, right)
            score += self._weights.passage_words * passage_words
            score += self._weights.heading_words * heading_words
            if asked.subject and (
                defines(asked.subject, sentence.rendering) or _describes(asked.subject, item)
            ):
                score += self._weights.defines
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a question: the sort of answer, how rare each of its words is, what it wants defined."""

    expects: Expects
    rarity: Mapping[str, float]
    others: Mapping[str, frozenset[str]]
    unheard: bool
    subject: tuple[str, ...]

    def explained(self, stems: set[str]) -> float:
        """The share of the question's words, weighted by rarity, among `stems`."""
        total = sum(self.rarity.values()) or 1.0
        told = 0.0
        for stem, rarity in self.rarity.items():
            if stem in stems:
                told += rarity
            elif not stems.isdisjoint(self.others.get(stem, ())):
                told += OTHER_WORD * rarity
        return told / total


def _describes(subject: tuple[str, ...], item: Evidence) -> bool:
    """Whether a row of a table says what `subject` is: in any cell, or in the description of what is called so."""
    row = item.passage
    if any(defines(subject, cell) for _, cell in row.fields):
        return True
    called = bool(row.fields) and words(row_name(row) or "") == subject
    return called and any(role_of(column) is Role.DESCRIPTION for column, _ in row.fields)


def _speaks(item: Evidence) -> bool:
    """Whether somebody speaks for themselves: then every sentence is a view, whatever its verb."""
    return item.source.voice is Voice.BY_FOUNDER or item.passage.speaker is not None


def spoken_around(one: Ranked, before: int, after: int = 0) -> tuple[str, ...]:
    """A sentence with so many of its passage before and after it, under the title and headings that stand above."""
    passage = one.evidence.passage
    near = passage.sentences[max(0, one.index - before) : one.index + 1 + after]
    return (one.evidence.source.title, *passage.heading_path, *(sentence.rendering for sentence in near))


def as_read(item: Evidence) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A passage under what stands above it, as the grounding model reads it, and where each of its sentences is."""
    text = f"{standing_above(item)}:"
    places: list[tuple[int, int]] = []
    for sentence in item.passage.sentences:
        text += f" {sentence.rendering}"
        places.append((len(text) - len(sentence.rendering), len(text)))
    return text, tuple(places)


def standing_above(item: Evidence) -> str:
    """What stands above a sentence: the innermost heading, else the title; the name of a row's table."""
    if item.passage.kind is BlockKind.TABLE_ROW or not item.passage.heading_path:
        return item.source.title
    return item.passage.heading_path[-1]
