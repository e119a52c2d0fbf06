"""`assistant init`: propose a ``brand.toml`` for a folder, and say what a person must look at."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.brand import BRAND_FILE, Brand
from assistant.corpus.brand_name import leading_name
from assistant.corpus.load import DocumentReader, Loaded, scan
from assistant.domain import Kind, Quarantined, Rights, Visibility, Voice
from assistant.errors import BrandError
from assistant.settings import Settings

_SPOKEN = frozenset({Kind.SPEECH, Kind.LETTER, Kind.INTERVIEW})
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b")
_FIRST_PERSON_SHARE = 0.025  # of all words; what others write about a person stays below
_LOOKED_AT = 50_000  # characters of a document that are looked at
_NAMED = 3  # documents named before "and 5 more"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A commented ``brand.toml``, and lines a person should look at before publishing."""

    text: str
    attention: tuple[str, ...]


def propose(root: Path, settings: Settings | None = None) -> Proposal:
    """Read the documents at `root` and propose a ``brand.toml``; BrandError where it is no folder.

    Its name is the one that leads in the documents, or the folder's. Each folder gets a rule with the kind its name
    and contents suggest. Nothing is ever proposed to be the founder's or the brand's own words: documents that look
    so are named in `attention`.
    """
    if not root.is_dir():
        raise BrandError(f"{root} is not a folder: name a folder of documents")
    settings = settings or Settings()
    brand = Brand(root=root, name=root.resolve().name.replace("_", " ").replace("-", " ").title())
    found = scan(brand, settings)
    with DocumentReader(settings) as reader:
        results = [reader.load(file) for file in found.files]
    loaded = [result for result in results if isinstance(result, Loaded)]
    quarantined = [*found.quarantined, *(result for result in results if isinstance(result, Quarantined))]
    guessed = leading_name([item.document for item in loaded])
    name = _quoted(guessed or brand.name)
    text = _HEAD.format(name=name) + _rules(loaded)
    told = f"name = {name} is {'what leads in the titles' if guessed else 'made of the name of the folder'}: check it"
    named = [told] if loaded else []
    return Proposal(text, (*named, *_attention(loaded, quarantined, found.skipped)))


def write(root: Path, *, force: bool = False, settings: Settings | None = None) -> Proposal:
    """Propose a ``brand.toml`` and write it; BrandError where there is one already and not `force`."""
    path = root / BRAND_FILE
    if path.exists() and not force:
        raise BrandError(f"{path} exists: edit it, or write it anew with --force")
    proposal = propose(root, settings)
    try:
        path.write_text(proposal.text, encoding="utf-8")
    except OSError as error:
        raise BrandError(f"{path} cannot be written ({error.strerror}): mend the permissions") from error
    return proposal


def _rules(loaded: Iterable[Loaded]) -> str:
    """A rule for each folder whose documents do not all say their kind, and one for each exception.

    One document says nothing about what else a folder may come to hold: its rule names it alone.
    """
    folders: defaultdict[str, list[Loaded]] = defaultdict(list)
    for item in loaded:
        if {"kind", "voice"} & set(item.undeclared):
            folders[str(PurePosixPath(item.document.source.id).parent)].append(item)
    rules: list[str] = []
    for folder, items in sorted(folders.items()):
        votes = Counter((item.document.source.kind, item.document.source.voice) for item in items)
        usual = votes.most_common(1)[0][0]
        rules += [_rule(match, *usual) for match in _usual_matches(folder, items, usual)]
        rules += [
            _rule(_glob(item.document.source.id), item.document.source.kind, item.document.source.voice)
            for item in items
            if (item.document.source.kind, item.document.source.voice) != usual
        ]
    return "".join(rules)


def _usual_matches(folder: str, items: Sequence[Loaded], usual: tuple[Kind, Voice]) -> list[str]:
    """What matches the documents of a folder that are as most there are.

    A table tells nothing about a letter that comes to stand beside it: products are named by their suffix, where
    nothing else there has it, or one by one.
    """
    everything = "*" if folder == "." else f"{_glob(folder)}/*"
    if len(items) > 1 and usual[0] is not Kind.PRODUCT:
        return [everything]
    theirs = [
        item.document.source.id
        for item in items
        if (item.document.source.kind, item.document.source.voice) == usual
    ]
    suffixes = {PurePosixPath(path).suffix for path in theirs}
    others = {PurePosixPath(item.document.source.id).suffix for item in items} - suffixes
    apart = len(items) - len(theirs) == sum(
        PurePosixPath(item.document.source.id).suffix in others for item in items
    )
    if len(theirs) > 1 and len(suffixes) == 1 and apart:
        return [f"{everything}{_glob(suffixes.pop())}"]
    return [_glob(path) for path in theirs]


def _rule(match: str, kind: Kind, voice: Voice) -> str:
    return (
        f'\n[[documents]]\nmatch = {_quoted(match)}\nkind = "{kind}"  # guessed\n'
        f'voice = "{voice}"  # the safe guess\n'
    )


