"""From bytes to text that nothing downstream can break on."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from assistant.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEWLINES = "\v\f\x85"  # vertical tab, form feed, next line
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - {*"\n\t", *_NEWLINES}
_UNSAFE = (
    dict.fromkeys(map(ord, _CONTROLS), " ")
    | dict.fromkeys(map(ord, _NEWLINES), "\n")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_ENCODED_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FOREIGN_SHARE = 0.35  # more high bytes than this and the script is hardly Latin
_SAMPLE = 200_000  # bytes looked at to tell an encoding
_FEW_CONTROLS = 16  # that many may stray into any text
_BINARY_SHARE = 0.1  # more control characters than this and it is no text


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("assistant.cp1252", _as_cp1252)


def clean(text: str) -> str:
    """Make `text` safe to store, index and show, keeping every other offset.

    Newlines become ``\\n``. Control characters (NUL too) become spaces and lone surrogates U+FFFD, one
    for one.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSAFE)


def decode(data: bytes) -> str:
    """Decode a text file of unknown encoding and `clean` it; DocumentError where it is no text.

    A byte order mark decides, then valid UTF-8. UTF-8 with stray Windows-1252 bytes in it is read as just
    that. Other Latin-script text is read as Windows-1252, because guessing among its near relations turns
    "naïve" into "naďve"; only text in another script is left to charset-normalizer.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    utf16 = _unmarked_utf16(data)
    if utf16:
        return _checked(data.decode(utf16, "replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        data = _ENCODED_SURROGATE.sub("\ufffd".encode(), data)
    high = len(re.findall(rb"[\x80-\xff]", data[:_SAMPLE]))
    multibyte = sum(len(found) for found in _MULTIBYTE.findall(data[:_SAMPLE]))
    if multibyte < high / 2 and high > _FOREIGN_SHARE * min(len(data), _SAMPLE):
        guess = from_bytes(data[:_SAMPLE]).best()
        if guess is not None:
            return _checked(data.decode(guess.encoding, "replace"))
    if multibyte >= high / 2:
        return _checked(data.decode("utf-8", "assistant.cp1252"))
    return _checked(data.decode("cp1252", "replace"))


def _unmarked_utf16(data: bytes) -> str | None:
    """The UTF-16 of Latin-script text without a mark shows as a NUL in nearly every other byte."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _checked(text: str) -> str:
    text = text.removeprefix("\ufeff")
    sample = text[:_SAMPLE]
    controls = sum(character in _CONTROLS and character != "\r" for character in sample)
    if controls > max(_FEW_CONTROLS, _BINARY_SHARE * len(sample)):
        raise DocumentError(
            f"holds binary data, not text ({controls} control characters in the first {len(sample)}): "
            "give the file the extension of its real format, or remove it"
        )
    return clean(text)
