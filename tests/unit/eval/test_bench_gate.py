"""The gate's share: what counts as kept, and that the ungated pipeline and the dearest claims are what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from assistant_eval.bench.__main__ import app
from assistant_eval.bench.gate import WINDOWS, Asked, SupportsAll, judging_ms, section, still_answered
from assistant_eval.bench.open_claims import open_claims, windows
from typer.testing import CliRunner

from assistant.assembly import Assistant
from assistant.domain import DraftSentence, Outcome, OutcomeKind, Span
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from assistant.grounding.gate.policy import Gate, Kept
from assistant.grounding.judging.entailment import Coverage, Premise
from assistant.grounding.judging.judge import ExactJudge
from tests.fakes import evidence

STORY = (
    "The engineers carried the heavy cabinet up the narrow stairs and opened every window of the workshop. "
    "A visitor laughed about the noise, and the apprentice wrote the joke down beside the drawing. "
    "Years passed before somebody found the drawing again behind the oven. "
)


def asked(
    name: str, *, answerable: bool = True, gated: bool = True, ungated: bool = True, gate_ms: float = 10.0
) -> Asked:
    return Asked(name, answerable, gated, ungated, gated_ms=100.0, gate_ms=gate_ms, ungated_ms=80.0)


ANSWERS = [
    asked("kept"),
    asked("lost", gated=False, gate_ms=30.0),
    asked("refused before", gated=False, ungated=False, gate_ms=0.0),
    asked("no answer is due", answerable=False, gated=False),
    asked("kept too", gate_ms=20.0),
]


def test_only_answerable_questions_that_are_answered_ungated_count() -> None:
    assert still_answered(ANSWERS) == [1.0, 0.0, 1.0]


def test_the_report_tells_times_answers_and_claims() -> None:
    found = section({"shipped pack": ANSWERS}, [100.0, 110.0, 300.0])
    assert [(floor.target, floor.met) for floor in found.floors] == [("≥ 95 %", False), ("≤ 120 ms", True)]
    assert found.floors[0].measured.startswith("67 % (2/3; ")
    assert found.floors[1].measured == "110.0 ms"
    times, kept, claims = found.tables
    assert times.rows[0] == (
        "shipped pack (4 answers)",
        "100.0 ms",
        "80.0 ms",
        "15.0 ms",
        "15.0 %",
        "17.5 % (0.07 of 0.40 s; ungated 0.32 s)",
    )
    assert kept.rows[0][1].startswith("67 % (2/3; ")
    assert claims.rows[0][1:] == ("110.0 ms", "281.0 ms")
    assert found.notes[0] == "Lost to the gate: lost."
    assert found.values["still_answered"] == pytest.approx(2 / 3)
    assert found.values["shipped pack.gate_share"] == pytest.approx(0.175)


def test_what_was_not_measured_is_left_out_and_not_zero() -> None:
    found = section({"shipped pack": []}, [])
    assert (found.tables, found.floors, dict(found.values)) == ((), (), {})
    assert "0 claims judged." in found.notes


def test_the_judge_alone_stands_beside_the_gate() -> None:
    found = section({"shipped pack": []}, [200.0, 300.0], [60.0, 80.0])
    [claims] = found.tables
    assert [row[0] for row in claims.rows] == [
        "one claim against 5 windows of 120 words",
        "the same, judged alone",
    ]
    assert claims.rows[1][1] == "70.0 ms"
    assert found.values["judge.p50_ms"] == pytest.approx(70.0)


def test_a_judge_that_supports_all_keeps_every_sentence() -> None:
    found = (evidence("The lamp is red.", rank=1), evidence("The lamp is green.", rank=2))
    gate = Gate(SupportsAll(FactReader(NameTable())))
    kept = gate.review(DraftSentence("The lamp cost 900 dollars in 1902.", (Span("p2", 0, 18),)), found)
    assert isinstance(kept, Kept)
    assert kept.sentence.text == "The lamp cost 900 dollars in 1902."
    assert kept.sentence.spans == (Span("p2", 0, 18),)
    computed = gate.review(DraftSentence("It is 7 days."), found, computed=frozenset(["7 days"]))
    assert isinstance(computed, Kept)


def test_the_pipeline_runs_ungated_to_the_end(lamps: Assistant) -> None:
    judge = SupportsAll(FactReader(lamps.answering.judge.reader.table))
    ungated = replace(lamps.answering, judge=judge)
    for question in ("Who built the first dimmer?", "Which came first, the Lumo Mini or the Lumo Two?"):
        *_, outcome = ungated.answer(question)
        assert isinstance(outcome, Outcome)
        assert outcome.kind is OutcomeKind.ANSWER


def test_windows_are_whole_words_of_the_prose_in_order() -> None:
    item = evidence(STORY * 3)
    found = list(windows(item.source, [item.passage], 30))
    assert [len(each.passage.text.split()) for each in found] == [30] * (len(STORY.split()) * 3 // 30)
    assert " ".join(each.passage.text for each in found) in " ".join((STORY * 3).split())
    for each in found:
        [sentence] = each.passage.sentences
        assert sentence.rendering == each.passage.text


class Weighs:
    """An entailment that remembers how much it was given to weigh."""

    threshold = 0.5

    def __init__(self) -> None:
        self.premises: list[Sequence[Premise]] = []

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> list[Coverage]:
        self.premises.append(premises)
        return [Coverage(0.1) for _ in premises]


def test_every_window_of_an_open_claim_reaches_a_model_behind_the_judge() -> None:
    found = [
        evidence(f"{STORY} {extra} {STORY}".replace(". ", ", "), rank=rank)
        for rank, extra in enumerate(("Birds sang", "Rain fell", "Bells rang", "Dogs slept", "Snow lay"), 1)
    ]
    sentences = [
        "The apprentice laughed about the drawing behind the heavy oven.",
        "In 1984 the apprentice laughed about the drawing.",  # a date that no window holds
        "He laughed about the drawing behind the heavy oven.",  # a pronoun
        "Good question!",
    ]
    claims = open_claims(sentences, found, ExactJudge(), count=9, beside=WINDOWS)
    assert [claim.text for claim in claims] == sentences[:1]
    model = Weighs()
    timings = judging_ms(ExactJudge(entailment=model), claims)
    assert [len(premises) for premises in model.premises] == [WINDOWS]
    assert len(timings) == 1
    assert timings[0] > 0
    assert open_claims(sentences, found[:-1], ExactJudge(), count=9, beside=WINDOWS) == []


@pytest.mark.slow
def test_the_measure_runs_on_a_pack(tmp_path: Path, lumo_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_BRAND", str(lumo_pack))
    out = tmp_path / "report.md"
    result = CliRunner().invoke(app, ["--only", "gate", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert (
        "| answerable questions answered ungated that still are with the gate | ≥ 95 % |" in out.read_text()
    )
