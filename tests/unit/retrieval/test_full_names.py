"""Short names are written out, and what only begins with one is left alone."""

from __future__ import annotations

import pytest

from assistant.retrieval.full_names import as_people_are_called, in_full
from assistant.retrieval.names import NameIndex
from tests.unit.rows import ROWS

ALIASES = {"Nocturne Lamp": ("Nocta", "Nocturne Lamp Mark I")}


@pytest.fixture(scope="module")
def names() -> NameIndex:
    return NameIndex(ROWS, {})


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("When did the Nocta come out?", "When did the Nocturne Lamp come out?"),
        ("when did the nocta come out?", "when did the Nocturne Lamp come out?"),
        ("What was the Nocta's price?", "What was the Nocturne Lamp's price?"),
        ("Nocta or Lumo One?", "Nocturne Lamp or Lumo One?"),
    ],
)
def test_a_short_name_is_written_out(names: NameIndex, question: str, full: str) -> None:
    assert in_full(question, ALIASES, names) == full


@pytest.mark.parametrize(
    "question",
    [
        "What was the Nocta Two?",
        "What was the Nocta 2?",
        "What was nocta.com?",
        "What was the Nocta-Lamp?",
        "How many Noctas were there?",
        "Why is the Nocta called Nocturne Lamp?",
        "",
    ],
)
def test_what_only_begins_with_it_stays(names: NameIndex, question: str) -> None:
    assert in_full(question, ALIASES, names) == question


def test_a_name_of_the_tables_stays(names: NameIndex) -> None:
    assert (
        in_full("What was the Lumo One?", {"Lantern": ("Lumo One", "Lumo")}, names)
        == "What was the Lumo One?"
    )
    assert in_full("what was the lumo one?", {"Lantern": ("Lumo",)}, names) == "what was the lumo one?"


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("Who was Ron Mott?", "Who was Ronald Mott?"),
        ("who was ron mott and why did ron mott leave", "who was Ronald Mott and why did Ronald Mott leave"),
        ("Did Robert Quill like Ron Mott's lamp?", "Did Bob Quill like Ronald Mott's lamp?"),
        ("What did Will Reed build?", "What did Will Reed build?"),  # called so himself
        ("What will reed cost?", "What will reed cost?"),
        ("Who was Ron Quill?", "Who was Ron Quill?"),
        ("When will Moss come back?", "When will Moss come back?"),
        ("When did Will Moss come back?", "When did William Moss come back?"),
    ],
)
def test_people_are_called_as_documents_call_them(question: str, written: str) -> None:
    texts = ["Ronald Mott left in 1928.", "Bob Quill and Will Reed stayed.", "William Moss came."]
    assert as_people_are_called(question, texts) == written
