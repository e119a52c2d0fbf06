"""A sheet with two columns of verdicts, a judge's and a person's, as a spreadsheet saves it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant_eval.errors import EvalError

HUMAN, MACHINE = "reader_verdict", "machine_verdict"
"""The columns of a reading sheet."""

PROBABILITIES = ("machine_probability", "probability", "score")
"""Columns taken for the judge's chance that a row is supported, where none is named; the first there is."""

GROUPS = ("group", "question_id")
"""Columns that tie rows together, the first there is; without one each row stands alone."""

_SUPPORTED = frozenset({"supported", "yes", "true", "1", "grounded", "faithful"})
_UNSUPPORTED = frozenset(
    {
        *("unsupported", "not supported", "not_supported", "contradicted", "not_enough_information"),
        *(
            "not enough information",
            "not found",
            "not_found",
            "no",
            "false",
            "0",
            "ungrounded",
            "not grounded",
        ),
        *("unfaithful", "hallucinated"),
    }
)
_NEITHER = frozenset(
    {"not checkable", "not_checkable", "refusal", "no draft", "unsure", "unclear", "n/a", "?"}
)
_ENCODING = "utf-8-sig"
_DELIMITERS = ",;\t"
"""What spreadsheets write between cells, whatever they were given."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One row. `machine` and `human` are the words that stand there, in small letters; empty where none do.

    `probability` in [0, 1] is the judge's chance that the row is supported, None where the sheet has none.
    """

    line: int
    machine: str
    human: str
    probability: float | None
    group: str


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """The rows of a sheet, and the columns they come from; `probability` is None where there is no such one."""

    path: Path
    rows: tuple[LabelledRow, ...]
    human: str
    machine: str
    probability: str | None
    group: str | None


def as_label(word: str) -> bool | None:
    """True for supported, False for not, None for a word (or none) that is neither."""
    return True if word in _SUPPORTED else False if word in _UNSUPPORTED else None


def read_labels(
    path: Path, human: str = HUMAN, machine: str = MACHINE, probability: str | None = None
) -> LabelSheet:
    """Read a sheet; EvalError names the column that is missing, or the line of a word that is no verdict."""
    reader = _reader(path)
    columns = tuple(reader.fieldnames or ())
    for name in (human, machine, *([probability] if probability else [])):
        if name not in columns:
            raise EvalError(f"{path} has no column {name!r}: it has {', '.join(columns) or 'none at all'}")
    chances = probability or _first(PROBABILITIES, columns, other_than=machine)
    group = _first(GROUPS, columns)
    try:
        rows = tuple(_row(path, reader.line_num, raw, human, machine, chances, group) for raw in reader)
    except csv.Error as error:
        raise EvalError(f"{path}, line {reader.line_num}: {error}: mend it, or name another file") from error
    return LabelSheet(path, rows, human, machine, chances, group)


def _reader(path: Path) -> csv.DictReader[str]:
    try:
        text = path.read_text(encoding=_ENCODING)
    except OSError as error:
        raise EvalError(f"{path} cannot be read ({error.strerror}): name a sheet with labels") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{path} is no UTF-8 (byte {error.start + 1}): save it as CSV in UTF-8") from error
    header = text.split("\n", 1)[0]
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count))


def _first(names: Sequence[str], columns: Sequence[str], other_than: str = "") -> str | None:
    return next((name for name in names if name in columns and name != other_than), None)


def _row(
    path: Path,
    line: int,
    raw: Mapping[str, str | None],
    human: str,
    machine: str,
    probability: str | None,
    group: str | None,
) -> LabelledRow:
    try:
        return LabelledRow(
            line=line,
            machine=_verdict(machine, raw[machine]),
            human=_verdict(human, raw[human]),
            probability=_chance(probability, raw[probability]) if probability else None,
            group=(raw[group] if group else None) or f"row {line}",
        )
    except ValueError as error:
        raise EvalError(f"{path}, line {line}: {error}") from error


def _verdict(column: str, value: str | None) -> str:
    word = " ".join((value or "").split()).casefold()
    if word and word not in _SUPPORTED | _UNSUPPORTED | _NEITHER:
        raise ValueError(
            f"{column} is {word[:40]!r}: a verdict is supported, unsupported or not checkable, or empty "
            "(yes and no will do, and the judge's own words); probabilities are a column of their own"
        )
    return word


def _chance(column: str, value: str | None) -> float | None:
    text = (value or "").strip()
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise ValueError(f"{column} is {text[:40]!r}: a probability lies between 0 and 1")
    return number
