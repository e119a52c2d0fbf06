"""What the fan sees, as HTML: every word of a question or a document arrives as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Outcome, OutcomeKind, Released
from assistant.interfaces.web.render import _claims, exchange_html, favicon, masthead, plain_copy, welcome
from assistant.interfaces.web.transcript import Exchange, settle, turns
from tests.browser.fake_assistant import BRAND, HOSTILE, SIMULATION, FakeAssistant

HISTORIAN, FOUNDER = BRAND.personas
OURS = {
    *("article", "div", "section", "h2", "h3", "p", "br", "span", "b", "small", "button", "ul", "li"),
    *("i", "dl", "dt", "dd", "mark", "table", "tr", "th", "td", "a", "code"),
}


class _Elements(HTMLParser):
    """Collects the elements that a browser would make, and checks that they are well nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def ask(question: str, persona: str = "historian") -> Exchange:
    """The finished exchange of one question to the fake assistant."""
    assistant = FakeAssistant(pace_s=0)
    exchange = Exchange(1, question, BRAND.persona(persona))
    for event in assistant.stream(question, persona=persona):
        exchange = exchange.advance(event, assistant)
    return exchange


def assert_inert(html: str) -> None:
    elements = _Elements(html)
    assert set(elements.tags) <= OURS
    assert not [name for name, _ in elements.attributes if name.startswith("on") or name == "style"]
    links = [value or "" for name, value in elements.attributes if name in {"href", "src"}]
    assert all(link.startswith(("https://", "http://")) for link in links)


def test_an_answer_shows_each_claim_with_its_markers():
    html = exchange_html(ask("What did it cost?"), BRAND)
    assert (
        '<span class="claim">The first iPhone cost $499 with 4 <span class="kept">gigabytes.'
        '<button type="button" class="cite" data-source="1-1" '
        'aria-label="Source 1: Steve Jobs introduces the iPhone">1</button></span></span>'
    ) in html
    assert html.count('class="cite"') == 2


def test_a_dozen_markers_may_stand_on_several_lines():
    chips = {marker: f"<b>{marker}</b>" for marker in range(1, 13)}
    html = _claims(f"There were twelve. {''.join(f'[{marker}]' for marker in chips)}", chips)
    kept = '<span class="kept">twelve.<b>1</b><b>2</b><b>3</b></span>'
    assert f"There were {kept}<b>4</b>" in html
    assert html.endswith("<b>12</b></span>")


def test_every_button_opens_a_card_that_is_there():
    for question in ("inspiration", "cost", "next", "hostile"):
        html = exchange_html(ask(question), BRAND)
        wanted = re.findall(r'data-source="([^"]+)"', html)
        cards = re.findall(r'id="source-([^"]+)" hidden', html)
        assert wanted
        assert set(wanted) == set(cards)
        assert len(cards) == len(set(cards))


def test_a_document_cited_twice_is_listed_once():
    html = exchange_html(ask("inspiration"), BRAND)
    assert html.count('class="cite"') == 3
    assert html.count('class="title"') == 2


def test_paragraphs_and_line_breaks_are_kept():
    exchange = Exchange(1, "?", HISTORIAN, text="One\ntwo.\n\nThree.", notice="Stopped.")
    html = exchange_html(exchange, BRAND)
    assert '<p><span class="claim">One<br>two.</span></p><p><span class="claim">Three.</span></p>' in html


def test_a_bracketed_number_that_is_no_citation_stays_text():
    html = exchange_html(Exchange(1, "?", HISTORIAN, text="See [3] there.", notice="Stopped."), BRAND)
    assert "See [3] there." in html
    assert 'class="cite"' not in html


def test_a_statement_released_later_leaves_the_earlier_ones_as_they_are():
    assistant = FakeAssistant(pace_s=0)
    exchange = Exchange(1, "inspiration", HISTORIAN)
    seen = ""
    for event in assistant.stream(exchange.question):
        exchange = exchange.advance(event, assistant)
        claims = "".join(re.findall(r'<span class="claim">.*?</button>', exchange_html(exchange, BRAND)))
        assert claims.startswith(seen)
        seen = claims


