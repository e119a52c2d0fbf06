"""The frozen calibration: how signals are weighed into one probability, and from where on a claim may pass.

Everything in the file was fitted on development data by ``python -m assistant_eval.training`` and is not
touched afterwards; it names the model and the data it was fitted with by hash.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ModelError


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic regression: `weights` are multiplied with inputs less `means`, over `scales`, by name."""

    bias: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]
    threshold: float

    def probability(self, inputs: Mapping[str, float]) -> float:
        """The chance that all is supported; KeyError where an input is missing."""
        odds = self.bias + sum(
            weight * (inputs[name] - self.means[name]) / self.scales[name]
            for name, weight in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """All weighings, and what they were made with.

    `claim` weighs the signals of a sentence or a whole response, `window` what the gate sees of one claim and a
    few sentences, `answer` whether passages answer a question.
    """

    model: str
    claim: Weighing
    window: Weighing
    answer: Weighing
    fingerprint: str

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """The calibration in `path`; ModelError where there is none."""
        try:
            text = path.read_text(encoding="utf-8")
            told: dict[str, Any] = json.loads(text)
            return cls(
                told["model"],
                Weighing(**told["claim"]),
                Weighing(**told["window"]),
                Weighing(**told["answer"]),
                told["fingerprint"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path} cannot be read ({error}): install brand-assistant again") from error

    def of(self, model: str) -> Calibration:
        """Itself, if it was fitted for that model; else ModelError."""
        if self.model != model:
            raise ModelError(
                f"the calibration was fitted for the model {self.model[:12]}, this one is {model[:12]}: "
                "install brand-assistant again"
            )
        return self
