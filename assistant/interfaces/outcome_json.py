"""An outcome as the JSON object that the command line, the API and the eval suite share.

The shape is a promise: keys are added with a new schema number, never renamed or dropped.
"""

from __future__ import annotations

from assistant.domain import Citation, Claim, Outcome, Quote

SCHEMA = 2
"""Number of the shape, in every object: a reader that knows it may rely on all keys below."""


def outcome_as_dict(outcome: Outcome) -> dict[str, object]:
    """`outcome` as plain values for ``json.dumps``; dates are ISO 8601 as exactly as they are known.

    A citation is `withheld`, its text empty, where the document's words may not be shown.
    """
    return {
        "schema": SCHEMA,
        "outcome": outcome.kind.value,
        "text": outcome.text,
        "reason": outcome.reason,
        "citations": [_citation(citation) for citation in outcome.citations],
        "claims": [_claim(claim) for claim in outcome.claims],
        "quotes": [_quote(quote) for quote in outcome.quotes],
        "nearby": [_citation(citation) for citation in outcome.nearby],
        "persona": outcome.persona,
        "disclosure": outcome.disclosure,
        "release": outcome.release,
        "drafter": outcome.drafter,
        "understood": outcome.understood,
        "ticket": outcome.ticket,
        "timings_ms": {stage: round(took, 1) for stage, took in outcome.timings_ms.items()},
    }


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "marker": citation.marker,
        "document": citation.document,
        "title": citation.title,
        "kind": citation.kind.value,
        "voice": citation.voice.value,
        "date": str(citation.date) if citation.date else None,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "text": citation.shown_text,
        "withheld": citation.withheld,
        "locator": citation.locator,
        "passage": citation.passage_id,
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.judgement.verdict.value,
        "confidence": round(claim.judgement.confidence, 4),
        "reason": claim.judgement.reason,
        "citations": list(claim.markers),
    }


def _quote(quote: Quote) -> dict[str, object]:
    return {"text": quote.text, "start": quote.start, "end": quote.end, "citation": quote.marker}
