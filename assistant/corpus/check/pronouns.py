"""Sentences that begin with a pronoun: shown alone beside their source, they no longer say of whom they speak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from assistant.columns import Role
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.tables import Row
from assistant.grounding.checks.quotes import find_quotes
from assistant.text import segment

_PRONOUN = re.compile(
    r"(?P<word>It|He|She|They|This|These|That|Those|Its|His|Her|Their|Him|Them|Both|The (?:latter|former))\b"
    r"(?! (?:who|whom|whose)\b)"  # "Those who bought one" says of whom it speaks
)
_REMEDY = "name the person or the thing again"
_SHOWN = 60  # characters of a sentence


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        yield from _prose(document)
        table = document.table
        for row in table.rows if table and table.tells_of_things else ():
            yield from _description(row)


def _prose(document: PackDocument) -> Iterator[Finding]:
    quoted: dict[int, list[tuple[int, int]]] = {}
    for sentence in document.own_prose:
        match = _PRONOUN.match(sentence.rendering)
        block = document.block_at(sentence.start)
        if match is None or block is None:
            continue
        if block.start not in quoted:
            inside = find_quotes(document.text[block.start : block.end])
            quoted[block.start] = [(block.start + one.start, block.start + one.end) for one in inside]
        if not any(start <= sentence.start < end for start, end in quoted[block.start]):
            told = partial(document.finding, Severity.WARNING, sentence.start)
            yield told(_problem(match["word"], sentence.rendering), _REMEDY)


def _description(row: Row) -> Iterator[Finding]:
    for sentence in segment(row.cell(Role.DESCRIPTION)):
        match = _PRONOUN.match(sentence.rendering)
        if match:
            problem = _problem(match["word"], sentence.rendering)
            yield Finding(Severity.WARNING, row.document, row.line, row.name, problem, _REMEDY)


def _problem(word: str, sentence: str) -> str:
    shown = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"a sentence begins with {word!r}: {shown}"


CHECK = Check("pronoun", "Sentences that begin with a pronoun", _find)
