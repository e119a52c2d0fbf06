"""What `assistant corpus` shows: findings by sort, a table beside its reference, bars while a pack is read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType
from typing import Self

from rich import box
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from assistant.columns import DATES
from assistant.corpus.check import CheckReport, Finding, Progress, Severity, Step
from assistant.corpus.check.copied import LONGEST_RUN, SharedRun
from assistant.corpus.check.registry import Comparison
from assistant.corpus.facts import Agreement, Cell, Compared, FactsReport, Precision
from assistant.corpus.share import Share
from assistant.interfaces.terminal import safe, styled

_DOING = {
    Step.READ: "Reading documents",
    Step.READ_OTHERS: "Reading what to compare with",
    Step.CHECK: "Checking",
}
_MARKS = {Severity.ERROR: ("✗", "red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "cyan")}
_MANY = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}
_LIKE = 10  # findings of one kind that are shown before "and 117 more like it"
_PARTICULAR = re.compile(r"'[^']*'|\d[\d.,:/-]*")
_NAMED = 12  # missing rows of a family that are named before "and 5 more"


class CheckBars:
    """A bar for each step on a terminal, nothing where output is piped."""

    def __init__(self, console: Console) -> None:
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[Step, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how far a step is."""
        if progress.step not in self._tasks:
            self._tasks[progress.step] = self._bars.add_task(_DOING[progress.step], detail="")
        self._bars.update(
            self._tasks[progress.step],
            total=progress.total,
            completed=progress.done,
            detail=safe(progress.detail)[-40:],
        )


# ---------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are shown: `only` of the checks so named, where any are; not more than a few `like` each other."""

    errors: bool = False
    only: frozenset[str] = frozenset()
    like: int | None = _LIKE

    @property
    def narrowed(self) -> bool:
        """Whether some findings are left out on purpose."""
        return self.errors or bool(self.only)


def show_findings(console: Console, report: CheckReport, wanted: Wanted | None = None) -> None:
    """Print what was found, the gravest first, then sort by sort; the sum of it comes last, where it is seen."""
    wanted = wanted or Wanted()
    shown = [found for found in report.found if not wanted.only or found[0].name in wanted.only]
    for severity in [Severity.ERROR] if wanted.errors else Severity:
        for check, every in shown:
            findings = [finding for finding in every if finding.severity is severity]
            if findings:
                console.print(styled(f"{check.title}: {len(findings)}", "bold"))
                for like in _alike(findings):
                    _show_alike(console, like, wanted.like)
                console.print()
    if report.comparison:
        _show_comparison(console, report.comparison)
    looked = f"{report.documents} documents and {report.rows} rows of tables looked over"
    console.print(styled(f"{looked} in {report.seconds:.1f} s: {_sum(report)}", "bold"))
    if wanted.narrowed:
        console.print(styled("shown was what --errors or --only names, counted is everything", "dim"))


