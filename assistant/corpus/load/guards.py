"""Keys of front matter that are not read, but were plainly meant to keep a document back.

Whoever writes ``embrago: 2031-10-01`` counts on it. What is not read protects nothing, so such a document waits for
a person instead; every other key that is not ours stays harmless.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import cast

from assistant.dates import parse_date
from assistant.domain import Rights, Visibility

_GUARDS = ("embargo", "rights", "visibility")
_NEAR = 0.75
"""How like one of them a key is that is taken for a slip of the pen, if it begins alike: a product has lights."""
_FAR = 0.68
"""The same, where also its value would protect: a day, "internal", "draft"."""

_PROTECTING = frozenset(
    {Rights.PARAPHRASE.value, Rights.INTERNAL.value, Visibility.DRAFT.value, Visibility.EMBARGOED.value}
    | set("private hidden secret confidential restricted unpublished".split())
)
_NUMBERED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")  # a day, if not clear which
_FENCE = re.compile(r"\s*(?:-{3,}|\+{3,})[ \t]*(?:\n|\Z)")
_ENTRY = re.compile(r"[\"']?(?P<key>[A-Za-z][\w -]*?)[\"']?[ \t]*[:=](?P<value>.*)")
_LIMIT = 64 * 1024  # characters in which front matter ends
_FALSE = frozenset({"false", "no", "off"})
_TRUE = frozenset({"true", "yes", "on"})


def meant(key: str, value: object) -> str:
    """The key that keeps documents back for which `key`, which is not read, was probably meant; "" for none."""
    letters = re.sub(r"[\W_]+", "", key.lower())
    if value is None or not letters:
        return ""
    for guard in ("embargo", "visibility"):  # embargo_until; a rights_holder is somebody
        if guard in letters:
            return guard
    for guard in _GUARDS:
        ratio = difflib.SequenceMatcher(None, letters, guard).ratio()
        alike = ratio >= _NEAR and letters[0] == guard[0]
        if alike or (ratio >= _FAR and _protects(guard, value)):
            return guard
    if _says(value, _TRUE) and difflib.SequenceMatcher(None, letters, "draft").ratio() >= _NEAR:
        return "draft"
    if _says(value, _FALSE) and difflib.SequenceMatcher(None, letters, "published").ratio() >= _NEAR:
        return "published"
    return ""


def misspelt(raw: Mapping[str, object], keys: frozenset[str]) -> str:
    """Why a document with the front matter `raw` must wait, fact and remedy, or "".

    `keys` are those that are read. Inside a section nothing is read, so there also a key that is spelt right
    protects nothing.
    """
    found = [
        f"its front matter has the key {key!r}, which is not read: write {guard!r}, or remove it"
        for key, value in raw.items()
        if key.strip().lower() not in keys and (guard := meant(key, value))
    ]
    found += [
        f"its front matter has {key!r} inside {section!r}, where it is not read: write {guard!r} outside of it, "
        "or remove it"
        for section, key, value in _inside(raw)
        if (guard := meant(key, value)) and _protects(guard, value)
    ]
    return "; ".join(found)


def unread_front_matter(text: str) -> str:
    """Why a document must wait that begins with front matter where none is read, as in plain text, or ""."""
    opening = _FENCE.match(text)
    lines = text[opening.end() : _LIMIT].split("\n") if opening else []
    for line in takewhile(lambda line: not _FENCE.fullmatch(line), lines):
        entry = _ENTRY.match(line)
        guard = meant(entry["key"], entry["value"].strip(" \t\"'") or None) if entry else ""
        if guard:
            return (
                f"begins with front matter that says {guard}, which is read in Markdown alone: name it .md, or say it "
                "in a sidecar"
            )
    return ""


def _inside(raw: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    """Sections and what stands in them, however deep."""
    for section, value in raw.items():
        if isinstance(value, dict):
            inner = {str(key): each for key, each in cast("dict[object, object]", value).items()}
            yield from ((section, key, each) for key, each in inner.items())
            yield from _inside(inner)


def _protects(guard: str, value: object) -> bool:
    """Whether a value would keep a document back under the key `guard`."""
    if guard == "embargo":
        date = parse_date(value)
        return (date is not None and date.day is not None) or _NUMBERED.match(str(value).strip()) is not None
    return _says(value, _PROTECTING) or (guard in {"visibility", "published"} and _says(value, _FALSE))


def _says(value: object, words: frozenset[str]) -> bool:
    return str(value).strip().lower() in words
