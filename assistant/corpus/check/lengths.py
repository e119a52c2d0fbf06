"""Sentences and paragraphs that are too long to be cited well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.split import MOST_WORDS
from assistant.corpus.tables import Row
from assistant.domain import BlockKind, Sentence
from assistant.text import size

LONGEST_SENTENCE = 45
"""Words: what a reader follows at one go, and twice what a claim of an answer usually has."""

_ENDED = re.compile(r"[.!?…:;][\"'”’)\]*_]*$")
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))


def _find_sentences(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        for sentences in _whole(document):
            words = sum(len(sentence.rendering.split()) for sentence in sentences)
            if words > LONGEST_SENTENCE:
                opening = " ".join(sentences[0].rendering.split()[:8])
                problem = f"a sentence of {words} words: {opening} …"
                remedy = f"make two or three of it; {LONGEST_SENTENCE} words are the most"
                yield document.finding(Severity.WARNING, sentences[0].start, problem, remedy)


def _whole(document: PackDocument) -> Iterator[list[Sentence]]:
    """Sentences as their author wrote them: what was cut because of its length is put together again."""
    parts: list[Sentence] = []
    for sentence in document.own_prose:
        if parts and (
            _ENDED.search(parts[-1].rendering)
            or document.block_at(parts[-1].start) is not document.block_at(sentence.start)
        ):
            yield parts
            parts = []
        parts.append(sentence)
    if parts:
        yield parts


def _find_passages(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        for block in document.document.blocks:
            words = size(document.text[block.start : block.end])
            if block.kind in _PROSE and words > MOST_WORDS:
                problem = f"a paragraph of {words} words: what lies beyond {MOST_WORDS} is cut off into another passage"
                remedy = "part it where the subject changes; two to five sentences are enough"
                yield document.finding(Severity.WARNING, block.start, problem, remedy)
        for row in document.table.rows if document.table else ():
            yield from _row(row)


def _row(row: Row) -> Iterator[Finding]:
    words = sum(size(cell) for cell in row.cells.values())
    if words > MOST_WORDS:
        problem = f"a row of {words} words: what lies beyond {MOST_WORDS} is hardly found"
        remedy = "tell the story in a document and keep the row short"
        yield Finding(Severity.NOTE, row.document, row.line, row.name, problem, remedy)


SENTENCES = Check("long sentence", f"Sentences of more than {LONGEST_SENTENCE} words", _find_sentences)
PASSAGES = Check("long passage", f"Passages of more than {MOST_WORDS} words", _find_passages)
