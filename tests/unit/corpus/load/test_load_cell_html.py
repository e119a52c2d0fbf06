from __future__ import annotations

import json

import pytest

from assistant.corpus.load import json_records, table
from assistant.corpus.load.cell_html import without_html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<p>Lumo &amp; Co. made lamps.</p>", "Lumo & Co. made lamps."),
        ("<p>One lamp.</p><p>Two lamps.</p>", "One lamp. Two lamps."),
        ("The <b>Lumo</b> <a href='/x'>lamp</a>&nbsp;dims.", "The Lumo lamp dims."),
        ("<ul><li>ash</li><li>oak</li></ul>", "ash; oak"),
        ("<h2>Shade</h2><p>Folded paper.</p>", "Shade; Folded paper."),
        ("7.4 kg<br>40 cm", "7.4 kg; 40 cm"),
        ("<P CLASS=x>Dims.</P><script>no()</script><!-- no --><p hidden>no</p>", "Dims."),
        ("H<sub>2</sub>O", "H2O"),
        ("<div><p></p></div>", ""),
    ],
)
def test_what_clearly_is_html_is_read_as_html(value: str, shown: str) -> None:
    assert without_html(value) == shown


@pytest.mark.parametrize(
    "value",
    [
        "Lumo &amp; Co.",
        "5 < 7 and 9 > 8",
        "a <b tag",
        "<Lumo>lamp</Lumo>",
        "List<p> of lamps",
        "if a<b and c>d",
    ],
)
def test_everything_else_stays_as_it_is(value: str) -> None:
    assert without_html(value) == value


def test_fields_are_words_and_the_stored_text_is_the_file() -> None:
    line = json.dumps(
        {"name": "Lumo One", "story": "<p>Lumo &amp; Co.</p>", "parts": ["<b>shade</b>", "bulb"]}
    )
    parsed = json_records.parse(f"{line}\n{line}\n".encode())
    assert parsed.text == f"{line}\n{line}\n"
    assert parsed.blocks[0].fields == (
        ("name", "Lumo One"),
        ("story", "Lumo & Co."),
        ("parts", "shade; bulb"),
    )
    assert parsed.text[parsed.blocks[0].start : parsed.blocks[0].end] == line
    sheet = 'name,story\nLumo One,"<p>Lumo &amp; Co.</p>"\nLumo Two,<br>\n'
    rows = table.parse(sheet.encode())
    assert rows.text == sheet
    assert [row.fields for row in rows.blocks] == [
        (("name", "Lumo One"), ("story", "Lumo & Co.")),
        (("name", "Lumo Two"),),
    ]
