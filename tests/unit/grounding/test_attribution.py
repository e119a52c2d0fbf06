import pytest

from assistant.domain import Voice
from assistant.grounding.attribution import reported_speakers, speaks_in_first_person, voice_clash
from assistant.grounding.names import NameTable

TABLE = NameTable({"Steve Jobs": ("Steve", "Jobs")})


@pytest.mark.parametrize(
    ("text", "first_person"),
    [
        ("I dropped out.", True),
        ("Our team shipped it.", True),
        ("Jobs said: “I dropped out.”", False),
        ("He told us the price in US dollars.", True),
        ("The US market was large.", False),
    ],
)
def test_first_person_counts_outside_quotation_marks(text: str, first_person: bool) -> None:
    assert speaks_in_first_person(text, NameTable()) is first_person


def test_a_name_of_the_table_is_nobody_speaking() -> None:
    table = NameTable({"Mark I": ("Mark 1",)})
    assert not speaks_in_first_person("The Mark I was sold from 1950.", table)
    assert speaks_in_first_person("The Mark I was what I sold.", table)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Steve Jobs said that it was great.", ["Steve Jobs"]),
        ("“It was great,” said Steve Jobs.", ["Steve Jobs"]),
        ("According to Andy Hertzfeld, it was late.", ["Andy Hertzfeld"]),
        ("Andy Hertzfeld: “It was late.”", ["Andy Hertzfeld"]),
        ("Bud Tribble was told by Steve Jobs to hurry.", ["Steve Jobs"]),
        ("The Macintosh was great.", []),
    ],
)
def test_finds_who_is_given_words(text: str, speakers: list[str]) -> None:
    assert [name.words for name in reported_speakers(text, TABLE)] == speakers


def test_words_need_a_source_that_gives_them_to_the_same_person(evidence) -> None:
    claim = "Steve Jobs said that the schedule was crazy."
    said_by_bud = ("Bud Tribble said the schedule was crazy.",)
    said_by_steve = ("Steve said the schedule was crazy.",)
    about = evidence("x y z")
    assert voice_clash(claim, said_by_steve, about, TABLE) is None
    assert voice_clash(claim, said_by_bud, about, TABLE) is not None
    assert voice_clash(claim, ("The schedule was crazy.",), about, TABLE) is not None
    assert voice_clash(claim, ("He thought the schedule was crazy.",), about, TABLE) is None


def test_the_speaker_of_a_turn_and_the_author_of_a_source_count(evidence) -> None:
    claim, window = "Steve Jobs said that computers are bicycles.", ("Computers are bicycles.",)
    his_turn = evidence("x y z", speaker="Steve Jobs", source_speaker="David Sheff")
    other_turn = evidence("x y z", speaker="David Sheff", source_speaker="Steve Jobs")
    his_talk = evidence("x y z", source_speaker="Steve Jobs", voice=Voice.BY_FOUNDER)
    assert voice_clash(claim, window, his_turn, TABLE) is None
    assert voice_clash(claim, window, other_turn, TABLE) is not None
    assert voice_clash(claim, window, his_talk, TABLE) is None


def test_i_needs_a_speaker_and_the_founders_own_words(evidence) -> None:
    own = evidence("x y z", source_speaker="Steve Jobs", voice=Voice.BY_FOUNDER)
    about = evidence("x y z", source_speaker="Steve Jobs", voice=Voice.ABOUT_FOUNDER)
    claim, window = "I dropped out of college.", ("I dropped out of college.",)
    assert voice_clash(claim, window, own, TABLE) is not None
    assert voice_clash(claim, window, own, TABLE, speaker="Steve Jobs") is None
    assert voice_clash(claim, window, about, TABLE, speaker="Steve Jobs") is not None
    assert voice_clash(claim, window, own, TABLE, speaker="Bill Gates") is not None
