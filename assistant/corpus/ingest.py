"""From files to passages, all kept in the ledger; what did not change is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from assistant import domain, text
from assistant.corpus import load, rows, split, tables
from assistant.corpus.ledger import Ledger
from assistant.corpus.load import DocumentReader, Scan, SourceFile
from assistant.corpus.progress import Progress, Report, Stage
from assistant.domain import Document, Quarantined, Rights, Visibility
from assistant.retrieval import names
from assistant.settings import Settings

READERS = ("beautifulsoup4", "charset-normalizer", "lxml", "markdown-it-py", "pypdf", "python-docx", "pyyaml")
"""Libraries that files are read with."""


def code_version(modules: Sequence[ModuleType], libraries: Sequence[str]) -> str:
    """A hash of modules' source code and libraries' versions: changes whenever what they make may change.

    Of a package all modules in its folder count. Better than a version number in that nobody can forget to raise it; at
    worst some work is done again.
    """
    total = hashlib.sha256()
    for module in modules:
        file = Path(str(module.__file__))
        for each in sorted(file.parent.glob("*.py")) if hasattr(module, "__path__") else [file]:
            total.update(each.read_bytes())
    for library in libraries:
        total.update(f"{library} {version(library)}\n".encode())
    return total.hexdigest()


def split_version() -> str:
    """The version of everything that makes passages out of a file: one refused before is tried again with a new one."""
    return code_version((domain, text, load, names, tables, rows, split), (*READERS, "sentencex"))


def unread(found: Scan, ledger: Ledger) -> list[SourceFile]:
    """The files that are new or changed since the ledger recorded, or refused, them."""
    recipe = split_version()
    recorded, refused = ledger.recorded(recipe), ledger.refused(recipe)
    known = {**{path: checksum for path, (checksum, _) in refused.items()}, **recorded}
    return [file for file in found.files if known.get(file.path) != file.checksum]


def read_documents(
    found: Scan, ledger: Ledger, settings: Settings, report: Report
) -> tuple[Quarantined, ...]:
    """Bring the ledger's documents up to what was found; the files that could not become documents."""
    recipe = split_version()
    files = unread(found, ledger)
    unchanged = {file.path for file in found.files} - {file.path for file in files}
    quarantined = {
        path: Quarantined(path, reason)
        for path, (_, reason) in ledger.refused(recipe).items()
        if path in unchanged
    }
    with DocumentReader(settings) as reader:
        for done, (file, read) in enumerate(zip(files, reader.read_all(files), strict=True)):
            report(Progress(Stage.READ, done, len(files), file.path))
            refused = _record(read, ledger, recipe) if isinstance(read, Document) else read
            if refused is not None:
                quarantined[file.path] = refused
    report(Progress(Stage.READ, len(files), len(files)))
    ledger.remove(ledger.documents() - {file.path for file in found.files if file.path not in quarantined})
    ledger.refuse(
        (
            (file.path, file.checksum, quarantined[file.path].reason)
            for file in found.files
            if file.path in quarantined and not quarantined[file.path].passing
        ),
        recipe,
    )
    return tuple(quarantined[path] for path in sorted(quarantined))


def _record(document: Document, ledger: Ledger, recipe: str) -> Quarantined | None:
    source = document.source
    if source.visibility is Visibility.DRAFT or source.rights is Rights.INTERNAL:
        # Known, so that it is not read again, and never published: what is not in a release cannot leak.
        kept_back = replace(document, source=replace(source, visibility=Visibility.DRAFT))
        ledger.record(kept_back, (), (), recipe)
        return None
    passages = split.split(document)
    if not passages:
        return Quarantined(document.source.id, "holds no sentence that could be cited: remove it or add text")
    texts = [split.search_text(document.source, passage) for passage in passages]
    ledger.record(document, passages, texts, recipe)
    return None
