"""Whether a question for a date or a price means the row that it names, or something that has to do with it."""

from __future__ import annotations

import pytest

from assistant.domain import Evidence
from assistant.generation.tables.facts import TableFacts, tell_row
from assistant.generation.tables.subject import ALSO_NAMED, NAMED, besides
from assistant.retrieval.names import NameIndex
from tests.unit.rows import TABLE, table_row

ROWS = (
    table_row(
        0,
        {
            "name": "Lumo",
            "aliases": "original Lumo",
            "category": "lamp",
            "announced": "1999-03-01",
            "released": "1999-04-12",
            "discontinued": "2001",
            "price": "$499",
            "description": "The Lumo was a lamp that dimmed itself.",
        },
    ),
    table_row(
        1, {"name": "Brandt Launch Lamp", "aliases": "Launch Lamp", "released": "1970", "price": "$20"}
    ),
    table_row(2, {"name": "Nocta", "aliases": "Nocturne", "released": "2003-06-01", "price": "$149"}),
)
NAMES = NameIndex(ROWS, {})
FACTS = TableFacts(NAMES)
RELEASED = "Lumo was released on 12 April 1999."
ANNOUNCED = "Lumo was announced on 1 March 1999."
DISCONTINUED = "Lumo was discontinued in 2001."


def answer(question: str) -> list[str]:
    evidence = tuple(Evidence(row, TABLE, rank, 1 / rank) for rank, row in enumerate(ROWS, start=1))
    return [sentence.text for sentence in FACTS.draft(question, evidence)]


@pytest.mark.parametrize(
    "question",
    [
        "When did the Lumo come out?",
        "when did the lumo first come out",
        "When was the Lumo released?",
        "When exactly was the Lumo released?",
        "When was the Lumo officially released to the public?",
        "When was the Lumo originally released?",
        "When was the original Lumo released?",
        "When was the first Lumo lamp released?",
        "When was the Lumo lamp launched?",
        "When did the Lumo launch?",
        "When did the Lumo debut?",
        "When did the Lumo first appear?",
        "When did the Lumo appear on the market?",
        "When did the Lumo come to market, or rather, when was it released?",
        "When did the Lumo go on sale?",
        "When did the Lumo first go on sale in stores?",
        "When did the Lumo go on sale in the USA?",
        "When did the Lumo come out in the United States?",
        "when was the lumo released in america",
        "When did the Lumo become available?",
        "When was the Lumo available to customers for the first time?",
        "When was the Lumo first sold?",
        "When was the Lumo made?",
        "When was the Lumo first shipped to customers?",
        "When did Brandt release the Lumo?",
        "when did brandt release the lumo",
        "When did Brandt Lamps Ltd start selling the Lumo?",
        "When did the brothers Brandt launch the Lumo?",
        "When did you bring out the Lumo, and when was it first sold?",
        "When did you come out with the Lumo? I mean, when was the Lumo released?",
        "When was the Lumo released by Brandt?",
        "When was Brandt's Lumo released?",
        "When was the Brandt Lumo released?",
        "when did brandt's first lumo come out",
        "When did the Lumo come out, and was it a success?",
        "My granny had one of these, when did the Lumo come out?",
        "Hello there! I love old lamps. When did the Lumo come out?",
        "When did the Lumo come out? My granny had one.",
        "On what day was the Lumo released?",
        "In which month of 1999 was the Lumo released?",
        "In what year did the Lumo come out?",
        "What year was the Lumo released?",
        "Which year did the Lumo come out?",
        "What is the release date of the Lumo?",
        "What was the Lumo's release date?",
        "release date for the lumo",
        "In what month exactly did the Lumo come out?",
        "I love the Lumo. When did it come out?",
        "When was the release of the Lumo?",
        "When was the launch of the Lumo?",
        "When were the first Lumo lamps available in shops?",
        "When did that famous little Lumo come out?",
        "Can you tell me when the Lumo came out, please? When did the Lumo come out?",
        "How old is the Lumo?",
    ],
)
def test_a_date_of_the_row_is_told_however_it_is_asked_for(question: str) -> None:
    assert answer(question) == [RELEASED]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the Lumo announced?", [ANNOUNCED]),
        ("When did Brandt introduce the Lumo?", [ANNOUNCED]),
        ("When was the Lumo first unveiled to the public?", [ANNOUNCED]),
        ("When did Ada Brandt unveil the Lumo at the Leipzig fair?", []),  # no word of the row is for a fair
        ("When did Ada Brandt unveil the Lumo at Leipzig?", [ANNOUNCED]),
        ("When was the Lumo introduced in January or in March?", [ANNOUNCED]),
        ("When was the Lumo discontinued?", [DISCONTINUED]),
        ("When did you stop making the Lumo?", [DISCONTINUED]),
        ("when did brandt stop selling the old lumo", [DISCONTINUED]),
        ("When was the Lumo last sold?", [DISCONTINUED]),
        ("When was the Lumo announced and discontinued?", [DISCONTINUED, ANNOUNCED]),
        ("When did the Lumo and the Nocta come out?", [RELEASED, "Nocta was released on 1 June 2003."]),
        ("When did the Lumo come out for the Nocta?", []),
        ("when did the lumo and the nocturne come out", [RELEASED, "Nocta was released on 1 June 2003."]),
    ],
)
def test_each_date_of_the_row_is_told(question: str, told: list[str]) -> None:
    assert answer(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "When was Dimmer released for the Lumo?",
        "When did Dimmer come out on the Lumo?",
        "When did dimmers first appear in the Lumo?",
        "When did Castle launch its shade for the original Lumo?",
        "When did the first shade appear on the Lumo?",
        "When was the case of the Lumo released?",
        "When did the Lumo's manual come out?",
        "When was the film about the Lumo released?",
        "When was the successor to the Lumo announced?",
        "When did the red Lumo come out?",
        "When did the Lumo Junior come out?",
        "When did the Lumo come out in Norway?",
        "when did the lumo come out in norway",
        "When did the Lumo launch for Castle?",
        "When did the Lumo come out in January in Norway?",
        "When did Brandt announce the end of the Lumo?",
        "When did Brandt announce that it would stop making the Lumo?",
        "When was the discontinuation of the Lumo announced?",
        "When did Brandt introduce a dimmer for the Lumo?",
        "When was the lamp before the Lumo released?",
        "When was the decision made to build the Lumo?",
        "When did Brandt announce the price cut for the Lumo?",
        "How old was Ada Brandt when the Lumo came out?",
        "How old is the owner of the Lumo?",
    ],
)
def test_a_date_of_something_else_is_not_told(question: str) -> None:
    assert answer(question) == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much did the Lumo cost?", ["Lumo had a launch price of $499."]),
        ("my granny had one, how much was the lumo", ["Lumo had a launch price of $499."]),
        ("How much did the Lumo cost, and when did it come out?", ["Lumo had a launch price of $499."]),
        ("how much was brandt's first lumo", ["Lumo had a launch price of $499."]),
        ("How much did the shade of the Lumo cost?", []),
        ("What did the Lumo cost when it was new, in francs?", []),
        (
            "how much were the lumo and the nocturne",
            ["Lumo had a launch price of $499.", "Nocta had a launch price of $149."],
        ),
    ],
)
def test_a_price_is_that_of_the_row(question: str, told: list[str]) -> None:
    assert answer(question) == told


