"""What fans do on the page, in a real browser; every test also checks the network and the console."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assistant.interfaces.web.colours import contrast
from tests.browser.conftest import DESKTOP, PHONE, Chat
from tests.browser.fake_assistant import BRAND, HOSTILE, SIMULATION, FakeAssistant

pytestmark = pytest.mark.browser
Open = Callable[..., Chat]

WIDTHS = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@WIDTHS
def test_an_answer_streams_and_each_claim_leads_to_its_words(
    open_chat: Open, assistant: FakeAssistant, size: tuple[int, int]
):
    chat = open_chat(size)
    assistant.begins.clear()
    assistant.goes_on.clear()
    try:
        chat.ask("What was the inspiration for the iPhone?", wait=False)
        expect(chat.page.locator(".thinking")).to_be_visible()
        assistant.begins.set()
        expect(chat.page.locator(".reply.pending .claim")).to_have_count(
            1
        )  # the first while others are to come
    finally:
        assistant.begins.set()
        assistant.goes_on.set()
    chat.finish()
    expect(chat.page.locator(".claim")).to_have_count(3)

    panel = chat.page.locator("#panel")
    expect(panel).to_be_hidden()
    chat.page.locator(".cite").nth(1).click()
    expect(panel).to_be_visible()
    expect(panel.locator("h2")).to_have_text("Steve Jobs at the D8 conference")
    expect(panel).to_contain_text("1 June 2010")
    expect(panel).to_contain_text("Retold by others")
    expect(panel.locator("mark")).to_have_text(
        "When he saw the prototype with inertial scrolling, he thought that it could be made into a phone."
    )
    expect(panel.locator(".original a")).to_have_attribute("rel", "noopener noreferrer")

    chat.page.locator(".cite").nth(2).click()  # another marker swaps the source
    expect(panel.locator("h2")).to_have_text("Steve Jobs introduces the iPhone")
    expect(chat.page.locator(".cite.open")).to_have_text("3")
    panel.get_by_role("button", name="Close the source").click()
    expect(panel).to_be_hidden()


@WIDTHS
def test_nothing_is_wider_than_the_window(open_chat: Open, size: tuple[int, int]):
    chat = open_chat(size)
    for question in ("inspiration", "cost", "next", "hostile", "x" * 1900):
        chat.ask(question)
        chat.page.locator("[data-source]").last.click()
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        chat.page.keyboard.press("Escape")


def test_a_follow_up_sees_the_turns_before_it_and_a_new_conversation_does_not(
    open_chat: Open, assistant: FakeAssistant
):
    chat = open_chat()
    chat.ask("What was the inspiration for the iPhone?")
    chat.ask("And how much did it cost?")
    assert [turn.question for turn in assistant.histories[-1]] == ["What was the inspiration for the iPhone?"]
    chat.page.locator(".cite").last.click()
    expect(chat.page.locator("#panel table mark")).to_have_text("2007-06-29")

    chat.page.get_by_role("button", name="New conversation").click()
    expect(chat.page.locator(".welcome")).to_be_visible()
    expect(chat.page.locator("#panel")).to_be_hidden()
    chat.ask("How much did it cost?")
    assert assistant.histories[-1] == ()
    # The page reuses elements of the earlier conversation: the markers must lead to the new sources.
    chat.page.locator(".cite").first.click()
    expect(chat.page.locator("#panel h2")).to_have_text("Steve Jobs introduces the iPhone")
    expect(chat.page.locator("#panel mark")).to_contain_text("$499")


def test_two_fans_do_not_see_each_other(open_chat: Open, assistant: FakeAssistant):
    first, second = open_chat(), open_chat()
    first.ask("What was the inspiration for the iPhone?")
    second.ask("How much did it cost?")
    assert assistant.histories[-1] == ()
    expect(second.page.locator(".exchange")).to_have_count(1)


def test_a_suggested_question_is_asked_by_a_click(open_chat: Open):
    chat = open_chat()
    chat.page.get_by_role("button", name=BRAND.suggested_questions[0]).click()
    expect(chat.page.locator(".question p")).to_have_text(BRAND.suggested_questions[0])
    chat.finish()
    expect(chat.page.locator(".reply.answer")).to_be_visible()


def test_a_refusal_offers_what_the_documents_hold(open_chat: Open):
    chat = open_chat()
    chat.ask("What will the next iPhone cost?")
    refusal = chat.page.locator(".reply.refusal")
    expect(refusal).to_contain_text("I do not guess")
    refusal.get_by_role("button", name="Steve Jobs introduces the iPhone").click()
    expect(chat.page.locator("#panel mark")).to_contain_text("Steve Jobs announced prices")


def test_a_hand_over_shows_its_ticket(open_chat: Open):
    chat = open_chat()
    chat.ask("May I speak with a person?")
    expect(chat.page.locator(".reply.handover code")).to_have_text("A-1042")


def test_the_disclosure_stays_in_sight_and_a_simulation_says_so_on_every_reply(open_chat: Open):
    chat = open_chat(PHONE)
    expect(chat.page.locator("#disclosure")).to_be_in_viewport()
    chat.page.get_by_role("radio", name="Steve Jobs").check()
    expect(chat.page.locator(".welcome h2")).to_contain_text("AI simulation")
    for number in range(3):
        chat.ask("inspiration")
        reply = chat.page.locator(".reply").nth(number)
        expect(reply.locator(".label")).to_have_text("AI simulation")
        expect(reply).to_contain_text(SIMULATION)
    expect(chat.page.locator("#disclosure")).to_be_in_viewport()


def test_an_answer_can_be_stopped_and_the_conversation_goes_on(open_chat: Open, assistant: FakeAssistant):
    chat = open_chat()
    chat.ask("slow", wait=False)
    expect(chat.page.locator(".claim").nth(1)).to_be_visible()
    chat.page.get_by_role("button", name="Stop").click()
    expect(chat.page.locator(".notice")).to_have_text("You stopped this answer.")
    said = chat.page.locator(".claim").count()
    assert assistant.closed.wait(timeout=5), "the drafter went on drafting for nobody"
    assert 1 < said < 39
    chat.ask("How much did it cost?")
    assert assistant.histories[-1] == ()  # a stopped answer is no turn
    expect(chat.page.locator(".reply").first.locator(".claim")).to_have_count(said)
    expect(chat.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_a_question_sent_too_early_is_asked_when_the_answer_is_done(open_chat: Open):
    chat = open_chat()
    chat.ask("What was the inspiration for the iPhone?", wait=False)
    chat.page.locator("#box textarea").fill("How much did it cost?")
    chat.page.locator("#box textarea").press("Enter")
    expect(chat.page.locator(".question p").nth(1)).to_have_text("How much did it cost?")
    chat.finish()
    expect(chat.page.locator(".reply.answer")).to_have_count(2)


def test_a_failing_drafter_is_a_civil_message_and_no_end(open_chat: Open):
    chat = open_chat()
    chat.ask("How much did it cost?")
    chat.ask("broken inspiration")
    failed = chat.page.locator(".reply.unfinished")
    expect(failed.locator(".notice")).to_contain_text("Please ask again")
    expect(failed).not_to_contain_text("127.0.0.1")  # what broke is for the log, not for fans
    chat.ask("How much did it cost?")
    expect(chat.page.locator(".reply.answer")).to_have_count(2)


def test_an_empty_and_an_endless_question_are_answered_civilly(open_chat: Open, assistant: FakeAssistant):
    chat = open_chat()
    asked = len(assistant.histories)
    box = chat.page.locator("#box textarea")
    box.press("Enter")
    expect(chat.page.locator("#hint")).to_have_text("Type a question first.")
    box.fill("why " * 2500)
    box.press("Enter")
    expect(chat.page.locator("#hint")).to_contain_text("9,999 characters")
    assert box.input_value() == "why " * 2500
    assert len(assistant.histories) == asked
    chat.ask("How much did it cost?")
    expect(chat.page.locator("#hint")).to_have_text("")


def test_hostile_words_of_fans_and_documents_do_nothing(open_chat: Open):
    chat = open_chat()
    chat.ask(f"hostile {HOSTILE}")
    chat.page.locator(".cite").click()
    expect(chat.page.locator("#panel h2")).to_contain_text("<script>window.hacked = 1</script>")
    expect(chat.page.locator(".question p")).to_contain_text(HOSTILE)
    assert chat.page.evaluate("window.hacked") is None
    assert chat.page.locator(":is(#log, #panel) :is(script, style, img, iframe, object, form)").count() == 0
    assert chat.page.locator("#panel a").count() == 0
    expect(chat.page.locator("#disclosure")).to_be_visible()
    assert chat.page.locator(".cite").count() == 1  # '[7]' and '[9]' in the document's words are words


def test_the_keyboard_is_enough(open_chat: Open):
    chat = open_chat()
    page = chat.page
    expect(page.locator("#box textarea")).to_be_focused()
    page.keyboard.type("inspiration")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("please")
    assert page.locator("#box textarea").input_value() == "inspiration\nplease"
    page.keyboard.press("Enter")
    page.locator(".reply.answer").wait_for()
    expect(page.locator("#box textarea")).to_be_focused()
    page.locator("#anew").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".cite").first).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".cite").first).to_be_focused()


def test_a_screen_reader_finds_names_and_live_answers(open_chat: Open):
    chat = open_chat()
    expect(chat.page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(chat.page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    chat.ask("cost")
    expect(chat.page.get_by_role("button", name="Source 1: Steve Jobs introduces the iPhone")).to_be_visible()
    chat.page.locator(".cite").first.click()
    expect(chat.page.get_by_role("dialog", name="Source")).to_be_visible()


def test_copying_takes_the_sources_and_the_disclosure_along(open_chat: Open):
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"])
    chat.ask("How much did it cost?")
    chat.page.get_by_role("button", name="Copy").click()
    expect(chat.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "[1] Steve Jobs introduces the iPhone, 9 January 2007" in copied
    assert BRAND.disclosure in copied


_COLOURS = """
(selector) => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const two = (part) => Math.round(part).toString(16).padStart(2, "0");
  const hex = (colour) => "#" + channels(colour).slice(0, 3).map(two).join("");
  const clear = (node) => (channels(getComputedStyle(node).backgroundColor)[3] ?? 1) < 1;
  const element = document.querySelector(selector);
  let behind = element;
  while (clear(behind) && behind !== document.body) behind = behind.parentElement;
  return [hex(getComputedStyle(element).color), hex(getComputedStyle(behind).backgroundColor)];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_its_contrast(open_chat: Open, scheme: str):
    chat = open_chat(color_scheme=scheme, reduced_motion="reduce")
    chat.ask("inspiration")
    chat.page.locator(".cite").first.click()
    chat.page.mouse.move(640, 700)
    selectors = (
        ".brand, #anew, .question p, .speaker, .label, .claim, .titles h3, .title, .copy, #disclosure p, "
        "#box button, .provenance, .facts dt, .path, .passage mark, .original a, .cite.open, "
        ".cite:not(.open), #persona label.selected span, .drawn a, .drawn small"
    )
    for selector in selectors.split(", "):
        text, background = chat.page.evaluate(_COLOURS, selector)
        assert contrast(text, background) >= 4.5, f"{selector}: {text} on {background}"
    page = chat.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page')")
    assert (page == "#faf9f7") == (scheme == "light")


def test_reduced_motion_is_respected(open_chat: Open):
    chat = open_chat(reduced_motion="reduce")
    chat.ask("inspiration")
    assert chat.page.evaluate("document.getAnimations().length") == 0


def test_nothing_of_gradio_shows(open_chat: Open):
    chat = open_chat()
    assert chat.page.title() == "Ask Apple"
    assert chat.page.locator("link[rel=icon]").get_attribute("href").endswith(".svg")
    assert chat.page.locator("footer").count() == 0
    assert "radio" not in chat.page.locator("body").inner_text().lower()
    assert chat.page.locator('meta[property^="og:"], meta[name^="twitter:"]').count() == 0
