"""Sentences, renderings and words: what the whole product agrees a text says."""

import time
from collections.abc import Callable

import pytest

from assistant.text import LONGEST_SENTENCE, fold, plain, segment, size, words


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in segment(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It sold well. iPod was next.", ["It sold well.", "iPod was next."]),
        (
            "In the U.S. it cost $5.50. Dr. Smith of Acme, Inc. paid. Approx. 5 came. See p. 5. Vol. 3 is.",
            [
                "In the U.S. it cost $5.50.",
                "Dr. Smith of Acme, Inc. paid.",
                "Approx. 5 came.",
                "See p. 5.",
                "Vol. 3 is.",
            ],
        ),
        ("What?! No... Wait… what?", ["What?!", "No...", "Wait… what?"]),
        ("The 😀 costs 5.0. “Ünï.” Then é.", ["The 😀 costs 5.0.", "“Ünï.”", "Then é."]),
        ("日本語です。次の文。", ["日本語です。", "次の文。"]),
        ("First line\nsecond line. Third.", ["First line\nsecond line.", "Third."]),
        ("No stop\n\nNext paragraph", ["No stop", "Next paragraph"]),
        ("A space was lost.Then it came back.", ["A space was lost.", "Then it came back."]),
        (
            "Read https://example.org/An.Address.Html now. Good.",
            ["Read https://example.org/An.Address.Html now.", "Good."],
        ),
        ("Node.JS runs. Yahoo!Mail too.", ["Node.JS runs.", "Yahoo!Mail too."]),
        ("1. First thing. **2.** Second thing.", ["1. First thing.", "**2.** Second thing."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_inches_and_apostrophes_are_no_quotation_marks() -> None:
    assert sentences('A 3.5" disk. A 5.25" disk. "It is 1984", he said.') == [
        'A 3.5" disk.',
        'A 5.25" disk.',
        '"It is 1984", he said.',
    ]
    assert sentences("It's Ann's. The users' need. In the '80s. Don't.") == [
        "It's Ann's.",
        "The users' need.",
        "In the '80s.",
        "Don't.",
    ]


def test_marks_stay_with_the_sentence_they_belong_to() -> None:
    text = "One.[1] Two.[^2] *Three.* **Four.** He left. “Five was there,” he said."
    assert sentences(text) == [
        "One.[1]",
        "Two.[^2]",
        "*Three.*",
        "**Four.**",
        "He left.",
        "“Five was there,” he said.",
    ]


def test_a_short_quotation_is_one_sentence_and_a_long_one_is_parted() -> None:
    short = "She said, “I was there. He was there.” Then she left."
    assert sentences(short) == ["She said, “I was there. He was there.”", "Then she left."]
    long = "She said, “" + "I was there all of the time. " * 12 + "End.” Then she left."
    parts = sentences(long)
    assert parts[0] == "She said, “I was there all of the time."
    assert parts[-2:] == ["End.”", "Then she left."]


def test_a_run_without_full_stops_is_cut_at_line_ends() -> None:
    line = "and so the story went on without any stop"
    text = "\n".join([line] * 40)
    parts = sentences(text)
    assert len(parts) > 5
    assert all(part.startswith("and so") and part.endswith("stop") for part in parts)
    assert all(size(part) <= LONGEST_SENTENCE for part in parts)


def test_a_word_without_end_is_cut_too() -> None:
    parts = sentences("x" * 10_000)
    assert "".join(parts) == "x" * 10_000
    assert all(size(part) <= LONGEST_SENTENCE for part in parts)


def test_signs_alone_belong_to_the_sentence_before_or_stand_alone() -> None:
    assert sentences("One is here. ☺ Two is there.")[0].startswith("One is here.")
    (rule,) = segment("* * *")
    assert (rule.start, rule.end, rule.rendering) == (0, 5, "")
    assert segment(" \n ") == ()
    assert segment("") == ()


def test_spans_are_moved_by_the_offset_and_carry_their_rendering() -> None:
    first, second = segment("  A [link](http://a.b). *Two*.", offset=100)
    assert (first.start, first.end, first.rendering) == (102, 123, "A link.")
    assert (second.start, second.end, second.rendering) == (124, 130, "Two.")


def test_unknown_languages_and_lone_surrogates_are_taken_as_they_come() -> None:
    assert sentences("One here. Two there.", "xx-unknown") == ["One here.", "Two there."]
    assert sentences("A broken \ud800 here. Two there.") == ["A broken \ud800 here.", "Two there."]


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        '"',
        "[a ",
        "*x ",
        "a.B",
        "<b ",
        "`",
        "_a ",
        "It is so. ",
        "(1) ",
        "\n",
        "End." + "*" * 40 + "a ",
    ],
)
@pytest.mark.parametrize("function", [segment, plain, fold, words])
def test_time_grows_with_the_text_not_with_its_square(function: Callable[[str], object], unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        function(text)
        return time.process_time() - start

    # The best of three: a busy machine slows one run, a square slows every one.
    large = min(seconds(64_000) for _ in range(3))  # a square would take 64 times as long as an eighth of it
    assert large < 0.2 or large < 24 * min(seconds(8_000) for _ in range(3))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('a [link](http://a.b/c_(d) "title"), [ref][1] and <http://c.d>', "a link, ref and http://c.d"),
        (
            "**bold**, *it*, ***both***, __b__, _i_, ~~gone~~ and **b**old",
            "bold, it, both, b, i, gone and bold",
        ),
        ("before ![alt](pic.png) after [![alt](pic.png)](http://a.b)", "before after"),
        ("Text.[1] More[^note] and[[2]](http://c.d) <sup>3</sup>[citation needed].", "Text. More and ."),
        ("`a*b*c` and ``x ` y`` and \\*kept\\*", "a*b*c and x ` y and *kept*"),
        ("AT&amp;T &lt;b&gt; &nbsp;&#8220;x&#8221; &unknown; &copy=1", "AT&T <b> “x” &unknown; &copy=1"),
        ("one<br/>two <b>three</b>four<!-- gone --> 2 < 3 > 1", "one two threefour 2 < 3 > 1"),
        ("- item", "item"),
        ("12. item", "item"),
        ("* [x] done", "done"),
        ("1984. A year", "1984. A year"),
        ("> quoted\n> *lines*", "quoted lines"),
        ("## Heading ##", "Heading"),
        ("Heading\n=======", "Heading"),
        (
            "snake_case_name, 5*3*2 = 30, f*** and C# [Applause]",
            "snake_case_name, 5*3*2 = 30, f*** and C# [Applause]",
        ),
        ("**An opened mark, _and another", "An opened mark, and another"),
        ("a closed mark.** Also** this_", "a closed mark. Also this"),
        (" white \t\n space ", "white space"),
        ("", ""),
    ],
)
def test_plain_is_what_a_reader_sees(markup: str, expected: str) -> None:
    assert plain(markup) == expected


