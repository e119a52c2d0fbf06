"""Publishing: scan, read, split, embed, build, verify, switch.

Every step but the last leaves the release in service alone, and what is done is kept in the ledger: a
publish that was killed is taken up where it stopped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from assistant import domain
from assistant.brand import Brand
from assistant.corpus.build import build, file_sizes, sync, verify
from assistant.corpus.embedding import BackgroundEmbedding
from assistant.corpus.ingest import code_version, read_documents, split_version, unread
from assistant.corpus.ledger import Ledger
from assistant.corpus.load import Scan, scan
from assistant.corpus.progress import Progress, Report, Stage
from assistant.corpus.release import Manifest, Release, Releases, release_id
from assistant.corpus.state import publish_lock
from assistant.domain import Quarantined
from assistant.errors import PublishError, ReleaseError
from assistant.retrieval import dense, facets, lexical, records, store
from assistant.retrieval.model_files import model_fingerprint, model_folder
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publish did.

    `switched` is False where the release in service already held exactly this corpus, or where the release
    that does, `withdrawn`, was rolled back from. Documents are counted against the release in service before.
    `embedded` passages needed a vector, `reused` ones had it. `drafts` and `skipped` (in no format that is
    read) are paths, `embargoed` paths with the day before which nobody finds them; `unmatched` are as in `Scan`,
    `seconds` by stage. `restore` is the command that puts `withdrawn` back in service.
    """

    release: str
    switched: bool
    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    embedded: int
    reused: int
    quarantined: tuple[Quarantined, ...]
    drafts: tuple[str, ...]
    skipped: tuple[str, ...]
    seconds: dict[str, float]
    withdrawn: str | None = None
    unmatched: tuple[str, ...] = ()
    embargoed: tuple[tuple[str, str], ...] = ()
    restore: str = ""


_REPORT = TypeAdapter(PublishReport)

TryOut = Callable[[Release, Brand], None]
"""Opens of a release what serving makes of its words, which is not known here; raises where it cannot."""


def _not_tried(_release: Release, _brand: Brand) -> None:
    pass


def publish(
    brand: Brand, settings: Settings, progress: Report, try_out: TryOut = _not_tried
) -> PublishReport:
    """Publish the brand's pack and serve it, once it is verified and `try_out` has nothing against it.

    Raises PublishLocked where another publish of this pack runs, PublishError where there is nothing to
    publish or the build fails, ModelError for the embedding model. The release before then still serves.
    """
    releases = Releases(settings.home, brand.root)
    try:
        with publish_lock(releases.state), closing(Ledger(releases.state / "ledger.sqlite")) as ledger:
            releases.sweep()
            return _Run(brand, settings, releases, ledger, progress, try_out).run()
    except (OSError, sqlite3.Error) as error:
        raise PublishError(
            f"publishing stopped ({error}): check free space and permissions of {releases.state}, then run "
            f"'{releases.command('publish')}' again; it goes on where it stopped"
        ) from error


