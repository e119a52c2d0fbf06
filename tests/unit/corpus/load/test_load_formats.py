from __future__ import annotations

import io

import docx
import pytest

from assistant.corpus.load.formats import _PARSERS, parse
from assistant.corpus.load.scan import _DOCUMENT, _SAVE_AS
from assistant.errors import DocumentError
from tests.loading import pdf


def test_the_scan_takes_what_the_parsers_read() -> None:
    assert all(_DOCUMENT.fullmatch(suffix) for suffix in _PARSERS)
    assert not any(_DOCUMENT.fullmatch(suffix) for suffix in (".png", ".exe", ".mp4", ".zip", ""))
    assert not set(_PARSERS) & set(_SAVE_AS)


def test_content_has_the_last_word() -> None:
    document = docx.Document()
    document.add_paragraph("From a Word file.")
    out = io.BytesIO()
    document.save(out)
    assert parse("a.txt", pdf("From a PDF.")).text == "From a PDF."
    assert parse("a.pdf", out.getvalue()).text == "From a Word file."
    assert (
        parse("a.txt", b"<!DOCTYPE html><html><body><p>From a page.</p></body></html>").text == "From a page."
    )
    assert parse("A.MD", b"# A heading\n").found.title == "A heading"


@pytest.mark.parametrize(
    ("path", "data", "fact"),
    [
        ("a.pdf", b"Just words.", "has the extension .pdf but is none"),
        ("a.docx", b"Just words.", "has the extension .docx but is none"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file or a password-protected one"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "but is an image"),
        ("a.txt", b"{\\rtf1 words}", "a rich text file: save it as DOCX"),
        ("a.txt", b"PK\x03\x04" + b"\0" * 100, "broken archive"),
        ("a.csv", b"\x1f\x8b\x08", "compressed"),
        ("a.txt", bytes(range(32)) * 100, "holds binary data"),
    ],
)
def test_what_is_not_what_it_says(path: str, data: bytes, fact: str) -> None:
    with pytest.raises(DocumentError, match=fact):
        parse(path, data)
