"""HTML inside a cell or a value: shop and site exports hold whole paragraphs of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

_PARTING = (
    "address|article|blockquote|br|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre|"
    "section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE = "a|abbr|b|big|cite|code|em|font|i|mark|q|s|small|span|strike|strong|sub|sup|u"
_IS_HTML = re.compile(
    rf"<(?P<tag>{_PARTING}|{_INLINE})\b[^<>]*>.*?</(?P=tag)\s*>|<(?:br|hr)\s*/?>", re.DOTALL | re.IGNORECASE
)
_PARTS = re.compile(_PARTING)
_NOT_SHOWN = re.compile("script|style|template|noscript|head|iframe|object|svg")
_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;,][\"”’)]*$")


def without_html(value: str) -> str:
    """`value` as its reader sees it, on one line, if it clearly is HTML; else as it is.

    Clearly is what holds a tag of HTML with its end, or a line break. Paragraphs and items that end without a
    sign are parted by semicolons, as the items of a list are.
    """
    if "<" not in value or not _IS_HTML.search(value):
        return value
    lines = [" ".join(line.split()) for line in "".join(_shown(BeautifulSoup(value, "lxml"))).split("\0")]
    told = ""
    for line in lines:
        if re.search(r"\w", line):
            told += f"{'' if not told else ' ' if _ENDED.search(told) else '; '}{line}"
    return told


def _shown(tag: Tag) -> Iterator[str]:
    """The words in `tag` that are shown, with a mark wherever a line begins or ends."""
    for child in tag.children:
        if isinstance(child, Tag):
            if (
                _NOT_SHOWN.fullmatch(child.name)
                or child.has_attr("hidden")
                or _HIDES.search(str(child.get("style")))
            ):
                continue
            part = "\0" if _PARTS.fullmatch(child.name) else ""
            yield part
            yield from _shown(child)
            yield part
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child).replace("\0", "")
