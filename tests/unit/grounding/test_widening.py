import pytest

from assistant.grounding.checks.widening import widened


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It came with every Lumo.", "It came with every new Lumo at first."),
        ("The Lumo was the first lamp.", "The Lumo was Brandt's first lamp."),
        ("The Lumo was the first lamp.", "The Lumo was the first folding lamp."),
        (
            "The Lumo was the cheapest lamp.",
            "The Lumo was the cheapest lamp that Brandt had shown until 2005.",
        ),
        ("The Lumo was the first lamp.", "The Lumo was the first lamp in Norway with a paper shade."),
    ],
)
def test_what_limits_an_all_or_a_first_is_not_left_out(claim: str, source: str) -> None:
    assert widened(claim, [source]) is not None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Lumo was the first lamp of Brandt.", "The Lumo was Brandt's first lamp."),
        ("Ada Brandt showed the first Lumo.", "Ada Brandt showed the first Lumo in Oslo in 1999."),
        ("It came with every new Lumo.", "It came with every new Lumo at first."),
        ("The Lumo was the first lamp in Norway.", "The Lumo, made by Brandt, was the first lamp in Norway."),
    ],
)
def test_what_limits_nothing_may_be_left_out(claim: str, source: str) -> None:
    assert widened(claim, [source]) is None
