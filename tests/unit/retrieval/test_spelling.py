import pytest

from assistant.retrieval.names import NameIndex
from assistant.retrieval.spelling import Spelling, english_words
from tests.unit.rows import table_row

NAMES = NameIndex(
    [
        table_row(0, {"name": "PowerLamp", "aliases": "Desk Bird"}),
        table_row(1, {"name": "Lumoscope"}),
        table_row(2, {"name": "BrandtShade"}),
        table_row(3, {"name": "Lark 2"}),
        table_row(4, {"name": "Lark 3"}),
        table_row(5, {"name": "Lark 3S"}),
    ],
    {},
)
USED = {"designed", "design", "lamp", "founder", "lumoscope", "powerlamp", "sold", "cancelled", "brandt"}
SPELLING = Spelling(USED.__contains__, english_words(), NAMES, "Brandt")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("who desinged the lamp", "who designed the lamp"),
        ("who was the fouder?", "who was the founder?"),
        ("what did the lumoscop cost", "what did the lumoscope cost"),
        ("when did the power lamp come out", "when did the PowerLamp come out"),
        ("When did the Power Lamp come out?", "When did the PowerLamp come out?"),
        ("what was the deskbird", "what was the Desk Bird"),
        ("how many lark 2s were sold", "how many lark 2 were sold"),
    ],
)
def test_a_slip_is_mended_and_a_name_written_as_it_is(written: str, meant: str) -> None:
    assert SPELLING.mended(written) == meant


@pytest.mark.parametrize(
    "question",
    [
        "who designed the lamp",
        "what is a Lumoscop",  # a name of its own, as far as anybody knows
        "who resigned",  # a word of English that no document uses
        "was it soled",  # shorter than what is sure
        "what does the zorblatt do",  # like nothing
        "how Brandt shade their lamps",  # the brand's name is a word of its own
        "how many lark 3s were sold",  # a lark of that name
        "how many lark 4s were sold",  # none of either
        "who built lamps in the early 2000s",
        "l'élan désigné",
        "",
    ],
)
def test_what_is_not_sure_stays(question: str) -> None:
    assert SPELLING.mended(question) == question
