"""What people see on a terminal: the answer, its sources, the disclosure, and nothing that plays tricks."""

from __future__ import annotations

import io

from rich.console import Console

from assistant.domain import (
    BlockKind,
    Citation,
    Kind,
    Outcome,
    OutcomeKind,
    PartialDate,
    Passage,
    Sentence,
    Voice,
)
from assistant.interfaces.terminal import Flow, open_console, show_outcome

CITATION = Citation(
    marker=1,
    passage_id="00ff",
    document="talks/fair.md",
    title="Opening of the [bold]fair[/bold]",
    kind=Kind.SPEECH,
    voice=Voice.BY_FOUNDER,
    date=PartialDate(2001, 5),
    url="https://example.org/fair",
    start=120,
    end=139,
    text="We **built** it\n to last",
    locator="12:05",
)
PASSAGE = Passage(
    id="00ff",
    document_id="talks/fair.md",
    ordinal=0,
    start=100,
    end=150,
    text="",
    rendering="",
    kind=BlockKind.PARAGRAPH,
    sentences=(
        Sentence(100, 119, "Not cited."),
        Sentence(120, 139, "We built it to last \x1b[2J\x07"),
        Sentence(139, 150, "Not this."),
    ),
)


def outcome(kind: OutcomeKind = OutcomeKind.ANSWER, **more: object) -> Outcome:
    return Outcome(kind, "It lasts. [1]", "because", "historian", "r1", "You are talking with an AI.", **more)  # pyright: ignore


def shown(result: Outcome, *, sources: bool = True, text: bool = True, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        force_terminal=terminal,
        width=60,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True,
    )
    show_outcome(console, result, (lambda _: PASSAGE) if sources else None, text=text)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_an_answer_shows_its_sources_and_the_disclosure() -> None:
    assert shown(outcome(citations=(CITATION,))) == (
        "It lasts. [1]\n"
        "\n"
        "Sources\n"
        "[1] Opening of the [bold]fair[/bold]\n"
        "    May 2001 · by the founder · 12:05 · talks/fair.md\n"
        "    “We built it to last [2J”\n"
        "    https://example.org/fair\n"
        "\n"
        "You are talking with an AI.\n"
    )


def test_sources_and_text_can_be_left_out_but_never_the_disclosure() -> None:
    assert (
        shown(outcome(citations=(CITATION,)), sources=False, text=False) == "\nYou are talking with an AI.\n"
    )


def test_a_refusal_shows_what_is_nearby_and_a_handover_its_ticket() -> None:
    refusal = shown(outcome(OutcomeKind.REFUSAL, nearby=(CITATION,)))
    assert "What the documents do hold nearby\n[1] Opening" in refusal
    assert "Ticket A-7\n" in shown(outcome(OutcomeKind.HANDOVER, ticket="A-7"))


def test_control_characters_of_a_source_never_reach_the_terminal() -> None:
    hostile = outcome(citations=(CITATION,))
    assert "\x1b[2J" not in shown(hostile, terminal=True)
    assert "\x07" not in shown(hostile, terminal=True)


def test_a_streamed_text_is_wrapped_between_words_on_a_terminal_only() -> None:
    def flowed(*, terminal: bool) -> str:
        console = Console(
            file=io.StringIO(), force_terminal=terminal, width=20, no_color=True, color_system=None
        )
        flow = Flow(console)
        for piece in ("One two three", " four five. [1]", "\n\nSix \x1b[2Jseven."):
            flow.write(piece)
        flow.close()
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    assert flowed(terminal=False) == "One two three four five. [1]\n\nSix [2Jseven.\n"
    assert flowed(terminal=True) == "One two three four \nfive. [1]\n\nSix [2Jseven.\n"


def test_piped_output_has_no_colour_and_no_wrapping(capsys: object) -> None:
    console = open_console()
    console.print("word " * 60)
    written = capsys.readouterr().out  # pyright: ignore
    assert written == "word " * 60 + "\n"
