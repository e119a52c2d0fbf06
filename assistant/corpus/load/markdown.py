"""Markdown, as CommonMark with tables, and the front matter above it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import cast

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.corpus.load.decode import decode
from assistant.corpus.load.guards import meant, misspelt
from assistant.corpus.load.metadata import KEYS, Metadata, from_mapping
from assistant.corpus.load.parsed import HeadingPath, Parsed, column_names, stripped
from assistant.corpus.load.turns import mark_turns
from assistant.domain import Block, BlockKind
from assistant.errors import DocumentError

FRONT_MATTER = re.compile(
    r"\s*?(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
"""YAML between lines of ``---``, or TOML between lines of ``+++``."""

_OPENING = re.compile(r"\s*?(?:-{3,}|\+{3,})[ \t]*\n\s*")
_ENTRY = re.compile(r"[\"']?(?P<key>[A-Za-z][\w -]*?)[\"']?[ \t]*[:=]")
_NO_WORDS = re.compile(r"[\s#\[-]")  # begins the rest of an entry, a comment or the name of a TOML table
_PLAIN_COLON = re.compile(
    r"^(?P<key>[A-Za-z][\w -]*:[ \t]+)(?P<value>(?![\"'\[{|>&*!%@`#])[^\n]*?\w:[ \t][^\n]*?)[ \t]*$",
    re.MULTILINE,
)
"""A title as people write it: "title: The lamp: a story". To YAML the second colon is a mistake."""

_FRONT_MATTER_LIMIT = 64 * 1024
_READER_HEADER = re.compile(  # what web-to-Markdown readers put above a page
    r"\s*Title: (?P<title>[^\n]*)\n\s*URL Source: (?P<url>\S+)\s*\n"
    r"(?:\s*Published Time: (?P<date>[^\n]*)\n)?(?:[^\n]*\n)??\s*Markdown Content:[ \t]*\n"
)
_HIDDEN_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def parse(data: bytes) -> Parsed:
    """Read Markdown. The stored text is the file's own, front matter included; blocks point into it."""
    text = decode(data)
    body, declared, notes, refused = _front_matter(text)
    found = Metadata()
    header = _READER_HEADER.match(text, body)
    if header:
        raw = {"title": header["title"], "url": header["url"], "date": header["date"]}
        found, _ = from_mapping(raw)
        body = header.end()
    blocks = mark_turns(text, tuple(_Walk(text, body).blocks()))
    title = next((block.heading_path[0] for block in blocks if _is_title(text, block)), None)
    return Parsed(text, blocks, declared, found.over(Metadata(title=title)), notes, refused)


def _is_title(text: str, block: Block) -> bool:
    """Whether a block is a heading of the first level: deeper ones name a section, not the document."""
    words = text[block.start : block.end]
    return block.kind is BlockKind.HEADING and re.match(r"#\s|[^#].*\n=+$", words, re.DOTALL) is not None


def _front_matter(text: str) -> tuple[int, Metadata, tuple[str, ...], str]:
    """Where the body begins, what the front matter says, notes on it, and why the document must wait, if it must.

    DocumentError where it cannot be read, or never ends: what it says may keep the document back.
    """
    match = FRONT_MATTER.match(text, 0, _FRONT_MATTER_LIMIT)
    if match is None:
        if _opens_front_matter(text):
            raise DocumentError("its front matter never ends: close it with a line of --- (of +++ for TOML)")
        return 0, Metadata(), (), ""
    raw = _toml(match["lines"]) if match["fence"] == "+++" else _yaml(match["lines"])
    if not isinstance(raw, dict):  # a thematic break above an ordinary first paragraph
        return 0, Metadata(), (), ""
    mapping = {key: value for key, value in cast("dict[object, object]", raw).items() if isinstance(key, str)}
    declared, notes = from_mapping(mapping)
    return match.end(), declared, notes, misspelt(mapping, KEYS)


def _opens_front_matter(text: str) -> bool:
    """Whether a line of strokes opens `text` and one of our keys stands below it, before words or a blank line."""
    opening = _OPENING.match(text)
    for line in text[opening.end() : _FRONT_MATTER_LIMIT].split("\n") if opening else ():
        entry = _ENTRY.match(line)
        if entry and (entry["key"].lower() in KEYS or meant(entry["key"], line[entry.end() :].strip())):
            return True
        if not entry and not _NO_WORDS.match(line):
            return False
    return False


def _yaml(lines: str) -> object:
    try:
        return yaml.safe_load(_PLAIN_COLON.sub(_quoted, lines))
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 2}" if where else ""
        raise DocumentError(
            f"its front matter is not valid YAML{line}: put values that hold ': ' or '#' in quotes"
        ) from error


