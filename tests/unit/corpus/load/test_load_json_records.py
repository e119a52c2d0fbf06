from __future__ import annotations

import pytest

from assistant.corpus.load.json_records import parse
from assistant.domain import Kind, Voice
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, words


def test_an_array_of_records() -> None:
    text = '[\n {"name": "One", "price": 2500.50, "tags": ["a", "b"], "size": {"w": 3}, "sold": true},\n'
    text += ' {"name": "Two", "price": null}\n]'
    parsed = parse(text.encode())
    assert parsed.text == text
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert parsed.blocks[0].fields == (
        *(("name", "One"), ("price", "2500.50"), ("tags", "a; b"), ("size.w", "3"), ("sold", "true")),
    )
    assert words(parsed)[1] == ("table_row", '{"name": "Two", "price": null}')
    assert parsed.found.kind is Kind.PRODUCT


def test_json_lines() -> None:
    parsed = parse(b'{"a": 1}\n\n{"a": [{"b": 2}, {"b": 3}]}\n')
    assert [block.fields for block in parsed.blocks] == [(("a", "1"),), (("a.b", "2"), ("a.b", "3"))]


def test_records_deep_inside_keep_the_names_above_them() -> None:
    text = '{"title": "T", "year": 1984, "data": {"talks": [{"a": 1}, {"a": 2}], "places": ["X", "Y"]}}'
    parsed = parse(text.encode())
    assert [(block.heading_path, block.fields) for block in parsed.blocks] == [
        ((), (("title", "T"), ("year", "1984"))),
        (("data", "talks"), (("a", "1"),)),
        (("data", "talks"), (("a", "2"),)),
        (("data", "places"), (("places", "X; Y"),)),
    ]
    assert words(parsed)[0][1] == '"title": "T", "year": 1984'
    assert_blocks_fit(parsed.text, parsed.blocks)


def test_an_object_of_objects_is_a_record_each() -> None:
    parsed = parse(b'{"One": {"price": 5}, "Two": {"price": 6}}')
    assert [(block.heading_path, block.fields) for block in parsed.blocks] == [
        (("One",), (("price", "5"),)),
        (("Two",), (("price", "6"),)),
    ]


def test_figures_stay_as_written() -> None:
    parsed = parse(b'{"price": 1.10, "count": ' + b"9" * 5000 + b', "ratio": 1e3}')
    fields = dict(parsed.blocks[0].fields)
    assert (fields["price"], len(fields["count"]), fields["ratio"]) == ("1.10", 5000, "1e3")


def test_lone_surrogates_and_controls_in_values_are_replaced() -> None:
    parsed = parse(rb'{"a": "x\ud800y\u0000z"}')
    assert parsed.blocks[0].fields == (("a", "x\ufffdy z"),)


def test_a_faulty_line_is_named() -> None:
    with pytest.raises(DocumentError, match="line 2"):
        parse(b'{"a": 1}\n{"a": 2,}\n')


def test_quotes_without_sources_are_unsourced() -> None:
    assert parse(b'[{"text": "Be bright", "author": "Ada"}]').found.voice is Voice.UNSOURCED


def test_empty_values_make_no_rows() -> None:
    assert parse(b"{}").blocks == parse(b"[]").blocks == parse(b" ").blocks == ()


def test_cases_of_an_evaluation_are_no_document() -> None:
    with pytest.raises(DocumentError, match="keep it outside the pack"):
        parse(b'{"question": "Who drew it?", "answerable": true, "gold": "Ada"}\n')
    assert parse(b'{"question": "Who drew it?", "answer": "Ada"}\n').blocks, "questions with answers are"
