"""Rows to be judged: JSON lines, plain or gzipped, with the contexts some files keep beside them.

A row holds ``id``, ``context`` (a text or a list of texts) and ``claim``, and may hold ``question``, ``label``
(1 supported, 0 not, null unknown) and ``group``. Where ``context`` is null, ``context_id`` names one of the
file ``contexts.jsonl[.gz]`` in the same folder. A line that is no such row is quarantined; the rest goes on.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from assistant_eval.errors import EvalError

Raw = Mapping[str, Any]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with its context. `line` counts from 1; `raw` is the row as the file holds it.

    `group` ties rows together that are not independent; a row that names none is its own group.
    """

    line: int
    id: str
    contexts: tuple[str, ...]
    claim: str
    question: str
    label: bool | None
    group: str
    raw: Raw


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no row, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RowFile:
    """The rows of a file, in order, and the lines that are none."""

    path: Path
    rows: tuple[Row, ...]
    broken: tuple[BrokenLine, ...]


def read_rows(path: Path, limit: int | None = None) -> RowFile:
    """Read a file, or its first `limit` rows; EvalError where it cannot be opened at all."""
    beside = _ContextsBeside(path.parent)
    rows: list[Row] = []
    broken: list[BrokenLine] = []
    for number, line in _lines(path):
        if limit is not None and len(rows) >= limit:
            break
        if isinstance(line, BrokenLine):
            broken.append(line)
        elif line.strip():
            try:
                rows.append(_row(number, _json(line), beside))
            except _NoRowError as error:
                broken.append(BrokenLine(number, str(error)))
    return RowFile(path, tuple(rows), tuple(broken))


def read_objects(path: Path) -> Iterator[tuple[int, Raw | BrokenLine]]:
    """Every JSON object of a file with its line number; EvalError where it cannot be opened at all."""
    for number, line in _lines(path):
        if isinstance(line, BrokenLine):
            yield number, line
        elif line.strip():
            try:
                yield number, _json(line)
            except _NoRowError as error:
                yield number, BrokenLine(number, str(error))


class _NoRowError(Exception):
    """Why a line is no row."""


def _lines(path: Path) -> Iterator[tuple[int, bytes | BrokenLine]]:
    """The lines with their numbers; the last one is broken where the file ends too early."""
    number = 0
    try:
        with gzip.open(path) if _is_gzip(path) else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield number, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield number + 1, BrokenLine(number + 1, f"the compressed file is damaged from here on ({error})")
    except OSError as error:
        raise EvalError(f"{path} cannot be read ({error.strerror or error}): name a file of rows") from error


def _is_gzip(path: Path) -> bool:
    """By its first two bytes: a name may lie."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _json(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _NoRowError(f"is no UTF-8 (byte {error.start + 1})") from error
    except RecursionError as error:
        raise _NoRowError("is nested too deeply") from error
    except ValueError as error:
        raise _NoRowError(f"is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise _NoRowError("is no JSON object")
    return cast("dict[str, Any]", found)


def _no_number(_: str) -> None:
    """NaN and Infinity, which Python reads though JSON has none, are nulls."""


def _row(number: int, raw: dict[str, Any], beside: _ContextsBeside) -> Row:
    identifier = str(raw["id"]) if raw.get("id") is not None else f"line {number}"
    group = raw.get("group")
    return Row(
        line=number,
        id=identifier,
        contexts=_contexts(raw, beside),
        claim=_text(raw, "claim"),
        question=_text(raw, "question") if raw.get("question") is not None else "",
        label=_label(raw.get("label")),
        group=str(group) if group is not None else f"row {identifier}",
        raw=raw,
    )


def _text(raw: Raw, key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise _NoRowError(f"its {key} is {_shown(value)}: it must be a text")
    return whole(value)


def _label(value: object) -> bool | None:
    if value is None:
        return None
    if value in (0, 1):
        return bool(value)
    raise _NoRowError(f"its label is {_shown(value)}: it must be 1 (supported), 0 (not supported) or null")


def _contexts(raw: Raw, beside: _ContextsBeside) -> tuple[str, ...]:
    value = raw.get("context")
    if value is None and raw.get("context_id") is not None:
        value = beside.get(str(raw["context_id"]))
    if isinstance(value, str):
        return (whole(value),)
    if isinstance(value, list):
        texts = [whole(text) for text in cast("list[object]", value) if isinstance(text, str)]
        if len(texts) == len(cast("list[object]", value)):
            return tuple(texts)
        raise _NoRowError("its context is a list with something else than texts in it")
    raise _NoRowError(f"its context is {_shown(value)}: it must be a text or a list of texts")


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)[:40]


def whole(text: str) -> str:
    """`text` without halves of characters, which no tokenizer reads; every offset stays."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


class _ContextsBeside:
    """The contexts of ``contexts.jsonl[.gz]`` in a folder by id, read when the first one is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_id: dict[str, object] | None = None

    def get(self, identifier: str) -> object:
        """The context of that id; _NoRowError where there is none."""
        if self._by_id is None:
            self._by_id = dict(self._read())
        if identifier not in self._by_id:
            raise _NoRowError(
                f"its context {identifier[:40]!r} is not in contexts.jsonl or contexts.jsonl.gz beside the file"
            )
        return self._by_id[identifier]

    def _read(self) -> Iterator[tuple[str, object]]:
        for name in ("contexts.jsonl", "contexts.jsonl.gz"):
            if (self._folder / name).is_file():
                for number, line in _lines(self._folder / name):
                    if isinstance(line, BrokenLine) or not line.strip():
                        continue  # a row that wants it is quarantined
                    try:
                        raw = _json(line)
                    except _NoRowError as error:
                        raise EvalError(f"{self._folder / name}, line {number}: {error}") from error
                    yield str(raw.get("context_id")), raw.get("context")
