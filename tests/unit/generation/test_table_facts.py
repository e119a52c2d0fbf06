import pytest

from assistant.domain import Evidence, Span
from assistant.generation.tables.facts import TableFacts, tell_row
from assistant.retrieval.names import NameIndex
from tests.fakes import evidence as passage_of
from tests.unit.generation.ranking import ranked
from tests.unit.rows import EVIDENCE, ROWS, TABLE, table_row

FACTS = TableFacts(NameIndex(ROWS, {}))


def answer(question: str, evidence: tuple[Evidence, ...] = EVIDENCE) -> list[str]:
    return [sentence.text for sentence in FACTS.draft(question, evidence)]


@pytest.mark.parametrize(
    ("column", "told"),
    [("launch_price_eur", "€499"), ("Price (CHF)", "CHF 499"), ("List price, £", "£499"), ("price", "499")],
)
def test_a_price_is_told_in_the_currency_of_its_column(column: str, told: str) -> None:
    row = table_row(0, {"name": "Lumo Six", column: "499"})
    facts, item = TableFacts(NameIndex([row], {})), Evidence(row, TABLE, 1, 1.0)
    (sentence,) = facts.draft("How much did the Lumo Six cost?", [item])
    assert sentence.text == f"Lumo Six had a launch price of {told}."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("31/04/1990", None),
        ("April 1978", "in April 1978"),
        ("24th January 1984", "on 24 January 1984"),
        ("1984/1/24", "on 24 January 1984"),
        ("24.1.1984", "on 24 January 1984"),
        ("5/6/1984", None),
    ],
)
def test_a_date_is_told_where_it_means_one_day(written: str, told: str | None) -> None:
    row = table_row(0, {"name": "Lumo Six", "released": written})
    facts, item = TableFacts(NameIndex([row], {})), Evidence(row, TABLE, 1, 1.0)
    said = [sentence.text for sentence in facts.draft("When was the Lumo Six released?", [item])]
    assert said == ([f"Lumo Six was released {told}."] if told else [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did the Lumo One come out?", ["Lumo One was released on 12 April 1999."]),
        ("When was the Lumo One announced?", ["Lumo One was announced on 1 March 1999."]),
        ("When was the Lumo One discontinued?", ["Lumo One was discontinued in 2001."]),
        ("When was the Lumo Two introduced?", ["Lumo Two was released in October 2001."]),
        ("How much did the first Lumo cost?", ["Lumo One had a launch price of $499 (with 4 lamps)."]),
        ("What was the price of the Lumo One S?", ["Lumo One S had a launch price of $549.50."]),
        (
            "What was the Lumo One S's price, and until when are parts for it promised?",
            ["Lumo One S had a launch price of $549.50."],
        ),
        ("What is the identifier of the Lumo One S?", ["The identifiers of Lumo One S are given as LM1,2."]),
        ("Who designed the Lumo One?", ["Lumo One was designed by Ada Brandt."]),
        ("What came before the Lumo Two?", ["The predecessor of Lumo Two was Lumo One S."]),
        (
            "When was the Lumo One released, and which processor did it have?",
            ["Lumo One was released on 12 April 1999.", "The processor of Lumo One is given as Zed 80."],
        ),
        (
            "Which was cheaper, the Lumo Two or the Lumo Mini?",
            [
                "Lumo Two cost $200 more at launch than Lumo Mini.",
                "Lumo Two had a launch price of $299.",
                "Lumo Mini had a launch price of $99.",
            ],
        ),
        (
            "How many days passed between the announcement and the release of the Lumo One?",
            [
                "Lumo One was announced on 1 March 1999.",
                "Lumo One was released on 12 April 1999.",
                "Lumo One went on sale 42 days after its announcement.",
            ],
        ),
    ],
)
def test_cells_answer(question: str, expected: list[str]) -> None:
    assert answer(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why did the Lumo One come out in 1985?", ["Lumo One was released on 12 April 1999."]),
        ("Why was the Lumo Mini first released in March 1990?", ["Lumo Mini was released in 2001."]),
        ("Why did the Lumo One S cost only $50?", ["Lumo One S had a launch price of $549.50."]),
        ("How did Bela Castle design the Lumo One?", ["Lumo One was designed by Ada Brandt."]),
        ("Why did Brandt design the Lumo One?", []),
        ("Why did the Lumo One come out in 1999?", []),
        ("Why was a dimmer for the Lumo One introduced in 2004?", []),
        ("What was introduced in 2004 for the Lumo One?", []),
    ],
)
def test_a_premise_that_a_cell_contradicts_is_answered_by_the_cell(
    question: str, expected: list[str]
) -> None:
    assert answer(question) == expected


