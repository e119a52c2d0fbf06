"""HTML pages: their main content, without menus, scripts, footers and what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from assistant.corpus.load.decode import clean
from assistant.corpus.load.metadata import Metadata, from_mapping
from assistant.corpus.load.parsed import Parsed, TextBuilder
from assistant.corpus.load.turns import mark_turns
from assistant.corpus.load.unseen import drop_unseen
from assistant.domain import BlockKind

_BOILERPLATE = re.compile(
    "script|style|noscript|template|nav|footer|aside|form|button|select|iframe|svg|canvas|object|embed|audio|"
    "video|head|dialog|menu"
)
_BOILERPLATE_ROLE = re.compile("navigation|banner|contentinfo|complementary|search")
_BLOCK = re.compile(
    "address|article|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|h[1-6]|"
    "header|hgroup|hr|html|li|main|ol|p|pre|section|summary|table|tbody|t[dhr]|tfoot|thead|ul"
)
_HEADING = re.compile(r"h([1-6])")
_MAIN_SHARE = 0.3  # of the page's words; a "main" element with fewer is not what it says
_META = {  # what pages call their metadata, best first
    "title": ("og:title", "citation_title", "dc.title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "parsely-author"),
    "date": (
        *("article:published_time", "citation_publication_date", "citation_date", "datepublished"),
        *("dc.date", "dc.date.issued", "dcterms.date", "date", "pubdate", "parsely-pub-date"),
    ),
    "url": ("og:url", "citation_abstract_html_url"),
}


def parse(data: bytes) -> Parsed:
    """Read an HTML page. The stored text is its main content, a block a paragraph."""
    soup = BeautifulSoup(data, "lxml")
    found = _metadata(soup)
    drop_unseen(soup)
    for tag in soup.find_all(_is_boilerplate):
        tag.decompose()
    page = _Page()
    page.walk(_main(soup), BlockKind.PARAGRAPH)
    page.flush(BlockKind.PARAGRAPH)
    text = page.builder.text
    return Parsed(text, mark_turns(text, tuple(page.builder.blocks)), found=found)


def _is_boilerplate(tag: Tag) -> bool:
    if _BOILERPLATE.fullmatch(tag.name) or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    return _BOILERPLATE_ROLE.fullmatch(str(tag.get("role"))) is not None


def _main(soup: BeautifulSoup) -> Tag:
    whole = soup.body or soup
    articles = soup.find_all("article")
    candidates = [soup.find("main"), soup.find(role="main")]
    candidates += articles if len(articles) == 1 else []
    words = len(whole.get_text().split())
    for candidate in candidates:
        if isinstance(candidate, Tag) and len(candidate.get_text().split()) >= _MAIN_SHARE * words:
            return candidate
    return whole


class _Page:
    """Collects inline text until a block begins or ends."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._inline: list[str] = []

    def walk(self, tag: Tag, kind: BlockKind) -> None:
        """Add what is inside `tag`; its paragraphs are of `kind`."""
        for child in tag.children:
            if isinstance(child, Tag):
                self._tag(child, kind)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._inline.append(str(child))

    def flush(self, kind: BlockKind) -> None:
        """End the paragraph."""
        text = " ".join(clean("".join(self._inline)).split())
        self._inline.clear()
        if re.search(r"\w", text):
            self.builder.add(kind, text)

    def _tag(self, tag: Tag, kind: BlockKind) -> None:
        if tag.name == "br":
            following = tag.find_next_sibling()
            self._inline.append("\n")
            if following is not None and following.name == "br" and not _text_between(tag, following):
                self.flush(kind)
        elif tag.name == "q":
            self._inline.append("“")
            self.walk(tag, kind)
            self._inline.append("”")
        elif not _BLOCK.fullmatch(tag.name):
            self.walk(tag, kind)
        else:
            self.flush(kind)
            self._block(tag, kind)

    def _block(self, tag: Tag, kind: BlockKind) -> None:
        heading = _HEADING.fullmatch(tag.name)
        if heading:
            title = " ".join(clean(tag.get_text()).split())
            if re.search(r"\w", title):
                self.builder.heading(title, int(heading[1]))
        elif tag.name == "pre":
            code = clean(tag.get_text()).strip()
            if re.search(r"\w", code):
                self.builder.add(BlockKind.CODE, code)
        elif tag.name == "table" and _is_data(tag):
            rows, header = _rows(tag)
            self.builder.table(rows, header=header)
        else:
            inner = kind
            if tag.name == "blockquote":
                inner = BlockKind.QUOTATION
            elif tag.name in {"li", "dt", "dd"} and kind is not BlockKind.QUOTATION:
                inner = BlockKind.LIST_ITEM
            self.walk(tag, inner)
            self.flush(inner)


def _text_between(tag: Tag, following: Tag) -> bool:
    sibling = tag.next_sibling
    while sibling is not None and sibling is not following:
        if str(sibling).strip():
            return True
        sibling = sibling.next_sibling
    return False


def _is_data(table: Tag) -> bool:
    """Tables that hold headings, lists, paragraphs or tables only lay out a page."""
    if table.find("th") is not None and table.find("table") is None:
        return True
    return table.find(["table", "h1", "h2", "h3", "ul", "ol", "p", "div"]) is None and any(
        len(row.find_all("td")) > 1 for row in table.find_all("tr")
    )


def _rows(table: Tag) -> tuple[list[list[str]], bool]:
    """The cells of a table, spans written out, and whether its first row names the columns."""
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # column: rows still to fill, and with what
    trs = table.find_all("tr")
    header = bool(trs) and len(trs[0].find_all("th")) > 1 and trs[0].find("td") is None
    for tr in trs:
        row: list[str] = []
        for cell in tr.find_all(["td", "th"], recursive=False):
            _fill(row, below)
            text = " ".join(clean(cell.get_text(" ")).split())
            text = re.sub(r" ([,.;:)])", r"\1", text)
            columns = range(len(row), len(row) + _span(cell, "colspan"))
            for column in columns:
                row.append(text if column == columns[0] or (header and not rows) else "")
                if _span(cell, "rowspan") > 1:
                    below[column] = (_span(cell, "rowspan") - 1, row[-1])
        _fill(row, below)
        rows.append(row)
    return rows, header


def _fill(row: list[str], below: dict[int, tuple[int, str]]) -> None:
    while len(row) in below:
        left, text = below.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, text)
        row.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 100) if value.isdecimal() and int(value) > 0 else 1


def _metadata(soup: BeautifulSoup) -> Metadata:
    declared = dict(_meta_tags(soup))
    raw: dict[str, object] = {}
    for field, names in _META.items():
        raw[field] = next((declared[name] for name in names if declared.get(name)), None)
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    headline = soup.find("h1")
    headline_text = " ".join(headline.get_text().split()) if headline else ""
    if headline_text and headline_text in title:  # "Thoughts on Music | Example Site"
        title = headline_text
    raw["title"] = clean(str(raw["title"] or title or headline_text)) or None
    canonical = soup.find("link", rel="canonical")
    raw["url"] = raw["url"] or (canonical.get("href") if canonical else None)
    language = str(soup.html.get("lang", "")) if soup.html else ""
    raw["language"] = language[:2].lower() or None
    return from_mapping(raw)[0]


def _meta_tags(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Names and contents, lower case, the last of a name first so that the first wins in a dict."""
    for tag in reversed(soup.find_all("meta")):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = " ".join(str(tag.get("content", "")).split())
        if name and content:
            yield str(name).lower(), clean(content)
