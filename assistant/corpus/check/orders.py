"""Passages that give orders to a machine, or to whoever answers: they are evidence for nothing, all of their words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.domain import BlockKind, Passage
from assistant.retrieval.commands import order_in

_REMEDY = "remove the order, or say it to the reader in other words; if you did not write it, ask who did"
_SHOWN = 80  # characters of an order


def _find(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        for passage in document.passages:
            if (order := order_in(passage)) is not None:
                yield _finding(document, passage, order)


def _finding(document: PackDocument, passage: Passage, order: str) -> Finding:
    at = max(passage.text.find(order), 0)  # an order that only shows as it reads begins with its passage
    words = " ".join((passage.text[at:] if order in passage.text else order).split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"
    is_row = passage.kind is BlockKind.TABLE_ROW
    problem = f"this {'row' if is_row else 'passage'} is never answered from, for it gives orders: {shown}"
    row = _row_name(document, passage) if is_row else ""
    return document.finding(Severity.WARNING, passage.start + at, problem, _REMEDY, row)


def _row_name(document: PackDocument, passage: Passage) -> str:
    """The name of the thing that a row tells of, or ""."""
    line = document.line(passage.start)
    rows = document.table.rows if document.table else ()
    return next((row.name for row in rows if row.line == line), "")


CHECK = Check("orders", "Passages that give orders to whoever answers", _find)
