"""A conversation on the terminal: streamed answers, follow-ups, and a few commands."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TYPE_CHECKING, cast

from rich.console import Console

from assistant.conversation import after
from assistant.domain import Outcome, Released, Turn
from assistant.errors import AssistantError
from assistant.interfaces.terminal import Flow, safe, show_citations, show_outcome, styled

if TYPE_CHECKING:
    from assistant.assembly import Assistant

_HELP = """\
/sources        what the last answer rests on, with the cited words
/persona        who may speak; /persona ID changes the voice
/quit           leave (so does Ctrl-D)
Anything else is a question. Follow-ups such as "and how much did it cost?" are understood.
Ctrl-C stops an answer."""


class Chat:
    """One conversation with an open assistant. It lives as long as the process."""

    def __init__(self, assistant: Assistant, console: Console, persona: str | None = None) -> None:
        self._assistant = assistant
        self._console = console
        self._persona = assistant.brand.persona(persona)
        self._history: tuple[Turn, ...] = ()

    def run(self, read: Callable[[str], str] = input) -> None:
        """Talk until `read` raises EOFError or a command ends it. `read` gets the prompt."""
        self._welcome()
        while True:
            try:
                line = read("\n> ").strip()
            except EOFError:
                self._console.print()
                return
            if line in {"/quit", "/exit", "/q"}:
                return
            try:
                if line.startswith("/"):
                    self._command(line)
                elif line:
                    self._answer(line)
            except AssistantError as error:
                self._console.print(styled(str(error), "red"))

    def _welcome(self) -> None:
        brand = self._assistant.brand
        self._console.print(styled(f"{brand.name} · {self._persona.name}", "bold"))
        if welcome := self._persona.welcome or brand.welcome:
            self._console.print(styled(welcome))
        self._console.print(styled(brand.disclosure, "dim"))
        if brand.suggested_questions:
            self._console.print()
            self._console.print(styled("You could ask:"))
            for question in brand.suggested_questions:
                self._console.print(styled(f"  {question}"))
        self._console.print()
        self._console.print(styled("/help lists the commands.", "dim"))

    def _command(self, line: str) -> None:
        name, _, argument = line.partition(" ")
        if name == "/sources":
            self._sources()
        elif name == "/persona":
            self._choose(argument.strip())
        elif name in {"/help", "/?"}:
            self._console.print(styled(_HELP))
        else:
            self._console.print(styled(f"There is no command {name}.\n{_HELP}"))

    def _sources(self) -> None:
        if not self._history:
            self._console.print(styled("Nothing has been answered yet."))
            return
        outcome = self._history[-1].outcome
        if outcome.citations or outcome.nearby:
            show_citations(self._console, outcome, self._assistant.passage)
        else:
            self._console.print(styled("The last reply cites nothing."))

    def _choose(self, persona_id: str) -> None:
        brand = self._assistant.brand
        if persona_id:
            self._persona = brand.persona(persona_id)
        for persona in brand.personas:
            mark = "*" if persona.id == self._persona.id else " "
            self._console.print(styled(f"{mark} {persona.id}  {persona.name}"))

    def _answer(self, question: str) -> None:
        flow = Flow(self._console)
        streamed = ""
        outcome: Outcome | None = None
        try:
            events = self._assistant.stream(question, history=self._history, persona=self._persona.id)
            with closing(cast("Generator[Released | Outcome]", events)):  # stops the work on Ctrl-C
                for event in events:
                    if isinstance(event, Released):
                        flow.write(event.text)
                        streamed += event.text
                    else:
                        outcome = event
        except AssistantError:
            flow.close()
            raise
        except KeyboardInterrupt:
            flow.close()
            self._console.print(styled("Stopped. Ask again, or press Ctrl-C once more to leave.", "yellow"))
        if outcome is None:
            return
        if streamed:
            flow.close()
        shown = safe(streamed).strip() == safe(outcome.text).strip()
        self._history = after(self._history, question, outcome)
        show_outcome(self._console, outcome, self._assistant.passage, text=not shown)
