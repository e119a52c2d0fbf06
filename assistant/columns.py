"""What the columns of a table mean, by the names that people give them; `corpus/README.md` lists them.

Nothing here knows a brand's columns: one with another name is only searched, and can be asked for by that name.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from assistant.text import words


class Role(StrEnum):
    """What a column says of the thing its row is about."""

    ID = "id"
    NAME = "name"
    ALIASES = "aliases"
    FAMILY = "family"
    CATEGORY = "category"
    ANNOUNCED = "announced"
    RELEASED = "released"
    DISCONTINUED = "discontinued"
    PRICE = "price"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROCESSOR = "processor"
    DESIGNER = "designer"
    DESCRIPTION = "description"


APPEARANCES = (Role.ANNOUNCED, Role.RELEASED)
DATES = (*APPEARANCES, Role.DISCONTINUED)

NAME_COLUMNS = ("name", "title", "product", "model", "product name", "model name", "item")
"""What may name a row, the surest first."""

_COLUMNS = {
    Role.ID: ("id", "sku"),
    Role.NAME: NAME_COLUMNS,
    Role.ALIASES: ("aliases", "alias", "also known as", "other names"),
    Role.FAMILY: ("family", "product family", "line", "product line", "series", "range"),
    Role.CATEGORY: ("category", "type", "kind"),
    Role.ANNOUNCED: ("announced", "introduced", "unveiled", "announcement", "announcement date"),
    Role.RELEASED: (
        *("released", "release date", "release", "on sale", "launched", "launch date", "launch", "available"),
        *("first sold", "year", "date"),
    ),
    Role.DISCONTINUED: ("discontinued", "retired", "withdrawn", "end of sale", "end of life"),
    Role.PRICE: ("launch price", "price", "msrp", "cost", "list price", "introductory price"),
    Role.PREDECESSOR: ("predecessor", "replaces", "preceded by"),
    Role.SUCCESSOR: ("successor", "replaced by", "followed by"),
    Role.PROCESSOR: ("processor", "cpu", "chip", "soc", "soc cpu", "processor type"),
    Role.DESIGNER: ("designer", "designers", "designed by", "lead", "lead designer", "architect"),
    Role.DESCRIPTION: ("description", "summary", "about"),
}
_ROLE_OF = {name: role for role, names in _COLUMNS.items() for name in names}

_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "inr": "₹"}
_CODE_OF = {sign: code for code, sign in _SIGNS.items()}
_CURRENCIES = frozenset([*_SIGNS, *"aud cad chf cny czk dkk hkd huf krw nok nzd pln sek sgd".split()])
_CAMEL = re.compile(r"(?<=[a-z][a-z0-9])(?=[A-Z])")


@lru_cache(1024)
def column_key(column: str) -> str:
    """A column's name as it is compared: ``Launch_Price``, ``launchPrice`` and ``launch price`` are one."""
    spelt = "".join(
        f" {code} " if (code := _CODE_OF.get(character)) else character for character in column.strip()
    )
    return " ".join(words(_CAMEL.sub(" ", spelt).replace("_", " "))) or column.strip()


@lru_cache(1024)
def role_of(column: str) -> Role | None:
    """What a column says, or None where its name is none of those that are known."""
    key = column_key(column)
    if (role := _ROLE_OF.get(key)) is None and currency_of(column):
        role = _ROLE_OF.get(key.rpartition(" ")[0])
        return role if role is Role.PRICE else None
    return role


def currency_of(column: str) -> str:
    """The currency a price column names, in lower case: ``usd`` of ``launch_price_usd``; "" for none."""
    last = column_key(column).rpartition(" ")[2]
    return last if last in _CURRENCIES else ""


def priced(figure: str, currency: str) -> str:
    """A figure with its currency: ``$5``, ``CHF 5``, or alone where there is none."""
    if sign := _SIGNS.get(currency):
        return f"{sign}{figure}"
    return f"{currency.upper()} {figure}".strip()


def known_columns() -> frozenset[str]:
    """Every column name that has a meaning, as `column_key` gives it."""
    return frozenset(_ROLE_OF)
