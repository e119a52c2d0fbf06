"""The commands ``assistant-eval convert`` and ``assistant-eval external``."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.interfaces.options import AsJson
from assistant_eval.exchange.format import Format
from assistant_eval.failures import told_failures

_SHOWN_LINES = 5


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", exists=True, help="A file of rows, or the folder of a run.")
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT", dir_okay=False, help="The file to write.")],
    to: Annotated[
        Format, typer.Option("--to", help="The format to write; any but records, which a run writes.")
    ],
    source_format: Annotated[
        Format | None,
        typer.Option(
            "--from", help="The format of IN; else told by the names in the first row.", show_default=False
        ),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jsonl",
            exists=True,
            dir_okay=False,
            help="Cases that the rows belong to, by id or else by the question.",
            show_default=False,
        ),
    ] = None,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Leave broken rows out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring cases and answers from one tool to another.

    Reads JSON lines, JSON lists and the CSV that RAGAS and DeepEval write.
    Cases and runs become data sets of RAGAS or DeepEval; their data sets
    become cases, and where they hold answers, recorded answers that
    `assistant-eval run` scores.

    Example: assistant-eval convert testset.jsonl cases.jsonl --to cases
    """
    from assistant_eval.exchange.convert import convert as convert_file

    with told_failures():
        done = convert_file(source, target, to, source_format, cases, skip_invalid=skip_invalid)
    left_out = [{"row": each.line, "reason": each.reason} for each in done.left_out]
    if as_json:
        told = {
            "from": done.source,
            "to": to,
            "out": str(target),
            "written": done.written,
            "left_out": left_out,
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{done.written} rows of {done.source} written as {to}: {target}")
    for each in left_out[:_SHOWN_LINES]:
        typer.echo(f"row {each['row']} left out: {each['reason']}", err=True)
    if len(left_out) > _SHOWN_LINES:
        typer.echo(f"and {len(left_out) - _SHOWN_LINES} more (--json lists them all)", err=True)


def external(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", exists=True, file_okay=False, help="The folder of a run.")
    ],
    metric: Annotated[
        list[str], typer.Option(metavar="TOOL:METRIC", help="Such as ragas:faithfulness; may be given again.")
    ],
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|URL|GGUF",
            help="The language model that judges, named as a drafter is; its key in ASSISTANT_DRAFTER_API_KEY.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jsonl", dir_okay=False, help="Write every score of every case.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the answers of a run with the metrics of RAGAS or DeepEval.

    They are the extras ragas and deepeval of this package.
    Most ask a language model, so their scores may differ from run to run;
    they stand beside the figures of the report and never enter them.

    Example: assistant-eval external runs/a --metric ragas:exact_match
    """
    from assistant.interfaces.terminal import open_console
    from assistant_eval.exchange.external import score_run
    from assistant_eval.exchange.external_view import external_as_dict, show_external, write_scores

    with told_failures():
        found = score_run(run, metric, model, open_console(stderr=True))
        if out is not None:
            write_scores(out, found)
    if as_json:
        typer.echo(json.dumps(external_as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show_external(open_console(), found)