def test_the_outcome_replaces_what_was_streamed():
    assistant = FakeAssistant(pace_s=0)
    exchange = Exchange(1, "?", HISTORIAN).advance(Released("Half a", ()), assistant)
    assert exchange.pending
    outcome = Outcome(OutcomeKind.REFUSAL, "I cannot say.", "nothing found", "historian", "r1", "An AI.")
    exchange = exchange.advance(outcome, assistant)
    assert not exchange.pending
    html = exchange_html(exchange, BRAND)
    assert "Half a" not in html
    assert "I cannot say." in html


def test_a_refusal_says_so_and_offers_what_there_is():
    html = exchange_html(ask("What will the next one cost?"), BRAND)
    assert 'class="reply refusal"' in html
    assert "Not in the documents" in html
    assert "What the documents do hold" in html
    assert 'data-source="1-near-1">Steve Jobs introduces the iPhone</button>' in html


def test_a_hand_over_shows_its_ticket():
    assert "Your ticket <code>A-1042</code>" in exchange_html(ask("a person please"), BRAND)


def test_a_founder_persona_is_labelled_from_the_first_moment_and_on_the_finished_reply():
    pending = exchange_html(Exchange(1, "?", FOUNDER), BRAND)
    done = exchange_html(ask("typography", "founder"), BRAND)
    for html in (pending, done):
        assert '<span class="speaker">Steve Jobs</span> <span class="label">AI simulation</span>' in html
    assert SIMULATION in done


def test_a_pending_exchange_says_that_it_is_looking():
    assert "Looking through the documents" in exchange_html(Exchange(1, "?", HISTORIAN), BRAND)


def test_settling_closes_only_what_is_pending():
    done, pending = ask("cost"), Exchange(2, "?", HISTORIAN)
    assert settle((done, pending), "Stopped.") == (done, replace(pending, notice="Stopped."))
    assert turns(settle((done, pending), "Stopped.")) == turns((done,))
    assert [turn.question for turn in turns((done, pending))] == ["cost"]


def test_hostile_words_of_a_fan_and_of_a_document_stay_words():
    exchange = replace(ask("hostile"), question=HOSTILE)
    html = exchange_html(exchange, BRAND)
    assert_inert(html)
    assert "${window.hacked = 3} {{constructor" in html  # text, and shown as such


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_text_can_leave_its_place(question: str, answer: str):
    hostile = f'"><b>{answer}</b>[1]<script>'
    exchange = Exchange(1, question + "<i>", HISTORIAN, text=hostile, notice=question)
    assert_inert(exchange_html(exchange, BRAND))


def test_the_welcome_offers_the_brands_questions():
    html = welcome(BRAND, HISTORIAN)
    assert_inert(html)
    assert html.count("data-ask=") == len(BRAND.suggested_questions)
    assert HISTORIAN.welcome in html
    assert BRAND.welcome in html


def test_a_brand_without_words_still_greets():
    bare = BRAND.model_copy(update={"welcome": "", "suggested_questions": ()})
    html = welcome(bare, HISTORIAN.model_copy(update={"welcome": ""}))
    assert html == '<section class="welcome"><h2>Ask about Apple.</h2></section>'


@pytest.mark.parametrize("draw", [masthead, favicon])
def test_a_brands_name_is_escaped(draw):
    assert "<b>" not in draw(BRAND.model_copy(update={"name": "<b>Loud</b>"}))


def test_a_copied_answer_carries_its_sources_and_its_disclosure():
    assert plain_copy(ask("cost", "founder")) == (
        "Steve Jobs (AI simulation): The first iPhone cost $499 with 4 gigabytes. [1] "
        "It was released on 29 June 2007. [2]\n\n"
        "[1] Steve Jobs introduces the iPhone, 9 January 2007, https://www.youtube.com/watch?v=vN4U5FqrOdQ\n\n"
        f"[2] Table of products, row 8\n\n{SIMULATION}"
    )