def _attention(
    loaded: Sequence[Loaded], quarantined: Sequence[Quarantined], skipped: Sequence[str]
) -> Iterable[str]:
    by_kind: defaultdict[Kind, list[str]] = defaultdict(list)
    for item in loaded:
        if "kind" in item.undeclared:
            by_kind[item.document.source.kind].append(item.document.source.id)
    for kind, paths in sorted(by_kind.items()):
        yield f'guessed kind = "{kind}" for {_some(paths)}'
    own = [item.document.source.id for item in loaded if _looks_first_person(item)]
    if own:
        yield (
            f'{_some(own)} may be the founder\'s own words: if so, set voice = "by_founder" and the speaker; '
            "nothing else is ever spoken in the first person"
        )
    unsourced = [item.document.source.id for item in loaded if item.document.source.voice is Voice.UNSOURCED]
    if unsourced:
        yield f"{_some(unsourced)} hold quotes without a source: they will not be presented as anyone's words"
    undated = [item.document.source.id for item in loaded if item.document.source.date is None]
    if undated:
        yield f"no date for {_some(undated)}: add one, in the document or in a rule"
    yield from (f"{item.document.source.id}: {note}" for item in loaded for note in item.notes)
    yield from (f"{item.document.source.id}: {item.refused}" for item in loaded if item.refused)
    yield from (f"{item.path} {item.reason}" for item in quarantined)
    if skipped:
        yield f"left out, as no documents: {_some(skipped)}"


def _looks_first_person(item: Loaded) -> bool:
    """Whether a document of an undeclared voice and author says I and my as often as speeches do."""
    source = item.document.source
    if "voice" not in item.undeclared or (source.speaker and source.kind not in _SPOKEN):
        return False
    text = item.document.text[:_LOOKED_AT]
    return len(_FIRST_PERSON.findall(text)) > _FIRST_PERSON_SHARE * max(50, len(text.split()))


def _some(paths: Sequence[str]) -> str:
    named = ", ".join(paths[:_NAMED])
    more = len(paths) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _glob(path: str) -> str:
    """A path as a glob that matches it; a star in a name cannot be said, only "any one character"."""
    return path.replace("*", "?")


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


_HEAD = f"""\
# What the product must know about the brand that no document says. Written by `assistant init`; lines that
# begin with "#" show settings not in use, with their defaults or an example. Check it, then run
# `assistant publish`.

name = {{name}}
# language = "en"              # of documents that name no other
# welcome = "Ask about our history and our products."
# disclosure = "You are talking with an AI. It answers only from documents it can show you."
# suggested_questions = ["What was the first product?", "Who founded the company?"]
# default_persona = "historian"
# demonstration = false        # true: the pack shows the product and speaks for nobody

# The person whose virtual version may speak. It needs their consent, or that of those who may give it.
# [founder]
# name = "Ada Example"
# aliases = ["Ada", "Ms Example"]
# born = 1900-01-31
# died = 1990-12-31            # later events are never told in the first person
# likeness_consent = "Agreed by Ada Example on 1 March 2025; contract 17 in the archive"

# Whom fans are sent to who want a person, complain or need what documents cannot give.
# [contact]
# name = "the archive"
# email = "archive@example.org"
# url = "https://example.org/contact"

# [colours]
# accent = "#0a5cc2"
# accent_dark = "#6cb0ff"

# Other names of things, by their proper name.
# [aliases]
# "Model One" = ["M1", "the first model"]

# Voices. Facts never depend on them: a persona has a tone, the documents have the facts.
[[personas]]
id = "historian"
role = "historian"             # speaks in the third person
name = "Historian"
tone = "warm, exact, unhurried"
# welcome = "What would you like to know?"

# [[personas]]
# id = "founder"
# role = "founder"             # needs [founder] above; labelled an AI simulation on every reply
# name = "Ada Example (AI simulation)"
# tone = "direct, plain words"

# Rules for documents. `match` is a path inside this folder: * stays inside a folder, ** crosses folders.
# Later rules win over earlier ones. A document's own front matter wins over its sidecar (letter.pdf.toml
# beside letter.pdf), and that over every rule. All know the keys below but `match` and `ignore`, which only
# rules have; front matter and sidecars also know `sources`, a list of addresses it draws on:
#
# [[documents]]
# match = "letters/1984-*.pdf"
# ignore = false               # true: no document at all, as a README
# title = "A letter to the shareholders"
# kind = "letter"              # {", ".join(Kind)}
# voice = "by_brand"           # {", ".join(Voice)}
# speaker = "Ada Example"      # whose words it holds or reports
# place = "Annual meeting, Springfield"
# date = "1984-01"             # 1984, 1984-01 or 1984-01-24
# period = "1976/1984"         # the years it speaks of
# url = "https://example.org/letters/1984"
# language = "en"
# licence = "CC BY 4.0"
# rights = "quote"             # {", ".join(Rights)}
# visibility = "published"     # {", ".join(Visibility)}
# embargo = 2030-01-31         # not found before this day
"""
