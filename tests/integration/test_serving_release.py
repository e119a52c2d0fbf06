"""An open assistant follows what is published and rolled back, and loses no answer over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.assembly import Assistant, open_assistant
from assistant.domain import Outcome, OutcomeKind, Released
from assistant.errors import PublishError, ReleaseError
from assistant.settings import Settings
from tests.publishing import publish_pack, releases, settings, write_pack
from tests.tiny_model import write_tiny_model

QUESTION = "How many valves did the radio have?"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def configured(tmp_path: Path, model: Path) -> Settings:
    pack = write_pack(tmp_path / "pack", {"radio.md": _radio(5)})
    found = settings(tmp_path / "home", model, brand=str(pack))
    publish_pack(pack, found)
    return found


@pytest.fixture
def assistant(configured: Settings) -> Iterator[Assistant]:
    with open_assistant(configured) as opened:
        yield opened


def _radio(valves: int) -> str:
    return f"# The radio\n\nThe radio had {valves} valves and a long aerial.\n"


def _publish(configured: Settings, valves: int) -> str:
    (configured.brand / "radio.md").write_text(_radio(valves))
    return publish_pack(configured.brand, configured).release


def _told(outcome: Outcome, valves: int) -> bool:
    return outcome.kind is OutcomeKind.ANSWER and f"{valves} valves" in outcome.text


def test_what_is_published_or_rolled_back_answers_the_next_question(
    assistant: Assistant, configured: Settings
) -> None:
    first = assistant.release_id
    before = assistant.ask(QUESTION)
    assert _told(before, 5)
    second = _publish(configured, 7)
    after = assistant.ask(QUESTION)
    assert _told(after, 7)
    assert (before.release, after.release, assistant.release_id) == (first, second, second)
    (cited,) = before.citations  # still shown beside the answers of now
    assert "5 valves" in assistant.passage(cited.passage_id).text
    assert assistant.source(cited.document).id == "radio.md"
    releases(configured.brand, configured).rollback()
    assert _told(assistant.ask(QUESTION), 5)


def test_an_answer_under_way_ends_on_the_release_it_began_with(
    assistant: Assistant, configured: Settings
) -> None:
    first = assistant.release_id
    under_way = assistant.stream(QUESTION)
    begun = next(under_way)
    assert isinstance(begun, Released)
    for valves in (6, 7, 8):  # more releases than are kept open for what was just said
        _publish(configured, valves)
        assert _told(assistant.ask(QUESTION), valves)
    assert "5 valves" in assistant.passage(begun.citations[0].passage_id).text
    *_, outcome = under_way
    assert isinstance(outcome, Outcome)
    assert (outcome.release, _told(outcome, 5)) == (first, True)


def test_a_release_that_cannot_be_served_is_not_taken_up(
    assistant: Assistant, configured: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    second = _publish(configured, 7)
    shutil.rmtree(releases(configured.brand, configured).get(second).lexical)
    assert _told(assistant.ask(QUESTION), 5)
    assert _told(assistant.ask(QUESTION), 5)
    assert caplog.text.count(f"release {second} is not taken up") == 1
    _publish(configured, 9)
    assert _told(assistant.ask(QUESTION), 9)


def test_a_release_whose_tables_cannot_be_opened_is_not_put_in_service(
    assistant: Assistant, configured: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = assistant.release_id

    def unreadable(*_: object) -> None:
        raise ValueError("no such date")

    with monkeypatch.context() as faulty:
        faulty.setattr("assistant.assembly.TableFacts", unreadable)
        with pytest.raises(PublishError, match=r"cannot be served \(ValueError: no such date\)"):
            _publish(configured, 7)
    assert releases(configured.brand, configured).ids() == (first,)
    assert _told(assistant.ask(QUESTION), 5)
    _publish(configured, 7)
    assert _told(assistant.ask(QUESTION), 7)


def test_a_release_that_could_not_be_opened_for_a_moment_is_tried_again(
    assistant: Assistant, configured: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = _publish(configured, 7)
    lexical = releases(configured.brand, configured).get(second).lexical
    shutil.move(lexical, tmp_path / "away")
    assert _told(assistant.ask(QUESTION), 5)
    shutil.move(tmp_path / "away", lexical)
    assert _told(assistant.ask(QUESTION), 5)
    monkeypatch.setattr("assistant.service.RETRY_AFTER_S", 0.0)
    assert _told(assistant.ask(QUESTION), 7)


def test_what_is_kept_back_answers_no_more_though_nothing_else_is_published(
    assistant: Assistant, configured: Settings
) -> None:
    assert _told(assistant.ask(QUESTION), 5)
    (configured.brand / "radio.md").write_text(f"---\nvisibility: draft\n---\n{_radio(5)}")
    with pytest.raises(PublishError, match="is out of service"):
        publish_pack(configured.brand, configured)
    with pytest.raises(ReleaseError, match="no release is in service"):
        assistant.ask(QUESTION)
    _publish(configured, 7)
    assert _told(assistant.ask(QUESTION), 7)


def test_an_empty_folder_may_be_an_accident_and_takes_nothing_out_of_service(
    assistant: Assistant, configured: Settings
) -> None:
    (configured.brand / "radio.md").unlink()
    with pytest.raises(PublishError, match="no document"):
        publish_pack(configured.brand, configured)
    assert _told(assistant.ask(QUESTION), 5)


def test_a_release_whose_index_is_gone_is_built_anew(configured: Settings) -> None:
    kept = releases(configured.brand, configured)
    first = kept.current()
    (first.dense / "chroma.sqlite3").unlink()
    assert publish_pack(configured.brand, configured).release != first.id
    assert kept.current().is_whole
    with open_assistant(configured) as opened:
        assert _told(opened.ask(QUESTION), 5)


def test_many_questions_while_releases_come_and_go(assistant: Assistant, configured: Settings) -> None:
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(assistant.ask, QUESTION) for _ in range(20)]
        for valves in (6, 7, 8):
            _publish(configured, valves)
            asked += [threads.submit(assistant.ask, QUESTION) for _ in range(10)]
        outcomes = [each.result() for each in asked]
    assert all(any(_told(outcome, valves) for valves in (5, 6, 7, 8)) for outcome in outcomes)
    assert _told(assistant.ask(QUESTION), 8)
