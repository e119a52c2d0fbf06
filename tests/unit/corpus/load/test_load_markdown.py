from __future__ import annotations

import datetime as dt
import re

import pytest

from assistant.corpus.load.markdown import parse
from assistant.corpus.load.metadata import Metadata
from assistant.domain import Kind, PartialDate, Visibility, Voice
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, words

PAGE = """\
---
title: "The lamp"
kind: speech
voice: about_founder
speaker: Ada Example
date: April 1978
period: 1976/1985
sources:
  - https://example.org/a
  - https://example.org/b
layout: post
---

# The lamp

It was *warm*, said
the [paper](https://example.org).

## How it came about

- first, a wick
- then
  - a glass

> We wanted light.
>
> And we got it.

```sh
make lamp
```

<!-- a note
to the editor -->
![only a picture](lamp.png)

| Model | Price | |
|-------|-------|---|
| One   | $5    | sold out |
| Two   |       | |

A last word.
"""


def test_blocks_point_into_the_file_itself() -> None:
    parsed = parse(PAGE.encode())
    assert parsed.text == PAGE
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert words(parsed) == [
        ("heading", "# The lamp"),
        ("paragraph", "It was *warm*, said\nthe [paper](https://example.org)."),
        ("heading", "## How it came about"),
        ("list_item", "- first, a wick"),
        ("list_item", "- then"),
        ("list_item", "- a glass"),
        ("quotation", "> We wanted light."),
        ("quotation", "> And we got it."),
        ("code", "```sh\nmake lamp\n```"),
        ("table_row", "| One   | $5    | sold out |"),
        ("table_row", "| Two   |       | |"),
        ("paragraph", "A last word."),
    ]
    assert parsed.blocks[0].heading_path == ("The lamp",)
    assert parsed.blocks[-1].heading_path == ("The lamp", "How it came about")
    assert parsed.blocks[9].fields == (("Model", "One"), ("Price", "$5"), ("column 3", "sold out"))
    assert parsed.blocks[10].fields == (("Model", "Two"),)


def test_front_matter_is_metadata_and_no_block() -> None:
    parsed = parse(PAGE.encode())
    said = parsed.declared
    assert (said.title, said.kind, said.voice, said.speaker) == (
        *("The lamp", Kind.SPEECH, Voice.ABOUT_FOUNDER, "Ada Example"),
    )
    assert said.date == PartialDate(1978, 4)
    assert said.period == (PartialDate(1976), PartialDate(1985))
    assert said.sources == ("https://example.org/a", "https://example.org/b")
    assert parsed.found.title == "The lamp"
    assert parsed.notes == ()


@pytest.mark.parametrize(
    ("front", "date"),
    [
        ("date: 2022-05-10 10:21:22 -0700", PartialDate(2022, 5, 10)),
        ("date: 'July 28, 2021'", PartialDate(2021, 7, 28)),
        ("date: 1984", PartialDate(1984)),
        ("date: 1984-01-24", PartialDate(1984, 1, 24)),
    ],
)
def test_dates_as_people_write_them(front: str, date: PartialDate) -> None:
    assert parse(f"---\n{front}\n---\nWords.\n".encode()).declared.date == date


def test_an_unclear_date_is_noted_not_guessed() -> None:
    parsed = parse(b"---\ndate: 03/04/1984\n---\nWords.\n")
    assert parsed.declared.date is None
    assert "03/04/1984" in parsed.notes[0]


def test_a_range_in_place_of_a_date_is_a_period() -> None:
    parsed = parse(b"---\ndate: 1981/1983\n---\nWords.\n")
    assert parsed.declared.date is None
    assert parsed.declared.period == (PartialDate(1981), PartialDate(1983))


@pytest.mark.parametrize(
    ("front", "fact"),
    [
        ("kind: essay", "kind 'essay' is unknown: use one of product, speech"),
        ("voice: founder", "by_founder"),
        ("rights: all", "quote, paraphrase, internal"),
        ("visibility: secret", "published, draft, embargoed"),
        ("embargo: soon", "embargo 'soon' is not a day"),
        ("title: [The lamp", "not valid YAML in line 3"),
    ],
)
def test_wrong_words_under_our_own_keys_say_what_is_allowed(front: str, fact: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(fact)):
        parse(f"---\n{front}\n---\nWords.\n".encode())


@pytest.mark.parametrize("front", ["type: post", "type: page\nlayout: x", "weather: fine"])
def test_keys_that_are_not_ours_are_left_alone(front: str) -> None:
    assert parse(f"---\n{front}\n---\nWords.\n".encode()).declared.kind is None


