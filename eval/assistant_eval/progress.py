"""How far a long run is, on standard error: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_EVERY_S = 15.0


class RowProgress:
    """Counts the rows of one file, with the time that is left. Use it in a ``with``."""

    def __init__(self, console: Console, name: str, total: int) -> None:
        self._console = console
        self._name, self._total = name, total
        self._done, self._started = 0, time.monotonic()
        self._next_line = self._started + LINE_EVERY_S
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(name, total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self) -> None:
        """One more row is done."""
        self._done += 1
        self._bar.advance(self._task)
        now = time.monotonic()
        if not self._console.is_terminal and now >= self._next_line:
            self._next_line = now + LINE_EVERY_S
            left = (now - self._started) / self._done * (self._total - self._done)
            self._console.print(f"{self._name}: {self._done}/{self._total} rows, about {left:.0f} s left")
