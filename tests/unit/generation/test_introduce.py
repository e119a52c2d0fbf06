"""How sentences enter an answer: speech after its speaker, prose as it stands, rights kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.domain import INTERVIEWER, DraftSentence, Evidence, Kind, Rights, Span, Voice
from assistant.generation.introduce import introduced
from assistant.generation.voice import first_person_violation
from tests.fakes import ACME, FOUNDER, HISTORIAN, evidence


def shown(
    item: Evidence, *, persona: str = "historian", paragraph: bool = False, first: int = 0, last: int = 99
) -> list[DraftSentence]:
    speaking = FOUNDER if persona == "founder" else HISTORIAN
    sentences = item.passage.sentences[first:last]
    return list(introduced(item, sentences, ACME, speaking, paragraph=paragraph))


def speech(text: str, **how: object) -> Evidence:
    given = {"voice": Voice.BY_FOUNDER, "speaker": "Ada Quill", "date": "1955-06-12"}
    return evidence(text, **{**given, **how})


def test_prose_stands_as_it_is_sentence_by_sentence() -> None:
    item = evidence("The Lark hums. Nobody minds")
    assert shown(item, paragraph=True) == [
        DraftSentence("The Lark hums.", (Span("p1", 0, 14),), True),
        DraftSentence("Nobody minds.", (Span("p1", 15, 27),), False),
    ]


@pytest.mark.parametrize(
    ("persona", "how", "lead"),
    [
        ("historian", {"place": "Leeds Town Hall"}, "Ada Quill said at Leeds Town Hall on 12 June 1955:"),
        ("founder", {"place": "Leeds Town Hall"}, "As I said at Leeds Town Hall on 12 June 1955:"),
        ("historian", {"kind": Kind.LETTER}, "Ada Quill wrote on 12 June 1955:"),
        ("founder", {"kind": Kind.LETTER, "date": "1955"}, "As I wrote in 1955:"),
    ],
)
def test_the_founder_is_introduced(persona: str, how: dict[str, object], lead: str) -> None:
    [sentence] = shown(speech("I like it. It hums.", **how), persona=persona)
    assert sentence.text == f"{lead} “I like it. It hums.”"
    assert sentence.spans == (Span("p1", 0, 19),)


def test_words_after_the_founders_death_are_not_the_founders() -> None:
    [sentence] = shown(speech("I like it.", date="1999"), persona="founder")
    assert not sentence.text.startswith("As I")
    assert "1999" in sentence.text


@pytest.mark.parametrize(
    ("how", "lead"),
    [
        ({"speaker": "Bob Reed"}, "Bob Reed, in “A history of the firm”:"),
        ({"speaker": "Bob Reed", "date": "1961"}, "Bob Reed, in “A history of the firm” (1961):"),
        ({"turn_of": "Cy Lamb"}, "Cy Lamb, in “A history of the firm”:"),
        ({}, "From “A history of the firm”:"),
        ({"speaker": "Bob Reed", "voice": Voice.UNSOURCED}, "From “A history of the firm”:"),
        ({"title": 'The "Lark"'}, "From “The ‘Lark’”:"),
    ],
)
def test_others_who_say_i_are_introduced_too(how: dict[str, object], lead: str) -> None:
    [sentence] = shown(evidence("I liked the Lark.", **how))
    assert sentence.text == f"{lead} “I liked the Lark.”"


@pytest.mark.parametrize(
    "text",
    [
        "The Acme I was a radio.",
        'Reed cried: "I love it!"',
        "Reed cried: „I love it!“",
        "It was sold in the US.",
        "The set had Find My from the start.",
        "It was the second Mark I.",
        "An I.B.M. card was in it.",
        "It has an I/O port.",
        'The 3.5" dial was theirs.',
        "Reed explained the i of the name.",
    ],
)
def test_an_i_that_nobody_says_makes_no_speech(text: str) -> None:
    assert [sentence.text for sentence in shown(evidence(text))] == [text]


@pytest.mark.parametrize(
    "text",
    ["Ours was the first.", "Us they forgot.", "They had told us.", "My set has Find My.", "It’s mine."],
)
def test_whoever_says_i_is_heard_as_a_speaker(text: str) -> None:
    assert [sentence.text for sentence in shown(evidence(text))] == [
        f"From “A history of the firm”: “{text}”"
    ]


def test_inch_marks_are_no_quotation_marks() -> None:
    text = 'The 3.5" drive was mine and I liked the 5.25" disk.'
    [sentence] = shown(evidence(text))
    assert sentence.text.startswith("From “A history of the firm”: “")


def interview(**how: object) -> Evidence:
    """A heading, a question, its answer and an aside; only who asks is named."""
    item = speech("A talk with us. Do you like the Lark? I like it. [Laughter.]", **how)
    asked = [
        replace(one, speaker=INTERVIEWER) if one.rendering.endswith("?") else one
        for one in item.passage.sentences
    ]
    return replace(item, passage=replace(item.passage, sentences=tuple(asked)))


@pytest.mark.parametrize(
    ("persona", "how", "lead"),
    [
        ("historian", {"place": "Leeds Town Hall"}, "Ada Quill said at Leeds Town Hall on 12 June 1955:"),
        ("founder", {}, "As I said on 12 June 1955:"),
        ("founder", {"date": "1999"}, "Ada Quill, in “A history of the firm” (1999):"),
        ("founder", {"speaker": "Bob Reed"}, "Bob Reed, in “A history of the firm” (12 June 1955):"),
        (
            "historian",
            {"speaker": "Bob Reed", "voice": Voice.UNSOURCED},
            "From “A history of the firm” (12 June 1955):",
        ),
    ],
)
def test_who_answers_an_interviewer_is_the_one_the_source_names(
    persona: str, how: dict[str, object], lead: str
) -> None:
    [sentence] = shown(interview(**how), persona=persona, first=2, last=3)
    assert sentence.text == f"{lead} “I like it.”"


def test_the_founders_answer_may_be_told_in_the_first_person_and_nothing_else_of_the_interview() -> None:
    [sentence] = shown(interview(), persona="founder", first=2, last=3)
    assert first_person_violation(sentence.text, [interview()], ACME) is None
    assert first_person_violation("As I said: “A talk with us.”", [interview()], ACME) is not None
    assert first_person_violation("As I said: “Do you like the Lark?”", [interview()], ACME) is not None
    assert first_person_violation("I like it.", [interview()], ACME) is not None
    assert first_person_violation("As I said: “I like it.” We do.", [interview()], ACME) is not None


@pytest.mark.parametrize("place", [0, 3])
def test_a_heading_or_an_aside_of_an_interview_is_nobodys_answer(place: int) -> None:
    [sentence] = shown(interview(), persona="founder", first=place, last=place + 1)
    assert sentence.text.startswith("From “A history of the firm” (12 June 1955):")


def test_where_somebody_else_is_named_nobody_is_guessed() -> None:
    item = interview()
    named = [
        replace(one, speaker="Cy Lamb") if one.rendering.startswith("A talk") else one
        for one in item.passage.sentences
    ]
    item = replace(item, passage=replace(item.passage, sentences=tuple(named)))
    [sentence] = shown(item, persona="founder", first=2, last=3)
    assert sentence.text.startswith("From “A history of the firm” (12 June 1955):")


def test_marks_inside_a_quotation_become_single() -> None:
    [sentence] = shown(speech('They called it "the Lark" and I laughed.'))
    assert sentence.text.endswith("“They called it ‘the Lark’ and I laughed.”")


LONG = "I keep " + " ".join(["many old radios"] * 12) + " at home."


def test_rights_to_paraphrase_quote_whole_sentences_while_short() -> None:
    item = speech("I like it. It hums. " + LONG, rights=Rights.PARAPHRASE)
    [sentence] = shown(item)
    assert sentence.text.endswith("“I like it. It hums.”")
    assert sentence.spans == (Span("p1", 0, 19),)


@pytest.mark.parametrize("persona", ["historian", "founder"])
def test_rights_to_paraphrase_never_quote_more_than_25_words(persona: str) -> None:
    drafted = shown(speech(LONG, rights=Rights.PARAPHRASE), persona=persona)
    assert drafted
    for sentence in drafted:
        assert len(sentence.text.partition("“")[2].split()) <= 25
