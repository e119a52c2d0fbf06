"""The grounding model behind the exact checks: does a window bear out a claim in which every fact is right?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.grounding.calibration import Weighing
from assistant.grounding.entailment import SHORTEST_QUOTE, Premise
from assistant.grounding.facts import FactReader
from assistant.grounding.quotes import outside_quotes
from assistant.grounding.tokens import stems
from assistant.grounding.windows import meaning
from assistant.pair_model import LONGEST_PAIR, PairModel, Stances

_CERTAIN = 1e-4


@dataclass(frozen=True, slots=True)
class WindowScore:
    """A `SupportScore`, calibrated."""

    supported: float
    contradicted: float


class ModelEntailment:
    """Weighs what the model says of a window with how many of the claim's words it holds.

    `load` gives the model when the first claim asks for it: an answer in the sources' own words never does.
    """

    def __init__(
        self, load: Callable[[], PairModel], weighing: Callable[[], Weighing], reader: FactReader
    ) -> None:
        self._load = load
        self._weighing = weighing
        self._reader = reader

    @property
    def threshold(self) -> float:
        """See `Entailment`."""
        return self._weighing().threshold

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> Sequence[WindowScore]:
        """See `Entailment`."""
        del question
        wanted = meaning(self._reader.read(outside_quotes(claim, SHORTEST_QUOTE)))
        found = window_stances(self._load(), claim, premises)
        scores: list[WindowScore] = []
        for stances, premise in zip(found, premises, strict=True):
            probability = self._weighing().probability(window_features(stances, wanted, premise))
            against = stances.contradicted / max(1e-6, stances.contradicted + stances.not_found)
            scores.append(WindowScore(probability, (1.0 - probability) * against))
        return scores


def window_stances(model: PairModel, claim: str, premises: Sequence[Premise]) -> list[Stances]:
    """What the model says of each premise; of one too long to be read, nothing is found in it."""
    pairs = [
        (claim, f"{premise.context}: {premise.text}" if premise.context else premise.text)
        for premise in premises
    ]
    fitting = [at for at, pair in enumerate(pairs) if model.size(*pair) <= LONGEST_PAIR]
    read = dict(zip(fitting, model.stances([pairs[at] for at in fitting]), strict=True)) if fitting else {}
    return [read.get(at, Stances(0.0, 0.0, 1.0, ())) for at in range(len(pairs))]


def window_features(stances: Stances, wanted: frozenset[str], premise: Premise) -> dict[str, float]:
    """Numbers by name that the calibration weighs."""
    said = stems(premise.text)
    return {
        "support": _log_odds(stances.supported),
        "denial": _log_odds(stances.contradicted),
        "wrong word": _log_odds(stances.most_wrong),
        "words": len(wanted & said) / len(wanted) if wanted else 1.0,
        "words, with context": (
            len(wanted & (said | stems(premise.context))) / len(wanted) if wanted else 1.0
        ),
    }


def _log_odds(chance: float) -> float:
    kept = min(1.0 - _CERTAIN, max(_CERTAIN, chance))
    return math.log(kept / (1.0 - kept))
