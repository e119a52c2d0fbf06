"""The judge judged: its agreement with the labels of public sets, on rows it has not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from assistant.grounding.scoring.scored import Scorer
from assistant_eval.errors import EvalError
from assistant_eval.judge_report import FileReport, file_report
from assistant_eval.judging import JudgedRow, OutFile, judge_rows
from assistant_eval.metrics.agreement import cohen_kappa
from assistant_eval.progress import RowProgress
from assistant_eval.rows import Row, read_rows
from assistant_eval.stats import Figure, GroupBootstrap
from assistant_eval.training.public_sets import LEARNT_FROM, is_learnt_from

SEED = 7
FILE = "dev.jsonl.gz"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set and the rows drawn of it. `labelled` counts all it has, `unseen` those the judge has not seen.

    `learnt_from` is True where the judge was trained on other groups of it.
    """

    name: str
    rows: tuple[Row, ...]
    labelled: int
    unseen: int
    learnt_from: bool


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """One set judged."""

    drawn: LabelledSet
    report: FileReport
    kappa: Figure


@dataclass(frozen=True, slots=True)
class Meta:
    """All sets that could be judged, in the order of their names; `left_out` says why of the others.

    `scored` are label and score of every judged row, set by set.
    """

    judge: str
    sets: tuple[SetAgreement, ...]
    left_out: tuple[tuple[str, str], ...]
    scored: tuple[tuple[bool, float], ...]


def read_sets(data: Path, limit: int) -> list[LabelledSet]:
    """Every set of claims with labels under `data`, `limit` rows of each at most; EvalError where there is none.

    Drawn are rows by a hash of seed, group and id: the same on every machine, and of a smaller `limit` a part
    of those of a larger one.
    """
    names = sorted(path.parent.name for path in data.glob(f"*/{FILE}"))
    seen = _calibrated_on(data, names)
    found: list[LabelledSet] = []
    for name in names:
        labelled = [
            row for row in read_rows(data / name / FILE).rows if row.label is not None and row.claim.strip()
        ]
        unseen = [
            row
            for row in labelled
            if (name, row.id) not in seen and not is_learnt_from(name, row.group, row.raw)
        ]
        drawn = tuple(sorted(unseen, key=_place)[:limit])
        found.append(LabelledSet(name, drawn, len(labelled), len(unseen), name in LEARNT_FROM))
    if not any(each.rows for each in found):
        raise EvalError(f"{data} holds no set of labelled claims: name a folder with SET/{FILE} in it")
    return found


def measure_sets(sets: Sequence[LabelledSet], scorer: Scorer, keep: Path | None, console: Console) -> Meta:
    """Judge every drawn row; what `keep` holds already is taken from there, what is new is added to it."""
    measured: list[SetAgreement] = []
    left_out: list[tuple[str, str]] = []
    scored: list[tuple[bool, float]] = []
    with OutFile(keep, scorer) if keep else nullcontext() as kept:
        for each in sets:
            if not each.rows:
                left_out.append((each.name, _why_none(each)))
                continue
            judged: list[JudgedRow] = []
            with RowProgress(console, each.name, len(each.rows)) as progress:
                for row in judge_rows(each.rows, scorer, kept):
                    judged.append(row)
                    progress.advance()
            report = file_report(each.name, len(each.rows), judged)
            measured.append(SetAgreement(each, report, _kappa(judged)))
            scored += [(bool(row.row.label), row.score) for row in judged if row.score is not None]
    return Meta(scorer.fingerprint, tuple(measured), tuple(left_out), tuple(scored))


def _kappa(judged: Sequence[JudgedRow]) -> Figure:
    rows = [row for row in judged if row.score is not None]
    labels = np.asarray([row.row.label for row in rows], dtype=np.bool_)
    decisions = np.asarray([row.supported for row in rows], dtype=np.bool_)
    bootstrap = GroupBootstrap([row.row.group for row in rows])
    return bootstrap.estimate(lambda weights: cohen_kappa(labels, decisions, weights))


def _why_none(empty: LabelledSet) -> str:
    if empty.labelled:
        return f"the judge has seen all of its {empty.labelled} labelled claims"
    return "no row is a claim with a label"


def _place(row: Row) -> bytes:
    return hashlib.sha256(f"{SEED}\0{row.group}\0{row.id}".encode()).digest()


def _calibrated_on(data: Path, names: Sequence[str]) -> set[tuple[str, str]]:
    """Set and id of every row the judge was calibrated on, where `data` has such sets."""
    try:
        from assistant_eval.training.calibrate import (  # noqa: PLC0415 - needs a tool that not everybody has
            NEVER_TRAINED_ON,
            TRAINED_ON,
        )
    except ImportError as error:
        raise EvalError(
            f"telling which rows the judge has seen needs scikit-learn: pip install scikit-learn ({error})"
        ) from error
    if set(names).isdisjoint((*TRAINED_ON, *NEVER_TRAINED_ON)):
        return set()
    return set(_calibrated_rows(data))


def _calibrated_rows(data: Path) -> Iterator[tuple[str, str]]:
    from assistant_eval.training.calibrate import calibrated_rows  # noqa: PLC0415 - as above

    try:
        for name, rows in calibrated_rows(data):
            yield from ((name, row.id) for row in rows)
    except (EvalError, OSError) as error:
        raise EvalError(
            f"telling which rows the judge has seen takes all the sets it was calibrated on: {error}"
        ) from error
