"""The rows of DeepEval: test cases and goldens.

``{"input", "actual_output", "expected_output", "context", "retrieval_context", "name", "additional_metadata", …}``,
as ``EvaluationDataset.save_as`` writes them and ``add_test_cases_from_json_file`` and ``add_goldens_from_json_file``
read them (https://deepeval.com/docs/evaluation-datasets). `context` is the ideal evidence, `retrieval_context` what was
retrieved. Our case travels in ``additional_metadata``, which DeepEval keeps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from assistant_eval.exchange.fields import Raw, embedded_case, needed_text, number, text, texts
from assistant_eval.exchange.sample import Reference, Sample, contexts_from
from assistant_eval.records import Retrieved

_DELIMITER = "|"
"""Between the parts of a list, in DeepEval's CSV and JSON lines."""

_DOCUMENTS = "retrieved_documents"
"""Where in ``additional_metadata`` the documents of the contexts stand."""

_SOURCED = re.compile(r"deepeval_source=(.*?),deepeval_context=(.*)", re.DOTALL)
"""How DeepEval writes a context together with its source."""


def read_deepeval(row: Raw, default_id: str) -> Sample:
    """A test case or a golden, by the names of its fields or by their camel-case aliases.

    ValueError names the field that is wrong, and tells conversations, which have no single question.
    """
    if row.get("scenario") or row.get("turns"):
        raise ValueError(
            "scenario: is a conversation to be simulated; only single questions can be taken over"
        )
    metadata = _metadata(row)
    ideal = texts(row, "context", divided_by=_DELIMITER)
    case = embedded_case(metadata.get("case"))
    seconds = number(row, "completion_time", "completionTime")
    sample = Sample(
        id=text(row, "name") or (case.id if case else default_id),
        question=needed_text(row, "input"),
        reference=text(row, "expected_output", "expectedOutput"),
        evidence=tuple(Reference(each) for each in ideal),
        answer=text(row, "actual_output", "actualOutput"),
        contexts=_contexts(row, metadata),
        latency_ms=None if seconds is None else round(1000 * seconds, 1),
    )
    return sample.of(case) if case else sample


def write_test_case(sample: Sample) -> dict[str, Any]:
    """A test case; ValueError without an answer, which DeepEval demands."""
    if sample.answer is None:
        raise ValueError("it has no answer")
    metadata: dict[str, Any] = {"case": sample.case.as_dict()} if sample.case is not None else {}
    told = write_golden(sample) | {
        "actual_output": sample.answer,
        "retrieval_context": [place.words for place in sample.contexts],
    }
    if any(place.document for place in sample.contexts):
        metadata[_DOCUMENTS] = [place.document for place in sample.contexts]
    told["additional_metadata"] = metadata or None
    if sample.latency_ms is not None:
        told["completion_time"] = round(sample.latency_ms / 1000, 4)
    return told


def write_golden(sample: Sample) -> dict[str, Any]:
    """A golden: the question with its right answer, not asked yet."""
    return {
        "input": sample.conversation,
        "expected_output": sample.reference,
        "context": [each.text for each in sample.evidence] or None,
        "name": sample.id,
        "additional_metadata": {"case": sample.case.as_dict()} if sample.case is not None else None,
    }


def _metadata(row: Raw) -> Mapping[str, Any]:
    for name in ("additional_metadata", "additionalMetadata", "metadata"):
        value = row.get(name)
        if isinstance(value, str) and value:  # a cell of a CSV
            try:
                value = json.loads(value)
            except ValueError as error:
                raise ValueError(f"{name}: is no JSON ({error})") from error
        if isinstance(value, Mapping):
            return cast("Raw", value)
    return {}


def _contexts(row: Raw, metadata: Raw) -> tuple[Retrieved, ...]:
    """The contexts with the names of their documents, as we write them or as DeepEval does."""
    told = texts(row, "retrieval_context", "retrievalContext", divided_by=_DELIMITER)
    found = [_SOURCED.fullmatch(each) for each in told]
    words = [match[2] if match else each for match, each in zip(found, told, strict=True)]
    ours = texts(metadata, _DOCUMENTS)
    return contexts_from(words, ours or [match[1] if match else "" for match in found])
