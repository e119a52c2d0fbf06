"""What both indexes know of a passage beside its words: the facets a `Filter` asks about.

Facets belong to the document, so every passage of one document has the same. Days are counted as
`datetime.date.toordinal` does, because both engines compare integers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.domain import Filter, Kind, Source, Visibility, Voice


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found by one search. `score` orders that search's hits only, higher is better."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter may ask of a passage.

    `earliest` and `latest` are the first and last day the source's date may mean, None where it has no
    date. `embargo` is the first day the passage may be found, None where it always may.
    """

    kind: Kind
    voice: Voice
    earliest: int | None = None
    latest: int | None = None
    embargo: int | None = None

    @classmethod
    def of(cls, source: Source) -> Facets:
        """The facets of every passage of `source`; ValueError for an embargo without its day."""
        embargo = None
        if source.visibility is Visibility.EMBARGOED:
            if source.embargo is None:
                raise ValueError(f"{source.id} is embargoed, but its day is missing: set 'embargo'")
            embargo = source.embargo.toordinal()
        return cls(
            kind=source.kind,
            voice=source.voice,
            earliest=source.date.earliest.toordinal() if source.date else None,
            latest=source.date.latest.toordinal() if source.date else None,
            embargo=embargo,
        )


def search_day(where: Filter) -> int:
    """The ordinal of the day on which embargoes are judged."""
    return (where.today or dt.datetime.now(tz=dt.UTC).date()).toordinal()
