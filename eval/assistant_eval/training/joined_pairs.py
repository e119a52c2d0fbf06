"""Pairs for the mistake small language models make most: the source's own words, wrongly put together.

From two sentences of one passage: the subject of the one with what the other says, the time or place of the one
at the end of the other, a clause dropped so that what followed it hangs on something else. Beside them what
may be done: a sentence shortened where a comma or an "and" allows it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.domain import Passage
from assistant.grounding.excerpt import EXCERPT_WORDS, Contexts
from assistant.grounding.tokens import stems
from assistant_eval.faults import Scene
from assistant_eval.training.pairs import Pair, Stance

_VERB = re.compile(
    r" (?P<verb>was|were|is|are|had|has|did|could|can|would|will|may|became|began|bought|brought|built|came|chose|"
    r"cost|drew|fell|found|gave|got|grew|held|kept|knew|led|left|lost|made|met|paid|put|ran|said|saw|sold|sent|set|"
    r"showed|spoke|stood|told|took|went|won|wrote|\w{3,}ed)\b"
)
_ADJUNCT = re.compile(
    r"(?: (?:in|on|at|from|for|by|after|before|during|until|since|with|near|to) (?:the )?"
    r"(?:\w+ ){0,4}(?:\d[\w,.]*|[A-Z][\w-]+)(?: (?:of )?[A-Z][\w-]+| \d{4})*)$"
)
_CLAUSE = re.compile(r",? (?:when|while|after|before|because|since|until|as|although|where|if) ")
_SHORTENED = re.compile(r", (?:and|but|while|which|who|where|although) | and (?=\w+ed\b|was\b|had\b|is\b)")

_POINTING = frozenset("he her his it its she that their them there these they this those which who".split())
_SUBJECT_WORDS = 8
_LEAST_WORDS, _MOST_WORDS = 6, 40


def joined_pairs(scenes: Sequence[Scene], rng: random.Random) -> Iterator[Pair]:
    """What can be made of each scene's first passage: at most one pair of each kind, and a true one."""
    for scene in scenes:
        passage = scene.home.passage
        said = _sentences(passage)
        if len(said) < 2:
            continue
        evidence = Contexts([item.passage.text for item in scene.evidence])
        whole = " ".join(said)
        first, second = rng.sample(said, 2)
        for kind, made in (
            ("subject of another", _subject_of(first, second)),
            ("time or place of another", _adjunct_of(first, second)),
            ("clause dropped", _clause_dropped(first)),
        ):
            if made and made[0] not in whole:
                claim, wrong = made
                read = evidence.excerpt(claim, rng.randint(50, EXCERPT_WORDS)).text
                yield Pair(claim, read, Stance.NOT_FOUND, f"made: {kind}", wrong)
        if short := _shortened(first):
            read = evidence.excerpt(short, rng.randint(50, EXCERPT_WORDS)).text
            yield Pair(short, read, Stance.SUPPORTED, "made: shortened", ())


def _sentences(passage: Passage) -> list[str]:
    texts = [sentence.rendering.strip() for sentence in passage.sentences]
    return [
        text
        for text in texts
        if _LEAST_WORDS <= len(text.split()) <= _MOST_WORDS and text.endswith(".") and text[0].isupper()
    ]


_Made = tuple[str, tuple[tuple[int, int], ...]] | None


def _subject_of(first: str, second: str) -> _Made:
    """What `second` says, said of the subject of `first`."""
    ours, theirs = _VERB.search(first), _VERB.search(second)
    if not ours or not theirs:
        return None
    subject, other = first[: ours.start()], second[: theirs.start()]
    if max(len(subject.split()), len(other.split())) > _SUBJECT_WORDS or re.search("[,:]", subject):
        return None
    if {subject.split()[0].lower(), other.split()[0].lower()} & _POINTING:
        return None  # whom it means is not known
    if stems(subject) & stems(other) - stems("the of a an in"):
        return None  # perhaps the same thing under a longer name
    rest = second[theirs.start() :]
    return subject + rest, ((0, len(subject)),)


def _adjunct_of(first: str, second: str) -> _Made:
    """`first` with the time or place that `second` ends in."""
    body, theirs = first.rstrip("."), _ADJUNCT.search(second.rstrip("."))
    if not theirs or _ADJUNCT.search(body) or stems(theirs[0]) <= stems(first):
        return None
    return f"{body}{theirs[0]}.", ((len(body) + 1, len(body) + len(theirs[0])),)


def _clause_dropped(text: str) -> _Made:
    """A clause between main clause and last time or place taken out: "sold 50 when it closed in 1993"."""
    body = text.rstrip(".")
    clause, adjunct = _CLAUSE.search(body), _ADJUNCT.search(body)
    if not clause or not adjunct or clause.start() < 15 or adjunct.start() <= clause.end() or "," in body:
        return None
    if not _VERB.search(body[clause.end() - 1 : adjunct.start()]):
        return None
    kept = body[: clause.start()]
    return f"{kept}{adjunct[0]}.", ((len(kept) + 1, len(kept) + len(adjunct[0])),)


def _shortened(text: str) -> str | None:
    """The first part of a sentence, where what follows only adds to it."""
    for cut in _SHORTENED.finditer(text):
        kept = text[: cut.start()]
        if len(kept.split()) >= _LEAST_WORDS and _VERB.search(kept) and not _CLAUSE.search(f" {kept} "):
            return f"{kept}."
    return None
