from __future__ import annotations

import pytest

from assistant.corpus.load.table import parse
from assistant.domain import Kind, Voice
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, words


def test_a_record_a_row_with_its_raw_span() -> None:
    text = 'name,price,released\nOne,"$5, or\nso",1984\n\nTwo,,1985\n'
    parsed = parse(text.encode())
    assert parsed.text == text
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert words(parsed) == [("table_row", 'One,"$5, or\nso",1984'), ("table_row", "Two,,1985")]
    assert parsed.blocks[0].fields == (("name", "One"), ("price", "$5, or so"), ("released", "1984"))
    assert parsed.blocks[1].fields == (("name", "Two"), ("released", "1985"))
    assert parsed.found.kind is Kind.PRODUCT


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    lines = [("name", "year"), ("One, the first", "1984"), ("Two", "1985")]
    quoted = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines]
    parsed = parse("\n".join(quoted).encode())
    assert parsed.blocks[0].fields == (("name", "One, the first"), ("year", "1984"))


def test_a_table_without_header_numbers_its_columns() -> None:
    parsed = parse(b"One,499\nTwo,599\n")
    assert [block.fields for block in parsed.blocks] == [
        (("column 1", "One"), ("column 2", "499")),
        (("column 1", "Two"), ("column 2", "599")),
    ]


def test_columns_named_by_years() -> None:
    assert parse(b"name,2007,2008\nOne,5,6\n").blocks[0].fields == (
        *(("name", "One"), ("2007", "5"), ("2008", "6")),
    )


def test_headers_of_two_lines_under_a_title() -> None:
    text = "Lamps we made,,,\nmodel,sold,,price\n,from,until,\nOne,1984,1986,$5\n,,,$6\nTwo,1985,1987,$7\n"
    parsed = parse(text.encode())
    assert [block.fields for block in parsed.blocks] == [
        (("model", "One"), ("sold from", "1984"), ("sold until", "1986"), ("price", "$5; $6")),
        (("model", "Two"), ("sold from", "1985"), ("sold until", "1987"), ("price", "$7")),
    ]
    assert words(parsed)[0][1] == "One,1984,1986,$5\n,,,$6"


@pytest.mark.parametrize(
    ("header", "row", "below"),
    [
        (
            "id,name,price,released,colour,description",
            "one,Lumo One,499,1999,red,It dims",
            ",Lumo Two,299,,,",
        ),
        ("id,name,price,released,colour,description", "one,Lumo One,,1999,red,It dims", ",Lumo Two,,,,"),
        ("id,name,price,released,colour,description", "one,,,1999,red,It dims", ",Lumo Two,,,,"),
        ("sku,Product_Name,price,released,colour,description", "A1,Lumo One,9,1999,red,Dim", ",Lumo Two,,,,"),
        ("nr,lampe,pris,farge,lansert,sted", "1,Lumo En,499,rod,1999,Oslo", ",Lumo To,,,,"),
        ("id,lampe,pris,farge,lansert,sted", "en,Lumo En,499,rod,1999,Oslo", ",Lumo To,,,,"),
        ("lampe,pris,farge,lansert,sted,vekt", "Lumo En,499,rod,1999,Oslo,2", ",299,blue,,,"),
    ],
)
def test_a_record_with_a_name_or_cells_of_its_own_is_a_row(header: str, row: str, below: str) -> None:
    parsed = parse(f"{header}\n{row}\n{below}\n".encode())
    assert [text for _, text in words(parsed)] == [row, below]
    assert [cell for _, cell in parsed.blocks[1].fields] == [cell for cell in below.split(",") if cell]


@pytest.mark.parametrize(
    ("header", "row", "below"),
    [
        ("id,name,price,released,colour,description", "one,Lumo One,499,1999,red,It dims", ",,,,,itself"),
        ("id,name,price,released,colour,description", "one,Lumo One,499,1999,,It dims", ",,,,red,itself"),
        ("name,price,released", "Lumo One,499,1999", ",from 9,"),
        ("nr,lampe,pris,farge,lansert,sted", "1,Lumo En,499,rod,1999,Oslo", ",,,,,Bergen"),
    ],
)
def test_a_record_that_only_continues_cells_goes_on_with_its_row(header: str, row: str, below: str) -> None:
    (block,) = parse(f"{header}\n{row}\n{below}\n".encode()).blocks
    told = dict(block.fields)
    for column, cell, more in zip(*(line.split(",") for line in (header, row, below)), strict=True):
        assert told[column] == "; ".join(filter(None, (cell, more)))


def test_rows_longer_and_shorter_than_the_header_are_read_as_far_as_they_are_named() -> None:
    parsed = parse(b"name,price\nOne\nTwo,$5,extra\n")
    assert [block.fields for block in parsed.blocks] == [
        (("name", "One"),),
        (("name", "Two"), ("price", "$5"), ("column 3", "extra")),
    ]


def test_quotes_inside_cells_are_no_trouble() -> None:
    parsed = parse(b'name,size\nDisk,5.25" floppy\n"Say ""hi""",big\n')
    assert [dict(block.fields)["name"] for block in parsed.blocks] == ["Disk", 'Say "hi"']


def test_a_quotation_mark_that_never_closes_names_its_line() -> None:
    with pytest.raises(DocumentError, match="opens in line 3 and never closes"):
        parse(b'name,price\nOne,5\n"Two,6\nThree,7\n')


def test_a_cell_may_hold_a_whole_article() -> None:
    parsed = parse(b"name,story\nOne," + b"word " * 60_000 + b"\n")
    assert len(dict(parsed.blocks[0].fields)["story"]) > 200_000


def test_quotes_without_sources_are_unsourced() -> None:
    assert parse(b"quote,author\nBe bright,Ada\n").found.voice is Voice.UNSOURCED
    assert parse(b"quote,author,year\nBe bright,Ada,1984\n").found.voice is None


def test_an_empty_table_has_no_rows() -> None:
    assert parse(b"name,price\n").blocks == ()
    assert parse(b"\n\n").blocks == ()
