"""How a row of each format is told, read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.exchange.deepeval import read_deepeval, write_golden, write_test_case
from assistant_eval.exchange.format import Format
from assistant_eval.exchange.ragas import read_old_ragas, read_ragas, write_old_ragas, write_ragas
from assistant_eval.exchange.sample import Sample, case_of, recorded_of, sample_of_case, sample_of_record
from assistant_eval.records import record_from
from assistant_eval.rows import BrokenLine, Raw

Reader = Callable[[Raw, str], Sample]
"""A row and the id it gets where it has none; ValueError where it is no such row."""

Writer = Callable[[Sample], Mapping[str, Any]]
"""ValueError where the format cannot hold the sample."""


def guess(path: Path, rows: Sequence[tuple[int, Raw | BrokenLine]]) -> Format:
    """The format of a file by the names in its first row; EvalError where they fit none."""
    first = next((row for _, row in rows if not isinstance(row, BrokenLine)), None)
    if first is None:
        raise EvalError(f"{path} holds no rows: nothing to convert")
    for known, fits in _SIGNS:
        if fits(first):
            return known
    names, formats = ", ".join(list(first)[:8]), ", ".join(Format)
    raise EvalError(f"{path} has rows of {names}: say with --from what they are ({formats})")


_SIGNS: tuple[tuple[Format, Callable[[Raw], bool]], ...] = (
    (Format.RECORDS, lambda row: {"case", "outcome", "retrieved", "scores"} <= set(row)),
    (Format.RAGAS, lambda row: "user_input" in row),
    (
        Format.DEEPEVAL,
        lambda row: "input" in row and bool(row.get("actual_output") or row.get("actualOutput")),
    ),
    (Format.DEEPEVAL_GOLDENS, lambda row: bool({"input", "scenario"} & set(row))),
    (Format.CASES, lambda row: {"id", "kind", "question", "answerable"} <= set(row)),
    (
        Format.RAGAS_OLD,
        lambda row: "question" in row and bool({"contexts", "ground_truth", "ground_truths"} & set(row)),
    ),
    (Format.RECORDED, lambda row: "id" in row and bool({"answer", "outcome"} & set(row))),
)


def _read_case(row: Raw, _: str) -> Sample:
    return sample_of_case(Case.model_validate(dict(row)))


def _read_record(row: Raw, _: str) -> Sample:
    try:
        return sample_of_record(record_from(row))
    except (KeyError, TypeError) as error:
        raise ValueError(f"is no record of a run ({error!r})") from error


READERS: Mapping[Format, Reader] = {
    Format.CASES: _read_case,
    Format.RECORDS: _read_record,
    Format.RAGAS: read_ragas,
    Format.RAGAS_OLD: read_old_ragas,
    Format.DEEPEVAL: read_deepeval,
    Format.DEEPEVAL_GOLDENS: read_deepeval,
}
"""Recorded answers are not among them: they do not hold their questions."""

WRITERS: Mapping[Format, Writer] = {
    Format.CASES: case_of,
    Format.RECORDED: recorded_of,
    Format.RAGAS: write_ragas,
    Format.RAGAS_OLD: write_old_ragas,
    Format.DEEPEVAL: write_test_case,
    Format.DEEPEVAL_GOLDENS: write_golden,
}
"""Records are not among them: they are what a run writes."""


def is_list(target: Path, to: Format) -> bool:
    """Whether a file is one JSON list: what DeepEval reads, unless the name of the file says otherwise."""
    if to in {Format.CASES, Format.RECORDED}:
        return False
    if target.suffix.casefold() in {".json", ".jsonl"}:
        return target.suffix.casefold() == ".json"
    return to in {Format.DEEPEVAL, Format.DEEPEVAL_GOLDENS}
