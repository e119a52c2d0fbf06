"""A table row written out, so that it can be read, searched and cited like a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.columns import NAME_COLUMNS, column_key
from assistant.text import plain, words

_LEADING = (*NAME_COLUMNS, "event")  # what happened leads its row, too, though nobody asks for it by its name
_UNIT_NAMES = (
    "AUD CAD CHF CNY CZK DKK EUR GBP HKD HUF INR JPY KRW NOK NZD PLN SEK SGD USD "
    "KB MB GB TB Hz kHz MHz GHz g kg lb oz mm cm m km ft W kW V Wh mAh ms"
)
_UNITS = {unit.lower(): unit for unit in _UNIT_NAMES.split()}
_ABBREVIATIONS = frozenset(
    {"cpu", "gpu", "ram", "rom", "ssd", "usb", "sku", "id", "url", "uri", "ean", "isbn"}
)
_REFERENCES = (
    "id ids identifier identifiers url urls uri link href source sources sku ean isbn uuid path file"
)
_REFERENCE_WORDS = frozenset(_REFERENCES.split())
_NEIGHBOURS = frozenset(
    "successor predecessor replaces replaced followed preceded follows precedes next previous".split()
)
"""First words of the columns that name another row of the table: what is told of that one is in its own row."""

_LETTER = re.compile(r"[^\W\d_]")
_NAMELESS = re.compile(r"column \d+")
_CAMEL = re.compile(r"(?<=[a-z][a-z0-9])(?=[A-Z])")


def row_rendering(fields: Sequence[tuple[str, str]]) -> str:
    """``(("name", "Widget"), ("launch_price_usd", "5"))`` as ``Widget. Launch price (USD): 5.``

    The row's name leads: the value of a column called so, else of the first column where it has a letter.
    Identifiers and addresses come last.
    """
    lead = naming_field(fields)
    rest = [field for field in fields if field is not lead]
    rest.sort(key=_is_reference)
    parts = [lead[1]] if lead else []
    parts += [
        value if _NAMELESS.fullmatch(name) else f"{column_title(name)}: {value}" for name, value in rest
    ]
    return " ".join(_closed(" ".join(part.split())) for part in parts)


def row_search_text(fields: Sequence[tuple[str, str]]) -> str:
    """The same without what tells a search by meaning nothing.

    That is an identifier made of the row's own name, how sure the row is, and, where words are left beside the
    name, dates, prices and other columns without a letter, and the names of what came before and after it. All
    of them are still found by their own words.
    """
    lead = naming_field(fields)
    name = plain(lead[1]) if lead else ""

    def tells(field: tuple[str, str]) -> bool:
        repeats = _is_reference(field) and _repeats(field[1], name)
        return not repeats and field[0].strip().lower() != "confidence"

    told = [field for field in fields if field is lead or tells(field)]
    lettered = {name for name, value in told if _LETTER.search(value)}  # a column that stands twice is one
    worded = [field for field in told if field is lead or (field[0] in lettered and not _is_neighbour(field))]
    described = any(
        (not lead or name != lead[0]) and not _is_reference((name, value)) for name, value in worded
    )
    return row_rendering(worded if described else told or fields)


def naming_field(fields: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The field that names a row, or None where none surely does."""
    for wanted in _LEADING:
        for field in fields:
            if column_key(field[0]) == wanted:
                return field
    if fields and _LETTER.search(fields[0][1]) and not _is_reference(fields[0]):
        return fields[0]
    return None


def _repeats(identifier: str, name: str) -> bool:
    """Whether it is made of the name: ``12-9-inch`` of ``12.9-inch``."""
    held, bare = words(identifier), _bare(identifier)
    return bool(bare) and (set(held) <= set(words(name)) or bare == _bare(name))


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@lru_cache(1024)  # a table names the same columns in every row
def column_title(name: str) -> str:
    """A column's name for readers: ``launch_price_usd`` as ``Launch price (USD)``; words written out stay."""
    name = " ".join(plain(name).split())
    if " " in name or not (name.islower() or "_" in name or _CAMEL.search(name)):
        return name[:1].upper() + name[1:]
    words = [word.lower() for word in re.split(r"[_\-.]+", _CAMEL.sub("_", name)) if word]
    if not words:
        return name
    unit = f" ({_UNITS[words.pop()]})" if len(words) > 1 and words[-1] in _UNITS else ""
    title = " ".join(word.upper() if word in _ABBREVIATIONS else word for word in words)
    return title[:1].upper() + title[1:] + unit


def _is_reference(field: tuple[str, str]) -> bool:
    """Whether a field serves looking up more than reading."""
    words = re.split(r"[\W_]+", _CAMEL.sub("_", field[0]).lower().strip("_ "))
    return words[-1] in _REFERENCE_WORDS or field[1].startswith(("http://", "https://"))


def _is_neighbour(field: tuple[str, str]) -> bool:
    """Whether a field names what came before or after the row's thing."""
    return re.split(r"[\W_]+", field[0].lower().strip("_ "))[0] in _NEIGHBOURS


def _closed(part: str) -> str:
    return part if part.endswith((".", "!", "?", "…")) else part + "."
