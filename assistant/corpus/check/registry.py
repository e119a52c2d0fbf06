"""All checks, in the order in which their findings are told, and a run of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.corpus.check import (
    columns,
    copied,
    disagreements,
    duplicates,
    front_matter,
    impossible,
    lengths,
    metadata,
    orders,
    pronouns,
    quotations,
    readable,
    references,
    repeated,
    rules,
)
from assistant.corpus.check.copied import SharedRun, shared_runs
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, Progress, Report, Step

CHECKS = (
    readable.CHECK,
    rules.CHECK,
    front_matter.CHECK,
    columns.CHECK,
    metadata.CHECK,
    metadata.RIGHTS,
    orders.CHECK,
    references.CHECK,
    duplicates.CHECK,
    impossible.CHECK,
    disagreements.CHECK,
    repeated.CHECK,
    quotations.CHECK,
    pronouns.CHECK,
    lengths.SENTENCES,
    lengths.PASSAGES,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a pack was compared with: `documents` texts, `unread` files, and every run of words they share."""

    folder: str
    documents: int
    unread: tuple[str, ...]
    runs: tuple[SharedRun, ...]

    @property
    def longest(self) -> SharedRun | None:
        """The shared run with most counted words."""
        return self.runs[0] if self.runs else None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at and what was found, by check; `seconds` is the time the checks took."""

    documents: int
    rows: int
    found: tuple[tuple[Check, tuple[Finding, ...]], ...]
    comparison: Comparison | None
    seconds: float

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for _, findings in self.found for finding in findings)


def run_checks(pack: Pack, others: Pack | None = None, progress: Report = lambda _: None) -> CheckReport:
    """Run every check; with `others`, look for words taken from them, too."""
    started = time.perf_counter()
    total = len(CHECKS) + (others is not None)
    found: list[tuple[Check, tuple[Finding, ...]]] = []
    for done, check in enumerate(CHECKS):
        progress(Progress(Step.CHECK, done, total, check.title))
        found.append((check, in_order(check.find(pack))))
    comparison = None
    if others is not None:
        progress(Progress(Step.CHECK, total - 1, total, copied.TITLE))
        runs = shared_runs(pack, others)
        unread = tuple(file.path for file in others.quarantined)
        comparison = Comparison(str(others.brand.root), len(others.documents), unread, runs)
        told = in_order(copied.findings(runs))
        found.append((Check(copied.NAME, copied.TITLE, lambda _: told), told))
    progress(Progress(Step.CHECK, total, total))
    rows = sum(len(table.rows) for table in pack.tables)
    return CheckReport(len(pack.documents), rows, tuple(found), comparison, time.perf_counter() - started)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by document and line, the first ones first, those that stand at one place as they came."""
    return tuple(
        sorted(findings, key=lambda finding: (not finding.first, finding.document, finding.line or 0))
    )