def test_no_citation_marker_of_a_source_survives() -> None:
    """A reply's own markers are ``[1]``: those of a source would be taken for them."""
    assert "[" not in plain("Founded in 1976.[1][23] It grew.[note 4] [[5]](https://example.org/x)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It’s”—the…  end\u00ading\u00a0now", '"it\'s"-the... ending now'),
        ("iPhone™ ＡＢＣ Straße", "iphone abc strasse"),
        ("1½ and 1976² and x³", "1 1/2 and 1976^2 and x^3"),
        ("Cafe\u0301", "café"),
    ],
)
def test_fold_levels_case_and_typography(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_words_keep_numbers_names_and_apostrophes_whole() -> None:
    text = (
        "iPhone™ 3GS: 2,500.5 don’t C++ C# AT&T U.S. 1984,1985 10.6.8 all-in-one $1,299.00 80GB users’ 日本"
    )
    assert words(text) == (
        "iphone", "3gs", "2,500.5", "don't", "c++", "c#", "at&t", "u.s", "1984", "1985", "10.6.8",
        "all", "in", "one", "1,299.00", "80gb", "users", "日", "本",
    )  # fmt: skip


def test_size_counts_scripts_without_spaces() -> None:
    assert size("three short words") == 3
    assert size("日本語" * 10) == 30
    assert size("x" * 800) == 100
