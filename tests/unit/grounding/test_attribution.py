from dataclasses import replace

import pytest

from assistant.domain import Voice
from assistant.grounding.checks.attribution import reported_speakers, speaks_in_first_person, voice_clash
from assistant.grounding.checks.names import NameTable

TABLE = NameTable({"Steve Jobs": ("Steve", "Jobs")})


@pytest.mark.parametrize(
    ("text", "first_person"),
    [
        ("I dropped out.", True),
        ("Our team shipped it.", True),
        ("Jobs said: “I dropped out.”", False),
        ("He told us the price in US dollars.", True),
        ("The US market was large.", False),
        ('The 3.5" drive was mine and I liked the 5.25" disk.', True),
        ("Brandt explained the letter i in the name.", False),
        ("The i of the name is small.", False),
        ("The list names (i) lamps.", False),
        ("The letter i wrote was long.", True),
        ("Then i wrote a letter.", True),
        ("Brandt said: “I made it and left.", True),
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


@pytest.mark.parametrize(
    ("claim", "place", "clashes"),
    [
        (
            "As I said at the Salutation Hotel, Ambleside on 3 May 1990: “{}”",
            "the Salutation Hotel, Ambleside",
            False,
        ),
        ("As I said in the interview by Tom Hay: “{}”", "Interview by Tom Hay", False),
        ("Bill Gates: “{}”", "Oslo", True),
        (
            "According to Bill Gates at the Salutation Hotel, Ambleside: “{}”",
            "the Salutation Hotel, Ambleside",
            True,
        ),
        ("As I said at the Salutation Hotel, Bill Gates: “{}”", "Oslo", True),
    ],
)
def test_a_town_in_the_place_of_a_speech_speaks_nothing(
    evidence, claim: str, place: str, clashes: bool
) -> None:
    words = "Computers are bicycles."
    item = evidence("x y z", source_speaker="Steve Jobs", voice=Voice.BY_FOUNDER)
    item = replace(item, source=replace(item.source, place=place))
    clash = voice_clash(claim.format(words), (words,), item, TABLE, speaker="Steve Jobs")
    assert (clash is not None) is clashes
