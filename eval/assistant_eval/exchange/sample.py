"""What goes from one tool to another: a question, what a right answer is, what was answered, from what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant_eval.cases import Case, EarlierTurn
from assistant_eval.records import Outcome, Record, Retrieved
from assistant_eval.systems.peer import declines

IMPORTED = "imported"
"""The kind of a case that came without one."""

_SPEAKERS = ("User", "Assistant")


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that a right answer rests on, and the document that holds them; empty where it is not told."""

    text: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question on its way; what is not known is None or empty.

    `contexts` is what the system had before it, in its order. `case` is the case of ours that the question comes
    from, where that is known, and `outcome` the whole reply, where it was one of ours.
    """

    id: str
    question: str
    earlier: tuple[EarlierTurn, ...] = ()
    reference: str | None = None
    evidence: tuple[Reference, ...] = ()
    kind: str = IMPORTED
    answer: str | None = None
    contexts: tuple[Retrieved, ...] = ()
    refused: bool | None = None
    latency_ms: float | None = None
    usage: Mapping[str, float] = field(default_factory=dict[str, float])
    case: Case | None = None
    outcome: Outcome | None = None

    @property
    def conversation(self) -> str:
        """The question with what was said before, as one text for tools that know single questions only."""
        if not self.earlier:
            return self.question
        lines: list[str] = []
        for turn in self.earlier:
            lines.append(f"{_SPEAKERS[0]}: {turn.question}")
            if turn.answer:
                lines.append(f"{_SPEAKERS[1]}: {turn.answer}")
        return "\n".join([*lines, f"{_SPEAKERS[0]}: {self.question}"])

    def of(self, case: Case) -> Sample:
        """The same as asked by `case`: its id, and its question and conversation apart, all it knows of the answer."""
        known = sample_of_case(case)
        return replace(
            self,
            id=known.id,
            question=known.question,
            earlier=known.earlier,
            reference=known.reference or self.reference,
            evidence=known.evidence or self.evidence,
            kind=known.kind,
            case=case,
        )


def sample_of_case(case: Case) -> Sample:
    """A case, not asked yet."""
    return Sample(
        id=case.id,
        question=case.question,
        earlier=case.earlier,
        reference=case.gold or None,
        evidence=tuple(Reference(each.contains, each.doc) for each in case.evidence),
        kind=case.kind,
        case=case,
    )


def sample_of_record(record: Record) -> Sample:
    """A case with what a system made of it; without an answer where the system failed.

    The answer has no citation markers: they count citations, and other tools would count contexts by them.
    """
    asked, outcome = sample_of_case(record.case), record.outcome
    if outcome is None:
        return asked
    latency: float | None = outcome.get("timings_ms", {}).get("total")
    return replace(
        asked,
        answer=_unmarked(outcome),
        contexts=record.retrieved,
        refused=outcome["outcome"] == "refusal",
        latency_ms=latency,
        usage=record.usage,
        outcome=outcome,
    )


def case_of(sample: Sample) -> dict[str, Any]:
    """The case as a line of a case file.

    A question whose reference only says that the answer is not known counts as unanswerable, any other as
    answerable. Reference words without a document are kept under ``reference_contexts``, which scores nothing.
    """
    if sample.case is not None:
        return sample.case.as_dict()
    reference = sample.reference or ""
    told: dict[str, Any] = {
        "id": sample.id,
        "kind": sample.kind,
        "question": sample.question,
        "answerable": not (reference and declines(reference)),
    }
    if sample.earlier:
        told["history"] = [turn.model_dump(exclude_none=True) for turn in sample.earlier]
    if reference:
        told["gold"] = reference
    if placed := [each for each in sample.evidence if each.document]:
        told["evidence"] = [{"doc": each.document, "contains": each.text} for each in placed]
    if loose := [each.text for each in sample.evidence if not each.document]:
        told["reference_contexts"] = loose
    Case.model_validate(told)
    return told


def recorded_of(sample: Sample) -> dict[str, Any]:
    """The answer as a line of recorded answers, whole where it was one of ours; ValueError without an answer."""
    told: dict[str, Any]
    if sample.outcome is not None:
        told = {"id": sample.id, "outcome": dict(sample.outcome), "retrieved": _contexts(sample.contexts)}
    elif sample.answer is not None:
        told = {"id": sample.id, "answer": sample.answer, "contexts": _contexts(sample.contexts)}
        if sample.refused is not None:
            told["refused"] = sample.refused
        if sample.latency_ms is not None:
            told["latency_ms"] = sample.latency_ms
    else:
        raise ValueError("it has no answer")
    return told | ({"usage": dict(sample.usage)} if sample.usage else {})


def contexts_from(texts: Sequence[str], documents: Sequence[str] = ()) -> tuple[Retrieved, ...]:
    """Bare texts as what a system had, in their order, with the names of their documents where there are as many."""
    named = documents if len(documents) == len(texts) else [""] * len(texts)
    return tuple(
        Retrieved(document, 0, 0, text, rank)
        for rank, (text, document) in enumerate(zip(texts, named, strict=True), start=1)
    )


def _contexts(places: Sequence[Retrieved]) -> list[str | dict[str, Any]]:
    return [_context(place) if place.document else place.text for place in places]


def _context(place: Retrieved) -> dict[str, Any]:
    told: dict[str, Any] = {"document": place.document, "text": place.text}
    if place.end:
        told |= {"start": place.start, "end": place.end}
    return told | ({"reading": place.reading} if place.reading else {})


def _unmarked(outcome: Outcome) -> str:
    text = str(outcome["text"])
    markers = "|".join(str(citation["marker"]) for citation in outcome.get("citations", ()))
    return re.sub(rf"\s*\[(?:{markers})\]", "", text) if markers else text
