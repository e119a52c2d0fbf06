"""The judge's agreement with public sets: a table on a terminal, in Markdown, and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from assistant.interfaces.terminal import styled
from assistant_eval.agree.diagram import draw
from assistant_eval.agree.meta import SEED, Meta, SetAgreement
from assistant_eval.agree.view import figure_as_dict, figure_in_words
from assistant_eval.errors import EvalError
from assistant_eval.judge_report import Metric, macro_figures
from assistant_eval.stats import Figure, Unscored, macro_mean

_SHOWN = {
    Metric.BALANCED_ACCURACY: "balanced accuracy, %",
    Metric.AUROC: "AUROC",
    Metric.CALIBRATION_ERROR: "ECE",
    Metric.OVERLAP_BALANCED_ACCURACY: "word overlap: BAcc, %",
}
_PERCENT = frozenset({Metric.BALANCED_ACCURACY, Metric.OVERLAP_BALANCED_ACCURACY})
_COLUMNS = ("set", "rows", "supported", "kappa", *_SHOWN.values())


def show_meta(console: Console, found: Meta) -> None:
    """Print a row a set and their macro mean."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in _COLUMNS:
        table.add_column(name, justify="left" if name == "set" else "right")
    *sets, mean = _rows(found)
    for row in sets:
        table.add_row(*map(styled, row))
    table.add_section()
    table.add_row(*map(styled, mean), style="bold")
    console.print(styled(f"Judge: {found.judge}", "bold"))
    console.print(table)
    for line in _reasons(found):
        console.print(styled(line, "yellow"))
    console.print(styled("Intervals: 95 %, by bootstrap over groups of rows.", "dim"))


def write_meta(path: Path, found: Meta, limit: int) -> None:
    """Write the table as Markdown, and the reliability diagram of all rows together beside it."""
    diagram = path.with_suffix(".svg")
    text = "\n".join(_markdown(found, limit, diagram.name)) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{path} cannot be written ({error.strerror}): name another --out") from error
    draw(diagram, found.scored, "Reliability on the public sets")


def meta_as_dict(found: Meta) -> dict[str, object]:
    """For ``json.dumps``: shares are in [0, 1], nothing is NaN."""
    macro = macro_figures([each.report for each in found.sets])
    return {
        "judge": found.judge,
        "seed": SEED,
        "sets": [_set_as_dict(each) for each in found.sets],
        "macro": {
            "kappa": figure_as_dict(macro_mean([each.kappa for each in found.sets])),
            **{metric.value: figure_as_dict(macro[metric]) for metric in _SHOWN},
        },
        "left_out": dict(found.left_out),
    }


def _set_as_dict(each: SetAgreement) -> dict[str, object]:
    return {
        "set": each.drawn.name,
        "labelled": each.drawn.labelled,
        "unseen": each.drawn.unseen,
        "learnt_from_other_groups": each.drawn.learnt_from,
        "n": each.report.labelled,
        "supported": each.report.supported,
        "groups": each.report.groups,
        "unscored": dict(each.report.unscored),
        "kappa": figure_as_dict(each.kappa),
        **{metric.value: figure_as_dict(each.report.figures[metric]) for metric in _SHOWN},
    }


def _rows(found: Meta) -> Iterator[tuple[str, ...]]:
    """The cells of every set, then those of the macro mean."""
    for each in found.sets:
        yield (
            each.drawn.name + (" *" if each.drawn.learnt_from else ""),
            str(each.report.labelled),
            str(each.report.supported),
            _cell(each.kappa),
            *(_cell(each.report.figures[metric], metric) for metric in _SHOWN),
        )
    macro = macro_figures([each.report for each in found.sets])
    kappa = macro_mean([each.kappa for each in found.sets])
    rows, supported = (
        str(sum(counts))
        for counts in ((s.report.labelled for s in found.sets), (s.report.supported for s in found.sets))
    )
    yield ("macro mean", rows, supported, _cell(kappa), *(_cell(macro[metric], metric) for metric in _SHOWN))


def _cell(figure: Figure, metric: Metric | None = None) -> str:
    return "unscored" if isinstance(figure, Unscored) else figure_in_words(figure, percent=metric in _PERCENT)


def _reasons(found: Meta) -> Iterator[str]:
    """What has no figure, and which sets have no row."""
    for each in found.sets:
        figures = (each.kappa, *(each.report.figures[metric] for metric in _SHOWN))
        for reason in dict.fromkeys(figure.reason for figure in figures if isinstance(figure, Unscored)):
            yield f"unscored in {each.drawn.name}: {reason}"
        for reason, count in each.report.unscored.items():
            yield f"{count} rows of {each.drawn.name} have no score: {reason}"
    for name, reason in found.left_out:
        yield f"left out: {name}, {reason}"


def _markdown(found: Meta, limit: int, diagram: str) -> Iterator[str]:
    yield "# How far the judge agrees with the labels of public sets"
    yield ""
    yield (
        f"Judge: `{found.judge}`. Of every set at most {limit} labelled claims, drawn with seed {SEED} from those that "
        "neither the model nor its calibration has seen. Verdicts are the judge's own at its frozen threshold; word "
        "overlap, the floor, has its best threshold on each set, cross-validated by group. Intervals: 95 %, by "
        "bootstrap over groups."
    )
    yield ""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{'---|' * len(_COLUMNS)}"
    *sets, mean = _rows(found)
    yield from (f"| {' | '.join(row)} |" for row in sets)
    yield f"| {' | '.join(f'**{cell}**' for cell in mean)} |"
    yield ""
    yield "\\* other groups of this set were learnt from; these were held back."
    yield from (f"\n{line[0].upper()}{line[1:]}." for line in _reasons(found))
    yield ""
    yield f"![Reliability of the judge on all of these rows]({diagram})"
    yield ""
    yield f"Made by `assistant-eval meta DATA --rows {limit} --out FILE.md`."
