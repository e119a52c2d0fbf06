from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.corpus.load.docx import parse
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, words


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """A DOCX with an entry replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return out.getvalue()


def test_headings_lists_quotes_and_tables() -> None:
    document = docx.Document()
    document.add_heading("The lamp", 0)
    document.add_heading("How", 1)
    document.add_paragraph("It was warm.")
    document.add_paragraph("a wick", style="List Bullet")
    document.add_paragraph("We wanted light.", style="Intense Quote")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Model", "Price", "Year"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("One", "$5", "1984"), strict=True):
        cell.text = text
    document.add_paragraph("")
    document.add_paragraph("The end.")
    parsed = parse(saved(document))
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert words(parsed) == [
        ("heading", "The lamp"),
        ("heading", "How"),
        ("paragraph", "It was warm."),
        ("list_item", "a wick"),
        ("quotation", "We wanted light."),
        ("table_row", "One | $5 | 1984"),
        ("paragraph", "The end."),
    ]
    assert parsed.blocks[2].heading_path == ("The lamp", "How")
    assert parsed.blocks[5].fields == (("Model", "One"), ("Price", "$5"), ("Year", "1984"))
    assert parsed.found.title == "The lamp"


def test_a_table_of_two_columns_holds_names_and_values() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Maker:", "Example Ltd"), ("Year", "1984")), strict=True):
        row.cells[0].text, row.cells[1].text = texts
    fields = [block.fields for block in parse(saved(document)).blocks]
    assert fields == [(("Maker", "Example Ltd"),), (("Year", "1984"),)]


def test_tracked_changes_read_as_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It was ")
    run = '<w:ins {0} w:id="1"><w:r><w:t>warm</w:t></w:r></w:ins>'
    gone = '<w:del {0} w:id="2"><w:r><w:delText>cold</w:delText></w:r></w:del>'
    for xml in (run, gone):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert parse(saved(document)).text == "It was warm"


def test_words_inside_content_controls_count() -> None:
    document = docx.Document()
    control = "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control.format(nsdecls("w"))))
    assert parse(saved(document)).text == "Inside."


def test_the_title_of_last_resort_is_a_property() -> None:
    document = docx.Document()
    document.add_paragraph("Words.")
    document.core_properties.title = "The lamp"
    assert parse(saved(document)).found.title == "The lamp"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    data = with_entry(saved(docx.Document()), "word/media/bomb.bin", b"\0" * 20_000_000)
    assert len(data) < 100_000
    with pytest.raises(DocumentError, match=r"unpacks to over .* as a bomb does"):
        parse(data)


def test_an_archive_of_very_many_entries_is_refused() -> None:
    out = io.BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(5_001):
            archive.writestr(f"word/{number}.bin", b"")
    with pytest.raises(DocumentError, match="entries"):
        parse(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused(encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&secret;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = with_entry(saved(docx.Document()), "word/document.xml", xml.encode(encoding))
    with pytest.raises(DocumentError, match="declares a DTD"):
        parse(data)


def test_other_archives_and_broken_ones_are_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(DocumentError, match="without a Word document"):
        parse(out.getvalue())
    with pytest.raises(DocumentError, match="broken archive"):
        parse(saved(docx.Document())[:500])


def test_words_that_were_moved_away_or_hidden_are_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It was warm.")
    moved = '<w:moveFrom {0} w:id="1"><w:r><w:t> It was cold.</w:t></w:r></w:moveFrom>'
    hidden = "<w:r {0}><w:rPr><w:vanish/></w:rPr><w:t> The margin was 40 percent.</w:t></w:r>"
    shown = '<w:r {0}><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> It rained.</w:t></w:r>'
    for xml in (moved, hidden, shown):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert parse(saved(document)).text == "It was warm. It rained."


BOX = (
    "<w:r {0}><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
    "<mc:Choice Requires='wps'><w:drawing><w:txbxContent>{1}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{1}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_text_boxes_are_left_out_of_paragraphs_and_of_cells() -> None:
    document = docx.Document()
    box = BOX.format(nsdecls("w"), "<w:p><w:r><w:t>Boxed.</w:t><w:tab/><w:t>Twice.</w:t></w:r></w:p>")
    document.add_paragraph("Before.")._p.append(parse_xml(box))
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Inside."
    cell.paragraphs[0]._p.append(parse_xml(box))
    assert [text for _, text in words(parse(saved(document)))] == ["Before.", "Inside."]
