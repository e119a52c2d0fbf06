"""Facts that prose tells of a table's rows in so many words: "The Lumo Two went on sale on 23 October 2001".

Only plain statements are read: one thing, named in full, then the verb, then the date or the price. What is
qualified (another model of it, another country, a plan, a rumour, a later price) is left alone: a fact that is
not surely about the same thing must not be held against a table.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.columns import Role
from assistant.corpus.tables import ORDINALS, Row, name_key
from assistant.grounding.checks.dates import DateMention
from assistant.grounding.checks.names import NameMention
from assistant.grounding.checks.quantities import Bound, Quantity, find_quantities

_APPEARED = (Role.ANNOUNCED, Role.RELEASED)

_VERBS = {
    (Role.RELEASED,): r"(?:went|came) on sale|(?:was|were) released|shipped|reached (?:the )?(?:shops|stores|"
    r"customers|market)|became available",
    (Role.ANNOUNCED,): r"(?:was|were) (?:first )?(?:announced|unveiled|revealed)",
    _APPEARED: r"(?:was|were) (?:first )?(?:introduced|launched|presented)|came out|appeared|debuted",
    (Role.DISCONTINUED,): r"(?:was|were) (?:discontinued|withdrawn)",
    (Role.PRICE,): r"cost|(?:was|were) priced at|(?:was |were )?sold for|"
    r"had (?:a|an) (?:launch |list |introductory |starting )?price of",
}
_ACTIVE = {
    (Role.RELEASED,): "released",
    (Role.ANNOUNCED,): "announced|unveiled",
    _APPEARED: "introduced|launched|presented",
    (Role.DISCONTINUED,): "discontinued|stopped selling",
}
_VERB = {roles: re.compile(rf"\s+(?:{verbs})\b") for roles, verbs in _VERBS.items()}
ANY_VERB = re.compile(rf"\s(?:{'|'.join([*_VERBS.values(), *_ACTIVE.values()])})\b")
_SOMEBODY = r"(?:[A-Z][\w.'’&-]*\s){1,4}"
_WHICH = rf"(?P<which>original\s|(?:{'|'.join(ORDINALS)})(?:-generation)?\s)?"
_DOER = {
    roles: re.compile(rf"{_SOMEBODY}(?:{verbs})\s(?:[Tt]he\s)?{_WHICH}$") for roles, verbs in _ACTIVE.items()
}
_OPENING = re.compile(rf"(?:[Tt]he\s)?{_WHICH}$")
_DATED_OPENING = re.compile(r"(?:On|In)\s$")
_APPOSITION = re.compile(r",[^,$£€]{1,60},(?=\s)")
_TO_DATE = re.compile(
    rf"(?:\sby\s{_SOMEBODY[:-1]}?\s?)?(?:\s(?:only|finally|first|later|already|officially|publicly|together))?"
    r"(?:\s(?:for|at)\s\S+(?:\sdollars|\seuros|\spounds)?)?\s(?:on|in)\s$"
)
_TO_PRICE = re.compile(r"(?:\s(?:for|at))?(?:\sonly)?\s$")
_AFTER_DATE = re.compile(r"\s(?:in|as(?! the (?:first|last))|to|again|for(?!\s[$£€\d]))\b")
_CLOSED = re.compile(r"[.,;]|\s(?:and|at|with)\b|$")
_AFTER_PRICE = re.compile(
    r"\s(?:more|less|cheaper|dearer|extra|a|an|per|each|every|apiece|off|to|or|as|above|below|than|under|and\s[$£€\d])\b"
)
_BEGUN = re.compile(  # the name is over: what follows is no other word of it, as in "Lumo mini"
    r"\s(?:was|were|is|are|had|has|used|came|ran|weighed|looked|offered|included|contained|brought|added|replaced|"
    r"kept|received|became|held|went|cost|shipped|reached|appeared|debuted|sold)\b"
)
_FOR = re.compile(r"\s(?:for|at)(?=\s)")
_ANOTHER = re.compile(
    r"[;:]|\b(?:that|which|who|whose|where|when|while|because|but|than|and (?:the|a|an|its|[A-Z]))\b"
)
_FURTHER = re.compile(r",?\sand(?=\s)")
DOUBTFUL = re.compile(
    r"\b(?:according to|sources?|rumou?rs?|reported|reportedly|planned|plans?|meant|supposed|expected|would|should|"
    r"could|might|may have|recalled|remembered|myth|legend|wrong|wrongly|false|not|never|beta|prototypes?|preview|"
    r"versions?|developers?|if|said|claims?|claimed|told)\b",
    re.IGNORECASE,
)
_OTHER_PRICE = re.compile(
    r"\b(?:contract|subsid\w+|upgrades?|owners?|schools?|students?|education|subscription|rent\w*|months?|later|"
    r"cut|lowered|reduced|raised|rose|fell|now|still|used|second-hand|auction\w*|collectors?|today|inflation|"
    r"dealers?|discount\w*|cheapest|from\s(?:\d{4}|[A-Z]))\b"
)
_MONEY = frozenset(("usd", "gbp", "eur", "jpy"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and where it stands, `line` and `place` as in `Finding`."""

    document: str
    line: int | None
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A date or a price that a sentence tells of `rows`.

    `roles` are the columns that may hold it: "introduced" is said of both first days. `candidates` are rows
    that the name may mean, too ("the Lumo" in a table of Lumo, Lumo Two and Lumo Mini); `amounts` are all
    prices of the sentence with their currencies, the one told first.
    """

    roles: tuple[Role, ...]
    rows: tuple[Row, ...]
    candidates: tuple[Row, ...]
    statement: Statement
    words: str
    date: DateMention | None = None
    amounts: tuple[tuple[Decimal, str], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether the name can mean nothing but `rows`."""
        return not self.candidates