def test_order_is_computed_and_declared() -> None:
    first, *dates = FACTS.draft("Which came first, the Lumo One S or the Lumo One?", EVIDENCE)
    assert first.text == "Lumo One came before Lumo One S."
    assert first.computed == {"before"}
    assert {span.passage_id for span in first.spans} == {"row0", "row1"}
    assert [sentence.text for sentence in dates] == [
        "Lumo One was released on 12 April 1999.",
        "Lumo One S was released on 20 May 2000.",
    ]


def test_no_order_is_claimed_inside_one_imprecise_year() -> None:
    assert answer("Which came first, the Lumo Two or the Lumo Mini?") == [
        "Lumo Mini was released in 2001.",
        "Lumo Two was released in October 2001.",
    ]


def test_time_between_is_computed() -> None:
    assert answer("How long after the Lumo One did the Lumo One S follow?")[-1] == (
        "Lumo One S came about 13 months after Lumo One."
    )


@pytest.mark.parametrize(
    "question",
    [
        "Why was the Lumo One made?",
        "What will the Lumo Nine cost?",
        "What was the price of the Lumo Radio?",
        "When was the company founded?",
        "Was the Lumo One popular?",
        "How much does an overhaul of a Lumo One cost?",
    ],
)
def test_what_no_cell_answers_is_not_answered(question: str) -> None:
    assert answer(question) == []


def test_only_rows_among_the_evidence_are_used() -> None:
    assert answer("When did the Lumo One come out?", EVIDENCE[1:]) == []


def test_the_newest_of_a_kind_is_named_with_its_date() -> None:
    rows = FACTS.listed("What is the newest Lumo?")
    evidence = tuple(item for item in EVIDENCE if item.passage in rows)
    assert [sentence.text for sentence in FACTS.tell_listed("What is the newest Lumo?", evidence)] == [
        "The newest Lumo in “Table of products” is Lumo Radio (1st generation).",
        "Lumo Radio (1st generation) was released on 1 June 2003.",
    ]


def test_a_cell_that_is_empty_is_not_made_up_by_prose_about_something_else() -> None:
    said = FACTS.untold("Which processor did the Lumo Mini have?", ["The Lumo Mini was small."])
    assert said == "no document found for this tells which processor it had"
    assert FACTS.untold("Which processor did the Lumo Mini have?", ["Its chip was a Zed 60."]) is None
    assert FACTS.untold("Which processor did the Lumo One have?", ["The Lumo One was big."]) is None


def test_what_stands_inside_names_asks_for_no_order() -> None:
    asked = "Which faults did owners tell of the original Lumo and of the Lumo Mini?"
    assert not any("before" in sentence for sentence in answer(asked))


def test_either_may_be_asked_without_which() -> None:
    said = answer("Did the Lumo One or the Lumo One S come out earlier?")
    assert said[0] == "Lumo One came before Lumo One S."


def test_a_question_about_an_order_lists_nothing() -> None:
    assert FACTS.listed("How many lamps did the owner of the shop order in 1999?") == ()


def test_a_row_that_was_found_by_its_words_tells_the_cell_that_was_asked_for() -> None:
    row = ROWS[0]
    priced = tell_row("How much was that first lamp of Brandt's?", row)
    assert priced is not None
    assert priced.text == "Lumo One had a launch price of $499 (with 4 lamps)."
    assert priced.spans == (Span(row.id, row.start, row.end),)
    assert tell_row("Why was that first lamp made?", row) is None


def test_different_things_are_counted_and_named_but_not_pieces_sold() -> None:
    rows = FACTS.listed("How many different Lumo One lamps were there?")
    assert rows == ()  # no row says of itself that it is a lamp
    rows = FACTS.listed("How many Lumo One models did Brandt make?")
    evidence = tuple(item for item in EVIDENCE if item.passage in rows)
    [told] = FACTS.tell_listed("How many Lumo One models did Brandt make?", evidence)
    assert told.text == "“Table of products” has 2 entries for Lumo One: Lumo One and Lumo One S."
    assert FACTS.listed("How many Lumos did Brandt sell?") == ()


