"""The classifier of intents (`assistant.listening.intent`): what it learns from, and the files it becomes."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file  # pyright: ignore[reportUnknownVariableType]
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]

from assistant.listening.intent import Embed, Intent, features
from assistant_eval.training.asked import EVERYDAY, QUESTIONS, read_questions

QUESTIONS_A_PACK = 40
"""Questions to documents that are learnt from besides the messages; drawn by the seed."""

INVERSE_PENALTY = 3.0
"""`C` of the logistic regression. With 10 or 30 as many intents are told, and more questions taken for none."""

SEED = 7


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote, and what for."""

    said: str
    intent: Intent


def read_messages(file: Path) -> list[Message]:
    """The messages in a file of ``{"say", "type"}`` lines."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Message(row["say"], Intent(row["type"])) for row in rows]


def pack_questions(folders: Sequence[Path]) -> list[Message]:
    """Questions of the packs in `folders`: a fixed draw of each, and those everyday ones that documents answer."""
    rng = random.Random(SEED)  # noqa: S311 - a draw, no secret
    drawn = [
        asked
        for folder in folders
        for asked in (
            *rng.sample(read_questions(folder / QUESTIONS), QUESTIONS_A_PACK),
            *(each for each in read_questions(folder / EVERYDAY) if each.places),
        )
    ]
    return [Message(asked.question, Intent.QUESTION) for asked in drawn]


def seen(messages: Sequence[Message], embed: Embed) -> NDArray[np.float32]:
    """What the classifier sees, of shape (messages, dimension + signs)."""
    return np.stack([features(message.said, embed) for message in messages])


def fit_intents(messages: Sequence[Message], sight: NDArray[np.float32], fingerprint: str, out: Path) -> None:
    """Learn from `messages` and write the classifier to `out`."""
    classifier = _classifier()
    classifier.fit(sight, _wanted(messages))
    out.mkdir(parents=True, exist_ok=True)
    learnt = {
        # the file is the memory as it lies, and scikit-learn's lies column by column
        "weights": np.ascontiguousarray(classifier.coef_, dtype=np.float32),
        "bias": np.ascontiguousarray(classifier.intercept_, dtype=np.float32),
    }
    save_file(learnt, out / "intents.safetensors")
    told = {"embedding": fingerprint, "intents": [str(each) for each in classifier.classes_]}
    (out / "intents.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _classifier() -> Any:
    return LogisticRegression(C=INVERSE_PENALTY, max_iter=2_000)


def _wanted(messages: Sequence[Message]) -> NDArray[np.str_]:
    return np.array([str(message.intent) for message in messages])
