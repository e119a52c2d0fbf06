"""Small words that turn a statement round: negation, hedges, "all", "only", "first", "because".

A grounding model reads past them, so they are checked by list. Each list is closed and English. An operator
is looked for as a word of its class, not as a phrase, and its reach is the next words of meaning in its
clause: enough to tell "did not ship" from "shipped" without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding.tokens import Token, listed, stem, tokenise, word_run

_CONTRACTED = listed(
    """
    don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't can't cannot hadn't hasn't
    haven't shouldn't mustn't needn't ain't mightn't
    """
)

_CONTRACTIONS = {word: word.removesuffix("n't") for word in _CONTRACTED} | {
    "can't": "can",
    "cannot": "can",
    "won't": "will",
    "ain't": "is",
}

NEGATIONS = frozenset(
    ["not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without", *_CONTRACTED]
)
"""Folded words that negate by themselves."""

_NEGATING_STEMS = frozenset(
    map(stem, listed("failed denied refused declined lacked unable hardly barely scarcely prevented"))
)
_EMPTY_NEGATIONS = frozenset([("no", "doubt"), ("no", "matter"), ("nothing", "but"), ("no", "less")])

_HEDGES = frozenset(
    listed(
        """
        may might could perhaps maybe possibly probably reportedly allegedly supposedly rumored rumoured
        apparently likely almost nearly plan plans planned planning intend intends intended hope hopes hoped
        want wants wanted try tries tried attempt attempts attempted consider considers considered seems
        seemed appears appeared claims claimed alleges alleged proposes proposed suggests suggested
        threatens threatened
        """
    )
)


def _stems(words: str) -> frozenset[str]:
    return frozenset({*words.split(), *map(stem, words.split())})


_CLASSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # what it is called: (words that claim it, words of a source that bear it)
    "all": (
        _stems("all every everyone everybody everything always entire entirely"),
        _stems("all every everyone everybody everything always entire entirely each whole complete any both"),
    ),
    "only": (
        _stems("only sole solely exclusively"),
        _stems("only sole solely exclusive exclusively alone unique single just nothing"),
    ),
    "first": (
        _stems("first 1st earliest"),
        _stems("first 1st earliest original initial debut inaugural pioneer pioneered one introduced 1"),
    ),
    "last": (_stems("last final"), _stems("last final finally end ended ending latest")),
    "because": (
        _stems("because therefore thus hence consequently owing due caused"),
        _stems(
            """because therefore thus hence consequently consequence owing due caused cause reason result
            resulted resulting led so since thanks why making made prompted forced driven forcing prompting
            as for inspired inspiration based"""
        ),
    ),
    "before": (
        _stems("before prior preceded"),
        _stems("before prior preceded earlier predecessor until previous previously by ahead first ago"),
    ),
    "after": (
        _stems("after afterwards subsequently succeeded"),
        _stems(
            """after afterwards subsequently succeeded later followed following then since once when successor
            until upon next finally eventually when having"""
        ),
    ),
    "less": (_stems("less fewer"), _stems("less fewer lower smaller under below reduced decreased cheaper")),
}

_NO_SUPERLATIVE = frozenset(
    listed(
        """
        test rest best interest request guest west forest honest modest contest protest suggest invest
        harvest arrest quest nest chest digest manifest earnest latest breast midwest northwest southwest
        priest east northeast southeast vest zest pest jest crest conquest
        """
    )
)
_SUPERLATIVE_STEMS = frozenset(["most", "best", "worst", "least"])

_OPPOSITE_PAIRS = """
    increase decrease; rise fall; success failure; succeed fail; hire fire; accept reject; buy sell;
    begin end; start stop; open close; win lose; love hate; expensive cheap; large small; big small;
    high low; fast slow; true false; agree disagree; allow forbid; best worst; good bad; early late;
    more fewer; more less; better worse; before after; first last; higher lower; faster slower; larger
    smaller; strong weak; easy difficult; easy hard; public private; internal external; upper lower;
    major minor; male female; positive negative; gain loss; profit loss; support oppose; include
    exclude; add remove; enable disable; remember forget; arrive leave; left right; north south; east
    west; summer winter; daughter son; father mother; brother sister; husband wife; cheaper dearer;
    approve reject
