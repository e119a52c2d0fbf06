"""What a question takes for granted about a named row, against what the row says.

"Why did the Lumo come out in 1990?" has no answer where the table says 1984; the table's own cell is one. A
premise is only looked for where the question asks for something else, and only one that a cell decides.
"""

from __future__ import annotations

import re

from assistant.domain import DraftSentence
from assistant.generation.tables.attributes import APPEARANCES, DESIGNER, PRICE
from assistant.generation.tables.cells import cell_of, money, told
from assistant.retrieval.names import Mention
from assistant.text import words

SUBJECT_FROM = 3
"""Words that may stand before the subject of such a question: "why", "did" and an article."""

_TAKEN_FOR_GRANTED = re.compile(r"^(?:why|how come|how)\b", re.IGNORECASE)
_APPEARED = re.compile(
    r"\b(?:com(?:e|ing) out|came out|released?|launch(?:ed)?|(?:go|went|put) on sale|unveiled|announced|introduced)\b"
    r"[^?.,;]{0,24}\bin (?:\w+ )?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(?:costs?|sold for|sell for|priced at)\b[^?.,;]{0,16}(?P<sign>[$€£¥])(?P<amount>\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_DESIGNED = re.compile(r"\bdid (?P<person>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)*) (?:design|invent)\b")


def corrected(question: str, mention: Mention) -> tuple[DraftSentence, ...]:
    """The cell of the row `mention` means that contradicts what `question` takes for granted; mostly none.

    A name that several rows share may be right of another of them, so nothing is corrected.
    """
    if len(mention.rows) != 1 or not _TAKEN_FOR_GRANTED.search(question):
        return ()
    if (match := _APPEARED.search(question)) and _follows(match.start(), mention, question):
        return _unless_year(int(match["year"]), mention)
    if (match := _COST.search(question)) and _follows(match.start(), mention, question):
        return _unless_price(match["sign"], float(match["amount"].replace(",", "")), mention)
    if (match := _DESIGNED.search(question)) and _precedes(match.end(), mention, question):
        return _unless_designer(match["person"], mention)
    return ()


def _follows(verb: int, mention: Mention, question: str) -> bool:
    """Whether the verb at that offset is said of `mention`, as in "Why was the first Lumo only released …"."""
    return mention.start <= SUBJECT_FROM and 0 <= len(words(question[:verb])) - mention.end <= 1


def _precedes(verb_end: int, mention: Mention, question: str) -> bool:
    return 0 <= mention.start - len(words(question[:verb_end])) <= 1


def _unless_year(year: int, mention: Mention) -> tuple[DraftSentence, ...]:
    """When the row says that it appeared, where none of its dates is of that year."""
    cells = [(attribute, cell) for attribute in APPEARANCES if (cell := cell_of(mention, attribute))]
    if any(cell.date and cell.date.year == year for _, cell in cells):
        return ()
    return tuple(told(attribute, cell) for attribute, cell in cells[:1])


def _unless_price(sign: str, amount: float, mention: Mention) -> tuple[DraftSentence, ...]:
    """What it cost, where that is another sum of the same currency."""
    cell = cell_of(mention, PRICE)
    if cell is None or cell.amount in (None, amount) or sign not in money(cell.value, cell.column):
        return ()
    return (told(PRICE, cell),)


def _unless_designer(person: str, mention: Mention) -> tuple[DraftSentence, ...]:
    cell = cell_of(mention, DESIGNER)
    return (told(DESIGNER, cell),) if cell and words(person)[-1] not in words(cell.value) else ()
