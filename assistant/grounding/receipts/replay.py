"""Replaying a receipt on today's release: what of it no longer holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain import Evidence, Filter, Passage, Source, Verdict
from assistant.grounding.checks.quotes import holds_quote
from assistant.grounding.gate.policy import Judge
from assistant.grounding.receipts.receipt import (
    CitationRecord,
    ClaimRecord,
    Models,
    PassageRecord,
    QuoteRecord,
    Receipt,
    text_hash,
)


class Aspect(StrEnum):
    """What a finding is about."""

    INTEGRITY = "integrity"
    PASSAGE = "passage"
    RIGHTS = "rights"
    QUOTE = "quote"
    CLAIM = "claim"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class NoLongerHolds:
    """One thing that no longer holds: what it is about (a document, words of the reply), and why."""

    aspect: Aspect
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class Today:
    """What a receipt is held against: the release in service, its models and its judge.

    `passage` and `source` give None, `document_passages` nothing, for what the release does not hold.
    """

    release: str
    embedding: str
    grounding: str
    judge: Judge
    passage: Callable[[str], Passage | None]
    document_passages: Callable[[str], Sequence[Passage]]
    source: Callable[[str], Source | None]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of replaying `receipt`. `moved` are documents whose cited words stand elsewhere in them now.

    That is no fault: something was written above them.
    """

    receipt: Receipt
    release: str
    findings: tuple[NoLongerHolds, ...]
    moved: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether all of it still holds."""
        return not self.findings


def replay(receipt: Receipt, today: Today, *, intact: bool = True) -> Replay:
    """Check `receipt` against `today`; `intact` is what `read_receipt` said of its file.

    The drafter is not compared: what holds does not depend on who wrote it.
    """
    standing, findings = _standing(receipt.passages, today)
    words = {each.marker: _words(each, receipt, standing) for each in receipt.citations}
    changed = "the file is not what was written: its hash is another one"
    found = (
        *([] if intact else [NoLongerHolds(Aspect.INTEGRITY, "the receipt", changed)]),
        *findings,
        *_citation_findings(receipt.citations, words, standing),
        *_quote_findings(receipt, words),
        *_claim_findings(receipt, standing, today),
        *_model_findings(receipt.models, today),
    )
    began = {record.id: record.start for record in receipt.passages}
    moved = {
        item.source.title or item.source.id: None
        for passage_id, item in standing.items()
        if item.passage.start != began[passage_id]
    }
    return Replay(receipt, today.release, found, tuple(moved))


# ---------------------------------------------------------------- passages


def _standing(
    records: Iterable[PassageRecord], today: Today
) -> tuple[dict[str, Evidence], list[NoLongerHolds]]:
    """The passages that stand and may be shown, by the id they had, and what is to be said of the others."""
    standing: dict[str, Evidence] = {}
    findings: list[NoLongerHolds] = []
    for rank, record in enumerate(records, start=1):
        source = today.source(record.document)
        passage = _today(record, today)
        if source is None:
            why = "the document is no longer in the release: it was deleted, withdrawn or made internal"
            findings.append(NoLongerHolds(Aspect.PASSAGE, record.document, why))
        elif not Filter().allows(source):
            why = f"the document is under embargo until {source.embargo or 'a day that is not set'}"
            findings.append(NoLongerHolds(Aspect.RIGHTS, record.document, why))
        elif passage is None:
            why = "the document no longer holds the passage in the same words"
            findings.append(NoLongerHolds(Aspect.PASSAGE, record.document, why))
        else:
            standing[record.id] = Evidence(passage, source, rank, 1.0)
    return standing, findings


def _today(record: PassageRecord, today: Today) -> Passage | None:
    """The passage as it is today; its id changes with its place, its words need not."""
    known = today.passage(record.id)
    candidates = (known,) if known else today.document_passages(record.document)
    return next((each for each in candidates if text_hash(each.text) == record.sha256), None)


def _words(citation: CitationRecord, receipt: Receipt, standing: Mapping[str, Evidence]) -> str | None:
    """The cited words as they stand today; None where their passage does not."""
    item = standing.get(citation.passage)
    if item is None:
        return None
    began = next(record.start for record in receipt.passages if record.id == citation.passage)
    return item.passage.text[max(0, citation.start - began) : max(0, citation.end - began)]


def _citation_findings(
    citations: Iterable[CitationRecord],
    words: Mapping[int, str | None],
    standing: Mapping[str, Evidence],
) -> Iterator[NoLongerHolds]:
    for citation in citations:
        about, held = f"[{citation.marker}] {citation.document}", words[citation.marker]
        if held is None:
            continue  # said of its passage
        if text_hash(held) != citation.sha256 or (citation.text and citation.text != held):
            yield NoLongerHolds(Aspect.PASSAGE, about, "the cited place holds other words")
        elif citation.text and not standing[citation.passage].source.shows_words:
            yield NoLongerHolds(Aspect.RIGHTS, about, "the document's words may no longer be shown")


# ---------------------------------------------------------------- quotations, claims, models


def _quote_findings(receipt: Receipt, words: Mapping[int, str | None]) -> Iterator[NoLongerHolds]:
    for quote in receipt.quotes:
        held = words.get(quote.citation)
        if not _in_place(quote, receipt):
            yield NoLongerHolds(Aspect.QUOTE, quote.text, "the reply does not hold it at its place")
        elif held is None:
            yield NoLongerHolds(Aspect.QUOTE, quote.text, "what it was taken from does not stand any more")
        elif not holds_quote(quote.text, held):
            yield NoLongerHolds(Aspect.QUOTE, quote.text, "the cited words do not hold it verbatim")


def _claim_findings(
    receipt: Receipt, standing: Mapping[str, Evidence], today: Today
) -> Iterator[NoLongerHolds]:
    passage_of = {citation.marker: citation.passage for citation in receipt.citations}
    for claim in receipt.claims:
        if not _in_place(claim, receipt):
            yield NoLongerHolds(Aspect.CLAIM, claim.text, "the reply does not hold it at its place")
            continue
        cited = dict.fromkeys(passage_of.get(marker, "") for marker in claim.citations)
        evidence = [standing[passage] for passage in cited if passage in standing]
        if not evidence:
            yield NoLongerHolds(Aspect.CLAIM, claim.text, "nothing it rested on stands any more")
            continue
        if claim.computed:
            computed = frozenset(claim.computed)
            judgement = today.judge.judge_computed(claim.statement, evidence, computed)
        else:
            judgement = today.judge.judge(
                claim.statement, evidence, receipt.understood, speaker=receipt.speaker
            )
        if judgement.verdict is not Verdict.SUPPORTED:
            yield NoLongerHolds(
                Aspect.CLAIM, claim.text, f"today's judge does not support it: {judgement.reason}"
            )


def _in_place(part: ClaimRecord | QuoteRecord, receipt: Receipt) -> bool:
    return receipt.text[part.start : part.end] == part.text


def _model_findings(models: Models, today: Today) -> Iterator[NoLongerHolds]:
    for name, then, now in (
        ("embedding model", models.embedding, today.embedding),
        ("grounding model", models.grounding, today.grounding),
    ):
        if then != now:
            yield NoLongerHolds(Aspect.MODEL, name, f"it was {then[:16]}, today it is {now[:16]}")
