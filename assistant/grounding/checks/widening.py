"""What limits an "every", a "first" or a superlative and may not be left out: "every new Mac" is not every Mac.

A claim that is a source sentence made shorter says more than its source where the cut takes away whose it is ("Brandt's
first lamp"), which ones are meant ("every new lamp"), or what follows the noun ("the first lamp in Norway").
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.operators import CLAUSE_END, REACH, is_superlative
from assistant.grounding.checks.tokens import Token, listed, stem, tokenise

_WIDE = frozenset(
    listed("all every everyone everybody each always only sole first last earliest newest oldest")
)


def is_wide(token: Token) -> bool:
    """Whether a word says how far something goes: "every", "only", "first", a superlative."""
    return token.folded in _WIDE or is_superlative(token)


_BEING = frozenset(map(stem, listed("is be became remained")))
_LIMITS = frozenset(listed("that which who whose with without"))
"""Words behind a noun that say which one is meant."""

_LIMITS_OF_WHAT_IS = _LIMITS | frozenset(listed("of to for in by from at on under ever"))
"""And where it is said what something is: "was the first shop in Japan", not "opened the first shop in 2003"."""


def widened(claim: str, source: Sequence[str]) -> Finding | None:
    """The first such word of `claim` that every sentence of `source` which has it limits, and the claim does not."""
    for at, token in enumerate(tokenise(claim)):
        if not is_wide(token):
            continue
        limits = [
            _Pair(claim, at, text, place).limit()
            for text in source
            for place, its in enumerate(tokenise(text))
            if its.folded == token.folded
        ]
        if limits and all(limits):
            return Finding(f"the source says {token.folded!r} only of {limits[0]!r}", contradicts=False)
    return None


class _Pair:
    """The same word in a claim and in a sentence of the source."""

    def __init__(self, claim: str, at: int, source: str, place: int) -> None:
        self._claim, self._at = claim, at
        self._source, self._place = source, place
        self._mine, self._theirs = tokenise(claim), tokenise(source)
        self._kept = {token.stem for token in self._mine}

    def limit(self) -> str:
        """What limits it in the source and is not in the claim; empty where nothing does, or nobody can tell."""
        return self._owner() or self._behind()

    def _owner(self) -> str:
        before = self._theirs[self._place - 1] if self._place else None
        return before.raw if before and before.raw.endswith(("'s", "’s")) and self._is_gone(before) else ""

    def _behind(self) -> str:
        noun = next((at for at in range(self._at + 1, len(self._mine)) if self._mine[at].is_content), None)
        if noun is None:
            return ""
        reach = range(self._place + 1, min(len(self._theirs), self._place + 2 + REACH))
        its = next((at for at in reach if self._theirs[at].stem == self._mine[noun].stem), None)
        if its is None:
            return ""
        between = next((one for one in self._theirs[self._place + 1 : its] if self._is_gone(one)), None)
        return between.raw if between else self._after_noun(noun, its)

    def _after_noun(self, noun: int, its: int) -> str:
        mine, theirs = self._mine, self._theirs
        while noun + 1 < len(mine) and its + 1 < len(theirs) and mine[noun + 1].stem == theirs[its + 1].stem:
            noun, its = noun + 1, its + 1
        goes_on = noun + 1 < len(mine) and not CLAUSE_END.search(
            self._claim, mine[noun].end, mine[noun + 1].start
        )
        if goes_on or its + 1 == len(theirs):
            return ""
        behind = theirs[its + 1]
        says_what_it_is = any(token.stem in _BEING for token in mine[max(0, self._at - 2) : self._at])
        limits = _LIMITS_OF_WHAT_IS if says_what_it_is else _LIMITS
        if behind.folded not in limits or CLAUSE_END.search(self._source, theirs[its].end, behind.start):
            return ""
        rest = [one for one in theirs[its + 2 : its + 2 + 2 * REACH] if one.is_content]
        return "" if any(one.stem in self._kept for one in rest) else f"{theirs[its].raw} {behind.raw}"

    def _is_gone(self, token: Token) -> bool:
        return token.is_content and token.stem not in self._kept
