"""Dates that cannot be: in the wrong order, in the future, or of a founder who had died or was not born."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.columns import DATES, Role
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.front_matter import entries, inverted_period
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.tables import Row, by_name, listed, name_key
from assistant.domain import Kind, Visibility, Voice
from assistant.text import fold

_SPOKEN = frozenset({Kind.SPEECH, Kind.LETTER, Kind.INTERVIEW})
_ORDER = (
    (Role.ANNOUNCED, Role.RELEASED),
    (Role.RELEASED, Role.DISCONTINUED),
    (Role.ANNOUNCED, Role.DISCONTINUED),
)
_LOOK = "check both dates against the sources"


def _find(pack: Pack) -> Iterator[Finding]:
    founder = pack.brand.founder
    if founder and founder.born and founder.died and founder.died < founder.born:
        problem = f"the founder died ({founder.died}) before being born ({founder.born})"
        yield Finding(Severity.ERROR, "brand.toml", None, "[founder]", problem, "correct one of the two")
    named = by_name(pack.rows)
    coming = {
        document.id for document in pack.documents if document.source.visibility is not Visibility.PUBLISHED
    }
    for row in pack.rows:
        yield from _row(row, pack, named, ahead=row.document in coming)
    for document in pack.documents:
        yield from _document(document, pack)


def _row(row: Row, pack: Pack, named: dict[tuple[str, ...], list[Row]], *, ahead: bool) -> Iterator[Finding]:
    where = (row.document, row.line, row.name)
    told: set[Role] = set()
    for first, second in _ORDER:
        before, after = row.date(first), row.date(second)
        if before and after and after.latest < before.earliest and second not in told:
            told.add(second)
            problem = f"{second.value} {after}, before it was {first.value} {before}"
            yield Finding(Severity.ERROR, *where, problem, _LOOK)
    for role in DATES:
        date = row.date(role)
        if date and date.earliest > pack.today and not ahead:
            remedy = "correct it; if it is still to come, embargo it or keep it in a draft"
            yield Finding(Severity.WARNING, *where, f"{role.value} {date} lies in the future", remedy)
    for name in listed(row.cell(Role.SUCCESSOR)):
        successors = [other for other in named.get(name_key(name), ()) if other is not row]
        if len(successors) == 1:
            yield from _order(row, successors[0])


def _order(row: Row, successor: Row) -> Iterator[Finding]:
    role = Role.RELEASED if row.date(Role.RELEASED) and successor.date(Role.RELEASED) else Role.ANNOUNCED
    before, after = row.date(role), successor.date(role)
    if before and after and after.latest < before.earliest:
        problem = f"its successor {successor.name} was {role.value} {after}, before itself {before}"
        yield Finding(Severity.WARNING, row.document, row.line, row.name, problem, _LOOK)


def _document(document: PackDocument, pack: Pack) -> Iterator[Finding]:
    source = document.source
    places = {key: offset for key, _, offset in entries(document)}
    at = places.get("date", 0)
    for key, value, offset in entries(document):
        inverted = inverted_period(value) if key == "period" else None
        if inverted:
            problem = f"the period {value} ends before it begins"
            yield document.finding(
                Severity.ERROR, offset, problem, f"write {inverted[1]}/{inverted[0]}, or correct it"
            )
    published = source.visibility is Visibility.PUBLISHED
    if source.date and source.date.earliest > pack.today and published:
        problem = f"its date {source.date} lies in the future"
        yield document.finding(Severity.ERROR, at, problem, "correct it, or embargo the document")
    if source.period and source.period[1].earliest > pack.today and published:
        problem = f"its period ends in the future ({source.period[1]})"
        yield document.finding(Severity.WARNING, places.get("period", 0), problem, "correct it")
    founder = pack.brand.founder
    if founder is None or source.date is None or not _speaks(document, (founder.name, *founder.aliases)):
        return
    severity = Severity.ERROR if source.voice is Voice.BY_FOUNDER else Severity.WARNING
    if founder.died and source.date.earliest > founder.died:
        problem = f"{founder.name} speaks on {source.date.words}, but died on {founder.died}"
        remedy = "give the date the words were said, or say that somebody else speaks"
        yield document.finding(severity, at, problem, remedy)
    if founder.born and source.date.latest < founder.born:
        problem = f"{founder.name} speaks on {source.date.words}, but was born on {founder.born}"
        yield document.finding(severity, at, problem, "correct the date or the speaker")


def _speaks(document: PackDocument, names: tuple[str, ...]) -> bool:
    """Whether the document is an occasion on which the founder spoke or wrote."""
    source = document.source
    if source.voice is Voice.BY_FOUNDER:
        return source.speaker is None or fold(source.speaker) in map(fold, names)
    spoken = source.voice is Voice.ABOUT_FOUNDER and source.kind in _SPOKEN
    return spoken and source.speaker is not None and fold(source.speaker) in map(fold, names)


CHECK = Check("impossible date", "Dates that cannot be", _find)
