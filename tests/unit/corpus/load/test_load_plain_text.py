from __future__ import annotations

import pytest

from assistant.corpus.load.plain_text import parse
from tests.loading import assert_blocks_fit, words


def test_paragraphs_end_at_blank_lines() -> None:
    parsed = parse(b"One line\r\nand another.\r\n\r\n\r\nA second paragraph.  \r\n")
    assert parsed.text == "One line\nand another.\n\n\nA second paragraph.  \n"
    assert words(parsed) == [("paragraph", "One line\nand another."), ("paragraph", "A second paragraph.")]


def test_lines_too_long_to_be_wrapped_are_paragraphs() -> None:
    first, second = "First " * 60, "Second " * 60
    parsed = parse(f"{first.strip()}\n{second.strip()}\nShort one.\n".encode())
    assert [text for _, text in words(parsed)] == [first.strip(), second.strip(), "Short one."]


def test_a_title_above_long_lines_is_a_heading() -> None:
    long = "We met in the hall. " * 20
    parsed = parse(f"Speech at the Town Hall\n{long}\n\nSpeech to the Workers\n{long}\n\nThanks\n".encode())
    assert [text for kind, text in words(parsed) if kind == "heading"] == [
        "Speech at the Town Hall",
        "Speech to the Workers",
    ]
    assert parsed.blocks[1].heading_path == ("Speech at the Town Hall",)


def test_underlined_and_capital_headings() -> None:
    parsed = parse(
        b"The Lamp\n========\n\nIt shone.\n\nA part\n------\nMore.\n\nTHE END OF IT\n\nDark.\n\nOK\n\nSTOP!\n"
    )
    headings = [(text.split("\n")[0], path) for kind, text, path in rows(parsed) if kind == "heading"]
    assert headings == [
        ("The Lamp", ("The Lamp",)),
        ("A part", ("The Lamp", "A part")),
        ("THE END OF IT", ("The Lamp", "THE END OF IT")),
    ]


def test_list_items() -> None:
    parsed = parse(b"Needed:\n- a wick\n- a glass\n1. light it\n")
    assert words(parsed) == [
        ("paragraph", "Needed:"),
        ("list_item", "- a wick"),
        ("list_item", "- a glass"),
        ("list_item", "1. light it"),
    ]


def test_captions_without_full_stops_are_one_block() -> None:
    text = "this is a day\ni've been looking\n[Applause]\nforward to\n" * 50
    parsed = parse(text.encode())
    assert len(parsed.blocks) == 1
    assert_blocks_fit(parsed.text, parsed.blocks)


def rows(parsed):  # type: ignore[no-untyped-def]
    return [(b.kind.value, parsed.text[b.start : b.end], b.heading_path) for b in parsed.blocks]


@pytest.mark.parametrize(
    "line", ["embargo: 2031-10-01", "visibility: draft", "embrago = 2031-10-01", "draft: true"]
)
def test_front_matter_that_nobody_reads_keeps_its_document_back(line: str) -> None:
    refused = parse(f"---\ntitle: Plans\n{line}\n---\n\nThe Lumo will dim.\n".encode()).refused
    assert refused.endswith("which is read in Markdown alone: name it .md, or say it in a sidecar")


@pytest.mark.parametrize(
    "text", ["---\ntitle: Lamps\n---\n\nembargo: 2031\n", "Rights: none.\n", "---\nThe lamp: it dims.\n---\n"]
)
def test_other_plain_text_is_kept_back_by_nothing(text: str) -> None:
    assert parse(text.encode()).refused == ""
