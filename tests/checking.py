"""What tests of `assistant corpus` share: a small pack of Brandt Lamps that is in order, changed file by file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from assistant.brand import Brand
from assistant.corpus.check import Check, Finding, Pack
from assistant.corpus.check.pack import PackDocument
from assistant.corpus.load.child import answer
from assistant.domain import Quarantined
from tests.loading import scan_pack

TODAY = dt.date(2020, 1, 31)

BRAND = """\
name = "Brandt Lamps"

[founder]
name = "Ada Brandt"
aliases = ["Brandt"]
born = 1950-04-02
died = 2012-09-30

[[documents]]
match = "products.csv"
title = "Table of lamps"
kind = "product"
voice = "by_brand"
licence = "CC BY 4.0"
rights = "quote"
"""

HEADER = (
    "id,name,aliases,category,announced,released,discontinued,launch_price_usd,price_note,predecessor,successor,"
    "description"
)
PRODUCTS = f"""\
{HEADER}
one,Lumo One,original Lumo; Lumo 1,lamp,1999-03-01,1999-04-12,2001,499,with 4 bulbs,,Lumo Two,The Lumo One dims.
two,Lumo Two,Lumo 2,lamp,2001-09-18,2001-10-23,2006,299,,Lumo One,,"The Lumo Two had a shade of folded paper."
nocta,Nocta,,radio,,2003-06-01,,149,,,,The Nocta was a clock radio.
"""

FRONT = """\
---
title: The workshop in Oslo
kind: history
voice: by_others
date: 2008-02
period: 1995/2008
url: https://example.org/workshop
licence: CC BY 4.0
rights: quote
---
"""
WORKSHOP = f"""\
{FRONT}
# The workshop in Oslo

Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo. The ovens of the bakery stayed, and the lacquer
of the first lamps dried in them. See the [table](../products.csv) of all lamps.
"""

IN_ORDER = {"brand.toml": BRAND, "products.csv": PRODUCTS, "history/workshop.md": WORKSHOP}


def write_pack(root: Path, *changes: dict[str, str]) -> Path:
    """Write the pack that is in order, and the files of `changes` over it."""
    for files in (IN_ORDER, *changes):
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return root


def pack_of(root: Path) -> Pack:
    """The pack at `root`, read in this process: no child need be started."""
    found = scan_pack(root)
    read = [answer(file) for file in found.files]
    documents = tuple(
        PackDocument(each, root.resolve()) for each in read if not isinstance(each, Quarantined)
    )
    refused = [each for each in read if isinstance(each, Quarantined)]
    return Pack(Brand.read(root), documents, (*found.quarantined, *refused), TODAY, found.unmatched)


def find(check: Check, root: Path, *changes: dict[str, str]) -> list[Finding]:
    """What `check` finds in the pack with `changes`."""
    return list(check.find(pack_of(write_pack(root, *changes))))


def prose(text: str, **metadata: str) -> dict[str, str]:
    """A document of prose, with its front matter changed; a key with no value is left out."""
    lines = {key: value for key, mark, value in (line.partition(": ") for line in FRONT.splitlines()) if mark}
    lines.update(metadata)
    front = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    return {"history/story.md": f"---\n{front}---\n\n{text}\n"}


def row(**cells: str) -> dict[str, str]:
    """The table with one more row, whose name is Lumo Mini where nothing else is said."""
    cells = {"id": "mini", "name": "Lumo Mini", **cells}
    values = [cells.get(column, "") for column in HEADER.split(",")]
    line = ",".join(f'"{value}"' if "," in value else value for value in values)
    return {"products.csv": f"{PRODUCTS}{line}\n"}
