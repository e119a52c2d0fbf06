"""Names the corpus knows: exact mentions of table rows in a question.

Dense and lexical search both rank a product's near-namesakes above it ("Lumo 3GS" for "Lumo 3G"), so
names are matched exactly, word by word, longest first. The index is built from the release's table rows
(their name and alias columns) and the aliases of ``brand.toml``; no name stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.columns import NAME_COLUMNS, Role, column_key, role_of
from assistant.domain import Passage
from assistant.retrieval.variants import bare_name, qualifier
from assistant.text import words

_GENERATION = re.compile(
    r"\s*[(,]?\s*(?:(?:the\s+)?(?:original|first[- ]generation|1st[- ]gen(?:eration)?)|gen(?:eration)? 1)\)?\s*$",
    re.IGNORECASE,
)
_DESIGNATION = re.compile(r"(?!(?:19|20)\d\d$)\d+[a-z]{0,3}|i{2,3}|iv|vi{0,3}|ix")
_CLAUSE_END = re.compile(r"[,;:?!.][\"”’')\]]*$|^[-–—]+$")
_NEAR = 3
FIRST = {"first", "original", "1st"}
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the corpus found in a question: ``words(question)[start:end]`` and the rows it may mean."""

    name: str
    start: int
    end: int
    rows: tuple[Passage, ...]


def row_name(row: Passage) -> str | None:
    """A table row's own name: its name column, else its first column; None for an empty row."""
    fields = {column_key(column): value for column, value in row.fields}
    for column in NAME_COLUMNS:
        if column in fields:
            return fields[column]
    return row.fields[0][1] if row.fields else None


def _aliases(row: Passage) -> list[str]:
    found: list[str] = []
    for column, value in row.fields:
        if role_of(column) is Role.ALIASES:
            found += [alias.strip() for alias in re.split(r"[;|]", value) if alias.strip()]
    return found


