import pytest

from assistant.domain import Outcome, OutcomeKind, Turn
from assistant.retrieval.contextualise import leans_back, standalone
from assistant.retrieval.names import NameIndex
from assistant.retrieval.referents import last_thing, proper_names
from tests.unit.rows import ROWS

NAMES = NameIndex(ROWS, {})


def turn(question: str, answer: str = "") -> Turn:
    return Turn(question, question, Outcome(OutcomeKind.ANSWER, answer, "", "historian", "r1", ""))


def refused(question: str, answer: str) -> Turn:
    return Turn(question, question, Outcome(OutcomeKind.REFUSAL, answer, "", "historian", "r1", ""))


def test_the_first_question_is_left_alone() -> None:
    assert standalone("and how much did it cost?", (), NAMES) == "and how much did it cost?"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("When was the Lumo Two sold?", "and how much did it cost?", "How much did Lumo Two cost?"),
        ("When was the Lumo Two sold?", "What was its price?", "What was Lumo Two's price?"),
        ("When was the Lumo Two sold?", "What about the Lumo Mini?", "When was the Lumo Mini sold?"),
        ("When was the Lumo Two sold?", "and the price?", "What was the price of the Lumo Two?"),
        ("When was the Lumo Two sold?", "why?", "Why (When was the Lumo Two sold)?"),
        ("Why do lamps dim?", "Who made them dim first?", "Who made them dim first (Why do lamps dim)?"),
        ("When was the Lumo Two sold?", "Who is Ada Brandt?", "Who is Ada Brandt?"),
        (
            "When was the Lumo Two sold?",
            "Did Ada Brandt say that lamps are dull?",
            "Did Ada Brandt say that lamps are dull?",
        ),
        (
            "What did Ada Brandt say in Oslo?",
            "What did she say about glass?",
            "What did Ada Brandt say about glass?",
        ),
    ],
)
def test_follow_ups_stand_alone(before: str, question: str, expected: str) -> None:
    assert standalone(question, (turn(before),), NAMES) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Most expensive lamp ever",
        "Newest lamp?",
        "Who drew the first dial and what did the board think of it?",
        "Which engineer built the switch and how long did it last?",
    ],
)
def test_what_has_its_subject_in_itself_stands_alone(question: str) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("cheapest one?", "Cheapest one (When was the Lumo Two sold)?"),
        ("newest version?", "Newest version (When was the Lumo Two sold)?"),
        (
            "Who drew it and what did the board think of it?",
            "Who drew Lumo Two and what did the board think of it?",
        ),
        (
            "What did the press say and how much did it cost?",
            "What did the press say and how much did Lumo Two cost?",
        ),
    ],
)
def test_what_leans_on_the_question_before_still_does(question: str, expected: str) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == expected


def test_a_person_may_come_from_the_answer() -> None:
    history = (turn("Where does the name come from?", "The engineer Ada Brandt named it after her cat. [1]"),)
    assert standalone("What else did she name?", history, NAMES).startswith("What else did Ada Brandt name")


def test_nothing_but_words_already_said_is_added() -> None:
    history = (turn("When was the Lumo Two sold?"),)
    said = {"when", "was", "the", "lumo", "two", "sold", "how", "much", "did", "it", "cost", "what", "of"}
    added = standalone("and how much did it cost?", history, NAMES).lower().strip("?").split()
    assert set(added) <= said


def test_capitalised_openings_are_not_names() -> None:
    assert proper_names("Tell me about the Lumo Two", NAMES) == ("Lumo Two",)
    assert proper_names("Who was Ada Brandt?", NAMES) == ("Ada Brandt",)


def test_after_who_the_person_is_whom_the_answer_names() -> None:
    history = (turn("Who followed Ada Brandt?", "Mira Solberg followed Ada Brandt in 2014. [1]"),)
    assert (
        standalone("Where had she worked before?", history, NAMES) == "Where had Mira Solberg worked before?"
    )


def test_a_question_without_a_name_that_leans_on_the_one_before_carries_it() -> None:
    history = (turn("Which shop bought the first lamps?"),)
    assert standalone("How much did the shop pay for each?", history, NAMES) == (
        "How much did the shop pay for each (Which shop bought the first lamps)?"
    )


def test_of_several_people_in_the_answer_it_is_who_did_what_was_asked() -> None:
    history = (
        turn("Who drew the shades?", "Ada Brandt wrote the catalogue, and Mira Solberg drew the shades. [1]"),
    )
    assert standalone("What did she draw later?", history, NAMES) == "What did Mira Solberg draw later?"


def test_what_is_no_person_is_no_he() -> None:
    history = (turn("What came with it?", "The lamp came with LumoCalc and LumoWrite. [1]"),)
    assert (
        "LumoCalc" not in standalone("Was it named after his daughter, then?", history, NAMES).split("(")[0]
    )


def test_a_thing_may_come_from_the_answer() -> None:
    history = (turn("What was the second product?", "The Lumo Two was the second product. [1]"),)
    assert standalone("Who designed it?", history, NAMES) == "Who designed Lumo Two?"


