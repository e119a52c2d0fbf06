"""Whom and what a pronoun means: the names in what was asked and told, the latest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import OutcomeKind, Turn
from assistant.retrieval.names import NameIndex
from assistant.text import words

_POSSESSIVE = {"its", "their", "his", "her", "hers"}
_OWNS = re.compile(
    r"\s+(?!(?:a|an|the|about|after|again|and|as|at|back|because|before|but|by|for|from|how|if|in|into|later|of|off|on|"
    r"or|out|over|so|than|that|then|to|too|up|what|when|where|while|who|why|with)\b)\w"
)
"""What follows a "her" that owns it: "her lamp"; not "did they fire her" or "gave her the medal"."""

_PROPER = re.compile(
    r"(?:[A-Z][\w’'&.-]*|[a-z]{1,2}[A-Z]\w*)(?:\s+(?:of|the|and|de|van|von)\s+(?=[A-Z])|\s+)?"
    r"(?:(?:[A-Z][\w’'&.-]*|[a-z]{1,2}[A-Z]\w*|\d\w*)\s*)*"
)
_OPENING = re.compile(r"(?:^|[.!?])\W*$")
_PERSONAL = re.compile(r"[A-Z][a-z’'-]+(?: [A-Z]\.?)?(?: (?:[A-Z][a-z’'-]+|[A-Z][a-z]+[A-Z][a-z]+))+")
_CLAUSE = re.compile(r",\s+(?:and|but|while)\s+|;\s+|(?<=[.!?])\s+")
_ARTICLES = {"the", "a", "an"}
_ASKS_WHICH = re.compile(r"^(?:which|what about) ", re.IGNORECASE)
_FEMALE = frozenset(["she", "her", "hers"])
_TITLE = re.compile(r"(?:(?P<male>sir|mr|lord)|(?P<female>mrs|miss|ms|lady|dame|madam))\b", re.IGNORECASE)
_SAID_OF = re.compile(r"\b(he|him|his|she|her|hers)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
UNTELLING = frozenset(
    """
    a an and any are as at be been but by can could did do does for from had has have how i in into is it
    its me my of on or our s should so some t that the their them then there they this those to was we were
    what when where which who whom whose why will with would you your
    """.split()
)
"""Words that tell nothing of what a question is about."""


def last_two(history: Sequence[Turn], names: NameIndex) -> tuple[str, str] | None:
    """The two things that the last two questions named, in the order of their naming; None for more or fewer."""
    found = [mention.name for turn in history[-2:] for mention in names.find(turn.standalone)]
    both = tuple(dict.fromkeys(found))
    return (both[0], both[1]) if len(both) == 2 else None


def proper_names(text: str, names: NameIndex) -> tuple[str, ...]:
    """Names in `text`, in reading order: those of the corpus's tables, and capitalised ones.

    A capitalised word that only opens a sentence does not count: "Explain why …", "Wow, how …".
    """
    found = [mention.name for mention in names.find(text)]
    for match in _PROPER.finditer(text):
        name = match.group().strip(" ,.?!")
        opens = _OPENING.search(text, 0, match.start()) is not None
        opening = opens and " " not in name and name[1:] == name[1:].casefold()
        while name and (first := name.split(" ")[0]).casefold() in UNTELLING and first[0].isupper():
            name = name[len(first) :].strip()
        if name and not opening and name.casefold() != "i" and all(name not in known for known in found):
            found.append(name)
    return tuple(found)


def last_thing(history: Sequence[Turn], names: NameIndex) -> str | None:
    """The thing talked about last: a table's name in the latest questions, or in what answers them, nearest first."""
    for turn in reversed(history[-3:]):
        mentions = names.find(turn.standalone)
        if len(mentions) == 1:
            return mentions[0].name
        if mentions:
            return None
        if told := names.find(_told(turn)):
            opening = words(turn.outcome.text)[: told[0].start]
            if set(opening) <= _ARTICLES:  # "What was the first product?" – "The Lumo was …"
                return told[0].name
            if _ASKS_WHICH.match(turn.standalone) and len({mention.name for mention in told}) == 1:
                return told[0].name
        if proper_names(turn.standalone, names):
            return None
    return None


def last_person(history: Sequence[Turn], names: NameIndex, pronoun: str = "") -> str | None:
    """The person talked about last: a name of two or more words that no table holds, and whom `pronoun` may mean.

    After "Who followed Ada Quill?" it is whom the answer names, not whom the question did. Whom a refusal names
    was not talked about: it only points to what there is.
    """
    told_so_far = " ".join(_told(turn) for turn in history)
    for turn in reversed(history[-3:]):
        asked, told = people_named(turn.standalone, names), people_named(_told(turn), names)
        new = [name for name in told if name not in asked] if _WHO.search(turn.standalone) else []
        new.sort(key=lambda name: -_share_told_of(name, turn.outcome.text, turn.standalone))
        people = (*new, *asked, *told)
        # where the likeliest is another, the next name of the same turn is no better a guess
        if people and not _is_another(people[0], pronoun, told_so_far):
            return people[0]
    return None


def _told(turn: Turn) -> str:
    """What the documents told in `turn`; nothing where it ended in a refusal."""
    return turn.outcome.text if turn.outcome.kind is OutcomeKind.ANSWER else ""


def _is_another(name: str, pronoun: str, told: str) -> bool:
    """Whether the title of `name`, or else the clauses that it begins in `told`, call for the other pronoun only."""
    if not pronoun:
        return False
    if title := _TITLE.match(name):
        return bool(title["female"]) is not (pronoun.casefold() in _FEMALE)
    after = re.escape(name) + r"(?:, who [^,.!?]*,)? (?P<rest>[^.!?]*)"
    said = [
        word.casefold() in _FEMALE
        for clause in re.finditer(after, told)
        if not _PERSONAL.search(clause["rest"])
        for word in _SAID_OF.findall(clause["rest"])
    ]
    return bool(said) and all(female is not (pronoun.casefold() in _FEMALE) for female in said)


def _share_told_of(name: str, text: str, question: str) -> int:
    """How many of the question's words stand in the clause that names somebody: who did what was asked."""
    wanted = set(words(question)) - UNTELLING
    clauses = [clause for clause in _CLAUSE.split(text) if name in clause]
    return max((len(wanted.intersection(words(clause))) for clause in clauses), default=0)


def people_named(text: str, names: NameIndex) -> list[str]:
    """Names of two or more words in `text` that no table holds: mostly those of people."""
    found = (re.sub(r"['’]s$", "", name) for name in proper_names(text, names))
    return [name for name in found if _PERSONAL.fullmatch(name) and not names.find(name)]


def is_possessive(pronoun: re.Match[str]) -> bool:
    """Whether a pronoun found in a text owns something there: "her lamp", not "gave her the medal"."""
    said = pronoun.group().casefold()
    return said in _POSSESSIVE and (said != "her" or _OWNS.match(pronoun.string, pronoun.end()) is not None)
