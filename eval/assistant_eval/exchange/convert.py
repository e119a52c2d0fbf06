"""From one format to another, row by row; what cannot be taken over is told with its place and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant_eval.cases import Case, all_cases, read_cases
from assistant_eval.errors import EvalError
from assistant_eval.exchange.files import read_rows, write_rows
from assistant_eval.exchange.format import Format
from assistant_eval.exchange.sample import Sample, sample_of_case, sample_of_record
from assistant_eval.exchange.shapes import READERS, WRITERS, Reader, guess, is_list
from assistant_eval.records import FILE, Record
from assistant_eval.rows import BrokenLine, Raw

Placed = tuple[int, Sample]
"""A sample with the number of its row."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, from what, and the rows that were not, by their number and why."""

    written: int
    source: Format
    left_out: tuple[BrokenLine, ...]


def convert(
    source: Path,
    target: Path,
    to: Format,
    source_format: Format | None = None,
    cases: Path | None = None,
    *,
    skip_invalid: bool = False,
) -> Converted:
    """Read `source` (a file, or the folder of a run) and write `target`.

    `cases` tells which case each question is, by id or else by its words. EvalError for broken rows unless they
    are to be skipped, where nothing is left to write, and where formats do not fit; what a format simply cannot
    hold (a question without an answer among recorded answers) is left out.
    """
    path = source / FILE if source.is_dir() else source
    if target.resolve() == path.resolve():
        raise EvalError(f"{target} is the file to read: name another one to write")
    if to not in WRITERS:
        raise EvalError(
            f"{to} are what a run writes: convert to 'recorded', and score that with 'assistant-eval run'"
        )
    rows = list(read_rows(path))
    known = source_format or (Format.RECORDS if source.is_dir() else guess(path, rows))
    asked = all_cases([read_cases(cases)], skip_invalid=skip_invalid) if cases else None
    if known is Format.RECORDED:
        samples, left_out = _recorded(path, asked)
    else:
        samples, left_out = _read(rows, READERS[known])
        if left_out and not skip_invalid:
            raise EvalError(_told(path, left_out))
        if asked is not None:
            samples, unknown = _matched(samples, asked)
            left_out += unknown
    written: list[Mapping[str, Any]] = []
    for place, sample in samples:
        try:
            written.append(WRITERS[to](sample))
        except ValueError as error:
            left_out.append(BrokenLine(place, _reason(error)))
    if not written:
        raise EvalError(_told(path, left_out) if left_out else f"{path} holds no rows: nothing to convert")
    write_rows(target, written, as_list=is_list(target, to))
    return Converted(len(written), known, tuple(sorted(left_out, key=lambda each: each.line)))


def _read(
    rows: Iterable[tuple[int, Raw | BrokenLine]], reader: Reader
) -> tuple[list[Placed], list[BrokenLine]]:
    samples: list[Placed] = []
    broken: list[BrokenLine] = []
    seen: dict[str, int] = {}
    for place, row in rows:
        if isinstance(row, BrokenLine):
            broken.append(row)
            continue
        try:
            sample = reader(row, f"row-{place}")
        except ValueError as error:
            broken.append(BrokenLine(place, _reason(error)))
            continue
        if sample.id in seen:
            broken.append(BrokenLine(place, f"id: {sample.id!r} stands in row {seen[sample.id]} already"))
            continue
        seen[sample.id] = place
        samples.append((place, sample))
    return samples, broken


def _recorded(path: Path, cases: Sequence[Case] | None) -> tuple[list[Placed], list[BrokenLine]]:
    """The answers that were recorded to `cases`, numbered as those are."""
    from assistant_eval.systems.recorded import RecordedAnswers  # noqa: PLC0415 - only for this format

    if cases is None:
        raise EvalError("recorded answers do not hold their questions: name the cases with --cases")
    answers = RecordedAnswers(path)
    samples: list[Placed] = []
    missing: list[BrokenLine] = []
    for place, case in enumerate(cases, start=1):
        try:
            said = answers.ask(case)
        except EvalError as error:
            missing.append(BrokenLine(place, f"{case.id}: {error}"))
        else:
            record = Record(case, said.outcome, said.retrieved, usage=said.usage)
            samples.append((place, sample_of_record(record)))
    return samples, missing


def _matched(samples: Iterable[Placed], cases: Sequence[Case]) -> tuple[list[Placed], list[BrokenLine]]:
    """Each sample with its case, found by its id or else by the question; those without one are left out."""
    by_id = {case.id: case for case in cases}
    by_words: dict[str, list[Case]] = {}
    for case in cases:
        for words in _ways_of_asking(case):
            by_words.setdefault(words, []).append(case)
    found: list[Placed] = []
    unknown: list[BrokenLine] = []
    for place, sample in samples:
        asked = [by_id[sample.id]] if sample.id in by_id else by_words.get(_plain(sample.question), [])
        if len(asked) == 1:
            found.append((place, sample.of(asked[0])))
        else:
            why = "several cases ask this" if asked else "no case has this id or asks this"
            unknown.append(BrokenLine(place, f"{why}: {(sample.question or sample.id)[:60]!r}"))
    return found, unknown


def _ways_of_asking(case: Case) -> Iterator[str]:
    """The question alone, and where something was said before, as it is written with that."""
    yield _plain(case.question)
    if case.history:
        yield _plain(sample_of_case(case).conversation)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _told(path: Path, broken: Sequence[BrokenLine]) -> str:
    lines = "\n".join(f"{path}:{each.line}: {each.reason}" for each in broken[:20])
    more = f"\n… and {len(broken) - 20} more" if len(broken) > 20 else ""
    return (
        f"rows that cannot be taken over (mend them, or leave them out with --skip-invalid):\n{lines}{more}"
    )


def _reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        faults = error.errors(include_url=False, include_context=False)
        return "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in faults
        )
    return str(error)
