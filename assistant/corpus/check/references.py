"""References that lead nowhere: rows named in no table, and links of Markdown to files that do not exist.

Pictures are not read, so no answer suffers where one is missing: they are told in one note a document.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from assistant.columns import Role
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.corpus.tables import by_name, listed, name_key

_LINK = re.compile(r"\]\(\s*<?(?P<target>[^()<>\s]+(?:\([^()\s]*\)[^()<>\s]*)*)>?(?:\s+[\"'(][^\n]*?)?\)")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?(?P<target>[^\s>]+)", re.MULTILINE)
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|heic|ico|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)
_SHOWS = re.compile(r"!\[[^\[\]]*\Z")
_ALT = 500  # characters before the address of a picture in which its mark is looked for
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")


def _find(pack: Pack) -> Iterator[Finding]:
    named = by_name(pack.rows)
    spelt = {" ".join(name_key(row.name)): row.name for row in pack.rows}
    for row in pack.rows:
        for role in (Role.PREDECESSOR, Role.SUCCESSOR):
            for name in listed(row.cell(role)):
                rows = named.get(name_key(name), ())
                if not rows:
                    near = difflib.get_close_matches(" ".join(name_key(name)), spelt, 1, 0.8)
                    remedy = f"did you mean {spelt[near[0]]!r}?" if near else "add its row, or clear the cell"
                    problem = f"{role.value} {name!r} is in no table"
                    yield Finding(Severity.WARNING, row.document, row.line, row.name, problem, remedy)
                elif any(other is row for other in rows) and len(rows) == 1:
                    problem = f"names itself as its {role.value}"
                    yield Finding(
                        Severity.ERROR, row.document, row.line, row.name, problem, "name the other, or none"
                    )
    for document in pack.documents:
        if document.suffix in (".md", ".markdown"):
            yield from _links(document, pack)


def _links(document: PackDocument, pack: Pack) -> Iterator[Finding]:
    text = _CODE.sub(lambda code: " " * len(code[0]), document.text)
    root = pack.brand.root.resolve()
    pictures: list[tuple[int, str]] = []
    for match in sorted([*_LINK.finditer(text), *_DEFINITION.finditer(text)], key=lambda one: one.start()):
        target = match["target"]
        if _ADDRESS.match(target):
            continue
        path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
        base = root if path.startswith("/") else document.path.parent
        if (base / path.lstrip("/")).exists():
            continue
        shown = _SHOWS.search(text, max(0, match.start() - _ALT), match.start())
        if shown or _PICTURE.fullmatch(PurePosixPath(path).suffix):
            pictures.append((match.start("target"), target))
        else:
            remedy = "mend the path, or remove the link"
            yield document.finding(
                Severity.ERROR, match.start("target"), f"links to {target}, which is not there", remedy
            )
    if pictures:
        offset, target = pictures[0]
        others = len(pictures) - 1
        told = f"{target}, which is" if not others else f"{target} and {others} more pictures, which are"
        remedy = "no answer needs pictures: put them where they are looked for, or leave them out"
        yield document.finding(Severity.NOTE, offset, f"links to {told} not there", remedy)


CHECK = Check("reference", "References that lead nowhere", _find)
