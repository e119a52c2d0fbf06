"""Which parser reads a file: its extension says, its content has the last word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from assistant.corpus.load import captions, docx, json_records, markdown, pdf, plain_text, table, web_page
from assistant.corpus.load.parsed import Parsed
from assistant.errors import DocumentError

Parser = Callable[[bytes], Parsed]

_PARSERS: dict[str, Parser] = {
    **dict.fromkeys((".md", ".markdown"), markdown.parse),
    **dict.fromkeys((".txt", ".text"), plain_text.parse),
    **dict.fromkeys((".html", ".htm", ".xhtml"), web_page.parse),
    **dict.fromkeys((".csv", ".tsv"), table.parse),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), json_records.parse),
    **dict.fromkeys((".srt", ".vtt"), captions.parse),
    ".pdf": pdf.parse,
    ".docx": docx.parse,
}
_SNIFFED = 1024  # bytes; a PDF may begin with a little rubbish
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BINARY = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office file or a password-protected one: save it as DOCX without a password",
    ),
    (b"{\\rtf", "a rich text file: save it as DOCX"),
    (b"\x89PNG", "an image: remove it, or run text recognition (OCR) on it"),
    (b"\xff\xd8\xff", "an image: remove it, or run text recognition (OCR) on it"),
    (b"GIF8", "an image: remove it, or run text recognition (OCR) on it"),
    (b"\x1f\x8b", "a compressed file: unpack it"),
)


def parse(path: str, data: bytes) -> Parsed:
    """Parse a file of any supported format; DocumentError with fact and remedy where it cannot be."""
    return _parser(PurePosixPath(path).suffix.lower(), data)(data)


def _parser(suffix: str, data: bytes) -> Parser:
    head = data[:_SNIFFED]
    if b"%PDF-" in head and (suffix == ".pdf" or head.lstrip().startswith(b"%PDF-")):
        return pdf.parse
    if head.startswith(b"PK\x03\x04"):
        return docx.parse  # refuses other archives
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise DocumentError(f"has the extension {suffix} but is {what}")
    if suffix in {".pdf", ".docx", ".txt", ".text"} and _HTML.match(head):
        return web_page.parse
    if suffix in {".pdf", ".docx"}:
        raise DocumentError(f"has the extension {suffix} but is none: save it anew from its own program")
    return _PARSERS[suffix]
