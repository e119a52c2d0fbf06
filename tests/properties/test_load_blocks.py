"""Whatever a file holds, its blocks are in range, in order and apart; text formats store the file itself."""

from __future__ import annotations

import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.load import captions, json_records, markdown, plain_text, table, web_page
from assistant.corpus.load.decode import clean, decode
from assistant.corpus.load.parsed import Parsed
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit

ANY = st.text(max_size=300)
WORDS = st.text(alphabet="ab Q:.?é😀\"'|,;-_*#>`[]()<!=\n\t", max_size=60)
LINES = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            [
                *(
                    "# One",
                    "## Two",
                    "- item",
                    "1. item",
                    "> quote",
                    "```",
                    "---",
                    "===",
                    "| a | b |",
                    "|---|---|",
                ),
                *(
                    "",
                    "",
                    "<!-- c -->",
                    "<div>",
                    "</div>",
                    "**Q: Why?**",
                    "A: Because.",
                    "ADA: Yes.",
                    "BO: No.",
                ),
                *("**Interviewer:**", "    code", "\x00\x0b\u2028", "Long line " * 30, "![x](y)", "[x]: y"),
            ]
        ),
    ),
    max_size=25,
).map("\n".join)
CELL = st.text(alphabet='ab 1,;"\n\t|é😀', max_size=8)


def check(parsed: Parsed) -> None:
    assert_blocks_fit(parsed.text, parsed.blocks)
    parsed.text.encode()
    for block in parsed.blocks:
        for part in (
            *block.heading_path,
            block.speaker or "",
            *(word for pair in block.fields for word in pair),
        ):
            part.encode()
            assert part == part.strip()


@given(LINES | ANY)
def test_markdown(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        parsed = markdown.parse(data)
    except DocumentError:  # front matter that is no YAML
        return
    check(parsed)
    assert parsed.text == decode(data)


@given(LINES | ANY)
def test_plain_text(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    parsed = plain_text.parse(data)
    check(parsed)
    assert parsed.text == decode(data)


@given(LINES)
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    """What lies between two blocks holds no word, unless it is the label of a speaker."""
    parsed = plain_text.parse(text.encode())
    edges = [0, *(edge for block in parsed.blocks for edge in (block.start, block.end)), len(parsed.text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        words = re.findall(r"[^\W_]+", parsed.text[start:end])
        assert not words or ":" in parsed.text[start:end]


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_tables_round_trip(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [["name", "second", "third", "fourth"], *rows]
    )
    parsed = table.parse(out.getvalue().encode())
    check(parsed)
    assert parsed.text == out.getvalue()
    for block in parsed.blocks:
        assert parsed.text[block.start : block.end].count('"') % 2 == 0


@given(ANY | WORDS)
def test_any_text_as_a_table(text: str) -> None:
    try:
        parsed = table.parse(text.encode("utf-8", "surrogatepass"))
    except DocumentError:  # a quotation mark that never closes, or nothing but controls
        return
    check(parsed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_json(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    parsed = json_records.parse(text.encode("utf-8", "surrogatepass"))
    check(parsed)
    assert parsed.text == decode(text.encode("utf-8", "surrogatepass"))


@given(st.lists(JSON.filter(lambda value: value is not None), max_size=5))
def test_json_lines(values: list[object]) -> None:
    text = "\n".join(json.dumps(value) for value in values)
    parsed = json_records.parse(text.encode())
    check(parsed)
    assert parsed.text == text


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_captions(cues: list[str]) -> None:
    text = "\n\n".join(
        f"{at}\n00:00:{at:02d},000 --> 00:00:{at + 1:02d},000\n{cue}" for at, cue in enumerate(cues)
    )
    parsed = captions.parse(text.encode())
    check(parsed)
    assert all(block.seconds is not None for block in parsed.blocks)


@given(LINES, st.sampled_from(["p", "li", "td", "blockquote", "pre", "h2"]))
def test_web_pages(text: str, tag: str) -> None:
    check(web_page.parse(f"<table><tr><th>a</th></tr></table><{tag}>{text}</{tag}>".encode()))


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except DocumentError:
        return
    text.encode()
    assert clean(text) == text
    assert not any(ord(character) < 0x20 and character not in "\n\t" for character in text)
