"""The report as Markdown that suits a comment on a pull request: verdict, key figures, the cases to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant_eval.figures import HEADLINE
from assistant_eval.report.about import command, judge_words
from assistant_eval.report.data import RunFigures, same_cases
from assistant_eval.report.faults import common_faults, faults, why
from assistant_eval.report.sections import OTHER_CASES, named
from assistant_eval.report.words import figure_words, interval_words, plural, thousands

_SHOWN = 20  # cases; a comment that lists hundreds is read by nobody
_LONGEST = 160  # characters of a question or reason
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+!|~@&]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}


def markdown(runs: Sequence[RunFigures]) -> str:
    """The report on the first run, the others beside it in the table."""
    first = runs[0]
    lines = [
        f"## {literal(first.run.name)}: {literal(first.verdict.sentence)}",
        "",
        " ".join(map(literal, first.verdict.details)),
        "",
        *(_table_of_runs(runs) if len(runs) > 1 else _table(first)),
        "",
        *([] if same_cases(runs) else [literal(OTHER_CASES), ""]),
        f"{judge_words(first.run.manifest)} Judge: `{_code(first.run.manifest.judge or 'not told')}`.",
        "",
        *_cases(first),
        f"Run it again: `{_code(command(first.run.manifest))}`",
    ]
    return "\n".join(lines).rstrip() + "\n"


def literal(text: str) -> str:
    """Words as Markdown that shows exactly them: on one line, nothing in them is a mark, a link or a mention."""
    words = " ".join(text.split())
    cut = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return _SPECIAL.sub(lambda mark: _ENTITIES.get(mark[0], f"\\{mark[0]}"), cut)


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())


def _table(run: RunFigures) -> Iterator[str]:
    yield "| figure | value | 95 % interval | cases |"
    yield "|---|---:|---|---:|"
    for each in named(run.figures, HEADLINE):
        value = figure_words(each.figure, each.measure.unit)
        yield f"| {each.measure.label} | {value} | {literal(interval_words(each))} | {thousands(each.scored)} |"


def _table_of_runs(runs: Sequence[RunFigures]) -> Iterator[str]:
    labels = [each.measure.label for each in named(runs[0].figures, HEADLINE)]
    yield f"| system | cases | {' | '.join(labels)} |"
    yield f"|---|---:|{'---:|' * len(labels)}"
    for each in runs:
        values = [
            f"{figure_words(one.figure, one.measure.unit)} ({literal(interval_words(one))})"
            for one in named(each.figures, HEADLINE)
        ]
        yield f"| {literal(each.run.name)} | {thousands(len(each.run.records))} | {' | '.join(values)} |"


def _cases(run: RunFigures) -> Iterator[str]:
    common = common_faults(run.run.records)
    faulty = [record for record in run.run.records if set(faults(record)) - common]
    if not faulty:
        return
    total = plural(len(run.run.records), "case")
    yield f"<details><summary>{thousands(len(faulty))} of {total} to look at</summary>"
    yield ""
    for record in faulty[:_SHOWN]:
        reasons = "; ".join(map(literal, why(record, common)))
        yield f"- **{literal(record.case.id)}** {literal(record.case.question)} — {reasons}"
    if len(faulty) > _SHOWN:
        yield f"- and {thousands(len(faulty) - _SHOWN)} more in the report"
    yield ""
    yield "</details>"
    yield ""