def facts_of(*cells: dict[str, str]) -> tuple[TableFacts, tuple[Evidence, ...]]:
    rows = [table_row(place, one) for place, one in enumerate(cells)]
    evidence = tuple(Evidence(row, TABLE, place, 1.0) for place, row in enumerate(rows, start=1))
    return TableFacts(NameIndex(rows, {})), evidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("¥45,000", "$300"),
        ("€300", "$300"),
        ("1.299,00 €", "899,00 €"),
        ("from 300", "400"),
        ("300 to 400", "500"),
    ],
)
def test_prices_that_do_not_compare_are_not_compared(one: str, other: str) -> None:
    facts, evidence = facts_of({"name": "Lumo A1", "price": one}, {"name": "Lumo B1", "price": other})
    said = [told.text for told in facts.draft("Was the Lumo A1 more expensive than the Lumo B1?", evidence)]
    assert not any("more at launch" in text or "same launch price" in text for text in said)


def test_prices_in_one_currency_are_compared() -> None:
    facts, evidence = facts_of(
        {"name": "Lumo A1", "price": "1,300 kr"}, {"name": "Lumo B1", "price": "1,000 kr"}
    )
    said = [told.text for told in facts.draft("Was the Lumo A1 more expensive than the Lumo B1?", evidence)]
    assert said[0] == "Lumo A1 cost 300 kr more at launch than Lumo B1."


def test_months_are_counted_in_months_and_days_apart_never_called_a_year() -> None:
    question = "How long after the Lumo A1 did the Lumo B1 follow?"
    facts, evidence = facts_of(
        {"name": "Lumo A1", "released": "1999-12"}, {"name": "Lumo B1", "released": "2000-01"}
    )
    assert facts.draft(question, evidence)[-1].text == "Lumo B1 came about 1 month after Lumo A1."
    facts, evidence = facts_of(
        {"name": "Lumo A1", "released": "1999"}, {"name": "Lumo B1", "released": "2000-01"}
    )
    assert not any("after" in told.text for told in facts.draft(question, evidence))


@pytest.mark.parametrize("verb", ["discontinued", "sold", "returned", "recalled"])
def test_only_what_came_out_in_a_year_is_listed(verb: str) -> None:
    assert FACTS.listed(f"Which Lumos were {verb} in 2001?") == ()
    assert FACTS.listed("Which Lumos were released in 2001?") != ()


def test_a_day_that_can_be_read_in_two_ways_is_none() -> None:
    said = []
    for day in ("03/04/2010", "25/12/2010", "12/25/2010", "14/15/2010"):
        facts, evidence = facts_of({"name": "Lumo A1", "released": day})
        said.append([told.text for told in facts.draft("When was the Lumo A1 released?", evidence)])
    christmas = ["Lumo A1 was released on 25 December 2010."]
    assert said == [[], christmas, christmas, []]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many Lumos were released in 2001?", "2 entries released in 2001"),
        ("How many Lumos came out in 2001?", "2 entries released in 2001"),
        ("How many Lumos did Brandt introduce in 2001?", "2 entries released in 2001"),
        ("How many Lumos did Brandt bring out in 2001?", "2 entries released in 2001"),
        ("How many Lumos did Brandt release during 2003?", "1 entry released in 2003"),
    ],
)
def test_what_came_out_is_counted(question: str, count: str) -> None:
    rows = FACTS.listed(question)
    [told] = FACTS.tell_listed(question, tuple(item for item in EVIDENCE if item.passage in rows))
    assert count in told.text


@pytest.mark.parametrize(
    "sold",
    [
        "were shipped",
        "were issued",
        "were sold",
        "were made",
        "were put on sale",
        "did Brandt make",
        "did Brandt put on the market",
        "did Brandt start",
        "did Brandt ship",
        "came back",
    ],
)
def test_pieces_are_not_counted_in_rows(sold: str) -> None:
    question = f"How many Lumos {sold} in 2001?"
    assert FACTS.listed(question) == ()
    assert FACTS.tell_listed(question, EVIDENCE) == ()


def test_which_were_made_in_a_year_is_listed() -> None:
    for question in ("Which Lumos did Brandt make in 2001?", "What Lumos were shipped in 2001?"):
        assert len(FACTS.listed(question)) == 2


