"""Agreement of judge and people over a sheet: every figure with its interval, every row left out with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assistant_eval.agree.sheet import LabelledRow, LabelSheet, as_label
from assistant_eval.metrics import auroc, balanced_accuracy, calibration_error
from assistant_eval.metrics.agreement import cohen_kappa, raw_agreement
from assistant_eval.stats import Figure, GroupBootstrap


class Measure(StrEnum):
    """The figures, by the names programs read."""

    RAW_AGREEMENT = "raw_agreement"
    KAPPA = "kappa"
    BALANCED_ACCURACY = "balanced_accuracy"
    AUROC = "auroc"
    CALIBRATION_ERROR = "ece"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Judge and people on one sheet. `compared` rows have a verdict of both that says supported or not.

    `left_out` counts the others by why. `table` counts rows by the words that stand there, (judge's, person's),
    of all rows a person labelled. The last two figures rest on the compared rows that have a probability, and
    are missing where the sheet has no such column.
    """

    sheet: LabelSheet
    compared: int
    supported: int
    groups: int
    with_probability: int
    left_out: Mapping[str, int]
    table: Mapping[tuple[str, str], int]
    figures: Mapping[Measure, Figure]

    @property
    def one_sided(self) -> str | None:
        """Who says the same of every compared row: then kappa and balanced accuracy say nothing of skill."""
        said = [
            (as_label(machine), as_label(human))
            for machine, human in self.table
            if as_label(machine) is not None and as_label(human) is not None
        ]
        for who, labels in (
            ("the judge", {one for one, _ in said}),
            ("the person", {two for _, two in said}),
        ):
            if len(labels) == 1:
                return who
        return None


def measure_agreement(sheet: LabelSheet) -> Agreement:
    """All figures of a sheet, with 95 % intervals by bootstrap over its groups; the person is taken for right."""
    reasons = [(row, _why_not(row)) for row in sheet.rows]
    compared = [row for row, why in reasons if not why]
    scored = [row for row in compared if row.probability is not None]
    figures = _decided(compared)
    if sheet.probability is not None:
        figures |= _scored(scored)
    return Agreement(
        sheet=sheet,
        compared=len(compared),
        supported=sum(bool(as_label(row.human)) for row in compared),
        groups=len({row.group for row in compared}),
        with_probability=len(scored),
        left_out=Counter(why for _, why in reasons if why),
        table=Counter((row.machine, row.human) for row in sheet.rows if row.human),
        figures=figures,
    )


def _why_not(row: LabelledRow) -> str:
    """Why a row cannot be compared; empty where it can."""
    if not row.human:
        return "no person has labelled it"
    if not row.machine:
        return "the judge says nothing"
    if as_label(row.human) is None:
        return f"the person says {row.human!r}"
    return f"the judge says {row.machine!r}" if as_label(row.machine) is None else ""


def _decided(rows: Sequence[LabelledRow]) -> dict[Measure, Figure]:
    labels = np.asarray([as_label(row.human) for row in rows], dtype=np.bool_)
    decisions = np.asarray([as_label(row.machine) for row in rows], dtype=np.bool_)
    bootstrap = GroupBootstrap([row.group for row in rows])
    return {
        Measure.RAW_AGREEMENT: bootstrap.estimate(lambda weights: raw_agreement(labels, decisions, weights)),
        Measure.KAPPA: bootstrap.estimate(lambda weights: cohen_kappa(labels, decisions, weights)),
        Measure.BALANCED_ACCURACY: bootstrap.estimate(
            lambda weights: balanced_accuracy(labels, decisions, weights)
        ),
    }


def _scored(rows: Sequence[LabelledRow]) -> dict[Measure, Figure]:
    labels = np.asarray([as_label(row.human) for row in rows], dtype=np.bool_)
    scores = np.asarray([row.probability for row in rows], dtype=np.float64)
    bootstrap = GroupBootstrap([row.group for row in rows])
    return {
        Measure.AUROC: bootstrap.estimate(lambda weights: auroc(labels, scores, weights)),
        Measure.CALIBRATION_ERROR: bootstrap.estimate(
            lambda weights: calibration_error(labels, scores, weights)
        ),
    }
