from __future__ import annotations

import pytest

from assistant.corpus.load.decode import clean, decode
from assistant.errors import DocumentError

WESTERN = "“Café” costs 5 € — naïve, said Zoë."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    assert decode((WESTERN * 3).encode(encoding)) == WESTERN * 3


def test_latin_1() -> None:
    assert decode("Crème brûlée für Zoë".encode("latin-1")) == "Crème brûlée für Zoë"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, мир. Это документ о бренде и его истории.", "cp1251"),
        ("これは日本語の文章です。ブランドの歴史について。", "shift_jis"),
    ],
)
def test_other_scripts(text: str, encoding: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5


def test_utf_8_with_stray_windows_bytes() -> None:
    data = "“Zoë” and naïve – yes. ".encode() + "it’s".encode("cp1252")
    assert decode(data) == "“Zoë” and naïve – yes. it’s"


def test_encoded_lone_surrogates() -> None:
    assert decode("naïve ".encode() + b"a\xed\xa0\x80b") == "naïve a\ufffdb"


def test_controls_keep_every_offset() -> None:
    assert decode(b"a\x00b\x07c words enough\x0cto be text\x1b") == "a b c words enough\nto be text "
    text = clean("a\ud800b\x85c\u2028d")
    assert text == "a\ufffdb\nc\u2028d"
    text.encode()


def test_newlines() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_binary_data_is_no_text() -> None:
    with pytest.raises(DocumentError, match="holds binary data, not text"):
        decode(bytes(range(32)) * 50)
