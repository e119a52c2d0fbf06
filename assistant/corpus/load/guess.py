"""Guesses for what nobody wrote down. They are conservative: a wrong voice would put words in a mouth.

No guess ever says that a document holds the founder's or the brand's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from assistant.corpus.load.metadata import Metadata
from assistant.domain import Kind, Voice

_WORDS = {
    Kind.SPEECH: "speech speeches keynote keynotes talk talks commencement lecture lectures",
    Kind.LETTER: "letter letters memo memos email emails mail correspondence",
    Kind.INTERVIEW: "interview interviews q&a",
    Kind.FILING: "filing filings 10k 10q 8k annual prospectus shareholder shareholders sec",
    Kind.PRESS: "press news newsroom release",
    Kind.PRODUCT: "product products specs specifications",
    Kind.HISTORY: "history histories story stories biography",
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_JOINED = ((r"\bq and a\b", "q&a"), (r"\b(10|8) ([kq])\b", r"\1\2"))
_FACT_COLUMN = re.compile(
    r"\b(price|cost|msrp|released?|launch(?:ed)?|announced|introduced|discontinued|sku|model)\b"
)
_NAME_COLUMN = re.compile(r"\b(name|product|model|title|item)\b")
_QUOTE_COLUMN = re.compile(r"quote|text|quotation|saying")
_ORIGIN_COLUMN = re.compile(r"source|url|link|date|year|place|venue|event|occasion|publication|book")


def from_path(path: str, language: str) -> Metadata:
    """What a path suggests: its file name first, then its folders from the nearest outward."""
    pure = PurePosixPath(path)
    for part in (pure.stem, *reversed(pure.parts[:-1])):
        kind = _kind(part)
        if kind is not None:
            break
    else:
        kind = Kind.HISTORY
    return Metadata(title=pretty(pure.stem), kind=kind, voice=Voice.BY_OTHERS, language=language)


def pretty(stem: str) -> str:
    """A file name as a title: ``annual_report_fy2024`` reads "Annual report fy2024"."""
    words = " ".join(re.sub(r"[_\s]+|(?<=\w)-(?=\w)", " ", stem).split()) or stem
    return words[:1].upper() + words[1:]


def from_columns(rows: Iterable[Sequence[tuple[str, str]]]) -> Metadata:
    """What the columns of a table or of records tell: a product list, or quotes nobody has sourced."""
    columns = {column.lower().replace("_", " ") for row in rows for column, _ in row}
    named = {column for column in columns if _NAME_COLUMN.search(column)}
    facts = {column for column in columns if _FACT_COLUMN.search(column)}
    if named and facts - named:
        return Metadata(kind=Kind.PRODUCT)
    if (
        any(_QUOTE_COLUMN.fullmatch(column) for column in columns)
        and columns & {"author", "speaker", "by"}
        and not any(_ORIGIN_COLUMN.search(column) for column in columns)
    ):
        return Metadata(voice=Voice.UNSOURCED)
    return Metadata()


def _kind(part: str) -> Kind | None:
    folded = re.sub(r"[_\W]+", " ", part.lower().replace("&", " and "))
    for pattern, joined in _JOINED:
        folded = re.sub(pattern, joined, folded)
    return next((_KIND_OF[word] for word in folded.split() if word in _KIND_OF), None)
