"""Prices are only reckoned with in one currency, and where each can be read in one way."""

from __future__ import annotations

import pytest
from assistant_eval.reckoned import reckoned

from assistant.domain import Verdict


@pytest.mark.parametrize(
    ("price", "other", "verdict"),
    [
        ("$499", "$299", Verdict.SUPPORTED),
        ("$299", "$499", Verdict.CONTRADICTED),
        ("499", "299.50", Verdict.SUPPORTED),
        ("£199", "$250", Verdict.NOT_FOUND),
        ("¥30,000", "$250", Verdict.NOT_FOUND),
        ("1.299", "999", Verdict.NOT_FOUND),
    ],
)
def test_which_cost_more(price: str, other: str, verdict: Verdict) -> None:
    rows = [{"name": "Lumo", "price": price}, {"name": "Nocta", "price": other}]
    assert reckoned("Lumo cost more at launch than Nocta.", rows) is verdict


@pytest.mark.parametrize(
    ("other", "verdict"),
    [("$250", Verdict.CONTRADICTED), ("¥30,000", Verdict.SUPPORTED), ("1.299", Verdict.SUPPORTED)],
)
def test_only_a_sum_of_the_same_currency_lies_beyond(other: str, verdict: Verdict) -> None:
    rows = [
        {"name": "Lumo", "price": "$199", "family": "lamp"},
        {"name": "Nocta", "price": other, "family": "lamp"},
    ]
    assert reckoned("The most expensive lamp in “Table of lamps” is Lumo.", rows) is verdict
