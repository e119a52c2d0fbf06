"""The rows of one question: each drafted sentence without the gate, each shown one with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.answering import Answering
from assistant.assembly import Assistant
from assistant.brand import Persona
from assistant.domain import (
    OWN_WORDS,
    Citation,
    DraftSentence,
    Evidence,
    Outcome,
    OutcomeKind,
    Passage,
    Released,
    Span,
    Verdict,
)
from assistant.generation.extractive import compose
from assistant.grounding.checks.claims import is_unchecked
from assistant.grounding.gate.policy import Gate, Kept, Repair
from assistant.grounding.scoring.overlap import word_overlap
from assistant_eval.reading.sheet import Machine, Row, Stage

LONGEST_EVIDENCE = 600
"""Characters of a passage that a reader is shown: about a hundred words."""

_MARKERS = re.compile(r"\s*((?:\[\d+\])+)$")
_WITHHELD = "the words of {document} may not be shown: see characters {start} to {end}"
_UNCHANGED = frozenset({Repair.CITATION_MOVED, Repair.UNKNOWN_CITATION, Repair.SUBJECT_NAMED})
"""Repairs after which a sentence says what was drafted."""


def rows_of(assistant: Assistant, question_id: str, question: str) -> list[Row]:
    """Asked twice: once the drafter alone on the evidence, once as a fan asks. DrafterError where it fails."""
    *events, outcome = assistant.stream(question)
    if not isinstance(outcome, Outcome):
        raise TypeError("an answer ends with its outcome")
    evidence: tuple[Evidence, ...] = ()
    if outcome.understood:
        evidence = assistant.answering.finder.retrieve(outcome.understood)
    asked = _Asked(assistant, question_id, question, outcome, evidence)
    released = [event for event in events if isinstance(event, Released)]
    return [*asked.raw(), *asked.gated(released)]


def failed_row(question_id: str, question: str, reason: str) -> Row:
    """The row of a question to which the drafter wrote nothing usable."""
    return Row(question_id, question, Stage.RAW, "", "", "", Machine.NO_DRAFT, note=reason)


def draft_alone(
    answering: Answering, question: str, evidence: Sequence[Evidence], persona: Persona
) -> Iterator[DraftSentence]:
    """What the drafter says to a standalone question from that evidence, unjudged."""
    if answering.chat_model:
        yield from answering.chat_model.draft(question, evidence, persona, answering.brand)
        return
    facts = answering.finder.tables.draft(question, evidence)
    ranked = () if facts else answering.finder.ranker.rank(question, evidence)
    yield from facts or compose(question, ranked, answering.brand, persona)


class _Asked:
    """One question with its outcome and the evidence it was answered from."""

    def __init__(
        self,
        assistant: Assistant,
        question_id: str,
        question: str,
        outcome: Outcome,
        evidence: Sequence[Evidence],
    ) -> None:
        self._assistant = assistant
        self._id, self._question = question_id, question
        self._outcome = outcome
        self._evidence = evidence

    def raw(self) -> Iterator[Row]:
        """The drafter's own sentences, with what the gate says of each."""
        if not self._evidence or self._outcome.drafter == OWN_WORDS:
            return
        answering, understood = self._assistant.answering, self._outcome.understood
        gate = Gate(answering.judge)
        for sentence in draft_alone(answering, understood, self._evidence, self._assistant.brand.persona()):
            verdict = _machine_verdict(gate, sentence, self._evidence, understood)
            cited = " | ".join(self._words(span) for span in sentence.spans)
            yield self._row(Stage.RAW, sentence.text, cited, verdict)

    def gated(self, released: Sequence[Released]) -> Iterator[Row]:
        """The sentences a fan was shown; of a refusal, or the product's word on itself, its text as one row."""
        citations = {citation.marker: citation for event in released for citation in event.citations}
        for event in released:
            text = event.text.strip()
            markers = _MARKERS.search(text)
            said = text[: markers.start()] if markers else text
            numbers = [int(number) for number in re.findall(r"\d+", markers[1])] if markers else []
            cited = [citations[number] for number in numbers]
            verdict = Machine.NOT_CHECKABLE if is_unchecked(said) else Machine.SUPPORTED
            yield self._row(Stage.GATED, said, " | ".join(map(_cited_words, cited)), verdict, cited)
        outcome = self._outcome
        if outcome.kind is not OutcomeKind.ANSWER:
            yield Row(
                self._id,
                self._question,
                Stage.GATED,
                outcome.text,
                "",
                "",
                Machine.REFUSAL,
                note=outcome.reason,
            )
        elif not released:
            yield self._row(Stage.GATED, outcome.text, "", Machine.NOT_CHECKABLE)

    def _row(
        self, stage: Stage, sentence: str, cited: str, verdict: Machine, citations: Sequence[Citation] = ()
    ) -> Row:
        evidence = "" if verdict is Machine.NOT_CHECKABLE else self._best_passage(sentence, citations)
        return Row(self._id, self._question, stage, sentence, cited, evidence, verdict)

    def _words(self, span: Span) -> str:
        item = next(item for item in self._evidence if item.passage.id == span.passage_id)
        passage = item.passage
        if not item.source.shows_words:
            return _WITHHELD.format(document=item.source.id, start=span.start, end=span.end)
        return passage.text[span.start - passage.start : span.end - passage.start]

    def _best_passage(self, sentence: str, citations: Sequence[Citation]) -> str:
        """Of the evidence and what is cited beside it, the passage that holds most of the sentence's words."""
        found = chain(
            ((item.passage, item.source.shows_words) for item in self._evidence),
            ((self._assistant.passage(each.passage_id), not each.withheld) for each in citations),
        )
        passage, shown = max(
            found, key=lambda pair: word_overlap([pair[0].rendering], sentence), default=(None, True)
        )
        if passage is None:
            return ""
        if not shown:
            return _WITHHELD.format(document=passage.document_id, start=passage.start, end=passage.end)
        return excerpt(passage, sentence)


def excerpt(passage: Passage, sentence: str) -> str:
    """The passage, or as much round its sentence nearest to `sentence` as a reader is shown."""
    parts = [part.rendering for part in passage.sentences]
    if len(passage.rendering) <= LONGEST_EVIDENCE or not parts:
        return passage.rendering[:LONGEST_EVIDENCE]
    first = max(range(len(parts)), key=lambda at: word_overlap([parts[at]], sentence))
    last = first + 1
    while True:
        for start, end in ((first, last + 1), (first - 1, last)):
            if start >= 0 and end <= len(parts) and len(" ".join(parts[start:end])) <= LONGEST_EVIDENCE:
                first, last = start, end
                break
        else:
            return " ".join(parts[first:last])[:LONGEST_EVIDENCE]


def _machine_verdict(
    gate: Gate, sentence: DraftSentence, evidence: Sequence[Evidence], question: str
) -> Machine:
    """What the gate says of a sentence as drafted: one that it would show changed is not supported."""
    reviewed = gate.review(sentence, evidence, question, computed=sentence.computed)
    if isinstance(reviewed, Kept):
        if not reviewed.claims:
            return Machine.NOT_CHECKABLE
        return Machine.SUPPORTED if _UNCHANGED.issuperset(reviewed.repairs) else Machine.NOT_FOUND
    contradicted = any(claim.judgement.verdict is Verdict.CONTRADICTED for claim in reviewed.claims)
    return Machine.CONTRADICTED if contradicted else Machine.NOT_FOUND


def _cited_words(citation: Citation) -> str:
    if citation.withheld:
        return _WITHHELD.format(document=citation.document, start=citation.start, end=citation.end)
    return citation.text
