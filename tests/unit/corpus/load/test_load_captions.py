from __future__ import annotations

import pytest

from assistant.corpus.load.captions import parse
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, words


def srt(*cues: tuple[str, str, str]) -> bytes:
    return "\n\n".join(
        f"{number}\n{start} --> {end}\n{text}" for number, (start, end, text) in enumerate(cues, 1)
    ).encode()


def test_cues_join_into_paragraphs_with_the_time_of_the_first() -> None:
    parsed = parse(
        srt(
            ("00:00:07,470", "00:00:09,000", "Today I want to"),
            ("00:00:09,100", "00:00:11,000", "tell <i>two</i> stories."),
            ("00:00:14,000", "00:00:15,000", "[Applause]"),
            ("01:00:16,500", "01:00:17,000", "The first."),
        )
    )
    assert parsed.text == "Today I want to tell two stories.\n\nThe first."
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert [(block.kind.value, block.seconds) for block in parsed.blocks] == [
        ("caption", 7.47),
        ("caption", 3616.5),
    ]


def test_a_sentence_is_not_broken_by_a_pause() -> None:
    parsed = parse(
        srt(
            ("00:00:01,000", "00:00:02,000", "What I mean is."),
            ("00:00:02,000", "00:00:03,000", "We made it"),
            ("00:00:13,000", "00:00:14,000", "in a shed."),
        )
    )
    assert [text for _, text in words(parsed)] == ["What I mean is. We made it in a shed."]


def test_speakers_by_name_and_by_tag() -> None:
    named = parse(
        srt(
            ("00:00:01,000", "00:00:02,000", "ADA EXAMPLE: Hello."),
            ("00:00:02,000", "00:00:03,000", "And welcome."),
            ("00:00:03,000", "00:00:04,000", ">> Thank you."),
        )
    )
    assert [(block.speaker, named.text[block.start : block.end]) for block in named.blocks] == [
        ("Ada Example", "Hello. And welcome."),
        (None, "Thank you."),
    ]
    tagged = parse(
        b"WEBVTT\n\nNOTE about nothing\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        b"<v Ada Example>Hello &amp; welcome.</v>\n\n00:02.000 --> 00:03.000\n<v.loud Bo>Thanks.</v>\n"
    )
    assert [(block.speaker, block.seconds) for block in tagged.blocks] == [("Ada Example", 1.0), ("Bo", 2.0)]
    assert tagged.text == "Hello & welcome.\n\nThanks."


def test_rolling_captions_are_said_once() -> None:
    parsed = parse(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nfirst line\n\n00:02.000 --> 00:03.000\nfirst line\n"
        b"second<00:02.500><c> line</c>\n\n00:03.000 --> 00:04.000\nsecond line\nthird line\n"
    )
    assert parsed.text == "first line second line third line"


def test_numbers_between_crowded_cues_are_not_said_but_years_are() -> None:
    crowded = (
        b"1\n00:00:01,000 --> 00:00:02,000\nIt was\n2\n00:00:02,000 --> 00:00:03,000\n1984\n"
        b"\n3\n00:00:03,000 --> 00:00:04,000\nwhen we met.\n"
    )
    assert parse(crowded).text == "It was 1984 when we met."


def test_captions_without_punctuation_break_at_pauses() -> None:
    cues = [(f"00:00:{at:02d},000", f"00:00:{at + 1:02d},000", "word " * 25) for at in range(0, 50, 5)]
    parsed = parse(srt(*cues))
    assert len(parsed.blocks) == 10


def test_a_file_without_times_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds no captions"):
        parse(b"1\nHello.\n")