@pytest.mark.parametrize(
    "front",
    [
        "draft: true",
        "published: false",
        "visibility: draft",
        'draft: "true"',
        "draft: 1",
        "Draft: 'Yes'",
        'published: "false"',
        "published: 0",
        "draft: true\nvisibility: published",
    ],
)
def test_a_draft_by_any_name_stays_one(front: str) -> None:
    parsed = parse(f"---\n{front}\n---\nWords.\n".encode())
    assert (parsed.declared.visibility, parsed.notes) == (Visibility.DRAFT, ())


@pytest.mark.parametrize("front", ["draft: false", 'draft: "no"', "draft: 0", "draft:", 'published: "true"'])
def test_what_is_called_no_draft_is_none(front: str) -> None:
    parsed = parse(f"---\n{front}\n---\nWords.\n".encode())
    assert (parsed.declared.visibility, parsed.notes) == (None, ())


@pytest.mark.parametrize("value", ["maybe", "[true]", "2", "2031-01-01"])
def test_a_draft_that_is_neither_true_nor_false_is_refused(value: str) -> None:
    with pytest.raises(DocumentError, match="use true or false"):
        parse(f"---\ndraft: {value}\n---\nWords.\n".encode())


def test_a_day_of_publishing_is_a_date() -> None:
    said = parse(b"---\npublished: 1984-01-24\n---\nWords.\n").declared
    assert (said.date, said.visibility) == (PartialDate(1984, 1, 24), None)
    assert parse(b"---\npublished: no\ncreated: 1984\n---\nWords.\n").declared.date == PartialDate(1984)


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: The lamp: a story: told", "The lamp: a story: told"),
        ("title: Ada's lamp: a story  ", "Ada's lamp: a story"),
        ("title: 'The lamp: a story'", "The lamp: a story"),
    ],
)
def test_a_title_may_hold_a_colon(front: str, title: str) -> None:
    parsed = parse(f"---\n{front}\nkind: speech\n---\nWords.\n".encode())
    assert (parsed.declared.title, parsed.declared.kind) == (title, "speech")


def test_an_embargo_is_a_day() -> None:
    assert parse(b"---\nembargo: 2030-01-31\n---\nWords.\n").declared.embargo == dt.date(2030, 1, 31)


def test_yaml_tags_run_nothing() -> None:
    with pytest.raises(DocumentError, match="not valid YAML"):
        parse(b"---\ntitle: !!python/object/apply:os.system [echo]\n---\nWords.\n")


def test_a_rule_above_the_first_paragraph_is_no_front_matter() -> None:
    parsed = parse(b"---\n\nWords above.\n\n---\n\nWords below.\n")
    assert words(parsed) == [("paragraph", "Words above."), ("paragraph", "Words below.")]


def test_front_matter_may_be_toml() -> None:
    front = (
        'title = "The lamp"\nDraft = true\ndate = 1984-01-24\nembargo = 2031-01-01\n\n[params]\nkind = "x"\n'
    )
    parsed = parse(f"+++\n{front}+++\n\nWords.\n".encode())
    said = parsed.declared
    assert (said.title, said.visibility, said.kind) == ("The lamp", Visibility.DRAFT, None)
    assert (said.date, said.embargo) == (PartialDate(1984, 1, 24), dt.date(2031, 1, 1))
    assert words(parsed) == [("paragraph", "Words.")]
    with pytest.raises(DocumentError, match="not valid TOML"):
        parse(b"+++\ndraft: true\n+++\nWords.\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\nvisibility: draft\n\nWords.\n",
        "---\nvisibility: draft\n----\n\nWords.\n",
        "\n---\n\nlayout: post\n# a note\ntags:\n  - lamp\n'Draft' : true\nWords.\n",
        "----\nembargo: 2031-01-01\n----\nWords.\n",
        "+++\ndraft = true\n\nWords.\n",
        f"---\nvisibility: draft\nsources: [{'a, ' * 40_000}]\n---\nWords.\n",
    ],
)
def test_front_matter_that_never_ends_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="never ends"):
        parse(text.encode())


def test_a_wrong_last_line_is_refused_also_above_another_rule() -> None:
    with pytest.raises(DocumentError, match="not valid YAML"):
        parse(b"---\nvisibility: draft\n----\n\nWords.\n\n---\n\nMore.\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nWords above.\n",
        "---\n\n# The lamp\n\nBy: Ada Example\n",
        "---\nThe lamp was warm.\ndate: 1984\n",
        "date: 1984\n",
        "---\nRemember: it was warm.\n",
        "The lamp\n---\n\ndate: 1984\n",
    ],
)
def test_a_rule_above_words_opens_no_front_matter(text: str) -> None:
    assert parse(text.encode()).declared == Metadata()


