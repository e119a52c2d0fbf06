"""The page as Gradio blocks: what is on it, and what happens when a fan asks, stops or starts anew."""

# pyright: reportUnknownMemberType=false
# (Gradio leaves parameters of its public functions without types.)

from __future__ import annotations

import logging
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.domain import LONGEST_QUESTION
from assistant.interfaces.web.render import exchange_html, masthead, welcome
from assistant.interfaces.web.transcript import Exchange, settle, turns

if TYPE_CHECKING:
    from assistant.assembly import Assistant

_log = logging.getLogger(__name__)

_MAX_EXCHANGES = 50  # kept in a session, so that no session grows without bound
_IDLE_SECONDS = 4 * 3600
_STOPPED = "You stopped this answer."
_FAILED = "Something went wrong on our side, so this answer is not finished. Please ask again."

# Gradio evaluates these templates in the browser with `value` as an argument: the words in it stay data.
_HINT = '<p role="status">${value}</p>'
_LOG = '<div role="log" aria-live="polite" aria-label="Conversation">${value.join("")}</div>'
_ASK_ON_CLICK = """
element.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-ask]");
  if (chip) trigger("select", { question: chip.dataset.ask });
});
"""

Exchanges = tuple[Exchange, ...]
Update = tuple[Any, ...]  # one value for each of a listener's outputs


class _Desk:
    """The listeners behind the page. Each fan's conversation comes in and goes out as a value.

    Those that answer yield updates of (hint, box, exchanges, transcript).
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._brand = assistant.brand

    def ask_typed(self, typed: str | None, persona: str, exchanges: Exchanges) -> Iterator[Update]:
        """Answer what stands in the box."""
        question = (typed or "").strip()
        hint = _objection(question)
        if hint:
            yield hint, gr.skip(), gr.skip(), gr.skip()
        else:
            yield from self._answer(question, persona, exchanges)

    def ask_suggested(self, persona: str, exchanges: Exchanges, event: gr.EventData) -> Iterator[Update]:
        """Answer the suggested question that was clicked; what a browser sends as one is checked, too."""
        if event.question in self._brand.suggested_questions:
            yield from self._answer(str(event.question), persona, exchanges)

    def _answer(self, question: str, persona: str, exchanges: Exchanges) -> Iterator[Update]:
        history = turns(exchanges)
        number = exchanges[-1].number + 1 if exchanges else 1
        exchange = Exchange(number, question, self._brand.persona(persona))
        earlier = settle(exchanges, _STOPPED)[1 - _MAX_EXCHANGES :]
        drawn = [exchange_html(one, self._brand) for one in earlier]

        def update(hint: Any, box: Any) -> Update:
            return hint, box, (*earlier, exchange), [*drawn, exchange_html(exchange, self._brand)]

        yield update("", _box(value="", busy=True))
        try:
            for event in self._assistant.stream(question, history=history, persona=persona):
                exchange = exchange.advance(event, self._assistant)
                yield update(gr.skip(), gr.skip())
        except Exception:  # noqa: BLE001 - outermost interface: the conversation goes on, and the log knows
            _log.exception("question %d of a conversation failed", number)
        (exchange,) = settle((exchange,), _FAILED)
        yield update(gr.skip(), _box(busy=False))

    def stop(self, persona: str, exchanges: Exchanges) -> Update:
        """Close the answer that was cancelled: (box, exchanges, transcript)."""
        shown = settle(exchanges, _STOPPED)
        return _box(busy=False), shown, self.transcript(shown, persona)

    def restart(self, persona: str) -> Update:
        """An empty conversation: (hint, box, exchanges, transcript)."""
        return "", _box(value="", busy=False), (), self.transcript((), persona)

    def transcript(self, exchanges: Exchanges, persona: str) -> list[str]:
        """One piece of HTML an exchange, so that only what changed travels to the browser."""
        if not exchanges:
            return [welcome(self._brand, self._brand.persona(persona))]
        return [exchange_html(exchange, self._brand) for exchange in exchanges]


def _box(*, busy: bool, **changes: Any) -> dict[str, Any]:
    """An update of the question box: it can be sent, or the answer under way can be stopped."""
    return gr.update(submit_btn=not busy and "Ask", stop_btn=busy and "Stop", **changes)


def _objection(question: str) -> str:
    """Why a question is not asked, in civil words; empty when it may be."""
    if not question:
        return "Type a question first."
    if len(question) > LONGEST_QUESTION:
        return (
            f"Your question has {len(question):,} characters. "
            f"Please put it in {LONGEST_QUESTION:,} or fewer: it is still in the box."
        )
    return ""


def build_page(assistant: Assistant) -> gr.Blocks:
    """The chat page for one brand. Style and behaviour beyond Gradio's stand in ``static/``."""
    brand, desk = assistant.brand, _Desk(assistant)
    first = brand.persona()
    with gr.Blocks(title=f"Ask {brand.name}", analytics_enabled=False, fill_width=True) as page:
        exchanges = gr.State((), time_to_live=_IDLE_SECONDS)
        with gr.Row(elem_id="top"):
            gr.HTML(masthead(brand), elem_id="masthead", apply_default_css=False, js_on_load=None)
            persona = gr.Radio(
                [(one.name, one.id) for one in brand.personas],
                value=first.id,
                label="Who answers",
                elem_id="persona",
                visible=len(brand.personas) > 1,
                container=False,
            )
            anew = gr.Button("New conversation", elem_id="anew", size="sm", scale=0)
        log = gr.HTML(
            desk.transcript((), first.id),
            elem_id="log",
            html_template=_LOG,
            js_on_load=_ASK_ON_CLICK,
            apply_default_css=False,
        )
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", elem_id="hint", html_template=_HINT, apply_default_css=False, js_on_load=None)
            box = gr.Textbox(
                label="Your question",
                placeholder="Ask a question",
                show_label=False,
                lines=1,
                max_lines=6,
                autofocus=True,
                submit_btn="Ask",
                elem_id="box",
                container=False,
            )
            gr.HTML(
                f"<p>{escape(brand.disclosure)}</p>",
                elem_id="disclosure",
                apply_default_css=False,
                js_on_load=None,
            )
        answer = [hint, box, exchanges, log]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked: list[dict[str, Any]] = [
            # A question sent while another is being answered waits in the box and is asked next.
            box.submit(
                desk.ask_typed, [box, persona, exchanges], answer, trigger_mode="always_last", **quiet
            ),
            log.select(desk.ask_suggested, [persona, exchanges], answer, **quiet),
        ]
        # First the answer ends, then the page says so: a sentence under way would else come in behind it.
        stopped = box.stop(None, cancels=asked, **quiet)
        stopped.then(desk.stop, [persona, exchanges], [box, exchanges, log], **quiet)
        restarted = anew.click(None, cancels=asked, **quiet)
        restarted.then(desk.restart, persona, answer, **quiet)
        persona.change(desk.transcript, [exchanges, persona], log, **quiet)
    # Drafting is mostly waiting, so many answer at once; a full queue says so and keeps the question typed.
    page.queue(default_concurrency_limit=16, max_size=64, api_open=False)
    return page