"""
_OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITE_PAIRS.split(";"):
    _one, _other = (stem(word) for word in _pair.split())
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}

_CLAUSE_END = re.compile(r"[,;:.!?()—–]|\s-\s")
_REACH = 3


@dataclass(frozen=True, slots=True)
class Operators:
    """The operators of one text.

    `denied` and `hedged` hold the stems right after a negation or hedge (the word it turns), `denied_reach`
    all stems within its reach; `stated` the content stems that are neither. `positive` are the words without
    negations, which stood before its places `negated_at`.
    """

    has_negation: bool
    denied: frozenset[str]
    denied_reach: frozenset[str]
    hedged: frozenset[str]
    stated: frozenset[str]
    superlatives: frozenset[str]
    stems: frozenset[str]
    positive: tuple[str, ...]
    negated_at: tuple[int, ...]


def _positive(tokens: tuple[Token, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words without their negations ("isn't" is "is"), and the places where one was."""
    words: list[str] = []
    negated: list[int] = []
    for token in tokens:
        if token.folded in _CONTRACTIONS:
            words.append(_CONTRACTIONS[token.folded])
            negated.append(len(words))
        elif token.folded in NEGATIONS:
            negated.append(len(words))
        else:
            words.append(token.folded)
    return tuple(words), tuple(negated)


