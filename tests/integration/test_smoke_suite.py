"""The smoke suite: some thirty cases on the shipped pack, held against what the last release reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from assistant_eval.gate_view import gate_line
from assistant_eval.judged import open_judges
from assistant_eval.regression import gate, read_baseline
from assistant_eval.running import RunPlan, run
from assistant_eval.runs import read_run
from assistant_eval.systems import Choice
from rich.console import Console

from assistant.brand import Brand
from assistant.corpus.progress import Progress
from assistant.corpus.publish import publish
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
PACK = ROOT / "corpus" / "apple"
CASES = ROOT / "eval" / "cases" / "apple" / "dev.jsonl"
BASELINE = ROOT / "eval" / "baselines" / "smoke.json"


def quietly(progress: Progress) -> None:
    del progress


@pytest.mark.slow
def test_no_answer_got_worse(tmp_path: Path) -> None:
    settings = Settings(brand=PACK, home=tmp_path / "home", drafter="extractive")
    publish(Brand.read(PACK), settings, quietly)
    plan = RunPlan([CASES], Choice("brand", settings), tmp_path / "run", tag="smoke")
    folder = run(plan, open_judges(PACK), Console(stderr=True))
    smoke = read_run(folder)
    assert len(smoke.records) >= 25
    assert not any(record.error for record in smoke.records)
    result = gate(smoke, read_baseline(BASELINE))
    assert result.open, (
        f"{gate_line(result)}\nIf it is meant to be so: assistant-eval run --cases {CASES} --tag smoke --out DIR, "
        f"then assistant-eval gate DIR --write-baseline {BASELINE}"
    )
