"""Which words of a claim its evidence must hold: not those that only tell where something stands."""

from __future__ import annotations

import pytest

from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from assistant.grounding.checks.tokens import stems
from assistant.grounding.checks.windows import meaning


@pytest.mark.parametrize(
    "framing", ["the document", "these documents", "the letter", "her letters", "the story", "an interview"]
)
def test_what_holds_the_words_is_no_part_of_what_they_mean(framing: str) -> None:
    claim = FactReader(NameTable({})).read(f"According to {framing}, the shade was made of paper.")
    assert meaning(claim) == stems("shade made paper")


def test_a_thing_that_speaks_is_a_part_of_it() -> None:
    assert "speak" in meaning(FactReader(NameTable({})).read("The lamp could speak."))
