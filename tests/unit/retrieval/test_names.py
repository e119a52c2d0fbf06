import pytest

from assistant.corpus.rows import row_rendering
from assistant.retrieval.names import NameIndex, row_name
from tests.unit.rows import ROWS, table_row

NAMES = NameIndex(ROWS, {"Lumo Mini": ("the little one", ".Lum", "Lumo ///", "Lumo ][ e")})


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("When did the Lumo One come out?", ["Lumo One"]),
        ("when did the lumo one s come out", ["Lumo One S"]),
        ("Lumo One or Lumo Two?", ["Lumo One", "Lumo Two"]),
        ("What did the first Lumo cost?", ["Lumo One"]),
        ("the ORIGINAL lumo's price", ["Lumo One"]),
        ("the Lumo Two’s price", ["Lumo Two"]),
        ("Is the little one sold?", ["Lumo Mini"]),
        ("the first Lumo Radio", ["Lumo Radio (1st generation)"]),
        ("The Lumo Three?", []),
        ("Why does Lumo dim?", []),
        ("What is a lum?", []),
        ("", []),
    ],
)
def test_finds_exact_names_longest_first(question: str, found: list[str]) -> None:
    assert [mention.name for mention in NAMES.find(question)] == found


def test_a_near_namesake_is_not_found() -> None:
    (mention,) = NAMES.find("the Lumo One S, please")
    assert [row_name(row) for row in mention.rows] == ["Lumo One S"]


def test_a_row_without_a_name_column_is_named_by_its_first_cell() -> None:
    row = ROWS[0]
    bare = type(row)(
        **{f: getattr(row, f) for f in row.__slots__} | {"fields": (("what", "Lamp"), ("x", "1"))}
    )
    assert row_name(bare) == "Lamp"


@pytest.mark.parametrize(
    "fields", [{"item": "7", "product name": "Lamp"}, {"item": "7", "Model Name": "Lamp"}]
)
def test_the_column_that_names_a_row_is_the_one_its_rendering_begins_with(fields: dict[str, str]) -> None:
    row = table_row(0, fields)
    assert row_name(row) == "Lamp"
    assert row_rendering(row.fields).startswith("Lamp. ")


def test_a_size_before_the_name_picks_the_row_of_that_size() -> None:
    plain, large = (
        table_row(place, {"name": name}) for place, name in enumerate(["Lamp", "Brandt Lamp (40-watt)"])
    )
    names = NameIndex([plain, large], {})
    assert [mention.rows for mention in names.find("When did the big 40-watt lamp come out?")] == [(large,)]
    assert [mention.rows for mention in names.find("When did the lamp come out?")] == [(plain,)]
    assert [mention.rows for mention in names.find("When did the 60-watt lamp come out?")] == [(plain,)]


def test_a_name_may_be_cut_short_after_one_like_it_and_without_its_maker() -> None:
    rows = [
        table_row(place, {"name": name})
        for place, name in enumerate(["Brandt Lamp Series 1", "Brandt Lamp Series 2", "Brandt L4 Max"])
    ]
    names = NameIndex(rows, {}, "Brandt")
    assert [mention.name for mention in names.find("the Brandt Lamp Series 1 and the Series 2")] == [
        "Brandt Lamp Series 1",
        "Brandt Lamp Series 2",
    ]
    assert [mention.name for mention in names.find("Was the L4 Max first?")] == ["Brandt L4 Max"]
    assert names.find("a lamp series 2 years old") == ()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("which came first, lumo one or lumo two?", ["lumo one", "lumo two"]),
        ("Which of them was first: Lumo Two?", ["Lumo Two"]),
        ("In 2003, Lumo Mini came out", ["Lumo Mini"]),
        ("in the first lumo radio", ["first lumo radio"]),
    ],
)
def test_a_qualifier_does_not_reach_across_a_mark(question: str, found: list[str]) -> None:
    asked = question.rstrip("?").split()
    mentions = [mention for mention in NAMES.find(question) if mention.rows]
    assert [" ".join(asked[each.start : each.end]) for each in mentions] == found
