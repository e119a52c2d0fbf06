"""Do these passages answer this question at all? What decides between an answer and an honest refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.judging.calibration import Weighing
from assistant.grounding.scoring.excerpt import Contexts
from assistant.pair_model import PairModel

PASSAGE_WORDS = 110
"""Words of one passage read beside the question."""

_UNHELD = 1.5
"""Log-odds that a passage loses where it holds no word of the question."""

_LONGEST_QUESTION = 60  # words: of a longer one the end is read, where people ask what they want to know


@dataclass(frozen=True, slots=True)
class Answerable:
    """The chance that the passages answer the question, whether that is enough, and each passage's log-odds."""

    probability: float
    answerable: bool
    passages: tuple[float, ...]


class Answerability:
    """Reads each passage beside the question; the best ones decide."""

    def __init__(self, model: PairModel, weighing: Weighing) -> None:
        self._model = model
        self._weighing = weighing

    def judge(self, passages: Sequence[str], question: str) -> Answerable:
        """Whether any of `passages` answers `question`, one that stands alone. No passage answers nothing."""
        odds = answer_odds(self._model, passages, question)
        if not odds:
            return Answerable(0.0, False, ())
        probability = self._weighing.probability(answer_features(odds, passages, question))
        return Answerable(probability, probability >= self._weighing.threshold, odds)


def answer_odds(model: PairModel, passages: Sequence[str], question: str) -> tuple[float, ...]:
    """The log-odds that each passage answers `question`."""
    asked = " ".join(question.split()[-_LONGEST_QUESTION:])
    pairs: list[tuple[str, str]] = []
    for passage in passages:
        excerpt = Contexts([passage]).excerpt(asked, PASSAGE_WORDS).text
        pairs.append(model.fitting(asked, excerpt))
    return tuple(model.answers(pairs)) if pairs else ()


def answer_features(odds: Sequence[float], passages: Sequence[str], question: str) -> dict[str, float]:
    """Numbers by name that the calibration weighs: the best passage, and of how many it is the best.

    A passage counts the less, the fewer words of the question it holds; and of ten that do not answer, one more
    often looks as if it did than of one.
    """
    wanted = {token.stem for token in tokenise(question) if token.is_content}
    held = [
        len(wanted & {token.stem for token in tokenise(passage)}) / len(wanted) if wanted else 1.0
        for passage in passages
    ]
    best = max(one - _UNHELD * (1.0 - share) for one, share in zip(odds, held, strict=True))
    return {"best": best, "passages": math.log(len(passages))}
