"""Word documents (DOCX), opened only once their archive has proved harmless."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, cast

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assistant.corpus.load.decode import clean
from assistant.corpus.load.metadata import Metadata
from assistant.corpus.load.parsed import Parsed, TextBuilder
from assistant.corpus.load.turns import mark_turns
from assistant.domain import BlockKind
from assistant.errors import DocumentError

_MOST_ENTRIES = 5_000
_MOST_BYTES = 300_000_000  # uncompressed, the whole archive
_MOST_RATIO = 200  # uncompressed to compressed; XML seldom passes 30
_RATIO_COUNTS_FROM = 5_000_000  # bytes; a small entry may be as repetitive as it likes
_STEP = 1 << 20

_ITEMS = (  # paragraphs and tables in reading order, also those inside content controls
    ".//w:p[not(ancestor::w:tbl or ancestor::w:txbxContent)]"
    " | .//w:tbl[not(ancestor::w:tbl or ancestor::w:txbxContent)]"
)
_INLINE = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)


def parse(data: bytes) -> Parsed:
    """Read a DOCX. The stored text is that of its body, a block a paragraph, list item or table row.

    Tracked changes read as if accepted. Tables of contents, text boxes, headers and footers are left out.
    """
    check_archive(data)
    document = docx.Document(io.BytesIO(data))
    builder = TextBuilder()
    title: str | None = None
    body = cast("Any", document.element).body
    for element in body.xpath(_ITEMS):
        if element.tag == qn("w:tbl"):
            rows = _rows(element)
            builder.table(rows, header=_has_header(element, rows))
            continue
        text = _text(element)
        style = Paragraph(element, document).style
        name = (style.name if style is not None else "") or ""
        heading = _HEADING.match(name)
        if not re.search(r"\w", text) or name.lower().startswith("toc"):
            continue
        if heading or name == "Title":
            title = title or text
            builder.heading(text, int(heading[1]) if heading else 0)
        else:
            builder.add(_kind(element, name), text)
    core_title = " ".join(clean(document.core_properties.title or "").split())
    found = Metadata(title=title or core_title or None)
    return Parsed(builder.text, mark_turns(builder.text, tuple(builder.blocks)), found=found)


def check_archive(data: bytes) -> None:
    """DocumentError where an archive is a bomb, is encrypted or hides a DTD, before any parser sees it.

    Sizes are counted while unpacking, because the ones an archive states may lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise DocumentError(f"is an archive of {len(entries)} entries, as a bomb is: remove it")
            if "word/document.xml" not in archive.namelist():
                raise DocumentError("is an archive without a Word document in it: save it as DOCX")
            total = 0
            for entry in entries:
                total += _checked_size(archive, entry, _MOST_BYTES - total)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise DocumentError(f"is a broken archive ({error}): save it anew as DOCX") from error


def _checked_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> int:
    if entry.flag_bits & 0x1:
        raise DocumentError("is encrypted: save it without a password")
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    size = 0
    tail = b""
    with archive.open(entry) as file:
        while step := file.read(_STEP):
            size += len(step)
            suspicious = size > _RATIO_COUNTS_FROM and size > _MOST_RATIO * max(1, entry.compress_size)
            if size > most or suspicious:
                raise DocumentError(f"unpacks to over {size / 1e6:.0f} MB, as a bomb does: remove it")
            head = (tail + step).replace(b"\0", b"")  # UTF-16 as well
            if is_xml and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
                raise DocumentError(f"declares a DTD in {entry.filename}, as an XXE attack does: remove it")
            tail = step[-40:]
    return size


_UNSEEN = (
    ".//w:moveFrom//w:t | "
    ".//w:r[w:rPr/w:vanish[not(@w:val) or not(@w:val='0' or @w:val='false' or @w:val='off')]]/w:t | "
    ".//w:t[ancestor::w:txbxContent]"
)


def _text(element: Any) -> str:
    """The words of a paragraph, inserted ones too; those deleted, moved away, hidden or in a text box not."""
    parts: list[str] = []
    unseen = set(element.xpath(_UNSEEN))
    for node in element.iter():
        if node in unseen:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        else:
            parts.append(_INLINE.get(node.tag, ""))
    return " ".join(clean("".join(parts)).split())


def _kind(element: Any, style: str) -> BlockKind:
    if "Quote" in style:
        return BlockKind.QUOTATION
    listed = style.startswith("List") or bool(element.xpath("./w:pPr/w:numPr"))
    return BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH


def _rows(table: Any) -> list[list[str]]:
    """The cells of a table; a cell that spans columns is followed by empty ones."""
    rows: list[list[str]] = []
    for row in table.xpath("./w:tr"):
        cells: list[str] = []
        for cell in row.xpath("./w:tc"):
            cells.append(" ".join(filter(None, map(_text, cell.xpath(".//w:p")))))
            span = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
            cells += [""] * (min(int(span[0]), 100) - 1 if span else 0)
        rows.append(cells)
    return rows


def _has_header(table: Any, rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: marked as such, in bold, or of three columns or more."""
    if len(rows) < 2 or not all(rows[0]) or any(cell.isdigit() for cell in rows[0]):
        return False
    first = table.xpath("./w:tr")[0]
    runs = len(first.xpath(".//w:r[w:t]"))
    bold = len(first.xpath(".//w:r[w:t][w:rPr/w:b[not(@w:val='0' or @w:val='false')]]"))
    return bool(first.xpath("./w:trPr/w:tblHeader")) or runs == bold or len(rows[0]) > 2
