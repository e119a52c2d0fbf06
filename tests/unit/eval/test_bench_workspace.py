from pathlib import Path

import pytest
from assistant_eval.bench import answer_speed, processes
from assistant_eval.bench.__main__ import app
from assistant_eval.bench.datasets import EvidenceText, FanQuestion, QuestionKind
from assistant_eval.bench.fan_retrieval import document_found, text_found
from assistant_eval.bench.workspace import PublishedPack
from typer.testing import CliRunner

from assistant.assembly import Assistant

LAUNCH = FanQuestion(
    "q1",
    QuestionKind.PRODUCT,
    "When did the Lumo One come out?",
    True,
    (EvidenceText("products.csv", "Lumo One"),),
)


def test_a_question_is_asked_once_and_its_evidence_and_citations_can_be_looked_at(lamps: Assistant):
    pack = PublishedPack(lamps, (LAUNCH,))
    outcome = pack.outcome(LAUNCH)
    assert pack.outcome(LAUNCH) is outcome
    retrieved = pack.retrieved(LAUNCH, 5)
    assert 0 < len(retrieved) <= 5
    assert document_found(LAUNCH, retrieved)
    assert text_found(LAUNCH, retrieved)
    assert [found.document for found in pack.cited(LAUNCH)] == [c.document for c in outcome.citations]
    assert document_found(LAUNCH, pack.cited(LAUNCH))


def test_an_unknown_measure_is_a_usage_error_that_names_the_known_ones():
    result = CliRunner().invoke(app, ["--only", "horoscope"])
    assert result.exit_code == 2
    assert "horoscope" in result.output
    assert "publish-speed" in result.output


def test_a_measure_that_needs_data_is_left_out_without_it(tmp_path: Path):
    out = tmp_path / "report.md"
    result = CliRunner().invoke(app, ["--only", "abstention", "--out", str(out)])
    assert result.exit_code == 0
    assert "abstention: left out, it needs --data" in result.output
    assert "Refusals" not in out.read_text()


@pytest.mark.slow
def test_the_bench_measures_a_pack_and_writes_its_report(
    tmp_path: Path, lumo_pack: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ASSISTANT_BRAND", str(lumo_pack))
    monkeypatch.setattr(processes, "COLD_RUNS", 1)
    monkeypatch.setattr(processes, "QUESTIONS", 2)
    monkeypatch.setattr(answer_speed, "ROUNDS", 1)
    out, stored = tmp_path / "docs/report.md", tmp_path / "report.json"
    command = ["--only", "answer-speed", "--only", "processes", "--out", str(out), "--json", str(stored)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    report = out.read_text()
    assert "question to complete answer, p50 / p95 (shipped pack)" in report
    assert "resident memory of `assistant serve`" in report
    assert str(tmp_path) not in report + stored.read_text()
    assert "`python -m assistant_eval.bench --only answer-speed --only processes`" in report


def test_a_measure_that_fails_is_named_and_does_not_lose_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ASSISTANT_BRAND", str(tmp_path / "nowhere"))
    out = tmp_path / "report.md"
    result = CliRunner().invoke(app, ["--only", "answer-speed", "--out", str(out)])
    assert result.exit_code == 1
    assert "Failed, and missing in the report: answer-speed" in result.output
    assert "# Benchmarks" in out.read_text()


def test_a_run_of_some_measures_leaves_the_report_on_all_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["--only", "abstention"])
    assert result.exit_code == 0
    assert "# Benchmarks" in result.output
    assert list(tmp_path.iterdir()) == []
