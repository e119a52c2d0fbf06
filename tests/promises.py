"""What every outcome promises, checked here in another way than the product checks itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assembly import Assistant
from assistant.domain import OWN_WORDS, Citation, Outcome, OutcomeKind, Released, Verdict
from assistant.grounding.gate.reply import reply_faults
from tests import lumo

MARKER = re.compile(r"\[(\d+)\]")
QUOTED = re.compile(r"[“\"]([^“”\"]*)[”\"]")
FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b")


def check_promises(outcome: Outcome, assistant: Assistant) -> None:
    """Every promise an outcome over the made-up pack makes; AssertionError names the one that is broken."""
    store = assistant.answering.store
    assert outcome.text.strip()
    assert outcome.reason.strip()
    assert outcome.disclosure.strip()
    assert outcome.release == assistant.release_id
    assert reply_faults(outcome, store.document_text) == ()
    for citation in (*outcome.citations, *outcome.nearby):
        _check_citation(citation, assistant)
    if outcome.kind is OutcomeKind.ANSWER and outcome.drafter != OWN_WORDS:
        _check_answer(outcome)
    else:
        assert outcome.citations == outcome.claims == outcome.quotes == ()
    _check_hidden(outcome)
    if outcome.persona == "founder":
        assert "AI simulation of Ada Brandt" in outcome.disclosure
        if outcome.kind is OutcomeKind.ANSWER and outcome.drafter != OWN_WORDS:
            spoken = re.sub(r"\bAs I (?:said|wrote)\b", "", QUOTED.sub("", outcome.text))
            assert not FIRST_PERSON.search(spoken), f"first person outside quotation marks: {outcome.text}"


def _check_citation(citation: Citation, assistant: Assistant) -> None:
    path = assistant.brand.root / citation.document
    passage = assistant.passage(citation.passage_id)
    source = assistant.source(citation.document)
    stored = _file_text(path) or assistant.answering.store.document_text(citation.document)
    assert citation.text.strip()
    assert stored[citation.start : citation.end] == citation.text
    assert passage.document_id == citation.document
    assert passage.start <= citation.start < citation.end <= passage.end
    assert (citation.title, citation.kind, citation.voice) == (source.title, source.kind, source.voice)
    assert (citation.date, citation.url) == (source.date, source.url)


def _file_text(path: Path) -> str | None:
    """The file itself, where its offsets are those of the stored text."""
    return path.read_text(encoding="utf-8") if path.suffix in {".md", ".csv"} else None


def _check_answer(outcome: Outcome) -> None:
    markers = [int(marker) for marker in MARKER.findall(outcome.text)]
    assert outcome.claims
    assert list(dict.fromkeys(markers)) == list(range(1, len(outcome.citations) + 1))
    assert [citation.marker for citation in outcome.citations] == list(range(1, len(outcome.citations) + 1))
    for claim in outcome.claims:
        assert outcome.text[claim.start : claim.end] == claim.text
        assert claim.judgement.verdict is Verdict.SUPPORTED
        assert claim.markers
        assert set(claim.markers) <= set(markers)
    cited = {citation.marker: _levelled(citation.text) for citation in outcome.citations}
    titles = {_levelled(citation.title) for citation in outcome.citations}
    for quote in outcome.quotes:
        assert outcome.text[quote.start : quote.end] == quote.text
        assert _levelled(quote.text) in cited[quote.marker]
    for words in QUOTED.findall(outcome.text):
        assert _levelled(words) in titles or any(_levelled(words) in text for text in cited.values())


def _levelled(text: str) -> str:
    """White space, emphasis and the shape of quotation marks aside, the words as they stand."""
    return " ".join(re.sub(r"[*_>`“”\"‘’']", "", text).split()).rstrip(".")


def _check_hidden(outcome: Outcome) -> None:
    asked = outcome.understood.casefold()
    shown = outcome.text + " ".join(citation.text + citation.title for citation in outcome.nearby)
    for document, telltale in lumo.HIDDEN.items():
        assert document not in {citation.document for citation in (*outcome.citations, *outcome.nearby)}
        leaked = [
            words for words in telltale if words.casefold() not in asked and words in shown + outcome.reason
        ]
        assert not leaked, f"{leaked} of {document} is shown"


def only_outcome(events: Sequence[Released | Outcome]) -> Outcome:
    """The outcome of a stream: its last event, the only one of its kind, saying what was released."""
    *released, outcome = events
    assert isinstance(outcome, Outcome)
    pieces = [event for event in released if isinstance(event, Released)]
    assert len(pieces) == len(released)
    if pieces and outcome.kind is OutcomeKind.ANSWER:
        assert "".join(piece.text for piece in pieces) == outcome.text
        assert tuple(citation for piece in pieces for citation in piece.citations) == outcome.citations
    return outcome


def timeless(outcome: Outcome) -> Outcome:
    """The outcome without how long it took."""
    return replace(outcome, timings_ms={})
