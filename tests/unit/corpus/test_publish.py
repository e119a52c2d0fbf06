"""Why there is nothing to publish, and what then goes on answering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant.brand import Brand
from assistant.corpus.ledger import Ledger
from assistant.corpus.publish import _Run
from assistant.corpus.release import Manifest, Release, Releases
from assistant.domain import Document, Kind, Quarantined, Source, Visibility, Voice
from tests.loading import settings

SERVING = "20300517T120000.000Z-00000000"
SHEET = Quarantined("old.xlsx", ".xlsx files cannot be read: save it as CSV")


def told(root: Path, drafts: Sequence[str], quarantined: Sequence[Quarantined]) -> tuple[str, str | None]:
    """What a publish of a pack that holds just these says, and what serves then; letter.md served before."""
    releases = Releases(root / "home", root)
    made = dt.datetime(2030, 5, 17, tzinfo=dt.UTC)
    manifest = Manifest(SERVING, made, "Acme", "c", "m", 1, {"letter.md": "checksum"}, (), {})
    Release(releases.building(SERVING), manifest).write_manifest()
    releases.finish(SERVING)
    releases.switch(SERVING)
    with closing(Ledger(root / "ledger.sqlite")) as ledger:
        for path in drafts:
            source = Source(path, "T", Kind.LETTER, Voice.BY_BRAND, "c", visibility=Visibility.DRAFT)
            ledger.record(Document(source, "Words.", ()), (), (), "recipe")
        run = _Run(Brand(root=root, name="Acme"), settings(), releases, ledger, lambda _: None)
        return run._nothing(tuple(quarantined)), releases.current_id()


def test_what_is_kept_back_is_out_of_service_whatever_else_cannot_be_read(tmp_path: Path) -> None:
    message, serving = told(tmp_path, ["letter.md"], [SHEET])
    assert serving is None
    assert "old.xlsx" in message
    assert "the release before, which still held them, is out of service" in message


def test_a_published_file_that_cannot_be_read_any_more_may_be_an_accident(tmp_path: Path) -> None:
    lost = Quarantined("letter.md", "is empty (0 bytes)")
    message, serving = told(tmp_path, ["plan.md"], [SHEET, lost])
    assert serving == SERVING
    assert f"release {SERVING} still serves what it holds: mend letter.md, or remove" in message


def test_an_empty_folder_may_be_one_too(tmp_path: Path) -> None:
    message, serving = told(tmp_path, [], [SHEET])
    assert serving == SERVING
    assert f"release {SERVING} still serves what it holds: add Markdown" in message
