"""Who does what to whom: the same words around the same verb, put the other way round.

Without a parser, by signs that hold in plain English: what stands before a verb does it, what stands behind bears it,
and "was … by" turns both. Only what is wholly turned round is told, never what merely stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.english import FORMS
from assistant.grounding.checks.claims import is_finite
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.operators import CLAUSE_END
from assistant.grounding.checks.tokens import Token, listed, stem, tokenise

_MUTUAL = frozenset(
    map(
        stem,
        listed(
            """
            meet marry divorce resemble match equal border adjoin tie compete cooperate collaborate merge join differ
            agree correspond talk play fight link connect combine mix remain become seem appear stand lie hang call name
            contain include
            """
        ),
    )
)
"""Verbs that mean the same both ways, or whose subject may stand behind them ("in the hall stood a lamp")."""

_JOINTS = frozenset(listed("because before after although though until since"))
_TURNED = (frozenset(["before", "after"]), frozenset(["more", "less"]))
"""Words that turn what stands on their two sides: before the one is after the other."""

_BE = frozenset(listed("am is are was were be been being get gets got gotten getting"))
_AUXILIARY = _BE | frozenset(
    listed("has have had having do does did will would can could may might must shall should")
)
_ARTICLES = frozenset(listed("a an the his her its their our my your this that these those"))
_PLACING = frozenset(
    listed(
        "in on at by from to with for under over above below among beside behind between inside outside near of"
    )
)
_BREAKS = frozenset(listed("which who whom whose where when while if and but or that"))
_RIVALS = tuple(
    frozenset(listed(group))
    for group in (
        "by for",
        "by to",
        "by after",
        "by about",
        "by against",
        "by without",
        "by from",
        "from to",
        "for against",
        "with without",
        "with against",
        "before after",
        "above below",
        "over under",
        "inside outside",
    )
)
"""Words that set a noun to a verb in ways that exclude each other."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A verb with the stems of what stands before and behind it in its clause, "was … by" turned back."""

    verb: str
    doer: frozenset[str]
    bearer: frozenset[str]
    small: frozenset[str]


def role_clash(claim: str, source: Sequence[str]) -> Finding | None:
    """Why `source` says of other ones, or the other way round, what `claim` says; None where nothing shows it."""
    return (
        _swapped(claim, source)
        or _compared(claim, source)
        or _placed(claim, source)
        or _returned(claim, source)
        or _owned(claim, source)
    )


# ---------------------------------------------------------------- doer and bearer


def _swapped(claim: str, source: Sequence[str]) -> Finding | None:
    """A verb or a joint of two clauses whose sides the source has the other way round, and nowhere as the claim has."""
    theirs = [act for text in source for act in _acts(text)]
    for mine in _acts(claim):
        same = [act for act in theirs if act.verb == mine.verb and not _turn(mine, act)]
        if any(
            mine.doer & act.doer or mine.bearer & act.bearer - mine.doer
            for act in same
            if not _crossed(mine, act)
        ):
            continue
        if any(_crossed(mine, act) for act in same):
            return Finding(
                f"the source has what stands before and behind {mine.verb!r} the other way round",
                contradicts=True,
            )
    return None


def _crossed(mine: _Act, act: _Act) -> bool:
    return bool(
        mine.doer
        and act.doer
        and not mine.doer & act.doer
        and mine.doer <= act.bearer
        and act.doer <= mine.bearer
    )


def _turn(mine: _Act, act: _Act) -> bool:
    """Whether one says "before" and the other "after": then both are turned."""
    return any(
        len(pair & mine.small) == 1 and len(pair & act.small) == 1 and not pair & mine.small & act.small
        for pair in _TURNED
    )


@lru_cache(maxsize=16384)
def _acts(text: str) -> tuple[_Act, ...]:
    return tuple(act for clause in _clauses(text) for act in _acts_of(clause))


def _clauses(text: str) -> Iterator[tuple[Token, ...]]:
    """The stretches between marks; a sentence that opens with a place or a time has its subject anywhere."""
    tokens = tokenise(text)
    clause: list[Token] = []
    for at, token in enumerate(tokens):
        if at and CLAUSE_END.search(text, tokens[at - 1].end, token.start):
            yield tuple(clause)
            clause = []
        clause.append(token)
    yield tuple(clause)


