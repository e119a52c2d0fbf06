"""Offsets are true: over any document, passages and sentences say exactly where their words stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.split import MOST_WORDS, search_text, split
from assistant.domain import Block, BlockKind, Document, Kind, Source, Voice
from assistant.text import LONGEST_SENTENCE, fold, plain, segment, size, words

ANY_TEXT = st.text(max_size=400)
MARKUP = (
    "word ·Dr. ·a.b·End. ·“·” ·\"·'·*·**·_·`·[·](x.y) ·![·<b>·<!--·-->·\n·\n\n·- ·# ·> ·1. "
    "·&amp;·[1]·[^2]·😀·é·日本。·\\·~~·|· "
)
MARKED_TEXT = st.lists(st.sampled_from(MARKUP.split("·")), max_size=60).map("".join)
SPOKEN = (
    "word·Ünïts·Dr.·Inc.·2,500.5·end.·Really?·no!·it's·“quoted.”·😀·(so)·\n·日本語です。·said:·why?·"
    + "x" * 40
)
PROSE = st.lists(st.sampled_from(SPOKEN.split("·")), min_size=1, max_size=120).map(" ".join)
KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE_ROW])
HEADINGS = st.lists(st.sampled_from(["One", "Two", "Three"]), max_size=3).map(tuple)
FIELDS = st.lists(st.tuples(st.sampled_from(["name", "price_usd", "url"]), PROSE), max_size=4).map(tuple)


@st.composite
def documents(draw: st.DrawFn, content: st.SearchStrategy[str] = PROSE) -> Document:
    """A document of blocks with white space, or words that belong to no block, between them."""
    text = draw(st.sampled_from(["", "\n", "front matter\n\n"]))
    blocks: list[Block] = []
    path: tuple[str, ...] = ()
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(KINDS | st.just(BlockKind.TABLE_ROW))
        path = draw(HEADINGS) if kind is BlockKind.HEADING else path
        start = len(text)
        text += draw(content)
        block = Block(
            kind,
            start,
            len(text),
            path,
            speaker=draw(st.sampled_from([None, "Ann", "Ben"])),
            seconds=draw(st.none() | st.floats(0, 9_999)),
            page=draw(st.none() | st.integers(1, 9)),
            fields=draw(FIELDS) if kind is BlockKind.TABLE_ROW else (),
        )
        blocks.append(block)
        text += draw(st.sampled_from(["\n\n", "\n", " ", "\n\nloose\n\n"]))
    source = Source("folder/a.md", "One", Kind.HISTORY, Voice.BY_OTHERS, checksum="0")
    return Document(source, text, tuple(blocks))


@given(documents() | documents(MARKED_TEXT) | documents(ANY_TEXT))
@settings(max_examples=80, deadline=None)
def test_every_offset_is_exact(document: Document) -> None:
    passages = split(document)
    assert passages == split(document)
    assert len({passage.id for passage in passages}) == len(passages)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    position = 0
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert any(character.isalnum() for character in passage.rendering)
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        for sentence in passage.sentences:
            assert position <= sentence.start < sentence.end
            assert sentence.rendering in passage.rendering
            position = sentence.end
        searched = search_text(document.source, passage)
        if any(name == "url" for name, _ in passage.fields):  # one that repeats the name is left out
            rest = [field for field in passage.fields if field[0] != "url"]
            assert all(" ".join(value.split()) in searched for _, value in rest)
        else:
            assert searched.endswith(f"\n{passage.rendering}")


@given(documents())
@settings(max_examples=80, deadline=None)
def test_every_word_below_a_heading_is_in_exactly_one_sentence(document: Document) -> None:
    spans = [(sentence.start, sentence.end) for passage in split(document) for sentence in passage.sentences]
    covered = {place for start, end in spans for place in range(start, end)}
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            assert covered.isdisjoint(range(block.start, block.end))
            continue
        written = {place for place in range(block.start, block.end) if document.text[place].isalnum()}
        assert written <= covered or not any(map(str.isalnum, "".join(value for _, value in block.fields)))


@given(documents())
@settings(max_examples=60, deadline=None)
def test_passages_keep_to_their_size_and_their_heading(document: Document) -> None:
    headings = [block.start for block in document.blocks if block.kind is BlockKind.HEADING]
    for passage in split(document):
        assert not any(passage.start <= heading < passage.end for heading in headings)
        if passage.kind is not BlockKind.TABLE_ROW:
            assert sum(size(sentence.rendering) for sentence in passage.sentences) <= MOST_WORDS


@given(ANY_TEXT | MARKED_TEXT | PROSE, st.integers(0, 1_000))
@settings(max_examples=300, deadline=None)
def test_segmenting_loses_nothing_and_doubles_nothing(text: str, offset: int) -> None:
    found = segment(text, offset)
    position = 0
    for sentence in found:
        start, end = sentence.start - offset, sentence.end - offset
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        assert sentence.rendering == plain(text[start:end])
        assert size(text[start:end]) <= LONGEST_SENTENCE
        position = end
    assert not text[position:].strip()


@given(ANY_TEXT | MARKED_TEXT)
@settings(max_examples=300, deadline=None)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert words(folded) == words(text)


@given(ANY_TEXT | MARKED_TEXT)
@settings(max_examples=300, deadline=None)
def test_a_rendering_is_one_trimmed_line(text: str) -> None:
    rendering = plain(text)
    assert rendering == " ".join(rendering.split())
