"""Reading fields of rows that others wrote: a wrong one is told by name, what is empty or null is not there."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, cast

from assistant_eval.cases import Case

Raw = Mapping[str, Any]


def text(row: Raw, *names: str) -> str | None:
    """The first of those fields that is there; ValueError where it is no text."""
    value, name = _first(row, names)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"{name}: must be a text, it is {_shown(value)}")


def needed_text(row: Raw, *names: str) -> str:
    """The same; ValueError where none of them is there."""
    found = text(row, *names)
    if found is None:
        raise ValueError(f"{names[0]}: is missing")
    return found


def texts(row: Raw, *names: str, divided_by: str = "") -> tuple[str, ...]:
    """A list of texts; in a CSV it is written as Python writes lists, or with `divided_by` between its parts."""
    value, name = _first(row, names)
    if isinstance(value, str):
        value = _listed(value, divided_by)
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(each, str) for each in cast("list[object]", value)):
        return tuple(cast("list[str]", value))
    raise ValueError(f"{name}: must be a list of texts, it is {_shown(cast('object', value))}")


def number(row: Raw, *names: str) -> float | None:
    """A number; ValueError where it is none."""
    value, name = _first(row, names)
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: must be a number, it is {_shown(value)}") from error


def embedded_case(value: object) -> Case | None:
    """The case of ours that `value` holds, None where it holds none."""
    return Case.model_validate(value) if isinstance(value, dict) else None


def _first(row: Raw, names: Sequence[str]) -> tuple[Any, str]:
    for name in names:
        if (value := row.get(name)) not in (None, ""):
            return value, name
    return None, names[0]


def _listed(value: str, divided_by: str) -> object:
    if value.startswith("["):
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return value
    return value.split(divided_by) if divided_by else [value]


def _shown(value: object) -> str:
    return repr(value)[:40]
