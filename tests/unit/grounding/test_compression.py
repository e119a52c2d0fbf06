"""Shortening keeps what a sentence says; joining its words anew does not."""

from __future__ import annotations

import pytest

from assistant.grounding.checks.claims import is_statement
from assistant.grounding.judging.compression import is_compression

SOLD = "NeXT had sold about 50,000 computers when it gave up hardware in 1993."
WENT = "The Lumo went on sale on 10 November 1961 and cost 39 crowns."
TALK = "The talk by Ada Quill, who was on leave, began late because the hall was cold."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("NeXT had sold about 50,000 computers.", SOLD),
        ("The Lumo went on sale on 10 November 1961.", WENT),
        ("The Lumo cost 39 crowns.", WENT),
        ("The talk by Ada Quill began late.", TALK),
        ("The first Lumo had no switch.", "The first Lumo had no proper switch, which many criticised."),
    ],
)
def test_a_sentence_made_shorter_is_one(claim: str, source: str) -> None:
    assert is_compression(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("NeXT sold about 50,000 computers in 1993.", SOLD),
        ("Ada Quill was cold.", TALK),
        ("The Lisa cost 100 crowns.", "The Lisa was slow and the Lumo cost 100 crowns."),
        ("The lamp bought the company.", "The company bought the lamp."),
        ("The Lumo cost 40 crowns.", WENT),
    ],
)
def test_words_put_together_anew_are_none(claim: str, source: str) -> None:
    assert not is_compression(claim, source)


def test_what_the_heading_names_may_begin_the_claim() -> None:
    assert is_compression("The Lumo had a steel arm.", "It had a steel arm.", "The Lumo · What was new")
    assert not is_compression("The Tavo had a steel arm.", "It had a steel arm.", "The Lumo · What was new")


@pytest.mark.parametrize(
    "text",
    [
        "The letter to Ada Quill.",
        "The letter to Ada Quill, which was dated 17 September 1965.",
        "The speech of 12 June 2005.",
    ],
)
def test_what_has_no_verb_of_its_own_states_nothing(text: str) -> None:
    assert not is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "The company that made the Lumo was Brandt.",
        "The Lumo plays the music of the radio.",
        "Ada Quill said that the arm of the lamp was steel.",
        "Brandt rewrote the manual so that the lamp looked the same on the shelf.",
        "Der Brief an Ada Quill.",  # only English is told
    ],
)
def test_what_has_one_is_a_statement(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize("text", ["2003-01-07.", "Ada Quill.", "Yes."])
def test_a_word_or_two_state_nothing(text: str) -> None:
    assert not is_statement(text)
