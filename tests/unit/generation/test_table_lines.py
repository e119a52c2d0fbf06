"""Ends of things of which there were several, each with an end of its own."""

from __future__ import annotations

import pytest

from assistant.domain import Evidence
from assistant.generation.tables.facts import TableFacts
from assistant.retrieval.names import NameIndex
from tests.unit.rows import TABLE, table_row

COLUMNS = ("name", "family", "category", "released", "discontinued", "successor")
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
    ("Ferry", "Trunks", "bag", "1980", "1981", "Ferry 802"),
    ("Ferry 802", "Trunks", "bag", "1981", "1986", "Ferry 802 (1986); Raft"),
    ("Ferry 802 (1986)", "Trunks", "bag", "1986", "1990", "Ferry"),
)
ALIASES = {"Lumo": {"aliases": "Brandt Lumo"}, "Porter": {"aliases": "Brandt Porter"}}
ROWS = tuple(
    table_row(
        at,
        {
            **ALIASES.get(thing[0], {}),
            **{column: cell for column, cell in zip(COLUMNS, thing, strict=False) if cell},
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
        (
            "When was the Ferry discontinued?",
            "Ferry 802 (1986) was discontinued in 1990, the last of its family",
        ),
    ],
)
def test_the_end_of_several_is_that_of_the_last(question: str, told: str) -> None:
    assert answer(question) == [f"{told} in “Table of products”."]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the first Lumo discontinued?", ["Lumo was discontinued in 2001."]),
        ("When was the Porter discontinued?", ["Porter was discontinued in 1972."]),
        ("When was the Brandt Porter discontinued?", ["Porter was discontinued in 1972."]),
        ("When was the first Ferry discontinued?", ["Ferry was discontinued in 1981."]),
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


BEGUN = tuple(
    table_row(at, {column: cell for column, cell in row.items() if cell})
    for at, row in enumerate(
        (
            {"name": "Uhu 110", "released": "1976-03", "price_usd": "210", "designer": "Ada Pohl"},
            {"name": "Uhu 110 Beech", "released": "2001-09", "price_usd": "590"},
            {"name": "Tarn S", "released": "1990", "price_usd": "5"},
            {"name": "Tarn L", "released": "1990", "price_usd": "9"},
            {"name": "Grebe", "released": "1980"},
            {"name": "Grebe 2", "released": "1984"},
            {"name": "Moth 9", "released": "1962"},
            {"name": "Pear spatula", "released": "2019"},
            {"name": "Brandt Rail", "released": "1950"},
            {"name": "Brandt Post", "released": "1951"},
            {"name": "Fen A"},
            {"name": "Fen B"},
        )
    )
)


def of_begun(question: str) -> list[str]:
    facts = TableFacts(NameIndex(BEGUN, {}, "Brandt"))
    evidence = tuple(
        Evidence(row, TABLE, rank, 1 / rank) for rank, row in enumerate(facts.listed(question), start=1)
    )
    return [sentence.text for sentence in facts.tell_listed(question, evidence)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when did the uhu come out", ["Uhu 110 was released in March 1976."]),
        ("When was the very first Uhu?", ["Uhu 110 was released in March 1976."]),
        ("Who designed the Uhu?", ["Uhu 110 was designed by Ada Pohl."]),
        ("how much was the uhu", ["Uhu 110 had a launch price of $210."]),
        (
            "What did the Tarn cost?",
            ["Tarn S had a launch price of $5.", "Tarn L had a launch price of $9."],
        ),
        ("When did the Moth come out?", ["Moth 9 was released in 1962."]),
    ],
)
def test_a_name_that_several_begin_with_means_the_first_of_them(question: str, told: list[str]) -> None:
    assert of_begun(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "When did the Grebe come out?",  # a row has that very name
        "When did the pear come out?",  # of one name, the rest is more than a number
        "When did Brandt come out?",  # the maker's
        "When did the Fen come out?",  # nobody knows which came first
        "When did the lens for the Uhu come out?",
        "Who designed the box of the Uhu?",
        "What was the Uhu?",
        "When was the Uhu stolen?",
    ],
)
def test_a_name_that_is_no_beginning_or_asked_of_otherwise_means_none(question: str) -> None:
    assert of_begun(question) == []


LIMPETS = tuple(
    table_row(at, {column: cell for column, cell in row.items() if cell})
    for at, row in enumerate(
        (
            {
                "name": "Limpa",
                "family": "Limpa",
                "released": "1968",
                "discontinued": "1994",
                "successor": "Limpa 2",
            },
            {"name": "Limpa 2", "family": "Limpa", "released": "1973", "discontinued": "1996"},
            {"name": "Limpa Storm", "family": "Limpa", "released": "1979", "discontinued": "1992"},
            {"name": "Skarv", "family": "Skarv", "released": "1988", "discontinued": "1995"},
            {"name": "Skarv Pro", "family": "Skarv", "released": "1996"},
            {"name": "Great Limpa", "family": "Great", "released": "1990", "discontinued": "1999"},
        )
    )
)


def of_limpets(question: str) -> list[str]:
    facts = TableFacts(NameIndex(LIMPETS, {}))
    rows = [Evidence(row, TABLE, rank, 1.0) for rank, row in enumerate(facts.listed(question), start=1)]
    return [sentence.text for sentence in facts.tell_listed(question, rows)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "when was the limpa discontinued",
            [
                "Limpa was discontinued in 1994.",
                "Limpa 2 was discontinued in 1996, the last of its family in “Table of products”.",
            ],
        ),
        ("When was the Skarv discontinued?", ["Skarv was discontinued in 1995."]),
        ("When was the last Limpa discontinued?", []),  # a Great Limpa ended later
        (
            "is the limpa still sold?",
            ["Limpa 2 was discontinued in 1996, the last of its family in “Table of products”."],
        ),
    ],
)
def test_the_end_of_the_row_of_that_very_name_comes_first(question: str, told: list[str]) -> None:
    assert of_limpets(question) == told


def test_a_thing_of_another_sort_is_not_the_first_of_a_name() -> None:
    rows = [
        table_row(0, {"name": "Uhu Shade", "category": "shade", "released": "1970", "price": "5"}),
        table_row(1, {"name": "Uhu 110", "category": "lamp", "released": "1976-03", "price": "210"}),
        table_row(2, {"name": "Uhu 110 (revised)", "category": "lamp", "released": "1976", "price": "230"}),
    ]
    facts = TableFacts(NameIndex(rows, {}))
    assert facts.listed("How much was the Uhu?") == (rows[1],)
