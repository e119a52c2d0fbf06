"""Which sentence answers best, on a real release with the real embedder."""

from __future__ import annotations

import pytest

from assistant.assembly import Assistant
from assistant.generation.ranking import Ranked, SentenceRanker, Weights


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


def test_the_order_does_not_depend_on_what_was_asked_before(lamps: Assistant) -> None:
    question = "Why was the shade made of paper?"
    evidence = lamps.answering.retrieve(question)
    answering = lamps.answering
    fresh = SentenceRanker(answering.ranker._embedder, answering.ranker._lexical)
    assert fresh.rank(question, evidence) == ranking(lamps, question)


def test_a_sentence_that_asks_is_held_back(lamps: Assistant) -> None:
    question = "What is a good lamp like?"
    evidence = lamps.answering.retrieve(question)
    answering = lamps.answering
    blind = SentenceRanker(
        answering.ranker._embedder, answering.ranker._lexical, Weights(words=0, passage_words=0)
    )
    by_meaning = {(one.evidence.passage.id, one.index): one for one in blind.rank(question, evidence)}
    for one in ranking(lamps, question):
        assert by_meaning[one.evidence.passage.id, one.index].meaning == pytest.approx(one.meaning)


def test_words_that_stand_nowhere_are_noticed(lamps: Assistant) -> None:
    assert ranking(lamps, "Who built the first toaster?")[0].unheard
    assert not ranking(lamps, "Who built the first dimmer?")[0].unheard
