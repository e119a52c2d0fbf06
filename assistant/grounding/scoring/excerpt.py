"""What of a long context a claim is read against: the sentences that say most of it, in their order.

Chosen by words, rarest first, until together they say what can be said of the claim (a greedy set cover, so
that two facts from two places both come along), then filled up with what stands before them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import Sentence
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.text import segment

EXCERPT_WORDS = 130
"""Words of evidence read beside one claim: what a reader would look at, and a model of this size can hold."""

_AGAIN = 0.25
"""What a word of the claim counts that a chosen sentence holds already."""

_LENGTH = 12
"""Words that a sentence may be longer for nothing: otherwise the longest one always wins."""


@dataclass(frozen=True, slots=True)
class ContextSentence:
    """A sentence of ``contexts[context]``, with its stems and number of words."""

    context: int
    sentence: Sentence
    stems: frozenset[str]
    size: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The sentences read for a claim, in order, and what they say as one text."""

    sentences: tuple[ContextSentence, ...]

    @property
    def text(self) -> str:
        """The sentences one after the other; a gap shows as dots."""
        return " ".join(one.sentence.rendering for one in self.sentences)


class Contexts:
    """One text or several, read once for many claims."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.sentences = tuple(
            ContextSentence(at, sentence, stems(sentence.rendering), len(tokenise(sentence.rendering)))
            for at, text in enumerate(texts)
            for sentence in segment(text)
        )
        self._frequency = Counter(stem for one in self.sentences for stem in one.stems)
        self.stems = frozenset(self._frequency)

    def excerpt(self, claim: str, budget: int = EXCERPT_WORDS) -> Excerpt:
        """What to read for `claim`, at most `budget` words (or one sentence, if that is longer)."""
        if sum(one.size for one in self.sentences) <= budget:
            return Excerpt(self.sentences)
        chosen = self._covering(claim, budget)
        left = budget - sum(self.sentences[at].size for at in chosen)
        for at in sorted(chosen):
            before = at - 1
            if before >= 0 and before not in chosen and self._neighbours(before, at):
                size = self.sentences[before].size
                if size <= left:
                    chosen.append(before)
                    left -= size
        return Excerpt(tuple(self.sentences[at] for at in sorted(chosen)))

    def _neighbours(self, one: int, other: int) -> bool:
        return self.sentences[one].context == self.sentences[other].context

    def _covering(self, claim: str, budget: int) -> list[int]:
        weights = {
            token.stem: self._rarity(token.stem) * (1.0 if token.is_content else 0.15)
            for token in tokenise(claim)
        }
        open_ones = [at for at, one in enumerate(self.sentences) if one.stems & weights.keys()]
        worth = {
            at: sum(weights[stem] for stem in self.sentences[at].stems & weights.keys()) for at in open_ones
        }
        open_ones.sort(key=lambda at: -worth[at])
        open_ones = open_ones[:200]
        covered: set[str] = set()
        chosen: list[int] = []
        left = budget
        while open_ones:
            best = max(open_ones, key=lambda at: self._gain(at, weights, covered))
            open_ones.remove(best)
            size = self.sentences[best].size
            if size > left and chosen:
                continue
            chosen.append(best)
            covered |= self.sentences[best].stems & weights.keys()
            left -= size
            if left <= 0:
                break
        return chosen or list(range(min(3, len(self.sentences))))

    def _gain(self, at: int, weights: dict[str, float], covered: set[str]) -> float:
        one = self.sentences[at]
        held = one.stems & weights.keys()
        gain = sum(weights[stem] * (_AGAIN if stem in covered else 1.0) for stem in held)
        return gain / math.sqrt(_LENGTH + one.size)

    def _rarity(self, stem: str) -> float:
        return math.log(1 + len(self.sentences) / (1 + self._frequency[stem]))
