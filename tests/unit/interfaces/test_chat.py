"""The conversation on the terminal: commands, history, and what happens when an answer breaks off."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from assistant.brand import Brand
from assistant.domain import (
    BlockKind,
    Citation,
    Kind,
    Outcome,
    OutcomeKind,
    Passage,
    Released,
    Sentence,
    Turn,
    Voice,
)
from assistant.errors import BrandError, DrafterError, ReleaseError
from assistant.interfaces.chat import Chat

BRAND = Brand.model_validate(
    {
        "root": Path(),
        "name": "Acme",
        "welcome": "Ask about anvils.",
        "demonstration": True,
        "suggested_questions": ["Who made the first anvil?"],
        "founder": {"name": "Ada Acme"},
        "personas": [
            {"id": "historian", "role": "historian", "name": "The historian"},
            {"id": "founder", "role": "founder", "name": "Ada (AI simulation)"},
        ],
    }
)
CITATION = Citation(
    1, "00ff", "history.md", "History", Kind.HISTORY, Voice.BY_OTHERS, None, None, 0, 9, "Ada did it"
)


class ScriptedAssistant:
    """Streams prepared events; an exception among them is raised."""

    brand = BRAND

    def __init__(self, *events: Released | Outcome | BaseException) -> None:
        self.events = events
        self.asked: list[tuple[str, int, str | None]] = []

    def passage(self, passage_id: str) -> Passage:
        words = "Ada did it."
        span = Sentence(0, len(words), words)
        return Passage(passage_id, "history.md", 0, 0, len(words), words, words, BlockKind.PARAGRAPH, (span,))

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), persona: str | None = None
    ) -> Iterator[Released | Outcome]:
        self.asked.append((question, len(history), persona))
        for event in self.events:
            if isinstance(event, BaseException):
                raise event
            yield event


def answer(text: str = "Ada did it. [1] It rang.") -> Outcome:
    return Outcome(
        OutcomeKind.ANSWER, text, "supported", "historian", "r1", "You are talking with an AI.", (CITATION,)
    )


PIECES = (Released("Ada did it. [1]", (CITATION,)), Released(" It rang.", ()))


def talk(assistant: ScriptedAssistant, *lines: str) -> str:
    """What the terminal shows when `lines` are typed, then Ctrl-D."""
    console = Console(file=io.StringIO(), width=200, markup=False, highlight=False, emoji=False)
    typed = iter(lines)

    def read(prompt: str) -> str:
        console.out(prompt, end="")
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    Chat(assistant, console).run(read)  # pyright: ignore[reportArgumentType]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_welcome_says_who_speaks_and_that_it_is_an_ai() -> None:
    shown = talk(ScriptedAssistant())
    for words in (
        "Acme · The historian",
        "Ask about anvils.",
        BRAND.disclosure,
        "Who made the first anvil?",
        "/help",
    ):
        assert words in shown


def test_an_answer_streams_once_and_is_remembered() -> None:
    assistant = ScriptedAssistant(*PIECES, answer())
    shown = talk(assistant, "Who made it?", "", "And then?", "/quit", "never asked")
    assert shown.count("Ada did it. [1] It rang.") == 2
    assert shown.count("Sources\n[1] History") == 2
    assert assistant.asked == [("Who made it?", 0, "historian"), ("And then?", 1, "historian")]


def test_an_outcome_that_differs_from_what_was_streamed_has_the_last_word() -> None:
    refusal = Outcome(OutcomeKind.REFUSAL, "I do not know.", "withdrawn", "historian", "r1", "AI")
    shown = talk(ScriptedAssistant(PIECES[0], refusal), "Who?")
    assert shown.index("Ada did it.") < shown.index("I do not know.")


def test_a_failing_drafter_ends_the_answer_not_the_conversation() -> None:
    assistant = ScriptedAssistant(PIECES[0], DrafterError("the model is down: retry"))
    shown = talk(assistant, "One?", "Two?")
    assert shown.count("the model is down: retry") == 2
    assert [history for _, history, _ in assistant.asked] == [0, 0]


def test_sources_that_are_gone_end_the_command_not_the_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object, passage_id: str) -> Passage:
        raise ReleaseError(f"release r3 holds no passage {passage_id!r}: ask again")

    assistant = ScriptedAssistant(*PIECES, answer())
    monkeypatch.setattr(ScriptedAssistant, "passage", gone)
    shown = talk(assistant, "Who made it?", "/sources", "And then?")
    assert shown.count("release r3 holds no passage '00ff': ask again") == 3
    assert [history for _, history, _ in assistant.asked] == [0, 1]  # what was answered is remembered


def test_ctrl_c_stops_an_answer_and_at_the_prompt_leaves() -> None:
    shown = talk(ScriptedAssistant(PIECES[0], KeyboardInterrupt()), "One?")
    assert "Stopped." in shown

    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Chat(ScriptedAssistant(), Console(file=io.StringIO())).run(interrupted)  # pyright: ignore


def test_commands_show_sources_change_the_persona_and_help() -> None:
    assistant = ScriptedAssistant(*PIECES, answer())
    shown = talk(
        assistant,
        "/sources",
        "Who?",
        "/sources",
        "/persona",
        "/persona founder",
        "Who?",
        "/persona nobody",
        "/dance",
    )
    assert "Nothing has been answered yet." in shown
    assert "* historian  The historian" in shown
    assert "* founder  Ada (AI simulation)" in shown
    assert assistant.asked[1] == ("Who?", 1, "founder")
    assert "has no persona 'nobody'" in shown
    assert "There is no command /dance." in shown
    assert "/help" in talk(assistant, "/help")


def test_a_reply_without_citations_says_so_when_asked_for_sources() -> None:
    bare = Outcome(OutcomeKind.REFUSAL, "I do not know.", "nothing near", "historian", "r1", "AI")
    assert "The last reply cites nothing." in talk(ScriptedAssistant(bare), "Who?", "/sources")


def test_an_unknown_persona_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(BrandError, match="choose one of historian, founder"):
        Chat(ScriptedAssistant(), Console(file=io.StringIO()), "nobody")  # pyright: ignore
