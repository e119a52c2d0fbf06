"""Receipts of real answers: they replay on the release they came from, and notice what was taken away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.assembly import Assistant
from assistant.domain import OutcomeKind
from assistant.generation.chat_model import open_chat_model
from assistant.grounding.gate.policy import Repair
from assistant.grounding.receipts.receipt import read_receipt, receipt_text
from assistant.grounding.receipts.replay import Aspect, replay
from assistant.interfaces.cli import app
from assistant.interfaces.receipt import receipt_of, today
from assistant.settings import Settings
from tests.fakes import Reply, ScriptedServer

QUESTIONS = [
    "When did the Lumo One come out?",
    "Which came first, the Lumo Mini or the Lumo Two?",
    "How long after the Lumo One did the Lumo Two follow?",
    "Which lamps came out in 2000?",
    "Who built the first dimmer?",
    "What is a good lamp like?",
    "Why was the Lumo Two late for the autumn?",
    "What does Ada Brandt collect?",
    "When did Ada Brandt die?",
    "What is the capital of Peru?",
    "Who are you?",
]


@pytest.mark.parametrize("persona", ["historian", "founder"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_fresh_receipt_holds(lamps: Assistant, question: str, persona: str) -> None:
    outcome = lamps.ask(question, persona=persona)
    receipt, intact = read_receipt(receipt_text(receipt_of(lamps, outcome, question)))
    assert intact
    found = replay(receipt, today(lamps), intact=intact)
    assert (found.findings, found.moved) == ((), ())
    assert (receipt.question, receipt.text, receipt.outcome) == (question, outcome.text, outcome.kind)
    assert {record.id for record in receipt.passages} == {
        citation.passage_id for citation in (*outcome.citations, *outcome.nearby)
    }
    assert len(receipt.claims) == len(outcome.claims)


def test_what_the_gate_did_to_a_draft_is_on_record(lamps: Assistant) -> None:
    question = "Who built the first dimmer?"
    invented = "Mira Solberg built the first dimmer in 1987."
    mistaken = "Nils Holm built the first dimmer out of a camera's light meter."
    found = lamps.answering.finder.retrieve(question)
    elsewhere = next(item.rank for item in found if mistaken not in item.passage.rendering)
    with (
        ScriptedServer(Reply.saying(f"{mistaken} [{elsewhere}] {invented} [1]")) as server,
        open_chat_model(Settings(drafter=server.url, drafter_timeout_s=10)) as model,
    ):
        (*_, outcome) = replace(lamps.answering, chat_model=model).answer(question)
    receipt = receipt_of(lamps, outcome, question)  # pyright: ignore
    repaired, dropped = receipt.revisions
    assert (repaired.drafted, repaired.shown) == (mistaken, mistaken)
    assert Repair.CITATION_MOVED in repaired.reasons
    assert (dropped.drafted, dropped.shown) == (invented, None)
    assert dropped.reasons[0]
    assert "Solberg" not in receipt.text
    assert receipt.models.drafter == outcome.drafter  # pyright: ignore
    assert replay(receipt, today(lamps)).holds


def test_a_refusal_records_what_was_dropped(lamps: Assistant) -> None:
    invented = "Mira Solberg built the first dimmer in 1987."
    with (
        ScriptedServer(Reply.saying(invented)) as server,
        open_chat_model(Settings(drafter=server.url, drafter_timeout_s=10)) as model,
    ):
        (outcome,) = replace(lamps.answering, chat_model=model).answer("Who built the first dimmer?")
    assert outcome.kind is OutcomeKind.REFUSAL  # pyright: ignore
    both_drafts = [invented, invented]
    assert [revision.drafted for revision in outcome.revisions] == both_drafts  # pyright: ignore


# ---------------------------------------------------------------- on the command line

HISTORY = "# How the anvil came about\n\nAda Acme made the first anvil in 1901, in a shed in Springfield.\n"
BELL = "# The bell\n\nThe bell was cast in 1920 by a founder from Ghent.\n"


def run(*arguments: object) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acme")
    (folder / "anvil.md").write_text(HISTORY, encoding="utf-8")
    (folder / "bell.md").write_text(BELL, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def where(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    return "--brand", str(pack), "--home", str(tmp_path_factory.mktemp("home"))


@pytest.fixture
def receipt(pack: Path, where: Sequence[str], tmp_path: Path) -> Path:
    """The receipt of an answer from `anvil.md`, with both documents as they were."""
    (pack / "anvil.md").write_text(HISTORY, encoding="utf-8")
    assert run("publish", *where).exit_code == 0
    file = tmp_path / "receipt.json"
    asked = run("ask", "Who made the first anvil?", "--receipt", file, "--json", *where)
    assert json.loads(asked.stdout)["outcome"] == "answer"
    return file


def verified(file: Path, where: Sequence[str], code: int) -> dict[str, object]:
    result = run("verify-receipt", file, "--json", *where)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_a_receipt_holds_until_something_is_taken_away(
    receipt: Path, pack: Path, where: Sequence[str]
) -> None:
    assert verified(receipt, where, 0)["findings"] == []
    shown = run("verify-receipt", receipt, *where)
    assert "✓ All of it still holds: 1 passages, 0 quotations, 1 claims" in shown.stdout

    (pack / "anvil.md").write_text(
        HISTORY.replace("\n\n", "\n\nOnce upon a time.\n\n## Then\n\n", 1), encoding="utf-8"
    )
    assert run("publish", *where).exit_code == 0
    assert verified(receipt, where, 0)["moved"] == ["How the anvil came about"]

    (pack / "anvil.md").write_text(HISTORY.replace("1901", "1911"), encoding="utf-8")
    assert run("publish", *where).exit_code == 0
    changed = verified(receipt, where, 1)
    assert [finding["aspect"] for finding in changed["findings"]] == ["passage", "claim"]  # type: ignore[attr-defined]

    (pack / "anvil.md").unlink()
    assert run("publish", *where).exit_code == 0
    shown = run("verify-receipt", receipt, *where)
    assert shown.exit_code == 1
    assert "✗ passage: anvil.md" in shown.stdout
    assert "no longer in the release" in shown.stdout
    assert "2 of it no longer hold" in shown.stdout


def test_an_edited_receipt_is_noticed(receipt: Path, where: Sequence[str]) -> None:
    receipt.write_text(receipt.read_text().replace("Springfield", "Shelbyville"), encoding="utf-8")
    findings = verified(receipt, where, 1)["findings"]
    assert findings[0]["aspect"] == Aspect.INTEGRITY.value  # type: ignore[index]


def test_usage_errors_exit_with_2(receipt: Path, where: Sequence[str], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes", encoding="utf-8")
    for arguments, said in (
        (("verify-receipt", tmp_path / "notes.txt"), "this is no receipt"),
        (("verify-receipt", tmp_path / "nothing.json"), "does not exist"),
        (("verify-receipt",), "Missing argument"),
        (("ask", "Why?", "--receipt", tmp_path / "no" / "where.json"), "is not a folder"),
    ):
        result = run(*arguments, *where)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in " ".join(result.stderr.replace("│", " ").split())
