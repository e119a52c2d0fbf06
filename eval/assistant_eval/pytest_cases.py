"""Cases as tests: a file of cases is collected as a test a case. `pytest_plugin` brings it in where it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pytest
from _pytest._code.code import ExceptionInfo, TerminalRepr

from assistant.assembly import Assistant
from assistant.errors import AssistantError
from assistant_eval.cases import Case, read_cases
from assistant_eval.checked import faults, told
from assistant_eval.errors import EvalError
from assistant_eval.judged import Judges, judge_record, open_judges
from assistant_eval.records import Record
from assistant_eval.systems.brand import BrandSystem
from assistant_eval.systems.planted import PlantedPack

MARK = "assistant_case"


class CaseFault(Exception):
    """What is wrong with the reply to a case, in the words that are shown."""


class CaseAsker:
    """Asks cases of an assistant that is open already, and judges what it says."""

    def __init__(self, assistant: Assistant, work: Path) -> None:
        self._system = _Open(assistant, work)
        self._root = assistant.brand.root

    @cached_property
    def _judges(self) -> Judges:
        return open_judges(self._root)

    def ask(self, case: Case) -> Record:
        """The judged record of a case; with an error where the system fails."""
        try:
            said = self._system.ask(case)
        except AssistantError as error:
            return Record(case, None, error=str(error))
        record = Record(case, said.outcome, said.retrieved, usage=said.usage)
        return record.with_scores(judge_record(record, self._judges), {})

    def close(self) -> None:
        """Remove what was planted; the assistant stays open."""
        self._system.close()


class _Open(BrandSystem):
    """The assistant as a system, opened and closed by somebody else."""

    def __init__(self, assistant: Assistant, work: Path) -> None:
        self._settings, self._persona, self._raw = assistant.settings, None, False
        self._assistant = assistant
        self._planted = PlantedPack(assistant.settings, work)
        self._opening = threading.Lock()

    def close(self) -> None:
        """See `System`."""
        self._planted.close()


class CaseTests(pytest.File):
    """The cases of a file. A line that is no case stops the collection, told with line and field."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test a case, by its id."""
        try:
            file = read_cases(self.path)
        except EvalError as error:
            raise self.CollectError(str(error)) from error
        if file.broken:
            lines = "\n".join(f"{self.path}:{line.line}: {line.reason}" for line in file.broken)
            raise self.CollectError(f"broken cases:\n{lines}")
        for case in file.cases:
            yield self._item(case)

    def _item(self, case: Case) -> CaseTest:
        made: Any = cast("Any", CaseTest)  # pytest leaves the types of its own constructors open
        item: CaseTest = made.from_parent(self, name=case.id, callobj=_test(case))
        item.case = case
        item.add_marker(MARK)
        item.extra_keyword_matches.update((case.kind, *case.tags))
        return item


class CaseTest(pytest.Function):
    """One case. It is a test function, so that fixtures and their overriding work as everywhere."""

    case: Case

    def repr_failure(self, excinfo: ExceptionInfo[BaseException]) -> str | TerminalRepr:
        """The faults alone; the way through the code says nothing to whoever wrote the case."""
        if isinstance(excinfo.value, CaseFault):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The case's file, and its id and question."""
        return self.path, 0, f"{self.case.id}: {self.case.question}"


def _test(case: Case) -> Callable[[CaseAsker], None]:
    def test(assistant_case_asker: CaseAsker) -> None:
        record = assistant_case_asker.ask(case)
        if found := faults(record):
            raise CaseFault(told(record, found))

    return test
