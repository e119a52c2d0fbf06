"""The gate: keeps, repairs or drops each drafted sentence, whatever drafted it.

Repair comes before refusal: a wrong citation is moved to the passage that does support the sentence, an
inexact quotation becomes reported speech if its words are supported, a pronoun whose sentence was dropped
gets its name back. What still has no support is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from assistant.domain import DraftSentence, Evidence, Judgement, Span, Verdict
from assistant.grounding.checks import is_title
from assistant.grounding.claims import (
    DraftClaim,
    is_unchecked,
    leading_pronoun,
    split_claims,
    subject_of,
    with_subject,
)
from assistant.grounding.names import NameTable
from assistant.grounding.quotes import find_quotes, find_verbatim, without_marks

_INTRODUCED = re.compile(r"[:,]\s*[\"“„«‘']?$")


class Repair(StrEnum):
    """What the gate mended in a sentence it kept."""

    UNKNOWN_CITATION = "it named a passage that is not among the evidence"
    CITATION_MOVED = "its citation was moved to the passage that supports it"
    QUOTE_REPORTED = "its quotation was not exact and became reported speech"
    SUBJECT_NAMED = "its pronoun was replaced by the name it stands for"


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """One claim of a reviewed sentence, ``sentence.text[start:end]``, with its verdict."""

    text: str
    start: int
    end: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """Words in quotation marks, ``sentence.text[start:end]``, and where the document holds them."""

    text: str
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence that may be shown.

    `sentence` is as repaired; its spans support it, every one. Only a sentence that states nothing (a
    greeting, a question back) has neither claims nor spans.
    """

    sentence: DraftSentence
    claims: tuple[JudgedClaim, ...] = ()
    quotes: tuple[JudgedQuote, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that may not be shown, why, and how its claims were judged."""

    sentence: DraftSentence
    reason: str
    claims: tuple[JudgedClaim, ...] = ()


class Judge(Protocol):
    """What the gate asks of a judge: `ExactJudge`, or one with a grounding model behind it."""

    table: NameTable

    def judge(
        self, claim: str, passages: Sequence[Evidence], question: str = "", *, speaker: str | None = None
    ) -> Judgement:
        """How `passages` stand to `claim`."""
        ...

    def judge_computed(self, claim: str, passages: Sequence[Evidence], computed: frozenset[str]) -> Judgement:
        """The same for a claim over several table rows, part of which the product worked out itself."""
        ...


class Gate:
    """Reviews the sentences of one reply, in order. Make a new one for every reply.

    `speaker` is whom the reply speaks as; without one nothing may be said in the first person outside
    quotation marks. `unknown_citations` counts the passage ids the drafter made up.
    """

    def __init__(self, judge: Judge, speaker: str | None = None) -> None:
        self._judge = judge
        self._speaker = speaker
        self._before = ""  # the drafted sentence before this one
        self._before_shown = True
        self.unknown_citations = 0

    def review(
        self,
        sentence: DraftSentence,
        evidence: Sequence[Evidence],
        question: str = "",
        *,
        computed: frozenset[str] = frozenset(),
    ) -> Kept | Dropped:
        """Keep (perhaps repaired) or drop the next sentence of the reply.

        `computed` lists figures, names or order words, as written in the sentence, that the product itself
        worked out of the cited passages (a difference of two dates). Never pass what a language model wrote.
        """
        before, shown = self._before or question, self._before_shown
        review = _Review(self._judge, self._speaker, tuple(evidence), question, computed)
        unknown = {span.passage_id for span in sentence.spans} - {e.passage.id for e in evidence}
        self.unknown_citations += len(unknown)
        verdict = review.of(sentence, before, before_shown=shown)
        if isinstance(verdict, Kept) and unknown:
            verdict = replace(verdict, repairs=(Repair.UNKNOWN_CITATION, *verdict.repairs))
        if not is_unchecked(sentence.text):
            self._before, self._before_shown = sentence.text, isinstance(verdict, Kept)
        return verdict


class _Review:
    """The review of one sentence against one set of evidence."""

    def __init__(
        self,
        judge: Judge,
        speaker: str | None,
        evidence: tuple[Evidence, ...],
        question: str,
        computed: frozenset[str],
    ) -> None:
        self._judge = judge
        self._speaker = speaker
        self._evidence = evidence
        self._question = question
        self._computed = computed

    def of(self, sentence: DraftSentence, before: str, *, before_shown: bool) -> Kept | Dropped:
        if is_unchecked(sentence.text):
            return Kept(replace(sentence, spans=()))
        pronoun = leading_pronoun(sentence.text)
        subject = subject_of(before, pronoun, self._judge.table) if pronoun else None
        repairs: list[Repair] = []
        if pronoun and not before_shown:
            if subject is None:
                return Dropped(sentence, "the sentence that says what its pronoun means was dropped")
            sentence = replace(sentence, text=with_subject(sentence.text, subject))
            repairs.append(Repair.SUBJECT_NAMED)
        claims = self._claims(sentence, subject)
        if not _supported(claims) and find_quotes(sentence.text):
            reported = replace(sentence, text=without_marks(sentence.text))
            again = self._claims(reported, subject)
            if _supported(again) and not self._direct_speech(sentence.text):
                sentence, claims = reported, again
                repairs.append(Repair.QUOTE_REPORTED)
        if not _supported(claims):
            return Dropped(sentence, _first_reason(claims), claims)
        return self._kept(sentence, claims, repairs)

    def _kept(
        self, sentence: DraftSentence, claims: tuple[JudgedClaim, ...], repairs: list[Repair]
    ) -> Kept | Dropped:
        quotes = self._quotes(sentence.text, claims)
        if quotes is None:
            return Dropped(sentence, "a quotation is not in the passage that supports its sentence", claims)
        spans = tuple(dict.fromkeys(span for claim in claims for span in claim.judgement.spans))
        named = {span.passage_id for span in sentence.spans}
        if named and not named >= {span.passage_id for span in spans}:
            repairs.append(Repair.CITATION_MOVED)
        return Kept(replace(sentence, spans=spans), claims, quotes, tuple(repairs))

    # ------------------------------------------------------------ claims

    def _claims(self, sentence: DraftSentence, subject: str | None) -> tuple[JudgedClaim, ...]:
        """The sentence judged whole, or, where it does not stand so, clause by clause."""
        table = self._judge.table
        named = {span.passage_id for span in sentence.spans}
        cited = tuple(e for e in self._evidence if e.passage.id in named)
        pronoun = leading_pronoun(sentence.text)
        text = with_subject(sentence.text, subject) if pronoun and subject else sentence.text
        whole = DraftClaim(text, 0, len(sentence.text))
        judged = (self._judged(whole, sentence, cited),)
        if _supported(judged):
            return judged
        parts = split_claims(sentence.text, subject, table)
        if len(parts) < 2:
            return judged
        return tuple(self._judged(part, sentence, cited) for part in parts)

    def _judged(self, claim: DraftClaim, sentence: DraftSentence, cited: tuple[Evidence, ...]) -> JudgedClaim:
        judgement = self._judgement(claim.text, cited)
        return JudgedClaim(sentence.text[claim.start : claim.end], claim.start, claim.end, judgement)

    def _judgement(self, claim: str, cited: tuple[Evidence, ...]) -> Judgement:
        """The verdict of the cited passages, or, where they do not support the claim, of all."""
        if self._computed:
            return self._judge.judge_computed(claim, cited or self._evidence, self._computed)
        if cited:
            judgement = self._judge.judge(claim, cited, self._question, speaker=self._speaker)
            if judgement.verdict is Verdict.SUPPORTED:
                return judgement
        return self._judge.judge(claim, self._evidence, self._question, speaker=self._speaker)

    # ------------------------------------------------------------ quotations

    def _direct_speech(self, text: str) -> bool:
        """Whether a quotation is exact already, or stays direct speech without its marks ("she said: …")."""
        return any(
            _INTRODUCED.search(text[: quote.start])
            or any(find_verbatim(quote.text, item.passage) for item in self._evidence)
            for quote in find_quotes(text)
        )

    def _quotes(self, text: str, claims: tuple[JudgedClaim, ...]) -> tuple[JudgedQuote, ...] | None:
        """Where each quotation stands in a passage that supports its claim; None if one stands in none."""
        cited = {e.passage.id: e for e in self._evidence}
        judged: list[JudgedQuote] = []
        for quote in find_quotes(text):
            ids = [
                span.passage_id
                for claim in claims
                if claim.start <= quote.start and quote.end <= claim.end
                for span in claim.judgement.spans
            ]
            places = (find_verbatim(quote.text, cited[passage_id].passage) for passage_id in ids)
            span = next((place for place in places if place is not None), None)
            if span is None:
                if any(is_title(quote.text, cited[passage_id]) for passage_id in ids):
                    continue
                return None
            judged.append(JudgedQuote(quote.text, quote.start, quote.end, span))
        return tuple(judged)


def _supported(claims: tuple[JudgedClaim, ...]) -> bool:
    return all(claim.judgement.verdict is Verdict.SUPPORTED for claim in claims)


def _first_reason(claims: tuple[JudgedClaim, ...]) -> str:
    failed = [claim for claim in claims if claim.judgement.verdict is not Verdict.SUPPORTED]
    contradicted = [claim for claim in failed if claim.judgement.verdict is Verdict.CONTRADICTED]
    return (contradicted or failed)[0].judgement.reason
