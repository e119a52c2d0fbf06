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


LAMPS = (
    {"name": "Lumo", "family": "Lumo", "category": "lamp", "released": "1984-03"},
    {"name": "Big Lumo", "family": "Great lamps", "category": "lamp", "released": "1986"},
    {"name": "Lumo Case", "family": "Lumo", "category": "bag", "released": "1985"},
)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("has 2 entries for Lumo in its category “lamp”: Lumo and Big Lumo", Verdict.SUPPORTED),
        ("has 2 entries for Lumo in its category “lamp”: Lumo and Lumo Case", Verdict.NOT_FOUND),
        ("has 3 entries for Lumo in its category “lamp”: Lumo and Big Lumo", Verdict.CONTRADICTED),
        ("has 1 entry released in 1984 for Lumo in its category “lamp”: Lumo", Verdict.SUPPORTED),
        ("has 1 entry released in 1985 for Lumo in its category “lamp”: Lumo Case", Verdict.NOT_FOUND),
        ("has 2 entries released in the 1980s in its category “lamp”: Lumo and Big Lumo", Verdict.SUPPORTED),
        ("has 2 entries released from 1984 to 1985: Lumo and Lumo Case", Verdict.SUPPORTED),
        ("has 2 entries released from 1984 to 1985: Lumo and Big Lumo", Verdict.CONTRADICTED),
        ("has 1 entry released before 1985: Lumo", Verdict.SUPPORTED),
        ("has 1 entry released after 1985: Lumo Case", Verdict.CONTRADICTED),
        ("has 1 entry released since 1986: Big Lumo", Verdict.SUPPORTED),
    ],
)
def test_what_a_table_lists_is_counted_anew(said: str, stands: Verdict) -> None:
    assert reckoned(f"“Table of products” {said}.", LAMPS) is stands
