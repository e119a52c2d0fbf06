"""Small words that turn a statement round: negation, hedges, "all", "only", "first", "because".

A grounding model reads past them, so they are checked by list. Each list is closed and English. An operator
is looked for as a word of its class, not as a phrase, and its reach is the next words of meaning in its
clause: enough to tell "did not ship" from "shipped" without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.tokens import Token, listed, stem, tokenise

_CONTRACTED = listed(
    """
    don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't can't cannot hadn't hasn't
    haven't shouldn't mustn't needn't ain't mightn't
    """
)

CONTRACTIONS = {word: word.removesuffix("n't") for word in _CONTRACTED} | {
    "can't": "can",
    "cannot": "can",
    "won't": "will",
    "ain't": "is",
}
"""What a contracted negation says without it."""

NEGATIONS = frozenset(
    ["not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without", *_CONTRACTED]
)
"""Folded words that negate by themselves."""

_NEGATING_STEMS = frozenset(
    map(stem, listed("failed denied refused declined lacked unable hardly barely scarcely prevented"))
)
_EMPTY_NEGATIONS = frozenset([("no", "doubt"), ("no", "matter"), ("nothing", "but"), ("no", "less")])

_CUT_OFF = frozenset(
    listed("or more less fewer than times per percent hundred thousand million billion trillion dozen")
)
"""Words that belong to a number or an alternative before them."""

_HEDGES = frozenset(
    listed(
        """
        may might could would will perhaps maybe possibly probably reportedly allegedly supposedly rumored rumoured
        apparently likely almost nearly plan plans planned planning intend intends intended hope hopes hoped
        want wants wanted try tries tried attempt attempts attempted consider considers considered seems
        seemed appears appeared claims claimed alleges alleged proposes proposed suggests suggested
        threatens threatened
        """
    )
)


_DOUBTS = frozenset(
    map(
        stem,
        listed(
            """
            myth legend hoax lie untrue false wrong mistaken misconception fiction doubt doubtful
            if whether unless suppose supposing imagine imagined pretended
            """
        ),
    )
)
"""Words before a statement that say it is not one."""

_PARTITIVE = re.compile(
    r"\b(?:one|some|two|three|many|several|part) of (?:the|its|his|her|their|our)\b|\bamong the\b",
    re.IGNORECASE,
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
    approve reject; earlier later; earliest latest; previous next; precede follow; oldest newest;
    oldest youngest; longest shortest; highest lowest; biggest smallest; ban allow; forbid permit; acquit convict
"""
_OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITE_PAIRS.split(";"):
    _one, _other = (stem(word) for word in _pair.split())
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}

CLAUSE_END = re.compile(r"[,;:.!?()—–]|\s-\s")
REACH = 3


@dataclass(frozen=True, slots=True)
class Operators:
    """The operators of one text.

    `denied` and `hedged` hold the stems right after a negation or hedge (the word it turns), `denied_reach`
    all stems within its reach; `stated` the content stems that are neither.
    """

    has_negation: bool
    denied: frozenset[str]
    denied_reach: frozenset[str]
    hedged: frozenset[str]
    stated: frozenset[str]
    superlatives: frozenset[str]
    stems: frozenset[str]