@pytest.mark.parametrize(
    "question",
    [
        "Which came first, the Lumo One or the Lumo One S?",
        "Which came out first, the Lumo One or the Lumo One S?",
        "which first came out, the lumo one s or the lumo one",
        "what came first, the idea of the Lumo One or the Lumo One S?",
        "Which was released first, the Lumo One S or the Lumo One?",
        "Which of the two did Brandt release first, the Lumo One S or the Lumo One?",
        "Which did you bring out earlier, the Lumo One S or the Lumo One?",
        "Which appeared later: the Lumo One S or the Lumo One?",
        "Which came before the other, the Lumo One S or the Lumo One?",
        "Which is older, the Lumo One S or the Lumo One?",
        "which is older the lumo one s or the lumo one",
        "Which is the newer lamp, the Lumo One S or the Lumo One?",
        "Which was first on the market, the Lumo One S or the Lumo One?",
        "Which was the first of the two, the Lumo One S or the Lumo One?",
        "Is the Lumo One older than the Lumo One S?",
        "Was the Lumo One or the Lumo One S first?",
        "Is the Lumo One S or the Lumo One the older?",
        "Did the Lumo One S or the Lumo One come out earlier?",
        "Was it the Lumo One or the Lumo One S that was released first?",
    ],
)
def test_an_order_is_told_however_it_is_asked_for(question: str) -> None:
    assert answer(question)[0] == "Lumo One came before Lumo One S."


@pytest.mark.parametrize(
    "question",
    [
        "What did Ada Brandt say about the Lumo One S before the Lumo One?",
        "What did reviewers first say about the Lumo One and the Lumo One S?",
        "Who worked on the Lumo One and later on the Lumo One S?",
        "Who was first to own a Lumo One and a Lumo One S?",
        "Who was in charge of making the first versions of the Lumo One and the Lumo One S?",
        "What was the first film for the Lumo One and the Lumo One S?",
        "Which artist drew the first box for the Lumo One and the Lumo One S?",
        "Which company made the first shade for the Lumo One and the Lumo One S?",
        "What did Brandt introduce first with the Lumo One and later with the Lumo One S?",
        "What did Brandt sell before the Lumo One and the Lumo One S?",
        "What is in newer boxes of the Lumo One and the Lumo One S?",
        "Did reviewers prefer the Lumo One or the Lumo One S at first?",
        "Was Ada at work on the Lumo One or the Lumo One S first?",
    ],
)
def test_what_was_done_first_asks_for_no_order_of_the_two(question: str) -> None:
    assert not any("before" in sentence for sentence in answer(question))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the code name of the Lumo A1?", "The code name of Lumo A1 is given as Lina."),
        ("What code names did the Lumo A1 have?", "The code name of Lumo A1 is given as Lina."),
        ("What colour was the Lumo A1?", "The colour of Lumo A1 is given as red."),
        ("What was the name of the dog in the Lumo A1 film?", None),
        ("Why did you name it the Lumo A1?", None),
        ("Why did the code name of the Lumo A1 change?", None),
        ("What did Ada think of the colour of the Lumo A1?", None),
        ("Why did the Lumo A1 have a code name?", None),
        ("Where was the colour of the Lumo A1 mixed?", None),
        ("How far did Brandt have confidence in the Lumo A1?", None),
        ("What was the source of the Lumo A1?", None),
    ],
)
def test_a_column_is_told_where_the_question_has_its_whole_title(question: str, told: str | None) -> None:
    facts, evidence = facts_of(
        {
            "name": "Lumo A1",
            "code_name": "Lina",
            "colour": "red",
            "confidence": "reference",
            "source_url": "https://example.org",
        }
    )
    assert [one.text for one in facts.draft(question, evidence)] == ([told] if told else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.299 €", "999 €"), ("€1.299", "€999"), ("1.299", "999"), ("1299.995", "999"), ("2.500", "2.499")],
)
def test_thousands_after_a_point_are_no_fraction(one: str, other: str) -> None:
    for column in ("price", "launch_price_usd"):
        facts, evidence = facts_of({"name": "Lumo A1", column: one}, {"name": "Lumo B1", column: other})
        said = [told.text for told in facts.draft("Was the Lumo A1 dearer than the Lumo B1?", evidence)]
        assert not any("more at launch" in text for text in said)
        [price] = [told.text for told in facts.draft("What did the Lumo A1 cost?", evidence)]
        assert price == f"Lumo A1 had a launch price of {one}."


def test_a_premise_about_a_price_in_another_currency_is_left_alone() -> None:
    facts, evidence = facts_of({"name": "Lumo A1", "price": "$499"}, {"name": "Lumo B1", "price": "499"})
    for question in (
        "Why did the Lumo A1 cost £350?",
        "Why did the Lumo B1 cost £350?",
        "Why did the Lumo A1 cost more?",
    ):
        assert facts.draft(question, evidence) == ()
    assert facts.draft("Why did the Lumo A1 cost $350?", evidence) != ()


