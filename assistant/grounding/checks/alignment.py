"""Claim and source sentence laid side by side: what stands in one where the other has something else.

A drafter that changes one word of a sentence leaves all the others in their order. So the words both have, in
runs, show which words answer each other, and there words that exclude each other must not differ: "later"
and "earlier", "few weeks" and "few months", one name and another, a negation and none.

The runs are the matching blocks of Ratcliff and Obershelp (1988), as `difflib` finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from assistant.grounding.checks.facts import Fact, Facts, facts_agree
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.names import NameMention, same_name
from assistant.grounding.checks.operators import CONTRACTIONS, is_negation
from assistant.grounding.checks.tokens import Token, listed

_RIVALS = tuple(
    frozenset(listed(group))
    for group in (
        "earlier later",
        "before after until",
        "previous next",
        "preceded followed",
        "first second third fourth fifth last",
        "always never sometimes often rarely",
        "all every most many several some few no none both half",
        "more less fewer exactly",
        "because although despite",
        "with without",
        "increased decreased",
        "second minute hour day week month quarter year decade century",
        "seconds minutes hours days weeks months quarters years decades centuries",
        "inch inches foot feet yard yards mile miles metre metres kilometre kilometres centimetre centimetres",
        "gram grams kilogram kilograms pound pounds ounce ounces ton tons tonne tonnes",
        "dollars euros pounds yen francs",
        "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens",
        "north south east west northern southern eastern western",
        "left right",
        "from to",
        "from until",
        "since until",
        "up down",
        "on off",
        "above below",
        "over under",
        "black white red green blue yellow orange purple violet brown grey gray pink silver golden",
        "spring summer autumn winter",
        "morning noon afternoon evening night",
        "still longer",  # no longer
        "he she",
        "his her",
        "father mother brother sister son daughter husband wife uncle aunt nephew niece grandfather grandmother",
    )
)
"""Words that exclude each other where one stands in the place of the other."""

_SPELLED_ALIKE = {"gray": "grey", "meter": "metre", "meters": "metres"} | {
    f"{prefix}meter{plural}": f"{prefix}metre{plural}" for prefix in ("kilo", "centi") for plural in ("", "s")
}

_LONGEST_GAP = 6
"""Words between two runs up to which those of one sentence answer those of the other."""

_SHORTEST_FRAME = 3
"""Words that the runs on both sides of a gap must have together; fewer meet by chance."""

_SHORTEST_DENIAL = 3
"""Words of a run inside which both sentences must deny the same."""

_EDGES = ("^", "$")

_LISTING = frozenset(listed("and or the a an as well"))
"""Words that may stand between two names in any order."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence without its negations: `words` between edge marks, `negated` the places where one stood."""

    words: tuple[str, ...]
    places: tuple[int, ...]  # where each word begins in the text; -1 for the edge marks
    negated: frozenset[int]


@lru_cache(maxsize=16384)
def _line(tokens: tuple[Token, ...]) -> _Line:
    words: list[str] = [_EDGES[0]]
    places: list[int] = [-1]
    negated: set[int] = set()
    for at, token in enumerate(tokens):
        word = _SPELLED_ALIKE.get(token.folded, token.folded)
        if token.folded in CONTRACTIONS:
            word = CONTRACTIONS[token.folded]
            negated.add(len(words) + 1)
        elif token.folded == "without":
            word = "with"
            negated.add(len(words))
        elif token.folded in ("not", "never") and is_negation(tokens, at):
            negated.add(len(words))
            continue
        words.append(word)
        places.append(token.start)
    return _Line((*words, _EDGES[1]), (*places, -1), frozenset(negated))


@dataclass(frozen=True, slots=True)
class _Observation:
    """What aligning showed about the claim's word `at`: a clash or, with no reason, agreement.

    `weight` counts the words that vouch for the alignment.
    """

    at: int
    weight: int
    reason: str = ""


def aligned_clash(claim: Facts, sources: Sequence[Facts]) -> Finding | None:
    """Why one of the `sources` sentences, laid beside `claim`, speaks against it; None where none does.

    Where several answer the same words of the claim, the one that is likest there decides.
    """
    best: dict[int, _Observation] = {}
    for source in sources:
        for seen in _observations(claim, source):
            known = best.get(seen.at)
            if known is None or (seen.weight, not seen.reason) > (known.weight, not known.reason):
                best[seen.at] = seen
    clashes = [best[at].reason for at in sorted(best) if best[at].reason]
    reason = next(iter(clashes), None) or _swapped(claim, sources)
    return Finding(reason, contradicts=True) if reason else None


_COMPARING = frozenset(["before", "after", "than"])


