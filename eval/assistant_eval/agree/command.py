"""The commands ``assistant-eval agree`` and ``assistant-eval meta``."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant_eval.agree.sheet import HUMAN, MACHINE
from assistant_eval.failures import told_failures


def agree(
    sheet: Annotated[
        Path,
        typer.Argument(metavar="SHEET.csv", exists=True, dir_okay=False, help="Rows that a person labelled."),
    ],
    human: Annotated[str, typer.Option(metavar="COLUMN", help="The person's verdicts.")] = HUMAN,
    machine: Annotated[str, typer.Option(metavar="COLUMN", help="The judge's verdicts.")] = MACHINE,
    probability: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The judge's chance that a row is supported (else probability or score, where there is one).",
            show_default=False,
        ),
    ] = None,
    diagram: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.svg", dir_okay=False, help="Draw the reliability diagram.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how far the judge agrees with a person.

    Reads the sheets of `python -m assistant_eval.reading` as they are, and
    any CSV with two columns of verdicts: supported or unsupported (or the
    judge's own words for it). Rows of one group or question_id hang together.

    Example: assistant-eval agree sheet.csv --human anna --machine judge
    """
    from assistant.interfaces.terminal import open_console
    from assistant_eval.agree.agreement import measure_agreement
    from assistant_eval.agree.diagram import draw
    from assistant_eval.agree.sheet import as_label, read_labels
    from assistant_eval.agree.view import agreement_as_dict, show_agreement

    with told_failures():
        labels = read_labels(sheet, human, machine, probability)
        found = measure_agreement(labels)
        if diagram is not None:
            scored = [
                (label, row.probability)
                for row in labels.rows
                if (label := as_label(row.human)) is not None and row.probability is not None
            ]
            draw(diagram, scored, f"Reliability against {human}")
    if as_json:
        typer.echo(json.dumps(agreement_as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show_agreement(open_console(), found)


def meta(
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA", exists=True, file_okay=False, help="A folder with SET/dev.jsonl.gz for each set."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.md",
            dir_okay=False,
            help="Write the table here, and the reliability diagram beside it as FILE.svg.",
            show_default=False,
        ),
    ] = None,
    rows: Annotated[int, typer.Option(min=2, help="Judge so many rows of each set, drawn by a seed.")] = 150,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="JUDGED.jsonl",
            dir_okay=False,
            help="Keep what is judged; an unfinished run goes on from there.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Tell how far the judge agrees with the labels of public sets.

    A row holds claim, context and label (1 supported, 0 not), as `judge`
    reads them; sets without such rows are left out. Rows the judge has learnt
    from or was calibrated on are never among those drawn.

    Example: assistant-eval meta benchmarks/ --out docs/agreement.md
    """
    from assistant.grounding.scoring.default import default_scorer
    from assistant.interfaces.terminal import open_console
    from assistant_eval.agree.meta import measure_sets, read_sets
    from assistant_eval.agree.meta_view import meta_as_dict, show_meta, write_meta

    kept = f"What was judged is in {keep}: the same command goes on from there."
    with told_failures(kept if keep else "Use --keep."):
        found = measure_sets(read_sets(data, rows), default_scorer(), keep, open_console(stderr=True))
        if out is not None:
            write_meta(out, found, rows)
    if as_json:
        typer.echo(json.dumps(meta_as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show_meta(open_console(), found)
