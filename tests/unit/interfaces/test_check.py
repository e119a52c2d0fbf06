"""``assistant check``: any answer against any documents, for people and programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from assistant.grounding import judge
from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.interfaces.check import NamedText, show_check
from assistant.interfaces.cli import app

WORKSHOP = "# The workshop\n\nBrandt Lamps was founded on **7 January 1995** in a former bakery in Oslo.\n"
PRICE = "<html><head><style>p {}</style></head><body><p>The Lumo Two cost 299 dollars.</p></body></html>"
ANSWER = (
    "Good question! Brandt Lamps was founded in Oslo. The Lumo Two cost 399 dollars. Umbrellas amuse Mira."
)


def run(*arguments: object, typed: str | bytes | None = None) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, ["check", *map(str, arguments)], input=typed)


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.grounding.scoring.default.default_scorer", ExactScorer)


@pytest.fixture
def files(tmp_path: Path) -> tuple[object, ...]:
    (tmp_path / "workshop.md").write_text(WORKSHOP, encoding="utf-8")
    (tmp_path / "price.html").write_text(PRICE, encoding="utf-8")
    (tmp_path / "answer.txt").write_text(ANSWER, encoding="utf-8")
    return (
        *("--context", tmp_path / "workshop.md", "--context", tmp_path / "price.html"),
        *("--answer", tmp_path / "answer.txt"),
    )


def test_each_claim_is_marked_with_the_words_that_decide(files: tuple[object, ...]) -> None:
    result = run(*files)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "  Good question!"
    assert lines[1] == "✓ Brandt Lamps was founded in Oslo."
    assert "7 January 1995** in a former bakery in Oslo.”  workshop.md, 16-90" in lines[3]
    assert lines[4] == "✗ The Lumo Two cost 399 dollars."
    assert "299 dollars" in lines[5]
    assert lines[6] == "    “The Lumo Two cost 299 dollars.”  price.html, 0-30"
    assert lines[7].startswith("? Umbrellas amuse Mira.")
    assert "1 of 3 claims supported" in result.stdout
    assert "Judged by: exact checks, overlap" in result.stdout


def test_offsets_for_programs_are_those_of_the_files(files: tuple[object, ...]) -> None:
    report = json.loads(run(*files, "--json").stdout)
    assert report["supported"] is False
    assert [claim["verdict"] for claim in report["claims"]] == [
        "supported",
        "contradicted",
        "not_enough_information",
    ]
    for claim in report["claims"]:
        assert ANSWER[claim["start"] : claim["end"]] == claim["text"]
    evidence = report["claims"][0]["evidence"]
    assert evidence["context"] == "workshop.md"
    assert WORKSHOP[evidence["start"] : evidence["end"]] == evidence["text"]
    assert report["claims"][2]["evidence"] is None


def test_strict_exits_with_1_only_where_something_is_unsupported(
    files: tuple[object, ...], tmp_path: Path
) -> None:
    assert run(*files, "--strict").exit_code == 1
    (tmp_path / "answer.txt").write_text("Brandt Lamps was founded in Oslo.", encoding="utf-8")
    assert run(*files, "--strict").exit_code == 0


def test_an_answer_may_come_from_standard_input(files: tuple[object, ...]) -> None:
    result = run(*files[:-1], "-", "--strict", typed="The Lumo Two cost 299 dollars.")
    assert result.exit_code == 0
    assert "1 of 1 claims supported" in result.stdout


def test_an_answer_that_states_nothing_is_said_to(files: tuple[object, ...]) -> None:
    assert "states nothing that could be checked" in run(*files[:-1], "-", typed="Hello!").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--context", "-", "--answer", "-"), 2, "standard input can be read once only"),
        (("--answer", "-"), 2, "Missing option '--context'"),
        (("--context", "/no/such.md", "--answer", "-"), 1, "/no/such.md cannot be read (No such file"),
        (("--context", ".", "--answer", "-"), 1, "cannot be read (Is a directory)"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments, typed="Hello!")
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_file_that_is_no_document_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 8)
    for name, said in (("a.pdf", "has the extension .pdf but is none"), ("b.txt", "holds binary data")):
        result = run("--context", tmp_path / name, "--answer", "-", typed="Hello!")
        assert result.exit_code == 1
        assert f"{tmp_path / name} {said}" in result.stderr


def test_words_of_documents_play_no_tricks_on_the_terminal() -> None:
    contexts = (NamedText("a\x1b[2J.md", "The [red]lamp\x1b[31m cost\x07 9 dollars."),)
    answer = "The [red]lamp\x1b[31m cost\x07 9 dollars. \x1b[2JHello!"
    shown = io.StringIO()
    show_check(
        Console(file=shown, width=100, markup=False, highlight=False),
        answer,
        contexts,
        judge([contexts[0].text], answer, scorer=ExactScorer()),
    )
    assert "\x1b" not in shown.getvalue()
    assert "\x07" not in shown.getvalue()
    assert "[red]lamp" in shown.getvalue()
