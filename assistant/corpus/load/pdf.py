"""PDF files with a text layer: words with their place on the page, put back into paragraphs."""

from __future__ import annotations

import io
import logging
import math
import re
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import DictionaryObject, TextStringObject

from assistant.corpus.load.decode import clean
from assistant.corpus.load.metadata import Metadata
from assistant.corpus.load.parsed import Parsed
from assistant.corpus.load.pdf_layout import SOFT_HYPHEN, Line, lay_out
from assistant.errors import DocumentError

_PROGRAM_TITLE = re.compile(
    r"untitled.*|document\d*|microsoft word\b.*|.*\.(docx?|pdf|indd|qxd|pptx?|tex|rtf|html?)|[\W\d_]*",
    re.IGNORECASE,
)
_SAME_LINE = 0.4  # of the letter size: fragments nearer than this to a line's base stand on it
_CELL_GAP = 1.5  # of the letter size: more room than this between words parts two cells
_LETTER_WIDTH = 0.5  # of the letter size, about, as widths are not told
_SOFT_HYPHENS = (SOFT_HYPHEN, b"\xfe\xff\x00\xad")  # as text, and as it stands in the file

logging.getLogger("pypdf").setLevel(logging.ERROR)


def parse(data: bytes) -> Parsed:
    """Read a PDF. The stored text is its text layer, a block a paragraph, with page numbers from 1.

    Words broken at line ends are mended, running headers and footers left out. Dates and authors in the
    file's properties are those of the program that wrote it, and are not believed.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise DocumentError("is encrypted: save it without a password")
        lines = [line for number, page in enumerate(reader.pages, 1) for line in _lines(page, number)]
        pages = len(reader.pages)
        title = " ".join(clean(str(reader.metadata.title or "")).split()) if reader.metadata else ""
    except (FileNotDecryptedError, DependencyError) as error:
        raise DocumentError("is encrypted: save it without a password") from error
    except PyPdfError as error:
        raise DocumentError(f"is a broken PDF ({error}): save it anew from its own program") from error
    if not lines:
        raise DocumentError(
            f"holds no text, only images, on its {pages} pages: run text recognition (OCR) on it"
        )
    builder, largest = lay_out(lines)
    found = Metadata(title=largest if _PROGRAM_TITLE.fullmatch(title) else title)
    return Parsed(builder.text, tuple(builder.blocks), found=found)


def _lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order its program drew them."""
    lines: list[Line] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        words = clean(text).replace("\n", " ")
        if not words.strip():
            if lines and words and not lines[-1].text.endswith(" "):
                lines[-1].text += " "
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size) * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3]) or 1.0
        bold = (
            re.search(r"bold|black|heavy", str((font or {}).get("/BaseFont", "")), re.IGNORECASE) is not None
        )
        line = lines[-1] if lines else None
        if line is None or abs(y - line.y) > _SAME_LINE * max(height, line.size):
            lines.append(Line(words.lstrip(), x, y, height, bold, number, _end(words, x, height)))
            return
        if x > line.right + _CELL_GAP * height:
            line.cells += 1
            line.text = line.text.rstrip() + "  "
            words = words.lstrip()
        line.text += words
        line.bold = line.bold and bold
        line.size = max(line.size, height)
        line.right = _end(words, x, height)

    page.extract_text(visitor_text=visit, visitor_operand_before=_SoftHyphens())
    return [line for line in lines if line.text.strip()]


class _SoftHyphens:
    """Tells of soft hyphens as such: browsers draw a space or a stroke, and say what it stands for only beside it.

    `PageObject.extract_text` calls this before each operation, and reads the operands it leaves behind.
    """

    def __init__(self) -> None:
        self._marked: list[bool] = []
        """Of the stretches of marked content that are open, whether they stand for one soft hyphen."""

    def __call__(self, operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        """Follow marks, and put the sign in place of what is drawn."""
        del cm, tm
        if operator in {b"BDC", b"BMC"}:
            told = operands[1] if len(operands) > 1 else None
            actual = told.get("/ActualText") if isinstance(told, DictionaryObject) else None
            self._marked.append(actual in _SOFT_HYPHENS)
        elif operator == b"EMC" and self._marked:
            self._marked.pop()
        elif self._marked and self._marked[-1] and operator == b"Tj" and operands:
            operands[0] = TextStringObject(SOFT_HYPHEN)


def _end(words: str, x: float, height: float) -> float:
    return x + _LETTER_WIDTH * height * len(words.strip())
