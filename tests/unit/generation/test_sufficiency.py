"""When the best of the evidence does not answer, and in which words that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.domain import BlockKind
from assistant.generation import sufficiency
from assistant.generation.ranking import Ranked
from assistant.generation.sufficiency import views_of
from tests.fakes import evidence
from tests.unit.generation.ranking import ranked

LARK = evidence("The Lark was built by Bob Reed in a mill, who called it “the bird of the house”.")


def uncertainty(question: str, found: Sequence[Ranked], odds: float | None = None) -> str | None:
    """What is missing where every passage was read with these `odds`, or none was."""
    return sufficiency.uncertainty(question, [replace(one, odds=odds) for one in found])


def test_no_evidence_is_not_enough() -> None:
    assert uncertainty("What is a lark?", ()) == "no document speaks of this"


def test_strong_signs_are_enough_and_weak_ones_are_not() -> None:
    assert uncertainty("Who built it?", ranked((LARK, 0, 1.2), similarity=0.7)) is None
    weak = ranked((LARK, 0, 0.1), similarity=0.1)
    assert uncertainty("Who built it?", weak) == "no document says enough about this"


def test_evidence_only_lexical_search_found_has_no_similarity() -> None:
    found = ranked((LARK, 0, 1.4))
    unseen = tuple(replace(one, evidence=replace(one.evidence, similarity=None)) for one in found)
    assert uncertainty("Who built it?", unseen) is None


def test_a_question_for_a_view_needs_somebodys_words() -> None:
    found = ranked((LARK, 0, 1.4))
    dry = tuple(replace(one, right_sort=False) for one in found)
    assert uncertainty("What did Ada think of it?", found) is None
    assert uncertainty("What did Ada think of it?", dry) is not None
    assert uncertainty("Who built it?", dry) is None


def told(text: str, *, right_sort: bool = True) -> tuple[Ranked, ...]:
    return tuple(replace(one, right_sort=right_sort) for one in ranked((evidence(text), 0, 0.9)))


def test_a_price_is_not_answered_with_a_story() -> None:
    story = told("Bob Reed built the Lark in a mill.", right_sort=False)
    assert uncertainty("How much did the Lark cost?", story) == (
        "no document found for this names a price or a sum of money"
    )
    assert uncertainty("Who built the Lark?", story) is None
    assert uncertainty("How much did the Lark cost?", told("The Lark cost 25 dollars.")) is None


def test_what_is_to_come_is_not_answered_with_what_was() -> None:
    past, plan = told("The Lark was blue."), told("Acme Radio announced a red Lark.")
    for question in ("What will the next Lark look like?", "Is the Lark going to be red?"):
        assert uncertainty(question, past) == "no document found for this speaks of what is to come"
        assert uncertainty(question, plan) is None
    for question in ("What was announced in 1901?", "What did Bob Reed say will happen to the Lark?"):
        assert uncertainty(question, past) is None


def test_the_model_decides_and_the_signs_weigh_with_it() -> None:
    strong, weak = ranked((LARK, 0, 0.7), similarity=0.7), ranked((LARK, 0, 0.1), similarity=0.1)
    assert uncertainty("Who built it?", strong, -2.0) is None
    assert uncertainty("Who built it?", strong, -6.0) == "no document says enough about this"
    assert uncertainty("Who built it?", weak, -1.0) == "no document says enough about this"
    assert uncertainty("Who built it?", weak, 3.0) is None


@pytest.mark.parametrize(("odds", "doubtful"), [(-2.0, True), (3.0, False), (None, False)])
def test_what_was_read_and_hardly_answers_is_doubtful(odds: float | None, *, doubtful: bool) -> None:
    found = [replace(one, odds=odds) for one in ranked((LARK, 0, 0.7), similarity=0.7)]
    assert sufficiency.is_doubtful("Who built it?", found) is doubtful


@pytest.mark.parametrize(
    ("question", "answers"), [("How much did the Lark cost?", True), ("Why was the Lark built?", False)]
)
def test_a_row_with_the_cell_asked_for_is_judged_by_its_signs(question: str, answers: bool) -> None:
    found = ranked(
        (evidence("Lark. Price: $25. Because: it sang.", fields=(("price", "$25"),)), 1, 1.2), similarity=0.7
    )
    row = tuple(
        replace(
            one,
            evidence=replace(one.evidence, passage=replace(one.evidence.passage, kind=BlockKind.TABLE_ROW)),
        )
        for one in found
    )
    assert (uncertainty(question, row, -6.0) is None) is answers


@pytest.mark.parametrize(
    ("question", "text", "reason"),
    [
        ("How many people did Acme employ?", "Acme was loved by people everywhere.", "how many"),
        ("How many people did Acme employ?", "Acme employed 62 people in 2004.", None),
        ("How many people work at Acme?", "Acme was loved by people everywhere.", "how many"),
        ("How many sets were sold?", "In May 1985 the sets firm was sold for $900,000.", "how many"),
        ("How many sets were sold?", "Of the sets 1,840 were sold by 1985.", None),
        ("How many committees did Acme have?", "Acme had no standing committees, Ada Quill said.", None),
        ("How many committees did Acme have?", "Acme had no time for committees and their talk.", "how many"),
        ("How many years did the Lark sell?", "The Lark sold from 1970 until 1984.", None),
        ("How many years did the Lark sell?", "It sold from May 1970 to 3 June 1984.", None),
        ("How many years was the Lark made?", "Between 1970 and 1984 it was made in a mill.", None),
        ("How many years was the Lark made?", "It was made for 14 years.", None),
        ("How many years was the Lark made?", "The Lark came out in 1970 and was loved.", "how many"),
        ("How many years was the Lark made?", "It was moved from Leeds to York in 1984.", "how many"),
        ("How many years was it made after 1970?", "It came between 1970 and that day.", "how many"),
        ("How many people did Acme employ?", "People worked there from 1970 until 1984.", "how many"),
        ("How heavy was the Lark?", "The Lark was built in 1962.", "the measure"),
        ("How much did the Lark weigh?", "The Lark was light, at 900 grams.", None),
        ("How tall was the Lark?", "The Lark stood eleven inches tall.", None),
        ("What did Bob say, word for word?", "Bob praised the bird of the house.", "the exact words"),
        ("What did Bob say, in his own words?", 'Bob wrote of "The House of Birds" then.', "the exact words"),
        ("What did Bob say, word for word?", "Bob said: “the bird of the house”.", None),
    ],
)
def test_a_count_and_somebodys_very_words_must_be_there(question: str, text: str, reason: str | None) -> None:
    said = uncertainty(question, ranked((evidence(text), 0, 1.4)))
    assert said is None if reason is None else said is not None and reason in said


def test_what_others_say_is_no_view_of_somebody() -> None:
    own = evidence("Ada Quill said that radios are warm.")
    about = evidence("Reviewers said in Ada Quill's time that radios are cold.", rank=2)
    spoken = evidence("Radios are alive.", speaker="Ada Quill", rank=3)
    found = ranked((own, 0, 1.4), (about, 0, 1.3), (spoken, 0, 1.2))
    wanted = views_of("What did Ada Quill think of radios?", found, ("Ada Quill", "Ada"))
    assert [one.evidence.rank for one in wanted] == [1, 3]
    assert views_of("What did reviewers think of radios?", found, ("Ada Quill", "Ada")) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ada Quill left the works in 1987. His wife died in 1999.", "tells when"),
        ("Bo Quill died in 1999.", None),
        ("Bo Quill’s brother was born in 1920, and died in 1980.", "tells when"),
    ],
)
def test_the_death_of_a_relative_is_nobody_elses(text: str, reason: str | None) -> None:
    item = evidence(text)
    last = ranked((item, len(item.passage.sentences) - 1, 0.9))
    missing = uncertainty("When did Bo Quill die?", last, 4.0)
    assert missing is None if reason is None else reason in (missing or "")


def test_the_death_of_a_relative_is_told_who_asks_for_it() -> None:
    assert uncertainty("When did his wife die?", told("His wife died in 1999."), 4.0) is None


@pytest.mark.parametrize(
    ("question", "named", "answers"),
    [
        ("How many Larks were called back?", ("larks",), True),
        ("How many Larks were called back?", (), False),
        ("How many engineers were called back?", ("larks",), False),
    ],
)
def test_a_thing_may_be_counted_under_another_word(
    question: str, named: tuple[str, ...], *, answers: bool
) -> None:
    found = [replace(one, odds=4.0) for one in told("About 6,200 radios were called back.")]
    assert (sufficiency.uncertainty(question, found, named) is None) is answers


def test_what_is_said_in_these_very_words_is_enough_whatever_the_passage_goes_on_to_tell() -> None:
    reed = evidence("Bob Reed, born in 1901, was a miller. He left in 1928.")
    assert uncertainty("Who was Bob Reed?", ranked((reed, 0, 1.2), similarity=0.5), -6.0) is None
    assert uncertainty("Who was Bob Reed?", ranked((reed, 1, 1.2), similarity=0.5), -6.0) is not None
    assert uncertainty("Why did Bob Reed leave?", ranked((reed, 0, 1.2), similarity=0.5), -6.0) is not None