def test_the_header_of_a_web_reader_is_metadata() -> None:
    header = b"Title: An interview\n\nURL Source: https://example.org/talk\n\nMarkdown Content:\n"
    parsed = parse(header + b"# Talk\n\nHello.\n")
    assert parsed.found.title == "An interview"
    assert parsed.found.url == "https://example.org/talk"
    assert words(parsed) == [("heading", "# Talk"), ("paragraph", "Hello.")]


def test_the_title_is_a_heading_of_the_first_level() -> None:
    assert parse(b"## A section\n\nWords.\n\n# The whole\n\nWords.\n").found.title == "The whole"
    assert parse(b"The whole\n=========\n\nWords.\n").found.title == "The whole"
    assert parse(b"## A section\n\nWords.\n").found.title is None


def test_words_of_raw_html_count_and_its_scripts_do_not() -> None:
    page = "<div>\n<p>Seen</p>\n<script>hidden()</script>\n<!-- hidden -->\nSeen too\n</div>\n"
    pieces = [text for _, text in words(parse(page.encode()))]
    assert any("Seen</p>" in piece for piece in pieces)
    assert any("Seen too" in piece for piece in pieces)
    assert not any("hidden" in piece for piece in pieces)


def test_a_comment_inside_a_paragraph_is_no_word_of_it() -> None:
    hidden = '<!-- From 5 -> 6 dollars, he "said. The margin was 40 percent. ' + "Secret. " * 400 + "-->"
    pieces = [text for _, text in words(parse(f"It sold well. {hidden} It shipped `<!-- so -->`.".encode()))]
    assert pieces == ["It sold well.", "It shipped `<!-- so -->`."]


# ---------------------------------------------------------------- keys that were meant to keep a document back


@pytest.mark.parametrize(
    ("line", "guard"),
    [
        ("embrago: 2031-10-01", "embargo"),
        ("Embargo-until: 2031-10-01", "embargo"),
        ("mbargo: 01.10.2031", "embargo"),
        ("visibilty: internal", "visibility"),
        ("visible: false", "visibility"),
        ("visibility_level: 2", "visibility"),
        ("right: paraphrase", "rights"),
        ("rigth: internal", "rights"),
        ("rigths: quote", "rights"),
        ("drafts: true", "draft"),
        ("publish: false", "published"),
    ],
)
@pytest.mark.parametrize("fence", ["---", "+++"])
def test_a_misspelt_key_that_would_keep_a_document_back_keeps_it_back(
    line: str, guard: str, fence: str
) -> None:
    key, _, value = line.partition(": ")
    if fence == "+++":
        line = f'{key} = "{value}"'
    parsed = parse(f"{fence}\n{line}\n{fence}\n\nThe Lumo lamp will dim.\n".encode())
    assert (
        parsed.refused
        == f"its front matter has the key {key!r}, which is not read: write {guard!r}, or remove it"
    )


@pytest.mark.parametrize(
    "line",
    [
        *(
            "lights: 3",
            "heights: 12",
            "weight: 7.4 kg",
            "copyright: Brandt Lamps",
            "rights_holder: Ada Brandt",
        ),
        *("craft: folded paper", "publisher: Brandt Lamps", "visible: true", "embarked: 1912", "embrago:"),
        *("published: 2001-10-23", "weather: internal", "rights: quote", "Visibility: published"),
    ],
)
def test_other_keys_keep_nothing_back(line: str) -> None:
    assert parse(f"---\n{line}\n---\n\nThe Lumo lamp dims.\n".encode()).refused == ""


@pytest.mark.parametrize(
    "front",
    [
        "---\nparams:\n  embargo: 2031-10-01\n---\n",
        "+++\n[extra.more]\nembrago = 2031-10-01\n+++\n",
        "---\nextra:\n  visibility: draft\n---\n",
        "---\nextra:\n  rights: internal\n---\n",
    ],
)
def test_a_key_inside_a_section_is_not_read_and_keeps_its_document_back(front: str) -> None:
    assert "where it is not read: write" in parse(f"{front}\nThe Lumo lamp will dim.\n".encode()).refused


@pytest.mark.parametrize(
    "front", ["---\ndc:\n  rights: CC BY 4.0\n---\n", "+++\n[params]\nlights = 3\n+++\n"]
)
def test_other_sections_keep_nothing_back(front: str) -> None:
    assert parse(f"{front}\nThe Lumo lamp dims.\n".encode()).refused == ""


def test_front_matter_that_never_ends_and_holds_a_misspelt_embargo_is_refused() -> None:
    with pytest.raises(DocumentError, match="never ends"):
        parse(b"---\nembrago: 2031-10-01\n\nThe Lumo lamp will dim.\n")
