"""``python -m assistant_eval.faults``: inject faults into true sentences and count what passes the gate."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.assembly import aliases_of
from assistant.brand import Brand
from assistant.domain import BlockKind
from assistant.grounding.checks.names import NameTable
from assistant.grounding.scoring.default import gate_judge
from assistant.retrieval.names import NameIndex
from assistant_eval.faults.generate import cases
from assistant_eval.faults.measure import Reviewed, Share, review, shares
from assistant_eval.faults.scenes import Scene, pack_documents, pack_scenes, row_scenes

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

SHOWN = 20
"""Failures of each sort that are printed."""


@app.command()
def faults(
    brand: Annotated[
        Path | None,
        typer.Option("--brand", "--documents", exists=True, file_okay=False, help="A pack, or any folder."),
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Or JSON lines (.gz) with context or contexts."),
    ] = None,
    count: Annotated[int, typer.Option("--n", help="Faults to inject.", min=1)] = 1000,
    seed: Annotated[int, typer.Option(help="Another seed draws other sentences and faults.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="One object, with every failure.")] = False,
) -> None:
    """Take true sentences of a pack, change one thing in each, and count what passes the gate."""
    logging.basicConfig(level=logging.ERROR)
    if (brand is None) == (rows is None):
        raise typer.BadParameter("name one source of passages: --brand DIR or --rows FILE")
    scenes, aliases = _pack(brand) if brand else (row_scenes(rows) if rows else [], {})
    made = cases(scenes, aliases, count=count, seed=seed)
    if not made:
        raise typer.BadParameter("no passage there holds a sentence that could be falsified")
    reviewed = review(made, gate_judge(NameTable(aliases)))
    typer.echo(_json(reviewed) if as_json else _table(reviewed))


def _pack(folder: Path) -> tuple[list[Scene], dict[str, tuple[str, ...]]]:
    brand = Brand.read(folder)
    scenes = pack_scenes(pack_documents(brand))
    passages = [scene.home.passage for scene in scenes]
    names = NameIndex((each for each in passages if each.kind is BlockKind.TABLE_ROW), brand.aliases)
    return scenes, aliases_of(brand, names)


def _kind(item: Reviewed) -> str:
    return item.case.fault.kind.value


def _saying(item: Reviewed) -> str:
    return item.case.claim.saying.value


def _caught(item: Reviewed) -> bool:
    return item.caught


def _false_alarm(item: Reviewed) -> bool:
    return item.false_alarm


def _table(reviewed: list[Reviewed]) -> str:
    lines = ["Faults caught, by kind"]
    lines += [_line(name, share) for name, share in shares(reviewed, _kind, _caught).items()]
    lines += ["", "False alarms on the untouched twins, by wording"]
    lines += [_line(name, share) for name, share in shares(reviewed, _saying, _false_alarm).items()]
    missed = [item for item in reviewed if not item.caught]
    alarms = [item for item in reviewed if item.false_alarm]
    lines += ["", *(f"MISSED {_kind(each)}: {each.case.fault.text}" for each in missed[:SHOWN])]
    lines += ["", *(f"ALARM ({each.reason}): {each.case.claim.text}" for each in alarms[:SHOWN])]
    return "\n".join(lines)


def _line(name: str, share: Share) -> str:
    low, high = share.interval
    return f"  {name:26} {share.hits:5} of {share.total:5}  {share.rate or 0:6.1%}  [{low:.1%}, {high:.1%}]"


def _json(reviewed: list[Reviewed]) -> str:
    def listed(counted: dict[str, Share]) -> dict[str, object]:
        return {
            name: {"hits": share.hits, "total": share.total, "rate": share.rate, "interval": share.interval}
            for name, share in counted.items()
        }

    failures = [
        {
            "kind": _kind(item),
            "saying": _saying(item),
            "passage": item.case.scene.home.passage.id,
            "claim": item.case.claim.text,
            "fault": item.case.fault.text,
            "missed": not item.caught,
            "false_alarm": item.false_alarm,
            "shown_of_fault": item.shown_of_fault,
            "reason": item.reason,
        }
        for item in reviewed
        if item.false_alarm or not item.caught
    ]
    figures = {
        "caught": listed(shares(reviewed, _kind, _caught)),
        "false_alarms": listed(shares(reviewed, _saying, _false_alarm)),
        "failures": failures,
    }
    return json.dumps(figures, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(app())
