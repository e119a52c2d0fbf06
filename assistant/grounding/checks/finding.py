"""What an exact check says against a window of the evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a window does not bear out a claim; `contradicts` where it says something else instead."""

    reason: str
    contradicts: bool = False
