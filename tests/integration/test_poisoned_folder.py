"""A folder with every poison known: the good documents are read, each bad one is named with its reason."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import docx
import pytest

from tests.loading import assert_blocks_fit, encrypted_pdf, pdf, read_pack

ENTITY = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


def word_file(*, words: str = "Words of a Word file.", **entries: bytes) -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pack")
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("A secret.\n")
    western = "“Café” is naïve — it’s so."
    files: dict[str, bytes] = {
        "good/page.md": b"# Good\n\nGood words.\n",
        "good/utf-8.txt": western.encode(),
        "good/utf-16.txt": western.encode("utf-16"),
        "good/cp1252.txt": western.encode("cp1252"),
        "good/nul.txt": b"Words with a \x00 NUL.",
        "good/surrogate.txt": b"Words with a \xed\xa0\x80 surrogate.",
        "good/surrogate.json": rb'[{"name": "a \ud800 surrogate"}]',
        "good/pdf-by-another-name.txt": pdf("Words of a PDF."),
        "good/word.docx": word_file(),
        "good/ragged.csv": b"name,price\nOne\nTwo,5,extra\n",
        "bad/empty.md": b"",
        "bad/blank.txt": b" \n\n\t\n",
        "bad/encrypted.pdf": encrypted_pdf(),
        "bad/images.pdf": pdf([], image=True),
        "bad/broken.pdf": b"%PDF-1.7\n%rubbish",
        "bad/no.pdf": b"Words in the wrong place.",
        "bad/bomb.docx": word_file(bomb=b" " * 30_000_000),
        "bad/xxe.docx": word_file(extra=ENTITY.encode()),
        "bad/picture.md": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "bad/deep.json": b"[" * 100_000 + b"]" * 100_000,
        "bad/cut.json": json.dumps([{"name": "One"}]).encode()[:-3],
        "bad/open-quote.csv": b'name,price\n"One,5\nTwo,6\n',
        "bad/kind.md": b"---\nkind: essay\n---\nWords.\n",
        "bad/..\\..\\evil.md": b"Words.",
        "bad/bell\x07.md": b"Words.",
        "bad/large.txt": b"word " * 10_000_000,
    }
    for path, data in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)
    (root / "bad/link.md").symlink_to(outside)
    os.mkfifo(root / "bad/pipe.md")
    return root


def test_the_good_rest_is_read_and_every_bad_file_is_named(poisoned: Path) -> None:
    documents, reasons = read_pack(poisoned)
    assert {path.split("/")[0] for path in documents} == {"good"}
    assert {path.split("/")[0] for path in reasons} == {"bad"}
    on_disk = {path.relative_to(poisoned).as_posix() for path in poisoned.rglob("*") if not path.is_dir()}
    assert documents.keys() | reasons.keys() == {path.replace("\x07", r"\x07") for path in on_disk}
    for document in documents.values():
        assert_blocks_fit(document.text, document.blocks)
        document.text.encode()
        assert "\x00" not in document.text
    assert {documents[f"good/{name}.txt"].text for name in ("utf-8", "utf-16", "cp1252")} == {
        "“Café” is naïve — it’s so."
    }
    assert documents["good/pdf-by-another-name.txt"].text == "Words of a PDF."
    assert not any("secret" in document.text.lower() for document in documents.values())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("bad/empty.md", "is empty (0 bytes)"),
        ("bad/blank.txt", "holds no words"),
        ("bad/encrypted.pdf", "is encrypted"),
        ("bad/images.pdf", "only images"),
        ("bad/broken.pdf", "is a broken PDF"),
        ("bad/no.pdf", "has the extension .pdf but is none"),
        ("bad/bomb.docx", "as a bomb does"),
        ("bad/xxe.docx", "declares a DTD"),
        ("bad/picture.md", "but is an image"),
        ("bad/deep.json", "nested too deeply"),
        ("bad/cut.json", "is not valid JSON"),
        ("bad/open-quote.csv", "opens in line 2 and never closes"),
        ("bad/kind.md", "kind 'essay' is unknown"),
        ("bad/..\\..\\evil.md", "rename it"),
        (r"bad/bell\x07.md", "rename it"),
        ("bad/large.txt", "is too large (50 MB"),
        ("bad/link.md", "leaves the pack"),
        ("bad/pipe.md", "no regular file"),
    ],
)
def test_reasons_name_the_fact(reasons: dict[str, str], path: str, reason: str) -> None:
    assert reason in reasons[path]
    assert ": " in reasons[path]  # and a remedy after it


@pytest.fixture(scope="module")
def reasons(poisoned: Path) -> dict[str, str]:
    return read_pack(poisoned)[1]