def _acts_of(clause: tuple[Token, ...]) -> Iterator[_Act]:
    if not clause or clause[0].folded in _PLACING:
        return
    small = frozenset(token.folded for token in clause if not token.is_content)
    for at, token in enumerate(clause):
        if token.folded in _JOINTS:
            yield _Act(token.folded, _meant(clause[:at]), _meant(clause[at + 1 :]), small)
        elif at and _is_verb(clause, at) and token.stem not in _MUTUAL:
            before, after = _before(clause, at), clause[at + 1 :]
            if _is_passive(clause, at):
                by = next((i for i, one in enumerate(after) if one.folded == "by"), None)
                doer = after[by + 1 :] if by is not None else ()
                end = next((i for i, one in enumerate(doer) if i and one.folded in _PLACING), len(doer))
                rest = (*before, *after[:by], *doer[end:]) if by is not None else (*before, *after)
                yield _Act(token.stem, _meant(doer[:end]), _meant(rest), small)
            else:
                joint = next((i for i, one in enumerate(after) if one.folded in _JOINTS), len(after))
                yield _Act(token.stem, _meant(before), _meant(after[:joint]), small)
        elif at and _is_relation(clause, at):
            yield _Act(token.stem, _meant(clause[:at]), _meant(clause[at + 1 :]), small)


