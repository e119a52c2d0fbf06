"""A table beside a reference: which rows are there, and in which cells the two agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from assistant.corpus.facts import (
    Agreement,
    FactsReport,
    Precision,
    compare,
    prices,
    read_explanations,
    read_table,
)
from assistant.corpus.share import Share
from assistant.corpus.tables import name_key
from assistant.errors import DocumentError
from assistant.interfaces.cli import app
from tests.checking import write_pack

REFERENCE = """\
model_of_lamp,family,released,discontinued,launch_price_usd,bulb,source
Lumo One,Lumo,1999-04-12,2002,$499/$599* | $699,E14,museum
Lumo Two,Lumo,2001-09-18,,$319,E14,museum
NOCTA,(list),2003,,,,museum
Lumo Two Oslo Edition,Lumo,2004,,,,museum
Ray (1st gen),Ray,2005,,,,museum
Brandt Nocta,Nocta,2003-06,,,,museum
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    reference = tmp_path / "museum.csv"
    reference.write_text(REFERENCE, encoding="utf-8")
    return write_pack(tmp_path / "pack"), reference


def compared(files: tuple[Path, Path], *ignore: str, **explained: str) -> FactsReport:
    pack, reference = files
    return compare(
        read_table(pack / "products.csv"),
        read_table(reference, "model_of_lamp"),
        brand="Brandt",
        ignore=[re.compile(pattern, re.IGNORECASE) for pattern in ignore],
        explained={("two", column): why for column, why in explained.items()},
    )


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lumo (1st gen)", "LUMO (1st generation)"),
        ("Lumo (1st generation)", "first-generation Lumo"),
        ("Lumo (2nd Generation)", "Lumo second generation"),
        ("Lumo, Mini", "Lumo-Mini"),
        ('Lumo 14"', "Lumo (14-inch)"),
        ("Lumo 11-in. (Late 2004)", "Lumo (11-inch, Late 2004)"),
        ("Lumo+", "Lumo Plus"),
        ("Brandt’s Lumo", "Brandt's Lumo"),
        ("Lumo SE/30", "Lumo SE 30"),
    ],
)
def test_one_name_may_be_written_in_several_ways(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lumo II", "Lumo 2"),
        ("Lumo", "Lumo+"),
        ("Lumo 3", "Lumo 3S"),
        ("Lumo (1st generation)", "Lumo (2nd generation)"),
        ("Lumo 10.1", "Lumo 101"),
        ("Lumo ][", "Lumo"),
    ],
)
def test_names_of_two_things_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


# ---------------------------------------------------------------- comparing


def test_rows_are_found_by_name_by_alias_and_without_the_brand(files: tuple[Path, Path]) -> None:
    report = compared(files)
    found = {each.row.name: each.match and each.match.name for each in report.compared}
    assert found == {
        "Lumo One": "Lumo One",
        "Lumo Two": "Lumo Two",
        "NOCTA": "Nocta",
        "Lumo Two Oslo Edition": None,
        "Ray (1st gen)": None,
        "Brandt Nocta": "Nocta",
    }
    assert (report.rows.part, report.rows.whole) == (4, 6)


def test_a_family_is_covered_by_one_row_and_one_in_brackets_is_none(files: tuple[Path, Path]) -> None:
    assert compared(files).families == Share(2, 3)


def test_dates_are_compared_to_the_coarser_precision(files: tuple[Path, Path]) -> None:
    report = compared(files)
    assert report.agreeing() == Share(3, 5)
    assert report.count(Agreement.AGREE, precision=Precision.DAY) == 1
    assert report.count(Agreement.AGREE, precision=Precision.MONTH) == 1
    assert report.count(Agreement.AGREE, precision=Precision.YEAR) == 1
    told = [(each.row.name, cell.column, cell.theirs, cell.hint) for each, cell in report.differing]
    assert told == [
        ("Lumo One", "discontinued", "2002", ""),
        ("Lumo Two", "released", "2001-09-18", "ours for announced"),
        ("Lumo Two", "launch_price_usd", "$319", ""),
    ]


def test_only_columns_that_both_have_are_compared(files: tuple[Path, Path]) -> None:
    assert compared(files).columns == ("released", "discontinued", "launch_price_usd")


def test_an_empty_cell_of_ours_is_silent(files: tuple[Path, Path]) -> None:
    pack, reference = files
    (pack / "products.csv").write_text("name,released\nLumo One,\nLumo Two,2001\n", encoding="utf-8")
    report = compared((pack, reference))
    assert report.count(Agreement.SILENT, "released") == 1
    assert report.agreeing("released") == Share(1, 1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("$499/$599*", {499, 599}), ("$199* | 499", {199, 499}), ("1,299.00", {1299}), ("free", set[int]())],
)
def test_every_price_of_a_cell_is_read(cell: str, expected: set[int]) -> None:
    assert prices(cell) == expected


def test_other_columns_agree_where_the_words_of_one_hold_those_of_the_other(files: tuple[Path, Path]) -> None:
    pack, reference = files
    (pack / "products.csv").write_text("name,bulb,cpu\nLumo One,small E14 screw,A1 chip\nLumo Two,E27,\n")
    reference.write_text("name,Bulb,processor\nLumo One,E14,A1\nLumo Two,E14,\n")
    report = compare(read_table(pack / "products.csv"), read_table(reference))
    assert [(cell.column, cell.theirs, cell.ours) for _, cell in report.differing] == [("bulb", "E14", "E27")]
    assert report.agreeing("cpu") == Share(1, 1)


