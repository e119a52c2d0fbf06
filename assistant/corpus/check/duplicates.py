"""Ids, names and aliases of tables that stand for two things, or twice for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assistant.columns import Role
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack
from assistant.corpus.tables import Row, name_key


def _find(pack: Pack) -> Iterator[Finding]:
    for table in pack.tables:
        first: dict[str, Row] = {}
        for row in table.rows:
            identifier = row.cell(Role.ID)
            earlier = first.setdefault(identifier, row)
            if identifier and earlier is not row:
                yield _finding(
                    Severity.ERROR, row, f"has the id {identifier!r} of {_of(earlier)}", "give it its own"
                )
    yield from _names(pack)
    for row in pack.rows:
        yield from _within(row)


def _names(pack: Pack) -> Iterator[Finding]:
    proper: dict[tuple[str, ...], Row] = {}
    for row in pack.rows:
        if key := name_key(row.name):
            earlier = proper.setdefault(key, row)
            if earlier is not row:
                remedy = "give each thing its own full name, or keep one row"
                severity = Severity.ERROR if earlier.document == row.document else Severity.WARNING
                yield _finding(severity, row, f"has the name of {_of(earlier)}", remedy)
    other: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in pack.rows:
        for alias in row.aliases:
            key = name_key(alias)
            named = proper.get(key)
            if named is not None and named is not row and name_key(row.name) != key:
                remedy = "a question for it finds both: leave the alias to one of them"
                yield _finding(
                    Severity.WARNING, row, f"has the alias {alias!r}, the name of {_of(named)}", remedy
                )
            for earlier in other[key]:
                if earlier is not row:
                    remedy = "a question for it finds both: leave the alias to one of them"
                    yield _finding(
                        Severity.WARNING, row, f"shares the alias {alias!r} with {_of(earlier)}", remedy
                    )
            if row not in other[key]:
                other[key].append(row)


def _within(row: Row) -> Iterator[Finding]:
    """Aliases that say a name of the same row once more, letter for letter but for case."""
    seen: set[str] = set()
    for alias in row.aliases:
        if alias.casefold() == row.name.casefold():
            yield _finding(Severity.NOTE, row, f"the alias {alias!r} is its own name", "remove it")
        elif alias.casefold() in seen:
            yield _finding(Severity.NOTE, row, f"says the alias {alias!r} twice", "remove one")
        seen.add(alias.casefold())


def _finding(severity: Severity, row: Row, problem: str, remedy: str) -> Finding:
    return Finding(severity, row.document, row.line, row.name, problem, remedy)


def _of(row: Row) -> str:
    return f"{row.name or 'a row'} ({row.document}:{row.line})"


CHECK = Check("duplicate", "Ids, names and aliases that are not their own", _find)