@dataclass(frozen=True, slots=True)
class PlainSentence:
    """A sentence that begins with a thing or with what somebody did with it, while it is read.

    `longer` are other rows whose names hold the one mentioned; `by_key` finds rows by the key of a name.
    """

    statement: Statement
    mention: NameMention
    dates: tuple[DateMention, ...]
    rows: tuple[Row, ...]
    longer: tuple[Row, ...]
    by_key: Mapping[tuple[str, ...], Sequence[Row]]

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.statement.text

    def meaning(self, which: str | None) -> PlainSentence | None:
        """The sentence with the rows that "the first Lumo" or "the third Lumo" means; None where no row is it.

        The first is the one that appeared before all others whose names hold its own.
        """
        word = (which or "").partition(" ")[0].partition("-")[0]
        if word in ORDINALS and word != "first":
            rows = self.by_key.get((*name_key(self.mention.words), f"generation {ORDINALS[word]}"), ())
            return (
                replace(self, rows=tuple(rows), longer=()) if len({row.name for row in rows}) == 1 else None
            )
        if word:
            ours, theirs = [_appeared(row) for row in self.rows], [_appeared(row) for row in self.longer]
            known = [day for day in ours if day]
            if known and all(day and max(known) <= day for day in theirs):
                return replace(self, longer=())
        return self


def told_facts(sentence: PlainSentence) -> Iterator[ToldFact]:
    """The facts of one sentence, if it is plain enough."""
    text, start = sentence.text, 0
    opened = next((date for date in sentence.dates[:1] if _DATED_OPENING.fullmatch(text[: date.start])), None)
    if opened:
        start = len(text) - len(text[opened.end :].lstrip(", "))
    before = text[start : sentence.mention.start]
    if subject := _OPENING.fullmatch(before):
        if meant := sentence.meaning(subject["which"]):
            yield from _told_first(meant, opened)
        return
    for roles, doer in _DOER.items():
        if (found := doer.fullmatch(before)) and (meant := sentence.meaning(found["which"])):
            if opened:
                yield from _opened(meant, roles, opened, meant.mention.end)
            else:
                yield from _dated(meant, roles, meant.mention.end)


