"""Risk and coverage: is the system wrong less often where it is surer?

El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", JMLR 2010; Geifman and
El-Yaniv, "Selective Classification for Deep Neural Networks", NeurIPS 2017. Answers are taken in order of the
system's own confidence, the least of its claims'. *Coverage* is the share of all cases answered at least so
surely, *risk* the share of those answers that are wrong: to a case that was to be refused, not correct, or with
an unsupported sentence. The *area* is the mean risk over the coverage there is: 0 is best. Answers of equal
confidence come together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant_eval.draws import Numbers
from assistant_eval.measures import Defined, Drawn, Measure, Samples
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import own_words, unanswered
from assistant_eval.stats import Unscored

_CONFIDENCE, _RISK = "confidence", "risk"
_MISSING = Unscored("it was not scored")


@dataclass(frozen=True, slots=True)
class Covered:
    """Answers with a confidence, surest first; `ends` are the last of each run of equal confidence."""

    cases: Sequence[Score]
    losses: Numbers
    owners: NDArray[np.intp]
    ends: NDArray[np.intp]

    def over(self, samples: Samples) -> Drawn:
        """The area for each row of weights."""
        if not len(self.losses):
            return Drawn(np.zeros(len(samples)), np.zeros(len(samples), dtype=np.bool_))
        covered, risks = self._steps(samples)
        mass = np.diff(covered, axis=1, prepend=0.0)
        known = covered[:, -1] > 0
        return Drawn((risks * mass).sum(axis=1) / np.where(known, covered[:, -1], 1.0), known)

    def curve(self, of_all: int) -> list[tuple[float, float]]:
        """Coverage of `of_all` cases and risk at each confidence, coverage rising."""
        if not len(self.losses):
            return []
        covered, risks = self._steps(np.ones((1, of_all)))
        return [(float(c) / of_all, float(r)) for c, r in zip(covered[0], risks[0], strict=True)]

    def _steps(self, samples: Samples) -> tuple[Numbers, Numbers]:
        """Mass answered up to each confidence, and the share of it that is wrong."""
        weights = samples[:, self.owners]
        covered = np.cumsum(weights, axis=1)[:, self.ends]
        lost = np.cumsum(weights * self.losses, axis=1)[:, self.ends]
        return covered, lost / np.where(covered > 0, covered, 1.0)


class Area:
    """The area under the risk-coverage curve."""

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Covered:  # noqa: ARG002
        """See `Draw`."""
        cases: list[Score] = []
        known: list[tuple[float, int, float]] = []
        for at, told in enumerate(scores):
            confidence, risk = told.get(_CONFIDENCE, _MISSING), told.get(_RISK, _MISSING)
            if isinstance(confidence, Unscored) or isinstance(risk, Unscored):
                cases.append(confidence if isinstance(confidence, Unscored) else risk)
            else:
                cases.append(risk)
                known.append((-confidence, at, risk))
        known.sort()
        unsure = np.asarray([each[0] for each in known])
        ends = np.flatnonzero(np.diff(unsure, append=np.inf)) if known else np.empty(0, dtype=np.intp)
        return Covered(
            cases,
            np.asarray([each[2] for each in known], dtype=np.float64),
            np.asarray([each[1] for each in known], dtype=np.intp),
            ends,
        )


MEASURES = (
    Defined(
        Measure(
            "risk_coverage_area",
            "Area under the risk-coverage curve",
            "share",
            "lower",
            "Mean share of wrong or unsupported answers when they are taken in order of the system's own confidence.",
            "Faithfulness",
        ),
        Area(),
    ),
)


def score(record: Record, others: Mapping[str, Score]) -> dict[str, Score]:
    """``confidence`` and ``risk`` of one answer; `others` are its scores by all other metrics."""
    if missing := unanswered(record):
        return {_CONFIDENCE: missing, _RISK: missing}
    assert record.outcome is not None
    confidences = [float(claim["confidence"]) for claim in record.outcome["claims"]]
    told: Score = min(confidences) if confidences else Unscored("the system tells no confidence")
    if own_words(record):
        told = Unscored("the system speaks of itself")
    return {_CONFIDENCE: told, _RISK: _risk(others)}


def _risk(others: Mapping[str, Score]) -> Score:
    """1 where anything is known to be wrong; what cannot be known counts as right only beside something that is."""
    supported, right, correct = (others[name] for name in ("fully_supported", "outcome_right", "correct"))
    known = [each for each in (supported, right, correct) if not isinstance(each, Unscored)]
    if isinstance(supported, Unscored):
        return supported
    return float(min(known) < 1)
