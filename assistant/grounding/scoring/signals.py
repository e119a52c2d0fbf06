"""What is known of a claim and its contexts before anybody decides: the numbers that a calibration weighs.

A claim is a sentence or a whole response; a response is read sentence by sentence, each against the excerpt
of the contexts that says most of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain import Judgement, Sentence, Verdict
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.grounding.judging.judge import ExactJudge
from assistant.grounding.judging.model_entailment import with_figures_of
from assistant.grounding.scoring.against import speaks_against
from assistant.grounding.scoring.bare import (
    as_evidence,
    checkable,
    introduces,
    says_it_is_not_there,
    unframed,
)
from assistant.grounding.scoring.excerpt import Contexts, Excerpt
from assistant.grounding.scoring.overlap import meant, share_held
from assistant.pair_model import LONGEST_PAIR, PairModel, Stances

SHORT_CLAIM = 5
"""Words up to which a claim is an answer that only its question makes a statement."""

LONG_CONTEXT, LONGEST_CONTEXT = 200, 1_500
"""Words of all contexts from which, and up to which, their length counts. From more text an excerpt is less likely to
hold all that bears a claim out: the same support is worth more there."""

_CERTAIN = 1e-4
"""Chances are kept this far from 0 and 1, so that no single one outweighs all others."""


@dataclass(frozen=True, slots=True)
class SentenceSignals:
    """One checkable sentence, ``claim[start:end]``; `text` is how it was read, its pronoun resolved and
    its figures as the excerpt writes them.

    `stances` are those of the excerpt; `nearest` is the largest share of its words of meaning, `words` in all, that one
    sentence of the contexts holds. `against` is what surely speaks against it: it is weighed by nobody.
    """

    start: int
    end: int
    text: str
    excerpt: Excerpt
    stances: Stances
    exact: Judgement
    words: int
    overlap: float
    nearest: float
    unheld_figures: int
    against: Finding | None = None


@dataclass(frozen=True, slots=True)
class ClaimSignals:
    """All sentences of a claim that state something; how many words it and its contexts have in all."""

    sentences: tuple[SentenceSignals, ...]
    words: int
    context_words: int

    def features(self) -> dict[str, float]:
        """Numbers by name, all finite."""
        return _features(self.sentences, self.words, self.context_words)

    def of_sentence(self, at: int) -> dict[str, float]:
        """The same for one sentence alone."""
        one = self.sentences[at]
        return _features((one,), len(tokenise(one.text)), self.context_words)


class SignalReader:
    """Reads claims against contexts."""

    def __init__(self, model: PairModel) -> None:
        self._model = model
        self._judge = ExactJudge()

    def read(self, texts: Sequence[str], claim: str, question: str = "") -> ClaimSignals:
        """The signals of `claim` against `texts` together."""
        contexts = Contexts(texts)
        read = list(self._stated(claim, question))
        excerpts = [contexts.excerpt(text) for _, text in read]
        read = [
            (sentence, with_figures_of(excerpt.text, text, self._judge.reader))
            for (sentence, text), excerpt in zip(read, excerpts, strict=True)
        ]
        stances = self._stances([(text, excerpt) for (_, text), excerpt in zip(read, excerpts, strict=True)])
        return ClaimSignals(
            tuple(
                self._sentence(sentence, text, contexts, excerpt, stance)
                for (sentence, text), excerpt, stance in zip(read, excerpts, stances, strict=True)
            ),
            len(tokenise(claim)),
            sum(len(text.split()) for text in texts),
        )

    def _stances(self, pairs: Sequence[tuple[str, Excerpt]]) -> list[Stances]:
        return self._model.stances([self._fitting(*pair) for pair in pairs]) if pairs else []

    def _stated(self, claim: str, question: str) -> Iterator[tuple[Sentence, str]]:
        """The sentences that state something, and how they are read; one that is too short, with its question."""
        for sentence, text in checkable(claim, self._judge.reader.table):
            if says_it_is_not_there(text) or introduces(text):
                continue
            short = question and len(tokenise(sentence.rendering)) <= SHORT_CLAIM
            yield sentence, f"{question} {text}" if short else unframed(text)

    def _fitting(self, text: str, excerpt: Excerpt) -> tuple[str, str]:
        """The pair as the model can read it: sentences of the excerpt give way, the least like the claim first."""
        sentences = list(excerpt.sentences)
        wanted = stems(text)
        evidence = excerpt.text
        while self._model.size(text, evidence) > LONGEST_PAIR and len(sentences) > 1:
            sentences.remove(min(sentences, key=lambda one: len(one.stems & wanted)))
            evidence = Excerpt(tuple(sentences)).text
        return self._model.fitting(text, evidence)

    def _sentence(
        self,
        sentence: Sentence,
        text: str,
        contexts: Contexts,
        excerpt: Excerpt,
        stances: Stances,
    ) -> SentenceSignals:
        facts, wanted = self._judge.reader.read(text), meant(text)
        return SentenceSignals(
            sentence.start,
            sentence.end,
            text,
            excerpt,
            stances,
            self._judge.judge(text, [as_evidence(excerpt.text, 0)]),
            sum(token.is_content for token in tokenise(text)),
            share_held(meant(sentence.rendering), contexts.stems),
            max((share_held(wanted, one.stems) for one in contexts.sentences), default=0.0),
            sum(not stems(fact.words) <= contexts.stems for fact in (*facts.quantities, *facts.dates)),
            speaks_against(text, [one.sentence.rendering for one in excerpt.sentences], self._judge.reader),
        )


def _features(sentences: Sequence[SentenceSignals], words: int, context_words: int) -> dict[str, float]:
    number = max(1, len(sentences))
    denied = sum(one.exact.verdict is Verdict.CONTRADICTED for one in sentences)
    return {
        "support, least": min(
            (_log_odds(one.stances.supported) for one in sentences), default=_log_odds(1.0)
        ),
        "denial, most": max(
            (_log_odds(one.stances.contradicted) for one in sentences), default=_log_odds(0.0)
        ),
        "overlap, least": min((one.overlap for one in sentences), default=1.0),
        "overlap, nearest": min((one.nearest for one in sentences), default=1.0),
        "figures not held": math.log1p(sum(one.unheld_figures for one in sentences)),
        "exact: denied": denied / number,
        "contexts": math.log(min(max(context_words, LONG_CONTEXT), LONGEST_CONTEXT) / LONG_CONTEXT),
        "sentences": math.log(number),
        "words": math.log1p(words),
        "words, longest": math.log1p(max((one.words for one in sentences), default=0)),
    }


def _log_odds(chance: float) -> float:
    kept = min(1.0 - _CERTAIN, max(_CERTAIN, chance))
    return math.log(kept / (1.0 - kept))