def _toml(lines: str) -> object:
    try:
        return tomllib.loads(lines)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(
            f"its front matter is not valid TOML ({error}): mend it, or write YAML between lines of ---"
        ) from error


def _quoted(line: re.Match[str]) -> str:
    value = line["value"].replace("'", "''")
    return f"{line['key']}'{value}'"


class _Walk:
    """One pass over the tokens of a Markdown body, whose line numbers lead back to offsets."""

    def __init__(self, text: str, body: int) -> None:
        self._text = text
        self._lines = [body, *(match.end() for match in re.compile("\n").finditer(text, body))]
        self._tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text[body:])
        self._headings = HeadingPath()
        self._quotes = self._items = 0  # how many block quotes and list items are open
        self._in_header = False
        self._columns: tuple[str, ...] = ()
        self._row_span, self._cells = (0, 0), list[str]()

    def blocks(self) -> Iterator[Block]:
        """The document's blocks, in reading order."""
        for token, after in zip_longest(self._tokens, self._tokens[1:]):
            words = inline_text(after) if after is not None and after.type == "inline" else ""
            self._follow(token)
            if token.type in {"th_open", "td_open"}:
                self._cells.append(words)
            elif token.type == "tr_close":
                yield from self._row()
            elif token.type == "heading_open" and words:
                start, end = self._span(token)
                yield Block(BlockKind.HEADING, start, end, self._headings.enter(int(token.tag[1:]), words))
            elif token.type == "paragraph_open" and words:
                yield from self._paragraph(token, after)
            elif token.type in {"fence", "code_block"} and token.content.strip():
                yield Block(BlockKind.CODE, *self._span(token), self._headings.path)
            elif token.type == "html_block":
                yield from self._html(token)

    def _follow(self, token: Token) -> None:
        """Keep count of what is open around the next block."""
        if token.type.startswith("blockquote_"):
            self._quotes += token.nesting
        elif token.type.startswith("list_item_"):
            self._items += token.nesting
        elif token.type.startswith("thead_"):
            self._in_header = token.nesting == 1
        elif token.type == "tr_open":
            self._row_span, self._cells = self._span(token), []

    @property
    def _paragraph_kind(self) -> BlockKind:
        if self._quotes:
            return BlockKind.QUOTATION
        return BlockKind.LIST_ITEM if self._items else BlockKind.PARAGRAPH

    def _span(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        end = self._lines[last] if last < len(self._lines) else len(self._text)
        return stripped(self._text, self._lines[first], end)

    def _row(self) -> Iterator[Block]:
        if self._in_header:
            self._columns = column_names(self._cells)
            return
        pairs = zip(self._columns, self._cells, strict=False)
        fields = tuple((column, cell) for column, cell in pairs if cell)
        if fields:
            yield Block(BlockKind.TABLE_ROW, *self._row_span, self._headings.path, fields=fields)

    def _paragraph(self, token: Token, inline: Token | None) -> Iterator[Block]:
        """A paragraph, without its comments: what an author hides is no sentence."""
        start, end = self._span(token)
        hidden: list[tuple[int, int]] = []
        for child in (inline.children if inline else None) or ():
            if child.type == "html_inline" and child.content.startswith("<!--"):  # in a code span it is none
                found = self._text.find(child.content, hidden[-1][1] if hidden else start, end)
                if found < 0:  # in a quotation or a list its lines are marked
                    hidden = [match.span() for match in _HIDDEN_HTML.finditer(self._text, start, end)]
                    break
                hidden.append((found, found + len(child.content)))
        yield from self._between(hidden, start, end)

    def _html(self, token: Token) -> Iterator[Block]:
        """The words of raw HTML, between its comments, scripts and styles."""
        start, end = self._span(token)
        hidden = [match.span() for match in _HIDDEN_HTML.finditer(self._text, start, end)]
        yield from self._between(hidden, start, end)

    def _between(self, hidden: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Block]:
        """What stands between the `hidden` stretches of ``text[start:end]``, where it has a word."""
        for hidden_start, hidden_end in [*hidden, (end, end)]:
            piece = stripped(self._text, start, hidden_start)
            if re.search(r"\w", _TAG.sub("", self._text[slice(*piece)])):
                yield Block(self._paragraph_kind, *piece, self._headings.path)
            start = hidden_end


def inline_text(token: Token) -> str:
    """The words of an inline token without markup; images count as no words."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return " ".join("".join(parts).split())