def _before(clause: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    start = max((i + 1 for i in range(at) if clause[i].folded in _BREAKS - {"and", "or"}), default=0)
    return clause[start:at]


def _is_verb(clause: tuple[Token, ...], at: int) -> bool:
    token, before = clause[at], clause[at - 1]
    owned = before.raw.endswith(("'s", "’s", "s'", "s’"))
    if not token.is_content or owned or before.folded in _ARTICLES | _PLACING or not token.raw.islower():
        return False
    following = clause[at + 1] if at + 1 < len(clause) else None
    if before.raw[0].isupper() and following and following.raw[0].isupper():
        return True  # "Norway beat Sweden"
    return (
        is_finite(token)
        or before.folded in _AUXILIARY
        or token.folded in _IRREGULAR
        or (
            token.folded.endswith("s")
            and following is not None
            and (_opens_an_object(following) or (_is_second(clause, at) and following.is_content))
            and not is_finite(following)
        )
    )


_IRREGULAR = frozenset(form for forms in FORMS.values() for form in forms)


def _opens_an_object(token: Token) -> bool:
    """Whether what stands behind a word in -s shows that it is a verb: "repairs the lamp", "repairs Lumo lamps"."""
    return token.folded in _ARTICLES or token.raw[0].isupper()


def _is_second(clause: tuple[Token, ...], at: int) -> bool:
    """Whether a word follows a subject of one word that opens its clause: "the bakery supplies"."""
    return at == 1 or (at == 2 and clause[0].folded in _ARTICLES)


def _is_passive(clause: tuple[Token, ...], at: int) -> bool:
    if clause[at].folded.endswith("ing"):
        return False
    return any(token.folded in _BE for token in clause[max(0, at - 2) : at])


def _is_relation(clause: tuple[Token, ...], at: int) -> bool:
    """Whether it is the noun in "is the mother of"."""
    return (
        at >= 2
        and at + 1 < len(clause)
        and clause[at + 1].folded == "of"
        and clause[at - 1].folded in _ARTICLES
        and clause[at - 2].folded in _BE
    )


def _meant(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.stem for token in tokens if token.is_content or token.raw[0].isdigit())


def roles_agree(claim: str, text: str) -> bool:
    """Whether some verb is done by the same one in both."""
    theirs = _acts(text)
    return any(mine.verb == act.verb and mine.doer & act.doer for mine in _acts(claim) for act in theirs)


# ---------------------------------------------------------------- comparisons

_COMPARING = frozenset(listed("than as before after"))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two things, what is said of them, and the word that sets them against each other."""

    left: frozenset[str]
    what: frozenset[str]
    mark: str
    right: frozenset[str]
    less: bool


def _compared(claim: str, source: Sequence[str]) -> Finding | None:
    """Whether two things that are compared change places, or "as bright as" becomes "brighter than"."""
    mine = _comparison(claim)
    if mine is None:
        return None
    for text in source:
        its = _comparison(text)
        if its is None or its.what != mine.what:
            continue
        turned = (its.left, its.right) == (mine.right, mine.left)
        if turned and its.mark == mine.mark and its.less == mine.less:
            return Finding("the source compares the two the other way round", contradicts=True)
        if {its.mark, mine.mark} == {"as", "than"} and (
            turned or (its.left, its.right) == (mine.left, mine.right)
        ):
            return Finding(f"the source says {its.mark!r}, not {mine.mark!r}", contradicts=True)
    return None


def _comparison(text: str) -> _Comparison | None:
    tokens = tokenise(text)
    verb = next((at for at, token in enumerate(tokens) if at and is_finite(token)), None)
    mark = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].folded in _COMPARING), None)
    if verb is None or mark is None or mark < verb or CLAUSE_END.search(text[: tokens[-1].start]):
        return None
    words = [token for token in tokens[verb:mark] if token.folded not in _AUXILIARY]
    what = frozenset(_positive(token) for token in words if token.is_content or token.folded == "half")
    less = any(token.folded in ("less", "not") for token in words)
    found = _Comparison(_meant(tokens[:verb]), what, tokens[mark].folded, _meant(tokens[mark + 1 :]), less)
    return found if found.left and found.right and found.what else None


def _positive(token: Token) -> str:
    word = token.folded
    return stem(word[:-2] if word.endswith("er") and len(word) > 4 else word)


# ---------------------------------------------------------------- by, for, from, to


def _placed(claim: str, source: Sequence[str]) -> Finding | None:
    """A noun that the claim sets to the same word by another preposition than the source does."""
    theirs = [place for text in source for place in _places(text)]
    for before, word, after in _places(claim):
        said = {its for one, its, other in theirs if (one, other) == (before, after)}
        if said and word not in said:
            for its in sorted(said):
                if any({word, its} == set(pair) for pair in _RIVALS):
                    return Finding(f"the source says {its!r}, not {word!r}", contradicts=True)
    return None


def _places(text: str) -> Iterator[tuple[str, str, str]]:
    """Preposition with the word of meaning right before it and the one behind: (design, by, ada)."""
    tokens = tokenise(text)
    for at in range(1, len(tokens) - 1):
        if not any(tokens[at].folded in pair for pair in _RIVALS) or not tokens[at - 1].is_content:
            continue
        behind = next((one for one in tokens[at + 1 : at + 3] if one.folded not in _ARTICLES), None)
        if behind and not CLAUSE_END.search(text, tokens[at - 1].end, behind.start):
            yield tokens[at - 1].stem, tokens[at].folded, behind.stem


def _returned(claim: str, source: Sequence[str]) -> Finding | None:
    """Whether the claim goes from where the source goes to."""
    theirs = {way for text in source for way in _ways(text)}
    for start, end in _ways(claim):
        if (end, start) in theirs and (start, end) not in theirs:
            return Finding("the source goes from the one to the other the other way round", contradicts=True)
    return None


def _ways(text: str) -> Iterator[tuple[str, str]]:
    """What stands right behind a "from" and behind the "to" that belongs to it."""
    tokens = [token for token in tokenise(text) if token.folded not in _ARTICLES]
    for at in range(len(tokens) - 3):
        if tokens[at].folded == "from" and tokens[at + 2].folded == "to":
            yield tokens[at + 1].stem, tokens[at + 3].stem


# ---------------------------------------------------------------- whose it is

_SAME_THING = frozenset(
    listed("city town village island state kingdom republic county district month year name company firm")
)
"""Nouns that name the same thing as what follows their "of"."""


def _owned(claim: str, source: Sequence[str]) -> Finding | None:
    """Whether the claim says of one what the source says of something of theirs: "Ada's brother", "the base of"."""
    tokens = tokenise(claim)
    verb = next((at for at, token in enumerate(tokens) if at and is_finite(token)), None)
    if verb is None:
        return None
    said = {token.stem for token in tokens}
    subject = [token.stem for token in tokens[:verb] if token.folded not in _ARTICLES]
    main = next((token for token in tokens[verb:] if token.folded not in _AUXILIARY), tokens[verb])
    if not subject:
        return None
    found = [
        owner
        for text in source
        for owner in _owners(tokenise(text), subject, tokens[verb].stem, main.stem, said)
    ]
    if found and all(found):
        return Finding(f"the source says it of {found[0]!r}", contradicts=False)
    return None


def _owners(
    tokens: tuple[Token, ...], subject: list[str], verb: str, main: str, said: set[str]
) -> Iterator[str]:
    """For each place where `subject` stands right before its verb: what of it is meant there, or empty."""
    run = [token for token in tokens if token.folded not in _ARTICLES]
    for at in range(len(run) - len(subject)):
        here = run[at : at + len(subject)]
        if [token.stem for token in here] != subject:
            continue
        end = at + len(subject)
        following = run[end : end + 4]
        if here[-1].raw.endswith(("'s", "’s", "s'", "s’")):
            head = next((one for one in following if one.is_content), None)
            rest = run[end : end + 6]
            if head and head.stem not in said and any(one.stem in (verb, main) for one in rest):
                yield f"{here[-1].raw} {head.raw}"
        elif following and (following[0].stem == verb or following[0].stem == main):
            owner = run[at - 2] if at >= 2 and run[at - 1].folded == "of" else None
            gone = owner is not None and owner.stem not in said and owner.folded not in _SAME_THING
            yield f"{owner.raw} of {here[0].raw}" if owner and gone else ""
