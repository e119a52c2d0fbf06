"""Sections as Markdown for people and as JSON for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence

from assistant_eval.bench.results import Floor, Section, Table

INTRODUCTION = """\
Every figure below is measured by one command, beside the baseline it is compared with, in the same run
on the same machine: trust the ratios more than the milliseconds. Intervals are 95 % bootstrap intervals
over questions (10,000 resamples); on few questions they are wide, and say so."""


def markdown(sections: Sequence[Section], machine: str, command: str) -> str:
    """The whole report: floors first, then a chapter a measure with how it was measured."""
    lines = ["# Benchmarks", "", INTRODUCTION, "", f"Machine: {machine}.", "", f"Reproduce: `{command}`", ""]
    floors = [floor for section in sections for floor in section.floors]
    if floors:
        lines += ["## What must be reached", "", *_table(_floor_table(floors)), ""]
    for section in sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def appendices(sections: Sequence[Section]) -> str:
    """What a person has to read and judge; empty where there is nothing."""
    lines: list[str] = []
    for section in sections:
        if section.appendix:
            lines += [f"Appendix: {section.title}", "", *section.appendix, ""]
    return "\n".join(lines)


def as_json(sections: Sequence[Section], machine: str, command: str) -> str:
    """Everything, appendices included."""
    report = {
        "machine": machine,
        "command": command,
        "sections": [dataclasses.asdict(section) for section in sections],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", "", section.method, "")
    for table in section.tables:
        yield from (*_table(table), "")
    for note in section.notes:
        yield from (note, "")


def _floor_table(floors: Sequence[Floor]) -> Table:
    return Table(
        header=("measure", "floor", "measured", "met"),
        rows=tuple(
            (floor.measure, floor.target, floor.measured, "yes" if floor.met else "**no**")
            for floor in floors
        ),
    )


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_cell, table.header))} |"
    yield f"|{'---|' * len(table.header)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
