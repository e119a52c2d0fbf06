"""Whatever is asked, there is exactly one outcome, and it holds every promise."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assembly import Assistant
from assistant.domain import Outcome
from tests import lumo
from tests.promises import check_promises, only_outcome
from tests.talking import Conversation

FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = (
    *("Lumo One", "Lumo One S", "Lumo Two", "Lumo Mini", "Nocta", "original Lumo", "Lumo 25", "Lumo"),
    *(
        "Ada Brandt",
        "Brandt",
        "Nils Holm",
        "Mira Solberg",
        "Brandt Lamps",
        "Oslo",
        "Peru",
        "she",
        "it",
        "you",
    ),
)
CORPUS_WORDS = sorted({word for text in lumo.DOCUMENTS.values() for word in re.findall(r"[\w'’.-]+", text)})
FRAMES = (
    *("When did {} come out?", "How much did {} cost?", "Which came first, {} or {}?", "Who designed {}?"),
    *("How long after {} did {} come out?", "Which {} came out in 2001?", "What did {} say about {}?"),
    *("Why did {} have {}?", 'Did {} say "{} {}"?', "What about {}?", "Tell me about {}", "What is {}?"),
    *("How many {} has {}?", "What do you think of {}?", "Where is {}?", "And {}?", "{} {} {} {}"),
)

names = st.sampled_from(NAMES)
words = st.sampled_from(CORPUS_WORDS)
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
framed = st.builds(
    lambda frame, parts: frame.format(*parts),
    st.sampled_from(FRAMES),
    st.lists(names | phrases, min_size=4, max_size=4),
)
garbage = st.text(max_size=80) | st.text(alphabet="\"'“”‘’«»()[]{}<>*_`~^:;?!-–—\\/|\n\t 1aI", max_size=40)
questions = framed | st.lists(names | words, max_size=12).map(" ".join) | garbage
personas = st.sampled_from(["historian", "founder"])


@FEW
@given(question=questions, persona=personas)
def test_every_question_has_one_honest_outcome(lamps: Assistant, question: str, persona: str) -> None:
    outcome = only_outcome(list(lamps.stream(question, persona=persona)))
    check_promises(outcome, lamps)
    assert outcome.persona == persona


@settings(FEW, max_examples=20)
@given(asked=st.lists(questions, min_size=2, max_size=5), persona=personas)
def test_every_conversation_stays_honest(lamps: Assistant, asked: list[str], persona: str) -> None:
    conversation = Conversation(lamps.answering, persona)
    for question in asked:
        check_promises(only_outcome(list(conversation.ask(question))), lamps)
    assert [turn.question for turn in conversation.history] == asked


@settings(FEW, max_examples=20)
@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_white_space_round_a_question_does_not_matter(lamps: Assistant, before: str, after: str) -> None:
    blank_before, blank_after = (re.sub(r"\S", " ", text) for text in (before, after))
    question = "Who built the first dimmer?"
    plain, padded = lamps.ask(question), lamps.ask(blank_before + question + blank_after)
    assert isinstance(plain, Outcome)
    assert (padded.text, padded.citations) == (plain.text, plain.citations)
