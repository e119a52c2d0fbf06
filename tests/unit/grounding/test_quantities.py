from decimal import Decimal

import pytest

from assistant.grounding.checks.quantities import find_quantities, same_quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$2.5 million", "2500000", "usd"),
        ("2,500,000 dollars", "2500000", "usd"),
        ("US$29.95", "29.95", "usd"),
        ("five engineers", "5", ""),
        ("twenty-five people", "25", ""),
        ("two hundred and fifty thousand copies", "250000", ""),
        ("a dozen eggs", "12", ""),
        ("half a dozen eggs", "6", ""),
        ("half a million units", "500000", ""),
        ("two and a half years", "2.5", "year"),
        ("20 percent", "20", "%"),
        ("20%", "20", "%"),
        ("128K", "128", "kb"),
        ("3.5-inch disks", "3.5", "inch"),
        ("8 MHz", "8", "mhz"),
        ("the 20th unit", "20", "ordinal"),
        ("the twentieth unit", "20", "ordinal"),
        ("changed by -5%", "-5", "%"),
        ("−20 degrees", "-20", ""),
        ("a loss of -$5 million", "-5000000", "usd"),
        ("(€-5)", "-5", "eur"),
        ("five bn dollars", "5000000000", "usd"),
    ],
)
def test_reads_value_and_unit(text: str, value: str, unit: str) -> None:
    (quantity,) = find_quantities(text)
    assert (Decimal(value), unit) in quantity.readings
    assert text[quantity.start : quantity.end] == quantity.words


@pytest.mark.parametrize("text", ["one of them", "a second later", "the 3GS", "no number at all"])
def test_what_is_no_number(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("claim", "source", "same"),
    [
        ("$2.5 million", "2,500,000 dollars", True),
        ("$2.5 million", "$2.6 million", False),
        ("5", "five", True),
        ("20 percent", "20%", True),
        ("20 percent", "20 dollars", False),
        ("20", "20 percent", True),
        ("$20", "20", False),
        ("10.3.9", "10.3.9", True),
        ("10.3.9", "1.0.39", False),
        ("first", "1st", True),
        ("1", "first", False),
        ("over $750,000", "over $750,000", True),
        ("over $750,000", "$750,000", False),
        ("under 5 hours", "over 5 hours", False),
        ("about 5,000", "4,987", True),
        ("about 5,000", "5,600", False),
        ("over 4 million", "4,300,000", True),
        ("at least four", "five", False),
        ("nearly 5,000", "4,987", True),
        ("128 KB", "128K", True),
        ("128,000", "128K", True),
    ],
)
def test_when_a_source_bears_out_a_number(claim: str, source: str, same: bool) -> None:
    (mine,), (its,) = find_quantities(claim), find_quantities(source)
    assert same_quantity(mine, its) is same


@pytest.mark.parametrize("text", ["5-10 lamps", "$5-$10", "5%-10%", "5 - 10 lamps", "lamps—5 to 10"])
def test_a_stroke_between_two_numbers_is_no_minus(text: str) -> None:
    assert all(value > 0 for quantity in find_quantities(text) for value, _ in quantity.readings)


def test_what_was_lost_was_not_won() -> None:
    (lost,), (won,) = find_quantities("-5 million"), find_quantities("5 million")
    assert not same_quantity(won, lost)
    assert not same_quantity(lost, won)


def test_the_first_number_of_a_range_may_share_scale_and_unit() -> None:
    low, high = find_quantities("$5 to 10 million")
    (claim,) = find_quantities("$5 million")
    assert same_quantity(claim, low)
    assert not same_quantity(claim, high)


def test_two_numbers_with_and_between_them_are_two() -> None:
    assert [quantity.words for quantity in find_quantities("instead of seven and four instead of six")] == [
        "seven",
        "four",
        "six",
    ]
    (whole,) = find_quantities("two hundred and six umbrellas")
    assert {value for value, _ in whole.readings} == {206}
