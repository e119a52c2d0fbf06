"""How a stretch of a document reads for a judge: with its title, date and headings, in a table with its columns.

A record holds a stretch as it is stored. A row of a table (``ipod,iPod,,2001-10-23``) says nothing without the
names of its columns, and a paragraph may leave its subject to its heading, so whoever judges an answer by such a
stretch must read it as the system could. What no pack holds is read as it is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from assistant.brand import Brand
from assistant.corpus.load.child import answer
from assistant.corpus.load.scan import SourceFile, scan
from assistant.corpus.rows import column_title
from assistant.corpus.split import split
from assistant.domain import BlockKind, Evidence, PartialDate, Passage, Quarantined, Source, Voice
from assistant.grounding.checks.names import NameTable
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.scoring.bare import as_evidence
from assistant.settings import Settings
from assistant.text import fold, plain, segment

_PROSE = 8
"""Words from which a cell of a table is a statement of its own and no value."""

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_IN_CURRENCY = re.compile(rf"(?P<title>.+) \((?P<code>{'|'.join(_SIGNS)})\)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One stretch. `head` is what stands above it, `body` how it reads, `rows` its rows of a table.

    `passages` hold it in its document, or are made of the bare words; `start` and `end` are its place there. `told`
    is how the system says it reads, where no pack knows better.
    """

    head: str
    body: str
    start: int
    end: int
    passages: tuple[Evidence, ...]
    rows: tuple[Mapping[str, str], ...] = field(default=())
    told: str = ""

    @property
    def text(self) -> str:
        """What a judge reads."""
        return "\n\n".join(part for part in (self.head, self.told, self.body) if part)

    @cached_property
    def sentences(self) -> frozenset[Words]:
        """Its sentences as folded words: what stands in it word for word, a row of a table as it is read out."""
        said = {folded(one.rendering) for part in (self.body, self.told) for one in segment(part)}
        return frozenset(said) | self.rows_read_out

    @cached_property
    def rows_read_out(self) -> frozenset[Words]:
        """Its rows of a table as the product reads them out: each is one sentence, whatever full stops are in it."""
        return frozenset(
            folded(one.rendering)
            for item in self.passages
            if item.passage.kind is BlockKind.TABLE_ROW
            for one in item.passage.sentences
            if one.start < self.end and self.start < one.end
        )


def folded(text: str) -> Words:
    """The words of `text` as they are compared to the letter."""
    return tuple(token.folded for token in tokenise(text))


class Pack:
    """The documents of a brand pack, each read when it is first asked for."""

    def __init__(self, root: Path) -> None:
        """Look through the pack; BrandError where its ``brand.toml`` is wrong."""
        self.brand = Brand.read(root)
        founder = self.brand.founder
        names = {founder.name: founder.aliases} if founder else {}
        self.names = NameTable({**self.brand.aliases, **names})
        self._files = {file.path: file for file in scan(self.brand, Settings(brand=root)).files}
        self._load = lru_cache(maxsize=4096)(_load)

    def passages(self, document: str, start: int, text: str) -> tuple[int, tuple[Evidence, ...]]:
        """Where `text` stands in a document, `start` unless it has been edited since, and the passages it touches.

        None where the pack does not hold it any more.
        """
        file = self._files.get(document)
        stored, source, passages = self._load(file) if file else ("", None, ())
        at = start if stored.startswith(text, start) else stored.find(text)
        if source is None or at < 0 or not text:
            return start, ()
        touched = [passage for passage in passages if passage.start < at + len(text) and at < passage.end]
        return at, tuple(
            Evidence(passage, source, rank, 0.0) for rank, passage in enumerate(touched, start=1)
        )

    def texts(self, document: str) -> tuple[str, ...] | None:
        """What a document says, as it is stored and as its passages read; None where the pack has no such document."""
        file = self._files.get(document)
        stored, source, passages = self._load(file) if file else ("", None, ())
        return None if source is None else (stored, *(passage.rendering for passage in passages))


