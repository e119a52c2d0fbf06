"""What a response says of its evidence, rather than of the world, is no claim about the world."""

from __future__ import annotations

import pytest

from assistant.grounding.scoring.bare import introduces, says_it_is_not_there, unframed


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Based on the given passages, the lamp was made in Oslo.", "The lamp was made in Oslo."),
        ("According to passage 2, it cost 299 dollars.", "It cost 299 dollars."),
        ("Based solely on the information provided above, it seems that Mira made it.", "Mira made it."),
        ("The passages state that the shade was folded.", "The shade was folded."),
        ("Based on folded paper, the shade was light.", "Based on folded paper, the shade was light."),
        ("In 1995, the lamp was made in Oslo.", "In 1995, the lamp was made in Oslo."),
    ],
)
def test_words_that_only_point_to_the_evidence_are_taken_off(sentence: str, rest: str) -> None:
    assert unframed(sentence) == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "Unable to answer based on given passages.",
        "The passages do not mention who folded the shade.",
        "I do not have information on that.",
        "There is no specific information in the documents about its weight.",
    ],
)
def test_saying_that_it_is_not_there_is_no_claim(sentence: str) -> None:
    assert says_it_is_not_there(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The lamp does not have a switch.",
        "Mira Brandt did not give interviews.",
        "The document was signed in Oslo.",
        "The information office does have four doors.",
    ],
)
def test_what_the_world_lacks_is_a_claim(sentence: str) -> None:
    assert not says_it_is_not_there(sentence)


def test_a_heading_of_a_list_states_nothing() -> None:
    assert introduces("Here are the steps:")
    assert not introduces("It cost 299 dollars.")
