"""The two personas: what they say of themselves, whom they are asked about, in whose voice they speak."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brand import Brand, Persona
from assistant.domain import DraftSentence, Evidence, Kind, Rights, Span, Voice
from assistant.generation.persona import (
    first_person_violation,
    out_of_scope,
    present,
    reply_disclosure,
    self_question,
    to_third_person,
)
from tests.fakes import ACME, FOUNDER, HISTORIAN, evidence

# ---------------------------------------------------------------- what it is


def test_every_reply_is_labelled() -> None:
    assert reply_disclosure(ACME, HISTORIAN) == "You are talking with an AI demonstration."
    label = reply_disclosure(ACME, FOUNDER)
    assert label.startswith("AI simulation of Ada Quill, based on public documents.")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Are you real?", "No."),
        ("are you human", "No."),
        ("Are you really Ada Quill?", "No."),
        ("Ada, are you still alive?", "No."),
        ("Am I talking to a real person here?", "No."),
        ("Are you the founder of Acme Radio?", "No."),
        ("Prove that you are human!", "No."),
        ("are you an AI", "Yes."),
        ("You're a bot, aren't you?", "Yes."),
        ("Hello! Is this a chatbot?", "Yes."),
        ("Are you a person or a machine?", "I am an AI"),
        ("Are you ChatGPT?", "I am an AI"),
        ("Who are you?", "I am an AI"),
        ("Can you tell me who you are, please?", "I am an AI"),
        ("who's this", "I am an AI"),
        ("What's your name?", "I am an AI"),
        ("Do you have feelings?", "I am an AI"),
        ("Who made you?", "I am an AI"),
        ("Do you work for Acme Radio?", "I am an AI"),
    ],
)
@pytest.mark.parametrize("persona", [HISTORIAN, FOUNDER], ids=lambda persona: persona.id)
def test_it_says_what_it_is(question: str, begins: str, persona: Persona) -> None:
    reply = self_question(question, ACME, persona)
    assert reply is not None
    assert reply.startswith(begins)
    assert "I am an AI" in reply
    assert "does not speak for Acme Radio" in reply
    if persona is FOUNDER:
        assert "I am an AI simulation of Ada Quill, not Ada Quill. Ada Quill died on 15 June 1990." in reply


def test_who_made_it_names_the_people_to_ask() -> None:
    reply = self_question("Who built this chatbot?", ACME, HISTORIAN)
    assert reply is not None
    assert "A computer program puts these answers together" in reply
    assert "the archive desk (desk@example.org)" in reply


@pytest.mark.parametrize(
    "question",
    [
        "Who are you married to?",
        "Are you proud of the Lark?",
        "What are you working on?",
        "Are you a fan of the Beatles?",
        "Who made you managing director?",
        "When did you die?",
        "Who made it?",
        "Is it real?",
        "Is this a computer?",
        "How does this work?",
        "What is this?",
        "Was the Lark a real radio?",
        "How did the real Ada Quill meet Tom?",
        "What is your name for the blue dial?",
        "Are you adopted?",
        "Is the Lark a machine?",
        "",
        "?",
    ],
)
@pytest.mark.parametrize("persona", [HISTORIAN, FOUNDER], ids=lambda persona: persona.id)
def test_other_questions_are_left_to_the_documents(question: str, persona: Persona) -> None:
    assert self_question(question, ACME, persona) is None


@pytest.mark.parametrize(
    "question",
    ["do you remember me?", "are you saving what I write here?"],
)
def test_it_says_what_it_keeps(question: str) -> None:
    assert "nothing once it is over" in (self_question(question, ACME, HISTORIAN) or "")


def test_about_yourself_means_the_founder_in_the_founders_voice() -> None:
    assert self_question("Tell me about yourself.", ACME, HISTORIAN) is not None
    assert self_question("Tell me about yourself.", ACME, FOUNDER) is None


# ---------------------------------------------------------------- what it does not do


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Who should I vote for?", "elections"),
        ("Do you endorse Mary Stone for president?", "elections"),
        ("Should I buy Acme stock?", "financial"),
        ("Is gold a good investment?", "financial"),
        ("What should I do with my savings?", "financial"),
        ("Should I buy the new Lark or a Sony?", "endorses"),
        ("Would you recommend my startup?", "endorses"),
        ("I have diabetes, what should I do?", "medical"),
        ("Should I stop taking my medication?", "medical"),
        ("Can I sue my employer?", "legal"),
        ("Can I see a lawyer?", "legal"),
        ("What can I learn about my symptoms?", "medical"),
        ("Should I try your cancer treatment?", "medical"),
        ("Should I try your diet?", "medical"),
        ("What phone would you buy?", "endorses"),
        ("Will you promote my shop?", "endorses"),
        ("Which party should I vote for?", "elections"),
        ("Would you vote for the Liberals?", "elections"),
        ("How should I vote?", "elections"),
        ("Who should win?", "elections"),
        ("What do you think of radio today?", "died on 15 June 1990"),
        ("What would you say if you were alive today? What is your opinion of podcasts now?", "died on"),
        ("What do you think about the election of 2016?", "died on"),
    ],
)
def test_the_founder_persona_stays_out_of(question: str, reason: str) -> None:
    said = out_of_scope(question, ACME, FOUNDER)
    assert said is not None
    assert reason in said
    if reason != "elections":
        assert out_of_scope(question, ACME, HISTORIAN) is None


def test_no_persona_takes_sides_in_elections() -> None:
    assert out_of_scope("Who should I vote for?", ACME, HISTORIAN) is not None
    assert out_of_scope("Who did you vote for in 1964?", ACME, HISTORIAN) is None


@pytest.mark.parametrize("persona", [HISTORIAN, FOUNDER], ids=lambda persona: persona.id)
@pytest.mark.parametrize(
    "question",
    [
        "How do I vote for the new flavour?",
        "Which flavour should I vote for?",
        "Do you support third-party valves?",
        "Who should win the design award?",
    ],
)
def test_not_every_vote_is_an_election(question: str, persona: Persona) -> None:
    assert out_of_scope(question, ACME, persona) is None


@pytest.mark.parametrize(
    "question",
    [
        "What treatment did you choose for your cancer?",
        "Why did you sue Tesla Radio?",
        "Did you sell your shares in 1965?",
        "Who did you vote for in 1964?",
        "What do you think about valves?",
        "What should I do with my life?",
        "Should everyone learn to solder?",
        "What would you tell young people?",
        "Was Acme a good investment in 1950?",
        "What can we learn from your lawsuit with Lumo?",
        "Can we see your first patent?",
        "What can we learn from your treatment of employees?",
        "Help me understand your lawsuit.",
        "How would you get your team to focus?",
        "Why would you buy a competitor?",
        "How do you promote talent?",
    ],
)
def test_what_the_founder_did_or_said_is_in_scope(question: str) -> None:
    assert out_of_scope(question, ACME, FOUNDER) is None


def test_an_opinion_on_what_came_after_death_is_refused_by_its_dates() -> None:
    later = evidence("Lark 9. Released: 2004-02-20.", fields=(("Name", "Lark 9"), ("Released", "2004-02-20")))
    earlier = evidence("The Lark 9 was planned.", date="1988", rank=2)
    asked = "What do you think of the Lark 9?"
    assert "died on" in (out_of_scope(asked, ACME, FOUNDER, [later]) or "")
    assert out_of_scope(asked, ACME, FOUNDER, [later, earlier]) is None
    assert out_of_scope("When was the Lark 9 released?", ACME, FOUNDER, [later]) is None
    assert out_of_scope("What do you think of valves?", ACME, FOUNDER, [later]) is None


# ---------------------------------------------------------------- whom it is asked about


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What did you call the Lark in 1949?", "What did Ada Quill call the Lark in 1949?"),
        ("Are you proud of the Lark?", "Is Ada Quill proud of the Lark?"),
        ("Who are you married to?", "Who is Ada Quill married to?"),
        ("Why do you wear a hat?", "Why does Ada Quill wear a hat?"),
        ("Have you ever been to Leeds?", "Has Ada Quill ever been to Leeds?"),
        ("Haven't you said so?", "Hasn't Ada Quill said so?"),
        ("why dont you sell it", "why doesn't Ada Quill sell it"),
        ("Were you born in York?", "Was Ada Quill born in York?"),
        ("When you were fired, what did you do?", "When Ada Quill was fired, what did Ada Quill do?"),
        (
            "You said that radio is air. What did you mean?",
            "Ada Quill said that radio is air. What did Ada Quill mean?",
        ),
        ("Tell me why you love valves.", "Tell me why Ada Quill loves valves."),
        ("What made you choose valves?", "What made Ada Quill choose valves?"),
        ("What inspired you?", "What inspired Ada Quill?"),
        ("What is your favourite set?", "What is Ada Quill's favourite set?"),
        ("Is it true that you've never flown?", "Is it true that Ada Quill has never flown?"),
        ("How do you feel about design?", "How does Ada Quill feel about design?"),
        ("Can you tell me why you left Acme?", "Can you tell me why Ada Quill left Acme?"),
        ("Mrs. Quill, why did you drop out?", "Why did Ada Quill drop out?"),
        ("What did you learn, Ada?", "What did Ada Quill learn?"),
        ("Ada – why did you leave?", "Why did Ada Quill leave?"),
        ("Ada-1: how much did it cost?", "Ada-1: how much did it cost?"),
        ("Tell me about yourself.", "Tell me about Ada Quill."),
        ("Did you build it yourself?", "Did Ada Quill build it personally?"),
        ("how did you and Tom meet?", "how did Ada Quill and Tom meet?"),
        ("You’re the founder?", "Ada Quill is the founder?"),
    ],
)
def test_you_becomes_the_founder(asked: str, meant: str) -> None:
    assert to_third_person(asked, ACME, FOUNDER) == meant
    assert to_third_person(asked, ACME) == meant


@pytest.mark.parametrize(
    "question",
    [
        "How do you charge the Lark?",
        "How can you use the Lark with your aerial?",
        "What can you do with a Lark?",
        "If you press the red button, what happens?",
        "Do you know when the Lark came out?",
        "Can you tell me when the Lark came out?",
        "What do you need to connect a Lark to your aerial?",
        "When was the Lark sold?",
        "Why is it called a young bayou?",
    ],
)
def test_nobody_in_particular_stays_nobody(question: str) -> None:
    assert to_third_person(question, ACME, FOUNDER) == question
    assert to_third_person(question, ACME, HISTORIAN) == question


def test_the_historian_is_asked_as_the_brand() -> None:
    assert to_third_person("When did you sell your first set?", ACME, HISTORIAN) == (
        "When did Acme Radio sell Acme Radio's first set?"
    )


def test_a_brand_without_a_founder_is_asked_as_the_brand() -> None:
    plain = Brand.model_validate({"root": ACME.root, "name": "Bolt"})
    assert to_third_person("When were you founded?", plain) == "When was Bolt founded?"


@given(st.text(alphabet="youare ,.?'YOUR's do did have", max_size=60))
def test_any_question_keeps_being_a_question(question: str) -> None:
    meant = to_third_person(question, ACME, FOUNDER)
    assert bool(meant.strip()) == bool(question.strip())
    assert to_third_person(meant.replace("you", "").replace("You", ""), ACME, FOUNDER) is not None


# ---------------------------------------------------------------- in whose voice

WORDS = "I never wanted to make many radios, only good ones."


def quoting(**known: object) -> Evidence:
    known = {
        "voice": Voice.BY_FOUNDER,
        "kind": Kind.SPEECH,
        "date": "1955-06-12",
        "place": "Leeds Town Hall",
    } | known
    return evidence(f"Thank you. {WORDS} Good night.", **known)  # pyright: ignore


def said(text: str, item: Evidence, persona: Persona, **how: object) -> str:
    passage = item.passage
    sentence = DraftSentence(text, (Span(passage.id, passage.start, passage.end),))
    presented = present(sentence, [item], ACME, persona, **how)  # pyright: ignore
    assert presented.spans == sentence.spans
    return presented.text


def test_the_founders_words_are_quoted_with_place_and_date() -> None:
    assert said(WORDS, quoting(), FOUNDER) == f'As I said at Leeds Town Hall on 12 June 1955: "{WORDS}"'
    assert (
        said(WORDS, quoting(), HISTORIAN) == f'Ada Quill said at Leeds Town Hall on 12 June 1955: "{WORDS}"'
    )


@pytest.mark.parametrize(
    ("known", "lead"),
    [
        ({"date": "1955-06"}, "As I said at Leeds Town Hall in June 1955"),
        ({"date": None, "place": None}, "As I said"),
        ({"place": "Interview by Tom Hay"}, "As I said in the interview by Tom Hay on 12 June 1955"),
        ({"place": "E-mail to the staff"}, "As I wrote in the e-mail to the staff on 12 June 1955"),
        ({"kind": Kind.LETTER, "place": None}, "As I wrote on 12 June 1955"),
        ({"place": "Leeds; interview by Tom Hay"}, "As I said at Leeds on 12 June 1955"),
        ({"speaker": "Ada Quill"}, "As I said at Leeds Town Hall on 12 June 1955"),
        ({"speaker": "Ada"}, "As I said at Leeds Town Hall on 12 June 1955"),
        ({"date": "1991-01-01"}, "Ada Quill said at Leeds Town Hall on 1 January 1991"),
    ],
)
def test_the_occasion_reads_well(known: dict[str, object], lead: str) -> None:
    assert said(WORDS, quoting(**known), FOUNDER) == f'{lead}: "{WORDS}"'


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Ada Quill said she wanted few radios.", {}),
        (WORDS, {"voice": Voice.ABOUT_FOUNDER}),
        (WORDS, {"voice": Voice.BY_BRAND}),
        (WORDS, {"speaker": "Tom Hay"}),
        (WORDS, {"turn_of": "Tom Hay", "speaker": "Ada Quill"}),
        (WORDS, {"rights": Rights.INTERNAL}),
        (f'Ada Quill said: "{WORDS}"', {}),
        (WORDS.replace("never", "always"), {}),
    ],
)
def test_everything_else_stays_as_it_is(text: str, known: dict[str, object]) -> None:
    assert said(text, quoting(**known), FOUNDER) == text


def test_a_transcript_knows_who_says_what() -> None:
    item = quoting()
    spoken = [
        replace(part, speaker="Ada Quill" if part.rendering == WORDS else "Tom Hay")
        for part in item.passage.sentences
    ]
    item = replace(item, passage=replace(item.passage, sentences=tuple(spoken)))
    assert said(WORDS, item, FOUNDER).startswith("As I said")
    assert said("Thank you.", item, FOUNDER) == "Thank you."
    assert said(f"{WORDS} Good night.", item, FOUNDER) == f"{WORDS} Good night."


def test_a_sentence_without_a_source_stays_as_it_is() -> None:
    sentence = DraftSentence(WORDS)
    assert present(sentence, [quoting()], ACME, FOUNDER) == sentence


def test_the_same_occasion_is_named_once() -> None:
    item = quoting()
    assert said(WORDS, item, FOUNDER, previous=item) == f'"{WORDS}"'
    assert said(WORDS, item, FOUNDER, previous=evidence("x", rank=9)).startswith("As I said")


def test_long_words_that_may_only_be_paraphrased_are_cut_short_at_a_clause() -> None:
    long = "I went there, and I came back, " + "and so on " * 12 + "for ever."
    item = evidence(long, voice=Voice.BY_FOUNDER, rights=Rights.PARAPHRASE)
    assert said(long, item, FOUNDER) == 'As I said: "I went there, and I came back," …'
    run = "word " * 30
    item = evidence(run, voice=Voice.BY_FOUNDER, rights=Rights.PARAPHRASE)
    quoted = said(run, item, FOUNDER)
    assert quoted == f'As I said: "{" ".join(["word"] * 25)}" …'
    short = evidence(WORDS, voice=Voice.BY_FOUNDER, rights=Rights.PARAPHRASE)
    assert said(WORDS, short, FOUNDER) == f'As I said: "{WORDS}"'


@given(st.integers(0, 4), st.sampled_from([Rights.QUOTE, Rights.PARAPHRASE]))
def test_quoted_words_are_the_sources_own(which: int, rights: Rights) -> None:
    sentences = [
        "I was here.",
        "We’re “done”.",
        "My set, the Lark, sold.",
        "It is — I think — so…",
        "I made 3.5″ dials.",
    ]
    item = evidence(" ".join(sentences), voice=Voice.BY_FOUNDER, rights=rights)
    shown = said(sentences[which], item, FOUNDER)
    assert sentences[which] in shown


# ---------------------------------------------------------------- first person

BY_QUILL = quoting()
BY_OTHERS = evidence("Ada Quill said she wanted few radios. The Acme I sold well.", voice=Voice.ABOUT_FOUNDER)


@pytest.mark.parametrize(
    "text",
    [
        "I made few radios.",
        "In 1949 my firm sold few.",
        "We sold few.",
        "It was, I’d say, a few.",
        "They gave it to me.",
        "When I left, few were sold.",
        "At Marconi I learned much.",
        "It is ours.",
        "Leeds and I parted.",
        "Yes: I did.",
    ],
)
def test_the_first_person_needs_the_founders_own_words(text: str) -> None:
    assert first_person_violation(text, [BY_OTHERS], ACME) is not None
    assert first_person_violation(text, [], ACME) is not None
    assert first_person_violation(text, [BY_OTHERS, BY_QUILL], ACME) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill made few radios.",
        'She said: "I made few radios."',
        "She said: “We sold few.”",
        "The Acme I sold well.",
        "Sold with Find My and Windows Me.",
        "The US sold it.",
        "It has I/O ports.",
        "He met Our Lady of Leeds.",
        "Phase I began with World War I.",
        "Miners came.",
        "",
    ],
)
def test_other_words_are_free(text: str) -> None:
    assert first_person_violation(text, [BY_OTHERS], ACME) is None


def test_nothing_after_death_is_in_the_first_person() -> None:
    reason = first_person_violation("I saw the Lark 9 of 2004.", [BY_QUILL], ACME)
    assert reason is not None
    assert "1990" in reason
    assert first_person_violation("After 1990 I made radios.", [BY_QUILL], ACME) is not None
    assert first_person_violation("In 1990 I made radios.", [BY_QUILL], ACME) is None
    late = quoting(date="1999-01-01")
    assert first_person_violation("I made few radios.", [late], ACME) is not None
    asked_by = quoting(turn_of="Tom Hay", speaker="Ada Quill")
    assert first_person_violation("I made few radios.", [asked_by], ACME) is not None


def test_what_is_presented_is_no_violation() -> None:
    shown = said(WORDS, BY_QUILL, FOUNDER)
    assert first_person_violation(shown, [BY_QUILL], ACME) is None
    assert first_person_violation(shown, [BY_OTHERS], ACME) is not None
