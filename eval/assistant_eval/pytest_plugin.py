"""The pytest plugin: is an answer grounded, an open assistant to ask, and files of cases as tests.

>>> def test_price(brand_assistant):
...     outcome = brand_assistant.ask("What did the Lumo Two cost?")
...     cited = [brand_assistant.passage(citation.passage_id).rendering for citation in outcome.citations]
...     assert_grounded(outcome.text, cited)

pytest loads it wherever the package is installed: nothing but pytest itself is imported here at the top.
"""
# ruff: noqa: PLC0415 - whoever uses none of it shall not wait for it

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.grounding.scoring.scored import Scorer
    from assistant.settings import Settings
    from assistant_eval.pytest_cases import CaseAsker

__all__ = ["assert_grounded"]

_FILES = pytest.StashKey[tuple[Path, ...]]()


def assert_grounded(
    answer: str, evidence: str | Sequence[str], question: str = "", *, scorer: Scorer | None = None
) -> None:
    """Fail unless `evidence`, one text or several together, bears out every claim of `answer`.

    The failure names each claim that is not borne out, and why. `question` is what was answered, if known;
    `scorer` another judge than the one in service, which the first call loads (ModelError where it cannot).
    """
    __tracebackhide__ = True
    from assistant_eval.grounded import ungrounded

    if told := ungrounded(answer, evidence, question, scorer):
        raise AssertionError(told)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("assistant", "brand assistant")
    group.addoption(
        "--assistant-cases",
        action="append",
        default=[],
        metavar="FILE.jsonl",
        help="run every case of FILE as a test; may be given again",
    )
    group.addoption(
        "--assistant-brand",
        metavar="DIR",
        help="the published pack of brand_assistant (else ASSISTANT_BRAND)",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Put the files of cases among what is collected; without other arguments they are all of it."""
    config.addinivalue_line("markers", "assistant_case: a case of a file given with --assistant-cases")
    given: Sequence[str] = config.getoption("assistant_cases") or ()
    files = tuple(Path(config.invocation_params.dir, name).resolve() for name in given)
    for file in files:
        if not file.is_file():
            raise pytest.UsageError(f"--assistant-cases: there is no file {file}")
    config.stash[_FILES] = files
    if files and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args[:] = []
    config.args.extend(str(file) for file in files if str(file) not in config.args)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of cases, where it was asked for as one."""
    if file_path not in parent.config.stash.get(_FILES, ()):
        return None
    from assistant_eval.pytest_cases import CaseTests

    made: Any = cast("Any", CaseTests)  # pytest leaves the types of its own constructors open
    return made.from_parent(parent, path=file_path)


@pytest.fixture(scope="session")
def brand_assistant(request: pytest.FixtureRequest) -> Iterator[Assistant]:
    """The assistant over the release in service, of the pack of ``--assistant-brand`` or ``ASSISTANT_BRAND``.

    Every setting may come from the environment. Override the fixture to open another one.
    """
    from assistant.assembly import open_assistant
    from assistant.errors import AssistantError

    assistant, wrong = None, ""
    try:
        assistant = open_assistant(_settings(request.config))
    except AssistantError as error:
        wrong = str(error)
    if assistant is None:  # outside of the except, so that the failure is told in one line
        pytest.fail(f"brand_assistant cannot be opened: {wrong}", pytrace=False)
    with assistant:
        yield assistant


@pytest.fixture(scope="session")
def assistant_case_asker(
    brand_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CaseAsker]:
    """Asks the cases of `--assistant-cases`, of `brand_assistant`."""
    from assistant_eval.pytest_cases import CaseAsker

    asker = CaseAsker(brand_assistant, tmp_path_factory.mktemp("assistant-cases"))
    yield asker
    asker.close()


def _settings(config: pytest.Config) -> Settings:
    from assistant.settings import Settings

    brand = config.getoption("assistant_brand")
    return Settings(brand=Path(config.invocation_params.dir, brand)) if brand else Settings()
