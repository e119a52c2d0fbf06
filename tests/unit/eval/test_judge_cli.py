"""``assistant-eval judge``: figures for people and programs, and clear words where there are none."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.cli import app
from typer.testing import CliRunner, Result

from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.grounding.scoring.scored import Scored

CONTEXT = "The Lumo was made in Oslo in 1995. Ada Brandt drew it on the back of a ferry ticket."
TRUE, FALSE = "Ada Brandt drew the Lumo on a ferry ticket.", "Nils Holm painted the Nocta in Bergen."


def run(*arguments: object) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, ["judge", *map(str, arguments)])


def write(path: Path, *rows: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(at: int, label: object = None, claim: str | None = None) -> dict[str, Any]:
    """Even rows are supported; every two rows hang together."""
    text = claim if claim is not None else FALSE if at % 2 else TRUE
    known = (1 - at % 2) if label is None else label
    return {"id": at, "context": CONTEXT, "claim": text, "label": known, "group": at // 2}


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.grounding.scoring.default.default_scorer", ExactScorer)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    return write(tmp_path / "lamps" / "dev.jsonl", *map(row, range(20)))


def no_nan(value: object) -> None:
    """Every number in a JSON value is a number."""
    if isinstance(value, dict):
        list(map(no_nan, value.values()))
    elif isinstance(value, list):
        list(map(no_nan, value))
    elif isinstance(value, float):
        assert math.isfinite(value)


def test_figures_for_programs(labelled: Path) -> None:
    result = run(labelled, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["judge"] == "exact checks"
    (file,) = report["files"]
    assert (file["file"], file["rows"], file["labelled"], file["supported"], file["groups"]) == (
        "lamps/dev.jsonl",
        20,
        20,
        10,
        10,
    )
    assert file["parts"] == {"exact checks": 20, "overlap": 20}
    metrics = file["metrics"]
    assert set(metrics) == {
        *("auroc", "balanced_accuracy", "f1_unsupported", "ece", "overlap_auroc"),
        *("overlap_balanced_accuracy", "margin_over_overlap", "rows_per_second"),
    }
    for name in ("auroc", "balanced_accuracy", "f1_unsupported"):
        assert metrics[name] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert metrics["rows_per_second"]["low"] <= metrics["rows_per_second"]["value"]
    assert report["macro"]["auroc"]["value"] == 1.0
    no_nan(report)


def test_figures_for_people(labelled: Path) -> None:
    shown = run(labelled).stdout
    assert "20 rows in 10 groups, 20 with label and score (10 supported)" in shown
    assert "what spoke: exact checks in 20, overlap in 20" in shown
    assert "1.000  (1.000-1.000)" in shown
    assert "100.0  (100.0-100.0)" in shown


def test_several_files_are_a_table_with_a_macro_mean(labelled: Path, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong" / "dev.jsonl", *(row(at, label=at % 2) for at in range(20)))
    shown = run(labelled, wrong).stdout
    assert "macro mean" in shown
    assert "0.500" in shown
    macro = json.loads(run(labelled, wrong, "--json").stdout)["macro"]
    assert macro["auroc"]["value"] == pytest.approx(0.5)
    assert macro["balanced_accuracy"]["value"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no row has a label"),
        ([{"id": 1, "context": CONTEXT, "claim": TRUE}], "no row has a label"),
        ([row(0), row(2)], "every labelled row is supported: it needs rows of both kinds"),
        ([row(1), row(3)], "every labelled row is unsupported: it needs rows of both kinds"),
        ([row(0, claim=""), row(1, claim=" ")], "the claim is empty"),
    ],
)
def test_what_has_no_figure_says_why(rows: Sequence[object], said: str, tmp_path: Path) -> None:
    path = write(tmp_path / "set" / "dev.jsonl", *rows)
    result = run(path)
    assert result.exit_code == 0
    assert said in result.stdout
    assert "nan" not in result.stdout.lower()
    report = json.loads(run(path, "--json").stdout)
    no_nan(report)
    assert report["files"][0]["metrics"]["auroc"]["value"] is None
    assert run(path, path).exit_code == 0


def test_broken_lines_are_named(labelled: Path) -> None:
    with labelled.open("a", encoding="utf-8") as file:
        file.write("oops\n" * 7)
    shown = run(labelled).stdout
    assert "line 21 left out: is no JSON" in shown
    assert "and 2 more lines left out" in shown
    broken = json.loads(run(labelled, "--json").stdout)["files"][0]["broken_lines"]
    assert [line["line"] for line in broken] == list(range(21, 28))


def test_ctrl_c_loses_nothing(labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(ExactScorer):
        left = 5

        def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
            return super().score(context, claim, question)

    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr("assistant.grounding.scoring.default.default_scorer", Impatient)
        stopped = run(labelled, "--out", out)
    assert stopped.exit_code == 130
    assert "the same command goes on from there" in stopped.stderr
    assert "5 of 20 rows judged" in stopped.stdout
    assert len(out.read_text().splitlines()) == 5
    assert run(labelled, "--out", out, "--json").exit_code == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == list(range(20))


@pytest.mark.parametrize(
    ("out", "said"), [("lamps/dev.jsonl", "one of the files to read"), ("out.jsonl.gz", "plain text")]
)
def test_an_out_file_that_would_do_harm_is_refused(
    out: str, said: str, labelled: Path, tmp_path: Path
) -> None:
    before = labelled.read_bytes()
    result = run(labelled, "--out", tmp_path / out)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert labelled.read_bytes() == before


def test_failures_are_one_line(labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes\n")
    result = run(labelled, "--out", tmp_path / "notes.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert run(tmp_path / "nothing.jsonl").exit_code == 2
    assert run().exit_code == 2


def test_limit_judges_the_first_rows(labelled: Path) -> None:
    assert json.loads(run(labelled, "--limit", 4, "--json").stdout)["files"][0]["rows"] == 4


def test_progress_is_told_where_no_terminal_shows_a_bar(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant_eval.progress.LINE_EVERY_S", 0.0)
    result = run(labelled, "--json")
    assert "lamps/dev.jsonl: 20/20 rows, about 0 s left" in result.stderr
    assert json.loads(result.stdout)


@pytest.mark.slow
def test_as_a_program_of_its_own_with_the_judge_in_service(labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "assistant_eval", "judge", str(labelled), "--out", str(out), "--json"]
    environment = {"PYTHONPATH": str(Path(__file__).parents[3] / "eval"), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report = json.loads(done.stdout)
    no_nan(report)
    assert report["files"][0]["metrics"]["auroc"]["value"] > 0.9
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert all({"score", "supported", "spans", "parts"} <= set(line) for line in lines)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ('{"question": "Who?", "answer": "Ada Brandt."}\n', "line 1: its context is missing"),
        ('no json\n{"context": "A lamp."}\n', "line 1: is no JSON"),
    ],
)
def test_a_file_without_a_row_is_a_failure_that_names_it_as_given(
    tmp_path: Path, lines: str, reason: str
) -> None:
    path = tmp_path / "lamps.jsonl"
    path.write_text(lines)
    result = run(path)
    assert result.exit_code == 1
    assert f"nothing was scored of {path}: no line of it is a row; {reason}" in result.stderr
