"""What sort of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Sentence
from assistant.retrieval.question import (
    Expects,
    asks_ahead,
    defines,
    expected,
    holds,
    is_question,
    lacks_day_of_life,
    subject_to_define,
)


@pytest.mark.parametrize(
    ("question", "expects"),
    [
        ("When did the Lark come out?", Expects.DATE),
        ("In what year was it founded?", Expects.DATE),
        ("And when was it sold?", Expects.DATE),
        ("How much did it cost?", Expects.MONEY),
        ("What was the price of the Lark?", Expects.MONEY),
        ("how expensive was it", Expects.MONEY),
        ("How much memory did it have?", Expects.NUMBER),
        ("How many radios were sold?", Expects.NUMBER),
        ("How long was the aerial?", Expects.NUMBER),
        ("Who built it?", Expects.PERSON),
        ("Whose idea was the dial?", Expects.PERSON),
        ("Where was it built?", Expects.PLACE),
        ("Where does the name come from?", Expects.ANYTHING),
        ("In which town was the mill?", Expects.PLACE),
        ("Why walnut?", Expects.REASON),
        ("What was the reason for walnut?", Expects.REASON),
        ("What is a valve?", Expects.DEFINITION),
        ("Who was Ada Quill?", Expects.DEFINITION),
        ("Tell me about the Lark", Expects.DEFINITION),
        ("What did Ada Quill think of walnut?", Expects.VIEW),
        ("What was her opinion of walnut?", Expects.VIEW),
        ("Tell me about the price of the Lark", Expects.MONEY),
        ("Did Ada Quill like walnut?", Expects.VIEW),
        ("What does the Lark look like?", Expects.ANYTHING),
        ("What does the Lark sound like?", Expects.ANYTHING),
        ("And how much?", Expects.MONEY),
        ("How much was the Lark?", Expects.MONEY),
        ("How much was it new?", Expects.MONEY),
        ("Tell me how much the Lark was in 1950", Expects.MONEY),
        ("How much did Ada Quill get for it?", Expects.MONEY),
        ("How much did they pay for each?", Expects.MONEY),
        ("How much cheaper was the Lark 2?", Expects.MONEY),
        ("What did the Lark cost in its first year?", Expects.MONEY),
        ("How much faster is the Lark 2 than the Lark?", Expects.NUMBER),
        ("How much light does the Lark give?", Expects.NUMBER),
        ("How much of the case is made of glass?", Expects.NUMBER),
        ("How much did sales grow?", Expects.NUMBER),
        ("How much does it weigh?", Expects.NUMBER),
        ("How much was changed?", Expects.NUMBER),
        ("Did the mistake cost him his job?", Expects.ANYTHING),
        ("Did the war cost the firm its name?", Expects.ANYTHING),
        ("When exactly was it sold?", Expects.DATE),
        ("When and where was it sold?", Expects.DATE),
        ("When Ada Quill left the company, who took over?", Expects.PERSON),
        ("When Ada Quill left, did the others stay?", Expects.ANYTHING),
        ("Who was the Lark's designer?", Expects.PERSON),
        ("Who was her teacher?", Expects.PERSON),
        ("who runs Brandt now", Expects.LEADER),
        ("Who's in charge these days?", Expects.LEADER),
        ("who was Brandt's managing director?", Expects.LEADER),
        ("Who wrote to the managing director?", Expects.PERSON),
        ("What is the Lark's price?", Expects.MONEY),
        ("What's the price?", Expects.MONEY),
        ("What's a Lark?", Expects.DEFINITION),
        ("Is it loud?", Expects.ANYTHING),
        ("", Expects.ANYTHING),
    ],
)
def test_what_a_question_expects(question: str, expects: Expects) -> None:
    assert expected(question) is expects


@pytest.mark.parametrize(
    ("expects", "text"),
    [
        (Expects.DATE, "It was sold in 1948."),
        (Expects.DATE, "It came in March."),
        (Expects.DATE, "It followed two years later."),
        (Expects.MONEY, "It cost $12."),
        (Expects.MONEY, "It cost 12 pounds."),
        (Expects.MONEY, "The affair cost about 1.1 million pounds."),
        (Expects.MONEY, "The hall cost two million pounds."),
        (Expects.MONEY, "It was sold for 600 crowns."),
        (Expects.MONEY, "The profit before tax rose from 0.8 million to 1.3 million."),
        (Expects.MONEY, "Launch price: 12."),
        (Expects.NUMBER, "There were twelve of them."),
        (Expects.NUMBER, "There were 12."),
        (Expects.REASON, "It cracked because the valves ran hot."),
        (Expects.PERSON, "It was the work of Bob Reed."),
        (Expects.LEADER, "Ada Brandt has led the firm since 1990."),
        (Expects.LEADER, "“It hums,” says Bo Reed, director of Brandt."),
        (Expects.LEADER, "Ada handed her keys to her niece."),
        (Expects.LEADER, "Bo took over in May."),
        (Expects.PLACE, "It was built in Leeds."),
        (Expects.DEFINITION, "The Lark was a radio."),
        (Expects.VIEW, "Ada Quill said that it hums."),
        (Expects.ANYTHING, ""),
    ],
)
def test_a_sentence_holds_what_is_asked_for(expects: Expects, text: str) -> None:
    assert holds(expects, text)


@pytest.mark.parametrize(
    ("expects", "text"),
    [
        (Expects.DATE, "It may hum, they say."),
        (Expects.MONEY, "It has 12 valves."),
        (Expects.MONEY, "Two million lamps were sold."),
        (Expects.NUMBER, "It has valves."),
        (Expects.REASON, "It hums."),
        (Expects.PERSON, "it hums at night."),
        (Expects.LEADER, "The lease runs to 2078."),
        (Expects.LEADER, "Ada led Brandt's choir."),
        (Expects.PLACE, "It came in March."),
        (Expects.DEFINITION, "It hums."),
        (Expects.VIEW, "It hums."),
    ],
)
def test_a_sentence_without_it_does_not(expects: Expects, text: str) -> None:
    assert not holds(expects, text)


@pytest.mark.parametrize(
    ("text", "asks"), [("Why?", True), ("“Why?”", True), ("Why? (1948)", False), ("He asked why.", False)]
)
def test_a_sentence_that_asks(text: str, asks: bool) -> None:
    assert is_question(Sentence(0, len(text), text)) is asks


@given(question=st.text(max_size=200), text=st.text(max_size=200))
def test_any_text_is_understood_somehow(question: str, text: str) -> None:
    assert holds(expected(question), text) in {True, False}


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    ("unit", "expects"),
    [
        ("what is a ", Expects.ANYTHING),
        ("how much ", Expects.NUMBER),
        ("tell me about ", Expects.ANYTHING),
        ("A ", Expects.ANYTHING),
        ("in ", Expects.ANYTHING),
        ("what did he ", Expects.ANYTHING),
    ],
)
def test_long_questions_are_read_quickly(unit: str, expects: Expects) -> None:
    long = unit * (2_000 // len(unit))
    assert expected(long) is expects
    for each in Expects:
        holds(each, long)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is the Lumo One?", ("lumo", "one")),
        ("who was Ada Brandt", ("ada", "brandt")),
        ("What's a first Lumo?", ("lumo",)),
        ("What did the Lumo cost?", ()),
        ("What is the Lumo, and what did it cost?", ()),
        ("", ()),
    ],
)
def test_what_is_to_be_explained(question: str, subject: tuple[str, ...]) -> None:
    assert subject_to_define(question) == subject


@pytest.mark.parametrize(
    ("sentence", "says_what_it_is"),
    [
        ("The first Lumo was a lamp with a paper shade.", True),
        ("Lumo is Brandt's lamp for halls.", True),
        ("The Lumo was then turned off.", False),
        ("The Lumo Two was a lamp.", False),
        ("A lamp is the Lumo.", False),
        ("The Lumo", False),
        ("With it came the Lumo, a lamp with a paper shade.", True),
        ("He sold the Lumo, the Brio and a shade.", False),
    ],
)
def test_a_sentence_that_says_what_something_is(sentence: str, says_what_it_is: bool) -> None:
    assert defines(("lumo",), sentence) is says_what_it_is


def test_a_person_is_told_of_by_part_of_a_name() -> None:
    assert defines(("gerold",), "With her came Gerold Wachs, a clockmaker from Jena.")
    assert not defines(("gerold",), "With her came Gerold's wife, a clockmaker from Jena.")
    assert not defines(("gerold",), "Gerold Wachs signed a letter.")


@pytest.mark.timeout(10)
def test_a_subject_is_looked_for_quickly() -> None:
    assert subject_to_define("what is " + "a " * 2_000) == ()


@pytest.mark.parametrize(
    ("question", "ahead"),
    [
        ("What will the next Lark cost?", True),
        ("when's the next lark coming out?", True),
        ("Is there a next model?", True),
        ("is your next lamp blue", True),
        ("What will the Lark Nine cost?", True),
        ("When will you retire?", True),
        ("Who will succeed Ada Quill?", True),
        ("Will there be another Lark?", True),
        ("Any upcoming sets?", True),
        ("How long will the battery last?", False),
        ("Will the Lark work on 240 volts?", False),
        ("Will the Lark come with a cable?", False),
        ("Will you ship to Norway?", False),
        ("What was the next Lark after the Lark 2?", False),
        ("Which lamp came next?", False),
    ],
)
def test_what_is_still_to_come_is_told_from_what_came_next(question: str, ahead: bool) -> None:
    assert asks_ahead(question) is ahead


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("When did Ada Brandt die?", "Ada Brandt was manager until 1999.", True),
        ("When did Ada Brandt die?", "Ada Brandt died in 1999.", False),
        ("What year was her death?", "Brandt (1920, died 1999) drew it.", False),
        ("When was Ada born?", "Ada came to Oslo in 1920.", True),
        ("When is Ada's birthday?", "She was born on 4 May 1920.", False),
        ("When did Ada Brandt die?", "Ada Brandt closed the mill in 1999.", True),
        ("when did the lumo die", "The Lumo was replaced in 1999.", False),
        ("when did the lumo die", "The Lumo came out in 1999.", True),
        ("How did Ada die?", "Ada fell ill.", False),
        ("When was the Lumo sold?", "The Lumo was sold in 1999.", False),
    ],
)
def test_a_day_of_a_life_needs_its_word(question: str, text: str, lacks: bool) -> None:
    assert lacks_day_of_life(question, (text,)) is lacks
