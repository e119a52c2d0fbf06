"""How good a judge is: its figures on the labelled rows of a file, beside word overlap on the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import numpy as np

from assistant_eval.judging import JudgedRow
from assistant_eval.metrics import (
    auroc,
    balanced_accuracy,
    calibration_error,
    f1_unsupported,
    held_out_decisions,
    rows_per_second,
)
from assistant_eval.rows import BrokenLine
from assistant_eval.stats import Estimate, Figure, GroupBootstrap, Unscored, macro_mean


class Metric(StrEnum):
    """The figures of a report, by the names programs read."""

    AUROC = "auroc"
    BALANCED_ACCURACY = "balanced_accuracy"
    F1_UNSUPPORTED = "f1_unsupported"
    CALIBRATION_ERROR = "ece"
    OVERLAP_AUROC = "overlap_auroc"
    OVERLAP_BALANCED_ACCURACY = "overlap_balanced_accuracy"
    MARGIN = "margin_over_overlap"
    ROWS_PER_SECOND = "rows_per_second"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: how many rows there were, what became of them, and the figures of those with label and score.

    `unscored` counts rows by why they have no score, `parts` by what spoke. `stopped` is True where the run
    was ended before the last row.
    """

    name: str
    rows: int
    judged: int
    labelled: int
    supported: int
    groups: int
    unscored: Mapping[str, int]
    broken: tuple[BrokenLine, ...]
    parts: Mapping[str, int]
    figures: Mapping[Metric, Figure]
    stopped: bool = False


def file_report(
    name: str, rows: int, judged: Sequence[JudgedRow], broken: tuple[BrokenLine, ...] = ()
) -> FileReport:
    """The report on the `judged` ones of a file's `rows`."""
    measured = [each for each in judged if each.row.label is not None and each.score is not None]
    return FileReport(
        name=name,
        rows=rows,
        judged=len(judged),
        labelled=len(measured),
        supported=sum(bool(each.row.label) for each in measured),
        groups=len({each.row.group for each in judged}),
        unscored=Counter(each.unscored for each in judged if each.unscored),
        broken=broken,
        parts=Counter(chain.from_iterable(each.parts for each in judged)),
        figures={**_quality(measured), Metric.ROWS_PER_SECOND: _speed(judged)},
        stopped=len(judged) < rows,
    )


def macro_figures(reports: Iterable[FileReport]) -> dict[Metric, Figure]:
    """The mean of each figure over the files that have it, every file counting the same."""
    known = list(reports)
    return {metric: macro_mean([report.figures[metric] for report in known]) for metric in Metric}


def _quality(rows: Sequence[JudgedRow]) -> dict[Metric, Figure]:
    labels = np.asarray([each.row.label for each in rows], dtype=np.bool_)
    scores = np.asarray([each.score for each in rows], dtype=np.float64)
    decisions = np.asarray([each.supported for each in rows], dtype=np.bool_)
    overlaps = np.asarray([each.overlap for each in rows], dtype=np.float64)
    groups = [each.row.group for each in rows]
    by_overlap = held_out_decisions(labels, overlaps, groups) if rows else Unscored("no row has a label")
    bootstrap = GroupBootstrap(groups)
    accuracy = bootstrap.estimate(lambda weights: balanced_accuracy(labels, decisions, weights))
    floor: Figure = (
        by_overlap
        if isinstance(by_overlap, Unscored)
        else bootstrap.estimate(lambda weights: balanced_accuracy(labels, by_overlap, weights))
    )
    return {
        Metric.AUROC: bootstrap.estimate(lambda weights: auroc(labels, scores, weights)),
        Metric.BALANCED_ACCURACY: accuracy,
        Metric.F1_UNSUPPORTED: bootstrap.estimate(lambda weights: f1_unsupported(labels, decisions, weights)),
        Metric.CALIBRATION_ERROR: bootstrap.estimate(
            lambda weights: calibration_error(labels, scores, weights)
        ),
        Metric.OVERLAP_AUROC: bootstrap.estimate(lambda weights: auroc(labels, overlaps, weights)),
        Metric.OVERLAP_BALANCED_ACCURACY: floor,
        Metric.MARGIN: _margin(accuracy, floor),
    }


def _margin(accuracy: Figure, floor: Figure) -> Figure:
    if isinstance(accuracy, Unscored):
        return accuracy
    return accuracy.minus(floor) if isinstance(floor, Estimate) else floor


def _speed(judged: Sequence[JudgedRow]) -> Figure:
    timed = [each for each in judged if each.seconds is not None]
    seconds = np.asarray([each.seconds for each in timed], dtype=np.float64)
    bootstrap = GroupBootstrap([each.row.group for each in timed])
    return bootstrap.estimate(lambda weights: rows_per_second(seconds, weights))
