"""Two named rows compared: order in time, distance in time, difference in price."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.domain import DraftSentence, PartialDate
from assistant.generation.tables.attributes import ANNOUNCED, PRICE, RELEASED
from assistant.generation.tables.cells import Cell, cell_of, terms, told
from assistant.generation.tables.subject import ALSO_NAMED, NAMED, besides
from assistant.retrieval.names import Mention

_ANY_NAME = f"[{NAMED}{ALSO_NAMED}]"
_CAME = (
    r"\b(?:come|comes|came|appear|appeared|arrive|arrived|launch|launched|release|released|announce|announced|"
    r"introduce|introduced|unveil|unveiled|present|presented|ship|shipped|sell|sold|make|made|build|built|bring|"
    r"brought|put|go|went|reach|reached|hit|get|got)"
    r"(?: (?:out|on sale|(?:(?:on|to|into) )?(?:the )?(?:market|shops|stores|shelves|customers|public)))?"
)
_IN_ORDER = r"(?:first|last|earlier|later|older|newer)"
_CLOSED = (
    r"(?:\s*[,:;.?!–—-]|\s*$| (?:of|out of|between|among|or|on sale|(?:on|to) (?:the )?market)\b|"
    rf" (?:the )?{_ANY_NAME})"
)
"""Behind a word for an order that is asked for; "the first game" and "first to fly" ask for something else."""

_CAME_IN_ORDER = re.compile(
    rf"{_CAME} {_IN_ORDER}\b|\bfirst {_CAME}\b|{_CAME} before(?: the other|{_CLOSED})", re.IGNORECASE
)
_IS_IN_ORDER = re.compile(
    rf"\b(?:is|was|are|were) (?:{_IN_ORDER}|the {_IN_ORDER}(?: \w+)?){_CLOSED}", re.IGNORECASE
)
_ONE_IS_IN_ORDER = re.compile(
    rf"\b(?:is|was|are|were) (?:the )?{_ANY_NAME}.* or (?:the )?{_ANY_NAME} (?:the )?{_IN_ORDER}{_CLOSED}",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:earlier|older|newer|before|after|later) than\b", re.IGNORECASE)
_WHICH = re.compile(r"\bwhich\b", re.IGNORECASE)
_WHAT = re.compile(r"\bwhat\b", re.IGNORECASE)
_WHETHER = re.compile(r"\b(?:did|does|was|is|were|are)\b", re.IGNORECASE)
_OR = re.compile(r" or ", re.IGNORECASE)
_ORDER_ASKED = (
    (_THAN,),
    (_ONE_IS_IN_ORDER,),
    (_WHICH, _CAME_IN_ORDER),
    (_WHICH, _IS_IN_ORDER),
    (_WHAT, _CAME_IN_ORDER, _OR),
    (_WHAT, _IS_IN_ORDER, _OR),
    (_WHETHER, _OR, _CAME_IN_ORDER),
)
"""Ways to ask which came first, each as patterns in turn: gaps in a single one take time with their power."""

_DEARER = re.compile(
    r"\b(?:more expensive|dearer|cheaper|less expensive|as (?:much|expensive|dear|cheap)|"
    r"cost(?:ed)? (?:more|less)|higher price|lower price|difference in (?:price|cost)|price difference)\b",
    re.IGNORECASE,
)
_BOTH_DAYS = re.compile(
    r"\bannounce\w*\b.*\b(?:releas\w*|sale|launch\w*|ship\w*)\b|\b(?:releas\w*|sale|launch\w*)\b.*\bannounce\w*\b",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    r"\bhow (?:long|many (?:days|weeks|months|years))\b.*\b(?:after|before|between|until|later|from|since|separate)",
    re.IGNORECASE,
)
_MONTH_DAYS = 30.44


def compared(question: str, mentions: Sequence[Mention]) -> tuple[DraftSentence, ...]:
    """Order in time, distance in time or difference in price of two named rows."""
    one, other = mentions[0], mentions[1]
    asked = besides(question, *mentions)
    if _DEARER.search(asked):
        cells = [cell for mention in (one, other) if (cell := cell_of(mention, PRICE))]
        return _prices(*cells) if len(cells) == 2 else ()
    if not (any(_in_turn(asked, patterns) for patterns in _ORDER_ASKED) or _HOW_LONG.search(asked)):
        return ()
    attribute = next((each for each in (ANNOUNCED, RELEASED) if each.asked.search(asked)), RELEASED)
    cells = [cell for mention in (one, other) if (cell := cell_of(mention, attribute)) and cell.date]
    if len(cells) < 2:
        return ()
    cells.sort(key=lambda cell: cell.date.earliest if cell.date else dt.date.max)
    first, second = cells
    if first.date is None or second.date is None:
        return ()
    sentences = [told(attribute, first), told(attribute, second)]
    apart = _apart(first.date, second.date) if _HOW_LONG.search(question) else None
    if first.date.latest >= second.date.earliest or apart == "":
        return tuple(sentences)  # both in the same year, say: the dates stand, no order is claimed
    spans = (first.span, second.span)
    if apart:
        sentences.append(
            DraftSentence(
                f"{second.name} came {apart} after {first.name}.", spans, computed=frozenset({apart, "after"})
            )
        )
    else:
        sentences.insert(
            0,
            DraftSentence(f"{first.name} came before {second.name}.", spans, computed=frozenset({"before"})),
        )
    return tuple(sentences)


def _in_turn(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    at = 0
    for pattern in patterns:
        match = pattern.search(text, at)
        if match is None:
            return False
        at = match.end()
    return True


def waited(question: str, mention: Mention) -> tuple[DraftSentence, ...]:
    """The time from announcement to sale of one named row, where the question asks for it; else nothing."""
    asked = besides(question, mention)
    if not (_HOW_LONG.search(asked) and _BOTH_DAYS.search(asked)):
        return ()
    announced, released = (cell_of(mention, attribute) for attribute in (ANNOUNCED, RELEASED))
    if not (announced and released and announced.date and released.date and announced.name == released.name):
        return ()
    sentences = [told(ANNOUNCED, announced), told(RELEASED, released)]
    if announced.date.day and released.date.day and released.date.earliest > announced.date.earliest:
        days = f"{(released.date.earliest - announced.date.earliest).days} days"
        text = f"{released.name} went on sale {days} after its announcement."
        spans = tuple(dict.fromkeys((announced.span, released.span)))
        sentences.append(DraftSentence(text, spans, computed=frozenset({days, "after"})))
    return tuple(sentences)


def _prices(one: Cell, other: Cell) -> tuple[DraftSentence, ...]:
    """Both prices, and how they stand to each other where that can be said."""
    both = told(PRICE, one), told(PRICE, other)
    if (
        one.amount is None
        or other.amount is None
        or one.currency != other.currency
        or terms(one) != terms(other)
    ):
        return both
    spans = (one.span, other.span)
    if one.amount == other.amount:
        text, word = f"{one.name} and {other.name} had the same launch price.", "same"
    else:
        dear, cheap = (one, other) if one.amount > other.amount else (other, one)
        word = f"{one.as_written(abs(one.amount - other.amount))} more"
        text = f"{dear.name} cost {word} at launch than {cheap.name}."
    return DraftSentence(text, spans, computed=frozenset({word})), *both


def _apart(first: PartialDate, second: PartialDate) -> str:
    days = (second.earliest - first.earliest).days
    if first.month is None or second.month is None:
        years = second.year - first.year
        return f"about {years} years" if years > 1 else ""  # of two years in a row they may be days apart
    if first.day is None or second.day is None:
        return _in_months((second.year - first.year) * 12 + second.month - first.month)
    if days < 60:
        return f"{days} day{'s' if days != 1 else ''}"
    return _in_months(round(days / _MONTH_DAYS))


def _in_months(months: int) -> str:
    """So many months in words; from two years on in years and months."""
    years, rest = divmod(months, 12) if months >= 24 else (0, months)
    said = [
        f"{count} {unit}{'s' if count != 1 else ''}"
        for count, unit in ((years, "year"), (rest, "month"))
        if count
    ]
    return f"about {' and '.join(said)}"
