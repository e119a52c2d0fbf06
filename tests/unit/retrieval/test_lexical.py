"""Lexical search finds words and model numbers, inside its filters, whatever a fan types."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Filter, Kind, Voice
from assistant.errors import ReleaseError
from assistant.retrieval.lexical import LexicalIndex
from tests.unit.retrieval.samples import lexical_index, passages, source

DAY = dt.date(2030, 5, 17)
RADIOS = source("radios.md", title="Radios", kind=Kind.PRODUCT, voice=Voice.BY_BRAND, date="1984-01-24")
TALK = source(
    "tälk 😀.md", title="A talk on programming", kind=Kind.SPEECH, voice=Voice.BY_FOUNDER, date="1990"
)
UNDATED = source("undated.md", title="Undated", kind=Kind.HISTORY, voice=Voice.UNSOURCED)
SECRET = source("secret.md", title="Secret", kind=Kind.PRESS, date="1984", embargo=DAY)
TODAY = Filter(today=dt.date(2026, 1, 1))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return lexical_index(
        tmp_path_factory.mktemp("lexical") / "index",
        (
            RADIOS,
            passages(
                RADIOS,
                "The Radio 3G (model A1203, Radio1,1) has a dial.",
                "The Radio 3GS (model A1303, Radio2,1) has a dial.",
                "Naïve listeners sat in the café.",
            ),
        ),
        (
            TALK,
            passages(TALK, "Everybody should learn it, because it teaches you how to think.", "Who are we?"),
        ),
        (UNDATED, passages(UNDATED, "A dial from nobody knows when.")),
        (SECRET, passages(SECRET, "The zebra project has a dial.")),
    )


def found(index: LexicalIndex, text: str, where: Filter = TODAY, limit: int = 10) -> list[str]:
    return [hit.passage_id for hit in index.search(text, limit, where)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("3gs", "radios.md#1"),
        ("Radio 3G", "radios.md#0"),
        ("what is the A1303?", "radios.md#1"),
        ("radio1,1", "radios.md#0"),
        ("Radio2,1", "radios.md#1"),
        ("cafe NAIVE", "radios.md#2"),
        ("listening", "radios.md#2"),
        ("programs that think", "tälk 😀.md#0"),
    ],
)
def test_the_passage_with_the_words_comes_first(index: LexicalIndex, text: str, best: str) -> None:
    assert found(index, text)[0] == best


def test_a_title_finds_its_passages_but_weighs_less_than_their_words(tmp_path: Path) -> None:
    titled = source("titled.md", title="The zither")
    telling = source("telling.md", title="Instruments")
    index = lexical_index(
        tmp_path / "index",
        (titled, passages(titled, "It is old and has many strings.")),
        (telling, passages(telling, "The zither is old; many have heard it.")),
    )
    assert found(index, "zither") == ["telling.md#0", "titled.md#0"]


def test_headings_and_speakers_are_searched(tmp_path: Path) -> None:
    page = source("page.md")
    (plain, other) = passages(page, "It went well.", "It went badly.")
    parts = (replace(plain, heading_path=("Launches", "Vienna")), replace(other, speaker="Ada Quill"))
    index = lexical_index(tmp_path / "index", (page, parts))
    assert found(index, "Vienna") == ["page.md#0"]
    assert found(index, "what did Quill say") == ["page.md#1"]


def test_function_words_count_only_where_there_are_no_others(index: LexicalIndex) -> None:
    assert found(index, "who are we?")[0] == "tälk 😀.md#1"
    assert found(index, "who was the zeppelin") == []


def test_an_embargoed_passage_is_found_from_its_day_on(index: LexicalIndex) -> None:
    assert found(index, "zebra", Filter(today=DAY - dt.timedelta(days=1))) == []
    assert found(index, "zebra") == []
    assert found(index, "zebra", Filter(today=DAY)) == ["secret.md#0"]


@pytest.mark.parametrize(
    ("where", "documents"),
    [
        (Filter(kinds=frozenset({Kind.PRODUCT})), {"radios.md"}),
        (Filter(voices=frozenset({Voice.BY_BRAND, Voice.UNSOURCED})), {"radios.md", "undated.md"}),
        (Filter(kinds=frozenset({Kind.HISTORY}), voices=frozenset({Voice.BY_BRAND})), set()),
        (Filter(after=dt.date(1984, 1, 24)), {"radios.md"}),
        (Filter(after=dt.date(1984, 1, 25)), set()),
        (Filter(before=dt.date(1984, 1, 24)), {"radios.md"}),
        (Filter(before=dt.date(1984, 6, 1), after=dt.date(1984, 5, 1), today=DAY), {"secret.md"}),
        (Filter(today=DAY), {"radios.md", "undated.md", "secret.md"}),
    ],
)
def test_filters_are_part_of_the_search(index: LexicalIndex, where: Filter, documents: set[str]) -> None:
    assert {passage_id.split("#")[0] for passage_id in found(index, "dial", where)} == documents


def test_a_filter_does_not_change_scores(index: LexicalIndex) -> None:
    free = index.search("radio dial", 10, TODAY)
    narrowed = index.search("radio dial", 10, replace(TODAY, kinds=frozenset({Kind.PRODUCT, Kind.HISTORY})))
    assert narrowed == free


def test_the_limit_holds(index: LexicalIndex) -> None:
    assert len(found(index, "dial", limit=2)) == 2
    assert found(index, "dial", limit=0) == []


@given(st.text(max_size=60))
def test_nothing_a_fan_types_is_syntax_or_a_fault(index: LexicalIndex, text: str) -> None:
    for passage_id in found(index, text):
        assert passage_id.startswith(("radios.md#", "tälk 😀.md#", "undated.md#"))


@pytest.mark.parametrize(
    "text", ["", " ", "???", "\x00", "\ud800", "AND", '"', "title:(", "dial^9 OR *", "ID:x"]
)
def test_awkward_questions_are_only_words(index: LexicalIndex, text: str) -> None:
    assert all(hit.score > 0 for hit in index.search(text, 5, TODAY))


def test_matches_wants_every_word_of_that_very_passage(index: LexicalIndex) -> None:
    assert index.matches("radios.md#0", "The Radio 3G (model A1203, Radio1,1) has a dial.")
    assert index.matches("radios.md#2", "NAIVE listener")
    assert not index.matches("radios.md#0", "The Radio 3GS has a dial.")
    assert not index.matches("nowhere#0", "dial")


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="assistant publish"):
        LexicalIndex(tmp_path / "none")


WRITTEN = source("written.md", title="Annals", kind=Kind.HISTORY, voice=Voice.BY_BRAND)


@pytest.fixture(scope="module")
def annals(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return lexical_index(
        tmp_path_factory.mktemp("annals") / "index",
        (
            WRITTEN,
            passages(
                WRITTEN,
                "The mill was acquired in 1921.",
                "Ada Brandt returned to the firm in spring.",
                "The dial was released in May.",
                "The color of the dial was gray.",
                "It weighed nine pounds.",
                "Hope named the dial after her aunt.",
                "The chief executive spoke in Leeds.",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("who bought the works", 0),
        ("when did she come back", 1),
        ("when did they come out", 2),
        ("which colour", 3),
        ("what is its weight", 4),
        ("why is it called so", 5),
        ("the boss", 6),
    ],
)
def test_what_fans_type_finds_what_documents_write(annals: LexicalIndex, typed: str, place: int) -> None:
    assert found(annals, typed)[0] == f"written.md#{place}"


def test_a_contraction_is_no_word_of_its_own(annals: LexicalIndex) -> None:
    assert annals.rarity("What's the dial's colour?") == annals.rarity("What is the dial colour?")
    assert annals.rarity("whats the dial, and why can't it hum") == annals.rarity("dial hum")


def test_the_word_itself_counts_more_than_another_for_it(tmp_path: Path) -> None:
    built = lexical_index(
        tmp_path / "index",
        (WRITTEN, passages(WRITTEN, "They did purchase a mill in May.", "They did buy a mill in May.")),
    )
    assert found(built, "buy a mill") == ["written.md#1", "written.md#0"]


def test_other_words_are_told_as_the_index_knows_them(annals: LexicalIndex) -> None:
    others = annals.other_stems("Why was it called that when they came back?")
    assert {"name", "titl"} <= others["call"]
    assert others["back"] == {"return"}
    assert "back" not in annals.other_stems("What is on the back of it?")
    assert "that" not in others