class NameIndex:
    """Finds table rows by the names a fan may use for them."""

    def __init__(
        self, rows: Iterable[Passage], aliases: Mapping[str, tuple[str, ...]], maker: str = ""
    ) -> None:
        """`maker` is whose name fans leave out where the rest is telling: "the M4 Max" for "Brandt M4 Max"."""
        self.maker = words(maker)
        self._rows: dict[tuple[str, ...], list[Passage]] = {}
        self._name: dict[tuple[str, ...], str] = {}
        self._openings: set[tuple[str, ...]] = set()
        self._spoken: dict[str, list[str]] = {}
        self._all: dict[str, Passage] = {}
        self._variants: dict[tuple[str, ...], list[Passage]] = {}
        self._sized: dict[tuple[str, str], list[tuple[set[str], Passage]]] = {}
        for row in rows:
            name = row_name(row)
            if name is None or not any(role_of(column) is Role.NAME for column, _ in row.fields):
                continue  # a table of figures, say, whose rows are no things a fan asks for by name
            self._all[row.id] = row
            self._variants.setdefault(words(bare_name(name)), []).append(row)
            spoken = [name, *_aliases(row), *aliases.get(name, ())]
            spoken += [short for form in spoken if (short := _without_maker(form, maker))]
            for form in spoken:
                for size in _sizes(words(form)):
                    self._sized.setdefault(size, []).append((set(words(form)), row))
            self._spoken.setdefault(name, []).extend(spoken[1:])
            if (original := _GENERATION.sub("", name)) != name:
                spoken += [f"original {original}", original]
            for alias in spoken:
                self._add(alias, name, row)
                first, _, rest = alias.partition(" ")
                if rest and first.casefold() in FIRST:
                    for other in FIRST:
                        self._add(f"{other} {rest}", name, row)

    def _add(self, alias: str, name: str, row: Passage) -> None:
        key = words(alias)
        if not key or len(key) > _LONGEST_NAME or (len(key) == 1 and len(key[0]) < 3):
            return
        if len(key) == 1 and not alias[0].isalnum():
            return  # ".Net" without its dot is another name
        if any(not words(part) for part in alias.split()):
            return  # "Lumo ///" without its strokes is just the Lumo
        self._openings.update(key[:size] for size in range(1, len(key) + 1))
        rows = self._rows.setdefault(key, [])
        if all(known.id != row.id for known in rows):
            rows.append(row)
        self._name.setdefault(key, name)

    @property
    def rows(self) -> tuple[Passage, ...]:
        """Every row that can be asked for by name."""
        return tuple(self._all.values())

    @property
    def own(self) -> Collection[str]:
        """The own names of those rows, as the tables write them."""
        return self._spoken.keys()

    def __len__(self) -> int:
        return len(self._rows)

    def begins(self, tokens: tuple[str, ...]) -> bool:
        """Whether a known name begins with `tokens`."""
        return tokens in self._openings

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Every name of the tables with the other names given for it."""
        return {name: tuple(dict.fromkeys(spoken)) for name, spoken in self._spoken.items()}

    def find(self, question: str) -> tuple[Mention, ...]:
        """Mentions in reading order, longest match first, none overlapping.

        "first", "original" before a name is part of the mention where the name is a row's own.
        """
        tokens, ends = words(question), clause_ends(question)
        mentions: list[Mention] = []
        position = 0
        while position < len(tokens):
            match = self._longest(tokens, position, ends) or self._like(tokens, position, mentions)
            if match is None:
                position += 1
                continue
            match = self._of_size(tokens, self._narrowed(tokens, match, ends), ends)
            mentions.append(match)
            position = match.end
        return tuple(mentions)

    def _like(self, tokens: tuple[str, ...], position: int, mentions: Sequence[Mention]) -> Mention | None:
        """A name cut short after one like it: "the Lumo Series 1 and the Series 2"."""
        for before in mentions:
            *shared, word, _ = (
                tokens[before.start : before.end] if before.end - before.start > 2 else ("", "")
            )
            if shared and word == tokens[position]:
                whole = self._exact((*shared, *tokens[position : position + 2]), 0)
                if whole and whole.end == len(shared) + 2:
                    return Mention(whole.name, position, position + 2, whole.rows)
        return None

    def _narrowed(self, tokens: tuple[str, ...], mention: Mention, ends: frozenset[int]) -> Mention:
        """The mention with the rows its qualifier picks: "the Lumo of 2008" is not every Lumo.

        No row at all where none is of that generation or year: better no answer than a namesake's.
        """
        wanted = qualifier(tokens, mention.start, mention.end)
        # "In 1999, the Lumo" and "which came second, the Lumo or" tell nothing of which Lumo is meant.
        if wanted is None or any(
            wanted.start < end <= mention.start or mention.end <= end < wanted.end for end in ends
        ):
            return mention
        bare = self._variants.get(tokens[mention.start : mention.end], ())
        rows = tuple(row for row in bare if wanted.picks(row_name(row) or "", row))
        label = (row_name(rows[0]) or mention.name) if rows else mention.name
        return Mention(label, wanted.start, wanted.end, rows)

    def _of_size(self, tokens: tuple[str, ...], mention: Mention, ends: frozenset[int]) -> Mention:
        """The mention with the rows that a size before it picks: "the 17-inch Lumo" is not every Lumo."""
        name = set(tokens[mention.start : mention.end])
        clause = max((end for end in ends if end <= mention.start), default=0)
        for size in _sizes(tokens[max(clause, mention.start - _NEAR) : mention.start]):
            rows = {row.id: row for spoken, row in self._sized.get(size, ()) if name <= spoken}
            if rows and not any(row.id in rows for row in mention.rows):
                found = tuple(rows.values())
                return Mention(row_name(found[0]) or mention.name, mention.start, mention.end, found)
        return mention

    def _longest(self, tokens: tuple[str, ...], start: int, ends: frozenset[int]) -> Mention | None:
        if tokens[start] in FIRST and start + 1 in ends:
            return None  # "Which came first, the Lumo or the Nocta?"
        match = self._exact(tokens, start)
        if tokens[start] not in FIRST or start + 1 == len(tokens):
            return match
        # "the first Lumo" may be the row "Lumo (1st generation)" as well as the row "Lumo".
        inner = self._exact(tokens, start + 1)
        if inner is None or (match and match.end > inner.end):
            return match
        if match and match.end < inner.end:
            match = None  # "the first Lumo Mini" is no Lumo
        rows = {row.id: row for row in (*(match.rows if match else ()), *inner.rows)}
        return Mention((match or inner).name, start, inner.end, tuple(rows.values()))

    def _exact(self, tokens: tuple[str, ...], start: int) -> Mention | None:
        for end in range(min(len(tokens), start + _LONGEST_NAME), start, -1):
            key = tokens[start:end]
            if end < len(tokens) and _DESIGNATION.fullmatch(tokens[end]):
                continue  # "Lumo 25" is not the Lumo
            for candidate in (key, _without_possessive(key)):
                if candidate in self._rows:
                    return Mention(self._name[candidate], start, end, tuple(self._rows[candidate]))
        return None


def clause_ends(question: str) -> frozenset[int]:
    """How many of ``words(question)`` stand before each mark that ends a clause."""
    ends: set[int] = set()
    count = 0
    for written in question.split():
        count += len(words(written))
        if _CLAUSE_END.search(written):
            ends.add(count)
    return frozenset(ends)


def _sizes(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """What is measured in `tokens`: ("17", "inch"), ("40", "watt")."""
    return [(number, unit) for number, unit in pairwise(tokens) if number.isdigit() and unit.isalpha()]


def _without_maker(form: str, maker: str) -> str | None:
    """A name of several words without its maker's, where a word of letters and digits tells it still."""
    rest = form[len(maker) :].strip() if maker and form.startswith(f"{maker} ") else ""
    telling = any(any(map(str.isdigit, word)) and any(map(str.isalpha, word)) for word in rest.split())
    return rest if telling and " " in rest else None


def _without_possessive(key: tuple[str, ...]) -> tuple[str, ...]:
    return (*key[:-1], key[-1].removesuffix("'s"))
