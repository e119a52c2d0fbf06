"""JSON and JSON Lines: one row a record, wherever in the file its records lie."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from assistant.corpus.load import guess
from assistant.corpus.load.cell_html import without_html
from assistant.corpus.load.decode import clean, decode
from assistant.corpus.load.parsed import Parsed
from assistant.domain import Block, BlockKind
from assistant.errors import DocumentError

_SPACE = re.compile(r"[ \t\n]*")
_DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=str, strict=False
)  # figures as written

_RECORD_LENGTH = 4000  # characters; a longer object with records inside is a container of them

_CASE = frozenset({"question", "answerable"})
"""Columns that together only the evaluation's cases have."""

Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"


def parse(data: bytes) -> Parsed:
    """Read JSON or JSON Lines. The stored text is the file's own; each record is a row block.

    A record is an object of an array, a line of JSON Lines, or an object without records inside it. Nested
    values become columns such as ``size.width``, plain lists are joined by "; ". Names of the objects and
    arrays around a record become its heading path. Figures stay as they are written; what is HTML is read as HTML.
    """
    text = decode(data)
    try:
        blocks = tuple(_document(text))
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"is not valid JSON ({error.msg} in line {error.lineno}): mend that line"
        ) from error
    if blocks and all({column for column, _ in block.fields} >= _CASE for block in blocks):
        raise DocumentError(
            "holds cases of an evaluation, which fans would be answered from: keep it outside the pack"
        )
    return Parsed(text, blocks, found=guess.from_columns(block.fields for block in blocks))


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value and its span in the text."""

    value: Json
    start: int
    end: int


def _document(text: str) -> Iterator[Block]:
    """Rows of one JSON value, or of several one after the other (JSON Lines), each then a record."""
    start = _skip(text, 0)
    if start == len(text):
        return
    node = _node(text, start)
    if _skip(text, node.end) == len(text):
        yield from _rows(text, node, ())
        return
    while start < len(text):
        node = _node(text, start)
        yield from _record(text, node, ())
        start = _skip(text, node.end)


def _rows(text: str, node: _Node, path: tuple[str, ...]) -> Iterator[Block]:
    """Rows of a value: its records, or itself."""
    if isinstance(node.value, list) and _holds_more(node.value):
        for item in _items(text, node.start):
            yield from _record(text, item, path)
    elif isinstance(node.value, dict) and _holds_records(node.value):
        plain: list[tuple[str, int, _Node]] = []
        for key, key_start, member in _members(text, node.start):
            if isinstance(member.value, (dict, list)):
                yield from _together(plain, path)
                plain = []
                yield from _rows(text, member, (*path, key))
            else:
                plain.append((key, key_start, member))
        yield from _together(plain, path)
    else:
        yield from _row(node, path)


def _record(text: str, node: _Node, path: tuple[str, ...]) -> Iterator[Block]:
    """One row for an item of a list, unless it is long and a list of records itself."""
    long = node.end - node.start > _RECORD_LENGTH
    yield from _rows(text, node, path) if long or isinstance(node.value, list) else _row(node, path)


def _together(members: list[tuple[str, int, _Node]], path: tuple[str, ...]) -> Iterator[Block]:
    """One row for plain members that follow one another."""
    if members:
        values = {key: member.value for key, _, member in members}
        yield from _row(_Node(values, members[0][1], members[-1][2].end), path)


def _row(node: _Node, path: tuple[str, ...]) -> Iterator[Block]:
    name = "" if isinstance(node.value, dict) else (path or ("value",))[-1]
    fields = tuple(_flat(node.value, name))
    if fields:
        yield Block(BlockKind.TABLE_ROW, node.start, node.end, path, fields=fields)


def _holds_more(values: list[Json]) -> bool:
    return any(isinstance(value, (dict, list)) for value in values)


def _holds_records(value: dict[str, Json]) -> bool:
    """Whether an object is a container of records rather than a record with a few nested values."""
    objects = sum(isinstance(item, dict) for item in value.values())
    return objects == len(value) > 1 or any(
        (isinstance(item, list) and _holds_more(item)) or (isinstance(item, dict) and _holds_records(item))
        for item in value.values()
    )


def _flat(value: Json, name: str) -> Iterator[tuple[str, str]]:
    """Columns and their values, depth first."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and _holds_more(value):
        for item in value:
            yield from _flat(item, name)
    else:
        written = (
            "; ".join(filter(None, map(_written, value))) if isinstance(value, list) else _written(value)
        )
        if written:
            yield _words(name) or "value", written


def _written(value: Json) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool) else without_html(_words(str(value)))


def _words(text: str) -> str:
    return " ".join(clean(text).split())


def _items(text: str, start: int) -> Iterator[_Node]:
    """The items of the array that opens at `start`."""
    position = _skip(text, start + 1)
    while text[position] != "]":
        node = _node(text, position)
        yield node
        position = _after(text, node.end)


def _members(text: str, start: int) -> Iterator[tuple[str, int, _Node]]:
    """Keys of the object that opens at `start`, where they stand, and their values."""
    position = _skip(text, start + 1)
    while text[position] != "}":
        key = _node(text, position)
        value = _node(text, _skip(text, _skip(text, key.end) + 1))  # past the colon
        yield _words(str(key.value)), position, value
        position = _after(text, value.end)


def _after(text: str, end: int) -> int:
    """Where the next item or the closing bracket stands."""
    position = _skip(text, end)
    return _skip(text, position + 1) if text[position] == "," else position


def _node(text: str, start: int) -> _Node:
    value, end = _DECODER.raw_decode(text, start)
    return _Node(value, start, end)


def _skip(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start
