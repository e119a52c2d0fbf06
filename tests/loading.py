"""What tests of loading share: packs, small PDFs written by hand, and views of parsed files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from assistant.brand import Brand
from assistant.corpus.load import DocumentReader, Scan, scan
from assistant.corpus.load.parsed import Parsed
from assistant.domain import Document, Quarantined
from assistant.settings import Settings

_IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    "/Length 1 >>\nstream\n0\nendstream"
)


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def scan_pack(root: Path, **values: Any) -> Scan:
    return scan(Brand.read(root), settings(**values))


def read_pack(root: Path, **values: Any) -> tuple[dict[str, Document], dict[str, str]]:
    """Documents by path, and reasons of what is quarantined by path."""
    found = scan_pack(root, **values)
    documents: dict[str, Document] = {}
    reasons = {item.path: item.reason for item in found.quarantined}
    with DocumentReader(settings(**values)) as reader:
        for result in reader.read_all(found.files):
            if isinstance(result, Quarantined):
                reasons[result.path] = result.reason
            else:
                documents[result.source.id] = result
    return documents, reasons


def words(parsed: Parsed) -> list[tuple[str, str]]:
    """The blocks of a parsed file as (kind, words)."""
    return [(block.kind.value, parsed.text[block.start : block.end]) for block in parsed.blocks]


def assert_blocks_fit(text: str, blocks: Sequence[Any]) -> None:
    """Blocks are in range, in order, apart, and neither empty nor padded."""
    last = 0
    for block in blocks:
        assert last <= block.start < block.end <= len(text)
        piece = text[block.start : block.end]
        assert piece == piece.strip()
        last = block.end


def pdf(*pages: str | Sequence[tuple[str, str, float, float, float]], image: bool = False) -> bytes:
    """A PDF of pages: strings (a line a line, Helvetica 12) or (text, font F1|F2, size, x, y) pieces.

    F2 is bold. `image` draws a picture on every page.
    """
    contents = [_content(page, image) for page in pages]
    first = 6
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        _IMAGE,
    ]
    for index, content in enumerate(contents):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R "
            f">> /XObject << /Im 5 0 R >> >> /Contents {first + 2 * index + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret words."))))
    writer.encrypt("a password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _content(page: str | Sequence[tuple[str, str, float, float, float]], image: bool) -> str:
    if isinstance(page, str):
        page = [(line, "F1", 12, 72, 720 - 14 * at) for at, line in enumerate(page.split("\n")) if line]
    drawn = ["q 100 0 0 100 72 500 cm /Im Do Q"] if image else []
    for text, font, size, x, y in page:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
    return "\n".join(drawn)
