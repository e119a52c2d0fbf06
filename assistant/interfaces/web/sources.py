"""Source cards to HTML: where words come from, whose they are, and which of them are cited."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from assistant.brand import Brand
from assistant.domain import Kind, Source, Voice
from assistant.interfaces.web.transcript import Card

_KINDS = {
    Kind.PRODUCT: "Product record",
    Kind.SPEECH: "Talk",
    Kind.LETTER: "Letter",
    Kind.INTERVIEW: "Interview",
    Kind.FILING: "Filing",
    Kind.PRESS: "Press",
    Kind.HISTORY: "History",
}


def source_card(card: Card, brand: Brand, key: str) -> str:
    """The hidden card that `key` opens in the source panel."""
    citation, source = card.citation, card.source
    return (
        f'<section class="card" id="source-{key}" hidden>'
        f'<p class="provenance">{_KINDS[citation.kind]} · {escape(voice_words(source, brand))}</p>'
        f"<h2>{escape(citation.title)}</h2>"
        f"{_facts(card)}{_passage(card)}{_links(source)}</section>"
    )


def voice_words(source: Source, brand: Brand) -> str:
    """Whose words a source holds, in plain words."""
    speaker = source.speaker or (brand.founder.name if brand.founder else "the founder")
    match source.voice:
        case Voice.BY_FOUNDER:
            return f"{speaker}’s own words"
        case Voice.ABOUT_FOUNDER:
            return "Retold by others"
        case Voice.BY_BRAND:
            return f"Published by {brand.name}"
        case Voice.BY_OTHERS:
            return "Written by others"
        case Voice.UNSOURCED:
            return "Origin not recorded"


def web_address(url: str | None) -> str | None:
    """`url` if it may be a link (http or https, with a host), else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _facts(card: Card) -> str:
    citation, source = card.citation, card.source
    pairs = (
        ("Speaker", card.passage.speaker),
        ("Date", citation.date.words if citation.date else None),
        ("Place", source.place),
        ("Where", citation.locator),
        ("Licence", source.licence),
    )
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs if value)
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def _passage(card: Card) -> str:
    if card.citation.withheld:
        return '<p class="withheld">The words of this document are not free to be shown.</p>'
    path = " › ".join(card.passage.heading_path)
    heading = f'<p class="path">{escape(path)}</p>' if path else ""
    body = _table(card) if card.passage.fields else _prose(card)
    return (
        f'<div class="passage" tabindex="0" role="group" aria-label="The cited passage">{heading}{body}</div>'
    )


def _prose(card: Card) -> str:
    """The passage as it reads, with every sentence marked that the citation overlaps."""
    words = card.passage.rendering
    html, done = "", 0
    for start, end in _marks(card):
        html += f"{escape(words[done:start])}<mark>{escape(words[start:end])}</mark>"
        done = end
    return f"<p>{html}{escape(words[done:])}</p>".replace("\n", "</p><p>")


def _marks(card: Card) -> list[tuple[int, int]]:
    """Where the cited sentences stand in the passage's rendering; neighbours on a line share a mark."""
    words, citation = card.passage.rendering, card.citation
    marks: list[tuple[int, int]] = []
    cursor = 0
    for sentence in card.passage.sentences:
        start = words.index(sentence.rendering, cursor)
        cursor = start + len(sentence.rendering)
        if sentence.start < citation.end and citation.start < sentence.end:
            joined = bool(marks) and words[marks[-1][1] : start] == " "
            marks.append((marks.pop()[0] if joined else start, cursor))
    return marks


def _table(card: Card) -> str:
    """A table row as (column, value) lines, the cited cells marked.

    Cells are found in the row's text in column order; when one cannot be found there (its quotation marks
    were doubled, say) the whole row is marked: it is what was cited from.
    """
    passage, citation = card.passage, card.citation
    cited: list[bool] = []
    cursor = 0
    for _, value in passage.fields:
        start = passage.text.find(value, cursor)
        if start < 0:
            cited = [True] * len(passage.fields)
            break
        cursor = start + len(value)
        cited.append(passage.start + start < citation.end and citation.start < passage.start + cursor)
    cells = [
        f"<mark>{escape(value)}</mark>" if hit else escape(value)
        for (_, value), hit in zip(passage.fields, cited, strict=True)
    ]
    rows = "".join(
        f'<tr><th scope="row">{escape(column)}</th><td>{cell}</td></tr>'
        for (column, _), cell in zip(passage.fields, cells, strict=True)
    )
    return f"<table>{rows}</table>"


def _links(source: Source) -> str:
    """The original, and what a retelling drew on; anything but a web address is left out."""
    original = web_address(source.url)
    others = [url for url in map(web_address, source.sources) if url and url != original]
    parts: list[str] = []
    if original:
        parts.append(f'<p class="original">{_link(original, "Open the original", _site(original))}</p>')
    if others:
        items = "".join(f"<li>{_link(url, _site(url), urlsplit(url).path)}</li>" for url in others)
        parts.append(f'<div class="drawn"><h3>Drawn from</h3><ul>{items}</ul></div>')
    return "".join(parts)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _link(url: str, words: str, rest: str) -> str:
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words)}'
        f"<small>{escape(rest)}</small></a>"
    )
