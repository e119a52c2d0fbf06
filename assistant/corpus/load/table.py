"""CSV and TSV: one row a record, with the names of its columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.load import guess
from assistant.corpus.load.cell_html import without_html
from assistant.corpus.load.decode import decode
from assistant.corpus.load.parsed import Parsed, column_names, stripped
from assistant.corpus.rows import naming_field
from assistant.domain import Block, BlockKind
from assistant.errors import DocumentError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 50
_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,:/-]*%?")
_YEAR = re.compile(r"\d{4}")
_NAME_LENGTH = 80  # characters; a longer cell is a text, not a column's name
_LONGEST_CELL = (
    2**31 - 1
)  # characters, the most that can be asked for everywhere: a cell may hold a whole article

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """A record's span, without the newline that ends it, and its cells."""

    start: int
    end: int
    cells: tuple[str, ...]


def parse(data: bytes) -> Parsed:
    """Read a table. The stored text is the file's own; each record is a row block with its raw span."""
    text = decode(data)
    records = [record for record in _records(text, _delimiter(text)) if any(record.cells)]
    columns, first = _header(records)
    rows: list[Block] = []
    for record in records[first:]:
        start, end = stripped(text, record.start, record.end)
        fields = _fields(columns, record.cells)
        if rows and not record.cells[0] and _continues(rows[-1].fields, fields, columns):
            rows[-1] = replace(rows[-1], end=end, fields=_joined(rows[-1].fields, fields))
        else:
            rows.append(Block(BlockKind.TABLE_ROW, start, end, fields=fields))
    return Parsed(text, tuple(rows), found=guess.from_columns(row.fields for row in rows))


def csv_records(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The cells of each record, as long as they are."""
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")


def _records(text: str, delimiter: str, limit: int | None = None) -> Iterator[_Record]:
    """Records in order; a newline inside quotes stays inside its record.

    The reader takes lines only as it needs them, so what it has taken when it gives a record is that
    record's span.
    """
    lines = _Lines(text)
    records = csv_records(lines, delimiter)
    count = 0
    while limit is None or count < limit:
        start = lines.taken
        cells = next(records, None)
        if cells is None:
            return
        end = lines.taken
        if end == len(text) and _unclosed(text[start:end], delimiter):
            line = text.count("\n", 0, start) + 1
            raise DocumentError(f"a quotation mark opens in line {line} and never closes: close it")
        count += 1
        yield _Record(start, end, tuple(" ".join(cell.split()) for cell in cells))


class _Lines:
    """The lines of a text, newlines kept, counting the characters handed out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.taken = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        start = self.taken
        if start >= len(self._text):
            raise StopIteration
        newline = self._text.find("\n", start)
        self.taken = len(self._text) if newline < 0 else newline + 1
        return self._text[start : self.taken]


def _unclosed(record: str, delimiter: str) -> bool:
    """Whether a file's last record ends inside quotes, which the csv module tells only when strict."""
    try:
        list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first records, and into the same number of cells."""

    def fitness(delimiter: str) -> tuple[float, float, int]:
        try:
            records = list(_records(text, delimiter, _SAMPLE_RECORDS))
        except DocumentError:
            return 0.0, 0.0, 0
        widths = Counter(len(record.cells) for record in records if any(record.cells))
        records_read = widths.total()
        del widths[1]
        if not widths:
            return 0.0, 0.0, 0
        width, count = widths.most_common(1)[0]
        return widths.total() / records_read, count / widths.total(), width

    return max(_DELIMITERS, key=fitness)


def _header(records: Sequence[_Record]) -> tuple[tuple[str, ...], int]:
    """Column names, and how many records they and any title above them take."""
    width = max((len(record.cells) for record in records), default=0)
    first = next(
        (index for index, record in enumerate(records) if sum(map(bool, record.cells)) >= min(2, width)), 0
    )
    if first >= len(records) or not _names_columns(records[first].cells):
        return column_names([""] * width), 0
    names = [*records[first].cells, *[""] * (width - len(records[first].cells))]
    after = first + 1
    while after < len(records) and _continues_header(records[after].cells):
        below = records[after].cells
        if after == first + 1:  # a name above several columns stands over the first of them
            for index in range(1, len(names)):
                names[index] = names[index] or (names[index - 1] if any(below[index : index + 1]) else "")
        names = [" ".join(filter(None, pair)) for pair in zip(names, _padded(below, width), strict=True)]
        after += 1
    return column_names(names), after


def _names_columns(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    years = [cell for cell in filled if _YEAR.fullmatch(cell)]
    numbers = [cell for cell in filled if _NUMBER.fullmatch(cell)]
    if len(years) >= 2 and len(set(years)) == len(years) == len(numbers):
        return True  # a column a year
    return not numbers and all(len(cell) <= _NAME_LENGTH for cell in filled)


def _continues_header(cells: Sequence[str]) -> bool:
    """A second line of column names leaves the first column free and holds no figures."""
    return not cells[0] and not any(character.isdigit() for cell in cells for character in cell)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _fields(columns: Sequence[str], cells: Sequence[str]) -> Fields:
    shown = zip(columns, map(without_html, cells), strict=False)  # the stored text keeps the tags
    return tuple((column, cell) for column, cell in shown if cell)


def _continues(above: Fields, below: Fields, columns: Sequence[str]) -> bool:
    """Whether a record without a first cell goes on with the row above: what was too long for one line.

    A record that has a name, or more than one cell where the row above has another, is a row of its own.
    """
    told = dict(above)
    cells = [(column, told.get(column, "")) for column in columns]
    name = naming_field(cells) or next((cell for cell in cells[1:] if any(map(str.isalpha, cell[1]))), None)
    filled = [column for column, _ in below]
    return (
        len(filled) <= len(columns) / 3
        and (name is None or name[0] not in filled)
        and sum(column in told for column in filled) <= 1
    )


def _joined(above: Fields, below: Fields) -> Fields:
    """A row and what continues it, values of one column joined by "; "."""
    values = dict(below)
    both = [(column, "; ".join(filter(None, (value, values.pop(column, ""))))) for column, value in above]
    return (*both, *values.items())
