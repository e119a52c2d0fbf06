"""Which sentence answers best, on a real release with the real embedder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.assembly import Assistant
from assistant.domain import Evidence
from assistant.generation.ranking import MOST_READ, Ranked, SentenceRanker, Weights, reread
from assistant.pair_model import Reading
from tests.fakes import evidence
from tests.unit.generation.ranking import ranked
from tests.unit.rows import EVIDENCE as ROWS


def ranking(lamps: Assistant, question: str) -> tuple[Ranked, ...]:
    return lamps.answering.finder.ranker.rank(question, lamps.answering.finder.retrieve(question))


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


def test_of_a_passage_every_sentence_is_ranked_once_or_none_is(lamps: Assistant) -> None:
    question = "Why was the shade made of paper?"
    evidence = lamps.answering.finder.retrieve(question)
    found = lamps.answering.finder.ranker.rank(question, evidence)
    places = [(one.evidence.passage.id, one.index) for one in found]
    ranked = {passage for passage, _ in places}
    expected = {
        (item.passage.id, at)
        for item in evidence
        if item.passage.id in ranked
        for at in range(len(item.passage.sentences))
    }
    assert set(places) == expected
    assert len(places) == len(expected)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_the_passage_most_like_the_question_is_always_ranked(lamps: Assistant) -> None:
    for question in ("Why was the shade made of paper?", "Who built the first dimmer?", "Why?"):
        evidence = lamps.answering.finder.retrieve(question)
        most = max(evidence, key=lambda item: item.similarity or 0.0)
        ranked = {one.evidence.passage.id for one in lamps.answering.finder.ranker.rank(question, evidence)}
        assert most.passage.id in ranked


def test_signs_are_shares_and_cosines(lamps: Assistant) -> None:
    for one in ranking(lamps, "Who built the first dimmer out of a light meter?"):
        assert -1.001 <= one.meaning <= 1.001
        for share in (one.words, one.passage_words, one.heading_words):
            assert 0 <= share <= 1.001
        assert one.heading_words <= one.words <= one.passage_words + 1e-9


def test_nothing_is_ranked_where_nothing_was_found(lamps: Assistant) -> None:
    assert lamps.answering.finder.ranker.rank("Who built it?", ()) == ()


def fresh(lamps: Assistant, **weights: float) -> SentenceRanker:
    shared = lamps.answering.finder.ranker
    return SentenceRanker(shared._lexical, Weights(**weights))


def test_the_order_does_not_depend_on_what_was_asked_before(lamps: Assistant) -> None:
    asked = ["Who built the first dimmer?", "What did Ada Brandt say?", "Why was the shade made of paper?"]
    alone, after_others = fresh(lamps), fresh(lamps)
    rankings = [after_others.rank(question, lamps.answering.finder.retrieve(question)) for question in asked]
    assert alone.rank(asked[-1], lamps.answering.finder.retrieve(asked[-1])) == rankings[-1]


def test_a_row_whose_cell_says_what_a_thing_is_defines_it(lamps: Assistant) -> None:
    def gain(question: str) -> float:
        [lifted], [plain] = (fresh(lamps, defines=weight).rank(question, ROWS[:1]) for weight in (0.3, 0.0))
        return lifted.score - plain.score

    assert gain("What was the Lumo One?") == pytest.approx(0.3)
    assert gain("When was the Lumo One released?") == 0.0
    assert gain("What was the Lumo Two?") == 0.0


def test_a_row_that_describes_what_is_called_so_defines_it(lamps: Assistant) -> None:
    fields = (("name", "Kauz"), ("description", "63 mm refractor with a cardboard tube"))
    row = replace(ROWS[0], passage=replace(ROWS[0].passage, fields=fields))
    bare = replace(row, passage=replace(row.passage, fields=fields[:1]))

    def gain(question: str, item: Evidence) -> float:
        [lifted], [plain] = (fresh(lamps, defines=weight).rank(question, [item]) for weight in (0.3, 0.0))
        return lifted.score - plain.score

    assert gain("what's a kauz", row) == pytest.approx(0.3)
    assert gain("what's a kauz", bare) == gain("what's a steinkauz", row) == 0.0


def test_a_sentence_that_asks_is_held_back(lamps: Assistant) -> None:
    question = "What are good lamps like?"
    found = (evidence("What is a lamp? A good lamp is like a host."),)
    assert fresh(lamps).rank(question, found)[0].index == 1
    asks, answers = sorted(fresh(lamps).rank(question, found), key=lambda one: one.index)
    unaware, same = sorted(fresh(lamps, asks=0.0).rank(question, found), key=lambda one: one.index)
    assert asks.score == pytest.approx(unaware.score + Weights().asks)
    assert answers.score == pytest.approx(same.score)


def test_words_that_stand_nowhere_are_noticed(lamps: Assistant) -> None:
    assert not ranking(lamps, "Who built the first toaster?")[0].unheard, "a small collection proves nothing"
    assert not ranking(lamps, "Who built the first dimmer?")[0].unheard


def said(passage: str, odds: float, *told: str) -> Reading:
    """A passage that answers with these `odds`, its words where it is `told` and nowhere else."""
    words = tuple((found.start(), found.end()) for found in re.finditer(r"\S+", passage))
    places = [(passage.index(one), passage.index(one) + len(one)) for one in told]
    return Reading(
        odds,
        tuple((a, b, 5.0 if any(x <= a < y for x, y in places) else -5.0) for a, b in words),
    )


def test_reading_finds_the_sentence_in_the_place_that_ranking_found() -> None:
    told = evidence(
        "The Lark had a shade. Every morning women pushed carts past the shop, and so it got wheels."
    )
    other = evidence("The Lark was sold in Leeds.", rank=2)
    apart = replace(other, passage=replace(other.passage, id="other"))
    found = ranked((told, 0, 1.0), (apart, 0, 0.9), (told, 1, 0.8))
    asked: list[tuple[str, str]] = []

    def read(pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        asked.extend(pairs)
        story, sold = (text for _, text in pairs)
        return [
            said(story, 3.0, "Every morning women pushed carts past the shop, and so it got wheels."),
            said(sold, -3.0),
        ]

    again = reread("What inspired the Lark?", found, read)
    assert [one.sentence.rendering[:5] for one in again] == ["Every", "The L", "The L"]
    assert [one.score for one in again] == [0.8, 1.0, 0.9], "what the signs said stays known"
    assert [one.odds for one in again] == [3.0, 3.0, -3.0]
    assert asked[0] == ("What inspired the Lark?", f"{told.source.title}: {told.passage.rendering}")
    assert reread("What inspired the Lark?", (), lambda pairs: [said("", 0.0) for _ in pairs]) == ()


def test_what_is_not_read_counts_as_what_answers_least() -> None:
    many = [evidence(f"The Lark was sold in shop {at}.", rank=at + 1) for at in range(MOST_READ + 1)]
    apart = [replace(one, passage=replace(one.passage, id=str(one.rank))) for one in many]
    found = ranked(*((item, 0, 1.0 - at / 100) for at, item in enumerate(apart)))
    again = reread("Where was it sold?", found, lambda pairs: [said(text, -3.0) for _, text in pairs])
    assert [one.evidence.rank for one in again] == [one.evidence.rank for one in found]
    assert len({one.answers for one in again}) == 1
    assert [one.odds for one in again] == [*[-3.0] * MOST_READ, None]
