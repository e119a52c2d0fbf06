"""What is known about a document: where it is written down, and which word wins.

A document's own front matter wins over its sidecar (``<file name>.toml`` beside it), that over the rules
in ``brand.toml`` (later rules over earlier ones), those over what the file's format happens to tell, and
that over a guess from its path.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

from assistant.brand import DocumentRule
from assistant.dates import parse_date, parse_period
from assistant.domain import Kind, PartialDate, Rights, Source, Visibility, Voice
from assistant.errors import DocumentError

_Enum = TypeVar("_Enum", bound=StrEnum)

_SYNONYMS = {
    "title": ("title",),
    "speaker": ("speaker", "author", "authors", "by"),
    "place": ("place", "venue", "location"),
    "url": ("url", "link", "source_url", "canonical_url", "source"),
    "language": ("language", "lang"),
    "licence": ("licence", "license"),
    "date": ("date", "published", "pubdate", "created"),
}
KEYS = frozenset(
    {
        *(name for names in _SYNONYMS.values() for name in names),
        *("kind", "type", "voice", "rights", "visibility", "period", "sources", "embargo", "draft"),
    }
)
"""What may be said about a document, by every name that is read."""

_SIDECAR_LIMIT = 64 * 1024  # bytes; a sidecar holds a dozen lines


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one place says about a document; None where it is silent. Fields as in `Source`.

    `founder` and `founder_died` are the brand's word: who speaks in a document of the founder's words that
    names nobody, and after what day nobody speaks, whatever a document says.
    """

    title: str | None = None
    kind: Kind | None = None
    voice: Voice | None = None
    date: PartialDate | None = None
    period: tuple[PartialDate, PartialDate] | None = None
    speaker: str | None = None
    place: str | None = None
    url: str | None = None
    sources: tuple[str, ...] | None = None
    language: str | None = None
    licence: str | None = None
    rights: Rights | None = None
    visibility: Visibility | None = None
    embargo: dt.date | None = None
    founder: str | None = None
    founder_died: dt.date | None = None

    def over(self, weaker: Metadata) -> Metadata:
        """Both together, this one's word first."""
        gaps = {name: getattr(weaker, name) for name in self.silent}
        return replace(self, **gaps)

    @property
    def silent(self) -> tuple[str, ...]:
        """Names of the fields nothing is said about."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is None)


def from_mapping(raw: Mapping[str, object]) -> tuple[Metadata, tuple[str, ...]]:
    """Read front matter or a sidecar, and notes on what it could not make sense of.

    Free-form dates that may mean two things are noted and left out; a wrong word where only certain words
    are allowed, or an embargo that is no day, raises DocumentError, because guessing could publish what
    must stay closed. Keys that are not ours are left alone.
    """
    values = {key.strip().lower(): value for key, value in raw.items()}
    notes: list[str] = []
    visibility = _visibility(values)
    if _flag(values.get("published")) is not None:  # Jekyll's "published: false" is no date
        del values["published"]
    date_value = _first_value(values, _SYNONYMS["date"])
    date, period = parse_date(date_value), parse_period(values.get("period"))
    if date is None and date_value is not None:
        notes.append(f"date {str(date_value)!r} is not clear: write 1984, 1984-01 or 1984-01-24")
        period = period or parse_period(date_value)
    if period is None and values.get("period") is not None:
        notes.append(f"period {str(values['period'])!r} is not clear: write 1976/1985")
    metadata = Metadata(
        title=_text(values, "title"),
        kind=_kind(values),
        voice=_choice(values, "voice", Voice),
        date=date,
        period=period,
        speaker=_text(values, "speaker"),
        place=_text(values, "place"),
        url=_url(values),
        sources=_list(values.get("sources")),
        language=_text(values, "language"),
        licence=_text(values, "licence"),
        rights=_choice(values, "rights", Rights),
        visibility=visibility,
        embargo=_embargo(values.get("embargo")),
    )
    return metadata, tuple(notes)


def from_sidecar(path: Path) -> Metadata:
    """Read a sidecar file; DocumentError where it is no TOML, names an unknown key or is unclear."""
    try:
        with path.open("rb") as file:
            raw = tomllib.loads(file.read(_SIDECAR_LIMIT).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DocumentError(f"its sidecar {path.name} cannot be read: {error}: mend or remove it") from error
    unknown = sorted(set(raw) - KEYS)
    if unknown:
        raise DocumentError(
            f"its sidecar {path.name} has unknown keys {', '.join(unknown)}: use {', '.join(sorted(KEYS))}"
        )
    metadata, notes = from_mapping(raw)
    if notes:
        raise DocumentError(f"its sidecar {path.name}: {'; '.join(notes)}")
    return metadata


def from_rules(rules: Sequence[DocumentRule], path: str) -> tuple[Metadata, bool]:
    """What ``brand.toml`` says about the document at `path`, and whether it says to ignore it."""
    metadata, ignore = Metadata(), False
    for rule in rules:
        if not matches(rule.match, path):
            continue
        period = parse_period(rule.period)
        if rule.period is not None and period is None:
            raise DocumentError(
                f"brand.toml gives it period {rule.period!r}, which is not clear: write 1976/1985"
            )
        said = Metadata(
            title=rule.title,
            kind=rule.kind,
            voice=rule.voice,
            date=rule.date,
            period=period,
            speaker=rule.speaker,
            place=rule.place,
            url=rule.url,
            language=rule.language,
            licence=rule.licence,
            rights=rule.rights,
            visibility=rule.visibility,
            embargo=rule.embargo,
        )
        metadata = said.over(metadata)
        ignore = rule.ignore
    return metadata, ignore


def matches(glob: str, path: str) -> bool:
    """Whether a pack path matches: ``*`` and ``?`` stay inside a folder, ``**`` crosses folders."""
    pattern = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?)", glob.removeprefix("./")):
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        pattern += known.get(part, re.escape(part))
    return re.fullmatch(pattern, path, re.DOTALL) is not None


def checksum(digest: str, *said: object) -> str:
    """SHA-256 over a file's own `digest` and what else is said about it, each place's word by itself.

    So a changed rule loads the document again, as a changed file does; also a rule that says no more than
    the guess, since it wins over what the file's format tells.
    """
    record = json.dumps([digest, *map(repr, said)])
    return hashlib.sha256(record.encode()).hexdigest()


def resolve(path: str, file_checksum: str, metadata: Metadata) -> Source:
    """The source of a document whose `metadata` is all there is; title, kind and voice must be there.

    A document with an embargo is embargoed even where its visibility says published; a draft stays one.
    """
    if metadata.title is None or metadata.kind is None or metadata.voice is None:
        raise ValueError(f"{path}: title, kind and voice are guessed before a source is resolved")
    visibility = metadata.visibility or Visibility.PUBLISHED
    if visibility is Visibility.EMBARGOED and metadata.embargo is None:
        raise DocumentError("visibility 'embargoed' needs a day: add embargo = 2030-01-31")
    if metadata.embargo is not None and visibility is Visibility.PUBLISHED:
        visibility = Visibility.EMBARGOED
    voice = _living_voice(metadata, metadata.voice)
    return Source(
        id=path,
        title=metadata.title,
        kind=metadata.kind,
        voice=voice,
        checksum=file_checksum,
        date=metadata.date,
        period=metadata.period,
        speaker=metadata.speaker or (metadata.founder if voice is Voice.BY_FOUNDER else None),
        place=metadata.place,
        url=metadata.url,
        sources=metadata.sources or (),
        language=metadata.language or "en",
        licence=metadata.licence,
        rights=metadata.rights or Rights.QUOTE,
        visibility=visibility,
        embargo=metadata.embargo,
    )


def _living_voice(metadata: Metadata, voice: Voice) -> Voice:
    """The voice, or `UNSOURCED` for words the founder is said to have spoken after his death.

    What was published later may hold words of the lifetime: then its period says so.
    """
    died, date = metadata.founder_died, metadata.date
    if voice is not Voice.BY_FOUNDER or died is None or date is None or date.earliest <= died:
        return voice
    lived = metadata.period is not None and metadata.period[0].earliest <= died
    return voice if lived else Voice.UNSOURCED


def _first_value(values: Mapping[str, object], names: Sequence[str]) -> object:
    return next((values[name] for name in names if values.get(name) is not None), None)


def _text(values: Mapping[str, object], field: str) -> str | None:
    value = _first_value(values, _SYNONYMS[field])
    if isinstance(value, (list, tuple)):
        value = ", ".join(_list(cast("object", value)) or ())
    if value is None or isinstance(value, (dict, bool)):
        return None
    return " ".join(str(value).split()) or None


def _url(values: Mapping[str, object]) -> str | None:
    for name in _SYNONYMS["url"]:
        value = values.get(name)
        if isinstance(value, str) and re.fullmatch(r"https?://\S+", value.strip(), re.IGNORECASE):
            return value.strip()
    return None


def _list(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (" ".join(value.split()),)
    if not isinstance(value, (list, tuple)):
        return None
    items = cast("Sequence[object]", value)
    return tuple(" ".join(str(item).split()) for item in items if isinstance(item, (str, int, float)))


_ALSO_CALLED = {
    called: ours
    for ours, others in {
        "product": "faq manual catalogue catalog specification specifications datasheet",
        "speech": "talk keynote address lecture presentation",
        "letter": "email e_mail memo open_letter",
        "interview": "transcript q_and_a qa podcast deposition",
        "filing": "report annual_report prospectus patent",
        "press": "article news press_release blog review",
        "history": "story biography timeline chronicle encyclopedia encyclopaedia",
    }.items()
    for called in others.split()
}
"""What authors write for our kinds; a word that nobody can place is a slip and stays an error. No voice is guessed."""


def _choice(values: Mapping[str, object], field: str, choices: type[_Enum]) -> _Enum | None:
    value = values.get(field)
    if value is None:
        return None
    folded = str(value).strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return choices(_ALSO_CALLED.get(folded, folded))
    except ValueError:
        allowed = ", ".join(choice.value for choice in choices)
        raise DocumentError(f"{field} {value!r} is unknown: use one of {allowed}") from None


def _kind(values: Mapping[str, object]) -> Kind | None:
    kind = _choice(values, "kind", Kind)
    if kind is None and str(values.get("type")).lower() in list(Kind):  # others use "type" for their own
        return Kind(str(values["type"]).lower())
    return kind


_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "y", "on", "1"), True),
    **dict.fromkeys(("false", "no", "n", "off", "0"), False),
}


def _flag(value: object) -> bool | None:
    """Whether a value says yes or no, also as a word or a number; None where it says something else."""
    return _FLAGS.get(str(value).strip().lower())


def _visibility(values: Mapping[str, object]) -> Visibility | None:
    """Our own key, and what site generators call a draft: it must not slip out by another name."""
    visibility = _choice(values, "visibility", Visibility)
    draft = values.get("draft")
    if draft is not None and _flag(draft) is None:
        raise DocumentError(f"draft {draft!r} is unknown: use true or false")
    if _flag(draft) or _flag(values.get("published")) is False:
        return Visibility.DRAFT
    return visibility


def _embargo(value: object) -> dt.date | None:
    if value is None:
        return None
    date = parse_date(value)
    if date is None or date.day is None:
        raise DocumentError(f"embargo {str(value)!r} is not a day: write 2030-01-31")
    return date.earliest
