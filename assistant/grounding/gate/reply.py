"""The last look at a whole reply, before it is shown: nothing may have slipped past the gate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.domain import OWN_WORDS, Citation, Outcome, OutcomeKind, Verdict
from assistant.grounding.checks.claims import is_unchecked
from assistant.grounding.checks.names import name_run
from assistant.grounding.checks.quotes import find_quotes, holds_quote
from assistant.grounding.checks.tokens import tokenise
from assistant.text import segment

_MARKER = re.compile(r"\[(\d+)\]")


def reply_faults(outcome: Outcome, document_text: Callable[[str], str]) -> tuple[str, ...]:
    """What is wrong with an answer, in words; empty where every promise holds.

    Every marker resolves to a citation and every citation is marked, each citation's words stand in its
    document at its offsets, each quotation is verbatim in a cited stretch, each claim is supported and cited,
    and no sentence is unreviewed. `document_text` gives a document's stored text by id. Refusals, hand-overs
    and what the product says of itself are its own words: they have no faults.
    """
    if outcome.kind is not OutcomeKind.ANSWER or outcome.drafter == OWN_WORDS:
        return ()
    citations = {citation.marker: citation for citation in outcome.citations}
    return (
        *_citation_faults(outcome, citations, document_text),
        *_claim_faults(outcome, citations),
        *_quote_faults(outcome, citations),
        *_unreviewed(outcome),
    )


def _citation_faults(
    outcome: Outcome, citations: dict[int, Citation], document_text: Callable[[str], str]
) -> Iterator[str]:
    marked = {int(marker) for marker in _MARKER.findall(_outside_claims(outcome, outcome.text))}
    if len(citations) != len(outcome.citations):
        yield "two citations share a marker"
    for marker in sorted(marked - set(citations)):
        yield f"marker [{marker}] has no citation"
    for marker in sorted(set(citations) - marked):
        yield f"citation {marker} is not marked in the text"
    for citation in outcome.citations:
        if document_text(citation.document)[citation.start : citation.end] != citation.text:
            yield f"citation {citation.marker} is not what {citation.document} holds at its offsets"


def _claim_faults(outcome: Outcome, citations: dict[int, Citation]) -> Iterator[str]:
    for claim in outcome.claims:
        if outcome.text[claim.start : claim.end] != claim.text:
            yield f"the claim {claim.text!r} is not at its place"
        if claim.judgement.verdict is not Verdict.SUPPORTED:
            yield f"the claim {claim.text!r} is {claim.judgement.verdict}"
        if not claim.markers or not set(claim.markers) <= set(citations):
            yield f"the claim {claim.text!r} has no citation"


def _quote_faults(outcome: Outcome, citations: dict[int, Citation]) -> Iterator[str]:
    titles = {name_run(citation.title) for citation in outcome.citations}
    listed = {(quote.start, quote.end) for quote in outcome.quotes}
    for quote in outcome.quotes:
        if outcome.text[quote.start : quote.end] != quote.text:
            yield f"the quotation {quote.text!r} is not at its place"
        cited = citations.get(quote.marker)
        if cited is None or not holds_quote(quote.text, cited.text):
            yield f"the quotation {quote.text!r} is not in what it cites"
    # Stretch by stretch between markers: what two sentences hold half of each is no quotation.
    start = 0
    for marker in [*_MARKER.finditer(outcome.text), None]:
        end = marker.start() if marker else len(outcome.text)
        for found in find_quotes(outcome.text[start:end]):
            place = start + found.start, start + found.end
            if place not in listed and name_run(found.text) not in titles:
                yield f"the quotation {found.text!r} was not checked"
        start = marker.end() if marker else end


def _unreviewed(outcome: Outcome) -> Iterator[str]:
    """Stretches of the reply that belong to no claim and state something."""
    text = _MARKER.sub(lambda marker: " " * len(marker.group()), outcome.text)
    text = _outside_claims(outcome, text)
    for stretch in filter(tokenise, re.split(r"\n+", text)):
        for sentence in segment(stretch):
            words = tokenise(sentence.rendering)
            joint = len(words) <= 2 and all(not word.is_content for word in words)  # ", and" between claims
            if not joint and not is_unchecked(sentence.rendering):
                yield f"nobody reviewed {sentence.rendering!r}"


def _outside_claims(outcome: Outcome, text: str) -> str:
    """`text`, the outcome's or one as long, with every claim blanked."""
    for claim in outcome.claims:
        text = text[: claim.start] + "\n" * (claim.end - claim.start) + text[claim.end :]
    return text
