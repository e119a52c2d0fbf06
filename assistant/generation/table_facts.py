"""Answers that stand in a table: dates, prices and other cells, order, differences and counts.

A question that names a row exactly and asks for one of its columns is answered from that row alone, so
that a near-namesake never lends its date. Nothing here knows any brand's columns: a column is matched by
its own name and by the words people use for such things ("came out" for `released`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import DraftSentence, Evidence, PartialDate, Passage, Span
from assistant.retrieval.names import Mention, NameIndex, row_name
from assistant.retrieval.question import Expects, expected
from assistant.text import words


@dataclass(frozen=True, slots=True)
class Attribute:
    """A sort of column: what it is called, what people say for it, and how its value is put in a sentence.

    `sentence` takes ``{name}`` and ``{value}``.
    """

    key: str
    columns: frozenset[str]
    asked: re.Pattern[str]
    sentence: str


def _attribute(key: str, columns: str, asked: str, sentence: str) -> Attribute:
    return Attribute(key, frozenset(columns.split("|")), re.compile(asked, re.IGNORECASE), sentence)


_ATTRIBUTES = (
    _attribute(
        "discontinued",
        "discontinued|end of sale|retired|withdrawn|end of life",
        r"\bdiscontinu|\bstop(?:ped)?\b.{0,20}\b(?:sell|making|sold)|\bend(?:ed)? (?:of )?sales?\b|\bwithdrawn\b|"
        r"\blast sold\b|\bkilled\b|\bretired?\b",
        "{name} was discontinued {value}",
    ),
    _attribute(
        "announced",
        "announced|introduced|unveiled|announcement|announcement date",
        r"\bannounc|\bunveil|\bintroduc|\breveal|\bpresented\b",
        "{name} was announced {value}",
    ),
    _attribute(
        "released",
        "released|release date|release|on sale|launched|launch date|launch|available|year|date|first sold",
        r"\breleas|\bcome out\b|\bcame out\b|\bcoming out\b|\blaunch|\bon sale\b|\bgo(?:es)? on sale\b|\bavailable\b|"
        r"\bfirst sold\b|\bappear|\bdebut|\bhow old\b|\bstart(?:ed)? selling\b|\bmade\b|\bbrought out\b|\bintroduc|"
        r"\bannounc|\bfollow|\bship",
        "{name} was released {value}",
    ),
    _attribute(
        "price",
        "launch price usd|launch price|price|price usd|msrp|list price|cost|introductory price",
        r"\bprices?\b|\bpriced\b|\bcosts?\b|\bhow (?:much|expensive)\b|\bcheap|\bexpensive|\bdear(?:er|est)?\b|"
        r"\bsell for\b|\bsold for\b",
        "{name} had a launch price of {value}",
    ),
    _attribute(
        "processor",
        "processor|cpu|soc|soc cpu|chip|processor type",
        r"\bprocessors?\b|\bcpu\b|\bchips?\b|\bsoc\b",
        "The processor of {name} is given as {value}",
    ),
    _attribute(
        "designer",
        "designer|designers|designed by|lead|lead designer|architect",
        r"\bwho (?:designed|created|made|built|led|invented|developed)\b|\bdesigners?\b|\bdesigned by\b",
        "{name} was designed by {value}",
    ),
    _attribute(
        "successor",
        "successor|replaced by|followed by",
        r"\bsuccessors?\b|\bsucceeded\b|\breplaced\b|\bwhat (?:came|followed|comes) (?:after|next)\b|\bwhat followed\b",
        "The successor of {name} was {value}",
    ),
    _attribute(
        "predecessor",
        "predecessor|replaces|preceded by",
        r"\bpredecessors?\b|\bpreceded\b|\bcame before\b",
        "The predecessor of {name} was {value}",
    ),
)
_EITHER = re.compile(
    r"\b(?:which|what|who)\b.*\b(?:first|earlier|before|later|last|newer|older)\b|"
    r"\b(?:earlier|older|newer|before|after|later) than\b",
    re.IGNORECASE,
)
_DEARER = re.compile(
    r"\b(?:more expensive|dearer|cheaper|less expensive|"
    r"cost (?:more|less)|higher price|lower price)\b",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    r"\bhow (?:long|many (?:days|weeks|months|years))\b.*\b(?:after|before|between|until|later|from|since|separate)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bhow many\b", re.IGNORECASE)
_MONTH_DAYS = 30.44
_DATED = frozenset({"announced", "released", "discontinued"})


_RELEASED = next(attribute for attribute in _ATTRIBUTES if attribute.key == "released")
_LISTED = re.compile(
    r"\b(?:which|what|how many|list (?:all |the )?)\s+(?P<things>[\w\s-]{2,40}?)\s+(?:were|was|did|came|come|appeared|"
    r"released|launched|introduced|went|have been)\b[^?]*\b(?:in|during)\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ANY_THING = frozenset(["product", "thing", "item", "model", "new", "device", "the", "of", "all", "a"])
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Cell:
    row: Passage
    name: str
    column: str
    value: str

    @property
    def span(self) -> Span:
        return Span(self.row.id, self.row.start, self.row.end)

    @property
    def date(self) -> PartialDate | None:
        return _date(self.value)

    @property
    def amount(self) -> float | None:
        match = re.search(r"\d[\d,]*(?:\.\d+)?", self.value)
        return float(match.group().replace(",", "")) if match else None


class TableFacts:
    """Answers table questions from the rows the question names."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    def listed(self, question: str) -> tuple[Passage, ...]:
        """The rows a question such as "Which lamps came out in 1984?" asks for, by date; mostly none."""
        match = _LISTED.search(question)
        if match is None:
            return ()
        wanted = {_singular(word) for word in words(match["things"])} - _ANY_THING
        found: dict[str, tuple[dt.date, Passage]] = {}
        for row in self._names.rows:
            cell = _cell(Mention("", 0, 0, (row,)), _RELEASED)
            if cell is None or cell.date is None or cell.date.year != int(match["year"]):
                continue
            if wanted <= _kinds(row):
                found.setdefault(cell.name, (cell.date.earliest, row))
        return tuple(row for _, row in sorted(found.values(), key=lambda pair: pair[0]))

    def tell_listed(self, question: str, rows: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
        """How many there are and what they are called; the count is computed from `rows`."""
        match = _LISTED.search(question)
        if match is None:
            return ()
        tables = {item.source.id: [row for row in rows if row.source.id == item.source.id] for item in rows}
        return tuple(_listing(table, match["year"]) for table in tables.values())

    def draft(self, question: str, evidence: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
        """Sentences that answer `question` from named rows among `evidence`; none where no cell answers."""
        found = {item.passage.id for item in evidence}
        mentions = [_among(mention, found) for mention in self._names.find(question)]
        mentions = [mention for mention in mentions if mention.rows]
        if not mentions:
            return ()
        different = _distinct(mentions)
        if len(different) >= 2 and (answer := _compared(question, different)):
            return answer
        return _cells(question, different)


def _listing(rows: Sequence[Evidence], year: str) -> DraftSentence:
    """What one table has of a year."""
    shown = [row_name(item.passage) or "" for item in rows[:MOST_LISTED]]
    count, entries = str(len(rows)), "entry" if len(rows) == 1 else "entries"
    listing = ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]
    among = ", among them " if len(rows) > len(shown) else ": "
    text = f"“{rows[0].source.title}” has {count} {entries} released in {year}{among}{listing}."
    spans = tuple(Span(item.passage.id, item.passage.start, item.passage.end) for item in rows[:MOST_LISTED])
    return DraftSentence(text, spans, computed=frozenset({count, year}))


def _among(mention: Mention, found: set[str]) -> Mention:
    rows = tuple(row for row in mention.rows if row.id in found)
    return Mention(mention.name, mention.start, mention.end, rows)


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({mention.name: mention for mention in reversed(mentions)}.values())[::-1]


def _cells(question: str, mentions: Sequence[Mention]) -> tuple[DraftSentence, ...]:
    """One sentence a named row and attribute asked for."""
    if len(mentions) > 3:
        return ()
    sentences: list[DraftSentence] = []
    for mention in mentions:
        for attribute in _asked(question, mention):
            cell = _cell(mention, attribute)
            sentences += [_told(attribute, cell)] if cell else []
        for cell in _asked_columns(question, mention):
            title = cell.column.replace("_", " ").strip()
            verb = "are" if _singular(title) != title else "is"
            text = f"The {title} of {cell.name} {verb} given as {cell.value}."
            sentences.append(DraftSentence(text, (cell.span,), computed=frozenset({cell.value})))
    return tuple(sentences)


def _compared(question: str, mentions: Sequence[Mention]) -> tuple[DraftSentence, ...]:
    """Order in time, distance in time or difference in price of two named rows."""
    one, other = mentions[0], mentions[1]
    if _DEARER.search(question):
        price = next(attribute for attribute in _ATTRIBUTES if attribute.key == "price")
        cells = [
            cell for mention in (one, other) if (cell := _cell(mention, price)) and cell.amount is not None
        ]
        return tuple(_told(price, cell) for cell in cells) if len(cells) == 2 else ()
    if not (_EITHER.search(question) or _HOW_LONG.search(question)):
        return ()
    attribute = next(
        (
            asked
            for asked in _ATTRIBUTES
            if asked.key in ("announced", "released") and asked.asked.search(question)
        ),
        next(asked for asked in _ATTRIBUTES if asked.key == "released"),
    )
    cells = [cell for mention in (one, other) if (cell := _cell(mention, attribute)) and cell.date]
    if len(cells) < 2:
        return ()
    cells.sort(key=lambda cell: cell.date.earliest if cell.date else dt.date.max)
    first, second = cells
    if first.date is None or second.date is None:
        return ()
    sentences = [_told(attribute, first), _told(attribute, second)]
    if first.date.latest >= second.date.earliest:
        return tuple(sentences)  # both in the same year, say: the dates stand, no order is claimed
    spans = (first.span, second.span)
    if _HOW_LONG.search(question):
        apart = _apart(first.date, second.date)
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


def _asked(question: str, mention: Mention) -> list[Attribute]:
    """The attributes the words of the question ask for, else the one its sort of answer implies."""
    bare = _without(question, mention)
    expects = expected(question)
    found = [attribute for attribute in _ATTRIBUTES if attribute.asked.search(bare)]
    keys = {attribute.key for attribute in found}
    if expects is Expects.MONEY:
        return [attribute for attribute in found if attribute.key == "price"]
    # "announced" and "introduced" ask for either date, the exact word first.
    if (
        "announced" in keys
        and "released" in keys
        and not re.search(r"\breleas|\bon sale\b", bare, re.IGNORECASE)
    ):
        announced = [a for a in found if a.key == "announced" and _cell(mention, a)]
        found = [a for a in found if a.key != ("released" if announced else "announced")]
    if expects is not Expects.DATE and not re.search(
        r"^when\b|\band when\b|\bwhat year\b|\brelease date\b|\bhow old\b", bare, re.IGNORECASE
    ):
        found = [attribute for attribute in found if attribute.key not in _DATED]
    if expects is not Expects.PERSON:
        found = [attribute for attribute in found if attribute.key != "designer"]
    return [
        attribute
        for attribute in found
        if attribute.key != "price" or re.search(r"\bprice|\bcost|\bpriced", bare, re.IGNORECASE)
    ]


def _asked_columns(question: str, mention: Mention) -> list[_Cell]:
    """Cells of columns that the question names with their own words ("model identifier")."""
    asked = {_singular(word) for word in words(_without(question, mention))}
    known = {column for attribute in _ATTRIBUTES for column in attribute.columns}
    best: list[_Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            title = " ".join(words(column.replace("_", " ")))
            heads = [_singular(word) for word in title.split()]
            if (
                title in known
                or not heads
                or value == row_name(row)
                or title in ("name", "description", "id")
            ):
                continue
            if heads[-1] in asked and not {"url", "source"} & set(heads):
                best.append(_Cell(row, row_name(row) or "", column, value))
    unique = {(cell.column, cell.value): cell for cell in best}
    return list(unique.values())[:3]


def _cell(mention: Mention, attribute: Attribute) -> _Cell | None:
    """The most exact cell of that attribute among the rows the name may mean; the earliest on a tie.

    A name that several rows share, as a first generation does with its family, means the earliest one.
    """
    cells: list[_Cell] = []
    for row in mention.rows:
        for column, value in row.fields:
            if " ".join(words(column.replace("_", " "))) in attribute.columns:
                cells.append(_Cell(row, row_name(row) or mention.name, column, value))
    if not cells:
        return None
    if attribute.key in _DATED:
        dated = [cell for cell in cells if cell.date]
        return min(dated, key=_earliest_most_exact) if dated else None
    return cells[0]


def _earliest_most_exact(cell: _Cell) -> tuple[int, int, dt.date]:
    date = cell.date
    assert date is not None
    return date.year, -len(str(date)), date.earliest


def _told(attribute: Attribute, cell: _Cell) -> DraftSentence:
    value = cell.value
    if attribute.key in _DATED and cell.date:
        value = f"{'on' if cell.date.day else 'in'} {cell.date.words}"
    elif attribute.key == "price":
        value = _money(cell)
    elif attribute.key == "designer":
        value = value.replace(";", ",")
    text = attribute.sentence.format(name=cell.name, value=value)
    # The value is the cell's own, so no other cell of the row can say otherwise; the name is still checked.
    return DraftSentence(
        text if text.endswith(".") else f"{text}.", (cell.span,), computed=frozenset({value})
    )


def _kinds(row: Passage) -> set[str]:
    """The words for what a row is: of its name, family and category."""
    told = [
        value for column, value in row.fields if column.casefold() in ("family", "category", "type", "kind")
    ]
    return {_singular(word) for word in words(" ".join([row_name(row) or "", *told]))}


def _money(cell: _Cell) -> str:
    """The price with its currency where the column names it, and what it bought where the row says so."""
    value = cell.value
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", value) and "usd" in cell.column.casefold():
        number = float(value.replace(",", ""))
        value = f"${number:,.2f}" if number % 1 else f"${number:,.0f}"
    for column, note in cell.row.fields:
        if column.casefold().replace("_", " ") in ("price note", "price notes"):
            return f"{value} ({note})"
    return value


def _date(value: str) -> PartialDate | None:
    try:
        return PartialDate.parse(value)
    except ValueError:
        pass
    for pattern in ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%m/%d/%Y"):
        try:
            day = dt.datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
        return PartialDate(day.year, day.month, day.day)
    return None


def _apart(first: PartialDate, second: PartialDate) -> str:
    days = (second.earliest - first.earliest).days
    if first.day is None or second.day is None:
        years = second.year - first.year
        return f"about {years} year{'s' if years != 1 else ''}" if years else "some months"
    if days < 60:
        return f"{days} day{'s' if days != 1 else ''}"
    months = round(days / _MONTH_DAYS)
    if months < 24:
        return f"about {months} months"
    years, rest = divmod(months, 12)
    return f"about {years} years" + (f" and {rest} month{'s' if rest != 1 else ''}" if rest else "")


def _without(question: str, mention: Mention) -> str:
    """The question without the name, so that "Lumo Launch Kit" does not ask for a launch."""
    return re.sub(re.escape(mention.name), " ", question, flags=re.IGNORECASE)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
