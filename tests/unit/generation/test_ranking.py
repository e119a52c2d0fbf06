"""Which sentence answers best, on a real release with the real embedder."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assistant.assembly import Assistant
from assistant.generation.ranking import Ranked, SentenceRanker, Weights
from assistant.retrieval.lexical import LexicalIndex
from tests.fakes import evidence


def ranking(lamps: Assistant, question: str) -> tuple[Ranked, ...]:
    return lamps.answering.ranker.rank(question, lamps.answering.retrieve(question))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who built the first dimmer?", "Nils Holm built the first dimmer"),
        ("Where does the name Lumo come from?", "Esperanto for light"),
        ("When was Brandt Lamps founded?", "7 January 1995"),
        ("Why did the company move to the harbour?", "the bakery had become too small"),
        ("How many employees did the company have?", "62 employees"),
        ("What is a good lamp like?", "like a good host"),
        ("What did Ada Brandt say about a lamp without a book?", "is a decoration"),
        ("How many umbrellas are in the cellar?", "two hundred and six umbrellas"),
    ],
)
def test_the_sentence_that_answers_comes_first(lamps: Assistant, question: str, words: str) -> None:
    assert words in ranking(lamps, question)[0].sentence.rendering


def test_every_sentence_of_the_evidence_is_ranked_once(lamps: Assistant) -> None:
    question = "Why was the shade made of paper?"
    evidence = lamps.answering.retrieve(question)
    found = lamps.answering.ranker.rank(question, evidence)
    places = {(one.evidence.passage.id, one.index) for one in found}
    expected = {(item.passage.id, at) for item in evidence for at in range(len(item.passage.sentences))}
    assert places == expected
    assert len(found) == len(expected)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_signs_are_shares_and_cosines(lamps: Assistant) -> None:
    for one in ranking(lamps, "Who built the first dimmer out of a light meter?"):
        assert -1.001 <= one.meaning <= 1.001
        for share in (one.words, one.passage_words, one.heading_words):
            assert 0 <= share <= 1.001
        assert one.heading_words <= one.words <= one.passage_words + 1e-9


def test_nothing_is_ranked_where_nothing_was_found(lamps: Assistant) -> None:
    assert lamps.answering.ranker.rank("Who built it?", ()) == ()


def fresh(lamps: Assistant, **weights: float) -> SentenceRanker:
    shared = lamps.answering.ranker
    return SentenceRanker(shared._embedder, shared._lexical, Weights(**weights))


def test_the_order_does_not_depend_on_what_was_asked_before(lamps: Assistant) -> None:
    asked = ["Who built the first dimmer?", "What did Ada Brandt say?", "Why was the shade made of paper?"]
    alone, after_others = fresh(lamps), fresh(lamps)
    rankings = [after_others.rank(question, lamps.answering.retrieve(question)) for question in asked]
    assert alone.rank(asked[-1], lamps.answering.retrieve(asked[-1])) == rankings[-1]


def test_a_sentence_that_asks_is_held_back(lamps: Assistant) -> None:
    question = "What are good lamps like?"
    found = (evidence("What is a lamp? A good lamp is like a host."),)
    assert fresh(lamps).rank(question, found)[0].index == 1
    asks, answers = sorted(fresh(lamps).rank(question, found), key=lambda one: one.index)
    unaware, same = sorted(fresh(lamps, asks=0.0).rank(question, found), key=lambda one: one.index)
    assert asks.score == pytest.approx(unaware.score + Weights().asks)
    assert answers.score == pytest.approx(same.score)


class Interrupted:
    """The lexical index, where another thread empties the full cache in the middle of a ranking."""

    def __init__(self, lexical: LexicalIndex, interrupt: Callable[[], object]) -> None:
        self._lexical = lexical
        self._interrupt: Callable[[], object] | None = interrupt

    def __getattr__(self, name: str) -> object:
        return getattr(self._lexical, name)

    def stems(self, text: str) -> tuple[str, ...]:
        interrupt, self._interrupt = self._interrupt, None
        if interrupt:
            interrupt()
        return self._lexical.stems(text)


def test_a_cache_emptied_meanwhile_changes_nothing(lamps: Assistant) -> None:
    question = "Who built the first dimmer?"
    found = lamps.answering.retrieve(question)
    ranker = fresh(lamps)

    def fill_and_ask() -> None:
        ranker._vectors.update({f"other {n}": np.zeros((1, 384), np.float32) for n in range(2_001)})
        ranker.rank("Why?", (evidence("Because it hums.", rank=9),))

    ranker._lexical = Interrupted(ranker._lexical, fill_and_ask)  # type: ignore[assignment]
    assert ranker.rank(question, found)[0].sentence.rendering.startswith("The engineer Nils Holm")


def test_words_that_stand_nowhere_are_noticed(lamps: Assistant) -> None:
    assert not ranking(lamps, "Who built the first toaster?")[0].unheard, "a small collection proves nothing"
    assert not ranking(lamps, "Who built the first dimmer?")[0].unheard
