"""The rows of RAGAS: ``EvaluationDataset`` (from 0.2) and the column names of 0.1 before it.

``{"user_input", "retrieved_contexts", "response", "reference", "reference_contexts", …}``, as
`EvaluationDataset.from_jsonl` reads them and `to_jsonl`, `to_csv` and `Testset.to_jsonl` write them
(https://docs.ragas.io/en/stable/references/evaluation_schema/). RAGAS drops what it does not know: our ``id`` and
``case`` are in the files we write, and are read where they are still there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from assistant_eval.cases import EarlierTurn
from assistant_eval.exchange.fields import Raw, embedded_case, needed_text, text, texts
from assistant_eval.exchange.sample import IMPORTED, Reference, Sample, contexts_from


def read_ragas(row: Raw, default_id: str) -> Sample:
    """A row of 0.2 or later, of one turn or of several; ValueError names the field that is wrong."""
    earlier, question, said = _turns(row)
    documents = texts(row, "reference_context_ids")
    passages = texts(row, "reference_contexts")
    named = documents if len(documents) == len(passages) else ("",) * len(passages)
    case = embedded_case(row.get("case"))
    sample = Sample(
        id=text(row, "id") or (case.id if case else default_id),
        question=question,
        earlier=earlier,
        reference=text(row, "reference"),
        evidence=tuple(map(Reference, passages, named)),
        kind=text(row, "synthesizer_name") or IMPORTED,
        answer=text(row, "response") or said,
        contexts=contexts_from(texts(row, "retrieved_contexts"), texts(row, "retrieved_context_ids")),
    )
    return sample.of(case) if case else sample


def write_ragas(sample: Sample) -> dict[str, Any]:
    """The row; what is not known is left out."""
    told: dict[str, Any] = {"id": sample.id, "user_input": sample.conversation}
    if sample.answer is not None:
        told["retrieved_contexts"] = [place.words for place in sample.contexts]
        if sample.contexts and all(place.document for place in sample.contexts):
            told["retrieved_context_ids"] = [place.document for place in sample.contexts]
        told["response"] = sample.answer
    if sample.reference:
        told["reference"] = sample.reference
    if sample.evidence:
        told["reference_contexts"] = [each.text for each in sample.evidence]
        if all(each.document for each in sample.evidence):
            told["reference_context_ids"] = [each.document for each in sample.evidence]
    if sample.case is not None:
        told["case"] = sample.case.as_dict()
    return told


def read_old_ragas(row: Raw, default_id: str) -> Sample:
    """A row of 0.1: ``{"question", "contexts", "answer", "ground_truth"}``, or ``ground_truths`` before that."""
    case = embedded_case(row.get("case"))
    references = texts(row, "ground_truths")
    sample = Sample(
        id=text(row, "id") or (case.id if case else default_id),
        question=needed_text(row, "question"),
        reference=text(row, "ground_truth") or (references[0] if references else None),
        kind=text(row, "evolution_type") or IMPORTED,
        answer=text(row, "answer"),
        contexts=contexts_from(texts(row, "contexts")),
    )
    return sample.of(case) if case else sample


def write_old_ragas(sample: Sample) -> dict[str, Any]:
    """The row; 0.1 wants all four columns in every row."""
    told: dict[str, Any] = {
        "id": sample.id,
        "question": sample.conversation,
        "contexts": [place.words for place in sample.contexts],
        "answer": sample.answer or "",
        "ground_truth": sample.reference or "",
    }
    return told | ({"case": sample.case.as_dict()} if sample.case is not None else {})


def _turns(row: Raw) -> tuple[tuple[EarlierTurn, ...], str, str | None]:
    """The turns before, the last question, and the reply to it where the row is a conversation that holds one."""
    told = row.get("user_input")
    if not isinstance(told, list):
        return (), needed_text(row, "user_input"), None
    turns: list[EarlierTurn] = []
    for message in cast("Sequence[object]", told):
        speaker, words = _message(message)
        if speaker == "human":
            turns.append(EarlierTurn(question=words))
        elif speaker == "ai" and turns:
            turns[-1] = EarlierTurn(question=turns[-1].question, answer=words)
    if not turns:
        raise ValueError("user_input: is a conversation in which nobody asks anything")
    *earlier, last = turns
    return tuple(earlier), last.question, last.answer


def _message(message: object) -> tuple[str, str]:
    if isinstance(message, Mapping):
        told = cast("Raw", message)
        if isinstance(told.get("content"), str):
            return str(told.get("type")), told["content"]
    raise ValueError("user_input: a message of a conversation has content and type")
