"""``python -m assistant_eval.bench``: run the measures, print the report and write it down."""

from __future__ import annotations

import logging
import shlex
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from assistant_eval.bench.machine import machine_line
from assistant_eval.bench.measures import MEASURES
from assistant_eval.bench.report import appendices, as_json, markdown
from assistant_eval.bench.results import Section
from assistant_eval.bench.workspace import Workspace

logger = logging.getLogger(__name__)

REPORT = Path("docs/benchmarks.md")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def bench(
    data: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder with the public sets (apple/, benchmarks/); without it only the shipped pack.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Measure to run, may be repeated: {', '.join(MEASURES)}.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help=f"Markdown report (else {REPORT}, if every measure was made)."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="The same for programs, with the answers to be read.")
    ] = None,
) -> None:
    """Measure how good and how fast the product is, beside named baselines."""
    unknown = set(only or ()) - set(MEASURES)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose among {', '.join(MEASURES)}")
    logging.basicConfig(level=logging.ERROR)
    chosen = [name for name in MEASURES if name in only] if only else list(MEASURES)
    machine = machine_line()
    command = _command(data is not None, only or [])
    sections, failed = _run(data, chosen)
    report = markdown(sections, machine, command)
    # A run of some measures must not take the place of the report on all of them.
    out = out or (REPORT if len(sections) == len(MEASURES) else None)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(report, encoding="utf-8")
    if json_file:
        json_file.write_text(as_json(sections, machine, command), encoding="utf-8")
    typer.echo(report)
    typer.echo(appendices(sections))
    if failed:
        typer.echo(f"Failed, and missing in the report: {', '.join(failed)}", err=True)
        raise typer.Exit(1)


def _run(data: Path | None, names: list[str]) -> tuple[list[Section], list[str]]:
    """The sections of those measures, and the names of those that failed.

    What needs the public sets is left out, and said, without them. One failure does not take the hour of
    measuring before it along.
    """
    sections: list[Section] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Workspace(Path(folder), data) as workspace:
        for name in names:
            measure = MEASURES[name]
            if measure.needs_data and data is None:
                typer.echo(f"{name}: left out, it needs --data", err=True)
                continue
            started = time.perf_counter()
            try:
                sections.append(measure.run(workspace))
            except Exception:
                logger.exception("%s failed", name)
                failed.append(name)
            typer.echo(f"{name}: {time.perf_counter() - started:.0f} s", err=True)
    return sections, failed


def _command(with_data: bool, only: list[str]) -> str:
    """The command without any path of this machine."""
    if not only:
        return "make bench DATA=<folder>" if with_data else "make bench"
    options = [*(["--data", "<folder>"] if with_data else []), *(f"--only {shlex.quote(n)}" for n in only)]
    return " ".join(["python -m assistant_eval.bench", *options])


if __name__ == "__main__":
    sys.exit(app())
