"""The front matter of Markdown files: keys nobody reads, keys said twice, dates and periods that are not clear."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.load.guards import meant
from assistant.corpus.load.markdown import FRONT_MATTER
from assistant.corpus.load.metadata import KEYS
from assistant.dates import parse_date
from assistant.domain import PartialDate

_ENTRY = {
    "---": re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>.*))?$", re.MULTILINE),
    "+++": re.compile(r"^(?P<key>[A-Za-z][\w-]*)[ \t]*=[ \t]*(?P<value>.*)$", re.MULTILINE),
}
_ENDS = re.compile(r"\s*(?:/|\bto\b|–|—|(?<=\d{4})-(?=\d{4}))\s*")


def entries(document: PackDocument) -> Iterator[tuple[str, str, int]]:
    """Keys in lower case, values as written, and offsets of the front matter's own lines."""
    if document.suffix not in (".md", ".markdown"):
        return
    match = FRONT_MATTER.match(document.text)
    if match is None:
        return
    end = match.start("lines") + len(
        match["lines"].partition("\n[")[0]
    )  # below it stand a TOML table's own keys
    for entry in _ENTRY[match["fence"]].finditer(document.text, match.start("lines"), end):
        yield entry["key"].lower(), (entry["value"] or "").strip().strip("\"'"), entry.start()


def inverted_period(value: str) -> tuple[PartialDate, PartialDate] | None:
    """The two ends of a period whose end lies before its beginning, else None."""
    ends = [parse_date(part) for part in _ENDS.split(value)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0].earliest <= ends[1].latest:
        return None
    return ends[0], ends[1]


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        seen: dict[str, int] = {}
        inverted = False
        for key, value, offset in entries(document):
            inverted = inverted or (key == "period" and inverted_period(value) is not None)
            if key in seen:
                problem = f"says {key} twice, first in line {document.line(seen[key])}"
                yield document.finding(Severity.ERROR, offset, problem, "keep one of them")
            elif key not in KEYS:
                yield _unknown(document, key, value, offset)
            seen.setdefault(key, offset)
        told = any(key not in KEYS and meant(key, value) for key, value, _ in entries(document))
        if document.loaded.refused and not told:
            problem, _, remedy = document.loaded.refused.partition(": ")  # in a section
            yield document.finding(Severity.ERROR, 0, problem, remedy)
        for note in document.loaded.notes:
            problem, _, remedy = note.rpartition(": ")
            key = problem.partition(" ")[0]
            if key == "period" and inverted:
                continue  # told among the dates that cannot be
            yield document.finding(Severity.ERROR, seen.get(key, 0), problem, remedy)


def _unknown(document: PackDocument, key: str, value: str, offset: int) -> Finding:
    (near, *_) = (*difflib.get_close_matches(key, KEYS, 1, 0.75), meant(key, value))
    if near:
        return document.finding(
            Severity.ERROR, offset, f"the key {key!r} is not read", f"did you mean {near!r}?"
        )
    remedy = "remove it, or write it into the text if fans shall find it"
    return document.finding(Severity.NOTE, offset, f"the key {key!r} is not read", remedy)


CHECK = Check("front matter", "Front matter that is not understood", _find)
