"""A scorer that needs no model: exact checks decide, word overlap says how near a claim came.

What the grounding model is measured beside, and what is left where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Evidence, Judgement, Sentence, Verdict
from assistant.grounding.judging.judge import ExactJudge
from assistant.grounding.scoring.bare import as_evidence, checkable
from assistant.grounding.scoring.overlap import word_overlap
from assistant.grounding.scoring.scored import Scored, SentenceScore


class ExactScorer:
    """Scores by `ExactJudge`. Its numbers order claims; they are no calibrated probabilities.

    A supported part scores from 0.5 up, another one below, each by the share of its words that are held.
    """

    fingerprint = "exact checks"

    def __init__(self) -> None:
        self._judge = ExactJudge()

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        """See `Scorer`. The question is not read."""
        evidence = [as_evidence(text, at) for at, text in enumerate(context)]
        parts = tuple(
            self._part(sentence, standing_alone, context, evidence, question)
            for sentence, standing_alone in checkable(claim, self._judge.reader.table)
        )
        probability = min((part.probability for part in parts), default=1.0)
        return Scored(probability, probability >= 0.5, parts, ("exact checks", "overlap"))

    def _part(
        self,
        sentence: Sentence,
        text: str,
        context: Sequence[str],
        evidence: Sequence[Evidence],
        question: str,
    ) -> SentenceScore:
        judgement = self._judge.judge(text, evidence, question)
        overlap = word_overlap(context, text)
        probability = (overlap + (judgement.verdict is Verdict.SUPPORTED)) / 2
        contradicted = 1 - probability if judgement.verdict is Verdict.CONTRADICTED else 0.0
        at, window = _window(judgement)
        return SentenceScore(
            sentence.start, sentence.end, probability, contradicted, at, window, judgement.reason
        )


def _window(judgement: Judgement) -> tuple[int, tuple[int, int]]:
    """The context and the stretch of it that decided; an empty stretch where none did."""
    if not judgement.spans:
        return 0, (0, 0)
    span = judgement.spans[-1]
    return int(span.passage_id), (span.start, span.end)
