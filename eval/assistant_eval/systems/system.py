"""What every system can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant_eval.cases import Case
from assistant_eval.records import Outcome, Retrieved


@dataclass(frozen=True, slots=True)
class Said:
    """What a system said to one case, from what, and what it used (tokens, where it tells)."""

    outcome: Outcome
    retrieved: tuple[Retrieved, ...] = ()
    usage: Mapping[str, float] = field(default_factory=dict[str, float])


class System(Protocol):
    """Answers cases, one or several at a time."""

    @property
    def told(self) -> Mapping[str, Any]:
        """What it is, as plain values for ``run.json``: equal where the same answers are to be expected."""
        ...

    @property
    def at_once(self) -> int:
        """How many cases it may be asked side by side."""
        ...

    def ask(self, case: Case) -> Said:
        """Its answer; AssistantError where it fails, which is recorded as what came of the case."""
        ...

    def close(self) -> None:
        """Let go of files and servers."""
        ...
