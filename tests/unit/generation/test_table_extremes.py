"""The first, the newest, the dearest and the cheapest of a sort of thing, as far as a table can tell."""

from __future__ import annotations

import pytest

from assistant.domain import Evidence
from assistant.generation.tables.facts import TableFacts
from assistant.retrieval.names import NameIndex
from tests.unit.rows import TABLE, table_row

LAMPS = (
    ("Lumo One", "Lumo", "lamp", "1999-04-12", "499"),
    ("Lumo Two", "Lumo", "lamp", "2001-10", "299"),
    ("Lumo Mini", "Lumo", "lamp", "2001", "99"),
    ("Lumo Mini (2nd generation)", "Lumo", "lamp", "2005-05-02", "99"),
    ("Bag for the Lumo", "Lumo", "bag", "1998", "9"),
    ("Nocta", "Nocta", "clock radio", "2003-06-01", "149"),
    ("Nocta II", "Nocta", "clock radio", "2007-06-01", ""),
)
COLUMNS = ("name", "family", "category", "released", "launch_price_usd")


def facts(rows: tuple[tuple[str, ...], ...]) -> TableFacts:
    passages = [table_row(place, dict(zip(COLUMNS, row, strict=True))) for place, row in enumerate(rows)]
    return TableFacts(NameIndex(passages, {}), {"Lumo": ("Lu",)})


FACTS = facts(LAMPS)


def told(question: str, tables: TableFacts = FACTS) -> list[str]:
    rows = tables.listed(question)
    evidence = tuple(Evidence(row, TABLE, rank, 1.0) for rank, row in enumerate(rows, start=1))
    return [sentence.text for sentence in tables.tell_listed(question, evidence)] if rows else []


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What was your first lamp?", "The first lamp in “Table of products” is Lumo One."),
        ("what is the oldest lamp you ever made", "The first lamp in “Table of products” is Lumo One."),
        ("What was the first lamp Brandt made?", "The first lamp in “Table of products” is Lumo One."),
        (
            "What was the first clock radio Brandt sold?",
            "The first clock radio in “Table of products” is Nocta.",
        ),
        (
            "Which lamp was the newest?",
            "The newest lamp in “Table of products” is Lumo Mini (2nd generation).",
        ),
        (
            "What was Brandt's most expensive lamp?",
            "The most expensive lamp in “Table of products” is Lumo One.",
        ),
        (
            "What's your cheapest lamp?",
            "The cheapest entries for lamp in “Table of products” are Lumo Mini and Lumo Mini (2nd generation).",
        ),
        ("What was the first thing you made?", "The first thing in “Table of products” is Bag for the Lumo."),
        # a bag for the Lumo is no Lumo, and another name counts
        ("What is the newest lu?", "The newest lu in “Table of products” is Lumo Mini (2nd generation)."),
    ],
)
def test_the_end_of_a_column_is_named(question: str, first: str) -> None:
    assert told(question)[0] == first


def test_what_it_is_by_is_told_with_it() -> None:
    assert told("What was your first lamp?")[1] == "Lumo One was released on 12 April 1999."
    assert told("Which lamp was the most expensive?")[1] == "Lumo One had a launch price of $499."


def test_a_date_that_may_be_any_day_of_its_year_is_not_taken_for_the_first_one() -> None:
    rows = (("Vela", "Vela", "lamp", "1999", ""), ("Vega", "Vega", "lamp", "1999-01-24", ""))
    assert (
        told("What was the first lamp?", facts(rows))[0] == "The first lamp in “Table of products” is Vega."
    )


@pytest.mark.parametrize(
    "question",
    [
        "What did the first lamp cost?",
        "What was the first lamp like?",
        "When did you open your first shop?",
        "What was the first Nocta?",  # who asks so wants to hear what it was
        "Which clock radio was the most expensive?",  # one of two has no price
        "What was the first kettle?",
    ],
)
def test_what_no_column_can_tell_is_not_told(question: str) -> None:
    assert told(question) == []


def test_that_prices_are_missing_is_said() -> None:
    missing = "the table has no price for some of them, so the most expensive is not known"
    assert FACTS.untold("Which clock radio was the most expensive?", []) == missing
    assert FACTS.untold("Which lamp was the most expensive?", []) is None
    assert FACTS.untold("Which clock radio was the first?", []) is None


