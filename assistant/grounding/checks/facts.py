"""The facts of a sentence that can be compared exactly: numbers, dates and names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.grounding.checks.dates import DateMention, find_dates, may_be_same
from assistant.grounding.checks.names import NameMention, NameTable, same_name
from assistant.grounding.checks.quantities import Quantity, find_quantities, same_quantity
from assistant.grounding.checks.tokens import Token, tokenise

Fact = DateMention | Quantity | NameMention


@dataclass(frozen=True, slots=True)
class Facts:
    """What one sentence says that is right or wrong, not more or less.

    `content` are the stems of its other words of meaning.
    """

    text: str
    tokens: tuple[Token, ...]
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[NameMention, ...]
    content: frozenset[str]

    def in_name(self, fact: DateMention | Quantity) -> bool:
        """Whether a date or number is part of a name (Lumo 4), which is compared as a whole."""
        return any(name.start <= fact.start < name.end for name in self.names)


class FactReader:
    """Reads sentences into `Facts`, and remembers them: evidence is read once for a whole reply."""

    def __init__(self, table: NameTable) -> None:
        self.table = table
        self._read: dict[str, Facts] = {}

    def read(self, text: str) -> Facts:
        """The facts of `text`, a sentence or a line of metadata."""
        facts = self._read.get(text)
        if facts is None:
            if len(self._read) >= 8192:  # evidence of some hundred questions
                self._read.clear()
            facts = self._read[text] = self._facts(text)
        return facts

    def _facts(self, text: str) -> Facts:
        dates = find_dates(text)
        quantities = tuple(
            quantity
            for quantity in find_quantities(text)
            if not any(quantity.start < date.end and date.start < quantity.end for date in dates)
        )
        measured = [*dates, *quantities]
        names = tuple(
            name
            for name in self.table.find(text)
            if not any(fact.start <= name.start and name.end <= fact.end for fact in measured)
        )  # 128K and 40 MB are no names
        exact = [*dates, *quantities, *names]
        content = frozenset(
            token.stem
            for token in tokenise(text)
            if token.is_content
            and not any(fact.start < token.end and token.start < fact.end for fact in exact)
        )
        return Facts(text, tokenise(text), dates, quantities, names, content)


def year_as_quantity(date: DateMention) -> tuple[Quantity, ...]:
    """A bare year read as a plain number: "2000 lines" in one text may be "2,000 lines" in the other."""
    return find_quantities(date.words) if len(date.words) == 4 and date.words.isdigit() else ()


def only(facts: Facts, fact: Fact) -> Facts:
    """`facts` with nothing to check but `fact`."""
    return replace(
        facts,
        text=fact.words,
        dates=(fact,) if isinstance(fact, DateMention) else (),
        quantities=(fact,) if isinstance(fact, Quantity) else (),
        names=(fact,) if isinstance(fact, NameMention) else (),
    )


def facts_agree(one: Fact, other: Fact) -> bool:
    """Whether two facts of one sort may mean the same, whichever is finer; facts of two sorts never do."""
    if isinstance(one, DateMention) and isinstance(other, DateMention):
        return may_be_same(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return same_quantity(one, other, lenient=True)
    return isinstance(one, NameMention) and isinstance(other, NameMention) and same_name(one, other)
