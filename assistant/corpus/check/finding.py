"""What a check finds: a fact about one place of a pack, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.corpus.check.pack import Pack


class Severity(StrEnum):
    """How grave a finding is: an error is wrong, a warning probably is, a note is a matter of judgement."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    `document` is a path inside the pack; `line` counts from 1, None where the stored text is not the file;
    `place` names the row, or the page of a printed document, or is "". `first` ones are told before the others of
    their check.
    """

    severity: Severity
    document: str
    line: int | None
    place: str
    problem: str
    remedy: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One sort of finding: `name` for programs, `title` for readers, `find` to look for it."""

    name: str
    title: str
    find: Callable[[Pack], Iterable[Finding]]
