"""Runs: a record a case at once, taken up where they stopped, never mixed with another run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from assistant_eval.cli import app
from assistant_eval.errors import EvalError
from assistant_eval.judged import Judges
from assistant_eval.records import FILE, read_records
from assistant_eval.running import RunPlan, run, score_again
from assistant_eval.runs import MANIFEST, read_run
from assistant_eval.systems import Choice
from assistant_eval.systems.recorded import RecordedAnswers
from rich.console import Console
from typer.testing import CliRunner

from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.settings import Settings

QUIET = Console(quiet=True)
CONTEXT = "Ada Quill made the Lumo in 1961. The Lumo glowed."


def judges() -> Judges:
    return Judges(ExactScorer(), ExactScorer())


def case(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "kind": "story", "question": "Who made the Lumo?", "answerable": True, **more}


def plan(folder: Path, cases: Sequence[object], answers: Sequence[object], **more: object) -> RunPlan:
    files = []
    for name, rows in (("cases", cases), ("answers", answers)):
        path = folder / f"{name}.jsonl"
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
        files.append(path)
    choice = Choice(str(files[1]), Settings(brand=folder, home=folder))
    return RunPlan([files[0]], choice, folder / "run", **more)


CASES = [case("a", nuggets=["Ada Quill"]), case("b", answerable=False), case("c", tags=["small"])]
ANSWERS = [
    {"id": "a", "answer": "Ada Quill made the Lumo in 1961. [1]", "contexts": [CONTEXT]},
    {"id": "b", "answer": "I don't know.", "contexts": [CONTEXT]},
]


def test_every_case_gets_its_record_failures_included(tmp_path: Path) -> None:
    folder = run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    found = read_run(folder)
    assert [record.case.id for record in found.records] == ["a", "b", "c"]
    assert found.manifest.complete
    assert found.manifest.case_count == 3
    first, second, third = found.records
    assert first.scores["correct"] == 1.0
    assert first.scores["unsupported_sentences"] == 0.0
    assert second.scores["right_refusals"] == 1.0
    assert third.outcome is None
    assert third.error == "no answer was recorded to this case"
    assert third.scores["failed"] == 1.0


def test_the_same_run_twice_is_the_same_to_the_last_digit(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        folder = run(plan(tmp_path / name, CASES, ANSWERS), judges(), QUIET)
        texts.append((folder / FILE).read_text())
    assert texts[0] == texts[1]


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = RecordedAnswers.ask
    monkeypatch.setattr(
        RecordedAnswers, "ask", lambda self, case: (asked.append(case.id), answer(self, case))[1]
    )
    folder = run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    whole = (folder / FILE).read_text()
    lines = whole.splitlines(keepends=True)
    (folder / FILE).write_text(lines[0] + lines[1][:40])  # killed in the middle of a line
    asked.clear()
    run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    assert asked == ["b", "c"]
    assert (folder / FILE).read_text() == whole


def test_odd_characters_and_half_ones_stop_no_run(tmp_path: Path) -> None:
    odd = [
        {"id": "a", "answer": "Ada Quill made\u2028the Lumo\x85in 1961. [1]", "contexts": [CONTEXT]},
        {"id": "b", "answer": "It glowed \ud83d. [1]", "contexts": [CONTEXT + " \ud83d"]},
    ]
    folder = run(plan(tmp_path, CASES, odd), judges(), QUIET)
    assert read_records(folder)[1].text == "It glowed \ufffd. [1]"
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole + "{é".encode()[:-1])  # killed in the middle of a character
    again = run(plan(tmp_path, CASES, odd), judges(), QUIET)
    assert (again / FILE).read_bytes() == whole


def test_recorded_answers_are_judged_with_the_pack_that_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("ASSISTANT_BRAND", raising=False)
    made = plan(tmp_path, CASES, ANSWERS)
    files = ["run", "--cases", str(made.files[0]), "--system", made.choice.system, "--out", str(made.out)]
    assert CliRunner().invoke(app, files).exit_code == 0
    assert read_run(made.out).manifest.told["judge"]["pack"] is None


def test_cases_asked_side_by_side_give_the_same_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    one_by_one = (folder / FILE).read_text()
    monkeypatch.setattr(RecordedAnswers, "at_once", 2)
    folder = run(plan(tmp_path, CASES, ANSWERS, fresh=True), judges(), QUIET)
    assert (folder / FILE).read_text() == one_by_one


def test_another_run_in_the_folder_is_kept(tmp_path: Path) -> None:
    folder = run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    before = (folder / FILE).read_text()
    with pytest.raises(
        EvalError, match="run of another system: choose another --out, or begin anew with --fresh"
    ):
        run(plan(tmp_path, CASES, ANSWERS[:1]), judges(), QUIET)
    with pytest.raises(EvalError, match="run of another sample"):
        run(plan(tmp_path, CASES, ANSWERS, sample=2), judges(), QUIET)
    assert (folder / FILE).read_text() == before
    run(plan(tmp_path, CASES, ANSWERS[:1], fresh=True), judges(), QUIET)
    assert (folder / FILE).read_text() != before


def test_broken_cases_stop_it_before_anything_is_asked(tmp_path: Path) -> None:
    broken = [*CASES, "{oops", {"id": "d"}]
    with pytest.raises(EvalError, match=r"cases\.jsonl:4: is no JSON[\s\S]*cases\.jsonl:5: kind"):
        run(plan(tmp_path, broken, ANSWERS), judges(), QUIET)
    assert not (tmp_path / "run").exists()
    folder = run(plan(tmp_path, broken, ANSWERS, skip_invalid=True), judges(), QUIET)
    left_out = json.loads((folder / MANIFEST).read_text())["left_out"]
    assert [line["line"] for line in left_out] == [4, 5]


def test_a_sample_is_always_the_same_and_a_tag_picks(tmp_path: Path) -> None:
    cases = [case(str(number)) for number in range(20)]
    answers = [{"id": str(number), "answer": "Ada Quill.", "contexts": []} for number in range(20)]
    drawn = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        folder = run(plan(tmp_path / name, cases, answers, sample=5), judges(), QUIET)
        drawn.append([record.case.id for record in read_records(folder)])
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5
    (tmp_path / "tag").mkdir()
    folder = run(plan(tmp_path / "tag", CASES, ANSWERS, tag="small"), judges(), QUIET)
    assert [record.case.id for record in read_records(folder)] == ["c"]
    with pytest.raises(EvalError, match="no case has the tag 'none'"):
        run(plan(tmp_path / "tag", CASES, ANSWERS, tag="none", fresh=True), judges(), QUIET)


def test_answers_are_scored_again_without_being_asked_again(tmp_path: Path) -> None:
    folder = run(plan(tmp_path, CASES, ANSWERS), judges(), QUIET)
    before = read_records(folder)
    lines = [json.loads(line) for line in (folder / FILE).read_text().splitlines()]
    (folder / FILE).write_text(
        "".join(json.dumps({**line, "scores": {}, "judged": None}) + "\n" for line in lines)
    )
    (tmp_path / "answers.jsonl").unlink()
    score_again(folder, judges(), QUIET)
    assert read_records(folder) == before


def test_case_files_are_checked_on_the_command_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(json.dumps(case("a")))
    bad.write_text(json.dumps({"id": "a"}))
    done = CliRunner().invoke(app, ["cases", str(good)])
    assert done.exit_code == 0
    assert "1 cases (1 story)" in done.output
    done = CliRunner().invoke(app, ["cases", str(good), str(bad)])
    assert done.exit_code == 1
    assert "bad.jsonl:1: kind" in done.output
    assert "properties" in json.loads(CliRunner().invoke(app, ["cases", "--schema"]).output)
