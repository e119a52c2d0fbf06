"""Facts of a table row: a value belongs to its column, and to no other."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Passage
from assistant.grounding.checks.dates import DateMention
from assistant.grounding.checks.facts import Fact, FactReader, Facts, facts_agree
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.quantities import Quantity, same_quantity, same_unit
from assistant.grounding.checks.tokens import FUNCTION_STEMS, stems


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
    return next(filter(None, (_of_another_case(claim, value, reader) for _, value in row.fields[1:])), None)


def _of_another_case(claim: Facts, cell: str, reader: FactReader) -> Finding | None:
    """A figure of `claim` that `cell` gives for another case than the one the claim speaks of.

    In a note on the price, "with two drives; $3,698 with a hard disk", it was not $3,698 with two drives, and whatever
    the price itself is, it was not that with a hard disk.
    """
    cases = [reader.read(part) for part in cell.split(";")]
    if len(cases) == 1:
        return None
    told = [claim.content & case.content for case in cases]
    for figure in claim.quantities:
        its = next((at for at, case in enumerate(cases) if _has(figure, case.quantities)), None)
        if its is not None:
            if cases[its].content and not told[its] and any(told):
                reason = f"the source gives {figure.words} for another case: {cases[its].text.strip()}"
                return Finding(reason, contradicts=True)
            continue
        for case, words in zip(cases, told, strict=True):
            alone = words.difference(*(other.content for other in cases if other is not case))
            rivals = [
                its for its in case.quantities if same_unit(its, figure) and not _has(its, claim.quantities)
            ]
            if alone and rivals:
                return Finding(
                    f"the source says {rivals[0].words} there, not {figure.words}", contradicts=True
                )
    return None


def _has(figure: Quantity, figures: Sequence[Quantity]) -> bool:
    return any(same_quantity(figure, its) for its in figures)


def _words(column: str) -> frozenset[str]:
    return stems(column.replace("_", " ")) - FUNCTION_STEMS


def _alike(fact: Fact, cell: Facts) -> tuple[Fact, ...]:
    if isinstance(fact, DateMention):
        return cell.dates
    return cell.quantities if isinstance(fact, Quantity) else cell.names