def is_negation(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the word at `at` negates: "not only … but also" does not."""
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
        if CLAUSE_END.search(text, tokens[index - 1].end, tokens[index].start) or found == REACH:
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
        if is_negation(tokens, at):
            negations += 1
            reach = list(_reach(text, tokens, at))
            denied += reach[:1]
            denied_reach += reach
        elif token.folded in _HEDGES and token.raw != "May":
            hedged += list(_reach(text, tokens, at))[:1]
    turned = {*denied, *hedged}
    return Operators(
        has_negation=negations > 0,
        denied=frozenset(tokens[at].stem for at in denied),
        denied_reach=frozenset(tokens[at].stem for at in denied_reach),
        hedged=frozenset(tokens[at].stem for at in hedged),
        stated=frozenset(
            token.stem for at, token in enumerate(tokens) if token.is_content and at not in turned
        ),
        superlatives=frozenset(token.folded for token in tokens if is_superlative(token)),
        stems=frozenset(
            form
            for at, token in enumerate(tokens)
            if not (token.folded == "only" and at and tokens[at - 1].folded == "not")
            for form in (token.stem, token.folded)
        ),
    )


def is_superlative(token: Token) -> bool:
    """Whether a word looks like one: "best", "fastest", but no "forest"."""
    word = token.folded
    if word in _SUPERLATIVE_STEMS:
        return True
    return word.endswith("est") and len(word) > 5 and word not in _NO_SUPERLATIVE and token.raw.islower()


def operator_clash(
    claim: str,
    source: Sequence[str],
    context: Iterable[str] = (),
) -> Finding | None:
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
        or _partitive(claim, mine, source)
    )


def is_turned(before: str, *, every_clause: bool = False) -> bool:
    """Whether what stands before some words turns them: "It is not true that", "Lumo may have", "if".

    Only its last clause can, unless `every_clause` is asked for: 'Nobody, not even Ada Brandt, said "…"'.
    """
    clause = before if every_clause else CLAUSE_END.split(before)[-1]
    return operators(clause).has_negation or any(
        token.folded in _HEDGES or token.stem in _DOUBTS for token in tokenise(clause)
    )


def is_cut_short(after: str) -> bool:
    """Whether what stands right behind some words makes them say something else: "$100 | less than the Mini".

    A comparison, an alternative, a magnitude or a rate that is cut off, or a verdict on the whole: "| is a myth".
    """
    rest = [token.folded for token in tokenise(after)]
    if not rest:
        return False
    compared = "than" in rest[:3] and not CLAUSE_END.search(after[: after.casefold().find("than")])
    return (
        rest[0] in _CUT_OFF
        or compared
        or any(stem(word) in _DOUBTS for word in rest if word not in ("if", "whether", "unless"))
    )


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _polarity(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> Finding | None:
    """Whether claim and source differ in what they deny; `theirs` has the likest sentence first."""
    for stem_ in sorted(mine.denied):
        source = next((its for its in theirs if stem_ in its.stems), None)
        if source and stem_ in source.stated and stem_ not in source.denied_reach:
            return Finding(f"the claim denies {written[stem_]!r}, the source states it", contradicts=True)
    if mine.has_negation and not any(source.has_negation for source in theirs):
        return Finding("the source denies nothing", contradicts=False)
    for stem_ in sorted(mine.stated - mine.denied_reach):
        source = next((its for its in theirs if stem_ in its.stems), None)
        if source and stem_ in source.denied and stem_ not in source.stated:
            return Finding(f"the source denies {written[stem_]!r}, the claim states it", contradicts=True)
    return None


def _opposite(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> Finding | None:
    stems = _union(source.stems for source in theirs)
    for word in sorted(mine.stems - stems):
        if (opposite := _OPPOSITES.get(word, frozenset()) & stems) and not opposite & mine.stems:
            return Finding(
                f"the claim says {written.get(word, word)!r}, the source {min(opposite)!r}", contradicts=True
            )
    return None


def _hedge(mine: Operators, theirs: list[Operators], written: dict[str, str]) -> Finding | None:
    if mine.hedged:
        return None
    hedged = _union(source.hedged for source in theirs)
    stated = _union(source.stated for source in theirs)
    if bare := sorted((hedged & mine.stated) - stated):
        return Finding(
            f"the source only considers {written[bare[0]]!r}, the claim states it", contradicts=False
        )
    return None


def _class_clash(mine: Operators, theirs: list[Operators]) -> Finding | None:
    stems = _union(source.stems for source in theirs)
    for name, (claiming, bearing) in _CLASSES.items():
        if mine.stems & claiming and not stems & bearing:
            return Finding(f"the source does not say {name!r}", contradicts=False)
    superlatives = _union(source.superlatives for source in theirs)
    for word in sorted(mine.superlatives - superlatives):
        if word not in ("most", "least") or not superlatives:
            return Finding(f"the source does not say {word!r}", contradicts=False)
    return None


def _partitive(claim: str, mine: Operators, source: Sequence[str]) -> Finding | None:
    """Whether the claim makes one of the largest the largest."""
    words = mine.superlatives | (mine.stems & _CLASSES["first"][0]) | (mine.stems & _CLASSES["last"][0])
    if not words or _PARTITIVE.search(claim):
        return None
    held = [text for text in source if words & (operators(text).superlatives | operators(text).stems)]
    if held and all(_PARTITIVE.search(text) for text in held):
        return Finding("the source says it of one among several", contradicts=False)
    return None