def _alike(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Findings of one kind together: those whose remedy is the same but for names and figures."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(_PARTICULAR.sub("…", finding.remedy), []).append(finding)
    return kinds.values()


def _show_alike(console: Console, findings: Sequence[Finding], limit: int | None) -> None:
    """Print findings of one kind, no more than `limit`."""
    hidden = max(0, len(findings) - limit) if limit is not None else 0
    for remedy, some in groupby(findings[: len(findings) - hidden], key=lambda finding: finding.remedy):
        for finding in some:
            console.print(_line(finding))
        console.print(styled(f"    → {remedy}", "dim"))
    if hidden:
        console.print(styled(f"    and {hidden} more like it (--all shows them)", "dim"))


def _line(finding: Finding) -> Text:
    mark, colour = _MARKS[finding.severity]
    place = f"{finding.document}:{finding.line}" if finding.line else finding.document
    name = f" {finding.place}" if finding.place else ""
    line = Text(f"  {mark} ", colour).append_text(styled(place, "bold")).append_text(styled(name, "cyan"))
    return line.append_text(styled(f"  {finding.problem}"))


def _sum(report: CheckReport) -> str:
    counts = report.counts
    parts = [
        f"{counts[each]} {each.value if counts[each] == 1 else _MANY[each]}"
        for each in Severity
        if counts[each]
    ]
    return ", ".join(parts) or "nothing found"


def _show_comparison(console: Console, comparison: Comparison) -> None:
    copied = sum(run.counted > LONGEST_RUN for run in comparison.runs)
    told = f"{copied or 'No'} run{'' if copied == 1 else 's'} of more than {LONGEST_RUN} words"
    texts = f"{comparison.documents} text{'' if comparison.documents == 1 else 's'} of {comparison.folder}"
    console.print(styled(f"{told} shared with {texts}", "bold"))
    if comparison.unread:
        console.print(
            styled(f"  not compared, as they cannot be read: {', '.join(comparison.unread)}", "yellow")
        )
    if comparison.longest and not copied:
        run = comparison.longest
        places = f"{run.document.where(run.start)} and {run.other.where(run.other_start)}"
        words = textwrap.shorten(run.words, 200, placeholder=" …")
        console.print(styled(f"  the longest has {run.counted}: “{words}” ({places})"))
    console.print(styled("  names, titles and figures are not counted", "dim"))
    console.print()


def findings_as_dict(report: CheckReport) -> dict[str, object]:
    """The findings as plain values for ``json.dumps``."""
    return {
        "documents": report.documents,
        "rows": report.rows,
        "seconds": round(report.seconds, 3),
        "counts": {severity.value: report.counts[severity] for severity in Severity},
        "checks": {check.name: len(findings) for check, findings in report.found},
        "findings": [
            {
                "check": check.name,
                "severity": finding.severity.value,
                "document": finding.document,
                "line": finding.line,
                "place": finding.place or None,
                "problem": finding.problem,
                "remedy": finding.remedy,
            }
            for check, findings in report.found
            for finding in findings
        ],
        "comparison": _comparison_as_dict(report.comparison) if report.comparison else None,
    }


def _comparison_as_dict(comparison: Comparison) -> dict[str, object]:
    return {
        "folder": comparison.folder,
        "documents": comparison.documents,
        "unread": list(comparison.unread),
        "limit": LONGEST_RUN,
        "longest": _run_as_dict(comparison.longest) if comparison.longest else None,
        "copied": [_run_as_dict(run) for run in comparison.runs if run.counted > LONGEST_RUN],
    }


def _run_as_dict(run: SharedRun) -> dict[str, object]:
    return {
        "words": run.words,
        "counted": run.counted,
        "document": run.document.id,
        "start": run.start,
        "end": run.end,
        "line": run.document.line(run.start),
        "other_document": run.other.id,
        "other_line": run.other.line(run.other_start),
    }


# ---------------------------------------------------------------- facts


def show_facts(console: Console, report: FactsReport) -> None:
    """Print how much of the reference the pack has and where they differ; what is missing comes last."""
    aside = f" ({report.ignored} left aside)" if report.ignored else ""
    console.print(styled(f"{len(report.compared)} rows of the reference{aside}", "bold"))
    if report.families.whole:
        console.print(styled(f"  families covered  {_share(report.families)}"))
    console.print(styled(f"  rows covered      {_share(report.rows)}"))
    console.print(styled(f"  dates agree       {_share(report.agreeing())}{_precisions(report)}"))
    mixed = report.agreeing_if_mixed()
    if mixed.part > report.agreeing().part:
        console.print(styled(f"    {'or mixed up':<20} {_share(mixed)}: announced for released", "dim"))
    for column in report.columns:
        silent = report.count(Agreement.SILENT, column)
        gap = f"; {silent} cells of ours are empty" if silent else ""
        console.print(styled(f"    {column:<20} {_share(report.agreeing(column))}{gap}", "dim"))
    _show_differing(console, report)
    for identifier, column in report.unused:
        told = f"No disagreement fits the explanation for {identifier}, {column}: remove it"
        console.print(styled(told, "yellow"))
    _show_missing(console, report.missing)


def _precisions(report: FactsReport) -> str:
    counts = [(each, report.count(Agreement.AGREE, precision=each)) for each in reversed(Precision)]
    parts = [f"{count} to the {each.value}" for each, count in counts if count]
    return f": {', '.join(parts)}" if parts else ""


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "none to compare"
    low, high = share.interval
    return f"{share.part} of {share.whole} = {share.value:.1%} ({low:.1%}-{high:.1%})"


def _show_differing(console: Console, report: FactsReport) -> None:
    differing = report.differing
    if not differing:
        return
    explained = sum(bool(cell.why) for _, cell in differing)
    table = Table(
        title=f"Disagreements: {len(differing)}, {explained} of them explained",
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    for column in ("reference", "ours", "column", "reference says", "ours says", "why"):
        table.add_column(column, overflow="fold")
    for each, cell in differing:
        table.add_row(*map(styled, _differing_cells(each, cell)))
    console.print()
    console.print(table)


def _differing_cells(each: Compared, cell: Cell) -> Iterator[str]:
    assert each.match is not None
    yield each.row.name
    yield f"{each.match.name} (line {each.match.line})"
    yield cell.column
    yield f"{cell.theirs} ({cell.hint})" if cell.hint else cell.theirs
    yield cell.ours
    yield cell.why


def _show_missing(console: Console, missing: Sequence[Compared]) -> None:
    if not missing:
        return
    console.print()
    console.print(styled(f"Missing: {len(missing)}", "bold"))
    families: dict[str, list[str]] = {}
    for each in missing:
        families.setdefault(each.family, []).append(each.row.name)
    for family, names in sorted(families.items()):
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        head = f"{family or 'no family'} ({len(names)})"
        console.print(styled(f"  {head}: {'; '.join(names[:_NAMED])}{more}"))


def facts_as_dict(report: FactsReport) -> dict[str, object]:
    """The comparison as plain values for ``json.dumps``."""
    return {
        "rows": len(report.compared),
        "ignored": report.ignored,
        "families_covered": _share_as_dict(report.families),
        "rows_covered": _share_as_dict(report.rows),
        "dates_agree": {
            **_share_as_dict(report.agreeing()),
            "by_precision": {each.value: _share_as_dict(report.agreeing(None, each)) for each in Precision},
        },
        "dates_agree_if_mixed": _share_as_dict(report.agreeing_if_mixed()),
        "columns": {
            column: {
                **_share_as_dict(report.agreeing(column)),
                "silent": report.count(Agreement.SILENT, column),
            }
            for column in report.columns
        },
        "disagreements": [_differing_as_dict(each, cell) for each, cell in report.differing],
        "unused_explanations": [list(key) for key in report.unused],
        "missing": [
            {"name": each.row.name, "family": each.family or None, "line": each.row.line}
            for each in report.missing
        ],
    }


def _share_as_dict(share: Share) -> dict[str, object]:
    interval = share.interval
    return {
        "part": share.part,
        "whole": share.whole,
        "share": None if share.value is None else round(share.value, 4),
        "interval": None if interval is None else [round(end, 4) for end in interval],
    }


def _differing_as_dict(each: Compared, cell: Cell) -> dict[str, object]:
    assert each.match is not None
    return {
        "name": each.row.name,
        "line": each.row.line,
        "our_name": each.match.name,
        "our_line": each.match.line,
        "column": cell.column,
        "is_date": cell.role in DATES,
        "reference": cell.theirs,
        "ours": cell.ours,
        "hint": cell.hint or None,
        "why": cell.why or None,
    }
