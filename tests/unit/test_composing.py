"""Kept sentences become one reply: its text, markers, citations, claims and quotations."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.composing import CITED_WORDS, NEARBY, ReplyBuilder, closest
from assistant.domain import DraftSentence, Evidence, Judgement, Released, Span, Verdict
from assistant.grounding.gate.policy import JudgedClaim, JudgedQuote, Kept
from tests.fakes import evidence

LARK = evidence("The Lark hums. It cost 12 pounds. Nobody minds.", rank=1, date="1948", title="The Lark")
REED = evidence('Reed said: "I like it." He left.', rank=2, title="Bob Reed")
HUMS, COST, LIKES = Span("p1", 0, 14), Span("p1", 15, 33), Span("p2", 0, 23)


def builder(*items: Evidence) -> ReplyBuilder:
    return ReplyBuilder(items or (LARK, REED))


def kept(text: str, *spans: Span, quote: str = "", paragraph: bool = False) -> Kept:
    claim = JudgedClaim(text, 0, len(text), Judgement(Verdict.SUPPORTED, 1.0, "so it is", spans), text)
    start = text.find(quote)
    quotes = (JudgedQuote(quote, start, start + len(quote), spans[0]),) if quote else ()
    return Kept(DraftSentence(text, spans, paragraph), (claim,), quotes)


def add(to: ReplyBuilder, one: Kept, *drafted: Span) -> Released:
    return to.add(one, DraftSentence(one.sentence.text, drafted or one.sentence.spans))


def test_markers_follow_the_sentences_they_support() -> None:
    reply = builder()
    add(reply, kept("The Lark hums.", HUMS))
    add(reply, kept("It cost 12 pounds.", COST))
    add(reply, kept("The Lark hums for 12 pounds.", COST, HUMS))
    add(reply, kept("Reed likes it.", LIKES, paragraph=True))
    assert reply.text == (
        "The Lark hums. [1] It cost 12 pounds. [2] The Lark hums for 12 pounds. [1][2]\n\nReed likes it. [3]"
    )
    assert [(citation.marker, citation.text) for citation in reply.citations] == [
        (1, "The Lark hums."),
        (2, "It cost 12 pounds."),
        (3, 'Reed said: "I like it."'),
    ]
    assert [claim.markers for claim in reply.claims] == [(1,), (2,), (1, 2), (3,)]
    assert all(reply.text[claim.start : claim.end] == claim.text for claim in reply.claims)


def test_a_citation_tells_its_source() -> None:
    reply = builder()
    [citation] = add(reply, kept("The Lark hums.", HUMS)).citations
    source = LARK.source
    assert (citation.document, citation.title, citation.kind) == (source.id, source.title, source.kind)
    assert (citation.voice, citation.date, citation.passage_id) == (source.voice, source.date, "p1")


def test_a_quotation_points_into_the_reply_and_to_its_marker() -> None:
    reply = builder()
    add(reply, kept("The Lark hums.", HUMS))
    add(reply, kept("Reed said: “I like it.”", LIKES, quote="I like it."))
    [quote] = reply.quotes
    assert reply.text[quote.start : quote.end] == quote.text == "I like it."
    assert quote.marker == 2


def test_a_short_run_its_drafter_named_is_cited_whole() -> None:
    reply = builder()
    add(reply, kept("The Lark hums.", HUMS), Span("p1", 0, 33))
    assert reply.citations[0].text == "The Lark hums. It cost 12 pounds."


def test_a_long_run_is_cited_where_it_decides() -> None:
    long = evidence("The Lark hums. " + "It hums on and on. " * CITED_WORDS, rank=1)
    reply = builder(long)
    add(reply, kept("The Lark hums.", HUMS), Span("p1", 0, len(long.passage.text)))
    assert reply.citations[0].text == "The Lark hums."


def test_a_run_elsewhere_does_not_lend_its_place() -> None:
    reply = builder()
    add(reply, kept("It cost 12 pounds.", COST), HUMS, LIKES)
    assert [citation.text for citation in reply.citations] == ["It cost 12 pounds."]


def test_a_sentence_that_states_nothing_has_no_marker() -> None:
    reply = builder()
    released = reply.add(Kept(DraftSentence("Gladly!")), DraftSentence("Gladly!"))
    assert released == Released("Gladly!", ())
    assert add(reply, kept("The Lark hums.", HUMS)).text == " The Lark hums. [1]"


def test_an_opening_is_said_with_the_first_sentence_and_never_alone() -> None:
    reply = ReplyBuilder((LARK,), opening="This may be beside it.")
    assert reply.text == ""
    released = add(reply, kept("The Lark hums.", HUMS))
    add(reply, kept("It cost 12 pounds.", COST))
    assert released.text == "This may be beside it.\n\nThe Lark hums. [1]"
    assert reply.text == "This may be beside it.\n\nThe Lark hums. [1] It cost 12 pounds. [2]"
    assert all(reply.text[claim.start : claim.end] == claim.text for claim in reply.claims)


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=20),
            st.lists(st.sampled_from([HUMS, COST, LIKES]), unique=True, max_size=3),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_what_is_released_is_the_reply(parts: list[tuple[str, list[Span], bool]]) -> None:
    reply = builder()
    released = [add(reply, kept(text, *spans, paragraph=new)) for text, spans, new in parts]
    assert "".join(piece.text for piece in released) == reply.text
    assert [citation for piece in released for citation in piece.citations] == reply.citations
    assert [citation.marker for citation in reply.citations] == list(range(1, len(reply.citations) + 1))
    for claim in reply.claims:
        assert reply.text[claim.start : claim.end] == claim.text


def test_what_is_near_is_one_passage_a_title() -> None:
    again = evidence("More on the Lark.", rank=3, title="The Lark")
    others = [evidence("It hums.", rank=rank, title=f"Set {rank}") for rank in range(4, 9)]
    assert closest([LARK, again]) == (), "what no search calls similar is not near"
    near = closest([replace(item, similarity=0.5) for item in (LARK, again, REED, *others)])
    assert closest([replace(LARK, similarity=0.1)]) == ()
    assert [citation.title for citation in near] == ["The Lark", "Bob Reed", "Set 4"]
    assert [citation.marker for citation in near] == list(range(1, NEARBY + 1))
    assert near[0].text == LARK.passage.text
    assert closest(()) == ()