def _told_first(sentence: PlainSentence, opened: DateMention | None) -> Iterator[ToldFact]:
    """Facts of a sentence that begins with the thing: verb after verb, joined by "and"."""
    at = sentence.mention.end
    apposition = _APPOSITION.match(sentence.text, at)
    if apposition and not any(at <= date.start < apposition.end() for date in sentence.dates):
        at = apposition.end()
    if not _BEGUN.match(sentence.text, at):
        return
    while at:
        roles, end = _verb(sentence, at)
        if opened:
            yield from _opened(sentence, roles, opened, end) if roles else ()
            return
        if roles == (Role.PRICE,):
            yield from _priced(sentence, end)
        elif roles:
            yield from _dated(sentence, roles, end)
        at = _further(sentence, end)


def _further(sentence: PlainSentence, at: int) -> int:
    """Where the next verb of the same thing begins, behind an "and"; 0 where there is none to be sure of."""
    for further in _FURTHER.finditer(sentence.text, at):
        if _verb(sentence, further.end())[0]:
            return 0 if _ANOTHER.search(sentence.text, at, further.start()) else further.end()
    return 0


def _verb(sentence: PlainSentence, at: int) -> tuple[tuple[Role, ...] | None, int]:
    for roles, verb in _VERB.items():
        if found := verb.match(sentence.text, at):
            return roles, found.end()
    return None, at


def _opened(
    sentence: PlainSentence, roles: tuple[Role, ...], date: DateMention, end: int
) -> Iterator[ToldFact]:
    """ "On 3 May 1984 the Lumo went on sale.": nothing may follow that narrows it."""
    alone = len(sentence.dates) == 1 and _CLOSED.match(sentence.text, end)
    if roles != (Role.PRICE,) and alone:
        yield _fact(sentence, roles, date, 0, end)


def _dated(sentence: PlainSentence, roles: tuple[Role, ...], end: int) -> Iterator[ToldFact]:
    date = next((date for date in sentence.dates if date.start >= end), None)
    if date is None or roles == (Role.PRICE,):
        return
    if _TO_DATE.fullmatch(sentence.text[end : date.start]) and not _AFTER_DATE.match(sentence.text, date.end):
        yield _fact(sentence, roles, date, sentence.mention.start, date.end)
        priced = _FOR.match(sentence.text, date.end)
        if priced and Role.DISCONTINUED not in roles:
            yield from _priced(sentence, priced.end())


def _fact(
    sentence: PlainSentence, roles: tuple[Role, ...], date: DateMention, start: int, end: int
) -> ToldFact:
    return ToldFact(
        roles, sentence.rows, sentence.longer, sentence.statement, sentence.text[start:end], date=date
    )


def _priced(sentence: PlainSentence, end: int) -> Iterator[ToldFact]:
    prices = [price for price in find_quantities(sentence.text) if _is_price(price)]
    price = next((price for price in prices if price.start >= end), None)
    if price is None or _OTHER_PRICE.search(sentence.text) or _AFTER_PRICE.match(sentence.text, price.end):
        return
    if not _TO_PRICE.fullmatch(sentence.text[end : price.start]):
        return
    if not all(
        any(_near(date, row) for row in (*sentence.rows, *sentence.longer)) for date in sentence.dates
    ):
        return  # a price of another year
    told = sorted(prices, key=lambda one: one is not price)
    amounts = tuple(reading for one in told for reading in one.readings)
    words = sentence.text[sentence.mention.start : price.end]
    yield ToldFact((Role.PRICE,), sentence.rows, sentence.longer, sentence.statement, words, amounts=amounts)


def _is_price(quantity: Quantity) -> bool:
    exact = quantity.bound is Bound.EXACT and not quantity.rounded
    return exact and all(unit in _MONEY for _, unit in quantity.readings)


def _appeared(row: Row) -> dt.date | None:
    """The first day that can be meant by the row's first date."""
    days = [found.earliest for role in _APPEARED if (found := row.date(role))]
    return min(days, default=None)


def _near(date: DateMention, row: Row) -> bool:
    """Whether a date lies in the years in which the row's thing appeared."""
    years = [found.year for role in _APPEARED if (found := row.date(role))]
    assert date.first is not None
    assert date.last is not None
    return bool(years) and date.first.year <= max(years) and min(years) <= date.last.year