def test_questions_that_were_carried_along_do_not_pile_up() -> None:
    history = (turn("Who found it (Where was it said; Why do lamps dim)?"),)
    assert standalone("When was it found?", history, NAMES) == (
        "When was it found (Who found it; Why do lamps dim)?"
    )


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What did Brandt make?", "And Solberg, what was it known for?", "What was Solberg known for?"),
        (
            "What was new in the Brandt Series 4?",
            "And the Series 6, what did that one add?",
            "What did Brandt Series 6 add?",
        ),
        (
            "What was the Night Watch?",
            "Who played the Sun in it?",
            "Who played the Sun in it (What was the Night Watch)?",
        ),
        ("Who played the Sun?", "And who was the Moon?", "Who was the Moon (Who played the Sun)?"),
    ],
)
def test_a_new_subject_keeps_the_matter(before: str, question: str, expected: str) -> None:
    assert standalone(question, (turn(before),), NAMES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Please tell me when it came out.", "Please tell me when Lumo Two came out."),
        ("Since when was it on sale?", "Since when was Lumo Two on sale?"),
        ("Explain why it was withdrawn from sale.", "Explain why Lumo Two was withdrawn from sale."),
        ("During which years was it made?", "During which years was Lumo Two made?"),
        ("Wow! About how much did it cost?", "Wow! About how much did Lumo Two cost?"),
        ("Did Solberg like it?", "Did Solberg like it?"),
    ],
)
def test_a_word_that_only_opens_a_sentence_keeps_no_pronoun_from_its_thing(
    question: str, expected: str
) -> None:
    history = (turn("When was the Lumo Two sold?"), turn("Explain why the Lumo Two was sold."))
    assert standalone(question, history, NAMES) == expected


def test_a_new_subject_takes_the_place_of_the_old_and_not_of_an_opening_word() -> None:
    history = (turn("Explain why the Lumo Two was sold."),)
    assert standalone("What about the Lumo Mini?", history, NAMES) == "Explain why the Lumo Mini was sold."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("But then, who designed it?", "Who designed Lumo Two?"),
        ("And then, what happened?", "What happened (When was the Lumo Two sold)?"),
        ("And in 1990, how much was it?", "In 1990, how much was Lumo Two?"),
        (
            "And in Europe, how much did the Lumo Mini cost?",
            "In Europe, how much did the Lumo Mini cost?",
        ),
        ("And the Lumo Mini, who designed it?", "Who designed the Lumo Mini?"),
        ("And Mira Solberg, what did she draw?", "What did Mira Solberg draw?"),
    ],
)
def test_what_stands_before_a_comma_is_a_subject_only_where_it_names_one(
    question: str, expected: str
) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much did this lamp cost?", "How much did this lamp cost (When was the Lumo Two sold)?"),
        ("When did that product come out?", "When did that product come out (When was the Lumo Two sold)?"),
        (
            "What did Ada Brandt think of that lamp?",
            "What did Ada Brandt think of that lamp (When was the Lumo Two sold)?",
        ),
        ("Was this lamp dearer than the Lumo Mini?", "Was this lamp dearer than the Lumo Mini?"),
        ("How many lamps were sold this year in Norway?", "How many lamps were sold this year in Norway?"),
        ("Who drew the lamp that glows in the dark?", "Who drew the lamp that glows in the dark?"),
    ],
)
def test_a_noun_that_is_pointed_at_leans_back(question: str, expected: str) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And he liked it?", "He liked Lumo Two?"),
        ("And then?", "And then (When was the Lumo Two sold)?"),
        ("And before that?", "Before Lumo Two?"),
        ("And its price?", "Lumo Two's price?"),
        ("And Solberg?", "When was the Solberg sold?"),
    ],
)
def test_what_goes_on_with_the_subject_is_no_new_one(question: str, expected: str) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did the company fire her?", "Did the company fire Ada Brandt?"),
        ("Who gave her the medal?", "Who gave Ada Brandt the medal?"),
        ("Who drew lamps with her in Oslo?", "Who drew lamps with Ada Brandt in Oslo?"),
        ("Where was her first lamp sold?", "Where was Ada Brandt's first lamp sold?"),
        ("Which of all the lamps was hers?", "Which of all the lamps was Ada Brandt's?"),
    ],
)
def test_her_owns_only_what_follows(question: str, expected: str) -> None:
    assert standalone(question, (turn("Who is Ada Brandt?"),), NAMES) == expected


def test_whose_name_the_question_has_is_whom_its_pronoun_means() -> None:
    history = (turn("What was Mira Solberg's dog called?"),)
    asked = "What did Ada Brandt say about glass in her talk?"
    assert standalone(asked, history, NAMES) == asked
    assert standalone("What about her talk, was it long?", history, NAMES).count("Mira Solberg's") == 1
    assert "'s's" not in standalone("Where was her talk held?", history, NAMES)