def _is_negation(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.folded in NEGATIONS:
        following = tokens[at + 1].folded if at + 1 < len(tokens) else ""
        if token.raw == "No" and following.isdigit():
            return False
        if token.folded == "not" and following in ("only", "just", "merely"):  # ..., but also
            return not any(later.folded in ("but", "also") for later in tokens[at + 2 :])
        return (token.folded, following) not in _EMPTY_NEGATIONS
    return token.stem in _NEGATING_STEMS


def _reach(text: str, tokens: tuple[Token, ...], at: int) -> Iterator[int]:
    """Indices of the content words that the operator at `at` turns, nearest first."""
    found = 0
    for index in range(at + 1, len(tokens)):
        if _CLAUSE_END.search(text, tokens[index - 1].end, tokens[index].start) or found == _REACH:
            return
        if tokens[index].is_content and not tokens[index].folded.endswith("ly"):
            found += 1
            yield index


@lru_cache(maxsize=16384)
def operators(text: str) -> Operators:
    """Find the operators of `text` and what they turn."""
    tokens = tokenise(text)
    denied: list[int] = []
    denied_reach: list[int] = []
    hedged: list[int] = []
    negations = 0
    for at, token in enumerate(tokens):
        if _is_negation(tokens, at):
            negations += 1
            reach = list(_reach(text, tokens, at))
            denied += reach[:1]
            denied_reach += reach
        elif token.folded in _HEDGES and token.raw != "May":
            hedged += list(_reach(text, tokens, at))[:1]
    turned = {*denied, *hedged}
    positive, negated_at = _positive(tokens)
    return Operators(
        positive=positive,
        negated_at=negated_at,
        has_negation=negations > 0,
        denied=frozenset(tokens[at].stem for at in denied),
        denied_reach=frozenset(tokens[at].stem for at in denied_reach),
        hedged=frozenset(tokens[at].stem for at in hedged),
        stated=frozenset(
            token.stem for at, token in enumerate(tokens) if token.is_content and at not in turned
        ),
        superlatives=frozenset(token.folded for token in tokens if _is_superlative(token)),
        stems=frozenset(
            form
            for at, token in enumerate(tokens)
            if not (token.folded == "only" and at and tokens[at - 1].folded == "not")
            for form in (token.stem, token.folded)
        ),
    )


def _is_superlative(token: Token) -> bool:
    word = token.folded
    if word in _SUPERLATIVE_STEMS:
        return True
    return word.endswith("est") and len(word) > 5 and word not in _NO_SUPERLATIVE and token.raw.islower()


@dataclass(frozen=True, slots=True)
class OperatorClash:
    """One operator that the source does not bear out; `contradicts` where it says the opposite."""

    reason: str
    contradicts: bool


def operator_clash(
    claim: str,
    source: Iterable[str],
    context: Iterable[str] = (),
) -> OperatorClash | None:
    """The first operator of `claim` that the `source` sentences do not bear out, or None.

    `context` (title, headings) may bear out order words, never a polarity.
    """
    mine = operators(claim)
    written = {token.stem: token.folded for token in tokenise(claim)}
    theirs = sorted(map(operators, source), key=lambda its: -len(its.stems & mine.stems))
    return (
        _polarity(mine, theirs, written)
        or _opposite(mine, theirs, written)
        or _hedge(mine, theirs, written)
        or _class_clash(mine, [*theirs, *map(operators, context)])
    )


def is_turned(before: str) -> bool:
    """Whether what stands before some words turns them: "It is not true that", "Lumo may have"."""
    clause = _CLAUSE_END.split(before)[-1]
    return operators(clause).has_negation or any(token.folded in _HEDGES for token in tokenise(clause))


def echoes_but_for_negation(claim: str, sentences: Iterable[str]) -> bool:
    """Whether the claim is one of the sentences word for word, with a negation more or less."""
    mine = operators(claim)
    return any(_differ_by_negation(mine, operators(sentence)) for sentence in sentences)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _polarity(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> OperatorClash | None:
    """Whether claim and source differ in what they deny; `theirs` has the likest sentence first."""
    for source in theirs:
        if _differ_by_negation(mine, source):
            return OperatorClash("it is the source's sentence but for a negation", contradicts=True)
    for stem_ in sorted(mine.denied):
        source = next((its for its in theirs if stem_ in its.stems), None)
        if source and stem_ in source.stated and stem_ not in source.denied_reach:
            return OperatorClash(
                f"the claim denies {written[stem_]!r}, the source states it", contradicts=True
            )
    if mine.has_negation and not any(source.has_negation for source in theirs):
        return OperatorClash("the source denies nothing", contradicts=False)
    for stem_ in sorted(mine.stated - mine.denied_reach):
        source = next((its for its in theirs if stem_ in its.stems), None)
        if source and stem_ in source.denied and stem_ not in source.stated:
            return OperatorClash(
                f"the source denies {written[stem_]!r}, the claim states it", contradicts=True
            )
    return None


_SHORTEST_ECHO = 4  # words: fewer may coincide


def _differ_by_negation(mine: Operators, source: Operators) -> bool:
    """Whether the claim's words are the source's, one after the other, but for negations."""
    at = word_run(mine.positive, source.positive)
    if at < 0 or len(mine.positive) < _SHORTEST_ECHO:
        return False
    theirs = [place - at for place in source.negated_at]
    # In a longer sentence a negation just outside the echo belongs to what was left out.
    low, high = (
        (0, at + len(mine.positive))
        if len(mine.positive) == len(source.positive)
        else (
            1,
            len(mine.positive) - 1,
        )
    )
    return [p for p in mine.negated_at if low <= p <= high] != [p for p in theirs if low <= p <= high]


def _opposite(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> OperatorClash | None:
    stems = _union(source.stems for source in theirs)
    for word in sorted(mine.stems - stems):
        if (opposite := _OPPOSITES.get(word, frozenset()) & stems) and not opposite & mine.stems:
            return OperatorClash(
                f"the claim says {written.get(word, word)!r}, the source {min(opposite)!r}", contradicts=True
            )
    return None


def _hedge(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> OperatorClash | None:
    if mine.hedged:
        return None
    hedged = _union(source.hedged for source in theirs)
    stated = _union(source.stated for source in theirs)
    if bare := sorted((hedged & mine.stated) - stated):
        return OperatorClash(
            f"the source only considers {written[bare[0]]!r}, the claim states it", contradicts=False
        )
    return None


def _class_clash(mine: Operators, theirs: list[Operators]) -> OperatorClash | None:
    stems = _union(source.stems for source in theirs)
    for name, (claiming, bearing) in _CLASSES.items():
        if mine.stems & claiming and not stems & bearing:
            return OperatorClash(f"the source does not say {name!r}", contradicts=False)
    superlatives = _union(source.superlatives for source in theirs)
    for word in sorted(mine.superlatives - superlatives):
        if word not in ("most", "least") or not superlatives:
            return OperatorClash(f"the source does not say {word!r}", contradicts=False)
    return None
