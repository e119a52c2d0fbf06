"""The default drafter: which sentences it takes, in what order, and that it adds no word of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import BlockKind, DraftSentence, Evidence, Span, Voice
from assistant.generation.extractive import MOST_WORDS, compose
from assistant.generation.ranking import Ranked
from assistant.text import words
from tests.fakes import ACME, HISTORIAN, evidence
from tests.unit.generation.ranking import ranked
from tests.unit.rows import EVIDENCE as ROWS

LARK = evidence(
    "The Lark was the first set of the firm. It cost 12 pounds in the year of its birth. "
    "The cabinet was made of walnut. Why walnut? Because the valves ran hot.",
    rank=1,
)
MILL = evidence("The firm grew out of a mill in Leeds. The mill had made blankets until 1946.", rank=2)


def composed(question: str, found: tuple[Ranked, ...]) -> list[DraftSentence]:
    return list(compose(question, found, ACME, HISTORIAN))


def texts(question: str, found: tuple[Ranked, ...]) -> list[str]:
    return [sentence.text for sentence in composed(question, found)]


def test_nothing_comes_of_nothing() -> None:
    assert composed("What was the Lark?", ()) == []


def test_the_best_sentence_stands_with_its_place() -> None:
    [sentence] = composed("What was the cabinet made of?", ranked((LARK, 2, 1.0), (LARK, 0, 0.2)))
    assert sentence.text == "The cabinet was made of walnut."
    [span] = sentence.spans
    assert LARK.passage.text[span.start : span.end] == sentence.text
    assert not sentence.paragraph


def test_a_sentence_that_leans_back_brings_what_it_leans_on() -> None:
    assert texts("What did it cost?", ranked((LARK, 1, 1.0))) == [
        "The Lark was the first set of the firm.",
        "It cost 12 pounds in the year of its birth.",
    ]


def test_a_short_answer_stands_before_what_explains_it() -> None:
    item = evidence("Which one are you proud of? The Lumo. Nobody ever sent a shade back.")
    assert texts("Of which one are you proud?", ranked((item, 2, 1.0))) == [
        "The Lumo.",
        "Nobody ever sent a shade back.",
    ]


def test_what_somebody_made_is_told_with_what_it_was() -> None:
    item = evidence("The Lumo Two was made for halls. Greta Voss drew it in 1978, with six shades.")
    whole = [sentence.rendering for sentence in item.passage.sentences]
    assert texts("How many shades had it?", ranked((item, 1, 1.0))) == whole


def test_a_signature_answers_nothing() -> None:
    item = evidence("The works move in spring. Joan Pike, managing director.")
    found = ranked((item, 1, 1.0), (item, 0, 0.9))
    assert texts("Who runs the works?", found) == ["The works move in spring."]


def test_what_follows_closely_is_told_too() -> None:
    assert texts("What was the mill?", ranked((MILL, 0, 1.0), (MILL, 1, 0.9))) == [
        "The firm grew out of a mill in Leeds.",
        "The mill had made blankets until 1946.",
    ]
    assert texts("What was the mill?", ranked((MILL, 0, 1.0), (MILL, 1, 0.3))) == [
        "The firm grew out of a mill in Leeds."
    ]


def test_what_only_names_the_matter_is_explained() -> None:
    compared = evidence(
        "Ada Brandt compared lamps with boats. Both leave when the weather turns, she thought."
    )
    found = ranked((compared, 0, 1.0), (compared, 1, 0.4))
    assert texts("Why did Ada Brandt compare lamps with boats?", found) == [
        "Ada Brandt compared lamps with boats.",
        "Both leave when the weather turns, she thought.",
    ]
    assert texts("Who compared lamps with boats?", found) == ["Ada Brandt compared lamps with boats."]


def test_a_question_in_the_source_is_no_answer() -> None:
    assert "Why walnut?" not in texts("Why walnut?", ranked((LARK, 3, 1.0), (LARK, 2, 0.95)))


def test_another_document_opens_a_paragraph() -> None:
    first, second = composed("What was the firm?", ranked((LARK, 0, 1.0), (MILL, 0, 0.95)))
    assert (first.paragraph, second.paragraph) == (False, True)
    assert [first.spans[0].passage_id, second.spans[0].passage_id] == ["p1", "p2"]


def test_one_document_is_told_in_its_own_order() -> None:
    assert texts("What of the Lark?", ranked((LARK, 2, 1.0), (LARK, 0, 0.95))) == [
        "The Lark was the first set of the firm.",
        "The cabinet was made of walnut.",
    ]


def test_the_same_is_not_said_twice() -> None:
    again = evidence("The Lark was the very first set of the firm.", rank=2)
    assert len(texts("What was the Lark?", ranked((LARK, 0, 1.0), (again, 0, 0.99)))) == 1


def test_what_is_far_behind_is_left_out() -> None:
    assert texts("What was the Lark?", ranked((LARK, 0, 1.0), (MILL, 0, 0.5))) == [
        "The Lark was the first set of the firm."
    ]


def test_another_place_is_added_only_where_reading_it_leaves_little_doubt() -> None:
    first, other = ranked((LARK, 0, 1.0), (MILL, 0, 0.95))
    for odds, told in ((1.0, 2), (None, 2), (-1.7, 1)):
        read = (replace(first, odds=1.0), replace(other, odds=odds))
        assert len(texts("What was the firm?", read)) == told
    # more of the place that answers best is no other place
    both = tuple(replace(one, odds=-1.7) for one in ranked((LARK, 2, 1.0), (LARK, 0, 0.95)))
    assert len(texts("What of the Lark?", both)) == 2


def test_a_row_is_told_by_its_description_or_its_cells() -> None:
    [told] = composed("What was the Lumo One?", ranked((ROWS[0], 0, 1.0)))
    assert told.text == "The Lumo One was the first lamp that dimmed itself."
    row = ROWS[0].passage
    assert told.spans == (Span(row.id, row.start, row.end),)
    assert texts("What was the Lumo Mini?", ranked((ROWS[3], 0, 1.0))) == [ROWS[3].passage.rendering]


@pytest.mark.parametrize(
    ("description", "told"),
    [
        (
            "Desk lamp with two paper shades and a brass foot",
            "Lumo One is described as “Desk lamp with two paper shades and a brass foot”.",
        ),
        ("Lacquered tube that hums", "Lumo One is described as “Lacquered tube that hums”."),
        ("Designed for dark halls by Ada", "Designed for dark halls by Ada."),
        ("The lamp glows by itself at night", "The lamp glows by itself at night."),
    ],
)
def test_a_description_without_a_verb_gets_its_subject(description: str, told: str) -> None:
    row = ROWS[0].passage
    fields = tuple((name, description if name == "description" else value) for name, value in row.fields)
    item = replace(ROWS[0], passage=replace(row, fields=fields))
    assert texts("What was the Lumo One?", ranked((item, 0, 1.0))) == [told]


def test_speech_stands_in_quotation_marks() -> None:
    talk = evidence(
        "I never liked walnut. It cracks.",
        voice=Voice.BY_FOUNDER,
        speaker="Ada Quill",
        place="Leeds Town Hall",
        date="1955-06-12",
    )
    [sentence] = composed("Why not walnut?", ranked((talk, 0, 1.0), (talk, 1, 0.9)))
    assert (
        sentence.text
        == "Ada Quill said at Leeds Town Hall on 12 June 1955: “I never liked walnut. It cracks.”"
    )
    assert sentence.spans == (Span("p1", 0, 32),)


PHRASES = st.sampled_from(
    [
        "The set hums.",
        "It cost 9 pounds.",
        "Why?",
        "We saw it.",
        "So it went:",
        "Ada said “no”.",
        "- a *list*",
    ]
)
TEXTS = st.lists(PHRASES, min_size=1, max_size=8).map(" ".join)


@given(
    found=st.lists(
        st.tuples(TEXTS, st.floats(0, 1), st.sampled_from(list(BlockKind)), st.sampled_from(list(Voice))),
        max_size=5,
    ),
    question=st.sampled_from(["Why?", "When was it?", "What did Ada say?", "What is it?", ""]),
)
def test_every_sentence_is_the_sources_own(
    found: list[tuple[str, float, BlockKind, Voice]], question: str
) -> None:
    items: dict[str, Evidence] = {}
    scored: list[tuple[Evidence, int, float]] = []
    for rank, (text, score, kind, voice) in enumerate(found, start=1):
        made = evidence(text, rank=rank, voice=voice)
        item = replace(made, passage=replace(made.passage, kind=kind))
        items[item.passage.id] = item
        scored += [(item, place, score / (place + 1)) for place in range(len(item.passage.sentences))]
    drafted = composed(question, ranked(*scored))
    for sentence in drafted:
        [span] = sentence.spans
        passage = items[span.passage_id].passage
        assert passage.start <= span.start < span.end <= passage.end
        quoted = sentence.text.partition(": “")[2].rpartition("”")[0] or sentence.text
        assert set(words(quoted)) <= set(words(passage.text))
    assert sum(len(words(sentence.text)) for sentence in drafted) <= MOST_WORDS + 60  # and the introductions


def test_lines_that_tell_where_a_text_comes_from_answer_nothing() -> None:
    booklet = evidence(
        "From the anniversary booklet. Text by Ada Quill. From the mill came the blankets, and the hinge of the first "
        "set cracked in frost."
    )
    told = texts("What went wrong?", ranked((booklet, 0, 1.2), (booklet, 1, 1.1), (booklet, 2, 1.0)))
    assert told == ["From the mill came the blankets, and the hinge of the first set cracked in frost."]


@pytest.mark.parametrize(
    "line", ["Topics: radio, management.", "1946–1950:", "Characters: Ada Quill, Bob Reed."]
)
def test_lines_that_describe_the_text_explain_nobody(line: str) -> None:
    item = evidence(f"{line}\n\nBob Reed was the miller who built the first set.")
    assert texts("Who was Bob Reed?", ranked((item, 0, 1.0), (item, 1, 0.9))) == [
        "Bob Reed was the miller who built the first set."
    ]


def test_a_label_with_its_value_answers_who_asks_for_a_value() -> None:
    item = evidence("Weight: 3 kg. Height: 20 cm.")
    assert texts("How heavy is it?", ranked((item, 0, 1.0))) == ["Weight: 3 kg.", "Height: 20 cm."]


def test_the_line_that_dates_a_text_is_told_to_who_asks_when() -> None:
    item = evidence("OSLO, 30 August 2018.\n\nThe Lumo is sold again in all the shops. It glows.")
    assert texts("When did the Lumo come back?", ranked((item, 1, 1.0))) == [
        "OSLO, 30 August 2018.",
        "The Lumo is sold again in all the shops.",
    ]
    assert texts("Where is the Lumo sold?", ranked((item, 1, 1.0))) == [
        "The Lumo is sold again in all the shops."
    ]


def test_where_words_are_printed_is_told_to_who_asks_where() -> None:
    speech = evidence(
        "The text of the speech is printed in the book “Forty Lamps”. Ada Brandt said that a lamp wants a book."
    )
    told = ranked((speech, 0, 1.2), (speech, 1, 1.1))
    said = "Ada Brandt said that a lamp wants a book."
    assert texts("What did the speech say of books?", told) == [said]
    assert "Forty Lamps" in " ".join(texts("Where is the speech printed?", told))
