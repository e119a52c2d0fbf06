"""The review of one drafted sentence: judged, and where it does not stand, mended and judged again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import islice, pairwise

from assistant.domain import PARAPHRASE_WORDS, BlockKind, DraftSentence, Evidence, Judgement, Rights, Verdict
from assistant.grounding.checks.claims import (
    DraftClaim,
    is_statement,
    is_unchecked,
    leading_pronoun,
    split_claims,
    subject_of,
    with_subject,
)
from assistant.grounding.checks.exact import is_title
from assistant.grounding.checks.names import name_run
from assistant.grounding.checks.quotes import find_near, find_quotes, find_verbatim, without_marks
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.gate.dissent import dissent, says_otherwise
from assistant.grounding.gate.narrowing import narrowed, without_claims
from assistant.grounding.gate.nearest import nearest_sentence
from assistant.grounding.gate.verdicts import Dropped, Judge, JudgedClaim, JudgedQuote, Kept, Repair
from assistant.text import fold, words

_MOST_TRIED = 4
"""Shorter versions of a sentence that are judged before it is given up."""

_NAMING = 2
"""First columns of a table, in which a row has its name and number."""

_LABELLED = re.compile(r"[^.:]{1,40}: ")
_ADDRESS = re.compile(r"https?://\S+")
_INTRODUCED = re.compile(r"[:,]\s*[\"“„«‘']?$")


class Review:
    """The review of one sentence against one set of evidence."""

    def __init__(
        self,
        judge: Judge,
        speaker: str | None,
        evidence: tuple[Evidence, ...],
        question: str,
        computed: frozenset[str],
        told: tuple[str, ...] = (),
    ) -> None:
        """`told` are the last words of the reply before the sentence, `PARAPHRASE_WORDS` at most."""
        self._judge = judge
        self._speaker = speaker
        self._evidence = evidence
        self._question = question
        self._computed = computed
        self._told = told

    def of(self, sentence: DraftSentence, before: str, *, before_shown: bool) -> Kept | Dropped:
        """The verdict on `sentence`; a leading pronoun stands for something in `before`, the sentence before it."""
        if is_unchecked(sentence.text):
            return Kept(replace(sentence, spans=()))
        if not self._computed and not self._states(sentence.text):
            return Dropped(sentence, "it states nothing")
        pronoun = leading_pronoun(sentence.text)
        subject = subject_of(before, pronoun, self._judge.reader.table) if pronoun else None
        if pronoun and before_shown and self._follows(sentence.text, before):
            subject = None  # both stand so in the source: whom it means there, it means here
        repairs: list[Repair] = []
        if pronoun and not before_shown:
            if subject is None:
                return Dropped(sentence, "the sentence that says what its pronoun means was dropped")
            sentence = replace(sentence, text=with_subject(sentence.text, subject))
            repairs.append(Repair.SUBJECT_NAMED)
        claims = self._claims(sentence, subject)
        if _supported(claims):
            return self._kept(sentence, claims, repairs)
        for repair, mended in self._mended(sentence, subject, claims):
            if not self._states(mended.text):
                continue
            again = self._claims(mended, subject)
            kept = self._kept(mended, again, [*repairs, repair]) if _supported(again) else None
            if isinstance(kept, Kept):
                return kept
        return Dropped(sentence, _first_reason(claims), claims)

    def _states(self, text: str) -> bool:
        """Whether it says something of something, or is a whole sentence of a passage: the item of a list, say.

        A cell of a table with its label, "Confidence: general knowledge.", is none, nor is the name of a row.
        """
        said = _ADDRESS.sub("", text)  # "The source: https://…" tells nothing else
        only_address = said != text and said.rstrip(" .").endswith(":")
        if is_statement(said) and not only_address and not self._is_cell(text):
            return True
        wanted = fold(text)
        return any(
            fold(one.rendering) == wanted
            for item in self._evidence
            if item.passage.kind is not BlockKind.TABLE_ROW
            for one in item.passage.sentences
        )

    def _is_cell(self, text: str) -> bool:
        wanted = fold(text)
        rows = [e.passage for e in self._evidence if e.passage.kind is BlockKind.TABLE_ROW]
        return any(
            (_LABELLED.match(text) and wanted in fold(row.rendering))
            or any(fold(f"{value}.") == wanted for _, value in row.fields[:_NAMING])
            for row in rows
        )

    def _follows(self, text: str, before: str) -> bool:
        """Whether a passage holds the two sentences one after the other, to the letter."""
        return any(
            (fold(first.rendering), fold(second.rendering)) == (fold(before), fold(text))
            for item in self._evidence
            for first, second in pairwise(item.passage.sentences)
        )

    # ------------------------------------------------------------ repairs

    def _mended(
        self, sentence: DraftSentence, subject: str | None, claims: tuple[JudgedClaim, ...]
    ) -> Iterator[tuple[Repair, DraftSentence]]:
        """What the sentence may become, the least change first; nothing of it has been judged yet."""
        if self._computed:
            return
        text, table = sentence.text, self._judge.reader.table
        if find_quotes(text) and not self._direct_speech(text) and self._holds_quoted_words(text):
            yield Repair.QUOTE_REPORTED, replace(sentence, text=without_marks(text))
        supported = [claim.judgement.verdict is Verdict.SUPPORTED for claim in claims]
        if any(supported):
            parts = split_claims(text, subject, table)
            yield Repair.NARROWED, replace(sentence, text=without_claims(text, parts, supported))
        for shorter in islice(narrowed(text), _MOST_TRIED):
            yield Repair.NARROWED, replace(sentence, text=shorter)
        for claim in claims:
            if nearest := nearest_sentence(claim.text, claim.judgement, self._evidence, table):
                yield Repair.REPLACED, replace(sentence, text=nearest)

    def _holds_quoted_words(self, text: str) -> bool:
        """Whether one passage holds every quoted word somewhere: only their order or number is wrong then."""
        quoted = {token.folded for quote in find_quotes(text) for token in tokenise(quote.text)}
        wanted = quoted - {"a", "an", "the"}
        return any(
            wanted <= {token.folded for token in tokenise(item.passage.rendering)} for item in self._evidence
        )

    def dissent(self, kept: Kept, shown: Set[str]) -> Kept | None:
        """What another document says instead of what a kept sentence says, as a sentence of its own."""
        if self._computed or find_quotes(kept.sentence.text):
            return None
        for claim in kept.claims:
            found = dissent(
                claim.statement, claim.judgement.spans, self._evidence, self._judge.reader, self._supports
            )
            if found is None or fold(found[1].rendering) in shown:
                continue
            sentence = says_otherwise(*found)
            judged = self._claims(sentence, None)
            verdict = self._kept(sentence, judged, []) if _supported(judged) else None
            if isinstance(verdict, Kept) and fold(sentence.text) not in shown:
                return verdict
        return None

    def _supports(self, claim: str, item: Evidence) -> bool:
        judgement = self._judge.judge(claim, (item,), self._question, speaker=self._speaker)
        return judgement.verdict is Verdict.SUPPORTED

    def _kept(
        self, sentence: DraftSentence, claims: tuple[JudgedClaim, ...], repairs: list[Repair]
    ) -> Kept | Dropped:
        quotes = self._quotes(sentence.text, claims)
        if quotes is None:
            return Dropped(sentence, "a quotation is not in the passage that supports its sentence", claims)
        if self._copied(sentence.text):
            return Dropped(sentence, "it copies more of a document than may be shown of it", claims)
        spans = tuple(dict.fromkeys(span for claim in claims for span in claim.judgement.spans))
        named = {span.passage_id for span in sentence.spans}
        if named and not named >= {span.passage_id for span in spans}:
            repairs.append(Repair.CITATION_MOVED)
        return Kept(replace(sentence, spans=spans), claims, quotes, tuple(repairs))

    def _copied(self, text: str) -> bool:
        """Whether more words in a row than its rights allow are those of a source that may only be paraphrased."""
        said, size = (*self._told, *words(text)), PARAPHRASE_WORDS + 1
        runs = [f" {' '.join(said[at : at + size])} " for at in range(len(said) - size + 1)]
        held = [
            f" {' '.join(words(item.passage.rendering))} "
            for item in self._evidence
            if runs and item.source.rights is Rights.PARAPHRASE
        ]
        return any(run in whole for whole in held for run in runs)

    # ------------------------------------------------------------ claims

    def _claims(self, sentence: DraftSentence, subject: str | None) -> tuple[JudgedClaim, ...]:
        """The sentence judged whole, or, where it does not stand so, clause by clause."""
        table = self._judge.reader.table
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
        text = sentence.text[claim.start : claim.end]
        return JudgedClaim(text, claim.start, claim.end, judgement, claim.text)

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
            spans = [
                span
                for claim in claims
                if claim.start <= quote.start and quote.end <= claim.end
                for span in claim.judgement.spans
            ]
            ids = [span.passage_id for span in spans]
            named = [cited[passage_id] for passage_id in ids if is_title(quote, text, cited[passage_id])]
            if any(name_run(item.source.title) == name_run(quote.text) for item in named):
                continue  # the name of what is cited, wherever else in it the same words stand
            places = (find_near(quote.text, cited[passage_id].passage, spans) for passage_id in ids)
            span = next((place for place in places if place is not None), None)
            if span is not None:
                judged.append(JudgedQuote(quote.text, quote.start, quote.end, span))
            elif not named:
                return None  # neither the passage's words nor the name of it
        return tuple(judged)


def _supported(claims: tuple[JudgedClaim, ...]) -> bool:
    return all(claim.judgement.verdict is Verdict.SUPPORTED for claim in claims)


def _first_reason(claims: tuple[JudgedClaim, ...]) -> str:
    failed = [claim for claim in claims if claim.judgement.verdict is not Verdict.SUPPORTED]
    contradicted = [claim for claim in failed if claim.judgement.verdict is Verdict.CONTRADICTED]
    return (contradicted or failed)[0].judgement.reason
