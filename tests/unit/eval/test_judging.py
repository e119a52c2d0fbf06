"""Rows are judged once, written down at once, and a run that was ended goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.errors import EvalError
from assistant_eval.judging import JudgedRow, OutFile, judge_rows
from assistant_eval.rows import Row, read_rows

from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.grounding.scoring.scored import Scored

LAMP = "The Lumo was made in Oslo. It cost 499 dollars."


class CountingScorer(ExactScorer):
    """Counts what it scores; ends the run, as Ctrl-C does, when it has scored `patience` rows."""

    def __init__(self, name: str = "counting", patience: int = 1000) -> None:
        super().__init__()
        self.fingerprint = name
        self.patience = patience
        self.scored: list[str] = []

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        if len(self.scored) == self.patience:
            raise KeyboardInterrupt
        self.scored.append(claim)
        return super().score(context, claim, question)


def rows_of(folder: Path, *raw: dict[str, Any]) -> tuple[Row, ...]:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in raw), encoding="utf-8")
    found = read_rows(path)
    assert found.broken == ()
    return found.rows


def lamps(folder: Path, count: int = 6) -> tuple[Row, ...]:
    return rows_of(
        folder, *({"id": at, "context": LAMP, "claim": f"It cost {497 + at} dollars."} for at in range(count))
    )


def judged(rows: Sequence[Row], scorer: CountingScorer, path: Path) -> list[JudgedRow]:
    with OutFile(path, scorer) as out:
        return list(judge_rows(rows, scorer, out))


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_row_keeps_all_it_held_and_gains_the_verdict(tmp_path: Path) -> None:
    claim = "The Lumo was made in Oslo. It cost 399 dollars."
    row = {"id": "r", "context": [LAMP], "claim": claim, "label": 0, "group": "g", "note": {"é": 1}}
    judged(rows_of(tmp_path, row), CountingScorer(), tmp_path / "out.jsonl")
    (line,) = written(tmp_path / "out.jsonl")
    assert {key: line[key] for key in row} == row
    assert line["supported"] is False
    assert 0 <= line["score"] < 0.5
    assert line["parts"] == ["exact checks", "overlap"]
    (span,) = line["spans"]
    assert claim[span["start"] : span["end"]] == span["text"] == "It cost 399 dollars."
    assert span["verdict"] == "contradicted"
    assert "499" in span["reason"]


def test_spans_of_the_row_itself_are_kept_under_another_name(tmp_path: Path) -> None:
    row = {"id": "r", "context": LAMP, "claim": "It cost 499 dollars.", "spans": [{"start": 0}]}
    for _ in range(2):
        judged(rows_of(tmp_path, row), CountingScorer(), tmp_path / "out.jsonl")
    (line,) = written(tmp_path / "out.jsonl")
    assert (line["spans"], line["gold_spans"]) == ([], [{"start": 0}])


def test_a_run_that_was_ended_goes_on_where_it_stopped(tmp_path: Path) -> None:
    rows, out = lamps(tmp_path), tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        judged(rows, CountingScorer(patience=3), out)
    assert len(written(out)) == 3
    second = CountingScorer()
    results = judged(rows, second, out)
    assert len(second.scored) == 3
    assert [each.seconds is None for each in results] == [True] * 3 + [False] * 3
    whole = judged(rows, CountingScorer(), tmp_path / "whole.jsonl")
    assert written(out) == written(tmp_path / "whole.jsonl")
    assert [(each.score, each.supported) for each in results] == [
        (each.score, each.supported) for each in whole
    ]


def test_a_line_cut_off_by_a_kill_is_judged_again(tmp_path: Path) -> None:
    rows, out = lamps(tmp_path), tmp_path / "out.jsonl"
    judged(rows, CountingScorer(), out)
    whole = out.read_bytes()
    out.write_bytes(whole[:-20])
    again = CountingScorer()
    judged(rows, again, out)
    assert again.scored == [rows[-1].claim]
    assert out.read_bytes() == whole


def test_a_row_that_changed_is_judged_again(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    judged(lamps(tmp_path, 1), CountingScorer(), out)
    again = CountingScorer()
    judged(rows_of(tmp_path, {"id": 0, "context": LAMP, "claim": "It was made in Oslo."}), again, out)
    assert again.scored == ["It was made in Oslo."]


def test_a_row_with_another_context_beside_it_is_judged_again(tmp_path: Path) -> None:
    scorer, out = CountingScorer(), tmp_path / "out.jsonl"
    for folder, colour in (("a", "red"), ("b", "blue")):
        (tmp_path / folder).mkdir()
        context = {"context_id": "c1", "context": f"The Lumo is {colour}."}
        (tmp_path / folder / "contexts.jsonl").write_text(json.dumps(context) + "\n", encoding="utf-8")
        rows = rows_of(
            tmp_path / folder, {"id": "1", "context": None, "context_id": "c1", "claim": "The Lumo is red."}
        )
        with OutFile(out, scorer) as file:
            [judged] = judge_rows(rows, scorer, file)
        assert judged.supported is (colour == "red")
    assert len(scorer.scored) == 2


def test_rows_that_are_alike_have_a_line_each_once(tmp_path: Path) -> None:
    scorer, out = CountingScorer(), tmp_path / "out.jsonl"
    row = {"id": "1", "context": LAMP, "claim": "It cost 499 dollars."}
    for _ in range(2):
        with OutFile(out, scorer) as file:
            assert len(list(judge_rows(rows_of(tmp_path, row, row), scorer, file))) == 2
        assert len(out.read_text().splitlines()) == 2
    assert len(scorer.scored) == 1


def test_scores_of_two_judges_do_not_mix(tmp_path: Path) -> None:
    judged(lamps(tmp_path), CountingScorer("old"), tmp_path / "out.jsonl")
    with pytest.raises(EvalError, match="holds scores of the judge 'old', this one is 'new'"):
        OutFile(tmp_path / "out.jsonl", CountingScorer("new"))


@pytest.mark.parametrize("text", ["precious\n", '{"id": 1}\n', "[]\n"])
def test_another_file_is_never_touched(text: str, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text(text)
    with pytest.raises(EvalError, match="line 1 is no judged row"):
        OutFile(tmp_path / "out.jsonl", CountingScorer())
    assert (tmp_path / "out.jsonl").read_text() == text


def test_a_file_that_cannot_be_written_is_a_clear_failure(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot be written"):
        OutFile(tmp_path / "nowhere" / "out.jsonl", CountingScorer())


def test_an_empty_claim_is_unscored_also_when_taken_over(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"id": 1, "context": LAMP, "claim": " \n", "label": 1})
    for _ in range(2):
        (row,) = judged(rows, CountingScorer(), tmp_path / "out.jsonl")
        assert (row.score, row.supported, row.unscored) == (None, None, "the claim is empty")
        assert row.seconds is None
    (line,) = written(tmp_path / "out.jsonl")
    assert (line["score"], line["unscored"]) == (None, "the claim is empty")


def test_a_judge_without_a_number_leaves_the_row_unscored(tmp_path: Path) -> None:
    class Broken(CountingScorer):
        def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
            return Scored(float("nan"), False, (), ("broken",))

    (row,) = judged(lamps(tmp_path, 1), Broken(), tmp_path / "out.jsonl")
    assert row.score is None
    assert "nan" in row.unscored


@pytest.mark.parametrize(
    ("context", "claim"),
    [
        ("", "Lumo is a lamp."),
        ([], "Lumo is a lamp."),
        (LAMP, "😀 \x00 ŁÓDŹ 灯"),
        (LAMP * 5000, "It was made."),
    ],
)
def test_odd_texts_are_judged_like_others(context: object, claim: str, tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"id": 1, "context": context, "claim": claim})
    (row,) = judged(rows, CountingScorer(), tmp_path / "out.jsonl")
    assert row.score is not None
    assert 0 <= row.score <= 1
    assert 0 <= row.overlap <= 1


def test_half_a_character_survives_the_round_trip(tmp_path: Path) -> None:
    for _ in range(2):
        judged(
            rows_of(tmp_path, {"id": "\ud800", "context": LAMP, "claim": "Ha."}),
            CountingScorer(),
            tmp_path / "o",
        )
    assert len(written(tmp_path / "o")) == 1


def test_without_an_out_file_nothing_is_written(tmp_path: Path) -> None:
    rows = lamps(tmp_path)
    assert len(list(judge_rows(rows, CountingScorer()))) == len(rows)
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]
