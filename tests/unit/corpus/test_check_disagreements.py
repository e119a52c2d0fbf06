"""Two places that disagree: found where they are surely about the same thing, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.check import disagreements
from tests.checking import find, prose, row

MINI = {"announced": "2001-11-05", "released": "2001-11-30", "discontinued": "2005", "launch_price_usd": "99"}


@pytest.mark.parametrize(
    ("sentence", "words", "cell"),
    [
        ("The Lumo Two went on sale on 23 October 2002.", "23 October 2002", "released 2001-10-23"),
        (
            "The Lumo Two was announced in September 2002 and cost 299 dollars.",
            "2002",
            "announced 2001-09-18",
        ),
        ("The Lumo Two was announced on 18 September 2001 and went on sale in 2003.", "2003", "released"),
        (
            "Ada Brandt introduced the Lumo Two on 18 September 2003.",
            "Lumo Two on",
            "announced 2001-09-18, rel",
        ),
        ("On 23 October 2002 the Lumo Two went on sale.", "On 23 October 2002", "released 2001-10-23"),
        ("In 2003 Brandt Lamps announced the Lumo Two.", "In 2003", "announced 2001-09-18"),
        ("The Lumo Two was discontinued in 2008.", "2008", "discontinued 2006"),
        ("The Lumo Two cost 399 dollars.", "cost 399", "price 299"),
        ("The Lumo Two was announced on 18 September 2001 for $399.", "for $399", "price 299"),
        ("The Lumo Two had a shade of paper and cost 399 dollars.", "cost 399", "price 299"),
        ("The Lumo 2 cost 399 dollars.", "cost 399", "price 299"),
    ],
)
def test_prose_that_contradicts_the_table_is_found(
    tmp_path: Path, sentence: str, words: str, cell: str
) -> None:
    (finding,) = find(disagreements.CHECK, tmp_path, prose(sentence))
    assert (finding.document, finding.line) == ("history/story.md", 12)
    assert words in finding.problem
    assert f"products.csv:3 says {cell}" in finding.problem


@pytest.mark.parametrize(
    "sentence",
    [
        "The Lumo Two went on sale in October 2001.",
        "The Lumo Two was introduced on 1 October 2001.",  # between the two days
        "The Lumo Two cost 299 dollars, and a shade cost 9 dollars.",
        "The Lumo One cost 499 dollars with four bulbs.",
        "The Lumo Two went on sale in Japan on 3 May 2002.",
        "The Lumo Two went on sale on 3 May 2002 in Japan.",
        "The Lumo Two was introduced on 3 May 2002 as a kit.",
        "The green Lumo Two went on sale on 3 May 2002.",
        "The Lumo Two Deluxe went on sale on 3 May 2002.",
        "The Lumo Two in green went on sale on 3 May 2002.",
        "The Lumo Two would have gone on sale on 3 May 2002.",
        "The Lumo Two was announced, according to Nils Holm, on 3 May 2002.",
        "The Lumo Two cost 199 dollars in 2004.",
        "The Lumo Two cost 100 dollars less than the Lumo One.",
        "The Lumo Two cost 9 dollars a month with a contract.",
        "The Lumo Two cost about 300 dollars.",
        "The Lumo Two cost 350 euros.",
        "The Lumo Two was a lamp that stood on a table and cost 20 dollars.",
        "Sources differ: the Lumo Two went on sale on 3 May 2002.",
        "The Lumo and the Nocta went on sale on 3 May 2002.",
    ],
)
def test_what_is_qualified_or_agrees_is_left_alone(tmp_path: Path, sentence: str) -> None:
    assert find(disagreements.CHECK, tmp_path, prose(sentence)) == []


def test_a_price_told_in_a_note_of_the_row_is_no_disagreement(tmp_path: Path) -> None:
    cells = row(**MINI, price_note="$120 with a shade")
    assert find(disagreements.CHECK, tmp_path, cells, prose("The Lumo Mini cost 120 dollars.")) == []
    assert len(find(disagreements.CHECK, tmp_path, cells, prose("The Lumo Mini cost 130 dollars."))) == 1


@pytest.mark.parametrize("column", ["Price Note", "NOTES", "Launch Price"])
def test_columns_of_notes_are_known_however_they_are_written(tmp_path: Path, column: str) -> None:
    table = {"lamps.csv": f"name,price,{column}\nRay,99,$120 with a shade\n"}
    assert find(disagreements.CHECK, tmp_path, table, prose("The Ray cost 120 dollars.")) == []
    assert len(find(disagreements.CHECK, tmp_path, table, prose("The Ray cost 130 dollars."))) == 1


def test_a_name_that_other_names_hold_may_mean_any_of_them(tmp_path: Path) -> None:
    cells = row(name="Lumo Two (3rd generation)", aliases="Lumo Two S", released="2009-05-03")
    ambiguous = "The Lumo Two went on sale on 3 June 2007."
    assert find(disagreements.CHECK, tmp_path, cells, prose(ambiguous)) == []
    first = prose("The first Lumo Two went on sale on 3 June 2007.")
    assert len(find(disagreements.CHECK, tmp_path, cells, first)) == 1
    third = prose("The third Lumo Two went on sale on 3 June 2007.")
    (finding,) = find(disagreements.CHECK, tmp_path, cells, third)
    assert "products.csv:5 says released 2009-05-03" in finding.problem
    second = prose("The second Lumo Two went on sale on 3 June 2007.")
    assert find(disagreements.CHECK, tmp_path, cells, second) == []


def test_two_sentences_disagree_where_the_table_is_silent(tmp_path: Path) -> None:
    one = {"history/a.md": "The Lumo Mini went on sale in May 2004.\n"}
    agreeing = prose("The Lumo Mini went on sale on 3 May 2004.")
    assert find(disagreements.CHECK, tmp_path, row(), one, agreeing) == []
    (finding,) = find(disagreements.CHECK, tmp_path, row(), one, prose("The Lumo Mini went on sale in 2005."))
    assert finding.problem.endswith("but history/a.md:1 says “Lumo Mini went on sale in May 2004”")


def test_a_description_is_held_against_its_row(tmp_path: Path) -> None:
    (finding,) = find(
        disagreements.CHECK, tmp_path, row(**MINI, description="The Lumo Mini cost 89 dollars.")
    )
    assert (finding.document, finding.line, finding.place) == ("products.csv", 5, "Lumo Mini")


def test_two_rows_of_one_name_are_compared_cell_by_cell(tmp_path: Path) -> None:
    other = "name,released,launch_price_usd,launch_price\nlumo two,2002,299,\nNocta,2003,150,\n"
    found = find(disagreements.CHECK, tmp_path, {"zoo/lamps.csv": other})
    assert [(finding.line, finding.problem) for finding in found] == [
        (2, "released 2002, but products.csv:3 says 2001-10-23"),
        (3, "price 150, but products.csv:4 says 149"),
    ]
