"""Which files of a brand pack are documents, without reading what is in them."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.brand import BRAND_FILE, Brand
from assistant.corpus.load import guess
from assistant.corpus.load.metadata import Metadata, checksum, from_rules, from_sidecar, matches
from assistant.domain import Quarantined
from assistant.errors import DocumentError
from assistant.settings import Settings

_DOCUMENT = re.compile(r"\.(md|markdown|te?xt|x?html|htm|pdf|docx|[ct]sv|jsonl?|ndjson|srt|vtt)")
_SAVE_AS = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".pages", ".wpd"), "DOCX or PDF"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key", ".ps", ".epub", ".mobi"), "PDF"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "CSV"),
    **dict.fromkeys((".rst", ".org", ".tex", ".adoc"), "Markdown"),
}
_SIDECAR = ".toml"
_UNSHOWABLE = re.compile(  # control characters, line separators, direction overrides, bytes that are no UTF-8
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read as a document.

    `path` is its id: the path inside the pack, with forward slashes. `digest` is the SHA-256 of its bytes,
    `checksum` that of bytes and metadata together. `declared` comes from its sidecar and ``brand.toml``,
    `guessed` from its path. `refused` is as in `Parsed`: somebody wrote about it where nobody reads it.
    """

    path: str
    absolute: Path
    digest: str
    checksum: str
    declared: Metadata
    guessed: Metadata
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Stray:
    """A file that was probably meant for a sidecar, by the wrong name: why, and the documents it may speak of."""

    reason: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A walk through a pack, sorted by path: documents to read, what cannot be read, what is no document.

    `unmatched` are the globs of rules in ``brand.toml`` that match no file.
    """

    files: tuple[SourceFile, ...]
    quarantined: tuple[Quarantined, ...]
    skipped: tuple[str, ...]
    unmatched: tuple[str, ...]


def scan(brand: Brand, settings: Settings) -> Scan:
    """Walk the brand's pack. Hidden files, ``brand.toml``, sidecars and ignored documents are left out.

    A TOML file that is probably meant for a sidecar, by the wrong name, is quarantined: it may keep a draft back.
    So the documents it was probably meant for are `refused`, until somebody has said what it is.
    """
    files: list[SourceFile] = []
    quarantined: list[Quarantined] = []
    skipped: list[str] = []
    root = brand.root.resolve()
    files_there = list(_walk(root))
    paths = frozenset(path for path, _ in files_there)
    folded = {path.casefold(): path for path, _ in files_there}
    strays = dict(_strays(brand, paths, folded))
    held = {document: path for path, stray in strays.items() for document in stray.documents}
    for path, name in files_there:
        shown = _UNSHOWABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), path)
        try:
            _check_name(path)
            said, ignore = from_rules(brand.documents, path)
            if ignore:
                continue
            absolute = _inside(root, root / path)
            if absolute.is_dir():  # a link to a folder of the pack: its files are found where they are
                skipped.append(path)
                continue
            if path in strays:
                raise DocumentError(strays[path].reason)
            suffix = Path(name).suffix.lower()
            if not _DOCUMENT.fullmatch(suffix) and suffix not in _SAVE_AS:
                if suffix != _SIDECAR or path[: -len(_SIDECAR)].casefold() not in folded:
                    skipped.append(path)
                continue
            if sidecar := _sidecar(path, paths, folded):
                said = from_sidecar(_inside(root, root / sidecar)).over(said)
            refused = _held_back(path, held[path]) if path in held else ""
            files.append(_source_file(path, absolute, brand, said, settings, refused))
        except DocumentError as error:
            quarantined.append(Quarantined(shown, str(error)))
        except OSError as error:
            reason = f"cannot be opened ({error.strerror}): mend its permissions or remove it"
            quarantined.append(Quarantined(shown, reason))
    unmatched = (
        rule.match
        for rule in brand.documents
        if not any(matches(rule.match, path) for path, _ in files_there)
    )
    return Scan(tuple(files), tuple(quarantined), tuple(skipped), tuple(unmatched))


def _walk(root: Path) -> Iterator[tuple[str, str]]:
    """Paths inside the pack and their names, sorted; links to folders are given, never followed."""
    found: list[tuple[str, str]] = []
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        inside = Path(folder).relative_to(root)
        found += [((inside / name).as_posix(), name) for name in (*names, *linked) if not _hidden(name)]
    yield from sorted(found)


def _hidden(name: str) -> bool:
    return name == BRAND_FILE or (name.startswith((".", "~$")) and not name.startswith(".."))


def _check_name(path: str) -> None:
    if _UNSHOWABLE.search(path):
        raise DocumentError("its name holds characters that cannot be shown: rename it")
    if "\\" in path or any(part.startswith("..") for part in path.split("/")):
        raise DocumentError("its name could be taken for a path outside the pack: rename it")


def _inside(root: Path, path: Path) -> Path:
    """The real file behind `path`; DocumentError where that lies outside the pack or does not exist."""
    absolute = path.resolve()
    if not absolute.is_relative_to(root):
        raise DocumentError("is a link that leaves the pack: put a copy of the file in its place")
    if not absolute.exists():
        raise DocumentError("is a link to nothing: remove it or put the file in its place")
    return absolute


def _strays(brand: Brand, paths: frozenset[str], folded: Mapping[str, str]) -> Iterator[tuple[str, _Stray]]:
    """TOML files that go with no other of the pack, but were probably meant to: nobody would hear what they say.

    A program that hides extensions may have put ".txt" behind the name.
    """
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        bare = name[: -len(".txt")] if name.lower().endswith(f"{_SIDECAR}.txt") else name
        if not bare.lower().endswith(_SIDECAR) or _ignored(brand, path):
            continue
        stem = f"{folder}/{bare}".removeprefix("/")[: -len(_SIDECAR)]
        own = folded.get(stem.casefold())
        if own is not None:
            if bare is not name:
                reason = f"looks like the sidecar of {Path(own).name}: take the .txt off its name, or move it"
                yield path, _Stray(reason, (own,))
            continue
        document = _DOCUMENT.fullmatch(Path(stem).suffix.lower()) is not None
        alike = tuple(_of_stem(stem[: -len(Path(stem).suffix)] if document else stem, paths, folded))
        if document:
            reason = f"is the sidecar of {Path(stem).name}, which is not there: name it after its document"
            yield path, _Stray(reason, alike)
        elif alike:
            called = Path(alike[0]).name
            reason = f"looks like the sidecar of {called}: call it {called}{_SIDECAR}, or move it"
            yield path, _Stray(reason, alike)


def _of_stem(stem: str, paths: frozenset[str], folded: Mapping[str, str]) -> Iterator[str]:
    """The documents named so but for their extension, if they have no sidecar of their own."""
    for path in sorted(paths):
        suffix = Path(path).suffix.lower()
        named = _DOCUMENT.fullmatch(suffix) and path[: -len(suffix)].casefold() == stem.casefold()
        if named and (path + _SIDECAR).casefold() not in folded:
            yield path


def _ignored(brand: Brand, path: str) -> bool:
    try:
        return from_rules(brand.documents, path)[1]
    except DocumentError:  # told where its turn comes
        return False


def _sidecar(path: str, paths: frozenset[str], folded: Mapping[str, str]) -> str | None:
    """The sidecar of a document, if it has one; a .TOML counts: it may keep a draft back."""
    sidecar = path + _SIDECAR
    return sidecar if sidecar in paths else folded.get(sidecar.casefold())


def _held_back(path: str, stray: str) -> str:
    named = f"{Path(path).name}{_SIDECAR}"
    return f"is held back, as {Path(stray).name} may speak of it: call that {named}, or move it"


def _source_file(
    path: str, absolute: Path, brand: Brand, declared: Metadata, settings: Settings, refused: str
) -> SourceFile:
    suffix = Path(path).suffix.lower()
    if suffix in _SAVE_AS:
        raise DocumentError(f"{suffix} files cannot be read: save it as {_SAVE_AS[suffix]}")
    status = absolute.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError("is no regular file: remove it from the pack")
    if status.st_size == 0:
        raise DocumentError("is empty (0 bytes): remove it or put the document in its place")
    if status.st_size > settings.document_max_mb * 1e6:
        raise DocumentError(
            f"is too large ({status.st_size / 1e6:.0f} MB, the limit is {settings.document_max_mb:g} MB): "
            "split it, or raise ASSISTANT_DOCUMENT_MAX_MB"
        )
    guessed = guess.from_path(path, brand.language)
    if brand.founder:
        guessed = replace(guessed, founder=brand.founder.name, founder_died=brand.founder.died)
    with absolute.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SourceFile(
        path=path,
        absolute=absolute,
        digest=digest,
        checksum=checksum(digest, declared, guessed, *filter(None, [refused])),
        declared=declared,
        guessed=guessed,
        refused=refused,
    )
