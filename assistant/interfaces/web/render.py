"""Exchanges to HTML. Pure functions; every word that is not ours goes through `escape`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.brand import Brand, Persona
from assistant.domain import OutcomeKind
from assistant.interfaces.web.colours import text_on
from assistant.interfaces.web.sources import source_card, web_address
from assistant.interfaces.web.transcript import Card, Exchange

_KEPT = 3
"""Markers that stay on the line of the word before them; a dozen would be wider than a phone."""

_MARKERS = re.compile(r"(?:\s*\[\d+\])+")
_NUMBER = re.compile(r"\d+")
_SIMULATION = "AI simulation"


def masthead(brand: Brand) -> str:
    """The brand's name and initial at the top of the page."""
    return f'<p class="brand"><span aria-hidden="true">{_initial(brand)}</span>{escape(brand.name)}</p>'


def favicon(brand: Brand) -> str:
    """The brand's initial on its accent colour, as an SVG image."""
    accent = brand.colours.accent
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="16" fill="{accent}"/><text x="32" y="44" font-size="36" '
        f'font-family="system-ui,sans-serif" font-weight="600" text-anchor="middle" fill="{text_on(accent)}">'
        f"{_initial(brand)}</text></svg>"
    )


def _initial(brand: Brand) -> str:
    return escape(brand.name[:1].upper())


def welcome(brand: Brand, persona: Persona) -> str:
    """What stands in an empty conversation: a greeting and questions to begin with."""
    greeting = persona.welcome or brand.welcome or f"Ask about {brand.name}."
    lead = brand.welcome if brand.welcome != greeting else ""
    chips = "".join(
        f'<li><button type="button" class="chip" data-ask="{question}">{question}</button></li>'
        for question in map(escape, brand.suggested_questions)
    )
    return (
        f'<section class="welcome"><h2>{escape(greeting)}</h2>'
        + (f"<p>{escape(lead)}</p>" if lead else "")
        + (f'<ul class="chips" aria-label="Questions to begin with">{chips}</ul>' if chips else "")
        + "</section>"
    )


def exchange_html(exchange: Exchange, brand: Brand) -> str:
    """A question, its reply, and hidden beside them the source cards that its markers open."""
    cited = {f"{exchange.number}-{card.citation.marker}": card for card in exchange.cards}
    near = {f"{exchange.number}-near-{index}": card for index, card in enumerate(exchange.nearby, 1)}
    cards = "".join(source_card(card, brand, key) for key, card in (cited | near).items())
    return (
        '<article class="exchange">'
        f'<div class="question"><h2 class="unseen">You asked</h2><p>{escape(exchange.question)}</p></div>'
        f'<div class="reply {_state(exchange)}">'
        + _byline(exchange.persona)
        + _heading(exchange)
        + _prose(exchange.text, {card.citation.marker: _chip(card, key) for key, card in cited.items()})
        + _ending(exchange)
        + ("" if exchange.pending else _titles("Sources", cited))
        + _titles("What the documents do hold", near)
        + _foot(exchange)
        + f"</div>{cards}</article>"
    )


def plain_copy(exchange: Exchange) -> str:
    """The reply as plain text for the clipboard, with its speaker, its sources and its disclosure."""
    parts = [f"{exchange.persona.name}: {exchange.text}"]
    parts += [_reference(card) for card in exchange.cards]
    if exchange.outcome is not None:
        parts.append(exchange.outcome.disclosure)
    return "\n\n".join(filter(None, parts))


def _reference(card: Card) -> str:
    citation = card.citation
    date = citation.date.words if citation.date else None
    where = filter(None, (citation.title, date, citation.locator, web_address(citation.url)))
    return f"[{citation.marker}] " + ", ".join(where)


def _state(exchange: Exchange) -> str:
    if exchange.outcome is not None:
        return exchange.outcome.kind.value
    return "pending" if exchange.pending else "unfinished"


def _byline(persona: Persona) -> str:
    """Who speaks; a founder persona is labelled a simulation from the first moment on."""
    label = _SIMULATION if persona.role == "founder" else "AI"
    name = escape(persona.name.removesuffix(f"({label})").rstrip())
    return f'<p class="byline"><span class="speaker">{name}</span> <span class="label">{label}</span></p>'


def _heading(exchange: Exchange) -> str:
    if exchange.outcome is None or exchange.outcome.kind is OutcomeKind.ANSWER:
        return ""
    refused = exchange.outcome.kind is OutcomeKind.REFUSAL
    words = "Not in the documents" if refused else "Passed on to a person"
    return f'<h3 class="state">{words}</h3>'


def _prose(text: str, chips: dict[int, str]) -> str:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{_claims(part.strip(), chips)}</p>" for part in paragraphs)


def _claims(paragraph: str, chips: dict[int, str]) -> str:
    """Each statement in a span with its markers, so that a statement added later leaves the others alone.

    A bracketed number that is no citation of this reply stays the text it is.
    """
    pieces: list[str] = []
    done = 0
    for match in _MARKERS.finditer(paragraph):
        markers = [int(number) for number in _NUMBER.findall(match.group())]
        if all(marker in chips for marker in markers):
            found = [chips[marker] for marker in markers]
            pieces.append(_claim(paragraph[done : match.start()], found))
            done = match.end()
    if done < len(paragraph):
        pieces.append(_claim(paragraph[done:], []))
    return "".join(pieces)


def _claim(text: str, chips: Sequence[str]) -> str:
    rest, space, last = text.rpartition(" ")
    kept = "".join([_lines(last), *chips[:_KEPT]])
    if (
        chips and len(last) < 24
    ):  # a word keeps its first markers on its line, unless it would not fit a phone's
        kept = f'<span class="kept">{kept}</span>'
    return f'<span class="claim">{_lines(rest + space)}{kept}{"".join(chips[_KEPT:])}</span>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _chip(card: Card, key: str) -> str:
    marker = card.citation.marker
    label = escape(f"Source {marker}: {card.citation.title}")
    return f'<button type="button" class="cite" data-source="{key}" aria-label="{label}">{marker}</button>'


def _ending(exchange: Exchange) -> str:
    """What follows the words: still working, cut short, or a ticket."""
    if exchange.pending:
        return '<p class="thinking">Looking through the documents<i></i><i></i><i></i></p>'
    if exchange.notice:
        return f'<p class="notice">{escape(exchange.notice)}</p>'
    if exchange.outcome is not None and exchange.outcome.ticket:
        return f'<p class="ticket">Your ticket <code>{escape(exchange.outcome.ticket)}</code></p>'
    return ""


def _titles(heading: str, cards: dict[str, Card]) -> str:
    """Each document once; its title opens the first of its cards."""
    first: dict[str, tuple[str, str]] = {}
    for key, card in cards.items():
        first.setdefault(card.citation.document, (key, card.citation.title))
    if not first:
        return ""
    items = "".join(
        f'<li><button type="button" class="title" data-source="{key}">{escape(title)}</button></li>'
        for key, title in first.values()
    )
    return f'<div class="titles"><h3>{heading}</h3><ul>{items}</ul></div>'


def _foot(exchange: Exchange) -> str:
    if exchange.outcome is None:
        return ""
    label = (
        f"<span>{escape(exchange.outcome.disclosure)}</span>" if exchange.persona.role == "founder" else ""
    )
    return (
        f'<p class="foot"><button type="button" class="copy" data-copy="{escape(plain_copy(exchange))}">'
        f"Copy</button>{label}</p>"
    )