@pytest.mark.parametrize(
    "maker",
    [
        "Brandt made",
        "that Brandt made",
        "that Brandt Lamps made",
        "that Brandt & Sons Ltd made",
        "Brandt & Sons Ltd made",
        "that Brandt & Sons ever sold",
        "that the Brandt brothers have built",
        "you ever brought out",
    ],
)
def test_the_makers_name_is_no_part_of_the_sort(maker: str) -> None:
    assert (
        told(f"What was the first lamp {maker}?")[0] == "The first lamp in “Table of products” is Lumo One."
    )
    assert told(f"What was the first clock radio {maker}?")[0].endswith(" is Nocta.")


@pytest.mark.parametrize("end", ["first", "newest", "latest", "most expensive", "cheapest"])
@pytest.mark.parametrize(
    "question",
    [
        "What was the price of the {} lamp?",
        "How much is the {} lamp?",
        "What does the {} lamp cost?",
        "What was the release date of the {} lamp?",
        "When did the {} lamp come out?",
        "When was the {} lamp released?",
        "In which year was the {} lamp made?",
        "Who designed the {} lamp?",
        "What colour is the {} lamp?",
        "Why is the {} lamp yellow?",
        "What was missing from the {} lamp?",
        "What did Ada say about the {} lamp?",
    ],
)
def test_who_asks_for_something_of_the_end_is_not_told_its_name_only(question: str, end: str) -> None:
    assert told(question.format(end)) == []


@pytest.mark.parametrize(
    "question",
    [
        "What is the newest lamp?",
        "whats your newest lamp",
        "What's Brandt's latest lamp?",
        "the newest lamp?",
        "newest lamp",
        "Tell me about your latest lamp.",
        "What is the latest lamp on sale?",
        "whats the newest lamp you make",
        "What is the newest lamp that Brandt & Sons Ltd brought out?",
    ],
)
def test_the_newest_is_told_however_it_is_asked_for(question: str) -> None:
    assert told(question)[0].endswith(" is Lumo Mini (2nd generation).")


def test_the_newest_or_dearest_may_bear_the_name_of_its_sort() -> None:
    rows = (
        ("Vela", "Vela", "lamp", "1999-01-24", "199"),
        ("Vela (2nd generation)", "Vela", "lamp", "2004-01-24", "299"),
    )
    tables = facts(rows)
    assert told("What is the newest Vela?", tables)[0].endswith(" is Vela (2nd generation).")
    assert told("What was the most expensive Vela?", tables)[0].endswith(" is Vela (2nd generation).")
    assert told("What was the first Vela?", tables) == []
    assert tables.untold("What was the cheapest Vela?", []) is None, "every Vela has its price"


@pytest.mark.parametrize(
    "prices",
    [
        ("$250", "£199", "¥30,000"),
        ("$250", "£199", "£30,000"),
        ("250", "199 kr", "300"),
        ("250 €", "199 €", "1,300 kr"),
    ],
)
@pytest.mark.parametrize("end", ["most expensive", "cheapest"])
def test_sums_of_several_currencies_have_no_end(prices: tuple[str, ...], end: str) -> None:
    rows = tuple((f"Lumo {place}", "Lumo", "lamp", "1999", price) for place, price in enumerate(prices))
    question = f"What is the {end} Lumo?"
    assert told(question, facts(rows)) == []
    reason = f"the table does not give all their prices in one currency, so the {end} is not known"
    assert facts(rows).untold(question, []) == reason


def test_a_sum_that_may_be_read_in_two_ways_counts_as_missing() -> None:
    rows = tuple((f"Lumo {price}", "Lumo", "lamp", "1999", price) for price in ("1.299 €", "999 €", "€899"))
    assert told("What is the cheapest Lumo?", facts(rows)) == []
    rows = tuple(
        (f"Lumo {place}", "Lumo", "lamp", "1999", price) for place, price in enumerate(("12.5", "9.99"))
    )
    assert told("What is the cheapest Lumo?", facts(rows))[0].endswith(" is Lumo 1.")


KNIVES = (
    ("Heron", "1928", "", "6.50", "Range of four bread knives with an ash handle"),
    ("Wren", "1931", "1950", "2.10", "Boning knife, narrow and stiff"),
    ("Osprey", "1995", "", "120", "Fixed-blade survival knife in a sheath"),
    ("Block", "1990", "", "300", "Knife block of beech"),
    ("Avocet", "2006", "", "45", "Kitchen scissors that come apart"),
)
KNIFE_COLUMNS = ("name", "released", "discontinued", "price_usd", "description")


