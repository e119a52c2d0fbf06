"""Words that rule over a clause: "refused to", "may", "if", "it is not true that", "accused of", "almost".

A claim made of a source's words says something else where it leaves out what ruled over them there. Each list is closed
and English. What a word rules over is told by its kind: the next word of meaning, or all of the clause that it opens.
What stands anywhere in the source without such a word over it is stated, and a claim that keeps one of the same kind
("may" for "could", "did not" for "failed to") is left to the other checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from assistant.grounding.checks.claims import JOINT
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.operators import CLAUSE_END, NEGATIONS, is_negation
from assistant.grounding.checks.tokens import Token, listed, stem, tokenise


class Kind(Enum):
    """What a ruling word makes of what it rules over."""

    DENIED = "denies"
    WISHED = "only wants or considers"
    SUPPOSED = "only supposes"
    ALLEGED = "only tells what somebody claims of"
    TOLD = "only tells what somebody says of"
    NEARLY = "tells only in part"


def _stems(words: str) -> frozenset[str]:
    """The stems of verbs and of their past forms: of "promise" they differ."""
    return frozenset(stem(form) for word in listed(words) for form in (word, _past(word)))


def _past(verb: str) -> str:
    return verb + "d" if verb.endswith("e") else verb + "ed"


_DENYING = _stems("fail refuse decline lack deny forget avoid neglect omit prevent prohibit forbid")
_ADVISING = _stems("advise warn argue vote decide rule counsel recommend caution speak campaign")
_WISHING = _stems(
    """
    plan intend want hope wish try attempt agree offer promise demand order ask urge propose threaten consider expect
    aim seek vow pledge request require instruct tell beg invite encourage advise permit pretend
    """
)
_CLAIMING = _stems(
    "claim allege accuse suspect rumour rumor believe think suppose assume speculate imagine pretend doubt fear charge"
)
_SAYING = _stems("say report tell write state argue declare insist announce predict warn suggest hint")
_POSSIBLE = frozenset(listed("may might could should ought perhaps maybe possibly would"))
_UNSURE = frozenset(listed("reportedly allegedly supposedly purportedly"))
_CONDITIONS = frozenset(["if", "unless", "supposing"])
_UNREAL = _CONDITIONS | {"without"}
_HEARSAY = _stems("rumour rumor gossip hoax")
_NEARLY = frozenset(listed("nearly almost practically virtually"))
_BOUNDS = frozenset([("up", "to"), ("at", "most")])

_UNPROVED = (
    frozenset(listed("according apparently potentially likely probably")) | _POSSIBLE | _UNSURE | _CLAIMING
)

_MAY_SAY: dict[Kind, frozenset[str]] = {
    Kind.DENIED: frozenset(listed("instead rather against unable")),
    Kind.WISHED: _POSSIBLE | frozenset(listed("will if unless")),
    Kind.SUPPOSED: _POSSIBLE
    | frozenset(
        listed(
            """
            can if unless when likely probably potentially provided except depending possible possibility risk
            chance
            """
        )
    ),
    Kind.ALLEGED: _UNPROVED,
    Kind.TOLD: _UNPROVED | _SAYING,
    Kind.NEARLY: frozenset(listed("about around roughly approximately close most maximum maximally")),
}
"""Words of a claim that do what a ruling word of that kind does."""

_LEAST_HELD = 2 / 3
"""Share of a claim's words of meaning that a sentence must hold for its ruling words to count."""

_TO_REACH = 6
"""Words from "asked" to the "to" that belongs to it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The word at `at` and the words of meaning it rules over, by their places."""

    kind: Kind
    at: int
    ruled: frozenset[int]


