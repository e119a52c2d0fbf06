"""Passages as a reader meets them: one that holds the fact, and four siblings that were found beside it."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant.brand import Brand
from assistant.corpus.load import DocumentReader, scan
from assistant.corpus.split import split
from assistant.domain import (
    BlockKind,
    Document,
    Evidence,
    Kind,
    Passage,
    Rights,
    Source,
    Visibility,
    Voice,
)
from assistant.settings import Settings
from assistant.text import plain, segment, words

SIBLINGS = 4
"""Passages shown beside the one that holds the fact: the neighbours in its document, then the likest ones."""

_COMMON = 60
"""A word that stands in more passages says nothing about likeness."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The evidence a claim is judged by; the first passage is the one it was taken from."""

    evidence: tuple[Evidence, ...]

    @property
    def home(self) -> Evidence:
        """The passage the claim comes from."""
        return self.evidence[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence of every passage, and the titles and headings above them."""
        lines = [
            line for item in self.evidence for line in (item.source.title, *item.passage.heading_path) if line
        ]
        said = [sentence.rendering for item in self.evidence for sentence in item.passage.sentences]
        return (*said, *lines)


def pack_documents(brand: Brand) -> list[Document]:
    """Every document of a pack, or of any folder, that may be shown."""
    settings = Settings(brand=brand.root)
    found = scan(brand, settings)
    with DocumentReader(settings) as reader:
        read = [item for item in reader.read_all(found.files) if isinstance(item, Document)]
    return [
        document
        for document in read
        if document.source.visibility is not Visibility.DRAFT
        and document.source.rights is not Rights.INTERNAL
    ]


def pack_scenes(documents: Sequence[Document]) -> list[Scene]:
    """A scene for each passage of the documents."""
    passages = [(document.source, passage) for document in documents for passage in split(document)]
    likeness = _Likeness([passage for _, passage in passages])
    place = {(passage.document_id, passage.ordinal): at for at, (_, passage) in enumerate(passages)}
    scenes: list[Scene] = []
    for at, (_, passage) in enumerate(passages):
        beside = [place.get((passage.document_id, passage.ordinal + step)) for step in (1, -1)]
        chosen = list(dict.fromkeys([at, *(near for near in beside if near is not None), *likeness.of(at)]))
        scenes.append(_scene([passages[index] for index in chosen[: SIBLINGS + 1]]))
    return scenes


def row_scenes(path: Path) -> list[Scene]:
    """Scenes from a file of JSON lines (or its gzip): each text of `contexts`, the others its siblings.

    A row with one `context` (a string, or its sentences) is a scene with one passage.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows: list[Mapping[str, object]] = [json.loads(line) for line in lines]
    scenes: list[Scene] = []
    for number, row in enumerate(rows):
        texts = list(dict.fromkeys(_contexts(row)))[: SIBLINGS + 1]
        found = [_plain_passage(f"{row.get('id', number)}-{place}", text) for place, text in enumerate(texts)]
        # One claim a row's first passage: rows often share their contexts.
        if found and found[0][1].sentences:
            scenes.append(_scene(found))
    return scenes


def _contexts(row: Mapping[str, object]) -> Iterator[str]:
    held = row.get("contexts") or row.get("context") or ()
    if isinstance(held, str):
        yield held
    elif isinstance(held, list):
        texts = [str(text) for text in cast("list[object]", held)]
        yield from texts if "contexts" in row else ["\n".join(texts)]


def _plain_passage(name: str, raw: str) -> tuple[Source, Passage]:
    text = re.sub(r"\s?''", "”", re.sub(r"``\s?", "“", raw))  # quotation marks as treebanks write them
    source = Source(name, name, Kind.HISTORY, Voice.BY_OTHERS, "")
    passage = Passage(
        f"{name}#0", name, 0, 0, len(text), text, plain(text), BlockKind.PARAGRAPH, segment(text)
    )
    return source, passage


def _scene(passages: Sequence[tuple[Source, Passage]]) -> Scene:
    return Scene(
        tuple(Evidence(passage, source, rank, 1.0) for rank, (source, passage) in enumerate(passages, 1))
    )


class _Likeness:
    """Which passages share the rarest words: what a search would find beside one."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._words = [frozenset(words(passage.rendering)) for passage in passages]
        self._held: dict[str, list[int]] = defaultdict(list)
        for at, held in enumerate(self._words):
            for word in held:
                self._held[word].append(at)

    def of(self, at: int) -> list[int]:
        """The likest others, best first."""
        shared: Counter[int] = Counter()
        for word in sorted(self._words[at]):
            others = self._held[word]
            if len(others) <= _COMMON:
                shared.update(dict.fromkeys(others, 1))
        shared.pop(at, None)
        return [other for other, _ in shared.most_common(SIBLINGS)]
