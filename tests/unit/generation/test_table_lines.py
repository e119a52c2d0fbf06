"""Ends of things of which there were several, each with an end of its own."""

from __future__ import annotations

import pytest

from assistant.domain import Evidence
from assistant.generation.table_facts import TableFacts
from assistant.retrieval.names import NameIndex
from tests.unit.rows import TABLE, table_row

COLUMNS = ("name", "family", "category", "released", "discontinued")
THINGS = (
    ("Lumo", "Lumo", "lamp", "1999", "2001"),
    ("Lumo (2nd generation)", "Lumo", "lamp", "2001", "2004-05"),
    ("Lumo Mini", "Lumo", "lamp", "2002", "2003-02-01"),
    ("Lumo Shade", "Lumo", "spare part", "2005", ""),
    ("Nocta", "Nocta", "lamp", "2006-03-01", "2008"),
    ("Nocta (2nd generation)", "Nocta", "lamp", "2008", ""),
    ("Brio S", "Brio", "lamp", "1990", "1994"),
    ("Brio L", "Brio", "lamp", "1991", "1994-06"),
    ("Varda", "Varda", "lamp", "1980", ""),
    ("Varda X", "Varda", "lamp", "1982", "1983"),
    ("Porter", "Bags", "bag", "1970", "1972"),
    ("Porter 802", "Bags", "bag", "1973", "1978"),
)
ALIASES = {"Lumo": {"aliases": "Brandt Lumo"}}
ROWS = tuple(
    table_row(
        at,
        {
            **ALIASES.get(thing[0], {}),
            **{column: cell for column, cell in zip(COLUMNS, thing, strict=True) if cell},
        },
    )
    for at, thing in enumerate(THINGS)
)
FACTS = TableFacts(NameIndex(ROWS, {}))


def answer(question: str) -> list[str]:
    if rows := FACTS.listed(question):
        evidence = tuple(Evidence(row, TABLE, rank, 1 / rank) for rank, row in enumerate(rows, start=1))
        return [sentence.text for sentence in FACTS.tell_listed(question, evidence)]
    everything = tuple(Evidence(row, TABLE, rank, 1 / rank) for rank, row in enumerate(ROWS, start=1))
    return [sentence.text for sentence in FACTS.draft(question, everything)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "When was the Lumo discontinued?",
            "Lumo (2nd generation) was discontinued in May 2004, the last of that name",
        ),
        (
            "when did you stop making the lumo",
            "Lumo (2nd generation) was discontinued in May 2004, the last of that name",
        ),
        (
            "do you still make Lumos?",
            "Lumo (2nd generation) was discontinued in May 2004, the last of that name",
        ),
        ("is the porter still sold?", "Porter 802 was discontinued in 1978, the last of its family"),
    ],
)
def test_the_end_of_several_is_that_of_the_last(question: str, told: str) -> None:
    assert answer(question) == [f"{told} in “Table of products”."]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the first Lumo discontinued?", ["Lumo was discontinued in 2001."]),
        ("When was the Lumo Mini axed?", ["Lumo Mini was discontinued on 1 February 2003."]),
        ("Was the Lumo Mini discontinued?", ["Lumo Mini was discontinued on 1 February 2003."]),
        (
            "How long was the Lumo Mini sold?",
            ["Lumo Mini was released in 2002.", "Lumo Mini was discontinued on 1 February 2003."],
        ),
    ],
)
def test_the_end_of_one_is_its_own(question: str, told: list[str]) -> None:
    assert answer(question) == told


def test_of_two_the_end_of_the_one_that_is_alone_is_told() -> None:
    assert answer("When were the Lumo and the Brio S discontinued?") == ["Brio S was discontinued in 1994."]


def test_whether_it_is_still_sold_is_told_of_the_newest() -> None:
    assert answer("Is the Nocta still sold?") == [
        "Nocta (2nd generation) was released in 2008.",
        "“Table of products” gives no end of sale for Nocta (2nd generation).",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "When was the Nocta discontinued?",  # one of them has no end
        "When was the Brio discontinued?",  # a year, and a month of it: either may be the last
        "Is the Varda still sold?",  # the older one has no end, and the newer one has
        "When did the Varda stop being made?",  # no end, and when it was made is not asked
        "How long was the Lumo sold?",  # from the first to the last of several
        "Is the Zorblatt still made?",
    ],
)
def test_an_end_that_the_table_does_not_tell_is_not_told(question: str) -> None:
    assert answer(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "Why is the Lumo no longer sold?",
        "Why did you stop making the Lumo?",
        "Is the Lumo still made of paper?",
        "Is the Lumo still made in Oslo?",
        "Who still makes shades for the Lumo?",
        "Are shades for the Lumo still sold?",
        "Do you still sell bulbs for the Lumo?",
        "Can I still buy parts for the Lumo Mini?",
        "How long was the shade of the Lumo Mini sold?",
        "How many Lumos are still sold?",
        "What do you still sell for the Lumo?",
    ],
)
def test_what_asks_for_no_end_is_told_none(question: str) -> None:
    assert answer(question) == []
    assert FACTS.untold(question, ["The Lumo had a paper shade."]) is None


def test_an_end_that_no_text_tells_is_said_to_be_unknown() -> None:
    unknown = "no document found for this tells when it was withdrawn"
    assert FACTS.untold("When was the Nocta discontinued?", ["The Nocta had a paper shade."]) == unknown
    assert FACTS.untold("When was the Nocta discontinued?", ["Brandt ended the Nocta in 2010."]) is None
    assert FACTS.untold("When was the Nocta discontinued?", ["The Nocta was Brandt's last lamp."]) == unknown
    assert FACTS.untold("When did the Nocta come out?", ["The Nocta had a paper shade."]) is None
