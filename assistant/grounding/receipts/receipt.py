"""Receipts: on what one reply rested, written down so that anybody can check later what still holds.

A receipt names the release, the passages with hashes of their words, the models and the verdict on each
claim. Replaying it asks of today's release: are the passages still there with the same words, may they be
shown, are the quotations verbatim, does today's judge still support every claim?

The receipt holds the SHA-256 of its own canonical JSON. That shows an accident or a careless change; it
proves nothing about who wrote it, since whoever changes it on purpose can reckon the hash anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from assistant import __version__
from assistant.domain import Citation, Outcome, OutcomeKind, Passage, Revision, Verdict
from assistant.errors import ReceiptError

SCHEMA = 1
"""Number of the shape, in every receipt; another one is refused."""

_HASH = "sha256"


@dataclass(frozen=True, slots=True)
class Models:
    """What found, judged and drafted: fingerprints of the models, the drafter by its name."""

    embedding: str
    grounding: str
    drafter: str


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage a reply points to: where it began in its document, and the SHA-256 of its words."""

    id: str
    document: str
    start: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A citation. `text` is empty where the document's words may not be shown; `sha256` is of the words."""

    marker: int
    passage: str
    document: str
    title: str
    start: int
    end: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim, ``text`` of the reply from `start` to `end`, and how it was judged; see `domain.Claim`."""

    text: str
    start: int
    end: int
    statement: str
    computed: tuple[str, ...]
    verdict: Verdict
    confidence: float
    reason: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """Words of the reply in quotation marks, and the citation that holds them."""

    text: str
    start: int
    end: int
    citation: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """All of it. `speaker` is whom the reply spoke as, if anybody; `revisions` are what the gate changed."""

    receipt: int
    product: str
    created: dt.datetime
    release: str
    models: Models
    settings: Mapping[str, int | float | str]
    persona: str
    speaker: str | None
    question: str
    understood: str
    outcome: OutcomeKind
    text: str
    reason: str
    disclosure: str
    passages: tuple[PassageRecord, ...]
    citations: tuple[CitationRecord, ...]
    claims: tuple[ClaimRecord, ...]
    quotes: tuple[QuoteRecord, ...]
    revisions: tuple[Revision, ...]


_RECEIPT = TypeAdapter(Receipt)


def make_receipt(
    outcome: Outcome,
    question: str,
    *,
    passage: Callable[[str], Passage],
    models: Models,
    settings: Mapping[str, int | float | str],
    speaker: str | None = None,
) -> Receipt:
    """The receipt of `outcome`, the reply to `question`; `passage` gives a passage of its release by id."""
    pointed_to = dict.fromkeys(citation.passage_id for citation in (*outcome.citations, *outcome.nearby))
    return Receipt(
        receipt=SCHEMA,
        product=__version__,
        created=dt.datetime.now(tz=dt.UTC).replace(microsecond=0),
        release=outcome.release,
        models=models,
        settings=settings,
        persona=outcome.persona,
        speaker=speaker,
        question=question,
        understood=outcome.understood,
        outcome=outcome.kind,
        text=outcome.text,
        reason=outcome.reason,
        disclosure=outcome.disclosure,
        passages=tuple(_passage_record(passage(passage_id)) for passage_id in pointed_to),
        citations=tuple(map(_citation_record, outcome.citations)),
        claims=tuple(
            ClaimRecord(
                claim.text,
                claim.start,
                claim.end,
                claim.statement or claim.text,
                claim.computed,
                claim.judgement.verdict,
                claim.judgement.confidence,
                claim.judgement.reason,
                claim.markers,
            )
            for claim in outcome.claims
        ),
        quotes=tuple(
            QuoteRecord(quote.text, quote.start, quote.end, quote.marker) for quote in outcome.quotes
        ),
        revisions=outcome.revisions,
    )


def _passage_record(passage: Passage) -> PassageRecord:
    return PassageRecord(passage.id, passage.document_id, passage.start, text_hash(passage.text))


def _citation_record(citation: Citation) -> CitationRecord:
    return CitationRecord(
        citation.marker,
        citation.passage_id,
        citation.document,
        citation.title,
        citation.start,
        citation.end,
        citation.shown_text,
        text_hash(citation.text),
    )


def text_hash(text: str) -> str:
    """The SHA-256 of words, as a receipt holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- files


def receipt_text(receipt: Receipt) -> str:
    """A receipt as a JSON file, with its hash."""
    content = _RECEIPT.dump_python(receipt, mode="json")
    return json.dumps({**content, _HASH: _content_hash(content)}, ensure_ascii=False, indent=1) + "\n"


def read_receipt(text: str) -> tuple[Receipt, bool]:
    """A receipt from its file, and whether it is still what was written; ReceiptError where it is none."""
    try:
        raw = json.loads(text)
        schema = raw["receipt"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ReceiptError("this is no receipt: name a file that 'assistant ask --receipt' wrote") from error
    if schema != SCHEMA:
        raise ReceiptError(
            f"this receipt has shape {schema!r}, known is {SCHEMA}: use the version that wrote it"
        )
    content = {key: value for key, value in cast("dict[str, Any]", raw).items() if key != _HASH}
    try:
        return _RECEIPT.validate_python(content), raw.get(_HASH) == _content_hash(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ReceiptError(
            f"this receipt is damaged at {place}: {first['msg']}; ask again for another"
        ) from error


def _content_hash(content: Mapping[str, Any]) -> str:
    """Of the canonical JSON: sorted keys, no spaces, every character escaped that is not ASCII."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
