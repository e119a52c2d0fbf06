"""What columns mean, however they are written, and in which currency."""

from __future__ import annotations

import pytest

from assistant.columns import Role, column_key, currency_of, known_columns, priced, role_of


@pytest.mark.parametrize(
    ("column", "role", "currency"),
    [
        ("launch_price_usd", Role.PRICE, "usd"),
        ("launchPriceEur", Role.PRICE, "eur"),
        ("Price (GBP)", Role.PRICE, "gbp"),
        ("Price in SEK", None, "sek"),
        ("List price, €", Role.PRICE, "eur"),
        ("MSRP", Role.PRICE, ""),
        ("Launch-Date", Role.RELEASED, ""),
        ("First sold", Role.RELEASED, ""),
        ("end_of_life", Role.DISCONTINUED, ""),
        ("Lead designer", Role.DESIGNER, ""),
        ("SoC", Role.PROCESSOR, ""),
        ("product_name", Role.NAME, ""),
        ("Series", Role.FAMILY, ""),
        ("shade", None, ""),
        ("colour usd", None, "usd"),
    ],
)
def test_a_column_is_known_however_it_is_written(column: str, role: Role | None, currency: str) -> None:
    assert (role_of(column), currency_of(column)) == (role, currency)


def test_every_known_name_is_written_as_it_is_compared() -> None:
    assert {column_key(name) for name in known_columns()} == known_columns()
    assert column_key(" # ") == "#"


@pytest.mark.parametrize(
    ("currency", "written"), [("usd", "$5"), ("eur", "€5"), ("chf", "CHF 5"), ("sek", "SEK 5"), ("", "5")]
)
def test_a_price_is_written_in_its_currency(currency: str, written: str) -> None:
    assert priced("5", currency) == written
