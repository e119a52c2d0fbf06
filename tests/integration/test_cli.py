"""The command line, end to end on a small real pack: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant import __version__
from assistant.errors import PublishError
from assistant.interfaces.cli import app

HISTORY = """\
---
title: How the anvil came about
kind: history
voice: by_others
date: 1950
---

# How the anvil came about

Ada Acme made the first anvil in 1901, in a shed in Springfield. She had wanted a bell, but it did not ring.

## The name

The name Thunderbird comes from a storm in the night when the first one was cast.
"""
PRODUCTS = """\
name,released,launch_price_usd
Thunderbird,1901-05-04,25
Thunderbird II,1911-03-01,40
"""
COMMANDS = ("init", "publish", "releases", "rollback", "ask", "verify-receipt", "check", "chat", "serve")


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, list(arguments), input=typed, prog_name="assistant")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acme")
    (folder / "history.md").write_text(HISTORY, encoding="utf-8")
    (folder / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    (folder / "empty.md").touch()
    return folder


@pytest.fixture(scope="module")
def where(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The options that name pack and home; the pack is published once for all tests of this file."""
    options = ("--brand", str(pack), "--home", str(tmp_path_factory.mktemp("home")))
    result = run("publish", *options)
    assert result.exit_code == 0, result.output
    return options


# ---------------------------------------------------------------- without a release


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: assistant {command}" in " ".join(result.stdout.split())


