"""Publishing on the terminal: bars while it runs, a report at the end, and the list of releases."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.corpus import progress as publishing
from assistant.corpus.progress import Stage
from assistant.corpus.publish import PublishReport
from assistant.corpus.release import Release, Releases
from assistant.errors import ReleaseError
from assistant.interfaces.terminal import safe, styled

_DOING = {
    Stage.SCAN: "Looking for files",
    Stage.READ: "Reading documents",
    Stage.EMBED: "Embedding passages",
    Stage.BUILD: "Building the release",
    Stage.VERIFY: "Verifying it",
}


class StageBars:
    """A bar for each stage of a publish on a terminal; a line for each where output is piped."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[Stage, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish_all()
        self._bars.stop()

    def __call__(self, progress: publishing.Progress) -> None:
        """Show how far a stage is."""
        stage = progress.stage
        if stage not in self._tasks:
            self._finish_all()
            self._tasks[stage] = self._bars.add_task(_DOING[stage], total=None, count="", detail="")
            if not self._console.is_terminal:
                self._console.print(f"{_DOING[stage]} …")
        self._bars.update(
            self._tasks[stage],
            total=progress.total or None,  # unknown: the bar moves to and fro
            completed=progress.done,
            count=f"{progress.done}/{progress.total}" if progress.total else "",
            detail=safe(progress.detail)[-40:],
        )

    def _finish_all(self) -> None:
        """Fill the bars: a stage is over when the next one begins."""
        for task in self._tasks.values():
            self._bars.update(task, total=1, completed=1, detail="")


def show_report(console: Console, report: PublishReport) -> None:
    """Print what a publish did; what was left out, and why, comes last, where it is seen."""
    counts = (
        (report.added, "new"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
    )
    documents = ", ".join(f"{count} {word}" for count, word in counts if count)
    state = "Published" if report.switched else "Nothing has changed; still serving"
    if report.withdrawn:
        state = f"These documents are release {report.withdrawn}, which was rolled back; still serving"
    console.print(styled(f"{state} release {report.release}", "bold green"))
    if report.withdrawn:
        restore = report.restore or f"assistant rollback {report.withdrawn}"
        console.print(styled(f"  `{restore}` puts it back in service"))
    console.print(styled(f"  documents: {documents or 'none'}"))
    console.print(
        styled(f"  passages:  {report.passages} ({report.embedded} embedded, {report.reused} kept)")
    )
    console.print(styled(f"  took:      {sum(report.seconds.values()):.1f} s"))
    if report.drafts:
        console.print(styled(f"  drafts and internal documents, not published: {', '.join(report.drafts)}"))
    if report.embargoed:
        until = ", ".join(f"{path} ({day})" for path, day in report.embargoed)
        console.print(styled(f"  under embargo, found by nobody before its day: {until}"))
    if report.skipped:
        console.print(styled(f"  no documents, left out: {', '.join(report.skipped)}", "dim"))
    if report.unmatched:
        rules = ", ".join(report.unmatched)
        console.print(styled(f"  rules of brand.toml that match no file: {rules}", "yellow"))
    if report.quarantined:
        console.print()
        table = Table(
            title=f"Quarantined: {len(report.quarantined)} left out",
            title_justify="left",
            box=box.SIMPLE_HEAD,
        )
        table.add_column("file", style="bold", overflow="fold")
        table.add_column("why, and what to do", overflow="fold")
        for file in report.quarantined:
            table.add_row(styled(file.path), styled(file.reason))
        console.print(table)


def report_as_dict(report: PublishReport) -> dict[str, object]:
    """The report as plain values for ``json.dumps``; ``embargoed`` is there where anything is under embargo."""
    embargoed = [{"path": path, "until": day} for path, day in report.embargoed]
    return {
        "release": report.release,
        "switched": report.switched,
        "withdrawn": report.withdrawn,
        "documents": {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "removed": report.removed,
        },
        "passages": report.passages,
        "embedded": report.embedded,
        "reused": report.reused,
        "quarantined": [{"path": file.path, "reason": file.reason} for file in report.quarantined],
        "drafts": list(report.drafts),
        **({"embargoed": embargoed} if embargoed else {}),
        "skipped": list(report.skipped),
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.seconds.items()},
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A release as it is listed; `problem` says why it cannot be served."""

    id: str
    serving: bool
    release: Release | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """All releases, newest first, damaged ones too.

    `before` is the one that `rollback` would serve; the commands are written out for their brand.
    """

    rows: tuple[Listed, ...]
    before: str | None
    publish: str
    rollback: str


def listed(releases: Releases) -> Listing:
    """The releases of one brand."""
    serving = releases.current_id()
    rows: list[Listed] = []
    for release_id in reversed(releases.ids()):
        try:
            rows.append(Listed(release_id, release_id == serving, releases.get(release_id)))
        except ReleaseError as error:
            rows.append(Listed(release_id, release_id == serving, None, str(error)))
    return Listing(tuple(rows), releases.before(), releases.command("publish"), releases.command("rollback"))


def show_releases(console: Console, listing: Listing) -> None:
    """Print the releases, the one in service marked, and which one a rollback would serve."""
    rows = listing.rows
    if not rows:
        console.print(styled(f"Nothing is published yet. Run `{listing.publish}`."))
        return
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("", "release", "created (UTC)", "documents", "passages"):
        table.add_column(column, no_wrap=True)
    for row in rows:
        mark = styled("*" if row.serving else "", "bold green")
        if row.release:
            manifest = row.release.manifest
            created = f"{manifest.created:%Y-%m-%d %H:%M}"
            table.add_row(mark, row.id, created, str(len(manifest.documents)), str(manifest.passages))
        else:
            table.add_row(mark, row.id, styled("damaged", "red"), "", "")
    console.print(table)
    console.print(styled("* in service" if any(row.serving for row in rows) else "none is in service"))
    if listing.before:
        console.print(styled(f"`{listing.rollback}` would serve {listing.before}"))
    for row in rows:
        if row.problem:
            console.print(styled(row.problem, "red"))


def releases_as_list(listing: Listing) -> list[dict[str, object]]:
    """The releases as plain values for ``json.dumps``; a damaged one has a problem and no figures."""
    return [
        {
            "id": row.id,
            "serving": row.serving,
            "rollback": row.id == listing.before,
            "created": row.release.manifest.created.isoformat() if row.release else None,
            "documents": len(row.release.manifest.documents) if row.release else None,
            "passages": row.release.manifest.passages if row.release else None,
            "quarantined": len(row.release.manifest.quarantined) if row.release else None,
            "problem": row.problem or None,
        }
        for row in listing.rows
    ]