@dataclass(slots=True)
class _Run:
    """One run of `publish`, with what it was given and the seconds its stages took."""

    brand: Brand
    settings: Settings
    releases: Releases
    ledger: Ledger
    progress: Report
    try_out: TryOut = _not_tried
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    def run(self) -> PublishReport:
        before = self._serving()
        with self._stage(Stage.SCAN):
            found = scan(self.brand, self.settings)
            model = model_fingerprint(model_folder(self.settings.embedding_model))
        quarantined, embedded = self._ingest(found, model)
        withdrawn = self._withdrawn(model) if before else None
        release = withdrawn or self._release(model, (*found.quarantined, *quarantined))
        self.releases.prune(self.settings.keep_releases)
        report = self._report(release.manifest, before, embedded, found, quarantined)
        if withdrawn and before:
            restore = self.releases.command(f"rollback {withdrawn.id}")
            report = replace(
                report, release=before.id, switched=False, withdrawn=withdrawn.id, restore=restore
            )
        now = dt.datetime.now(tz=dt.UTC).isoformat()
        self.ledger.close_books(release.id, now, _REPORT.dump_json(report).decode())
        return report

    def _serving(self) -> Manifest | None:
        try:
            return self.releases.current().manifest
        except ReleaseError:
            return None  # none yet, or damaged: publishing is the remedy

    @contextmanager
    def _stage(self, stage: Stage) -> Generator[None]:
        self.progress(Progress(stage, 0, 0))
        started = time.perf_counter()
        yield
        self.seconds[stage.value] = time.perf_counter() - started

    def _ingest(self, found: Scan, model: str) -> tuple[tuple[Quarantined, ...], int]:
        """The quarantined files and the number of texts embedded."""
        if not unread(found, self.ledger) and not self.ledger.missing(model):
            embedding = nullcontext()  # loading the model takes seconds
        else:
            embedding = BackgroundEmbedding(self.settings.embedding_model, self.ledger.path)
        with embedding as running:
            with self._stage(Stage.READ):
                quarantined = read_documents(found, self.ledger, self.settings, self.progress)
            if not self.ledger.passages():
                raise PublishError(self._nothing((*found.quarantined, *quarantined)))
            with self._stage(Stage.EMBED):
                return quarantined, running.finish(self.progress) if running else 0

    def _nothing(self, quarantined: tuple[Quarantined, ...]) -> str:
        """Why there is nothing to publish. What is kept back on purpose takes the release that holds it out of service.

        An empty folder may be an accident, and so may published files that cannot be read any more.
        """
        facts, drafts = [f"{self.brand.root} holds no document that can be published"], self.ledger.drafts()
        if quarantined:
            first = quarantined[0]
            facts.append(f"{len(quarantined)} cannot be read, such as {first.path}: {first.reason}")
        if drafts:
            facts.append(f"{len(drafts)} are drafts or internal")
        remedy = "add Markdown, text, HTML, PDF, DOCX, CSV, JSON or caption files to it"
        if serving := self.releases.current_id():
            before = self._serving()
            lost = [each.path for each in quarantined if before and each.path in before.documents]
            if drafts and not lost:
                self.releases.retire()
                facts.append("the release before, which still held them, is out of service")
            else:
                facts.append(f"release {serving} still serves what it holds")
            if lost:
                remedy = f"mend {', '.join(lost)}, or remove what is not to be published, and publish again"
        return f"{'; '.join(facts)}: {remedy}"

    def _existing(self, content: str) -> Release | None:
        """The newest release with that content whose index is there; a damaged one is built anew."""
        same = (one for one in reversed(self.releases.list()) if one.manifest.content == content)
        return next((one for one in same if one.is_whole), None)

    def _withdrawn(self, model: str) -> Release | None:
        """The release of what the ledger holds, where somebody rolled back from it."""
        found = self._existing(_content_hash(self.ledger.published(), model))
        return found if found and found.id in self.releases.withdrawn() else None

    def _release(self, model: str, quarantined: tuple[Quarantined, ...]) -> Release:
        """The release of what the ledger holds, in service: one that exists, or a new one."""
        documents = self.ledger.published()
        content = _content_hash(documents, model)
        if release := self._existing(content):
            return release if release.id == self.releases.current_id() else self._put_in_service(release)
        created = dt.datetime.now(tz=dt.UTC)
        manifest = Manifest(
            id=release_id(created, content),
            created=created,
            brand=self.brand.name,
            content=content,
            model=model,
            passages=self.ledger.passages(),
            documents=documents,
            quarantined=quarantined,
            files={},
        )
        release = Release(self.releases.building(manifest.id), manifest)
        with self._stage(Stage.BUILD):
            total = manifest.passages
            build(release, self.ledger, lambda done: self.progress(Progress(Stage.BUILD, done, total)))
            release = replace(release, manifest=replace(manifest, files=file_sizes(release.folder)))
            release.write_manifest()
            sync(release.folder)
        return self._put_in_service(release)

    def _put_in_service(self, release: Release) -> Release:
        with self._stage(Stage.VERIFY):
            verify(release, self.ledger.path)
            self._try_out(release)
        if release.id not in self.releases.ids():
            self.releases.finish(release.id)
        return self.releases.switch(release.id)

    def _try_out(self, release: Release) -> None:
        try:
            self.try_out(release, self.brand)
        except Exception as error:
            raise PublishError(
                f"release {release.id} holds what cannot be served ({type(error).__name__}: {error}): the release "
                "before it still serves; leave out the tables that were added last, and publish again"
            ) from error

    def _report(
        self,
        now: Manifest,
        before: Manifest | None,
        embedded: int,
        found: Scan,
        quarantined: tuple[Quarantined, ...],
    ) -> PublishReport:
        old = before.documents if before else {}
        new = now.documents
        same = sum(old.get(path) == checksum for path, checksum in new.items())
        return PublishReport(
            release=now.id,
            switched=before is None or before.id != now.id,
            added=len(new.keys() - old.keys()),
            changed=len(new.keys() & old.keys()) - same,
            removed=len(old.keys() - new.keys()),
            unchanged=same,
            passages=now.passages,
            embedded=embedded,
            reused=now.passages - embedded,
            quarantined=(*found.quarantined, *quarantined),
            drafts=self.ledger.drafts(),
            skipped=found.skipped,
            seconds=self.seconds,
            unmatched=found.unmatched,
            embargoed=self.ledger.embargoed(dt.datetime.now(tz=dt.UTC).date()),
        )


def _content_hash(documents: dict[str, str], model: str) -> str:
    index = code_version((domain, store, records, dense, lexical, facets), ("chromadb", "tantivy"))
    parts = [index, split_version(), model, sorted(documents.items())]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