@lru_cache(maxsize=16384)
def scopes(text: str) -> tuple[Scope, ...]:
    """All ruling words of `text`."""
    reader = _Reader(text)
    return tuple(scope for at in range(len(reader.tokens)) for scope in reader.at(at) if scope.ruled)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self.tokens = tokenise(text)
        self._joints = [match.start() for match in JOINT.finditer(text)]

    def at(self, at: int) -> Iterator[Scope]:
        """What the word at `at` rules over, of each kind that it may be of."""
        token = self.tokens[at]
        if self._is_month(at):
            return
        if self._denies(at):
            yield Scope(Kind.DENIED, at, self._next(at) | self._content_of_that(at))
        elif token.folded in _CONDITIONS:
            yield Scope(Kind.SUPPOSED, at, self._sentence(at))
        elif token.folded in _POSSIBLE and (token.folded != "would" or self._would_if(at)):
            yield Scope(Kind.SUPPOSED, at, self._next(at))
        elif token.folded in _NEARLY or self._is_bound(at):
            yield Scope(Kind.NEARLY, at, self._next(at))
        elif token.stem in _WISHING and not (at and self.tokens[at - 1].folded == "in"):  # "in order to"
            yield Scope(Kind.WISHED, at, self._wished(at))
        yield from self._told(at)

    def _is_month(self, at: int) -> bool:
        """Whether "may" is the month: "may 30" in a text that has lost its capitals."""
        dated = at + 1 < len(self.tokens) and self.tokens[at + 1].raw[0].isdigit()
        return self.tokens[at].folded == "may" and (dated or (at > 0 and self.tokens[at].raw == "May"))

    def _told(self, at: int) -> Iterator[Scope]:
        token = self.tokens[at]
        if token.folded in _UNSURE:
            yield Scope(Kind.ALLEGED, at, self._next(at))
        elif token.stem in _HEARSAY:
            yield Scope(Kind.ALLEGED, at, self._sentence(at))
        elif token.stem in _CLAIMING:
            yield Scope(Kind.ALLEGED, at, self._content_of_that(at) | self._of(at))
        elif token.stem in _SAYING:
            yield Scope(Kind.TOLD, at, self._content_of_that(at))

    def _denies(self, at: int) -> bool:
        token = self.tokens[at]
        if token.folded in NEGATIONS:
            return is_negation(self.tokens, at) and not self._until(at)
        advised = at > 0 and token.folded == "against" and self.tokens[at - 1].stem in _ADVISING
        return token.stem in _DENYING or advised

    def _would_if(self, at: int) -> bool:
        """Whether a "would" tells what is not so: "would later become" does not."""
        have = any(token.folded == "have" for token in self.tokens[at + 1 : at + 3])
        return have or any(token.folded in _UNREAL for token in self.tokens)

    def _is_bound(self, at: int) -> bool:
        """Whether the word ends an "up to" or "at most"."""
        return at > 0 and (self.tokens[at - 1].folded, self.tokens[at].folded) in _BOUNDS

    def _until(self, at: int) -> bool:
        """Whether "not" only sets a beginning: "not launched until 1995"."""
        return any(token.folded in ("until", "till") for token in self.tokens[at + 1 : at + 8])

    def _next(self, at: int) -> frozenset[int]:
        """The next word of meaning of the same clause, and what "or" and "nor" join to it."""
        for index in range(at + 1, len(self.tokens)):
            if self._parted(index):
                return frozenset()
            if self.tokens[index].is_content and not self.tokens[index].folded.endswith("ly"):
                joined = index + 2
                if joined < len(self.tokens) and self.tokens[index + 1].folded in ("or", "nor"):
                    return frozenset([index, joined])
                return frozenset([index])
        return frozenset()

    def _parted(self, index: int) -> bool:
        return bool(CLAUSE_END.search(self._text, self.tokens[index - 1].end, self.tokens[index].start))

    def _content_of_that(self, at: int) -> frozenset[int]:
        """All that stands behind a "that" which the word at `at`, or the word it rules over, opens."""
        for index in range(at + 1, min(at + 4, len(self.tokens))):
            if self._parted(index):
                return frozenset()
            if self.tokens[index].folded in _ARTICLES - {"that"}:
                return frozenset()  # "denied the firm that built it …"
            if self.tokens[index].folded == "that" and index + 2 < len(self.tokens):
                return self._rest(index)
        return frozenset()

    def _rest(self, at: int) -> frozenset[int]:
        start = self.tokens[at].end
        end = min((joint for joint in self._joints if joint > start), default=len(self._text))
        return frozenset(
            index
            for index in range(at + 1, len(self.tokens))
            if self.tokens[index].start < end and self.tokens[index].is_content
        )

    def _sentence(self, at: int) -> frozenset[int]:
        """All of the sentence: a condition rules over what stands before it as well as behind."""
        here = self.tokens[at].start
        start = max((joint for joint in self._joints if joint < here), default=0)
        end = min((joint for joint in self._joints if joint > here), default=len(self._text))
        return frozenset(
            index
            for index, token in enumerate(self.tokens)
            if start <= token.start < end and token.is_content
        )

    def _wished(self, at: int) -> frozenset[int]:
        """What somebody wants done: "planned to open", "asked Ada to leave", "considered firing", "demanded that"."""
        if content := self._content_of_that(at):
            return content
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following and following.folded.endswith("ing") and following.is_content:
            return frozenset([at + 1])
        for index in range(at + 1, min(at + 1 + _TO_REACH, len(self.tokens))):
            if self._parted(index):
                break
            if self.tokens[index].folded == "to":
                return self._next(index) if self._is_verb(index + 1) else frozenset()
        return frozenset()

    def _is_verb(self, at: int) -> bool:
        """Whether what follows "to" is no noun: it has no article and no capital."""
        return (
            at < len(self.tokens)
            and self.tokens[at].raw.islower()
            and self.tokens[at].folded not in _ARTICLES
        )

    def _of(self, at: int) -> frozenset[int]:
        """What somebody is accused of or charged with."""
        for index in range(at + 1, min(at + 4, len(self.tokens))):
            if self.tokens[index].folded in ("of", "with") and not self._parted(index):
                return self._next(index)
        return frozenset()


