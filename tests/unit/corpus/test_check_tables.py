"""Checks of tables: columns, cells, names, references and dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.check import Severity, columns, duplicates, impossible, references
from tests.checking import HEADER, PRODUCTS, find, prose, row


def test_a_table_in_order_has_no_findings(tmp_path: Path) -> None:
    for check in (columns.CHECK, duplicates.CHECK, references.CHECK, impossible.CHECK):
        assert find(check, tmp_path, row(released="2003", successor="Nocta")) == []


# ---------------------------------------------------------------- columns and cells


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (HEADER.replace("released", "relased"), "the column 'relased' is none"),
        (HEADER.replace("price_note", ""), "1 column(s) without a name"),
        (HEADER.replace("price_note", "category"), "the column 'category' is there 2 times"),
        (HEADER.replace("name,aliases", "thing,nicknames"), "no column holds the names"),
        (HEADER.replace("aliases", "nicknames"), "has no column aliases"),
    ],
)
def test_columns_that_are_missing_or_misspelt_are_named(tmp_path: Path, header: str, problem: str) -> None:
    found = find(columns.CHECK, tmp_path, {"products.csv": PRODUCTS.replace(HEADER, header)})
    assert any(finding.problem.startswith(problem) for finding in found), found


def test_a_column_of_ones_own_is_no_misspelling(tmp_path: Path) -> None:
    changed = PRODUCTS.replace("price_note", "bulb_colour")
    assert find(columns.CHECK, tmp_path, {"products.csv": changed}) == []


def test_a_row_of_another_length_is_found_with_its_line(tmp_path: Path) -> None:
    changed = f"{PRODUCTS}ray,Ray,,lamp,,2004,,99,blue, or green,,,A lamp.\n"
    (finding,) = find(columns.CHECK, tmp_path, {"products.csv": changed})
    assert (finding.line, finding.severity) == (5, Severity.ERROR)
    assert finding.problem == "has 13 cells, the header 12"


def test_a_cell_may_hold_a_whole_article(tmp_path: Path) -> None:
    table = {"products.csv": PRODUCTS.replace("The Lumo One dims.", "The lamp dims. " * 10_000)}
    assert find(columns.CHECK, tmp_path, table) == []


def test_empty_cells_behind_the_last_column_do_no_harm(tmp_path: Path) -> None:
    changed = f"{PRODUCTS}ray,Ray,,lamp,,2004,,99,blue,,,A lamp.,,\n"
    assert find(columns.CHECK, tmp_path, {"products.csv": changed}) == []


@pytest.mark.parametrize(
    ("cells", "problem", "remedy", "severity"),
    [
        ({"released": "1984-13"}, "released '1984-13' is not a date", "write 1984,", Severity.ERROR),
        ({"released": "May 1984"}, "released 'May 1984' is not a date", "write 1984-05", Severity.WARNING),
        ({"launch_price_usd": "from 5"}, "launch_price_usd 'from 5' is not", "write one", Severity.WARNING),
        ({"name": ""}, "has no name", "name the thing", Severity.ERROR),
    ],
)
def test_cells_that_cannot_be_read_come_with_a_remedy(
    tmp_path: Path, cells: dict[str, str], problem: str, remedy: str, severity: Severity
) -> None:
    (finding,) = find(columns.CHECK, tmp_path, row(**cells))
    assert finding.problem.startswith(problem)
    assert finding.remedy.startswith(remedy)
    assert (finding.document, finding.line, finding.severity) == ("products.csv", 5, severity)


@pytest.mark.parametrize("price", ["1,299", "$49.50", "0"])
def test_a_price_may_be_written_in_several_ways(tmp_path: Path, price: str) -> None:
    assert find(columns.CHECK, tmp_path, row(launch_price_usd=price)) == []


def test_a_list_of_something_else_is_not_held_to_the_columns_of_products(tmp_path: Path) -> None:
    awards = {"history/awards.csv": "year,award\nnever,Golden Bulb\n2004,Silver Bulb\n"}
    assert find(columns.CHECK, tmp_path, awards) == []


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("cells", "problem", "severity"),
    [
        ({"id": "two"}, "has the id 'two' of Lumo Two (products.csv:3)", Severity.ERROR),
        ({"name": "lumo two"}, "has the name of Lumo Two (products.csv:3)", Severity.ERROR),
        ({"aliases": "Nocta"}, "has the alias 'Nocta', the name of Nocta", Severity.WARNING),
        ({"aliases": "Lumo 2"}, "shares the alias 'Lumo 2' with Lumo Two", Severity.WARNING),
        ({"aliases": "lumo mini"}, "the alias 'lumo mini' is its own name", Severity.NOTE),
        ({"aliases": "tiny; Tiny"}, "says the alias 'Tiny' twice", Severity.NOTE),
    ],
)
def test_names_that_stand_for_two_things_are_found(
    tmp_path: Path, cells: dict[str, str], problem: str, severity: Severity
) -> None:
    (finding, *_) = find(duplicates.CHECK, tmp_path, row(**cells))
    assert finding.problem.startswith(problem)
    assert (finding.severity, finding.line) == (severity, 5)


def test_a_plus_and_a_roman_number_tell_names_apart(tmp_path: Path) -> None:
    assert find(duplicates.CHECK, tmp_path, row(name="Lumo Two+", aliases="Lumo II")) == []


def test_a_name_of_two_tables_is_a_warning_for_the_second(tmp_path: Path) -> None:
    more = {"press/lamps.csv": "name,released\nNocta,2003\n"}
    (finding,) = find(duplicates.CHECK, tmp_path, more)
    assert (finding.document, finding.severity) == ("products.csv", Severity.WARNING)
    assert "has the name of Nocta (press/lamps.csv:2)" in finding.problem


def test_an_unclear_date_is_read_as_the_others_of_its_column(tmp_path: Path) -> None:
    sheet = "name,released,discontinued\nLumo One,03.04.2015,31.12.2019\nLumo Two,31.12.2016,01.02.2020\n"
    found = find(columns.CHECK, tmp_path, {"sheet.csv": sheet})
    remedies = {finding.problem: finding.remedy for finding in found if "not a date" in finding.problem}
    assert remedies == {
        "released '03.04.2015' is not a date": "write 2015-04-03, if days come first here as elsewhere in its column",
        "discontinued '31.12.2019' is not a date": "write 2019-12-31",
        "released '31.12.2016' is not a date": "write 2016-12-31",
        "discontinued '01.02.2020' is not a date": (
            "write 2020-02-01, if days come first here as elsewhere in its column"
        ),
    }


def test_a_column_that_tells_both_orders_tells_none(tmp_path: Path) -> None:
    sheet = "name,released\nLumo One,03.04.2015\nLumo Two,31.12.2016\nLumo Three,12.31.2016\n"
    found = find(columns.CHECK, tmp_path, {"sheet.csv": sheet})
    (unclear,) = [finding for finding in found if "03.04.2015" in finding.problem]
    assert unclear.remedy.startswith("write 1984, 1984-01 or 1984-01-24")


def test_records_of_another_sort_need_no_name(tmp_path: Path) -> None:
    records = '{"lamps": [{"name": "Lumo", "released": "1999"}, {"name": "Ray", "released": "2001"}], '
    records += '"quotes": [{"quote": "Lamps dim.", "year": "1999"}]}'
    assert not any("no name" in each.problem for each in find(columns.CHECK, tmp_path, {"all.json": records}))


# ---------------------------------------------------------------- references


def test_missing_pictures_are_one_note_a_document(tmp_path: Path) -> None:
    text = "![The lamp](lamp.png) and ![its\nbox](box.png), [a scan](scan.JPG), ![drawn](lamp.fig)."
    (finding,) = find(references.CHECK, tmp_path, prose(text))
    assert finding.severity is Severity.NOTE
    assert finding.problem == "links to lamp.png and 3 more pictures, which are not there"


def test_a_predecessor_of_no_table_is_found_with_the_nearest_name(tmp_path: Path) -> None:
    (finding,) = find(references.CHECK, tmp_path, row(predecessor="Lumo Tow", successor="Lumo 2"))
    assert finding.problem == "predecessor 'Lumo Tow' is in no table"
    assert finding.remedy == "did you mean 'Lumo Two'?"


def test_a_row_that_follows_itself_is_an_error(tmp_path: Path) -> None:
    (finding,) = find(references.CHECK, tmp_path, row(successor="Lumo Mini"))
    assert (finding.problem, finding.severity) == ("names itself as its successor", Severity.ERROR)


@pytest.mark.parametrize("link", ["[a](gone.md)", "![b](<gone.png>)", "see [c]\n\n[c]: ../gone.md"])
def test_a_link_to_a_file_that_is_not_there_is_an_error(tmp_path: Path, link: str) -> None:
    (finding,) = find(references.CHECK, tmp_path, prose(f"The oven is told of in {link}"))
    assert finding.problem.startswith("links to ")
    assert finding.document == "history/story.md"
    assert finding.line is not None
    assert finding.line >= 12


@pytest.mark.parametrize(
    "link",
    [
        "[a](workshop.md#ovens)",
        "[b](/products.csv)",
        "[c](https://example.org/gone.md)",
        "[d](#here)",
        "`[e](gone.md)`",
        "[f](mailto:desk@example.org)",
    ],
)
def test_links_that_lead_somewhere_are_left_alone(tmp_path: Path, link: str) -> None:
    assert find(references.CHECK, tmp_path, prose(f"The oven is told of in {link}.")) == []


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"announced": "2004-05", "released": "2004-04-30"}, "released 2004-04-30, before it was announced"),
        ({"released": "2004", "discontinued": "2003-12"}, "discontinued 2003-12, before it was released"),
        ({"announced": "2004", "discontinued": "2003"}, "discontinued 2003, before it was announced"),
        ({"released": "2020-02"}, "released 2020-02 lies in the future"),
        ({"released": "2003", "successor": "Lumo Two"}, "its successor Lumo Two was released 2001-10-23"),
    ],
)
def test_dates_of_rows_in_the_wrong_order_are_found(
    tmp_path: Path, cells: dict[str, str], problem: str
) -> None:
    (finding,) = find(impossible.CHECK, tmp_path, row(**cells))
    assert finding.problem.startswith(problem)
    assert (finding.line, finding.place) == (5, "Lumo Mini")


@pytest.mark.parametrize(
    "cells",
    [
        {"announced": "2004-05-02", "released": "2004"},  # a year may hold the day
        {"announced": "2004-05", "released": "2004-05-01"},
        {"released": "2020-01"},
        {"released": "2001", "successor": "Lumo Two"},
        {"released": "in spring"},
    ],
)
def test_dates_that_may_be_are_left_alone(tmp_path: Path, cells: dict[str, str]) -> None:
    assert find(impossible.CHECK, tmp_path, row(**cells)) == []


def test_what_is_embargoed_may_lie_in_the_future(tmp_path: Path) -> None:
    rule = {"press/coming.csv": "name,released\nLumo Dawn,2030-05\n"}
    sidecar = {"press/coming.csv.toml": 'embargo = "2030-05-01"\n'}
    assert find(impossible.CHECK, tmp_path, rule, sidecar) == []
    (finding,) = find(impossible.CHECK, tmp_path / "open", rule)
    assert finding.document == "press/coming.csv"
