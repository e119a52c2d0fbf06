"""Stretches of a pack's documents read with their titles, headings and columns; rows of tables are reckoned with."""

from __future__ import annotations

from pathlib import Path

import pytest
from assistant_eval.readings import Pack, reading_of
from assistant_eval.reckoned import reckoned

from assistant.domain import Verdict
from tests import lumo
from tests.lumo_records import HISTORY, TABLE, at, citation, row


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return Pack(lumo.write(tmp_path_factory.mktemp("lumo")))


def test_a_row_reads_cell_by_cell_with_its_name_dates_and_money(pack: Pack) -> None:
    reading = reading_of(at(TABLE, row("Lumo One")), pack)
    assert reading.head == "Table of lamps"
    said = reading.body.split("\n\n")
    assert "Lumo One: Released: 12 April 1999." in said
    assert "Lumo One: Discontinued: 2001." in said
    assert "Lumo One: Launch price: $499 (with 4 bulbs)." in said
    assert "The Lumo One was the first lamp that dimmed itself." in said
    assert not any("Price note" in line for line in said)
    assert reading.rows[0]["released"] == "1999-04-12"


def test_prose_reads_with_title_date_and_headings(pack: Pack) -> None:
    reading = reading_of(at(HISTORY, "The name Lumo is Esperanto for light."), pack)
    assert reading.head == "How the Lumo came about › The name · 2005"
    assert reading.text.endswith("\n\nThe name Lumo is Esperanto for light.")
    assert ("the", "name", "lumo", "is", "esperanto", "for", "light") in reading.sentences


def test_what_no_pack_holds_reads_as_it_is_told(pack: Pack) -> None:
    told = {
        "document": "elsewhere.md",
        "start": 3,
        "end": 9,
        "text": "It glowed.",
        "title": "Notes",
        "date": "1999-05",
    }
    assert reading_of(told, pack).text == "Notes · May 1999\n\nIt glowed."
    bare = {"document": "", "start": 0, "end": 0, "text": "It glowed.", "reading": "Notes: It glowed."}
    assert reading_of(bare, None).text == "Notes: It glowed.\n\nIt glowed."


def test_words_that_moved_are_found_and_words_that_changed_are_not_guessed(tmp_path: Path) -> None:
    told = at(HISTORY, "The name Lumo is Esperanto for light.")
    root = lumo.write(tmp_path)
    file = root / HISTORY
    file.write_text(
        file.read_text(encoding="utf-8").replace("## The idea", "## The very first idea"), encoding="utf-8"
    )
    assert reading_of(told, Pack(root)).head.startswith("How the Lumo came about")
    assert reading_of(told, Pack(root)).start == told["start"] + len("very first ")
    file.write_text(file.read_text(encoding="utf-8").replace("Esperanto", "Latin"), encoding="utf-8")
    assert reading_of(told, Pack(root)).head == ""


def test_words_of_a_citation_that_are_withheld_stay_so(pack: Pack) -> None:
    told = citation(1, TABLE, row("Lumo One"), withheld=True) | {"text": ""}
    assert reading_of(told, pack).body == ""


ROWS = [
    {"name": "Lumo One", "announced": "1999-03-01", "released": "1999-04-12", "discontinued": "2001"},
    {
        "name": "Lumo Two",
        "aliases": "Lumo 2; the paper lamp",
        "announced": "2001-09-18",
        "released": "2001-10-23",
    },
    {"name": "Lumo Mini", "released": "2001-11-30"},
    {"name": "Lumo Max", "released": "2001"},
]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Lumo One came before Lumo Two.", Verdict.SUPPORTED),
        ("Lumo Two came after Lumo One.", Verdict.SUPPORTED),
        ("The Lumo Two was released later than the Lumo One.", Verdict.SUPPORTED),
        ("Lumo One was announced before Lumo Two.", Verdict.SUPPORTED),
        ("The paper lamp came after Lumo One.", Verdict.SUPPORTED),
        ("Lumo One came after Lumo Two.", Verdict.CONTRADICTED),
        ("Lumo Mini came 38 days after Lumo Two.", Verdict.SUPPORTED),
        ("Lumo Mini came 39 days after Lumo Two.", Verdict.CONTRADICTED),
        ("Lumo Mini came about five weeks after Lumo Two.", Verdict.SUPPORTED),
        ("Lumo Mini came some months after Lumo Two.", Verdict.SUPPORTED),
        ("Lumo Mini came about 2 years and 8 months after Lumo One.", Verdict.SUPPORTED),
        ("Lumo Mini came about 2 years and 4 months after Lumo One.", Verdict.CONTRADICTED),
        ("Lumo Max came before Lumo Mini.", Verdict.NOT_FOUND),  # in the same year: nobody can tell
        ("Lumo Zero came before Lumo Mini.", Verdict.NOT_FOUND),
        ("Lumo Zero came before Lumo Nought.", None),
        ("The lamp was tested before it was sold.", None),
        ("The table has 2 entries released in 2001: Lumo Two and Lumo Mini.", Verdict.SUPPORTED),
        ("The table has 3 entries released in 2001: Lumo Two and Lumo Mini.", Verdict.CONTRADICTED),
        ("The table has 2 entries released in 2001: Lumo One and Lumo Mini.", Verdict.CONTRADICTED),
        ("The table has 2 entries released in 2001: Lumo Two and Lumo Zero.", Verdict.NOT_FOUND),
    ],
)
def test_comparisons_and_counts_are_reckoned_anew(sentence: str, verdict: Verdict | None) -> None:
    assert reckoned(sentence, ROWS) is verdict


def test_without_rows_nothing_is_reckoned() -> None:
    assert reckoned("Lumo One came before Lumo Two.", []) is None
