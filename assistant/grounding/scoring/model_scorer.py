"""The scorer in service: the grounding model, exact checks and words, weighed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Verdict
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.grounding.judging.calibration import Calibration, Weighing
from assistant.grounding.scoring.scored import Scored, SentenceScore
from assistant.grounding.scoring.signals import ClaimSignals, SentenceSignals, SignalReader
from assistant.pair_model import PairModel

PARTS = ("cross-encoder", "exact checks", "word overlap")

RULES = 2
"""Raised with every change of the rules by which claims are scored: scores of two states never mix in a file."""

SPOKEN_AGAINST = 0.25
"""The chance that is left at most to a claim of which a sentence is surely spoken against.

The calibration is frozen, and gives an exact finding little weight: most are made from afar. These are few and sure.
"""


class ModelScorer:
    """Weighs all signals by the frozen calibration."""

    def __init__(self, model: PairModel, calibration: Calibration) -> None:
        self._reader = SignalReader(model)
        self._weighing = calibration.claim
        self.fingerprint = f"grounding {calibration.model[:12]}/{calibration.fingerprint[:12]}/{RULES}"

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        """See `Scorer`."""
        signals = self._reader.read(context, claim, question)
        sentences = tuple(self._sentence(signals, at) for at in range(len(signals.sentences)))
        if not sentences:
            return Scored(1.0, True, (), PARTS)
        silent = not any(tokenise(text) for text in context)
        probability = 0.0 if silent else self._weighing.probability(signals.features())
        if any(one.against for one in signals.sentences):
            probability = min(probability, SPOKEN_AGAINST)
        return Scored(probability, probability >= self._weighing.threshold, sentences, PARTS)

    def _sentence(self, signals: ClaimSignals, at: int) -> SentenceScore:
        one = signals.sentences[at]
        if not one.excerpt.sentences:
            return SentenceScore(one.start, one.end, 0.0, 0.0, 0, (0, 0), "no context speaks of it")
        probability = self._weighing.probability(signals.of_sentence(at))
        stances = one.stances
        against = stances.contradicted / max(1e-6, stances.contradicted + stances.not_found)
        if one.against:
            probability = min(probability, SPOKEN_AGAINST)
            against = max(against, float(one.against.contradicts))
        contradicted = (1.0 - probability) * against
        nearest = max(one.excerpt.sentences, key=lambda read: len(read.stems & stems(one.text)))
        window = (nearest.sentence.start, nearest.sentence.end)
        return SentenceScore(
            one.start,
            one.end,
            probability,
            contradicted,
            nearest.context,
            window,
            _reason(one, probability, self._weighing, against > 0.5),
        )


def _reason(one: SentenceSignals, probability: float, weighing: Weighing, denied: bool) -> str:
    """What a reader is told: the exact finding where there is one, else what the model saw."""
    if probability >= weighing.threshold:
        return "the context bears it out"
    if one.against:
        return one.against.reason
    if one.exact.verdict is Verdict.CONTRADICTED:
        return one.exact.reason
    wrong = [one.text[start:end] for start, end, chance in one.stances.wrong if chance > 0.5]
    about = f": {', '.join(dict.fromkeys(wrong[:4]))}" if wrong else ""
    return ("the context says otherwise" if denied else "the context does not say it") + about
