import pytest

from assistant.grounding.checks.operators import operator_clash


@pytest.mark.parametrize(
    ("claim", "source", "contradicts"),
    [
        ("Jobs liked the name.", "Jobs did not like the name.", True),
        ("Jobs never liked the name.", "Jobs liked the name.", True),
        ("The Lisa shipped in time.", "The Lisa failed to ship in time.", True),
        ("Sales rose that year.", "Sales fell that year.", True),
        ("It ran without a fan.", "It ran with a fan.", True),
        ("It can no longer be opened.", "It can be opened.", True),
        ("It was released before the Lisa.", "It was released after the Lisa.", True),
    ],
)
def test_the_opposite_is_a_contradiction(claim: str, source: str, contradicts: bool) -> None:
    clash = operator_clash(claim, [source])
    assert clash is not None
    assert clash.contradicts is contradicts


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It was the first computer with a mouse.", "It was a computer with a mouse."),
        ("All engineers left the team.", "Some engineers left the team."),
        ("It failed because it was expensive.", "It failed. It was expensive."),
        ("It was the best-selling computer.", "It was a computer that sold."),
        ("It was the fastest computer.", "It was a fast computer."),
        ("Only Apple made it.", "Apple made it."),
        ("Apple bought the company.", "Apple considered buying the company, and may buy it."),
        ("The machine had no fan.", "The machine had a quiet case."),
    ],
)
def test_more_than_the_source_says_is_not_borne_out(claim: str, source: str) -> None:
    clash = operator_clash(claim, [source])
    assert clash is not None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Jobs did not like the name.", "Jobs never liked the name."),
        ("The Lisa did not ship in time.", "The Lisa failed to ship in time."),
        ("It was not only fast but also cheap.", "It was fast and cheap."),
        ("It was the first of its kind.", "It was the earliest of its kind."),
        ("He changed the name.", "He didn't like the name, so he changed it."),
        ("It failed because it was expensive.", "It failed due to its price."),
        ("No doubt it was fast.", "It was fast."),
    ],
)
def test_the_same_in_other_words_passes(claim: str, source: str) -> None:
    assert operator_clash(claim, [source]) is None
