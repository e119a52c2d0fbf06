"""A brand pack's ``brand.toml``: everything the product knows about a brand that is not a document.

A folder without the file is a valid pack too: `Brand.read` then takes the folder's name and defaults, so a
newcomer can publish first and write ``brand.toml`` (`assistant init`) second.
"""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.domain import Kind, PartialDate, Rights, Visibility, Voice
from assistant.errors import BrandError

BRAND_FILE = "brand.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Founder(_Section):
    """The person whose virtual version may speak."""

    name: str
    aliases: tuple[str, ...] = ()
    born: dt.date | None = None
    died: dt.date | None = None
    likeness_consent: str | None = Field(
        default=None, description="who agreed to the simulation, when, and where that is recorded"
    )


class Persona(_Section):
    """A voice and a scope, never facts."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    role: Literal["historian", "founder"]
    name: str
    tone: str = ""
    welcome: str = ""


class Contact(_Section):
    """The person or desk a question is handed over to."""

    name: str
    email: str | None = None
    url: str | None = None


class Colours(_Section):
    """The brand's colours on the chat page, as CSS hex values."""

    accent: str = Field(default="#0a5cc2", pattern=r"^#[0-9a-fA-F]{6}$")
    accent_dark: str = Field(default="#6cb0ff", pattern=r"^#[0-9a-fA-F]{6}$")


class DocumentRule(_Section):
    """Metadata for every document whose path matches; later rules win over earlier ones.

    `match` is a glob over the path inside the pack (``speeches/*.srt``; ``**`` crosses folders). The
    document's own front matter or sidecar wins over every rule.
    """

    match: str
    title: str | None = None
    kind: Kind | None = None
    voice: Voice | None = None
    speaker: str | None = None
    place: str | None = None
    date: PartialDate | None = None
    period: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    rights: Rights | None = None
    visibility: Visibility | None = None
    embargo: dt.date | None = None
    ignore: bool = False

    @field_validator("date", mode="before")
    @classmethod
    def _date(cls, value: object) -> object:
        if isinstance(value, (str, int, dt.date)):
            return PartialDate.parse(str(value))
        return value


_HISTORIAN = Persona(id="historian", role="historian", name="Historian")


class Brand(_Section):
    """One brand, as ``brand.toml`` describes it. `root` is the folder of the pack."""

    root: Path
    name: str
    language: str = "en"
    welcome: str = ""
    disclosure: str = "You are talking with an AI. It answers only from documents it can show you."
    demonstration: bool = Field(
        default=False, description="marks a pack that shows the product and speaks for nobody"
    )
    suggested_questions: tuple[str, ...] = ()
    default_persona: str = ""
    founder: Founder | None = None
    contact: Contact | None = None
    colours: Colours = Colours()
    personas: tuple[Persona, ...] = (_HISTORIAN,)
    documents: tuple[DocumentRule, ...] = ()
    aliases: dict[str, tuple[str, ...]] = Field(
        default_factory=dict[str, tuple[str, ...]],
        description="other names of things, by their proper name: more than products.csv says",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Brand:
        ids = [persona.id for persona in self.personas]
        if len(set(ids)) != len(ids):
            raise ValueError("two personas share an id")
        if self.default_persona and self.default_persona not in ids:
            raise ValueError(f"default_persona = {self.default_persona!r} is not among {ids}")
        if any(persona.role == "founder" for persona in self.personas):
            if self.founder is None:
                raise ValueError("a founder persona needs a [founder] section with the founder's name")
            if not (self.demonstration or self.founder.likeness_consent):
                raise ValueError(
                    "a founder persona needs [founder] likeness_consent (who agreed, when) "
                    "or demonstration = true"
                )
        return self

    @property
    def has_file(self) -> bool:
        """Whether the pack has a ``brand.toml`` at all."""
        return (self.root / BRAND_FILE).is_file()

    def persona(self, persona_id: str | None = None) -> Persona:
        """The persona of that id, or the default one; BrandError names those there are."""
        wanted = persona_id or self.default_persona or self.personas[0].id
        for persona in self.personas:
            if persona.id == wanted:
                return persona
        known = ", ".join(persona.id for persona in self.personas)
        raise BrandError(f"{self.name} has no persona {wanted!r}: choose one of {known}")

    @classmethod
    def read(cls, root: Path) -> Brand:
        """Read the pack at `root`; BrandError with the field and the remedy where it is wrong."""
        if not root.is_dir():
            raise BrandError(f"{root} is not a folder: name a folder of documents with --brand DIR")
        path = root / BRAND_FILE
        if not path.is_file():
            return cls(root=root, name=root.resolve().name.replace("_", " ").replace("-", " ").title())
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BrandError(f"{path}: not valid TOML: {error}") from error
        if "root" in raw:
            raise BrandError(f"{path}: 'root' is not a setting: the pack is the folder that holds the file")
        try:
            return cls.model_validate({**raw, "root": root})
        except ValidationError as error:
            problems = "; ".join(_told(issue["loc"], issue["type"], issue["msg"]) for issue in error.errors())
            raise BrandError(f"{path}: {problems}") from error


_SECTIONS: dict[str, type[_Section]] = {
    "founder": Founder,
    "contact": Contact,
    "colours": Colours,
    "personas": Persona,
    "documents": DocumentRule,
}
_WORDS = {"kind": Kind, "voice": Voice, "rights": Rights, "visibility": Visibility}
_WANTED = {
    "date_from_datetime_parsing": "write a day, 2031-03-01",
    "date_parsing": "write a day, 2031-03-01",
    "date_type": "write a day, 2031-03-01",
    "string_type": "write a text in quotation marks",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "tuple_type": 'write a list: ["…", "…"]',
    "model_type": "write it as a section of its own, with its keys below",
    "dict_type": "write it as a section of its own, with its keys below",
    "missing": "add it",
}


def _told(place: tuple[int | str, ...], kind: str, message: str) -> str:
    """One fault of a ``brand.toml``: its key, what is wrong with it, and what to do.

    Of several rules or personas it is told which.
    """
    key = ".".join(map(str, place)) or "brand"
    first, last = (str(place[0]), str(place[-1])) if place else ("", "")
    if len(place) > 1 and isinstance(place[1], int):
        key += f" (in [[{place[0]}]] number {place[1] + 1})"
    if kind == "extra_forbidden":
        section = _SECTIONS.get(first, Brand) if len(place) > 1 else Brand
        known = [name for name in section.model_fields if name != "root"]
        (near, *_) = (*difflib.get_close_matches(last, known, 1, 0.6), "")
        remedy = f"did you mean {near!r}?" if near else f"remove it; known are {', '.join(sorted(known))}"
        return f"the key {key} is not known: {remedy}"
    if kind == "missing":
        return f"{key} is missing: add it"
    if kind == "enum" and last in _WORDS:
        return f"{key} is none of the words that are known: use one of {', '.join(_WORDS[last])}"
    if kind == "string_pattern_mismatch":
        wanted = 'a colour such as "#0a5cc2"' if first == "colours" else "small letters, digits, - and _"
        return f"{key} is not written as it must be: write {wanted}"
    reason = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{key}: {reason}{f': {_WANTED[kind]}' if kind in _WANTED else ''}"
