"""``assistant-eval run`` and ``assistant-eval score``."""
# ruff: noqa: PLC0415 - imports inside commands keep --help fast

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.interfaces.options import AsJson, BrandDir, settings_in_force
from assistant_eval.failures import told_failures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant_eval.systems import Choice


def run(  # noqa: PLR0917 - options are passed by name
    cases: Annotated[
        list[Path],
        typer.Option(
            exists=True, dir_okay=False, metavar="FILE.jsonl", help="Cases; may be given several times."
        ),
    ],
    brand: BrandDir = None,
    drafter: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|URL|GGUF",
            help="Who drafts: 'extractive', a model name, an OpenAI-compatible URL or a GGUF file.",
            show_default=False,
        ),
    ] = None,
    system: Annotated[
        str,
        typer.Option(
            metavar="brand|chain|server|FILE",
            help="What is scored: the assistant, a plain LangChain chain with the drafter, the drafter asked the bare "
            "question, or a JSONL file of recorded answers with their contexts.",
        ),
    ] = "brand",
    raw: Annotated[bool, typer.Option("--raw", help="Show what the drafter says without the gate.")] = False,
    persona: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Who speaks, by its id in brand.toml.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            metavar="DIR",
            help="Folder of the run (else eval-runs/ and its name). A run that was stopped goes on there.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What the run is called in reports.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first N cases.", show_default=False)
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="Only N cases drawn at random, always the same ones.", show_default=False),
    ] = None,
    tag: Annotated[str | None, typer.Option(help="Only cases with this tag.", show_default=False)] = None,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Leave out broken lines instead of stopping at them.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Throw away what the folder holds, begin anew.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every case, judge and score the answers, and write a record a case.

    Everything runs offline with the extractive drafter. The folder then holds
    run.json (what was run, with hashes and versions) and records.jsonl (a line
    a case: what was asked, said, retrieved, and every score); make pages of it
    with `assistant-eval report DIR`.

    Example: assistant-eval run --cases eval/cases/apple/dev.jsonl --brand corpus/apple
    """
    with told_failures(
        f"What was done is kept{f' in {out}' if out else ''}: the same command goes on from there."
    ):
        from assistant.interfaces.terminal import open_console
        from assistant_eval.judged import open_judges
        from assistant_eval.running import RunPlan
        from assistant_eval.running import run as go
        from assistant_eval.systems import Choice

        choice = Choice(system, settings_in_force(brand, drafter=drafter), raw, persona)
        folder = out or Path("eval-runs") / _slug(
            name or f"{system} {choice.settings.drafter}{' raw' if raw else ''}"
        )
        plan = RunPlan(cases, choice, folder, name, skip_invalid, fresh, limit, sample, tag)
        go(plan, open_judges(_pack(choice, brand)), open_console(stderr=True))
        show(folder, as_json=as_json)


def score(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, metavar="DIR", help="Folder of a run.")
    ],
    brand: BrandDir = None,
    as_json: AsJson = False,
) -> None:
    """Judge and score the recorded answers of a run anew, with today's judge; nothing is asked again."""
    with told_failures("The folder is as it was."):
        from assistant.interfaces.terminal import open_console
        from assistant_eval.judged import open_judges
        from assistant_eval.manifest import judging_pack
        from assistant_eval.running import score_again
        from assistant_eval.runs import read_run

        told = read_run(folder).manifest.told
        pack = brand or judging_pack(told) or _of_brand(told)
        score_again(folder, open_judges(pack), open_console(stderr=True))
        show(folder, as_json=as_json)


def cases(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            exists=True, dir_okay=False, metavar="FILE...", help="Case files.", show_default=False
        ),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of a case instead.")
    ] = False,
    brand: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The pack: tell which evidence it does not hold.", show_default=False
        ),
    ] = None,
) -> None:
    """Check case files: every broken line with its field, how many cases of which kind; exit 1 if any is broken.

    What is probably a slip is noted: a kind that is nearly one of ours, evidence that the pack does not hold.
    """
    from collections import Counter

    from assistant_eval.cases import Case, read_cases
    from assistant_eval.doubts import doubts
    from assistant_eval.readings import Pack

    if schema or not files:
        typer.echo(json.dumps(Case.model_json_schema(), indent=2))
        return
    broken = 0
    with told_failures():
        pack = Pack(brand) if brand else None
        for path in files:
            found = read_cases(path)
            broken += len(found.broken)
            for line in found.broken:
                typer.echo(f"{path}:{line.line}: {line.reason}", err=True)
            for doubt in doubts(found, pack):
                typer.echo(f"Note: {doubt}", err=True)
            kinds = Counter(case.kind for case in found.cases)
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            typer.echo(f"{path}: {len(found.cases)} cases ({told})")
    if broken:
        raise typer.Exit(1)


def defects(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, metavar="DIR", help="Folder of a run.")
    ],
    as_json: AsJson = False,
) -> None:
    """Spoil answers of a run on purpose, and tell whether exactly the right figures move.

    An unsupported sentence, a shifted citation, a changed quotation, a refusal
    instead of an answer: up to 200 of each. Exit 1 if any figure moves that
    should not, or stays that should move.
    """
    with told_failures():
        from assistant_eval.defects import defects as spoilt

        table = spoilt(folder)
        typer.echo(json.dumps(table.as_dict(), indent=2) if as_json else table.as_text())
        if not table.exact:
            raise typer.Exit(1)


def show(folder: Path, *, as_json: bool) -> None:
    """The headline of a run, on standard output."""
    from assistant.interfaces.terminal import open_console
    from assistant_eval.run_view import headline_as_dict, show_headline
    from assistant_eval.runs import read_run

    found = read_run(folder)
    if as_json:
        typer.echo(json.dumps(headline_as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show_headline(open_console(), found)


def _pack(choice: Choice, named: Path | None) -> Path | None:
    """The pack whose documents the judges read; recorded answers are of the one that is named, or of none."""
    if choice.is_recorded and named is None and "ASSISTANT_BRAND" not in os.environ:
        return None
    brand = choice.settings.brand
    return brand if brand.is_dir() else None


def _of_brand(told: Mapping[str, Any]) -> Path | None:
    """The pack in force, for a run of a brand that does not tell with which pack it was judged."""
    from assistant.settings import Settings

    brand = Settings().brand
    return brand if told.get("brand") and "pack" not in told.get("judge", {}) and brand.is_dir() else None


def _slug(text: str) -> str:
    stem = re.sub(r"\.(?:gguf|jsonl?)\b", "", text.rpartition("/")[2] if "/" in text else text)
    return re.sub(r"[^\w.-]+", "-", stem).strip("-").lower() or "run"
