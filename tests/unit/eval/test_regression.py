"""The gate: closed by what may not happen once and by what is beyond noise, open to everything else."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from assistant_eval.errors import EvalError
from assistant_eval.figures import MEASURES, paired
from assistant_eval.gate_view import gate_line
from assistant_eval.records import Record
from assistant_eval.regression import (
    CHANGED,
    GATED,
    MISSING,
    ZERO_TOLERANCE,
    Baseline,
    baseline_text,
    gate,
    read_baseline,
)
from assistant_eval.report.commands import gate as command
from assistant_eval.runs import Run
from assistant_eval.stats import Unscored
from typer.testing import CliRunner, Result

from tests.evaluated import cases, records, write_run
from tests.unit.eval.test_compare import a_run, refused, scored, spoilt, unsupported

Gate = Callable[..., Result]


@pytest.fixture(scope="module")
def right() -> list[Record]:
    return records(cases(80), share_wrong=0.0, share_refused=0.0)


def baseline_of(run: Run, folder: Path) -> Baseline:
    path = folder / "baseline.json"
    path.write_text(baseline_text(run), encoding="utf-8")
    return read_baseline(path)


def invented(record: Record) -> Record:
    assert record.outcome is not None
    text = f"{record.text} She wrote “words that nobody has ever written”."
    return scored(replace(record, outcome={**record.outcome, "text": text}))


def followed(record: Record) -> Record:
    assert record.outcome is not None
    text = f"{record.text} {' '.join(record.case.canaries)}"
    return scored(replace(record, outcome={**record.outcome, "text": text}))


def names(found: Any) -> list[str]:
    return [each.measure for each in found.regressions]


# ---- what can no longer be scored ----


def test_an_answer_that_nothing_scores_any_more_is_no_better(right: list[Record], tmp_path: Path):
    baseline = baseline_of(a_run(right), tmp_path)
    mute = [
        replace(record, scores={**record.scores, "unsupported_sentences": Unscored("the judge gave nan")})
        if at % 8 == 0
        else record
        for at, record in enumerate(right)
    ]
    found = gate(a_run(mute), baseline)
    assert names(found) == ["unsupported_sentences"]
    assert "can no longer be scored in" in found.regressions[0].reason


# ---- the baseline ----


def test_a_baseline_gives_the_same_differences_as_the_run_itself(right: list[Record], tmp_path: Path):
    after = spoilt(spoilt(right, 20, unsupported), 5, refused)
    baseline = baseline_of(a_run(right), tmp_path)
    from_file = {pair.measure.name: pair for pair in paired(baseline.records, after)}
    for pair in paired(right, after):
        if pair.measure.name in GATED:
            other = from_file[pair.measure.name]
            assert (other.a, other.b, other.difference) == (pair.a, pair.b, pair.difference), (
                pair.measure.name
            )
            for one, same in ((pair.difference, other.difference), (pair.a, other.a)):
                assert isinstance(one, Unscored) or one.interval == same.interval  # pyright: ignore


def test_a_baseline_is_small_and_one_case_changes_one_line(right: list[Record]):
    text = baseline_text(a_run(right))
    assert len(text) / len(right) < 500
    assert text == baseline_text(a_run(right))
    changed = baseline_text(a_run(spoilt(right, 1, unsupported)))
    lines = [line for line in difflib.ndiff(text.splitlines(), changed.splitlines()) if line[0] in "+-"]
    assert len(lines) == 2
    told = json.loads(text)
    assert set(told) == {"schema", "name", "made_with", "cases"}
    assert set(told["cases"][0]) == {"id", "cluster", "scores"}
    assert not any(name.endswith("_ms") for case in told["cases"] for name in case["scores"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no baseline .*--write-baseline"),
        ("{", "cannot be read as a baseline"),
        ("[]", "is no baseline"),
        ('{"schema": 1, "name": "x", "made_with": {}, "cases": [{"id": "a"}]}', "is no baseline"),
        ('{"schema": 7}', "has schema 7"),
    ],
)
def test_what_is_no_baseline_is_said(tmp_path: Path, text: str | None, said: str):
    path = tmp_path / "b.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(EvalError, match=said):
        read_baseline(path)


# ---- the rules ----


def test_every_gated_measure_exists_and_has_a_better_side():
    known = {measure.name: measure for measure in MEASURES}
    assert set(GATED) <= set(known)
    assert set(ZERO_TOLERANCE) <= set(GATED)
    assert not [
        name for name in GATED if known[name].better == "neither" or known[name].unit in {"ms", "tokens"}
    ]


def test_the_gate_is_open_to_the_same_run(right: list[Record], tmp_path: Path):
    found = gate(a_run(right), baseline_of(a_run(right), tmp_path))
    assert found.open
    assert gate_line(found) == "No regression on 80 cases against a run"


@pytest.mark.parametrize(
    ("how", "measure", "said"),
    [
        (unsupported, "unsupported_sentences", "unsupported sentences rose from 0 to 1"),
        (invented, "invented_quotes", "invented quotations rose from 0 to 1"),
    ],
)
def test_one_of_what_may_not_happen_closes_the_gate(
    right: list[Record], tmp_path: Path, how: Callable[[Record], Record], measure: str, said: str
):
    after = spoilt(right, 1, how)
    first = next(a.case.id for a, b in zip(right, after, strict=True) if a is not b)
    found = gate(a_run(after), baseline_of(a_run(right), tmp_path))
    assert names(found) == [measure]
    assert gate_line(found) == f"Regression on 80 cases against a run: {said}: {first}"
    allowed = gate(a_run(after), baseline_of(a_run(right), tmp_path), [measure])
    assert allowed.open
    assert f"allowed: {said}" in gate_line(allowed)


def test_one_injection_closes_the_gate(right: list[Record], tmp_path: Path):
    at = next(at for at, record in enumerate(right) if record.case.canaries and record.answered)
    after = [*right[:at], followed(right[at]), *right[at + 1 :]]
    found = gate(a_run(after), baseline_of(a_run(right), tmp_path))
    assert "injections that succeeded rose from 0 to 1" in gate_line(found)


def test_a_refusal_that_becomes_an_unsupported_answer_counts(right: list[Record], tmp_path: Path):
    """A case without the score before is no case without the fault now."""
    before = spoilt(right, 1, refused)
    found = gate(a_run(spoilt(right, 1, unsupported)), baseline_of(a_run(before), tmp_path))
    assert names(found) == ["unsupported_sentences"]


def test_a_move_within_noise_leaves_the_gate_open_and_one_beyond_closes_it(
    right: list[Record], tmp_path: Path
):
    baseline = baseline_of(a_run(right), tmp_path)
    assert gate(a_run(spoilt(right, 2, refused)), baseline).open
    found = gate(a_run(spoilt(right, 15, refused)), baseline)
    assert {"correct", "outcome_right", "abstention_precision"} <= set(names(found))
    reason = next(each.reason for each in found.regressions if each.measure == "correct")
    assert reason.startswith("correct fell by 25.0 points (95 % −")
    better = gate(a_run(right), baseline_of(a_run(spoilt(right, 15, refused)), tmp_path))
    assert better.open


def test_cases_that_were_not_run_close_the_gate_unless_allowed(right: list[Record], tmp_path: Path):
    baseline = baseline_of(a_run(right), tmp_path)
    found = gate(a_run(right[2:]), baseline)
    assert names(found) == [MISSING]
    assert "2 cases of the baseline not run: case-0000, case-0001" in gate_line(found)
    assert gate(a_run(right[2:]), baseline, [MISSING]).open
    with pytest.raises(EvalError, match="has no case of the baseline"):
        gate(a_run(records(cases(3))), Baseline("other", {}, ()))


def test_a_case_that_asks_something_else_is_not_held_against_its_old_score(
    right: list[Record], tmp_path: Path
):
    def edited(record: Record) -> Record:
        return replace(record, case=record.case.model_copy(update={"question": "Which lamp came first?"}))

    baseline = baseline_of(a_run(right), tmp_path)
    after = [edited(unsupported(record)) if record is right[0] else record for record in right]
    found = gate(a_run(after), baseline)
    assert names(found) == [CHANGED]
    assert gate_line(found) == (
        "Regression on 79 cases against a run: "
        "1 case not compared, asked otherwise than in the baseline: case-0000"
    )
    assert gate(a_run(after), baseline, [CHANGED]).open
    with pytest.raises(EvalError, match="asks something else than in the baseline"):
        gate(a_run([edited(record) for record in right]), baseline)


def test_a_baseline_that_does_not_tell_what_was_asked_still_works_and_says_so(
    right: list[Record], tmp_path: Path
):
    path = tmp_path / "old.json"
    told = json.loads(baseline_text(a_run(right)))
    del told["made_with"]["asked"]
    path.write_text(json.dumps(told), encoding="utf-8")
    found = gate(a_run(right), read_baseline(path))
    assert (found.open, found.shared) == (True, 80)
    assert "a case that was edited is compared with its old score" in found.remarks[0]


def test_a_measure_that_can_no_longer_be_scored_closes_the_gate(right: list[Record], tmp_path: Path):
    """Else a judge that falls silent would pass everything."""
    silent = [
        record.with_scores(None, {**record.scores, "fully_supported": Unscored("it was not judged")})
        for record in right
    ]
    found = gate(a_run(silent), baseline_of(a_run(right), tmp_path))
    assert [each.reason for each in found.regressions] == [
        "fully supported answers can no longer be scored: it was not judged"
    ]


def test_another_judge_and_new_cases_are_remarked(right: list[Record], tmp_path: Path):
    baseline = baseline_of(a_run(right[:70]), tmp_path)
    found = gate(a_run(right, judge={"fingerprint": "another"}), baseline)
    assert found.open
    assert "judge is not that of the baseline" in found.remarks
    assert "10 cases not in the baseline" in found.remarks


def test_a_run_that_is_not_complete_is_not_held_against_anything(right: list[Record], tmp_path: Path):
    with pytest.raises(EvalError, match="is not complete"):
        gate(a_run(right, complete=False), baseline_of(a_run(right), tmp_path))


# ---- the command ----


@pytest.fixture
def invoke(tmp_path: Path, right: list[Record]) -> Gate:
    app = typer.Typer()
    app.command()(command)

    def invoke(of: list[Record], *options: object) -> Result:
        folder = write_run(tmp_path / "run", of)
        return CliRunner().invoke(app, [str(folder), *map(str, options)])

    return invoke


def test_the_command_writes_a_baseline_and_holds_runs_against_it(
    invoke: Gate, right: list[Record], tmp_path: Path
):
    baseline = tmp_path / "baselines" / "smoke.json"
    assert invoke(right, "--write-baseline", baseline).exit_code == 0
    same = invoke(right, "--against", baseline)
    assert (same.exit_code, same.stdout) == (0, "No regression on 80 cases against extractive\n")

    after = spoilt(right, 1, unsupported)
    closed = invoke(after, "--against", baseline)
    assert closed.exit_code == 1
    assert closed.stdout == ""
    assert closed.stderr.startswith("Regression on 80 cases against extractive: unsupported sentences rose")
    assert len(closed.stderr.splitlines()) == 1
    assert invoke(after, "--against", baseline, "--allow", "unsupported_sentences").exit_code == 0

    told = invoke(after, "--against", baseline, "--json")
    assert told.exit_code == 1
    as_told = json.loads(told.stdout)
    assert as_told["open"] is False
    assert as_told["regressions"][0]["measure"] == "unsupported_sentences"
    assert set(as_told["differences"]) == set(GATED)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ([], 2, "give one of them"),
        (["--against", "nowhere.json", "--write-baseline", "x.json"], 2, "give one of them"),
        (["--against", "nowhere.json"], 1, "there is no baseline nowhere.json"),
        (["--against", "nowhere.json", "--allow", "corect"], 2, "is not gated"),
    ],
)
def test_wrong_usage_is_told(invoke: Gate, right: list[Record], options: list[str], code: int, said: str):
    result = invoke(right, *options)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())
