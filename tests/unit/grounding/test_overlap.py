"""Word overlap counts words of meaning, each once."""

from __future__ import annotations

import pytest

from assistant.grounding.scoring.overlap import word_overlap


@pytest.mark.parametrize(
    ("claim", "share"),
    [
        ("The lamp was made in Oslo.", 1.0),
        ("Lamps were making in Oslo", 1.0),  # forms of one word are one word
        ("The lamp was made in Bergen.", 2 / 3),
        ("Lamp lamp lamp Bergen", 1 / 2),
        ("It was not.", 2 / 3),  # no word of meaning: all words count
        ("Umbrellas", 0.0),
        ("", 1.0),
        ("…", 1.0),
    ],
)
def test_the_share_of_the_claims_words_that_stand_in_any_context(claim: str, share: float) -> None:
    assert word_overlap(["A lamp was made here.", "It was in Oslo."], claim) == pytest.approx(share)


def test_without_a_context_nothing_overlaps() -> None:
    assert word_overlap([], "A lamp.") == 0