def test_the_row_that_differs_least_is_taken_where_a_name_stands_for_several(tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text("name,aliases,released\nRay A,Ray,2001\nRay B,Ray,2005\n", encoding="utf-8")
    theirs = tmp_path / "theirs.csv"
    theirs.write_text("name,released\nRay,2005-03-01\n", encoding="utf-8")
    (each,) = compare(read_table(ours), read_table(theirs)).compared
    assert each.match
    assert each.match.name == "Ray B"


def test_rows_are_left_aside_by_name_or_family(files: tuple[Path, Path]) -> None:
    report = compared(files, "edition", "^ray$")
    assert [each.row.name for each in report.missing] == []
    assert (report.ignored, len(report.compared)) == (2, 4)


def test_explanations_are_told_and_those_that_fit_nothing_too(files: tuple[Path, Path]) -> None:
    report = compared(files, released="that was the day it was shown", announced="never")
    assert [cell.why for _, cell in report.differing] == ["", "that was the day it was shown", ""]
    assert report.unused == (("two", "announced"),)


# ---------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_intervals_are_those_of_wilson(part: int, whole: int, low: float, high: float) -> None:
    interval = Share(part, whole).interval
    assert interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000), st.data())
def test_a_share_lies_in_its_interval(whole: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, whole)), whole)
    assert share.interval
    assert share.value is not None
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_nothing_has_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


# ---------------------------------------------------------------- files


def test_what_is_no_table_or_has_no_names_is_said_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "museum.csv"
    file.write_text("lamp,released\nLumo One,1999\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"has no column of names: say which one with --name: lamp, rel"):
        read_table(file)
    with pytest.raises(DocumentError, match=r"has no column 'model': choose one of lamp, released"):
        read_table(file, "model")
    file.write_text("lamp\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="holds no rows"):
        read_table(file)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_table(tmp_path / "gone.csv")


def test_explanations_need_their_three_columns(tmp_path: Path) -> None:
    file = tmp_path / "why.csv"
    file.write_text('id,column,why\ntwo,released,"shown, not sold"\n', encoding="utf-8")
    assert read_explanations(file) == {("two", "released"): "shown, not sold"}
    file.write_text("id,reason\ntwo,none\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="has the columns id, reason: name them id, column, why"):
        read_explanations(file)
    file.write_text("id,reason\ntwo,none,more\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="has the columns id, reason: name"):
        read_explanations(file)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_explanations(tmp_path)


@pytest.mark.parametrize("row", ["two,released", "two", "two,released,  ", ",released,shown"])
def test_an_explanation_with_a_cell_missing_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "why.csv"
    file.write_text(f"id,column,why\none,released,shown\n\n{row}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"why\.csv, line 4: a cell is empty"):
        read_explanations(file)
    file.write_text("id,note,column,why,\none,,released,shown,,\n", encoding="utf-8")
    assert read_explanations(file) == {("one", "released"): "shown"}


# ---------------------------------------------------------------- the command


def run(*arguments: object) -> Result:
    command = ["corpus", "facts", *map(str, arguments)]
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, command, prog_name="assistant")


def test_the_command_tells_shares_disagreements_and_what_is_missing(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    pack, reference = files
    why = tmp_path / "why.csv"
    why.write_text("id,column,why\nLumo Two,released,the day it was shown\nray,released,none\n")
    options = ("--brand", pack, "--against", reference, "--name", "model_of_lamp")
    result = run(*options, "--ignore", "edition", "--explained", why)
    assert result.exit_code == 0, result.output
    shown = result.stdout
    assert "5 rows of the reference (1 left aside)" in shown
    assert "families covered  1 of 3 = 33.3% (6.1%-79.2%)" in shown
    assert "rows covered      3 of 5" in shown  # "Brandt Nocta" needs the brand to be called Brandt
    assert "Disagreements: 3, 1 of them explained" in shown
    assert "or mixed up          3 of 4" in shown
    assert "2001-09-18 (ours for announced)" in shown
    assert "the day it was shown" in shown
    assert "No disagreement fits the explanation for ray, released: remove it" in shown
    assert "  Ray (1): Ray (1st gen)" in shown


def test_programs_get_one_json_object(files: tuple[Path, Path]) -> None:
    pack, reference = files
    result = run("--brand", pack, "--against", reference, "--name", "model_of_lamp", "--json")
    report = json.loads(result.stdout)
    assert report["rows_covered"] == {"part": 3, "whole": 6, "share": 0.5, "interval": [0.1876, 0.8124]}
    assert report["dates_agree"]["by_precision"]["day"]["part"] == 1
    assert report["columns"]["released"]["silent"] == 0
    assert [one["name"] for one in report["missing"]] == [
        "Lumo Two Oslo Edition",
        "Ray (1st gen)",
        "Brandt Nocta",
    ]
    assert report["disagreements"][1]["hint"] == "ours for announced"


def test_usage_errors_are_told(files: tuple[Path, Path]) -> None:
    pack, reference = files
    wrong = run("--brand", pack, "--against", reference, "--ignore", "(")
    assert wrong.exit_code == 2
    assert "not a regular expression" in wrong.stderr
    assert run("--brand", pack).exit_code == 2
    nameless = run("--brand", pack, "--against", reference)
    assert nameless.exit_code == 1
    assert "say which one with --name" in nameless.stderr
    assert "Example: assistant corpus facts" in " ".join(run("--help").stdout.split())