def knives(rows: tuple[tuple[str, ...], ...] = KNIVES) -> TableFacts:
    passages = [
        table_row(place, {column: cell for column, cell in zip(KNIFE_COLUMNS, row, strict=True) if cell})
        for place, row in enumerate(rows)
    ]
    return TableFacts(NameIndex(passages, {}), {})


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "most expensive knife you do?",
            "The most expensive entry that “Table of products” calls “knife” is Osprey.",
        ),
        ("newest knife", "The newest entry that “Table of products” calls “knife” is Osprey."),
        ("your cheapest knife", "The cheapest entry that “Table of products” calls “knife” is Wren."),
        (
            "whats the cheapest knife i can still get",
            "The cheapest entry that “Table of products” calls “knife”, of those not given as discontinued, is Heron.",
        ),
        (
            "cheapest thing Brandt sells nowadays",
            "The cheapest thing in “Table of products”, of those not given as discontinued, is Heron.",
        ),
        (
            "what was the dearest thing Brandt ever had",
            "The most expensive thing in “Table of products” is Block.",
        ),
        (
            "cheapest thing on Brandt's list?",
            "The cheapest thing in “Table of products”, of those not given as discontinued, is Heron.",
        ),
        (
            "the dearest thing Brandt Lamps ever sold",
            "The most expensive thing in “Table of products” is Block.",
        ),
        ("whats the cheapest one", "The cheapest one in “Table of products” is Wren."),
        ("Brandt's newest one?", "The newest one in “Table of products” is Avocet."),
    ],
)
def test_where_no_column_tells_the_sort_the_description_does(question: str, first: str) -> None:
    assert told(question, knives())[0] == first


@pytest.mark.parametrize(
    "question",
    [
        "What was the first knife Brandt made?",  # before there was a table, documents tell
        "most expensive scissors",  # one alone is no end
        "most expensive kettle you sell",
        "cheapest handle",
    ],
)
def test_what_descriptions_cannot_tell_is_not_told(question: str) -> None:
    assert told(question, knives()) == []


def test_a_product_of_the_maker_is_any_product() -> None:
    rows = (
        table_row(0, {"name": "Lumo", "category": "lamp", "released": "1970"}),
        table_row(1, {"name": "Brandt Basic", "category": "software", "released": "1980"}),
    )
    facts = TableFacts(NameIndex(rows, {}, "Brandt"), {})
    for question in (
        "What is the oldest Brandt product?",
        "oldest Brandt thing",
        "What is Brandt's oldest product?",
    ):
        assert told(question, facts)[-1] == "Lumo was released in 1970."
    assert "Lumo was released in 1970." not in told("What is the oldest Brandt Basic?", facts)


def test_what_came_first_is_told_where_the_table_has_many_such_things() -> None:
    more = (*KNIVES, ("Plover", "1940", "", "4", "Oyster knife"))
    assert told("What was the first knife Brandt made?", knives(more)) == [
        "The first entry that “Table of products” calls “knife” is Heron.",
        "Heron was released in 1928.",
    ]


def test_a_thing_that_bears_the_name_of_its_sort_is_ranked_with_those_described_so() -> None:
    rows = (*KNIVES, ("Oyster Knife", "1960", "", "500", "Stubby, for shells"))
    assert told("most expensive knife", knives(rows))[0] == (
        "The most expensive knife in “Table of products” is Oyster Knife."
    )
    assert told("cheapest knife", knives(rows))[0].endswith(" is Wren.")


def test_a_category_counts_before_a_name_that_holds_the_word() -> None:
    rows = [
        table_row(0, {"name": "Brandt Drawing Tablet", "category": "input device", "released": "1979"}),
        table_row(1, {"name": "Slate", "category": "tablet", "released": "2010"}),
        table_row(2, {"name": "Slate 2", "category": "tablet", "released": "2011"}),
    ]
    facts = TableFacts(NameIndex(rows, {}, "Brandt"), {})
    for question in ("What was the first Brandt tablet?", "What was the first tablet?"):
        assert told(question, facts)[0] == "The first tablet in “Table of products” is Slate."


def test_prices_on_other_terms_have_no_end() -> None:
    notes = ("with a contract", "", "red")
    rows = [
        table_row(at, {"name": f"Lumo {at}", "family": "Lumo", "price": f"{at}00", "price_note": note})
        for at, note in enumerate(notes, start=1)
    ]
    facts = TableFacts(NameIndex(rows, {}), {})
    assert told("What is the cheapest Lumo?", facts) == []
    reason = "the table does not give all their prices on the same terms, so the cheapest is not known"
    assert facts.untold("What is the cheapest Lumo?", []) == reason
