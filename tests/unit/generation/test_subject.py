"""When the evidence does not speak of what the question names, and what of it speaks of something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.domain import Evidence
from assistant.generation.subject import insufficiency, on_subject
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from tests.fakes import evidence
from tests.unit.generation.ranking import ranked

FACTS = FactReader(NameTable({"Lark": ("Lark One",), "Lark 2": ()}))
ITSELF = ("Acme Radio", "Ada Quill")
LARK = evidence("The Lark was built by Bob Reed in a mill, who called it “the bird of the house”.")


def missing(question: str, *items: Evidence) -> str | None:
    return insufficiency(question, items or (LARK,), FACTS, ITSELF)


def test_no_evidence_speaks_of_nothing() -> None:
    assert insufficiency("What is a lark?", (), FACTS) == "no document speaks of this"


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
        "Was it built by the CEO?",
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


def test_the_founders_first_name_with_another_surname_is_somebody_else() -> None:
    found = ranked(
        (evidence("Ada Quill said that she was dismissed in 1931.", rank=1), 0, 1.0),
        (evidence("Ada Mott designed the Lark and left in 1928.", rank=2), 0, 0.5),
    )
    kept = on_subject("Why was Ada Mott dismissed?", found, FACTS, ITSELF)
    assert [one.sentence.rendering for one in kept] == ["Ada Mott designed the Lark and left in 1928."]
    assert missing("Why was Ada Mott dismissed?", evidence("Ada Quill was dismissed.")) is not None
    assert len(on_subject("Why was Ada dismissed?", found, FACTS, ITSELF)) == 2


def test_the_founders_whole_name_goes_without_saying() -> None:
    found = ranked((evidence("Bob Reed named the Lark after his boat."), 0, 1.0))
    for question in (
        "Why did Ada Quill name it the Lark?",
        "Why did Acme Radio's Ada Quill name it the Lark?",
    ):
        assert len(on_subject(question, found, FACTS, ITSELF)) == 1


def test_a_name_may_stand_in_the_title_or_be_the_speaker() -> None:
    assert missing("What did Carla Moss say?", evidence("It hums.", speaker="Carla Moss")) is None
    assert missing("What is Peru?", evidence("It hums.", title="Radios of Peru")) is None


def test_any_passage_may_hold_it() -> None:
    assert missing("Is it sold in Peru?", LARK, evidence("Sold in Peru.", rank=2)) is None


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


@pytest.mark.parametrize(
    ("asked", "text", "spoken_of"),
    [
        ("Attic Lamp", "The Meadow Lamp was designed by Greta Voss.", False),
        ("Attic Lamp", "It is a lamp for an attic.", False),
        ("Attic Lamp", "The Attic Lamp was designed by Greta Voss.", True),
        ("Greta Voss", "Voss drew it in a week.", True),
        ("Greta Voss", "G. Voss drew it in a week.", True),
        ("Greta Voss", "Anna Voss drew it in a week.", False),
        ("Voss Corporation", "In 1990 Voss moved to Hamburg.", True),
    ],
)
def test_what_shares_the_last_word_of_a_name_is_another(asked: str, text: str, *, spoken_of: bool) -> None:
    reason = insufficiency(f"What is told of the {asked}?", (evidence(text),), FactReader(NameTable()))
    assert (reason is None) is spoken_of


LUMOS = FactReader(NameTable({"Lumo": (), "Nocta": (), "Ada Brandt": ("Ada",)}))
THINGS = ("Lumo", "Nocta")
TOLD = (
    "The Lumo glowed. It was loved. The Nocta, which came in 1990, was dearer. It weighed 2 kg. "
    "A handle came with it. The Lumo had none. In 1991 the Nocta took its place."
)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What was the Lumo like?", [0, 1, 5, 6]),
        ("What was the Nocta like?", [2, 3, 4, 6]),
        ("How heavy was the Lumo?", [0, 1, 5, 6]),
        ("What replaced the Lumo?", [0, 1, 2, 3, 4, 5, 6]),
        ("What was made for the Lumo?", [0, 1, 2, 3, 4, 5, 6]),
        ("What was it like?", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_what_goes_on_about_another_thing_is_not_told_of_the_one_asked_for(
    question: str, kept: list[int]
) -> None:
    item = evidence(TOLD)
    found = on_subject(question, ranked(*((item, at, 0.5) for at in range(7))), LUMOS, things=THINGS)
    assert [one.index for one in found] == kept


def test_a_story_goes_on_from_paragraph_to_paragraph() -> None:
    item = evidence("In 1992 the works made 61,000 of them.")
    found = ranked((item, 0, 0.9))
    for before, kept in (
        (("The Lumo was loved.", "It glowed."), True),
        (("The Lumo was loved.", "The Nocta glowed.", "It was dear."), False),
        (("Lamps were loved.",), False),
    ):
        said = on_subject("How many Lumos were made?", found, LUMOS, (), THINGS, lambda _, told=before: told)
        assert bool(said) is kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Why was the Lumo called back?", False),  # one word, but a thing with a row of its own
        ("How much did Velox pay?", False),
        ("How much did the company pay?", True),
        ("How much did Ada pay?", True),  # one word of a table that is no thing of it
    ],
)
def test_what_speaks_of_nobody_named_is_left_out(question: str, *, kept: bool) -> None:
    item = evidence("The company had to pay 25 million crowns, as the seal of some lamps was at fault.")
    found = on_subject(question, ranked((item, 0, 0.9)), LUMOS, things=THINGS)
    assert bool(found) is kept


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        ("Why was Bo Reed dismissed?", "Ada Quill said that she was dismissed at 30.", False),
        ("Why was Bo Reed dismissed?", "Ada Quill said that Bo Reed was dismissed for her.", True),
        ("Why was Bo Reed dismissed?", "He was dismissed for a quarrel.", True),
        ("Why was Ada Quill dismissed?", "Ada Quill said that she was dismissed at 30.", True),
    ],
)
def test_she_is_the_one_a_sentence_opens_with(question: str, text: str, *, kept: bool) -> None:
    item = evidence(f"Bo Reed and Ada Quill ran the works. {text}")
    found = on_subject(question, ranked((item, 1, 0.9)), FactReader(NameTable()))
    assert bool(found) is kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How much did Velox pay Corvin?", False),
        ("How much did Velox pay?", True),
        ("How much did Velox pay Tamaro?", True),
        ("What did Velox and Corvin have in common?", True),
    ],
)
def test_what_one_paid_another_is_told_of_both(question: str, *, kept: bool) -> None:
    found = ranked((evidence("Velox paid Tamaro 548 million crowns."), 0, 0.9))
    assert bool(on_subject(question, found, FactReader(NameTable()))) is kept


@pytest.mark.parametrize(
    ("question", "missing_name"),
    [
        ("What did Acme pay for the mill?", None),
        ("what did acme pay for the mill", None),
        ("When was the Acme Pay withdrawn?", "Acme Pay"),
        ("Did Acme Pay come before the Lark?", "Acme Pay"),
    ],
)
def test_a_deed_of_the_brand_is_no_thing_called_so(question: str, missing_name: str | None) -> None:
    facts = FactReader(NameTable({"Acme Pay": (), "Lark": ()}))
    item = evidence("Acme agreed to pay 5 crowns for the mill. The Lark was built there.")
    reason = insufficiency(question, (item,), facts, ("Acme",))
    assert reason == (f"no document found for this speaks of {missing_name}" if missing_name else None)


def test_a_title_that_lists_things_says_of_no_passage_that_it_speaks_of_each() -> None:
    told = "The firm agreed to pay 50 million crowns in a settlement."
    for title, kept in (
        ("What went wrong: Velox, Tamaro, Corvin", False),
        ("What went wrong with Velox", True),
    ):
        found = ranked((evidence(told, title=title), 0, 0.9))
        assert (
            bool(on_subject("How much did the Velox settlement cost?", found, FactReader(NameTable())))
            is kept
        )
