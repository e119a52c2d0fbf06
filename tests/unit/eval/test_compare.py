"""Two runs side by side: what moved beyond noise, which cases flipped, and what makes runs hard to compare."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from assistant_eval.compare import Move, compare, comparison_as_dict, move
from assistant_eval.compare_view import comparison_page, flip_words
from assistant_eval.errors import EvalError
from assistant_eval.figures import MEASURES, score_record
from assistant_eval.records import Record
from assistant_eval.report.commands import compare as command
from assistant_eval.report.faults import Fault, Standing
from assistant_eval.runs import Manifest, Run, read_run
from assistant_eval.sentences import JudgedSentence
from assistant_eval.stats import Estimate, Unscored
from numpy import asarray
from typer.testing import CliRunner

from tests.evaluated import cases, manifest, outcome_of, records, stance, write_run

REFUSAL = "I do not know."


@pytest.fixture(scope="module")
def right() -> list[Record]:
    return records(cases(80), share_wrong=0.0, share_refused=0.0)


def a_run(of: list[Record], name: str = "a run", **more: Any) -> Run:
    return Run(Path(name), Manifest(manifest(name, len(of), **more)), tuple(of))


def scored(record: Record) -> Record:
    return record.with_scores(record.judged, score_record(record))


def refused(record: Record) -> Record:
    return scored(
        replace(
            record, outcome=outcome_of(REFUSAL, "refusal", 5.0), judged={"sentences": [], "speaks_as": None}
        )
    )


def unsupported(record: Record) -> Record:
    """The same answer, its last sentence now found nowhere."""
    assert record.judged is not None
    sentences: list[JudgedSentence] = [*record.judged["sentences"]]
    sentences[-1] = {**sentences[-1], "given": stance("not_enough_information")}
    return scored(replace(record, judged={**record.judged, "sentences": sentences}))


def spoilt(of: list[Record], count: int, how: Any) -> list[Record]:
    """The first `count` answers spoilt, the others as they were."""
    answered = [record.case.id for record in of if record.answered][:count]
    return [how(record) if record.case.id in answered else record for record in of]


def test_a_run_does_not_differ_from_itself(right: list[Record]):
    comparison = compare(a_run(right), a_run(right))
    assert (comparison.shared, comparison.only_a, comparison.only_b) == (80, 0, 0)
    assert comparison.flips == ()
    assert comparison.differing == ()
    assert {move(pair.measure, pair.difference) for pair in comparison.pairs} <= {Move.NOISE, Move.UNSCORED}


def test_what_was_spoilt_moved_and_its_cases_flipped(right: list[Record]):
    worse = spoilt(right, 12, unsupported)
    comparison = compare(a_run(right), a_run(worse))
    moved = {pair.measure.name: move(pair.measure, pair.difference) for pair in comparison.pairs}
    for name in ("unsupported_sentences", "fully_supported", "claims_not_found"):
        assert moved[name] is Move.WORSE, name
    for name in ("answered", "correct", "ndcg_at_10", "invented_quotes", "abstention_recall"):
        assert moved[name] is Move.NOISE, name
    assert [flip.id for flip in comparison.flips] == [
        a.case.id for a, b in zip(right, worse, strict=True) if a is not b
    ]
    assert all(flip.worse and flip.came == (Fault.UNSUPPORTED,) for flip in comparison.flips)
    back = compare(a_run(worse), a_run(right))
    assert {flip.worse for flip in back.flips} == {False}
    assert move(back.pairs[0].measure, back.pairs[0].difference) is Move.NOISE


def test_flips_that_are_worse_come_first_and_say_how(right: list[Record]):
    before = spoilt(right, 3, refused)
    after = [*right[:40], *spoilt(right[40:], 2, refused)]
    flips = compare(a_run(before), a_run(after)).flips
    assert [flip.worse for flip in flips] == [True, True, False, False, False]
    assert flip_words(flips[0]) == "right → wrong; now: refused though answerable"
    assert flip_words(flips[-1]) == "wrong → right; no longer: refused though answerable"
    assert (flips[-1].before, flips[-1].after) == (Standing.WRONG, Standing.RIGHT)


def test_only_an_interval_without_zero_is_a_move():
    measure = next(each for each in MEASURES if each.name == "correct")
    draws = asarray([0.01] * 95 + [0.0] * 5)
    assert move(measure, Estimate(0.01, draws)) is Move.NOISE
    assert move(measure, Estimate(0.01, asarray([0.01, 0.02]))) is Move.BETTER
    assert move(measure, Estimate(-0.5)) is Move.NOISE  # one group has no interval
    assert move(measure, Unscored("nothing to score")) is Move.UNSCORED
    neither = next(each for each in MEASURES if each.better == "neither")
    assert move(neither, Estimate(0.5, asarray([0.4, 0.6]))) is Move.OTHER


def test_cases_of_one_run_alone_and_rewritten_ones_are_left_out(right: list[Record]):
    rewritten = right[5].case.model_copy(update={"question": "Something else?"})
    other = [replace(right[5], case=rewritten), *right[10:70]]
    comparison = compare(a_run(right), a_run(other))
    assert (comparison.shared, comparison.only_a, comparison.only_b) == (60, 19, 0)
    assert comparison.changed == (right[5].case.id,)
    with pytest.raises(EvalError, match="no case in common"):
        compare(a_run(right[:5]), a_run(right[5:]))


def test_what_was_run_differently_is_told(right: list[Record]):
    a = a_run(right, release="r1", packages={"torch": "2.9.0"})
    b = a_run(right, release="r2", packages={"torch": "2.9.1"}, judge={"fingerprint": "another"}, seed=7)
    differing = compare(a, b).differing
    assert differing == (
        ("judge", "pair-model:1f2e3d4c", "another"),
        ("release", "r1", "r2"),
        ("package: torch", "2.9.0", "2.9.1"),
    )


def test_the_command_prints_writes_a_page_and_json(right: list[Record], tmp_path: Path):
    hostile = "<img src=x onerror=alert(1)>"
    a = write_run(tmp_path / "a", right, "before")
    worse = spoilt(right, 9, unsupported)
    b = write_run(tmp_path / "b", worse, hostile, judge={"fingerprint": "another"})
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [str(a), str(b), "--html", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    assert "scored by different judges" in result.output
    assert "9 cases flipped:" in result.output
    assert "✗ worse" in result.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert hostile not in page
    assert "9 of 80 cases got worse and 0 better." in page
    assert "<script" not in page

    told = json.loads(CliRunner().invoke(app, [str(a), str(b), "--json"]).output)
    assert told["measures"]["unsupported_sentences"]["move"] == "worse"
    assert len(told["flips"]) == 9
    assert told == json.loads(
        json.dumps(comparison_as_dict(compare(a_run(right, "before"), read_run(b))), allow_nan=False)
    )


def test_a_page_of_two_like_runs_says_so(right: list[Record]):
    page = comparison_page(compare(a_run(right), a_run(right)))
    assert "No figure got worse beyond noise." in page
    assert "Cases that flipped" not in page
