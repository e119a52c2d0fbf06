"""A claim is read against the sentences that say most of it, wherever in a long context they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.scoring.excerpt import Contexts

FILLER = [
    f"Chapter {number} tells of the weather over the harbour and of nothing else at all."
    for number in range(60)
]
PRICE = "The Lumo Two was sold for 299 dollars in every shop of the town."
MAKER = "Its shade had been folded by Mira Brandt, who never signed her work."


def test_a_short_context_is_read_whole() -> None:
    excerpt = Contexts(["It cost 299 dollars.", "It was made in Oslo."]).excerpt("The lamp was dear.")
    assert excerpt.text == "It cost 299 dollars. It was made in Oslo."


def test_two_facts_from_two_places_both_come_along_in_their_order() -> None:
    text = " ".join([*FILLER[:20], MAKER, *FILLER[20:40], PRICE, *FILLER[40:]])
    excerpt = Contexts([text]).excerpt(
        "Mira Brandt folded the shade of the Lumo Two, which was sold for 299 dollars."
    )
    assert PRICE in excerpt.text
    assert MAKER in excerpt.text
    assert excerpt.text.index(MAKER) < excerpt.text.index(PRICE)


def test_what_stands_before_a_chosen_sentence_fills_the_room_that_is_left() -> None:
    text = " ".join([*FILLER[:20], "Brandt Lamps made a third lamp.", "It weighed 900 grams.", *FILLER[20:]])
    assert (
        "Brandt Lamps made a third lamp." in Contexts([text]).excerpt("It weighed 900 grams.", budget=30).text
    )


def test_a_claim_that_shares_no_word_with_the_context_still_gets_something_to_read() -> None:
    assert Contexts([" ".join(FILLER)]).excerpt("Umbrellas amuse Mira.").sentences


def test_no_context_gives_an_empty_excerpt() -> None:
    assert Contexts([]).excerpt("It cost 299 dollars.").text == ""
    assert Contexts(["", "  \n"]).excerpt("It cost 299 dollars.").text == ""


@given(st.lists(st.text(max_size=400), max_size=6), st.text(max_size=120), st.integers(5, 60))
def test_an_excerpt_is_in_order_within_its_budget_and_true_to_the_text(texts, claim, budget) -> None:
    contexts = Contexts(texts)
    sentences = contexts.excerpt(claim, budget).sentences
    places = [(one.context, one.sentence.start) for one in sentences]
    assert places == sorted(set(places))
    assert all(texts[one.context][one.sentence.start : one.sentence.end].strip() for one in sentences)
    whole = sum(one.size for one in contexts.sentences) <= budget
    few = len(sentences) <= 3  # where nothing is shared, the first ones stand in
    assert whole or few or sum(one.size for one in sentences) <= budget
