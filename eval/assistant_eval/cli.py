"""The command line for evaluators: run, report, compare, gate; judge the judge; exchange with other tools.

Exit codes as in `assistant`: 0 done, 1 a failure told in one line on stderr, 2 a usage error, 130 after
Ctrl-C. With ``--json`` standard output holds one JSON value.
"""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant_eval.agree.command import agree, meta
from assistant_eval.exchange.command import convert, external
from assistant_eval.failures import INTERRUPTED, told_failures
from assistant_eval.report.commands import compare, gate, report
from assistant_eval.run_command import cases, defects, run, score

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.grounding.scoring.scored import Scorer
    from assistant_eval.judge_report import FileReport
    from assistant_eval.judging import OutFile
    from assistant_eval.rows import BrokenLine, RowFile

app = typer.Typer(
    name="assistant-eval",
    help="Evaluation: of the assistant and of other systems, of the judge, and of what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _assistant_eval() -> None:
    """Evaluation of the assistant and of its judge."""


@app.command()
def judge(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            help="Rows as JSON lines, plain or gzipped; several files give a table and a macro mean.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            metavar="OUT.jsonl",
            help="Write every row with its score here; an unfinished file is taken up where it stopped.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Judge only the first N rows of each file.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score rows with the judge, and measure the judge where rows have labels.

    A row holds id, context (a text or a list of texts; where it is null,
    context_id names one of contexts.jsonl[.gz] beside the file) and claim (a
    sentence or a whole response). It may hold question, label (1 supported,
    0 not, null unknown) and group (rows that hang together).

    OUT.jsonl adds score (the chance that all of the claim is supported),
    supported (at the frozen threshold), spans (the unsupported parts, with
    offsets) and parts (what spoke).

    Example: assistant-eval judge answers.jsonl.gz --out judged.jsonl
    """
    _check_out(out, files)
    with told_failures(
        f"What was judged is in {out}." if out else ""
    ):  # outside the rows: reading, reckoning
        reports, judge_name = _judge(files, out, limit)
    from assistant.interfaces.terminal import open_console
    from assistant_eval.judge_view import reports_as_dict, show_reports

    if as_json:
        typer.echo(
            json.dumps(reports_as_dict(judge_name, reports), ensure_ascii=False, indent=2, allow_nan=False)
        )
    else:
        show_reports(open_console(), reports)
    if any(report.stopped for report in reports):
        kept = f"what was judged is in {out}: the same command goes on from there" if out else "use --out"
        typer.echo(f"Stopped before the end; {kept}", err=True)
        raise typer.Exit(INTERRUPTED)
    _end_where_nothing(files, [(report.rows, report.broken) for report in reports])


@app.command()
def answerable(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", exists=True, dir_okay=False, help="Rows as JSON lines, plain or gzipped."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            metavar="OUT.jsonl",
            help="Write for every row its chance to be answerable here.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first N rows of each file.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Tell which questions their passages answer, and measure it where rows have labels.

    A row holds question and contexts (a list of passages). It may hold id,
    label (1 they answer it, 0 not, null unknown), group, and conversation
    (a list of {"speaker": "user" or another, "text"}), of which the user's
    turn before is read along where the question is short.

    Example: assistant-eval answerable questions.jsonl.gz
    """
    _check_out(out, files)
    from assistant.grounding.scoring.default import default_answerability
    from assistant.interfaces.terminal import open_console
    from assistant_eval.answerable import AnswerableReport, measure, read_asked
    from assistant_eval.answerable_view import report_as_dict, show_report
    from assistant_eval.progress import RowProgress

    reports: list[AnswerableReport] = []
    lines: list[dict[str, object]] = []
    with told_failures():
        judge = default_answerability()
        for file in files:
            rows, broken = read_asked(file, limit)
            name = f"{file.parent.name}/{file.name}"
            with RowProgress(open_console(stderr=True), name, len(rows)) as progress:
                report, judged = measure(name, rows, broken, judge, progress.advance)
            reports.append(report)
            lines += judged
        if out:
            out.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    if as_json:
        told = {"files": [report_as_dict(report) for report in reports]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        for report in reports:
            show_report(open_console(), report)
    _end_where_nothing(files, [(report.rows, report.broken) for report in reports])


def _end_where_nothing(files: list[Path], read: list[tuple[int, tuple[BrokenLine, ...]]]) -> None:
    """End with 1 where no line of a file is a row: whoever waits for its figures must not take it for done."""
    failed = False
    for file, (rows, broken) in zip(files, read, strict=False):
        if broken and not rows:
            told = f"line {broken[0].line}: {broken[0].reason}"
            typer.echo(f"Error: nothing was scored of {file}: no line of it is a row; {told}", err=True)
            failed = True
    if failed:
        raise typer.Exit(1)


def _check_out(out: Path | None, files: list[Path]) -> None:
    if out is None:
        return
    if out.suffix == ".gz":
        raise typer.BadParameter("it is written as plain text: leave .gz out", param_hint="--out")
    if any(out.resolve() == file.resolve() for file in files):
        raise typer.BadParameter(f"{out} is one of the files to read", param_hint="--out")


def _judge(files: list[Path], out: Path | None, limit: int | None) -> tuple[list[FileReport], str]:
    """A report a file, and the name of the judge; after Ctrl-C the reports of what was done till then."""
    from assistant.grounding.scoring.default import default_scorer
    from assistant.interfaces.terminal import open_console
    from assistant_eval.judging import OutFile
    from assistant_eval.rows import read_rows

    scorer, console = default_scorer(), open_console(stderr=True)
    reports: list[FileReport] = []
    with OutFile(out, scorer) if out else nullcontext() as kept:
        for file in files:
            report = _judge_file(read_rows(file, limit), scorer, kept, console)
            reports.append(report)
            if report.stopped:
                break
    return reports, scorer.fingerprint


def _judge_file(rows: RowFile, scorer: Scorer, kept: OutFile | None, console: Console) -> FileReport:
    from assistant_eval.judge_report import file_report
    from assistant_eval.judging import JudgedRow, judge_rows
    from assistant_eval.progress import RowProgress

    judged: list[JudgedRow] = []
    name = f"{rows.path.parent.name}/{rows.path.name}"
    try:
        with RowProgress(console, name, len(rows.rows)) as progress:
            for row in judge_rows(rows.rows, scorer, kept):
                judged.append(row)
                progress.advance()
    except KeyboardInterrupt:
        pass  # what is judged is reported, and stands in --out
    return file_report(name, len(rows.rows), judged, rows.broken)


for command in (run, cases, report, compare, gate, score, defects, agree, meta, convert, external):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    app(prog_name="assistant-eval")
