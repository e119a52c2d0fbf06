"""The source panel: exact marks, plain words, safe links."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.split import split
from assistant.domain import (
    Block,
    BlockKind,
    Citation,
    Document,
    Kind,
    Passage,
    Rights,
    Sentence,
    Source,
    Voice,
)
from assistant.interfaces.web.sources import source_card, voice_words, web_address
from assistant.interfaces.web.transcript import Card
from tests.browser.fake_assistant import BRAND

TEXT = "One is here. Two is here.\n\nThree is here. Four is here."
STARTS = [(match.start(), match.end()) for match in re.finditer(r"\w+ is here\.", TEXT)]
OFFSET = 100
SOURCE = Source(id="a.md", title="A talk", kind=Kind.SPEECH, voice=Voice.BY_FOUNDER, checksum="0")
PASSAGE = Passage(
    id="a.md#0",
    document_id="a.md",
    ordinal=0,
    start=OFFSET,
    end=OFFSET + len(TEXT),
    text=TEXT,
    rendering=TEXT.replace("\n\n", "\n"),
    kind=BlockKind.PARAGRAPH,
    sentences=tuple(Sentence(OFFSET + start, OFFSET + end, TEXT[start:end]) for start, end in STARTS),
    heading_path=("A talk", "Counting"),
)
ROW = '12,A long name,"say ""hi""",1984'


def card(start: int, end: int, passage: Passage = PASSAGE, source: Source = SOURCE) -> str:
    """The card of a citation of `passage.text[start:end]`."""
    citation = Citation(
        marker=1,
        passage_id=passage.id,
        document=source.id,
        title=source.title,
        kind=source.kind,
        voice=source.voice,
        date=source.date,
        url=source.url,
        start=passage.start + start,
        end=passage.start + end,
        text=passage.text[start:end],
        withheld=not source.shows_words,
    )
    return source_card(Card(citation, passage, source), BRAND, "1-1")


def marked(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_the_cited_sentence_is_marked_inside_its_paragraph():
    html = card(*STARTS[2])
    assert "<p>One is here. Two is here.</p><p><mark>Three is here.</mark> Four is here.</p>" in html
    assert '<p class="path">A talk › Counting</p>' in html


def test_neighbouring_cited_sentences_share_a_mark_within_their_paragraph():
    assert marked(card(0, STARTS[2][1])) == ["One is here. Two is here.", "Three is here."]


def test_a_sentence_that_only_touches_the_citation_is_not_marked():
    start, end = STARTS[1]
    assert marked(card(start, end + 1)) == ["Two is here."]


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_exactly_the_sentences_that_overlap_are_marked(start: int, length: int):
    end = min(start + length, len(TEXT))
    expected = [TEXT[a:b] for a, b in STARTS if a < end and start < b]
    assert re.findall(r"\w+ is here\.", " ".join(marked(card(start, end)))) == expected


def test_a_passage_of_several_speakers_names_each_outside_the_mark():
    rendering = "Ann: One is here.\nBo <b>: Two is here."
    html = card(*STARTS[1], passage=replace(PASSAGE, rendering=rendering, sentences=PASSAGE.sentences[:2]))
    assert "<p>Ann: One is here.</p><p>Bo &lt;b&gt;: <mark>Two is here.</mark></p>" in html


def test_passages_as_the_splitter_makes_them_are_marked_where_they_say_it():
    text = "# Trip\n\nThe *first* day was [long](https://a.example).\n\n- Bread\n- Cheese & wine\n\nIt ended."
    document = Document(SOURCE, text, _blocks(text))
    (passage,) = split(document)
    start = text.index("Cheese") - passage.start
    html = card(start, start + len("Cheese & wine"), passage)
    assert marked(html) == ["Cheese &amp; wine"]
    assert "<p>The first day was long.</p>" in html


def _blocks(text: str) -> tuple[Block, ...]:
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)][1:]
    return tuple(Block(BlockKind.PARAGRAPH, start, end, ("Trip",)) for start, end in lines)


def row(*, fields: tuple[tuple[str, str], ...]) -> Passage:
    return replace(PASSAGE, text=ROW, end=OFFSET + len(ROW), kind=BlockKind.TABLE_ROW, fields=fields)


def test_a_table_row_becomes_a_table_with_the_cited_cell_marked():
    passage = row(fields=(("Id", "12"), ("Name", "A long name"), ("Year", "1984")))
    html = card(ROW.index("1984"), len(ROW), passage)
    assert (
        '<table><tr><th scope="row">Id</th><td>12</td></tr>'
        '<tr><th scope="row">Name</th><td>A long name</td></tr>'
        '<tr><th scope="row">Year</th><td><mark>1984</mark></td></tr></table>'
    ) in html


def test_a_row_whose_cells_cannot_be_placed_is_marked_whole():
    passage = row(fields=(("Id", "12"), ("Motto", 'say "hi"')))
    assert marked(card(0, 2, passage)) == ["12", "say &quot;hi&quot;"]


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        (Voice.BY_FOUNDER, "Steve Jobs’s own words"),
        (Voice.ABOUT_FOUNDER, "Retold by others"),
        (Voice.BY_BRAND, "Published by Apple"),
        (Voice.BY_OTHERS, "Written by others"),
        (Voice.UNSOURCED, "Origin not recorded"),
    ],
)
def test_a_voice_is_told_in_plain_words(voice: Voice, words: str):
    assert voice_words(replace(SOURCE, voice=voice), BRAND) == words


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/x",
        "https://",
        "http://[broken",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None):
    assert web_address(url) is None
    assert "<a " not in card(0, 5, source=replace(SOURCE, url=url, sources=(url,) if url else ()))


def test_the_original_and_what_was_drawn_on_are_linked_once_each():
    source = replace(
        SOURCE,
        url="https://www.a.example/x",
        sources=("https://www.a.example/x", "http://b.example/y?a=1&b=2"),
    )
    html = card(0, 5, source=source)
    assert html.count("https://www.a.example/x") == 1
    assert 'href="http://b.example/y?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"' in html


@pytest.mark.parametrize("rights", [Rights.PARAPHRASE, Rights.INTERNAL])
def test_words_that_may_not_be_quoted_are_withheld(rights: Rights):
    html = card(0, 5, source=replace(SOURCE, rights=rights))
    assert "One is here" not in html
    assert "not free to be shown" in html
