"""Reads a pack's prose for facts that its tables could hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.columns import Role
from assistant.corpus.check.pack import Pack
from assistant.corpus.check.told import ANY_VERB, DOUBTFUL, PlainSentence, Statement, ToldFact, told_facts
from assistant.corpus.tables import Row, by_name, name_key
from assistant.grounding.checks.dates import find_dates
from assistant.grounding.checks.names import NameMention, NameTable
from assistant.text import segment


def statements(pack: Pack) -> Iterator[Statement]:
    """The sentences of the pack's prose and of the descriptions in its tables."""
    for document in pack.documents:
        for sentence in document.own_prose:
            yield Statement(document.id, document.line(sentence.start), "", sentence.rendering)
    for row in pack.rows:
        for sentence in segment(row.cell(Role.DESCRIPTION)):
            yield Statement(row.document, row.line, row.name, sentence.rendering)


class FactTeller:
    """Reads sentences for facts about the rows of a pack."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = [row for row in rows if row.name]
        self._by_key = by_name(self._rows)
        self._keys = [(f" {' '.join(key)} ", row) for key, held in self._by_key.items() for row in held]
        names: dict[str, tuple[str, ...]] = {}
        for row in self._rows:
            names[row.name] = (*names.get(row.name, ()), *row.aliases)
        self._names = NameTable(names)

    def read(self, statement: Statement) -> Iterator[ToldFact]:
        """The facts `statement` tells, if it is plain enough."""
        text = statement.text
        if not any(map(str.isdigit, text)) or not ANY_VERB.search(text) or DOUBTFUL.search(text):
            return
        mention = next((name for name in self._names.find(text) if name.entities), None)
        if mention is None:
            return
        rows = self._by_key.get(name_key(mention.words), [])
        if len({row.name for row in rows}) != 1:
            return
        dates = tuple(date for date in find_dates(text) if date.first is not None)
        longer = self._longer(mention, rows)
        yield from told_facts(PlainSentence(statement, mention, dates, tuple(rows), longer, self._by_key))

    def _longer(self, mention: NameMention, rows: list[Row]) -> tuple[Row, ...]:
        """Other rows whose names hold the one mentioned."""
        key = f" {' '.join(name_key(mention.words))} "
        return tuple(row for other, row in self._keys if key in other and row not in rows)