def reading_of(told: Mapping[str, Any], pack: Pack | None) -> Reading:
    """The reading of a citation as the outcome tells it, or of a retrieved stretch with the same keys."""
    document, text = str(told["document"]), str(told["text"])
    start, passages = pack.passages(document, int(told["start"]), text) if pack and document else (0, ())
    if not passages:
        bare = as_evidence(text, 0)
        source = _source(told, bare.source)
        item = Evidence(bare.passage, source, bare.rank, bare.score)
        reading = str(told.get("reading") or "")
        return Reading(
            _head(source, ()), text, 0, len(text), (item,), told=reading if reading != text else ""
        )
    source, passage = passages[0].source, passages[0].passage
    rows = tuple(dict(item.passage.fields) for item in passages if item.passage.fields)
    body = "\n\n".join(_row(item.passage.fields) for item in passages if item.passage.fields) or text
    return Reading(_head(source, passage.heading_path), body, start, start + len(text), passages, rows)


def _load(file: SourceFile) -> tuple[str, Source | None, tuple[Passage, ...]]:
    loaded = answer(file)  # in this process: what was published has been read in one of its own before
    if isinstance(loaded, Quarantined):
        return "", None, ()
    document = loaded.document
    return document.text, document.source, split(document)


def _source(told: Mapping[str, Any], bare: Source) -> Source:
    """What an outcome tells of a document that no pack holds."""
    date, voice = told.get("date"), told.get("voice")
    return Source(
        id=str(told["document"]) or bare.id,
        title=str(told.get("title") or ""),
        kind=bare.kind,
        voice=Voice(voice) if voice else bare.voice,
        checksum="",
        date=PartialDate.parse(date) if date else None,
    )


def _head(source: Source, headings: tuple[str, ...]) -> str:
    path = [plain(name) for name in (source.title, *headings) if name]
    lines = [" › ".join(dict.fromkeys(path))] if path else []
    lines += [each for each in (source.speaker, source.place) if each]
    lines += [source.date.words] if source.date else []
    return " · ".join(lines)


def _row(fields: Sequence[tuple[str, str]]) -> str:
    """A row of a table, a paragraph a cell, each with the row's name: what it says, said so that it can be judged.

    Prices carry the currency of their column, dates are in words, and a note on a column stands behind its value.
    """
    names = dict(fields)
    name = next((names[key] for key in names if fold(key) in ("name", "title", "product")), fields[0][1])
    notes = {_words(column)[0]: column for column, _ in fields if _words(column)[-1] in ("note", "notes")}
    homes: dict[str, str] = {}  # a column, and the column of notes on it
    for column, _ in fields:
        noted = next((notes[word] for word in _words(column) if word in notes), column)
        if noted != column:
            homes[column] = noted
    told = [f"{name}."]
    for column, value in fields:
        if len(tokenise(value)) >= _PROSE and value.rstrip().endswith("."):
            told.append(value)
        elif value != name and column not in homes.values():
            title, said = _with_currency(column_title(column), _in_words(value))
            note = f" ({names[homes[column]]})" if column in homes else ""
            told.append(f"{name}: {title}: {said}{note}.")
    return "\n\n".join(told)


def _words(column: str) -> list[str]:
    return fold(column).replace("_", " ").split() or [""]


def _with_currency(title: str, value: str) -> tuple[str, str]:
    """``Launch price (USD)`` and ``2495`` as ``Launch price`` and ``$2,495``."""
    match = _IN_CURRENCY.fullmatch(title)
    if match is None or not _AMOUNT.fullmatch(value):
        return title, value
    whole, _, cents = value.replace(",", "").partition(".")
    return match["title"], f"{_SIGNS[match['code']]}{int(whole):,}{f'.{cents}' if cents else ''}"


def _in_words(value: str) -> str:
    try:
        return PartialDate.parse(value).words
    except ValueError:
        return value.rstrip(". ")
