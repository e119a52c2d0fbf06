"""When there is not enough to answer with, and in which words that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.domain import BlockKind, Evidence
from assistant.generation import sufficiency
from assistant.generation.ranking import Ranked
from assistant.generation.sufficiency import insufficiency, on_subject, views_of
from assistant.grounding.facts import FactReader
from assistant.grounding.names import NameTable
from tests.fakes import evidence
from tests.unit.generation.ranking import ranked

FACTS = FactReader(NameTable({"Lark": ("Lark One",), "Lark 2": ()}))
ITSELF = ("Acme Radio", "Ada Quill")
LARK = evidence("The Lark was built by Bob Reed in a mill, who called it “the bird of the house”.")


def uncertainty(question: str, found: Sequence[Ranked], odds: float | None = None) -> str | None:
    """What is missing where every passage was read with these `odds`, or none was."""
    return sufficiency.uncertainty(question, [replace(one, odds=odds) for one in found])


def missing(question: str, *items: Evidence) -> str | None:
    return insufficiency(question, items or (LARK,), FACTS, ITSELF)


def test_no_evidence_is_not_enough() -> None:
    assert insufficiency("What is a lark?", (), FACTS) == "no document speaks of this"
    assert uncertainty("What is a lark?", ()) == "no document speaks of this"


@pytest.mark.parametrize(
    "question",
    [
        "Who built the Lark?",
        "Who built the Lark One?",
        "Did Bob Reed build the Lark?",
        "Did Reed build it?",
        "What did Acme Radio's founder Ada Quill build?",
        "what is all this",
        "Who called it 'the bird of the house'?",
        'Who called it "the bird of the house"?',
        'Was it "a bird"?',
        "Was it built for Americans?",
    ],
)
def test_names_and_words_that_stand_there_are_enough(question: str) -> None:
    assert missing(question) is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Who built the Lark 2?", "Lark 2"),
        ("Who built the Lark 25?", "Lark 25"),
        ("What did Carla Moss say?", "Carla Moss"),
        ("Is it sold in Peru?", "Peru"),
        ("When does the Acme Borealis come out?", "Acme Borealis"),
        ("Who built the Mill Tower?", "Mill Tower"),
        ('Who called it "the queen of the house"?', "“the queen of the house”"),
        ('Who said "radios will never be loved"?', "“radios will never be loved”"),
    ],
)
def test_what_stands_nowhere_is_named(question: str, named: str) -> None:
    reason = missing(question)
    assert reason is not None
    assert named in reason


def test_a_name_may_stand_in_the_title_or_be_the_speaker() -> None:
    assert missing("What did Carla Moss say?", evidence("It hums.", speaker="Carla Moss")) is None
    assert missing("What is Peru?", evidence("It hums.", title="Radios of Peru")) is None


def test_any_passage_may_hold_it() -> None:
    assert missing("Is it sold in Peru?", LARK, evidence("Sold in Peru.", rank=2)) is None


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


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("K-20 Mark II", [1]),
        ("K-20S", [1]),
        ("K-20", [0, 1]),
        ("K-20 and K-20S", [0, 1]),
        ("The night", [0, 1]),
    ],
)
def test_what_stands_under_a_namesake_is_not_of_the_thing_asked_for(heading: str, kept: list[int]) -> None:
    text = evidence("It weighed 38 pounds. The K-20 weighed 71 pounds.")
    under = replace(text, passage=replace(text.passage, heading_path=("Our sets", heading)))
    found = on_subject(
        "How much does the K-20 weigh?", ranked((under, 0, 1.2), (under, 1, 1.0)), FACTS, ITSELF
    )
    assert [one.index for one in found] == kept


OTHER = evidence("Acme Radio made a good set for the kitchen, which people loved.", rank=2)
SET = evidence("The Acme Kitchen Set was sold in blue.", rank=3)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What did people think of the Acme Kitchen Set?", {SET.passage.id}),
        ("What did people think of the Lark 3?", set()),
        ("What did people think of Bob Reed?", {LARK.passage.id}),
        ("What did people think of the Lark?", {LARK.passage.id, OTHER.passage.id, SET.passage.id}),
        ("What did people love?", {LARK.passage.id, OTHER.passage.id, SET.passage.id}),
    ],
)
def test_what_is_said_of_another_thing_answers_nothing(question: str, kept: set[str]) -> None:
    """One word may stand for a thing in many ways; two words or a model's number hardly."""
    every = ranked(*((item, 0, 0.5) for item in (LARK, OTHER, SET)))
    found = on_subject(question, every, FACTS, ITSELF)
    assert {one.evidence.passage.id for one in found} == kept


