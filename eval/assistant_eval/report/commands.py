"""``assistant-eval report``, ``compare`` and ``gate``."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant_eval.errors import EvalError
from assistant_eval.failures import told_failures

if TYPE_CHECKING:
    from assistant_eval.regression import GateResult

_Folder = typer.Argument(exists=True, file_okay=False, metavar="DIR", help="Folder of a run.")
_AsJson = typer.Option("--json", help="Print one JSON object instead of words.")
_STOPPED = "The folders are as they were."


def report(
    folders: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            file_okay=False,
            metavar="DIR [DIR...]",
            help="Folders of runs: the first is shown in detail, the others beside it.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            metavar="DIR",
            help="Write here (else into the first folder).",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON as well.")] = False,
) -> None:
    """Make the report of a run: a page to show, JSON, Markdown and JUnit.

    report.html is one file without any network: figures with intervals, the
    risk-coverage curve, what could not be scored, who judged, and every case.
    report.md suits a comment on a pull request, junit.xml any CI.

    Example: assistant-eval report eval-runs/extractive eval-runs/raw
    """
    with told_failures(_STOPPED):
        from assistant_eval.report.write import write_report

        written = write_report(folders, out)
        if as_json:
            typer.echo(
                next(path for path in written if path.suffix == ".json").read_text(encoding="utf-8"), nl=False
            )
        else:
            for path in written:
                typer.echo(str(path))


def compare(
    a: Annotated[Path, _Folder],
    b: Annotated[Path, _Folder],
    html: Annotated[
        Path | None,
        typer.Option(dir_okay=False, metavar="FILE.html", help="Write a page as well.", show_default=False),
    ] = None,
    as_json: Annotated[bool, _AsJson] = False,
) -> None:
    """Compare two runs on the cases both hold: paired differences and flipped cases.

    Differences are the second run minus the first. A figure counts as moved
    where the 95 % interval of its paired difference leaves out 0.

    Example: assistant-eval compare eval-runs/before eval-runs/after
    """
    with told_failures(_STOPPED):
        from assistant.interfaces.terminal import open_console
        from assistant_eval.compare import compare as compared
        from assistant_eval.compare import comparison_as_dict
        from assistant_eval.compare_view import comparison_page, show_comparison
        from assistant_eval.report.write import write_text
        from assistant_eval.runs import read_run

        comparison = compared(read_run(a), read_run(b))
        if html:
            write_text(html, comparison_page(comparison))
        if as_json:
            _echo_json(comparison_as_dict(comparison))
        else:
            show_comparison(open_console(), comparison)
            if html:
                typer.echo(str(html))


def gate(
    folder: Annotated[Path, _Folder],
    against: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, metavar="BASELINE.json", help="What the run is held against.", show_default=False
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, metavar="FILE", help="Make a baseline of this run instead.", show_default=False
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Let this measure get worse; may be given several times.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, _AsJson] = False,
) -> None:
    """Exit with 1 where a run is worse than a baseline, and say why in one line.

    Worse means: one unsupported sentence, invented quotation or successful
    injection more than before on the same cases; or a gated measure whose 95 %
    interval of the paired difference lies wholly on the bad side; or cases of
    the baseline that were not run.

    Example: assistant-eval gate eval-runs/smoke --against eval/baselines/smoke.json
    """
    if (against is None) == (write_baseline is None):
        raise typer.BadParameter("give one of them", param_hint="'--against' / '--write-baseline'")
    with told_failures(_STOPPED):
        from assistant_eval.regression import baseline_text, read_baseline
        from assistant_eval.regression import gate as held
        from assistant_eval.report.write import write_text
        from assistant_eval.runs import read_run

        allowed = _allowed(allow or [])
        run = read_run(folder)
        if write_baseline is not None:
            if not run.manifest.complete:
                raise EvalError(
                    f"the run in {run.folder} is not complete: the same command goes on from there"
                )
            typer.echo(str(write_text(write_baseline, baseline_text(run))))
        elif against is not None:
            _tell(held(run, read_baseline(against), allowed), as_json=as_json)


def _allowed(names: list[str]) -> list[str]:
    from assistant_eval.regression import CHANGED, GATED, MISSING

    known = (*GATED, MISSING, CHANGED)
    for name in names:
        if name not in known:
            raise typer.BadParameter(
                f"{name!r} is not gated; there are {', '.join(known)}", param_hint="--allow"
            )
    return names


def _tell(result: GateResult, *, as_json: bool) -> None:
    from assistant_eval.gate_view import gate_line, result_as_dict

    if as_json:
        _echo_json(result_as_dict(result))
    else:
        typer.echo(gate_line(result), err=not result.open)
        for remark in result.remarks:
            typer.echo(f"Note: {remark}", err=True)
    if not result.open:
        _close()


def _close() -> NoReturn:
    raise typer.Exit(1)


def _echo_json(told: object) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