def test_help_loads_nothing_heavy() -> None:
    heavy = {"torch", "chromadb", "gradio", "tantivy", "langchain", "sentence_transformers", "pydantic"}
    code = f"import assistant.interfaces.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask",), "Missing argument"),
        (("ask", "  "), "the question is empty"),
        (("dance",), "No such command"),
        (("ask", "Why?", "--colour"), "No such option"),
        (("serve", "--port", "99999"), "65535"),
    ],
)
def test_a_usage_error_exits_with_2_and_says_so_on_stderr(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("variable", "value"), [("ASSISTANT_EVIDENCE_LIMIT", "0"), ("ASSISTANT_WEB_HOSTS", "not json")]
)
def test_a_wrong_setting_is_a_usage_error_that_names_it(
    variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    result = run("releases", "--brand", str(tmp_path))
    assert result.exit_code == 2
    assert variable.removeprefix("ASSISTANT_").lower() in result.stderr.lower()


def test_asking_before_publishing_says_what_to_do(tmp_path: Path) -> None:
    result = run("ask", "Who?", "--json", "--brand", str(tmp_path), "--home", str(tmp_path / "home"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "assistant publish" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_folder_is_one_clear_line() -> None:
    for command in ("publish", "releases", "rollback"):
        result = run(command, "--brand", "/no/such/folder")
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert "/no/such/folder is not a folder" in result.stderr


def test_nothing_published_yet_is_an_empty_list(tmp_path: Path) -> None:
    options = ("--brand", str(tmp_path), "--home", str(tmp_path / "home"))
    assert json.loads(run("releases", "--json", *options).stdout) == []
    assert "Nothing is published yet" in run("releases", *options).stdout


def test_init_writes_a_brand_file_once(tmp_path: Path) -> None:
    (tmp_path / "history.md").write_text("# Anvils\n\nThey ring.\n", encoding="utf-8")
    first = run("init", str(tmp_path), "--json")
    assert first.exit_code == 0
    assert json.loads(first.stdout)["written"] == str(tmp_path / "brand.toml")
    assert json.loads(first.stdout)["attention"]
    again = run("init", str(tmp_path))
    assert (again.exit_code, again.stdout) == (1, "")
    assert "--force" in again.stderr
    forced = run("init", str(tmp_path), "--force")
    assert "Please look at:" in forced.stdout
    assert f"assistant publish --brand {tmp_path}" in forced.stdout


# ---------------------------------------------------------------- faults


def failing(error: BaseException) -> Callable[..., None]:
    def publish(*_: object) -> None:
        raise error

    return publish


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PublishError("disk full: make room"), 1, "Error: disk full: make room\n"),
        (RuntimeError("boom"), 1, "Unexpected failure: RuntimeError: boom\n"),
        (KeyboardInterrupt(), 130, "Nothing was lost"),
    ],
)
def test_failures_are_told_on_stderr_without_a_traceback(
    error: BaseException, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.corpus.publish.publish", failing(error))
    result = run("publish", "--json", "--brand", str(tmp_path), "--home", str(tmp_path))
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_debug_shows_where_it_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.corpus.publish.publish", failing(RuntimeError("boom")))
    result = run("--debug", "publish", "--brand", str(tmp_path), "--home", str(tmp_path))
    assert isinstance(result.exception, RuntimeError)


# ---------------------------------------------------------------- with a release


def test_publish_reports_what_it_did_and_what_it_left_out(pack: Path, where: tuple[str, ...]) -> None:
    result = run("publish", *where)
    assert result.exit_code == 0
    assert "Nothing has changed" in result.stdout
    assert "empty.md" in result.stdout
    assert "Reading documents" in result.stderr
    report = json.loads(run("publish", "--json", *where).stdout)
    assert report["switched"] is False
    assert report["documents"] == {"added": 0, "changed": 0, "unchanged": 2, "removed": 0}
    assert [file["path"] for file in report["quarantined"]] == ["empty.md"]
    assert "0 bytes" in report["quarantined"][0]["reason"]


def test_an_answer_cites_and_its_json_is_one_object(where: tuple[str, ...]) -> None:
    question = "Who made the first anvil?"
    text = run("ask", question, *where)
    assert text.exit_code == 0
    assert "Ada Acme made the first anvil in 1901" in text.stdout
    assert "Sources\n[1] How the anvil came about\n    1950 · by others · history.md\n" in text.stdout
    assert "You are talking with an AI" in text.stdout
    assert "Sources" not in run("ask", question, "--no-sources", *where).stdout
    outcome = json.loads(run("ask", question, "--json", *where).stdout)
    assert (outcome["schema"], outcome["outcome"]) == (2, "answer")
    cited = outcome["citations"][0]
    assert (cited["document"], HISTORY[cited["start"] : cited["end"]]) == ("history.md", cited["text"])


def test_a_refusal_is_an_outcome_not_a_failure(where: tuple[str, ...]) -> None:
    result = run("ask", "How many moons does Jupiter have?", "--json", *where)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["outcome"] == "refusal"


def test_an_unknown_persona_is_a_failure_that_names_those_there_are(where: tuple[str, ...]) -> None:
    result = run("ask", "Who?", "--persona", "pirate", *where)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "historian" in result.stderr


def test_chat_answers_until_it_is_left(where: tuple[str, ...]) -> None:
    result = run("chat", *where, typed="Who made the first anvil?\n/sources\n/quit\n")
    assert result.exit_code == 0
    assert result.stdout.count("Ada Acme made the first anvil in 1901") >= 2  # the answer, its sources
    assert result.stdout.count("Sources") == 2


def test_releases_are_listed_and_rolled_back(pack: Path, where: tuple[str, ...]) -> None:
    (before,) = json.loads(run("releases", "--json", *where).stdout)
    assert run("rollback", *where).exit_code == 1
    extra = pack / "bell.md"
    extra.write_text("# The bell\n\nThe bell was cast in 1920.\n", encoding="utf-8")
    try:
        published = json.loads(run("publish", "--json", *where).stdout)
    finally:
        extra.unlink()
    newest, oldest = json.loads(run("releases", "--json", *where).stdout)
    assert (newest["id"], newest["serving"], newest["documents"]) == (published["release"], True, 3)
    assert (oldest["id"], oldest["serving"], oldest["problem"]) == (before["id"], False, None)
    rolled = run("rollback", *where)
    assert rolled.stdout == f"Now serving release {before['id']}\n"
    assert f"*   {before['id']}" in run("releases", *where).stdout
    assert run("rollback", "20000101T000000Z-nothing", *where).exit_code == 1
    (Path(where[3]).glob("*/releases/" + newest["id"] + "/release.json").__next__()).unlink()
    damaged = json.loads(run("releases", "--json", *where).stdout)[0]
    assert damaged["documents"] is None
    assert "cannot be read" in damaged["problem"]
    assert "damaged" in run("releases", *where).stdout


@pytest.mark.slow
def test_as_a_program_of_its_own(where: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "assistant"]
    asked = subprocess.run(
        [*command, "ask", "Who made the first anvil?", "--json", *where],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout)["outcome"] == "answer"
    assert subprocess.run([*command, "ask"], capture_output=True, check=False).returncode == 2
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"{__version__}\n"


def _hear_ctrl_c() -> None:
    """Where the tests run in the background, a shell has told them, and so their children, to ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.slow
def test_ctrl_c_at_the_prompt_leaves_with_one_line(where: tuple[str, ...]) -> None:
    chat = subprocess.Popen(
        [sys.executable, "-u", "-m", "assistant", "chat", *where],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - no thread of the tests holds a lock here
    )
    assert chat.stdout
    assert chat.stderr
    deadline = time.monotonic() + 120
    for line in chat.stdout:
        if "/help" in line or time.monotonic() > deadline:
            break
    time.sleep(0.5)  # from the last line of the welcome to the prompt
    chat.send_signal(signal.SIGINT)
    _, told = chat.communicate(timeout=60)
    assert chat.returncode == 130
    assert told.strip().splitlines()[-1].startswith("Stopped. Nothing was lost")
    assert "Traceback" not in told


def test_a_port_in_use_is_told_at_once_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: 127.0.0.1 port {port} is in use by another program: ")
    assert "--port" in line


def test_a_misspelt_variable_is_warned_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_BRANDS", str(tmp_path))
    result = run("releases", "--brand", str(tmp_path), "--home", str(tmp_path))
    assert result.exit_code == 0
    assert "ASSISTANT_BRANDS is no setting and is ignored: did you mean ASSISTANT_BRAND?" in result.stderr
