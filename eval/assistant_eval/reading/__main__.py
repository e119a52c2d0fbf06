"""``python -m assistant_eval.reading``: write a reading sheet; ``… summary SHEET`` counts what was read.

Exit codes: 0 done, 1 a failure told in one line on stderr, 2 a usage error, 130 after Ctrl-C.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.assembly import open_assistant
from assistant.interfaces.terminal import open_console, styled
from assistant.settings import Settings
from assistant_eval.failures import told_failures
from assistant_eval.progress import RowProgress
from assistant_eval.reading.fill import Run, fill, read_questions
from assistant_eval.reading.sheet import Sheet, Stage, read_sheet
from assistant_eval.reading.summary import as_dict, summarise, told

_SHOWN_LINES = 5

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def reading(
    context: typer.Context,
    brand: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", exists=True, file_okay=False, help="A published pack (else ASSISTANT_BRAND)."
        ),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", exists=True, dir_okay=False, help="Rows with id and question."),
    ] = None,
    drafter: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|URL|GGUF", help="Who drafts, as in `assistant ask` (else ASSISTANT_DRAFTER)."
        ),
    ] = None,
    sentences: Annotated[
        int | None, typer.Option(min=1, help="Stop after that many sentences that were shown.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="SHEET.csv", dir_okay=False, help="What it holds already is not asked again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write down for a person to judge what a drafter says without the gate, and what is shown with it."""
    if context.invoked_subcommand:
        return
    if questions is None or out is None:
        raise typer.BadParameter("name the questions and the sheet: --questions FILE.jsonl --out SHEET.csv")
    logging.basicConfig(level=logging.ERROR)
    given = {"brand": brand, "drafter": drafter}
    settings = Settings().model_copy(update={key: value for key, value in given.items() if value is not None})
    with told_failures(f"What was asked is in {out}: the same command goes on from there."):
        run = _write(settings, questions, out, sentences)
    _tell(run, out, as_json=as_json)


@app.command()
def summary(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET.csv", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Tell the share of sentences that a reader found unsupported, as drafted and as shown."""
    with told_failures():
        found = summarise(read_sheet(sheet))
    typer.echo(json.dumps(as_dict(found), indent=2, allow_nan=False) if as_json else told(found))


def _write(settings: Settings, questions: Path, out: Path, sentences: int | None) -> Run:
    asked, broken = read_questions(questions)
    console = open_console(stderr=True)
    for line in broken[:_SHOWN_LINES]:
        console.print(styled(f"line {line.line} left out: {line.reason}", "yellow"))
    if len(broken) > _SHOWN_LINES:
        console.print(styled(f"and {len(broken) - _SHOWN_LINES} more lines left out", "yellow"))
    sheet = Sheet(out)
    left = sum(not sheet.holds(question.id) for question in asked)
    with open_assistant(settings) as assistant, RowProgress(console, questions.name, left) as progress:
        return fill(sheet, assistant, asked, sentences, progress.advance)


def _tell(run: Run, out: Path, *, as_json: bool) -> None:
    figures = {
        "asked": run.asked,
        "asked_earlier": run.earlier,
        "refused": run.refused,
        "without_draft": run.failed,
        "raw_sentences": run.count(Stage.RAW),
        "gated_sentences": run.count(Stage.GATED),
        "sheet": str(out),
    }
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{run.asked} questions asked, {run.earlier} asked earlier, {run.refused} refused.")
    typer.echo(f"{run.count(Stage.RAW)} sentences drafted, {run.count(Stage.GATED)} shown: {out}")
    if run.failed:
        typer.echo(f"Nothing usable was drafted for {', '.join(run.failed)}.")


if __name__ == "__main__":
    sys.exit(app())
