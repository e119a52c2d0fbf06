"""Options that several commands share, and what they mean: settings, with the environment, and JSON to print."""
# ruff: noqa: PLC0415 - imports inside functions keep --help fast

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings

BrandDir = Annotated[
    Path | None,
    typer.Option(
        "--brand",
        metavar="DIR",
        help="The brand pack: a folder of documents (else ASSISTANT_BRAND, else corpus/apple).",
        show_default=False,
    ),
]
HomeDir = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="Where releases are kept (else ASSISTANT_HOME, else your user data folder).",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program instead of text.")]
PersonaId = Annotated[
    str | None,
    typer.Option("--persona", metavar="ID", help="Who speaks, by its id in brand.toml.", show_default=False),
]
Drafter = Annotated[
    str | None,
    typer.Option(
        "--drafter",
        metavar="NAME",
        help="Who drafts the answer before it is checked: 'extractive', a model name such as "
        "'openai:gpt-5', an OpenAI-compatible URL, or a GGUF file (else ASSISTANT_DRAFTER, "
        "else extractive).",
        show_default=False,
    ),
]


def settings_in_force(brand: Path | None, home: Path | None = None, drafter: str | None = None) -> Settings:
    """The settings in force: options over environment; BadParameter where one is wrong."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from assistant.settings import Settings, misspelt

    for name, nearest in misspelt(os.environ).items():
        meant = f": did you mean {nearest}?" if nearest else "."
        typer.echo(f"Warning: {name} is no setting and is ignored{meant}", err=True)
    options = {"brand": brand, "home": home, "drafter": drafter}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        problems = "; ".join(
            f"ASSISTANT_{'.'.join(map(str, issue['loc'])).upper()}: {issue['msg']}"
            for issue in error.errors()
        )
        raise typer.BadParameter(problems, param_hint="settings") from error
    except SettingsError as error:
        raise typer.BadParameter(f"{error}: write it as JSON", param_hint="settings") from error


def print_json(value: object) -> None:
    """Print `value` for a program, as every command does with ``--json``."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
