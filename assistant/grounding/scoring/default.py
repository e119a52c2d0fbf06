"""Which scorer judges where nobody names one, and the model it needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from assistant.grounding.judging.calibration import Calibration
from assistant.grounding.judging.judge import ExactJudge
from assistant.grounding.judging.model_entailment import ModelEntailment
from assistant.grounding.scoring.answerability import Answerability
from assistant.grounding.scoring.model_scorer import RULES, ModelScorer
from assistant.grounding.scoring.scored import Scorer
from assistant.pair_model import PairModel, Reading

MODEL = Path(__file__).parent.parent / "model"
"""The grounding model in the package: weights, tokenizer, calibration and model card."""


@lru_cache(maxsize=1)
def default_model() -> PairModel:
    """The grounding model, one for the whole process; ModelError where it cannot be used."""
    return PairModel(MODEL)


@lru_cache(maxsize=1)
def default_calibration() -> Calibration:
    """Its calibration."""
    return Calibration.read(MODEL / "calibration.json").of(default_model().fingerprint)


def read(pairs: Sequence[tuple[str, str]]) -> list[Reading]:
    """For each question and passage what the passage says to the question.

    What is too long to be read is read from its beginning. ModelError where the model cannot be used.
    """
    model = default_model()
    return model.readings([model.fitting(question, text) for question, text in pairs])


def gate_judge(table: NameTable) -> ExactJudge:
    """The judge of the gate: exact checks, and the grounding model for what they leave open.

    The model is loaded with the first claim that needs it; ModelError then, where it cannot be used.
    """
    window = lambda: default_calibration().window  # noqa: E731 - as late as the model
    reader = FactReader(table)
    return ExactJudge(reader, ModelEntailment(default_model, window, reader))


def gate_fingerprint() -> str:
    """Names all that decides a verdict of `gate_judge`, without loading the model."""
    calibration = Calibration.read(MODEL / "calibration.json")
    return f"exact checks, grounding {calibration.model[:12]}/{calibration.fingerprint[:12]}/{RULES}"


@lru_cache(maxsize=1)
def default_scorer() -> Scorer:
    """The scorer in service, one for the whole process; ModelError where its model cannot be used."""
    return ModelScorer(default_model(), default_calibration())


@lru_cache(maxsize=1)
def default_answerability() -> Answerability:
    """Tells whether passages answer a question."""
    return Answerability(default_model(), default_calibration().answer)
