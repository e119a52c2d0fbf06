"""Replies as models write them, and the sentences that come out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import DraftSentence, Span
from assistant.generation.reply import LONGEST_REPLY, LONGEST_SENTENCE, ReplyReader

SPANS = [Span(f"p{number}", 0, 10) for number in range(1, 6)]


def read(reply: str, chunk: int = 10_000) -> tuple[list[DraftSentence], ReplyReader]:
    reader = ReplyReader(SPANS)
    sentences: list[DraftSentence] = []
    for at in range(0, len(reply), chunk):
        sentences += reader.feed(reply[at : at + chunk])
    sentences += reader.finish()
    return sentences, reader


def cited(reply: str) -> list[tuple[str, list[int]]]:
    return [(s.text, [int(span.passage_id[1:]) for span in s.spans]) for s in read(reply)[0]]


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("It was so.[1] Then it was not. [2][3]", [("It was so.", [1]), ("Then it was not.", [2, 3])]),
        ("It was so [1]. Then [2] it was not.", [("It was so.", [1]), ("Then it was not.", [2])]),
        ("It was so.[1]Then it was not.[2]", [("It was so.", [1]), ("Then it was not.", [2])]),
        ("It was so [1] The moon is cheese [2].", [("It was so.", [1]), ("The moon is cheese.", [2])]),
        ("It was sold by [1] Lumo in Oslo [2].", [("It was sold by Lumo in Oslo.", [1, 2])]),
        ("It was so [1, 2; 4]. It was not [1-3].", [("It was so.", [1, 2, 4]), ("It was not.", [1, 2, 3])]),
        ("It was so. [Source 2] It was not【3†L1-L9】.", [("It was so.", [2]), ("It was not.", [3])]),
        ("It was so [1](https://example.org/5). Good [^2].", [("It was so.", [1]), ("Good.", [2])]),
        ("[1] It was so.\n[2] It was not.", [("It was so.", [1]), ("It was not.", [2])]),
        ("It was so.\n[1]\n\nIt was not.\n[2]", [("It was so.", [1]), ("It was not.", [2])]),
        ("It was so.[1][1]", [("It was so.", [1])]),
        ("In [1984] it was so.[1]", [("In [1984] it was so.", [1])]),
        (
            "It cost $2,495 in the U.S. [1] Mr. Quill left.[2]",
            [("It cost $2,495 in the U.S.", [1]), ("Mr. Quill left.", [2])],
        ),
        ('She said: "Stay. Go on." [1] He left.', [('She said: "Stay. Go on."', [1]), ("He left.", [])]),
        (
            'The 3.5" disk was new. It held 400 KB.[1]',
            [('The 3.5" disk was new.', []), ("It held 400 KB.", [1])],
        ),
    ],
)
def test_markers_belong_to_the_sentence_before_them(
    reply: str, sentences: list[tuple[str, list[int]]]
) -> None:
    assert cited(reply) == sentences


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        (
            "# Answer\n\n- The **Lark** (1949) [1]\n- The `Wren` (1952) [2]\n",
            ["The Lark (1949).", "The Wren (1952)."],
        ),
        ("## Answer\nIt was founded in 1948.[1]", ["It was founded in 1948."]),
        ("1. The Lark came first.\n2. The Wren came next.", ["The Lark came first.", "The Wren came next."]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nIt was so.[1]", ["It was so."]),
        ("```\nIt was so.\n```", ["It was so."]),
        ("It was founded\nin 1948.", ["It was founded in 1948."]),
        ("> It was so.[1]", ["It was so."]),
        ("<think>Is it [1]? No.</think>It was so.[1]", ["It was so."]),
        ("It may be so. Hm.</think>It was so.[1]", ["It was so."]),
        ("<think>never closed. It was so.", []),
        ("It was so.<|im_end|>\n<|im_start|>", ["It was so."]),
        ("It\x00 was\x1b \u202eso\ufffd.\x07", ["It was so."]),
        ("It was \ud800so.", ["It was so."]),
        ("It was so.[1] And the rest of it was cut o", ["It was so."]),
        ("It was so.[1] ... !!! --- 🎉", ["It was so."]),
    ],
)
def test_what_is_no_prose_falls_away(reply: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in read(reply)[0]] == sentences


@pytest.mark.parametrize(
    "reply", ["NOT_IN_SOURCES", "not_in_sources.", "**NOT IN SOURCES**", " NOT_IN_SOURCES The Lark…"]
)
def test_declining_yields_nothing(reply: str) -> None:
    sentences, reader = read(reply)
    assert sentences == []
    assert reader.declined
    assert reader.ended


def test_a_loop_ends_at_its_first_repetition() -> None:
    sentences, reader = read("It was so.[1] It was good.[2] IT  was so. [1] And more of it.[3]")
    assert [s.text for s in sentences] == ["It was so.", "It was good."]
    assert reader.ended
    assert reader.feed("More is not read.[1] At all, I should think.") == ()


def test_no_sentence_and_no_reply_is_endless() -> None:
    sentences, reader = read("and_so_on_" * 2_000, chunk=7)
    assert sentences == []
    assert reader.ended
    told, reader = read(" ".join(f"Set {n} was sold in its year." for n in range(2_000)), chunk=50)
    assert reader.ended
    assert sum(len(s.text) for s in told) <= LONGEST_REPLY + 50


def test_unknown_markers_are_counted() -> None:
    sentences, reader = read("It was so.[6] It was not.[0][2] It was.[1-7]")
    assert [[s.passage_id for s in sentence.spans] for sentence in sentences] == [
        [],
        ["p2"],
        ["p1", "p2", "p3", "p4", "p5"],
    ]
    assert reader.unknown_markers == 4


def test_a_paragraph_opens_after_an_empty_line() -> None:
    sentences, _ = read("One is here.[1] Two is here.\n\nThree is here.[2] Four is here.")
    assert [sentence.paragraph for sentence in sentences] == [False, False, True, False]


def test_a_sentence_comes_as_soon_as_it_is_certain() -> None:
    reader = ReplyReader(SPANS)
    assert reader.feed("It was founded in 1948. [1") == ()
    assert reader.feed("] The Lark") == ()
    assert [s.text for s in reader.feed(" was its first radio set")] == ["It was founded in 1948."]


THOUGHT = "Okay, the user asks about the Lark. I should answer from the sources. It was so.\n</think>\n"


@pytest.mark.parametrize("chunk", [1, 7, 30, 10_000])
@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("It was so. [1] It was not. [2]", ["It was so.", "It was not."]),
        ("It was so. It was not.", ["It was so.", "It was not."]),
        ("- It was so. [1]\n- It was not. [2]", ["It was so.", "It was not."]),
        ("NOT_IN_SOURCES", []),
    ],
)
def test_thinking_opened_in_the_prompt_is_no_answer(reply: str, sentences: list[str], chunk: int) -> None:
    assert [sentence.text for sentence in read(THOUGHT + reply, chunk)[0]] == sentences


@pytest.mark.parametrize("chunk", [1, 7, 10_000])
def test_a_reply_without_a_marker_comes_when_it_is_over(chunk: int) -> None:
    reader = ReplyReader(SPANS)
    reply = "The Lark was a radio set of 1948. It was loved by the people of Leeds. It was loved."
    assert not any(reader.feed(reply[at : at + chunk]) for at in range(0, len(reply), chunk))
    assert len(reader.finish()) == 3


def test_what_waits_for_a_marker_comes_with_it_and_in_order() -> None:
    reader = ReplyReader(SPANS)
    assert reader.feed("The Lark was a radio set of 1948. It was loved by the people of Leeds. [1") == ()
    told = reader.feed("] It was followed by the Wren, a smaller set.")
    assert [sentence.text for sentence in told] == [
        "The Lark was a radio set of 1948.",
        "It was loved by the people of Leeds.",
    ]
    assert [sentence.text for sentence in reader.feed(" Bob Reed built it, they say.")] == [
        "It was followed by the Wren, a smaller set."
    ]


def test_what_waits_is_not_lost_where_the_reply_ends_early() -> None:
    sentences, reader = read("It was so. It was good. It was so. And more.")
    assert [s.text for s in sentences] == ["It was so.", "It was good."]
    assert reader.ended
    told, reader = read(" ".join(f"Set {n} was sold in its year." for n in range(2_000)), chunk=50)
    assert len(told) > 100
    assert reader.ended


PARTS = st.sampled_from(
    [
        *("It was so.", "It was not", "Mr. Quill ", "in 1984.", "NOT_IN", "_SOURCES", "3.5 ", "e.g. "),
        *("The price was $2,495 then.", "And so on it went for a while, and then it ended."),
        *(" ", "\n", "\n\n", "- ", "1. ", "# Heading\n", "**", "|", "<think>", "</think>"),
        *(
            "[1]",
            "[2, 3]",
            "[9]",
            "!",
            "? ",
            "…",
            '"Stay. Go on."',
            "“Stay. Go on.” ",
            "(so. Or not)",
            "[sic]",
        ),
    ]
)


@given(st.lists(PARTS, max_size=25).map("".join), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_chunks_make_no_difference(reply: str, chunk: int) -> None:
    """But for brackets that never close: the segmenter may look for their end anywhere."""
    by_chunks, one = read(reply, chunk)
    at_once, other = read(reply)
    if "</think>" in reply:  # what was handed on before the thinking showed cannot be called back
        return
    assert by_chunks == at_once
    assert (one.declined, one.unknown_markers) == (other.declined, other.unknown_markers)


@given(st.text(max_size=400), st.integers(1, 50))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_clean_sentences(reply: str, chunk: int) -> None:
    for sentence in read(reply, chunk)[0]:
        assert sentence.text == " ".join(sentence.text.split())
        assert 0 < len(sentence.text) <= LONGEST_SENTENCE + 1
        assert set(sentence.spans) <= set(SPANS)
        assert not any(ord(character) < 32 for character in sentence.text)
