"""The judge alone, for those who want no assistant around it: does a context bear out an answer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import Verdict
from assistant.grounding.scoring.scored import Scored, Scorer, SentenceScore


@dataclass(frozen=True, slots=True)
class ContextSpan:
    """Words of a context: ``contexts[context][start:end] == text``."""

    context: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One claim of an answer, ``answer[start:end] == text``, and how the contexts stand to it.

    `confidence` in [0, 1] is the chance that the verdict is right; `evidence` the words that decided, None
    where no context speaks of the claim.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    confidence: float
    reason: str
    evidence: ContextSpan | None


@dataclass(frozen=True, slots=True)
class Judgements:
    """The verdicts on an answer, in its order.

    `probability` is the chance that all of the answer is supported, and `supported` whether that is enough:
    then, and only then, every claim is. `parts` names what spoke. An answer that states nothing has no
    claims and is supported.
    """

    claims: tuple[ClaimVerdict, ...]
    probability: float
    supported: bool
    parts: tuple[str, ...]

    @property
    def unsupported(self) -> tuple[ClaimVerdict, ...]:
        """The claims that the contexts contradict or do not speak of."""
        return tuple(claim for claim in self.claims if claim.verdict is not Verdict.SUPPORTED)


def judge(
    context: str | Sequence[str], answer: str, question: str = "", *, scorer: Scorer | None = None
) -> Judgements:
    """Judge every claim of `answer` by `context`, one text or several that count together.

    `question` is what was answered, if known. Offsets count code points, as Python's ``str`` does. The
    first call loads the scorer in service; ModelError where its model cannot be used.
    """
    contexts = (context,) if isinstance(context, str) else tuple(context)
    return judgements(_in_service(scorer).score(contexts, answer, question), contexts, answer)


def judgements(scored: Scored, contexts: Sequence[str], answer: str) -> Judgements:
    """What a scorer said of `answer`, as verdicts with the words they are about."""
    doubted = frozenset(scored.unsupported)
    claims = tuple(_verdict(part, part in doubted, contexts, answer) for part in scored.sentences)
    return Judgements(claims, scored.probability, scored.supported, scored.parts)


def _in_service(scorer: Scorer | None) -> Scorer:
    if scorer is not None:
        return scorer
    from assistant.grounding.scoring.default import default_scorer  # noqa: PLC0415 - loads what only judging needs

    return default_scorer()


def _verdict(part: SentenceScore, doubted: bool, contexts: Sequence[str], answer: str) -> ClaimVerdict:
    silent = max(0.0, 1.0 - part.probability - part.contradicted)
    if not doubted:
        verdict, confidence = Verdict.SUPPORTED, part.probability
    elif part.contradicted > silent:
        verdict, confidence = Verdict.CONTRADICTED, part.contradicted
    else:
        verdict, confidence = Verdict.NOT_FOUND, silent
    start, end = part.window
    evidence = (
        ContextSpan(part.context, start, end, contexts[part.context][start:end]) if start < end else None
    )
    return ClaimVerdict(
        answer[part.start : part.end], part.start, part.end, verdict, confidence, part.reason, evidence
    )
