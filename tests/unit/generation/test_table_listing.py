"""Rows counted and listed: what came out in some years, and of what kind it is."""

from __future__ import annotations

import pytest

from assistant.domain import Evidence
from assistant.generation.tables.facts import TableFacts
from assistant.retrieval.names import NameIndex
from tests.unit.rows import TABLE, table_row

COLUMNS = ("name", "family", "category", "released", "designer")
THINGS = (
    ("Lumo", "Lumo", "lamp", "1958-03", "Ada Brandt"),
    ("Lumo Mini", "Lumo", "lamp", "1983", "Ada Brandt; Bela Castle (shade)"),
    ("Big Lumo", "Great lamps", "lamp", "1984-05-02", "Bela Castle"),
    ("Lumo Case", "Lumo accessories", "bag", "1984", "Ada Brandt"),
    ("Nocta", "Nocta", "clock radio", "1984-06", "Ada Brandt"),
    ("Nocta Dial", "Nocta", "spare part", "1985", ""),
    ("Nocta II", "Nocta", "clock radio", "1987", ""),
    ("Lumo Case 2", "Lumo accessories", "bag", "1990", ""),
    ("Night Bag", "Bags", "sleeping bag", "1990", ""),
    ("Varda", "Varda", "lamp", "1989", ""),
    ("Varda 2", "Varda", "lamp", "about 1992", ""),
    ("Pilumo", "Pilumo", "lamp", "1995", ""),
    ("Lumo Last", "Lumo", "lamp", "1995", ""),
    ("Brandt Table", "Brandt Table", "table", "1984", ""),
)
ALIASES = {"Lumo": ("Lumi", "Lumo lamp")}
PASSAGES = [
    table_row(at, {column: cell for column, cell in zip(COLUMNS, thing, strict=True) if cell})
    for at, thing in enumerate(THINGS)
]
FACTS = TableFacts(NameIndex(PASSAGES, ALIASES, "Brandt"), ALIASES)


def answer(question: str) -> list[str]:
    rows = FACTS.listed(question)
    evidence = tuple(Evidence(row, TABLE, rank, 1.0) for rank, row in enumerate(rows, start=1))
    return [sentence.text for sentence in FACTS.tell_listed(question, evidence)] if rows else []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many Lumos came out in 1984?", "1 entry released in 1984 for Lumo in its category “lamp”: Big Lumo"),
        ("How many Lumis came out in 1984?", "1 entry released in 1984 for Lumo in its category “lamp”: Big Lumo"),
        ("How many Brandt Lumos came out in 1983?", "1 entry released in 1983 for Lumo in its category “lamp”: "),
        ("How many clock radios were released in 1984?", "1 entry released in 1984 in its category “clock radio”: "),
        ("How many radios were released in 1984?", "1 entry released in 1984 in its category “clock radio”: Nocta"),
        ("How many Brandt tables came out in 1984?", "1 entry released in 1984 in its category “table”: Brandt T"),
        ("How many different Varda lamps did Brandt sell, and which were they?", "2 entries for Varda in its categ"),
        ("How many Nocta radios came out in 1987?", "1 entry released in 1987 for Nocta in its category “clock r"),
        ("How many Noctas came out in 1987?", "1 entry released in 1987 for Nocta in its category “clock radio”: "),
    ],
)  # fmt: skip
def test_what_was_counted_is_said(question: str, told: str) -> None:
    [said] = answer(question)
    assert said.startswith(f"“Table of products” has {told}")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("List all the clock radios", "2 entries in its category “clock radio”: Nocta and Nocta II."),
        ("show me all your Vardas please", "2 entries for Varda in its category “lamp”: Varda and Varda 2."),
        ("Which Vardas did Brandt make?", "2 entries for Varda in its category “lamp”: Varda and Varda 2."),
        ("What Vardas were there?", "2 entries for Varda in its category “lamp”: Varda and Varda 2."),
        ("What radios have you made over the years?", "2 entries in its category “clock radio”: Nocta and Nocta II."),
        (
            "name every lamp you ever made",
            "7 entries in its category “lamp”: Lumo, Lumo Mini, Big Lumo, Varda, Varda 2, Pilumo and Lumo Last.",
        ),
    ],
)  # fmt: skip
def test_all_of_a_sort_are_listed(question: str, told: str) -> None:
    assert answer(question) == [f"“Table of products” has {told}"]


@pytest.mark.parametrize(
    "question",
    [
        "List all the Lumos",  # the Pilumo may be one
        "Which Noctas did Philips make?",
        "What mistakes did Brandt make?",
        "Which Nocta did Ada Brandt make for her aunt?",
        "List all the letters",
    ],
)
def test_what_is_no_sort_of_the_table_is_not_listed(question: str) -> None:
    assert answer(question) == []


