"""Scores of other tools for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.agree.view import figure_as_dict, figure_in_words
from assistant_eval.exchange.external import ExternalScores
from assistant_eval.exchange.files import write_rows
from assistant_eval.stats import Unscored


def show_external(console: Console, found: Sequence[ExternalScores]) -> None:
    """Print a row a metric, and why cases have no score."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("metric", "judged by", "cases", "mean"):
        table.add_column(name, justify="right" if name in {"cases", "mean"} else "left")
    for each in found:
        mean = each.mean
        shown = "unscored" if isinstance(mean, Unscored) else figure_in_words(mean, percent=False)
        table.add_row(each.metric, styled(each.model or "code"), str(each.scored), shown)
    console.print(table)
    for each in found:
        for reason, count in sorted(each.unscored.items()):
            console.print(styled(f"{each.metric}, unscored: {count}, {reason}", "yellow"))
    console.print(styled("Intervals: 95 %, by bootstrap over groups of cases.", "dim"))


def external_as_dict(found: Sequence[ExternalScores]) -> list[dict[str, object]]:
    """For ``json.dumps``; nothing is NaN."""
    return [
        {
            "metric": each.metric,
            "model": each.model,
            "scored": each.scored,
            "mean": figure_as_dict(each.mean),
            "unscored": dict(sorted(each.unscored.items())),
        }
        for each in found
    ]


def write_scores(path: Path, found: Sequence[ExternalScores]) -> None:
    """Write a line a metric and case; EvalError where `path` cannot be written."""
    rows = [
        {"id": case, "metric": each.metric, "model": each.model}
        | ({"score": None, "unscored": score.reason} if isinstance(score, Unscored) else {"score": score})
        for each in found
        for case, score in each.scores
    ]
    write_rows(path, rows, as_list=False)
