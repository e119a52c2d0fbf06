"""``assistant corpus check | facts``: look a brand pack over before it is published.

The group is made by `corpus_app`, which is given how failures are told.
"""
# ruff: noqa: PLC0415 - imports inside commands

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from assistant.interfaces.options import AsJson, BrandDir, print_json, settings_in_force

if TYPE_CHECKING:
    from assistant.interfaces.corpus_view import Wanted
    from assistant.settings import Settings

_OthersDir = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Other texts: report every run of more than 12 words that the pack shares with one of them.",
        show_default=False,
    ),
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if there is any error.")]
_All = Annotated[bool, typer.Option("--all", help="Show every finding, however many are of one kind.")]
_Errors = Annotated[bool, typer.Option("--errors", help="Show errors alone.")]
_Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="KIND",
        help="Show the findings of one check alone, such as repetition. May be given several times.",
        show_default=False,
    ),
]
_Reference = Annotated[
    Path,
    typer.Option(
        "--against", metavar="FILE", exists=True, dir_okay=False, help="The reference: a CSV or TSV file."
    ),
]
_TableFile = Annotated[
    str, typer.Option("--table", metavar="FILE", help="The pack's table, by its path inside the pack.")
]
_NameColumn = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="COLUMN",
        help="The reference's column of names, where it is not called so.",
        show_default=False,
    ),
]
_Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="REGEX",
        help="Leave aside the reference's rows whose name or family it matches. May be given several times.",
        show_default=False,
    ),
]
_Explained = Annotated[
    Path | None,
    typer.Option(
        "--explained",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Why the pack differs: a CSV file with the columns id (or name), column, why.",
        show_default=False,
    ),
]


def corpus_app(command: type[TyperCommand]) -> typer.Typer:
    """The group of commands, told by `command` how to end."""
    app = typer.Typer(
        name="corpus",
        help="Look a brand pack over: what is wrong in it, and how it compares with a reference.",
        no_args_is_help=True,
    )

    @app.command(cls=command)
    def check(
        against: _OthersDir = None,
        strict: _Strict = False,
        errors: _Errors = False,
        only: _Only = None,
        everything: _All = False,
        as_json: AsJson = False,
        brand: BrandDir = None,
    ) -> None:
        """Look over a pack before it is published: each finding with its place and its remedy.

        Nothing is changed. ✗ is an error, ! probably one, · a matter of judgement: the gravest are told first,
        and ten of a kind. With --json every finding is told, whatever else is asked for.

        Example: assistant corpus check --brand ~/documents/acme --strict
        """
        wanted = _wanted(only or [], errors=errors, everything=everything)
        _check(settings_in_force(brand), against, wanted, strict=strict, as_json=as_json)

    @app.command(cls=command)
    def facts(
        against: _Reference,
        table: _TableFile = "products.csv",
        name: _NameColumn = None,
        ignore: _Ignore = None,
        explained: _Explained = None,
        as_json: AsJson = False,
        brand: BrandDir = None,
    ) -> None:
        """Compare the pack's table with a reference: what is missing, what agrees, what does not.

        Rows are matched by name and alias; dates are compared to the coarser precision of the two.

        Example: assistant corpus facts --against museum.csv --ignore "edition|charging case"
        """
        try:
            patterns = [re.compile(pattern, re.IGNORECASE) for pattern in ignore or ()]
        except re.error as error:
            raise typer.BadParameter(f"not a regular expression: {error}", param_hint="--ignore") from error
        _facts(settings_in_force(brand), against, table, name, patterns, explained, as_json=as_json)

    del check, facts  # Typer keeps them
    return app


def _wanted(only: list[str], *, errors: bool, everything: bool) -> Wanted:
    """What is to be shown; a usage error for a kind that there is not."""
    from assistant.corpus.check import CHECKS
    from assistant.corpus.check.copied import NAME
    from assistant.interfaces.corpus_view import Wanted

    kinds = {check.name for check in CHECKS} | {NAME}
    if unknown := sorted({*only} - kinds):
        raise typer.BadParameter(
            f"there is no kind {unknown[0]!r}: name one of {', '.join(sorted(kinds))}", param_hint="--only"
        )
    wanted = Wanted(errors=errors, only=frozenset(only))
    return replace(wanted, like=None) if everything else wanted


def _check(settings: Settings, against: Path | None, wanted: Wanted, *, strict: bool, as_json: bool) -> None:
    from assistant.brand import Brand
    from assistant.corpus.check import Severity, Step, read_pack, run_checks
    from assistant.interfaces.corpus_view import CheckBars, findings_as_dict, show_findings
    from assistant.interfaces.terminal import open_console

    brand = Brand.read(settings.brand)
    if against and against.resolve() == brand.root.resolve():
        raise typer.BadParameter(
            "names the pack itself: name the folder of other texts", param_hint="--against"
        )
    with CheckBars(open_console(stderr=True)) as bars:
        pack = read_pack(brand, settings, bars)
        others = None
        if against:
            compared = Brand(root=against, name=against.name)  # a plain folder: its brand.toml has no say
            others = read_pack(compared, settings, bars, step=Step.READ_OTHERS)
        report = run_checks(pack, others, bars)
    if as_json:
        print_json(findings_as_dict(report))
    else:
        show_findings(open_console(), report, wanted)
    if strict and report.counts[Severity.ERROR]:
        raise typer.Exit(1)


def _facts(
    settings: Settings,
    against: Path,
    table: str,
    name: str | None,
    ignore: list[re.Pattern[str]],
    explained: Path | None,
    *,
    as_json: bool,
) -> None:
    from assistant.brand import Brand
    from assistant.corpus.facts import compare, read_explanations, read_table
    from assistant.interfaces.corpus_view import facts_as_dict, show_facts
    from assistant.interfaces.terminal import open_console

    brand = Brand.read(settings.brand)
    report = compare(
        read_table(brand.root / table),
        read_table(against, name),
        brand=brand.name,
        ignore=ignore,
        explained=read_explanations(explained) if explained else None,
    )
    if as_json:
        print_json(facts_as_dict(report))
    else:
        show_facts(open_console(), report)
