"""Words in quotation marks in a document that names no source for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.domain import Block, BlockKind, Voice
from assistant.grounding.checks.quotes import find_quotes
from assistant.text import plain, words

SHORTEST = 4
"""Words: fewer are a title, a slogan or a nickname rather than a quotation."""

_TEXT = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION))
_ADDRESS = re.compile(r"https?://\S")


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        source = document.source
        if source.url or source.sources or source.voice in (Voice.BY_FOUNDER, Voice.UNSOURCED):
            continue  # the founder's own words are the source; the unsourced are shown as nobody's
        if not _ADDRESS.search(document.text):
            for block in document.document.blocks:
                if block.kind in _TEXT:
                    yield from _block(document, block)


def _block(document: PackDocument, block: Block) -> Iterator[Finding]:
    text = document.text[block.start : block.end]
    quotes = [(0, text)] if block.kind is BlockKind.QUOTATION else []
    quotes = quotes or [(quote.start, quote.text) for quote in find_quotes(text) if quote.closed]
    for start, quote in quotes:
        said = plain(quote)
        if len(words(said)) >= SHORTEST:
            shown = said if len(said) <= 60 else f"{said[:60].rsplit(' ', 1)[0]} …"
            remedy = "add url or sources to the document, or say it in other words"
            yield document.finding(
                Severity.WARNING, block.start + start, f"quotes “{shown}” without a source", remedy
            )


CHECK = Check("quotation", "Quotations without a source", _find)
