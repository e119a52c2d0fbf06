"""The command line: ``assistant init | publish | releases | rollback | ask | chat | serve | …``.

Exit codes: 0 for every outcome, a refusal included; 2 for a usage error; 1 for a failure, told in one line
on stderr; 130 after Ctrl-C. With ``--json`` standard output holds one JSON value or nothing.

Everything heavy is imported inside the command that needs it, so that ``--help`` answers at once.
"""
# ruff: noqa: PLC0415 - imports inside commands

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from assistant import __version__
from assistant.errors import AssistantError
from assistant.interfaces.corpus_command import corpus_app
from assistant.interfaces.options import (
    AsJson,
    BrandDir,
    Drafter,
    HomeDir,
    PersonaId,
    print_json,
    settings_in_force,
)

_INTERRUPTED = 130  # what shells report of a program that Ctrl-C ended

app = typer.Typer(
    name="assistant",
    help="A brand-knowledge assistant that cannot make things up: every sentence has its source.",
    epilog="Start with `assistant publish --brand DIR`, then `assistant ask 'your question' --brand DIR`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class _Command(TyperCommand):
    """The outermost interface: here, and only here, failures become messages and exit codes."""

    def invoke(self, ctx: Any) -> object:  # Typer's own context class is private
        debug = bool(ctx.find_root().params.get("debug"))
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            _say("Stopped. Nothing was lost: what is published stays published.")
            raise typer.Exit(_INTERRUPTED) from None
        except AssistantError as error:
            if debug:
                raise
            _say(f"Error: {error}")
            raise typer.Exit(1) from error
        except Exception as error:
            broken_pipe = isinstance(error, OSError) and error.errno == errno.EPIPE
            if debug or broken_pipe:  # Typer ends quietly when `| head` closes the pipe
                raise
            _say(f"Unexpected failure: {type(error).__name__}: {error}")
            _say("`assistant --debug …` with the same command shows where it happened.")
            raise typer.Exit(1) from error


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _global_options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an unexpected failure happened.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    del debug, version  # read by `_Command` from the context, and by its own callback


@app.command(cls=_Command)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of documents.")],
    force: Annotated[bool, typer.Option("--force", help="Write brand.toml anew where there is one.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn a folder of documents into a brand pack: write a commented brand.toml to check and complete.

    Example: assistant init ~/documents/acme     (then: assistant publish --brand ~/documents/acme)
    """
    settings = settings_in_force(folder)
    from assistant.brand import BRAND_FILE
    from assistant.corpus import starter
    from assistant.interfaces.terminal import open_console, show_proposal

    proposal = starter.write(folder, force=force, settings=settings)
    written = folder / BRAND_FILE
    if as_json:
        print_json({"written": str(written), "attention": list(proposal.attention)})
    else:
        show_proposal(open_console(), written, proposal.attention)


@app.command(cls=_Command)
def publish(as_json: AsJson = False, brand: BrandDir = None, home: HomeDir = None) -> None:
    """Read the documents and put a verified release of them in service.

    Only what changed is computed again. Documents that cannot be used are listed with the reason; the
    release before serves until the new one is verified, and if anything fails.

    Example: assistant publish --brand ~/documents/acme
    """
    settings = settings_in_force(brand, home)
    from assistant.assembly import try_tables
    from assistant.brand import Brand
    from assistant.corpus.publish import publish as publish_pack
    from assistant.interfaces.publish_view import StageBars, report_as_dict, show_report
    from assistant.interfaces.terminal import open_console

    with StageBars(open_console(stderr=True)) as bars:
        report = publish_pack(Brand.read(settings.brand), settings, bars, try_tables)
    if as_json:
        print_json(report_as_dict(report))
    else:
        show_report(open_console(), report)


@app.command(cls=_Command)
def releases(as_json: AsJson = False, brand: BrandDir = None, home: HomeDir = None) -> None:
    """List the releases that are kept, and which one is in service.

    Example: assistant releases --json
    """
    settings = settings_in_force(brand, home)
    from assistant.brand import Brand
    from assistant.corpus.release import Releases
    from assistant.interfaces.publish_view import listed, releases_as_list, show_releases
    from assistant.interfaces.terminal import open_console

    rows = listed(Releases(settings.home, Brand.read(settings.brand).root))
    if as_json:
        print_json(releases_as_list(rows))
    else:
        show_releases(open_console(), rows)


@app.command(cls=_Command)
def rollback(
    release: Annotated[
        str | None,
        typer.Argument(metavar="[RELEASE]", help="A release of the list; else the one in service before."),
    ] = None,
    brand: BrandDir = None,
    home: HomeDir = None,
) -> None:
    """Put an earlier release back in service, at once.

    Name none, and it is the one that was in service before this one and was not itself rolled back from.

    Example: assistant rollback     (`assistant releases` lists what there is)
    """
    settings = settings_in_force(brand, home)
    from assistant.brand import Brand
    from assistant.corpus.release import Releases

    serving = Releases(settings.home, Brand.read(settings.brand).root).rollback(release)
    typer.echo(f"Now serving release {serving.id}")


@app.command(cls=_Command)
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="What you want to know, in quotation marks.")
    ],
    persona: PersonaId = None,
    drafter: Drafter = None,
    sources: Annotated[bool, typer.Option("--sources/--no-sources", help="List what was cited.")] = True,
    receipt: Annotated[
        Path | None,
        typer.Option(
            "--receipt",
            metavar="FILE",
            dir_okay=False,
            help="Write down there what the answer rests on; `assistant verify-receipt` checks it later.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    brand: BrandDir = None,
    home: HomeDir = None,
) -> None:
    """Answer one question with its sources, or say honestly that the documents do not.

    Example: assistant ask "Where did the name come from?" --persona historian
    """
    if not question.strip():
        raise typer.BadParameter("the question is empty", param_hint="QUESTION")
    if receipt and not receipt.parent.is_dir():
        raise typer.BadParameter(f"{receipt.parent} is not a folder", param_hint="--receipt")
    settings = settings_in_force(brand, home, drafter)
    from assistant.assembly import open_assistant
    from assistant.interfaces.outcome_json import outcome_as_dict
    from assistant.interfaces.terminal import open_console, show_outcome

    with open_assistant(settings) as assistant:
        outcome = assistant.ask(question, persona=persona)
        if receipt:
            from assistant.grounding.receipts.receipt import receipt_text
            from assistant.interfaces.receipt import receipt_of

            receipt.write_text(receipt_text(receipt_of(assistant, outcome, question)), encoding="utf-8")
        if as_json:
            print_json(outcome_as_dict(outcome))
        else:
            show_outcome(open_console(), outcome, assistant.passage if sources else None)


@app.command("verify-receipt", cls=_Command)
def verify_receipt(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help="What `assistant ask --receipt FILE` wrote."
        ),
    ],
    as_json: AsJson = False,
    brand: BrandDir = None,
    home: HomeDir = None,
) -> None:
    """Check whether all that an answer rested on still holds, on the release in service.

    Are its passages still there, with the same words, and may they be shown? Are its quotations verbatim?
    Does today's judge still support each claim? Are the models the same? What no longer holds is listed.
    Exit code 0 if all holds, 1 if not.

    Example: assistant verify-receipt name.json     (that `assistant ask "…" --receipt name.json` wrote)
    """
    settings = settings_in_force(
        brand, home, drafter="extractive"
    )  # nothing is drafted, no language model is needed
    from assistant.assembly import open_assistant
    from assistant.errors import ReceiptError
    from assistant.grounding.receipts.receipt import read_receipt
    from assistant.grounding.receipts.replay import replay
    from assistant.interfaces.receipt import replay_as_dict, show_replay, today
    from assistant.interfaces.terminal import open_console

    try:
        receipt, intact = read_receipt(file.read_text(encoding="utf-8", errors="replace"))
    except ReceiptError as error:
        raise typer.BadParameter(str(error), param_hint="FILE") from error
    with open_assistant(settings) as assistant:
        found = replay(receipt, today(assistant), intact=intact)
    if as_json:
        print_json(replay_as_dict(found))
    else:
        show_replay(open_console(), found)
    raise typer.Exit(0 if found.holds else 1)


@app.command(cls=_Command)
def check(
    context: Annotated[
        list[Path],
        typer.Option(
            "--context",
            metavar="FILE",
            help="What the answer must rest on: text, Markdown, HTML, PDF, Word or captions; - reads standard "
            "input. May be given several times.",
            show_default=False,
        ),
    ],
    answer: Annotated[
        Path,
        typer.Option(
            "--answer", metavar="FILE", help="The answer, whoever wrote it; - reads it from standard input."
        ),
    ],
    question: Annotated[
        str, typer.Option("--question", metavar="TEXT", help="What was asked, if known.", show_default=False)
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if anything is not supported.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check an answer against documents, with the judge that stands before every reply. No brand is needed.

    Each claim is marked: ✓ supported, ✗ contradicted, ? not found; with the words that decide, and why.

    Example: assistant check --context report.pdf --context notes.md --answer draft.txt --strict
    """
    if [*context, answer].count(Path("-")) > 1:
        raise typer.BadParameter("standard input can be read once only", param_hint="'-'")
    settings = settings_in_force(None)
    from assistant.grounding import judge
    from assistant.interfaces.check import check_as_dict, read_texts, show_check
    from assistant.interfaces.terminal import open_console

    *contexts, answered = read_texts([*context, answer], settings)
    judgements = judge([each.text for each in contexts], answered.text, question)
    if as_json:
        print_json(check_as_dict(contexts, judgements))
    else:
        show_check(open_console(), answered.text, contexts, judgements)
    if strict and not judgements.supported:
        raise typer.Exit(1)


@app.command(cls=_Command)
def chat(
    persona: PersonaId = None,
    drafter: Drafter = None,
    brand: BrandDir = None,
    home: HomeDir = None,
) -> None:
    """Talk on the terminal: follow-ups are understood, every answer shows its sources.

    Example: assistant chat --persona historian     (then /help lists what else you can type)
    """
    settings = settings_in_force(brand, home, drafter)
    from assistant.assembly import open_assistant
    from assistant.interfaces.chat import Chat
    from assistant.interfaces.terminal import edit_lines, open_console

    with open_assistant(settings) as assistant:
        Chat(assistant, open_console(), persona).run(edit_lines())


@app.command(cls=_Command)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    drafter: Drafter = None,
    brand: BrandDir = None,
    home: HomeDir = None,
) -> None:
    """Open the web chat for fans, until Ctrl-C. A release published or rolled back meanwhile is taken up.

    It answers to local names and to the host it listens on. Behind a proxy or under a name of your own, set
    ASSISTANT_WEB_HOSTS='["chat.example.org"]'.

    Example: assistant serve --port 8080     (then open http://127.0.0.1:8080)
    """
    settings = settings_in_force(brand, home, drafter)
    from assistant.interfaces import web

    with web.listen(host, port) as listening:
        _say(f"Starting. In a few seconds the chat is at http://{host}:{port} (Ctrl-C ends it).")
        web.serve(settings, host, listening)


app.add_typer(corpus_app(_Command))


def _say(line: str) -> None:
    typer.echo(line, err=True)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a terminal that cannot show a character must not end the program
            reconfigure(errors="replace")
    app(prog_name="assistant")
