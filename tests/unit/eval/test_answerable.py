"""Questions and their passages: read, judged, and measured with what cannot be measured said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from assistant_eval.answerable import FIGURES, measure, read_asked
from assistant_eval.answerable_view import report_as_dict
from assistant_eval.stats import Estimate, Unscored

from assistant.grounding.scoring.default import default_answerability

LAMP = "The Lumo Two was sold for 299 dollars."
RAIN = "The weather in Bergen is wet. Trains run every hour."


def written(folder: Path, *lines: object) -> Path:
    path = folder / "asked.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_rows_are_read_and_what_is_no_row_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"id": "a", "question": "What did it cost?", "contexts": [LAMP], "label": 1},
        {"question": "", "contexts": [LAMP]},
        {"question": "What did it cost?", "contexts": [7]},
        {"question": "What did it cost?", "context": LAMP, "label": 2},
        {"question": "What did it cost?", "context": LAMP, "label": None},
    )
    rows, broken = read_asked(path)
    assert [(row.id, row.label) for row in rows] == [("a", True), ("line 5", None)]
    assert [line.line for line in broken] == [2, 3, 4]
    assert read_asked(path, limit=1)[0] == rows[:1]


def test_a_short_question_is_read_with_the_turn_before_it(tmp_path: Path) -> None:
    conversation = [
        {"speaker": "user", "text": "Tell me about the Lumo Two."},
        {"speaker": "agent", "text": "It is a lamp."},
        {"speaker": "user", "text": "What did it cost?"},
    ]
    long = "What did the lamp that followed the Lumo One in 1999 cost in the shops?"
    path = written(
        tmp_path,
        {"question": "What did it cost?", "contexts": [LAMP], "conversation": conversation},
        {"question": long, "contexts": [LAMP], "conversation": conversation},
    )
    short, alone = read_asked(path)[0]
    assert short.question == "Tell me about the Lumo Two. What did it cost?"
    assert alone.question == long


def test_figures_have_intervals_and_what_has_none_says_why(tmp_path: Path) -> None:
    rows, broken = read_asked(
        written(
            tmp_path,
            *({"question": "What did the Lumo Two cost?", "contexts": [LAMP], "label": 1} for _ in range(6)),
            *({"question": "What did the Lumo Two cost?", "contexts": [RAIN], "label": 0} for _ in range(6)),
        )
    )
    done: list[None] = []
    report, judged = measure("lamps", rows, broken, default_answerability(), lambda: done.append(None))
    assert len(done) == len(judged) == 12
    assert isinstance(report.figures["declines"], Estimate)
    assert report.figures["declines"].value == pytest.approx(1.0)
    assert report.figures["false_declines"].value == pytest.approx(0.0)
    json.dumps(report_as_dict(report), allow_nan=False)
    unlabelled, _ = measure("none", [], [], default_answerability(), lambda: None)
    assert all(isinstance(unlabelled.figures[name], Unscored) for name in FIGURES)