@pytest.mark.parametrize(
    "question",
    [
        "Which reached shops earlier, the Lumo One or the Lumo One S?",
        "Which hit the market first, the Lumo One S or the Lumo One?",
        "Which got to the shops later, the Lumo One S or the Lumo One?",
    ],
)
def test_shops_and_markets_are_reached_in_an_order(question: str) -> None:
    assert answer(question)[0] == "Lumo One came before Lumo One S."


def test_a_price_asked_for_beside_a_reason_is_told() -> None:
    asked = "Why was the shade made of paper, and what did the Lumo Two cost?"
    assert answer(asked) == ["Lumo Two had a launch price of $299."]
    assert answer("Why did the Lumo Two cost so much?") == []


def test_who_made_another_thing_is_not_told_where_its_row_does_not_tell() -> None:
    rows = [
        table_row(0, {"name": "Lumo", "aliases": "Brandt Lu"}),
        table_row(1, {"name": "Nocta", "designer": "Bo"}),
    ]
    facts = TableFacts(NameIndex(rows, {}))
    about = passage_of("Ada drew the Nocta. The Lu was a lamp. Hope drew it. Bo drew the shop.")
    found = ranked(*((about, index, 1.0 - index / 10) for index in range(4)))
    assert [one.index for one in facts.telling("Who designed the Lumo?", found)] == []
    assert [one.index for one in facts.telling("Who designed the Brandt Lu?", found)] == []
    named = passage_of("Ada drew the Nocta. The Lumo was a lamp. Hope drew it. Bo drew the shop.")
    found = ranked(*((named, index, 1.0 - index / 10) for index in range(4)))
    assert [one.index for one in facts.telling("Who designed the Lumo?", found)] == [1, 2]
    assert len(facts.telling("Who designed the Nocta?", found)) == 4


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("1977-06", "1983-01", "about 5 years and 7 months"),
        ("1977-06", "1994-02", "about 16 years and 8 months"),
        ("1977-06", "1979-06", "about 2 years"),
        ("1977-06", "1978-07", "about 13 months"),
        ("1977", "1983-01", "about 6 years"),
    ],
)
def test_time_between_is_not_cut_off(one: str, other: str, apart: str) -> None:
    facts, evidence = facts_of({"name": "Lumo A1", "released": one}, {"name": "Lumo B1", "released": other})
    said = facts.draft("How long after the Lumo A1 did the Lumo B1 follow?", evidence)
    assert said[-1].text == f"Lumo B1 came {apart} after Lumo A1."


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [
        ({"price": "$99", "price_note": "with a contract"}, {"price": "$300"}, False),
        ({"price": "$99", "price_note": "without shade"}, {"price": "$300", "price_note": "red"}, False),
        ({"price": "$99", "price_note": "red"}, {"price": "$300"}, True),
        ({"price": "€99"}, {"price": "$300"}, False),
    ],
)
def test_prices_on_other_terms_are_both_told(
    one: dict[str, str], other: dict[str, str], compared: bool
) -> None:
    facts, evidence = facts_of({"name": "Lumo A1", **one}, {"name": "Lumo B1", **other})
    said = [told.text for told in facts.draft("Which was cheaper, the Lumo A1 or the Lumo B1?", evidence)]
    assert ("Lumo B1 cost $201 more at launch than Lumo A1." in said) == compared
    assert [text.split(" had ")[0] for text in said[-2:]] == ["Lumo A1", "Lumo B1"]


def test_a_row_with_a_longer_name_does_not_tell_of_a_shorter_one() -> None:
    rows = [
        table_row(0, {"name": "Lumo ED", "price": "5"}),
        table_row(1, {"name": "Lumo Plus ED", "released": "1986"}),
    ]
    facts = TableFacts(NameIndex(rows, {}))
    found = ranked((Evidence(rows[1], TABLE, 1, 1.0), 0, 1.0))
    assert facts.telling("When was the Lumo ED released?", found) == ()
    assert facts.telling("When was the Lumo Plus ED released?", found) == found


def test_the_first_of_a_narrower_sort_is_not_the_first() -> None:
    row = table_row(
        0, {"name": "Lumo C", "description": "The Lumo C was the first compact lamp with a dimmer."}
    )
    facts = TableFacts(NameIndex([row], {}))
    found = ranked((Evidence(row, TABLE, 1, 1.0), 0, 1.0))
    assert facts.telling("What was the first lamp with a dimmer?", found) == ()
    assert facts.telling("What was the first compact lamp with a dimmer?", found) == found
