"""Rows in files: JSON lines, a JSON list, or a CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from assistant_eval.errors import EvalError
from assistant_eval.rows import BrokenLine, Raw, read_objects

_LISTS = ("samples", "test_cases", "testCases", "goldens", "data")
"""Where an object keeps its rows, if the file is one object."""


def read_rows(path: Path) -> Iterator[tuple[int, Raw | BrokenLine]]:
    """Every row with its number: the line in JSON lines, else the place in the list, counted from 1.

    EvalError where the file cannot be read at all.
    """
    if path.suffix.casefold() == ".csv":
        yield from _csv(path)
    elif (whole := _whole(path)) is not None:
        for number, row in enumerate(whole, start=1):
            yield (
                number,
                cast("Raw", row) if isinstance(row, dict) else BrokenLine(number, "is no JSON object"),
            )
    else:
        yield from read_objects(path)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]], *, as_list: bool) -> None:
    """Write JSON lines, or one list with `as_list`; EvalError where `path` cannot be written."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    text = "[\n" + ",\n".join(lines) + "\n]\n" if as_list else "".join(f"{line}\n" for line in lines)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{path} cannot be written ({error.strerror}): name another file") from error


def _whole(path: Path) -> list[object] | None:
    """The rows of a file that is one JSON value; None where it is something else, JSON lines for instance."""
    try:
        told: object = json.loads(path.read_bytes())
    except OSError as error:
        raise EvalError(f"{path} cannot be read ({error.strerror}): name a file of rows") from error
    except (ValueError, RecursionError):
        return None
    if isinstance(told, list):
        return cast("list[object]", told)
    if isinstance(told, dict):
        for name in _LISTS:
            if isinstance(rows := cast("Raw", told).get(name), list):
                return cast("list[object]", rows)
    return None


def _csv(path: Path) -> Iterator[tuple[int, Raw | BrokenLine]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvalError(f"{path} cannot be read ({error.strerror}): name a file of rows") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{path} is no UTF-8 (byte {error.start + 1})") from error
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # contexts are long
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise EvalError(f"{path}, line {reader.line_num}: {error}") from error
