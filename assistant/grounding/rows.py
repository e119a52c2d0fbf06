"""Facts of a table row: a value belongs to its column, and to no other."""

from __future__ import annotations

from assistant.domain import Passage
from assistant.grounding.dates import DateMention
from assistant.grounding.facts import Fact, FactReader, Facts, facts_agree
from assistant.grounding.finding import Finding
from assistant.grounding.quantities import Quantity
from assistant.grounding.tokens import FUNCTION_STEMS, stems


def misplaced_in_row(claim: Facts, row: Passage, reader: FactReader) -> Finding | None:
    """A fact of `claim` that the row has, but in another column than the one the claim speaks of.

    "Released in March" is wrong where the row was announced in March and released in April. A column is spoken
    of where the claim has all the words of its name; a value under the row's own name may stand anywhere.
    """
    if not row.fields:
        return None
    said = stems(claim.text)
    cells = [(name, reader.read(value)) for name, value in row.fields]
    spoken_of = [name for name, _ in row.fields[1:] if _words(name) and _words(name) <= said]
    for fact in (*claim.dates, *claim.quantities, *claim.names):
        holders = [name for name, cell in cells if any(facts_agree(fact, its) for its in _alike(fact, cell))]
        if not holders or cells[0][0] in holders or set(holders) & set(spoken_of):
            continue
        for name, cell in cells:
            if name in spoken_of and (rivals := _alike(fact, cell)):
                reason = f"the source gives {rivals[0].words} as {name}, not {fact.words}"
                return Finding(reason, contradicts=True)
    return None


def _words(column: str) -> frozenset[str]:
    return stems(column.replace("_", " ")) - FUNCTION_STEMS


def _alike(fact: Fact, cell: Facts) -> tuple[Fact, ...]:
    if isinstance(fact, DateMention):
        return cell.dates
    return cell.quantities if isinstance(fact, Quantity) else cell.names
