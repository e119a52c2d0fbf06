"""The sheet: a CSV with one row a sentence that any spreadsheet opens, and that grows question by question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.interfaces.terminal import safe
from assistant_eval.errors import EvalError

_ENCODING = "utf-8-sig"
"""The mark in front tells spreadsheets that it is UTF-8."""

_DELIMITERS = ",;\t"
"""What spreadsheets write between cells, whatever they were given."""

_FORMULA = ("=", "+", "-", "@")
"""A cell that begins so is worked out by a spreadsheet: what a model says must stay text."""


class Stage(StrEnum):
    """Whether a sentence is as drafted, or as it was shown."""

    RAW = "raw"
    GATED = "gated"


class Machine(StrEnum):
    """What the product says of a row. The last two are no drafted sentences."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_enough_information"
    NOT_CHECKABLE = "not checkable"
    REFUSAL = "refusal"
    NO_DRAFT = "no draft"


class Reader(StrEnum):
    """What a person writes behind a sentence."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence. `cited` are the words of the evidence it cites, `evidence` is the best matching passage.

    `reader_verdict` is a `Reader`, or empty as long as nobody has read it.
    """

    question_id: str
    question: str
    stage: Stage
    sentence: str
    cited: str
    evidence: str
    machine_verdict: Machine
    reader_verdict: str = ""
    note: str = ""

    @property
    def drafted(self) -> bool:
        """Whether it is a sentence of a draft, and no refusal in the product's own words."""
        return self.machine_verdict not in {Machine.REFUSAL, Machine.NO_DRAFT}


COLUMNS = tuple(field.name for field in fields(Row))


class Sheet:
    """A sheet that may hold questions of an earlier run, and what a person wrote into it."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin a new one; EvalError where the file is no such sheet."""
        self._path = path
        self._form = _Form(COLUMNS, ",")
        self.rows: list[Row] = []
        if path.exists() and path.stat().st_size:
            self._form, self.rows = _read(path)
        self._asked = {row.question_id for row in self.rows}

    def holds(self, question_id: str) -> bool:
        """Whether the question has been asked."""
        return cell(question_id) in self._asked

    def add(self, rows: Iterable[Row]) -> None:
        """Write the rows of whole questions down at once: a run that is killed leaves no half question."""
        added = list(rows)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(
            text, self._form.columns, restval="", delimiter=self._form.delimiter, lineterminator="\n"
        )
        try:
            begun = self._path.exists() and self._path.stat().st_size > 0
            if not begun:
                writer.writeheader()
            elif not self._path.read_bytes().endswith(b"\n"):
                text.write("\n")
            writer.writerows({name: cell(str(getattr(row, name))) for name in COLUMNS} for row in added)
            with self._path.open("ab") as file:
                file.write(text.getvalue().encode("utf-8" if begun else _ENCODING, "replace"))
        except OSError as error:
            raise EvalError(
                f"{self._path} cannot be written ({error.strerror}): name another --out"
            ) from error
        self.rows += added
        self._asked |= {cell(row.question_id) for row in added}


def read_sheet(path: Path) -> list[Row]:
    """The rows of a sheet, as it was written or as a spreadsheet saved it; EvalError where it is none."""
    return _read(path)[1]


def cell(text: str) -> str:
    """`text` on one line, without control characters, and not to be taken for a formula."""
    line = " ".join(safe(text).split())
    return f"'{line}" if line.startswith(_FORMULA) else line


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is laid out: a spreadsheet may have added columns, moved them, or changed the delimiter."""

    columns: Sequence[str]
    delimiter: str


def _read(path: Path) -> tuple[_Form, list[Row]]:
    try:
        text = path.read_text(encoding=_ENCODING)
    except OSError as error:
        raise EvalError(f"{path} cannot be read ({error.strerror}): name a reading sheet") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{path} is no UTF-8 (byte {error.start + 1}): save it as CSV in UTF-8") from error
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = reader.fieldnames or ()
    if missing := [name for name in COLUMNS if name not in columns]:
        raise EvalError(f"{path} is no reading sheet, it has no column {missing[0]!r}: name another file")
    try:
        return _Form(columns, delimiter), [_row(path, reader.line_num, raw) for raw in reader]
    except csv.Error as error:
        raise EvalError(f"{path}, line {reader.line_num}: {error}: mend it, or name another file") from error


def _row(path: Path, line: int, raw: Mapping[str, Any]) -> Row:
    values = {name: raw[name] for name in COLUMNS}
    try:
        if None in values.values():
            raise ValueError("cells are missing")
        said = " ".join(str(values["reader_verdict"]).split()).casefold()
        values["reader_verdict"] = Reader(said).value if said else ""
        values["stage"] = Stage(values["stage"])
        values["machine_verdict"] = Machine(values["machine_verdict"])
    except ValueError as error:
        verdicts = ", ".join(Reader)
        raise EvalError(
            f"{path}, line {line}: {error}: mend the row; a reader's verdict is one of {verdicts}, or empty"
        ) from error
    return Row(**values)