_ARTICLES = frozenset(listed("the a an his her its their our my your this that these those each all both"))


def dropped_scope(claim: str, source: Sequence[str], kinds: Iterable[Kind] = Kind) -> Finding | None:
    """The first word of `claim` that `source` has only under a ruling word, and the claim without one; or None.

    Only sentences count that hold most of the claim: a "refused" elsewhere tells nothing of it.
    """
    wanted = {token.stem for token in tokenise(claim) if token.is_content}
    if not wanted:
        return None
    allowed = frozenset(kinds) - {scope.kind for scope in scopes(claim)}
    if Kind.DENIED in allowed and is_denying(claim):
        allowed -= {Kind.DENIED}
    said = {form for token in tokenise(claim) if token.raw != "May" for form in (token.folded, token.stem)}
    aims = {
        word.stem for before, word in pairwise(tokenise(claim)) if before.folded == "to"
    }  # "founded to sell"
    for text in source:
        tokens = tokenise(text)
        if len(wanted & {token.stem for token in tokens}) < _LEAST_HELD * len(wanted):
            continue
        for scope in scopes(text):
            if scope.kind not in allowed or _is_said(scope, tokens[scope.at], said):
                continue
            ruled = {tokens[index].stem for index in scope.ruled} & (wanted - aims)
            free = {stem_ for stem_ in ruled if any(_is_free(stem_, one, scope.kind) for one in source)}
            if lost := sorted(ruled - free):
                word = next(token.folded for token in tokenise(claim) if token.stem == lost[0])
                return Finding(
                    f"the source {scope.kind.value} {word!r} ({tokens[scope.at].raw!r}), the claim states it",
                    contradicts=scope.kind is Kind.DENIED,
                )
    return None


def is_denying(text: str) -> bool:
    """Whether any word of `text` denies, whatever it rules over: "There is none."."""
    tokens = tokenise(text)
    return any(
        is_negation(tokens, at) or token.stem in _DENYING or token.folded == "unless"
        for at, token in enumerate(tokens)
    )


def _is_said(scope: Scope, ruling: Token, said: set[str]) -> bool:
    if ruling.folded == "unless":  # "safe unless it gets wet" is not "safe when it gets wet"
        return not said.isdisjoint(_MAY_SAY[scope.kind] - {"if", "when"}) or "unless" in said
    return ruling.stem in said or ruling.folded in said or not said.isdisjoint(_MAY_SAY[scope.kind])


def _is_free(stem_: str, text: str, kind: Kind) -> bool:
    """Whether a sentence has the word without a ruling word of that kind over it."""
    ruled = {index for scope in scopes(text) if scope.kind is kind for index in scope.ruled}
    return any(token.stem == stem_ and index not in ruled for index, token in enumerate(tokenise(text)))
