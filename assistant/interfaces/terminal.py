"""What outcomes, releases and failures look like on a terminal.

Words of documents and models are printed as they are: no markup is read from them, and control characters,
which could move the cursor or change what was printed before, are left out.
"""

from __future__ import annotations

import importlib
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assistant.domain import BlockKind, Citation, Outcome, OutcomeKind, Passage, Voice

FindPassage = Callable[[str], Passage]
"""A passage by its id, as an open assistant finds it."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EXCERPT = 300  # characters of a cited passage that are shown; the page shows it whole
_WITHHELD = "The words of this document are not free to be shown."
_PIPED_WIDTH = 160  # of tables, where no terminal says how wide it is
_VOICES = {
    Voice.BY_FOUNDER: "by the founder",
    Voice.ABOUT_FOUNDER: "about the founder",
    Voice.BY_BRAND: "by the brand",
    Voice.BY_OTHERS: "by others",
    Voice.UNSOURCED: "unsourced",
}


def open_console(*, stderr: bool = False) -> Console:
    """A console with colours only on a terminal (never with ``NO_COLOR``); piped lines are not wrapped."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.soft_wrap = True
        console.width = _PIPED_WIDTH
    return console


def safe(text: str) -> str:
    """`text` without control characters, line ends and tabs excepted."""
    return _CONTROL.sub("", text)


def styled(text: str, style: str = "") -> Text:
    """`text` for a console, made safe."""
    return Text(safe(text), style)


def show_outcome(
    console: Console, outcome: Outcome, passage: FindPassage | None = None, *, text: bool = True
) -> None:
    """Print an outcome: text (unless it was streamed), sources (given `passage`) and the AI disclosure."""
    if text:
        console.print(styled(outcome.text))
    if outcome.kind is OutcomeKind.HANDOVER and outcome.ticket:
        console.print(styled(f"Ticket {outcome.ticket}", "bold"))
    if passage:
        show_citations(console, outcome, passage)
    if outcome.disclosure:
        console.print()
        console.print(styled(outcome.disclosure, "dim"))


def show_citations(console: Console, outcome: Outcome, passage: FindPassage) -> None:
    """Print the sources of an answer, or what the documents hold near a question that has none."""
    if outcome.citations:
        _show_list(console, "Sources", outcome.citations, passage)
    if outcome.nearby:
        _show_list(console, "What the documents do hold nearby", outcome.nearby, passage)


def show_proposal(console: Console, written: Path, attention: Sequence[str]) -> None:
    """Print where `assistant init` wrote, and what a person should look at there."""
    console.print(styled(f"Wrote {written}", "bold"))
    if attention:
        console.print()
        console.print(styled("Please look at:", "bold"))
        for line in attention:
            console.print(styled(f"  - {line}"))
    console.print()
    console.print(styled(f"Then: assistant publish --brand {shlex.quote(str(written.parent))}"))


def _show_list(console: Console, title: str, citations: Sequence[Citation], passage: FindPassage) -> None:
    console.print()
    console.print(styled(title, "bold"))
    for citation in citations:
        head = Text(f"[{citation.marker}] ", "cyan").append_text(styled(citation.title, "bold"))
        facts = [
            citation.date.words if citation.date else None,
            _VOICES[citation.voice],
            citation.locator,
            citation.document,
        ]
        console.print(head)
        console.print(styled("    " + " · ".join(fact for fact in facts if fact), "dim"))
        words = _WITHHELD if citation.withheld else _excerpt(citation, passage(citation.passage_id))
        console.print(_indented(console, words))
        if citation.url:
            console.print(styled(f"    {citation.url}", "blue"))


def _excerpt(citation: Citation, passage: Passage) -> str:
    """The cited sentences as they read without markup, a table row written out."""
    cited = [
        sentence.rendering
        for sentence in passage.sentences
        if sentence.start < citation.end and citation.start < sentence.end
    ]
    words = textwrap.shorten(safe(" ".join(cited)), _EXCERPT, placeholder=" …")
    return words if passage.kind is BlockKind.TABLE_ROW else f"“{words}”"


def _indented(console: Console, text: str) -> Text:
    if not console.is_terminal:
        return Text(f"    {text}")
    return Text(textwrap.fill(text, console.width - 1, initial_indent="    ", subsequent_indent="    "))


def edit_lines() -> Callable[[str], str]:
    """A function that asks for a line, with history and editing keys where the terminal has them."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            importlib.import_module("readline")  # importing it is what makes `input` edit lines
    return input


class Flow:
    """Prints a text that arrives in pieces, wrapped between words on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._column = 0

    def write(self, piece: str) -> None:
        """Print `piece`, which continues what was written before."""
        if not self._console.is_terminal:
            self._console.out(safe(piece), end="")
            return
        for part in re.findall(r"\n|[^\S\n]+|\S+", safe(piece)):
            if part == "\n" or (self._column and self._column + len(part) >= self._console.width):
                self._console.out("", end="\n")
                self._column = 0
            if not part.isspace() or (part != "\n" and self._column):
                self._console.out(part, end="")
                self._column += len(part)

    def close(self) -> None:
        """End the last line."""
        self._console.out("")
        self._column = 0