def _swapped(claim: Facts, sources: Sequence[Facts]) -> str | None:
    """Whether the names on the two sides of "before", "after" or "than" stand the other way round in a source."""
    for word in _COMPARING & {token.folded for token in claim.tokens}:
        left, right = _sides(claim, word)
        for source in sources:
            their_left, their_right = _sides(source, word)
            if (
                _share(left, their_right)
                and _share(right, their_left)
                and not (_share(left, their_left) or _share(right, their_right))
            ):
                return f"the source has what stands before and behind {word!r} the other way round"
    return None


def _sides(facts: Facts, word: str) -> tuple[list[NameMention], list[NameMention]]:
    """The names to the left and to the right of the first `word`; none where it does not stand."""
    place = next((token.start for token in facts.tokens if token.folded == word), None)
    if place is None:
        return [], []
    return [n for n in facts.names if n.end <= place], [n for n in facts.names if n.start > place]


def _share(some: Sequence[NameMention], others: Sequence[NameMention]) -> bool:
    return any(same_name(one, other) for one in some for other in others)


def _observations(claim: Facts, source: Facts) -> Iterator[_Observation]:
    mine, theirs = _line(claim.tokens), _line(source.tokens)
    matcher = SequenceMatcher(None, mine.words, theirs.words, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    free = _free_gaps(theirs, [(b, b + size) for _, b, size in blocks])
    for a, b, size in blocks:
        yield from _denials(mine, theirs, a, b, size)
        for offset in range(size):
            yield _Observation(a + offset, size)
    for (a, b, size), (next_a, next_b, next_size) in pairwise(blocks):
        my_gap, their_gap = (a + size, next_a), (b + size, next_b)
        widths = (next_a - a - size, next_b - b - size)
        if not all(0 < width <= _LONGEST_GAP for width in widths) or size + next_size < _SHORTEST_FRAME:
            continue
        reason = _rival_words(mine.words[slice(*my_gap)], theirs.words[slice(*their_gap)]) or _rival_facts(
            _facts_in(claim, mine, [my_gap]),
            _facts_in(source, theirs, [their_gap]),
            _facts_in(source, theirs, free[their_gap[0]]),
        )
        if reason:
            yield _Observation(my_gap[0], size + next_size, reason)


def _free_gaps(line: _Line, runs: Sequence[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """For each gap between `runs`, by its begin: the gaps of the same list ("Ada, Nils and Mira"), itself included."""
    gaps = [(end, following) for (_, end), (following, _) in pairwise(runs)]
    lists: list[list[tuple[int, int]]] = []
    for gap in gaps:
        between = line.words[lists[-1][-1][1] : gap[0]] if lists else ()
        if lists and _LISTING.issuperset(between):
            lists[-1].append(gap)
        else:
            lists.append([gap])
    return {gap[0]: members for members in lists for gap in members}


def _denials(mine: _Line, theirs: _Line, a: int, b: int, size: int) -> Iterator[_Observation]:
    """Where inside a run one sentence denies and the other does not."""
    if size < _SHORTEST_DENIAL:
        return
    for offset in range(1, size):
        if (a + offset in mine.negated) != (b + offset in theirs.negated):
            reason = "it is the source's sentence but for a negation"
            # Above the agreement of the words themselves, which says nothing about what is denied.
            yield _Observation(a + offset, size + 1, reason)


def _rival_words(mine: Sequence[str], theirs: Sequence[str]) -> str:
    for group in _RIVALS:
        here, there = group.intersection(mine), group.intersection(theirs)
        if here and there and here.isdisjoint(there):
            return f"the source says {min(there)!r}, not {min(here)!r}"
    return ""


def _facts_in(facts: Facts, line: _Line, gaps: Sequence[tuple[int, int]]) -> list[Fact]:
    """The facts that begin in one of the gaps, but for a word that is capitalised only as the first."""
    places = {place for gap in gaps for place in line.places[slice(*gap)]}
    return [
        fact
        for fact in (*facts.names, *facts.quantities, *facts.dates)
        if fact.start in places and not (isinstance(fact, NameMention) and fact.weak)
    ]


def _rival_facts(claimed: Sequence[Fact], said: Sequence[Fact], elsewhere: Sequence[Fact]) -> str:
    """Whether the gaps hold two names, two numbers or two dates that cannot mean the same.

    `elsewhere` are the source's facts in the same list, whose order means nothing.
    """
    for fact in claimed:
        rival = next((its for its in said if type(its) is type(fact)), None)
        if rival and not any(facts_agree(fact, its) for its in elsewhere):
            return f"the source says {rival.words}, not {fact.words}"
    return ""
