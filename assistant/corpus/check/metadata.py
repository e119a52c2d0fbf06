"""What nobody wrote down about a document, so that it was guessed or is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from assistant.columns import DATES, column_key
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.load.guess import pretty
from assistant.domain import Rights, Voice

_REMEDY = "add it to its front matter, to a sidecar beside it, or to a rule of brand.toml"
_ORIGIN = re.compile(r"\b(?:sources?|urls?|link|reference)\b")


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        missing = list(_missing(document))
        if missing:
            yield document.finding(Severity.WARNING, 0, f"has no {', no '.join(missing)}", _REMEDY)


def _missing(document: PackDocument) -> Iterator[str]:
    source, undeclared, table = document.source, document.loaded.undeclared, document.table
    if "title" in undeclared and source.title == pretty(PurePosixPath(source.id).stem):
        yield f"title (shown as {source.title!r})"
    if "kind" in undeclared:
        yield f"kind (taken for {source.kind.value})"
    if "voice" in undeclared:
        yield f"voice (taken for {source.voice.value})"
    if source.date is None and source.period is None and not (table and table.has(*DATES)):
        yield "date or period"
    if not _traced(document) and source.rights is not Rights.INTERNAL:
        yield "url or sources"


def _traced(document: PackDocument) -> bool:
    """Whether a reader can find out where it comes from; what the brand wrote itself is its own source."""
    source, table = document.source, document.table
    if source.url or source.sources or source.voice is Voice.BY_BRAND:
        return True
    if source.voice is Voice.BY_FOUNDER and source.place and source.date:
        return True  # an occasion: whoever was there can say so
    return any(_ORIGIN.search(column_key(column)) for column in (table.columns if table else ()))


def _find_rights(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        source, undeclared = document.source, document.loaded.undeclared
        if source.rights is Rights.INTERNAL:
            continue
        missing: list[str] = []
        if source.licence is None:
            missing.append("no licence")
        if "rights" in undeclared:
            missing.append("no rights (taken for quote: its words are shown)")
        if missing:
            yield document.finding(Severity.WARNING, 0, f"has {' and '.join(missing)}", _REMEDY)


CHECK = Check("metadata", "Metadata nobody wrote down", _find)
RIGHTS = Check("rights", "Rights and licences nobody wrote down", _find_rights)
