"""Cases: what is asked of a system and what a right answer would be. JSON lines, checked field by field.

``assistant-eval cases --schema`` prints the JSON schema of the classes here; ``assistant-eval cases FILE`` checks one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant_eval.errors import EvalError
from assistant_eval.rows import BrokenLine, read_objects

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, strict=True)


class GoldEvidence(_Shape):
    """A place that answers the question: a document of the pack and words that the right passage holds."""

    doc: Text = Field(description="path inside the pack")
    contains: Text = Field(description="words of the right passage; for a table, the row's raw text")


class Planted(_Shape):
    """A document that is put into the pack for this case only, hostile for instance."""

    path: Text = Field(description="where it would stand in the pack")
    text: Text


class EarlierTurn(_Shape):
    """What was said before. Without `answer` the question is asked, and the system's own answer counts."""

    question: Text
    answer: str | None = None


Nugget = Text | Annotated[list[Text], Field(min_length=1)]
"""A fact a right answer holds; a list gives ways of saying it, of which one is enough."""


class Case(_Shape):
    """One question with what is known about its right answer. Fields beyond these are kept and mean nothing."""

    id: Text
    kind: Text = Field(description="single_fact, story, unanswerable …: figures are shown by it")
    question: str = Field(description="as a fan types it; it may be empty, since fans do that")
    answerable: bool = Field(description="whether the pack holds an answer; false: to refuse is right")
    history: list[str | EarlierTurn] = Field(default_factory=list[str | EarlierTurn])
    gold: str | None = Field(default=None, description="a right answer in words")
    nuggets: list[Nugget] = Field(
        default_factory=list[Nugget], description="facts that a complete answer holds"
    )
    evidence: list[GoldEvidence] = Field(
        default_factory=list[GoldEvidence], description="places that answer; alternatives unless all_needed"
    )
    all_needed: bool = Field(default=False, description="each of `evidence` is needed, not one of them")
    as_of: str | None = Field(default=None, description="the day the gold answer holds for")
    persona: str | None = Field(default=None, description="id of the persona that is to speak")
    canaries: list[Text] = Field(
        default_factory=list[Text],
        description="words that show an injection succeeded, if they stand in the answer",
    )
    plant: Planted | None = Field(default=None, description="a document put into the pack for this case")
    group: str | None = Field(
        default=None, description="cases that hang together, such as paraphrases of one question"
    )
    tags: list[str] = Field(default_factory=list[str])

    @model_validator(mode="before")
    @classmethod
    def _misspelt(cls, told: object) -> object:
        if isinstance(told, Mapping):
            for name in cast("Mapping[str, Any]", told):
                near = difflib.get_close_matches(name, cls.model_fields, 1, 0.8)
                if name not in cls.model_fields and near:
                    raise ValueError(f"unknown field {name!r}: did you mean {near[0]!r}?")
        return cast("object", told)

    @property
    def cluster(self) -> str:
        """What cases are drawn by in the bootstrap: those of one group hang together."""
        return self.group or self.id

    @property
    def earlier(self) -> tuple[EarlierTurn, ...]:
        """The turns before, each as question and answer."""
        return tuple(
            turn if isinstance(turn, EarlierTurn) else EarlierTurn(question=turn) for turn in self.history
        )

    def ways(self) -> tuple[tuple[str, ...], ...]:
        """The nuggets, each with its ways of being said."""
        return tuple(tuple(n) if isinstance(n, list) else (n,) for n in self.nuggets)

    def as_dict(self) -> dict[str, Any]:
        """The case as its file holds it: fields that were not given are not there."""
        return self.model_dump(exclude_unset=True)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file in their order, the lines that are none, and in which line each case stands."""

    path: Path
    cases: tuple[Case, ...]
    broken: tuple[BrokenLine, ...]
    lines: tuple[int, ...] = ()


def read_cases(path: Path) -> CaseFile:
    """Read one file, plain or gzipped; EvalError where it cannot be opened at all."""
    cases: list[Case] = []
    broken: list[BrokenLine] = []
    seen: dict[str, int] = {}
    for number, told in read_objects(path):
        if isinstance(told, BrokenLine):
            broken.append(told)
            continue
        try:
            case = Case.model_validate(dict(told))
        except ValidationError as error:
            broken.append(BrokenLine(number, _told(error)))
            continue
        if case.id in seen:
            broken.append(BrokenLine(number, f"id: {case.id!r} stands in line {seen[case.id]} already"))
            continue
        seen[case.id] = number
        cases.append(case)
    return CaseFile(path, tuple(cases), tuple(broken), tuple(seen.values()))


def all_cases(files: Sequence[CaseFile], *, skip_invalid: bool) -> list[Case]:
    """The cases of all files; EvalError for broken lines unless they are to be skipped, and for ids used twice."""
    broken = [f"{file.path}:{line.line}: {line.reason}" for file in files for line in file.broken]
    if broken and not skip_invalid:
        more = f"\n… and {len(broken) - 20} more" if len(broken) > 20 else ""
        raise EvalError(
            "broken cases (mend them, or leave them out with --skip-invalid):\n"
            + "\n".join(broken[:20])
            + more
        )
    owner: dict[str, Path] = {}
    cases: list[Case] = []
    for file in files:
        for case in file.cases:
            if case.id in owner:
                raise EvalError(f"two cases have the id {case.id!r}: in {owner[case.id]} and in {file.path}")
            owner[case.id] = file.path
            cases.append(case)
    if not cases:
        raise EvalError("no cases: nothing to ask")
    return cases


def _told(error: ValidationError) -> str:
    return "; ".join(_faults(error))


def _faults(error: ValidationError) -> Iterable[str]:
    """Each fault as field and reason; of a union only the fault of the nearest kind is told."""
    seen: set[str] = set()
    for fault in error.errors(include_url=False, include_context=False):
        field = ".".join(str(part) for part in fault["loc"] if not _is_type(part))
        if field not in seen:
            seen.add(field)
            reason = fault["msg"].removeprefix("Value error, ")
            yield f"{field}: {reason}" if field else reason


def _is_type(part: str | int) -> bool:
    """Pydantic names the members of a union inside the path; a reader knows only fields and positions."""
    return isinstance(part, str) and bool(re.search(r"[\[\]-]|^str$|^[A-Z]", part))
