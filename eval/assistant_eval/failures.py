"""How commands for evaluators end: 0 done, 1 a failure told in one line, 2 a usage error, 130 after Ctrl-C."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import typer

from assistant.errors import AssistantError

INTERRUPTED = 130


@contextmanager
def told_failures(stopped: str = "") -> Generator[None]:
    """Failures as one line on standard error; after Ctrl-C `stopped` says what became of the work."""
    try:
        yield
    except AssistantError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo(f"Stopped. {stopped}".rstrip(), err=True)
        raise typer.Exit(INTERRUPTED) from None
