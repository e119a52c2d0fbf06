"""Whether an answer holds a fact, however numbers and dates are written."""

from __future__ import annotations

import pytest
from assistant_eval.matching import holds, holds_any, is_short, token_f1
from hypothesis import given
from hypothesis import strategies as st

HELD = [
    # numbers and money
    ("2.5 million", "They sold 2,500,000 lamps."),
    ("$2.5 million", "It cost 2,500,000 dollars."),
    ("2 billion dollars", "a company of $2 billion"),
    ("$499", "It cost 499 dollars at launch."),
    ("499", "It cost $499."),
    ("$1,298", "The price was $1298."),
    ("666.66", "for $666.66"),
    ("three", "It had 3 bulbs."),
    ("40 percent", "40% of them"),
    ("128 KB", "with 128K of memory"),
    ("11 months", "about 11 months after the first"),
    ("4,000 employees", "with more than 4,000 employees"),
    ("3rd", "the third model"),
    ("$499", "It cost $499, not $599."),
    ("6502", "a MOS Technology 6502"),
    # dates
    ("24 January 1984", "It came on 1984-01-24."),
    ("1984-01-24", "It came on January 24, 1984."),
    ("January 24, 1984", "It came on 24 January 1984."),
    ("January 1984", "It came on 24 January 1984."),
    ("1984", "It came on 24 January 1984."),
    ("released in October 2001", "It was released on 23 October 2001."),
    # words
    ("marching ants", "It looked like Marching Ants!"),
    ("McIntosh apples", "named after a McIntosh apple"),
    ("the steel arm", "a lamp with a steel arm"),
    ("bicycle for the mind", "He called it a “bicycle for the mind”."),
    ("Lumo 5", "The Lumo 5 was sold."),
    ("not sold", "It was not sold in Oslo."),
    ("Ada Brandt", "Oslo it was not. Ada Brandt drew it."),
    ("1961", "It was not until 1961 that it came."),
    ("steel arm", "It had not only a steel arm but a brass foot."),
    ("thirty-two keys", "It had thirty-two keys."),
]

NOT_HELD = [
    ("$499", "It cost 4,990 dollars."),
    ("$599", "It cost $499, not $599."),
    ("$499", "It did not cost $499."),
    ("€20", "It cost $20."),
    ("5", "The Lumo 5 was sold."),
    ("24 January 1984", "It came in January 1984."),
    ("1984", "It came in 1985."),
    ("Ada Brandt", "It was not Ada Brandt but Nils Holm."),
    ("System 7", "It ran System 7.1."),
    ("11 months", "about 2 years after"),
    ("bicycle for the mind", "a bicycle for our minds"),
    ("steel arm of 1990", "a steel arm of 1991"),
    ("two keys", "It had thirty-two keys."),
    ("four batteries", "It ran on twenty-four batteries."),
    ("", "anything"),
    ("?!", "anything"),
]


@pytest.mark.parametrize(("fact", "text"), HELD)
def test_a_fact_is_found(fact: str, text: str) -> None:
    assert holds(text, fact)


@pytest.mark.parametrize(("fact", "text"), NOT_HELD)
def test_another_fact_is_not(fact: str, text: str) -> None:
    assert not holds(text, fact)


def test_one_way_of_saying_it_is_enough() -> None:
    assert holds_any("It glowed.", ("shone", "glowed"))
    assert not holds_any("It glowed.", ())


@given(st.text(alphabet="abc 1.,'", max_size=30))
def test_a_text_with_a_word_of_meaning_holds_itself(text: str) -> None:
    fact = f"lumen {text}".strip()
    assert holds(f"As we know, {fact}", fact) or "1" in text  # figures may read otherwise in another place


def test_f1_is_squads() -> None:
    assert token_f1("The lamp was made in Oslo.", "made in Oslo") == pytest.approx(2 * 3 / (5 + 3))
    assert token_f1("Oslo", "the Oslo!") == 1
    assert token_f1("Oslo Oslo", "Oslo") == pytest.approx(2 / 3)
    assert token_f1("Bergen", "Oslo") == 0
    assert token_f1("", "Oslo") is None
    assert token_f1("the", "the") is None


def test_a_short_gold_answer_is_a_fact_and_no_sentence() -> None:
    assert is_short("Ada Brandt")
    assert not is_short("No.")
    assert not is_short("Because a shade of glass broke in every second parcel, as Nils Holm said.")