def test_a_title_tells_whom_a_pronoun_cannot_mean() -> None:
    history = (turn("Who opened the shop?", "It was opened by Sir Tom Hay for the Lamp Council. [1]"),)
    assert standalone("When was she born?", history, NAMES) == "When was she born (Who opened the shop)?"
    assert standalone("When was he born?", history, NAMES) == "When was Sir Tom Hay born?"


def test_whom_a_refusal_points_to_is_nobody_talked_about() -> None:
    history = (
        turn("Who drew the Lumo Two?", "Lumo Two was drawn by Ada Brandt. [1]"),
        refused(
            "Was it bright?", "I do not know. The closest I can show you: Profile of Mira Solberg; Lumo One."
        ),
    )
    assert standalone("How long did she need for that?", history, NAMES).startswith(
        "How long did Ada Brandt need"
    )
    assert last_thing(history[1:], NAMES) is None


@pytest.mark.parametrize(
    ("pronoun", "meant"),
    [("she", "Ada Brandt"), ("he", "Tom Hay")],
)
def test_a_pronoun_means_nobody_whom_the_answers_call_otherwise(pronoun: str, meant: str) -> None:
    history = (
        turn("Who drew the Lumo Two?", "Ada Brandt drew it in her kitchen. [1]"),
        turn("Who sold it?", "Tom Hay, who lived in Oslo, said that he sold it. [1]"),
    )
    assert standalone(f"Where did {pronoun} study?", history, NAMES) == f"Where did {meant} study?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did they stop making it?", "When did they stop making Lumo Two?"),
        ("When did they stop making that one", "When did they stop making Lumo Two"),
        ("Why did they ever sell these?", "Why did they ever sell Lumo Two?"),
        ("How many did they sell?", "How many did they sell (Lumo Two)?"),
        ("Were they bright?", "Were Lumo Two bright?"),
        ("Can I see one?", "Can I see Lumo Two?"),
        ("is there a bigger version", "Is there a bigger version of the Lumo Two?"),
        (
            "How many lamps come with one switch and one bulb each?",
            "How many lamps come with one switch and one bulb each (Lumo Two)?",
        ),
        ("Who owns the other one?", "Who owns the other one (When was the Lumo Two sold)?"),
        ("Do you miss Leeds?", "Do you miss Leeds?"),
        ("do you miss leeds", "Do you miss leeds"),
        ("and the lumo mini", "When was the lumo mini sold?"),
        ("and then", "And then (When was the Lumo Two sold)?"),
    ],
)
def test_what_is_carried_is_no_more_than_is_missing(question: str, expected: str) -> None:
    assert standalone(question, (turn("When was the Lumo Two sold?"),), NAMES) == expected


def test_what_they_sold_is_what_was_asked_of_before() -> None:
    history = (turn("What was the best lamp?"),)
    assert (
        standalone("How many did they sell?", history, NAMES)
        == "How many did they sell (What was the best lamp)?"
    )


def test_which_one_of_two_is_one_of_the_last_two() -> None:
    history = (turn("How much was the Lumo Two?"), turn("How much was the Lumo Mini?"))
    assert (
        standalone("which one is lighter", history, NAMES)
        == "Which is lighter, the Lumo Two or the Lumo Mini?"
    )
    assert standalone("which one is lighter", history[1:], NAMES).startswith("Which one is lighter (")


def test_what_the_answer_to_which_names_is_talked_about() -> None:
    history = (
        turn("When was the Lumo Two sold?"),
        turn("Which lamps lost money?", "Of all, the Lumo Mini lamps lost money. [1]"),
    )
    assert standalone("When did they drop that one?", history, NAMES) == "When did they drop Lumo Mini?"


@pytest.mark.parametrize(
    ("before", "answer", "expected"),
    [
        (
            "who runs the firm now?",
            "2008: Ada Brandt becomes head. [1]",
            "Since when Ada Brandt runs the firm?",
        ),
        ("who runs the firm now?", "Nobody does. [1]", "Since when (who runs the firm now)?"),
        ("Was it dim?", "Ada Brandt said so. [1]", "Since when (Was it dim)?"),
    ],
)
def test_since_when_is_asked_of_whom_the_answer_named(before: str, answer: str, expected: str) -> None:
    assert standalone("and since when?", (turn(before, answer),), NAMES) == expected


def test_a_person_who_is_named_needs_no_question_before() -> None:
    history = (turn("Who runs the firm?", "Ada Brandt runs it. [1]"),)
    assert standalone("what did she change", history, NAMES) == "What did Ada Brandt change"


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("why", True),
        ("why does that matter", True),
        ("can i see one", True),
        ("is it good in wind", True),
        ("what did she say about glass in Oslo then", False),
        ("where did she study before the war", True),
        ("do you ship lamps to the north of Norway", False),
        ("is the Lumo Two good", False),
        ("", False),
    ],
)
def test_what_nobody_would_understand_alone_leans_back(question: str, leans: bool) -> None:
    assert leans_back(question, NAMES) is leans
