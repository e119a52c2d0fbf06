"""Files of rows are read as far as they can be, and every line that is no row is named with its number."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from assistant_eval.errors import EvalError
from assistant_eval.rows import read_rows

ROW = {"id": "r1", "context": "Lumo is a lamp.", "claim": "Lumo is a lamp.", "label": 1, "group": "lamps"}


def write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    data = b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_a_row_is_read_with_all_it_holds(name: str, tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path / name, {**ROW, "question": "What?", "more": [1]}))
    (row,) = rows.rows
    assert (row.line, row.id, row.contexts, row.claim) == (1, "r1", ("Lumo is a lamp.",), "Lumo is a lamp.")
    assert (row.question, row.label, row.group, row.raw["more"]) == ("What?", True, "lamps", [1])
    assert rows.broken == ()


def test_what_a_row_leaves_out_has_a_default(tmp_path: Path) -> None:
    bare = {"context": ["One.", "Two."], "claim": "One."}
    first, second = read_rows(write(tmp_path / "r", bare, {**bare, "id": 7, "label": False})).rows
    assert (first.id, first.label, first.question, first.group) == ("line 1", None, "", "row line 1")
    assert (second.id, second.label, second.contexts) == ("7", False, ("One.", "Two."))
    assert first.group != second.group


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{not json", "is no JSON"),
        (b"[1, 2]", "is no JSON object"),
        (b'{"context": "\xff"}', "is no UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        ({**ROW, "claim": None}, "its claim is missing"),
        ({**ROW, "claim": 5}, "its claim is 5"),
        ({**ROW, "context": None}, "its context is missing"),
        ({**ROW, "context": [1]}, "something else than texts"),
        ({**ROW, "context": None, "context_id": "c"}, "'c' is not in contexts.jsonl"),
        ({**ROW, "label": "yes"}, "its label is 'yes'"),
        ({**ROW, "label": 2}, "its label is 2"),
        ({**ROW, "question": 3}, "its question is 3"),
    ],
)
def test_a_line_that_is_no_row_is_left_out_and_named(line: object, said: str, tmp_path: Path) -> None:
    found = read_rows(write(tmp_path / "rows.jsonl", ROW, line, ROW))
    assert [row.line for row in found.rows] == [1, 3]
    (broken,) = found.broken
    assert broken.line == 2
    assert said in broken.reason


def test_blank_lines_and_a_byte_order_mark_are_nothing_to_speak_of(tmp_path: Path) -> None:
    found = read_rows(write(tmp_path / "r", b"\xef\xbb\xbf" + json.dumps(ROW).encode(), b"", b"  ", ROW))
    assert [row.line for row in found.rows] == [1, 4]
    assert found.broken == ()


def test_an_empty_file_holds_no_rows(tmp_path: Path) -> None:
    assert read_rows(write(tmp_path / "rows.jsonl")).rows == ()


def test_a_cut_off_gzip_file_gives_what_it_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl.gz", *({**ROW, "id": f"{at}-{hash(str(at))}"} for at in range(2000)))
    path.write_bytes(path.read_bytes()[:-2000])
    found = read_rows(path)
    assert 0 < len(found.rows) < 2000
    assert "damaged from here on" in found.broken[-1].reason
    assert found.broken[-1].line == len(found.rows) + 1


@pytest.mark.parametrize("name", ["contexts.jsonl", "contexts.jsonl.gz"])
def test_contexts_beside_the_file_are_joined(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, {"context_id": "c1", "context": "Lumo is a lamp."})
    (row,) = read_rows(write(tmp_path / "dev.jsonl", {**ROW, "context": None, "context_id": "c1"})).rows
    assert row.contexts == ("Lumo is a lamp.",)


def test_broken_contexts_beside_the_file_stop_the_run(tmp_path: Path) -> None:
    write(tmp_path / "contexts.jsonl", b"oops")
    with pytest.raises(EvalError, match="line 1: is no JSON"):
        read_rows(write(tmp_path / "dev.jsonl", {**ROW, "context": None, "context_id": "c1"}))


def test_halves_of_characters_and_numbers_that_are_none_become_harmless(tmp_path: Path) -> None:
    line = b'{"id": 1, "context": "a \\ud800 b", "claim": "\\udfff", "label": NaN, "weight": Infinity}'
    (row,) = read_rows(write(tmp_path / "rows.jsonl", line)).rows
    assert (row.contexts, row.claim, row.label) == (("a \ufffd b",), "\ufffd", None)
    assert row.raw["weight"] is None


def test_only_so_many_rows_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", b"broken", *({**ROW, "id": at} for at in range(9)))
    assert [row.id for row in read_rows(path, limit=3).rows] == ["0", "1", "2"]


def test_a_file_that_is_not_there_is_a_clear_failure(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot be read"):
        read_rows(tmp_path / "nothing.jsonl")
