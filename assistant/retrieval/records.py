"""Sources and passages as JSON text, for the SQLite files that hold them."""

from __future__ import annotations

from pydantic import TypeAdapter

from assistant.domain import Passage, Source

_SOURCE = TypeAdapter(Source)
_PASSAGE = TypeAdapter(Passage)


def source_json(source: Source) -> str:
    """`source` as JSON; `read_source` gives an equal value back."""
    return _SOURCE.dump_json(source).decode()


def read_source(record: str) -> Source:
    """The inverse of `source_json`."""
    return _SOURCE.validate_json(record)


def passage_json(passage: Passage) -> str:
    """`passage` as JSON; `read_passage` gives an equal value back."""
    return _PASSAGE.dump_json(passage).decode()


def read_passage(record: str) -> Passage:
    """The inverse of `passage_json`."""
    return _PASSAGE.validate_json(record)
