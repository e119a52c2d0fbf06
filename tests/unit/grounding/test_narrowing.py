import pytest

from assistant.grounding.checks.claims import split_claims
from assistant.grounding.gate.narrowing import narrowed, without_claims


@pytest.mark.parametrize(
    ("sentence", "shorter"),
    [
        ("The lamp cost 499 dollars, which made it famous.", "The lamp cost 499 dollars."),
        ("The lamp (her third) was drawn on a ferry.", "The lamp was drawn on a ferry."),
        ("Brandt, who hated glass, drew the lamp.", "Brandt drew the lamp."),
        ("The lamp cost 499 dollars because oak is dear.", "The lamp cost 499 dollars."),
    ],
)
def test_what_only_adds_can_be_left_out(sentence: str, shorter: str) -> None:
    assert shorter in list(narrowed(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The lamp dims itself if the meter is warm.",
        "The lamp dims itself, unless the meter freezes.",
        "She said “the lamp, which is small, is kind”.",
        "It cost 9, which hurt.",
    ],
)
def test_what_limits_a_statement_stays(sentence: str) -> None:
    assert list(narrowed(sentence)) == []


def test_claims_left_out_take_their_joints_with_them() -> None:
    sentence = "Ada drew the lamp, and she painted it green, but Nils built it."
    claims = split_claims(sentence)
    assert without_claims(sentence, claims, [True, False, True]) == "Ada drew the lamp, and Nils built it."
    assert (
        without_claims(sentence, claims, [True, True, False])
        == "Ada drew the lamp, and she painted it green."
    )
    assert without_claims(sentence, claims, [False, True, False]) == "Ada painted it green."
