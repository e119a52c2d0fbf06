"""Files that publishing would leave out, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack


def _find(pack: Pack) -> Iterator[Finding]:
    for file in pack.quarantined:
        problem, _, remedy = file.reason.partition(": ")
        yield Finding(Severity.ERROR, file.path, None, "", problem, remedy or "mend or remove it")


CHECK = Check("unreadable", "Files that cannot be read", _find)
