"""The lists of other words hold what they say they do."""

from __future__ import annotations

import pytest

from assistant.english import FORMS
from assistant.retrieval.wording import OTHER_WORDS, meant, reworded


def test_no_form_belongs_to_two_words() -> None:
    forms = [form for those in FORMS.values() for form in those]
    assert len(forms) == len(set(forms))
    assert not FORMS.keys() & set(forms)


def test_forms_stand_for_each_other_and_no_word_for_itself() -> None:
    assert "bought" in OTHER_WORDS["buy"]
    assert "buy" in OTHER_WORDS["bought"]
    assert all(word not in others for word, others in OTHER_WORDS.items())


def test_what_is_written_for_a_word_is_not_typed_for_it() -> None:
    assert "acquire" in OTHER_WORDS["bought"]
    assert "acquire" not in OTHER_WORDS


def test_several_words_are_one_only_where_they_stand_together() -> None:
    assert dict(meant("When did it come out?")).keys() == {"out"}
    assert not list(meant("Did she come in or go out?"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("who runs Brandt now?", "who is the chief executive of Brandt now?"),
        ("Whos the boss of brandt lamps", "who is the chief executive of brandt lamps"),
        ("who was in charge at Brandt in 1990?", "who is the chief executive of Brandt in 1990?"),
        ("Who ran the firm then?", "who is the chief executive of the firm then?"),
        ("Who runs the mill?", "Who runs the mill?"),
        ("Who ran Brandtson's shop?", "Who ran Brandtson's shop?"),
        ("Who was in charge of the design of the Lumo?", "Who was in charge of the design of the Lumo?"),
    ],
)
def test_who_runs_the_maker_is_asked_as_documents_tell_it(asked: str, told: str) -> None:
    assert reworded(asked, "Brandt Lamps") == told
    assert reworded("Who runs it all?", "") == "who is the chief executive of it all?"


def test_how_a_thing_was_received_is_asked_as_documents_tell_it() -> None:
    told = "was the Lumo a success, what did critics say and how did it sell?"
    assert reworded("How was the Lumo received by the press?", "Brandt") == told
    assert reworded("How was the letter sent?", "Brandt") == "How was the letter sent?"


def test_who_came_after_somebody_is_asked_for_as_successor() -> None:
    told = "Who succeeded Ada Brandt as head of design, and became the successor of Ada Brandt as head of design?"
    assert reworded("Who succeeded Ada Brandt as head of design?", "Brandt") == told
    told = "who succeeded brandt, and became the successor of brandt as chief executive?"
    assert reworded("who succeeded brandt", "Brandt Lamps") == told
