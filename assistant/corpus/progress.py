"""How a publish tells what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What a publish is doing, in this order."""

    SCAN = "scan"
    READ = "read"
    EMBED = "embed"
    BUILD = "build"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `done` of `total` files (scan, read), texts (embed) or passages (build, verify).

    `detail` names the file at hand.
    """

    stage: Stage
    done: int
    total: int
    detail: str = ""


Report = Callable[[Progress], None]
"""Told of every step; called on the publishing thread."""
