import pytest

from assistant.grounding.checks.claims import is_unchecked, split_claims, subject_of, with_subject
from assistant.grounding.checks.names import NameTable


@pytest.mark.parametrize(
    "sentence",
    [
        "Hello!",
        "Good question.",
        "You’re welcome!",
        "Would you like to know more about it?",
        "…",
        "Thanks for asking!",
    ],
)
def test_the_little_that_passes_unchecked(sentence: str) -> None:
    assert is_unchecked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Would you like to know how Apple invented the mouse?",
        "Hello, the Macintosh cost $1.",
        "Let me know if you want to hear about the Mac of 1983.",
        "Yes.",
        "Of course it was a success.",
    ],
)
def test_whatever_states_something_is_checked(sentence: str) -> None:
    assert not is_unchecked(sentence)


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Jobs founded Apple, and Wozniak designed the computer.", 2),
        ("The Lisa was slow; the Macintosh was fast.", 2),
        ("The Lisa was expensive, but it sold to banks.", 2),
        ("Jobs and Wozniak founded Apple.", 1),
        ("He bought bread, milk, and the apples of the region.", 1),
        ("He said “the Lisa is slow, and the Macintosh is fast” to us.", 1),
    ],
)
def test_coordinated_clauses_stand_apart(sentence: str, claims: int) -> None:
    found = split_claims(sentence)
    assert len(found) == claims
    for claim in found:
        assert sentence[claim.start : claim.end].strip()


def test_a_pronoun_takes_the_subject_before_it() -> None:
    first, second = split_claims("Steve Jobs founded Apple, and he left the company in 1985.")
    assert (first.text, second.text) == ("Steve Jobs founded Apple", "Steve Jobs left the company in 1985.")
    assert with_subject("His idea won.", "Steve Jobs") == "Steve Jobs's idea won."
    assert with_subject("The idea won.", "Steve Jobs") == "The idea won."


def test_he_is_a_person_it_may_be_a_thing() -> None:
    table = NameTable()
    before = "The Macintosh was shown by Steve Jobs."
    assert subject_of(before, "he", table) == "Steve Jobs"
    assert subject_of(before, "it", table) == "Macintosh"
    assert subject_of("Tell me about him.", "he", table) is None


@pytest.mark.parametrize("joint", [", so", "; so", "; then", " while", "; meanwhile,"])
def test_a_joint_that_states_a_cause_or_an_order_stays_in_the_claim(joint: str) -> None:
    sentence = f"The Lumo Two was sold in Oslo{joint} Ada Brandt left the company in 1995."
    assert [claim.text for claim in split_claims(sentence)] == [sentence]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It's made of brass.", "Lumo is made of brass."),
        ("It’s been sold since 1995.", "Lumo has been sold since 1995."),
        ("Its shade was paper.", "Lumo's shade was paper."),
        ("Her idea was sold.", "Lumo's idea was sold."),
        ("It was made of brass.", "Lumo was made of brass."),
    ],
)
def test_a_name_takes_the_place_of_a_pronoun_and_what_hangs_on_it(text: str, named: str) -> None:
    assert with_subject(text, "Lumo") == named
