"""A weighing is the regression it was fitted as, and belongs to one model."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.grounding.judging.calibration import Calibration, Weighing

WEIGHING: dict[str, Any] = {
    "bias": 0.5,
    "weights": {"support": 2.0, "overlap": -1.0},
    "means": {"support": 1.0, "overlap": 0.5},
    "scales": {"support": 4.0, "overlap": 0.5},
    "threshold": 0.4,
}


def written(folder: Path, **changes: object) -> Path:
    told = {
        "model": "abc",
        **dict.fromkeys(("claim", "window", "answer"), WEIGHING),
        "fingerprint": "123",
    } | changes
    path = folder / "calibration.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_a_weighing_is_a_logistic_regression() -> None:
    odds = 0.5 + 2.0 * (3.0 - 1.0) / 4.0 - 1.0 * (1.0 - 0.5) / 0.5
    chance = Weighing(**WEIGHING).probability({"support": 3.0, "overlap": 1.0, "unused": 9.0})
    assert chance == pytest.approx(1 / (1 + math.exp(-odds)))


def test_far_out_inputs_give_a_chance_not_an_overflow() -> None:
    weighing = Weighing(**WEIGHING)
    assert 0 < weighing.probability({"support": -1e9, "overlap": 0.0}) < 1e-6
    assert 1 - 1e-6 < weighing.probability({"support": 1e9, "overlap": 0.0}) <= 1


def test_a_missing_input_is_an_error() -> None:
    with pytest.raises(KeyError, match="overlap"):
        Weighing(**WEIGHING).probability({"support": 1.0})


def test_a_calibration_is_read_whole(tmp_path: Path) -> None:
    calibration = Calibration.read(written(tmp_path)).of("abc")
    assert calibration.window.threshold == 0.4
    assert calibration.model == "abc"


def test_a_calibration_of_another_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="was fitted for the model abc, this one is xyz"):
        Calibration.read(written(tmp_path)).of("xyz")


@pytest.mark.parametrize("changes", [{"claim": None}, {"window": {"bias": 1.0}}])
def test_a_broken_calibration_is_refused_with_the_remedy(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="install brand-assistant again"):
        Calibration.read(written(tmp_path, **changes))
    with pytest.raises(ModelError, match="install brand-assistant again"):
        Calibration.read(tmp_path / "none.json")
