"""Rules of ``brand.toml`` that match no file: what they say, to keep a document back perhaps, is said of none."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.brand import BRAND_FILE
from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack

_REMEDY = "correct the path, in which capitals count, or remove the rule"


def _find(pack: Pack) -> Iterator[Finding]:
    for glob in pack.unmatched:
        yield Finding(
            Severity.WARNING, BRAND_FILE, None, "", f"the rule for {glob!r} matches no file", _REMEDY
        )


CHECK = Check("rules", "Rules that match nothing", _find)