def test_of_many_the_first_are_named() -> None:
    rows = [table_row(at, {"name": f"Torch {at}", "category": "torch"}) for at in range(30)]
    facts = TableFacts(NameIndex(rows, {}))
    listed = facts.listed("List all torches")
    evidence = tuple(Evidence(row, TABLE, rank, 1.0) for rank, row in enumerate(listed, start=1))
    [said] = facts.tell_listed("List all torches", evidence)
    assert said.text.startswith(
        "“Table of products” has 30 entries in its category “torch”, among them Torch 0, "
    )
    assert said.text.endswith("and Torch 11.")
    assert len(said.spans) == 12
    told = {span.passage_id for span in said.spans}
    [further] = facts.tell_listed("List all torches", evidence, told)
    assert further.text.startswith(
        "“Table of products” has 30 entries in its category “torch”, among them Torch 12,"
    )
    everything = {row.id for row in listed}
    assert facts.tell_listed("List all torches", evidence, everything) == ()
    assert facts.tell_listed("List all torches", evidence, everything - {listed[-1].id})[0].text.endswith(
        "among them Torch 29."
    )


def test_the_makers_name_is_no_kind() -> None:
    dated = [row for row in PASSAGES if "about" not in row.text]
    facts = TableFacts(NameIndex(dated, ALIASES, "Brandt"), ALIASES)
    for question in (
        "How many Brandt products came out in 1984?",
        "Which products did Brandt release in 1984?",
    ):
        assert len(facts.listed(question)) == 4
        assert FACTS.listed(question) == (), "one date of the table cannot be read"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "which radios came out in the 80s",
            "in the 1980s in its category “clock radio”: Nocta and Nocta II.",
        ),
        (
            "Which radios were released in the 1980s?",
            "in the 1980s in its category “clock radio”: Nocta and Noct",
        ),
        (
            "Which radios came out in the eighties?",
            "in the 1980s in its category “clock radio”: Nocta and Nocta",
        ),
        (
            "What Lumos came out between 1980 and 1984?",
            "from 1980 to 1984 for Lumo in its category “lamp”: Lumo Mi",
        ),
        ("Which Lumos were released before 1960?", "before 1960 for Lumo in its category “lamp”: Lumo."),
        ("Which radios came out after 1984?", "after 1984 in its category “clock radio”: Nocta II."),
        (
            "Which radios came out since 1984?",
            "since 1984 in its category “clock radio”: Nocta and Nocta II.",
        ),
        ("List all radios of the 1980s", "in the 1980s in its category “clock radio”: Nocta and Nocta II."),
    ],
)
def test_years_are_told_as_they_were_asked_for(question: str, names: str) -> None:
    [said] = answer(question)
    assert f"released {names}" in said


@pytest.mark.parametrize(
    "question",
    [
        "How many lamps came out in 1989?",  # one date of the lamps cannot be read
        "How many bags came out in 1990?",  # a sleeping bag may be one
        "How many Noctas came out in 1985?",  # another sort of its family came out then
        "How many Lumos came out in 1995?",  # whether a Pilumo is one is not known
        "How many Big ones came out in 1984?",
        "How many accessories came out in 1984?",
        "How many cheap radios came out in 1984?",
        "How many radios came out in Norway in 1984?",
        "How many radios came out in 1984 with a dial?",
        "How many radios came out in 1984 or later?",
        "How many radios came out in 1984-86?",
        "How many radios did Zorblatt release in 1984?",
        "How many radios came out in the early 80s?",
        "How many radios came out in the 1900s?",
        "How many radios came out between 1987 and 1984?",
        "How many different radios were sold in Norway?",
    ],
)
def test_what_is_not_surely_known_is_not_counted(question: str) -> None:
    assert answer(question) == []


def test_every_count_of_a_year_is_that_of_the_table() -> None:
    for year in range(1950, 2000):
        radios = [name for name, _, sort, day, _ in THINGS if sort == "clock radio" and day[:4] == str(year)]
        said = answer(f"How many clock radios came out in {year}?")
        assert (f"has {len(radios)} entr" in said[0]) if radios else said == []


def test_that_nothing_is_known_of_those_years_is_said() -> None:
    missing = "no document found for this tells what came out then"
    assert FACTS.untold("Which radios came out in the 1960s?", ["Nocta came out in 1984."]) == missing
    assert FACTS.untold("Which radios came out in the 1960s?", ["A radio came out in 1965."]) is None
    assert FACTS.untold("How many radios came out in 1999?", ["Nocta came out in 1984."]) == missing


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("list all lamps by ada brandt", "2 entries in its category “lamp” with Ada Brandt as designer: Lumo and Lu"),
        ("what did bela castle design", "2 entries with Bela Castle as designer: Lumo Mini and Big Lumo."),
        ("which lamps did Ada Brandt draw?", "2 entries in its category “lamp” with Ada Brandt as designer: "),
        ("Which radios were designed by Ada Brandt?", "1 entry in its category “clock radio” with Ada Brandt as des"),
        ("What was designed by Bela Castle?", "2 entries with Bela Castle as designer: "),
    ],
)  # fmt: skip
def test_what_somebody_designed_is_listed(question: str, told: str) -> None:
    [said] = answer(question)
    assert said.startswith(f"“Table of products” has {told}")


@pytest.mark.parametrize(
    "question",
    [
        "what did hope quill design",
        "what did ada design",
        "what did ada brandt design for the army",
        "which bags did Bela Castle draw?",
        "which kettles did Ada Brandt draw?",
        "what did ada brandt say",
    ],
)
def test_what_the_designer_column_does_not_tell_is_not_listed(question: str) -> None:
    assert answer(question) == []