def test_what_stands_inside_a_name_asks_for_nothing() -> None:
    assert answer("When did Ada draw the Launch Lamp?") == []
    assert answer("When did Ada draw the Brandt Launch Lamp?") == []
    assert answer("When was the Launch Lamp launched?") == ["Brandt Launch Lamp was released in 1970."]
    assert tell_row("When did Ada draw the Launch Lamp?", ROWS[1]) is None
    assert tell_row("When did that first lamp come out?", ROWS[1]) is not None


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("When did the Lumo come out?", f"When did the {NAMED} come out?"),
        (
            "the Lumo's price, and the Nocta-style Lumo",
            f"the {NAMED} price, and the {ALSO_NAMED} style {NAMED}",
        ),
        ("Is the (Lumo), or the “Nocturne” older", f"Is the {NAMED}, or the {ALSO_NAMED} older"),
    ],
)
def test_names_are_taken_out_and_the_rest_stands(question: str, bare: str) -> None:
    lumo, *others = NAMES.find(question)
    assert besides(question, lumo, *others) == bare


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who designed the Brio?", True),
        ("who really invented the brio", True),
        ("Who was the designer of the original Brio?", True),
        ("Who designed the Brio desk lamp from Oslo?", True),
        ("Who designed the shade of the Brio?", True),  # the row tells of shades
        ("Who designed the advertisement for the Brio?", False),
        ("Who made the glass of the Brio?", False),
    ],
)
def test_a_designer_is_that_of_the_row(question: str, told: bool) -> None:
    row = table_row(0, {"name": "Brio", "designer": "Ada Brandt; Bo Reed (shade)"})
    found = TableFacts(NameIndex([row], {})).draft(question, [Evidence(row, TABLE, 1, 1.0)])
    designed = ["Brio was designed by Ada Brandt and Bo Reed (shade)."]
    assert [sentence.text for sentence in found] == (designed if told else [])