def test_a_name_that_shares_a_word_with_the_brand_must_stand_there_itself() -> None:
    assert missing("Who built the Acme Garden Set?", OTHER) == (
        "no document found for this speaks of Acme Garden Set"
    )
    assert missing("Who built the Acme Kitchen Set?", SET) is None
    assert missing("What did Acme Ada Quill build?", SET) is None, "both go without saying"


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


def test_what_is_said_of_another_people_is_beside_the_point() -> None:
    british = evidence("Bob Lark was the first British voice of the radio.")
    american = evidence("The first American voice of the radio was hers, Ada Quill said.", rank=2)
    nobodys = evidence("Ada Quill recorded the voice of the radio in 1955.", rank=3)
    found = ranked((british, 0, 1.4), (american, 0, 1.3), (nobodys, 0, 1.2))
    for question, ranks in (
        ("Who was the first American voice of the radio?", [2, 3]),
        ("Who was the first British voice of the radio?", [1, 3]),
        ("Who was the first voice of the radio?", [1, 2, 3]),
    ):
        wanted = on_subject(question, found, FactReader(NameTable()))
        assert [one.evidence.rank for one in wanted] == ranks


@pytest.mark.parametrize(
    ("asked", "told", "kept"),
    [
        ("European critics", "German and French critics", True),
        ("Western critics", "German critics", True),
        ("German critics", "European critics", True),
        ("Finnish critics", "A Finn", True),
        ("Polish critics", "Two Poles", True),
        ("Danes", "Danish critics", True),
        ("English critics", "British critics", True),
        ("British critics", "The Scots", True),
        ("Britons", "English critics", True),
        ("Americans", "American critics", True),
        ("Americans", "German critics", False),
        ("Germans", "The Americans", False),
        ("Finnish critics", "The Swedes", False),
        ("English critics", "Scottish critics", False),
        ("Polish critics", "French critics", False),
        ("German critics", "German and French critics", True),
    ],
)
def test_a_people_may_be_called_in_many_ways(asked: str, told: str, *, kept: bool) -> None:
    found = ranked((evidence(f"{told} loved the radio."), 0, 1.4))
    assert bool(on_subject(f"What did {asked} think of the radio?", found, FactReader(NameTable()))) is kept


def test_what_others_say_is_no_view_of_somebody() -> None:
    own = evidence("Ada Quill said that radios are warm.")
    about = evidence("Reviewers said in Ada Quill's time that radios are cold.", rank=2)
    spoken = evidence("Radios are alive.", speaker="Ada Quill", rank=3)
    found = ranked((own, 0, 1.4), (about, 0, 1.3), (spoken, 0, 1.2))
    wanted = views_of("What did Ada Quill think of radios?", found, ("Ada Quill", "Ada"))
    assert [one.evidence.rank for one in wanted] == [1, 3]
    assert views_of("What did reviewers think of radios?", found, ("Ada Quill", "Ada")) == found


FAMILY = "Ada Brandt kept the books. Hope Quill drew the shade. Bo Brandt died in 1979. He left a lathe. It hummed."


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("When did Ada Brandt die?", [0, 1]),  # of Bo it is told when, and behind him nobody is Ada
        ("When did Bo Brandt die?", [1, 2, 3, 4]),
        ("Why did Ada Brandt keep the books?", [0, 1, 2, 3, 4]),
    ],
)
def test_what_is_told_of_a_relative_is_not_told_of_the_person(question: str, kept: list[int]) -> None:
    item = evidence(FAMILY)
    found = on_subject(
        question, ranked(*((item, index, 1.0 - index / 10) for index in range(5))), FACTS, ("Brandt",)
    )
    assert [one.index for one in found] == kept
