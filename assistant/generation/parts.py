"""A question that asks two things at once, as two questions.

"How large were the campus and the cube?" rests on two places, and the best place for the whole question tells one of
them. No grammar is parsed: where the words after an "and" are like some before it (a question word, a preposition, an
article, a name), they take those words' place. A wrong reading does no harm, since a part is only asked for by
itself where the answer to the whole question leaves it open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding.checks.operators import operators
from assistant.grounding.checks.tokens import FUNCTION_STEMS, stems
from assistant.retrieval.question import Expects, expected, holds
from assistant.retrieval.referents import is_possessive
from assistant.text import segment

TOLD = 0.5
"""Share of a part's own words from which an answer is taken to speak of it."""

_AND = re.compile(r",?\s+and\s+")
_TOGETHER = re.compile(
    r"\b(?:between|both|together|each other|one another|difference|differ|compare[ds]?|versus|in common|meet|met|"
    r"combined|apart)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:(?:in|on|at|to|for|by|from|with|of|until|since)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^(?:of|to|in|on|at|for|from|with|by|about|over|as|under|after|before|during)\b", re.IGNORECASE
)
_BEFORE_NOUN = r"(?:the|a|an|its|his|her|their|this|that|these|those|most|each|every|all|some)"
_ARTICLE = re.compile(rf"^{_BEFORE_NOUN}\b", re.IGNORECASE)
_ARTICLES = re.compile(rf"\b{_BEFORE_NOUN}\b", re.IGNORECASE)
_HELPER = re.compile(r"\b(?:do|does|did|can|could|will|would|should|have|has|had)\s*$", re.IGNORECASE)
_NAME = r"(?:[\w’'.-]*[A-Z0-9][\w’'.-]*)"
_NAMES_AT_END = re.compile(rf"(?:{_NAME}\s+)*{_NAME}$")
_NAMES_AT_START = re.compile(rf"^{_NAME}(?:\s+{_NAME})*")
# What one thing is said of after these has one name: "Who founded Hope and Anchor?", "When was it?"
_ONE_NAMED = re.compile(r"\b(?:is|was|has|does|(?:co-)?founded|started|owns|runs)\s*$", re.IGNORECASE)
_DID = (
    r"(?:\w+ed|is|are|was|were|became|began|bought|brought|came|drew|found|gave|got|had|held|kept|led|left|lost|made|met|"
    r"paid|put|ran|said|sang|saw|sold|sent|set|spoke|taught|thought|told|took|went|won|wrote)\b"
)
_WHOSE_DEED = re.compile(rf"^(?:who|which (?:\w+\s+){{1,3}}?)\s*(?={_DID})", re.IGNORECASE)
_DEED = re.compile(rf"^{_DID}")
_DEED_ASKED = re.compile(r"^who (?P<deed>\w+ed)\b", re.IGNORECASE)
_DOER = re.compile(r"\b[a-z]{3,}(?:er|or)s?\b")
_HOW_MANY_OF_IT = re.compile(r"^how many (?=(?:were|was|are|have|had|did)\b)", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had) (?P<thing>(?:(?:the|your|their) )?\S+(?: \S+){0,4}?) \w+$",
    re.IGNORECASE,
)
"""What "how many were made" counts, where it follows "how much did the Lumo cost"."""

_PERSON = re.compile(r"\b(?:he|him|she)\b|\b(?:his|her)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|them|they)\b|\b(?:its|their)\b", re.IGNORECASE)
_Split = tuple[tuple[str, str], tuple[str, str]]
"""Two questions without their marks, each with the words that are its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of two things asked for: as a `question` of its own, and the stems of the words that mark it.

    `goes_on` where it asks more of what the other part speaks of ("and when were they collected?").
    """

    question: str
    own: frozenset[str]
    goes_on: bool

    def told_by(self, text: str) -> bool:
        """Whether `text`, which answers the whole question, speaks of what this part asks for.

        That it was never sold for one sum does not tell for which it was, nor what directors said who directed it.
        """
        text = " ".join(one.rendering for one in segment(text) if not operators(one.rendering).has_negation)
        sort = expected(self.question)
        if sort is Expects.PERSON and not _DOER.search(self.question):
            text = _DOER.sub("", text)
            deed = _DEED_ASKED.match(self.question)
            if deed and not stems(deed["deed"]) & stems(text):
                return False
        if len(self.own & stems(text)) >= TOLD * len(self.own):
            return True
        return self.goes_on and sort in (Expects.DATE, Expects.MONEY) and holds(sort, text)


def parts(question: str) -> tuple[Part, ...]:
    """The two parts of `question`; none where it asks one thing."""
    asked = question.strip().rstrip("?!. ")
    if _TOGETHER.search(asked) or not _ASKING.match(asked):
        return ()
    for joint in _AND.finditer(asked):
        before, after = asked[: joint.start()], asked[joint.end() :]
        split = (
            _two_clauses(before, after)
            or _two_places(before, after)
            or _two_things(before, after)
            or _two_names(before, after)
            or _two_deeds(before, after)
        )
        if split:
            (one, its_own), (other, the_others) = split
            found = _part(one, its_own, other), _part(other, the_others, one)
            return found if all(part.own for part in found) else ()
    return ()


def _two_clauses(before: str, after: str) -> _Split | None:
    """ "Whose speech told it, and who gave him the medal?" """
    if not _ASKING.match(after) or not stems(before) - FUNCTION_STEMS:  # "why and how"
        return None
    spoken_of = _SPOKEN_OF.search(before)
    if spoken_of and (count := _HOW_MANY_OF_IT.match(after)):
        return (before, before), (f"{count.group()}of {spoken_of['thing']} {after[count.end() :]}", after)
    return (before, before), (_named(after, before), after)


def _two_places(before: str, after: str) -> _Split | None:
    """ "what he owed to one and to the other" """
    match = _PREPOSITION.match(after)
    if match is None:
        return None
    places = [at.start() for at in re.finditer(rf"\b{match.group()}\b", before, re.IGNORECASE)]
    if not places:
        return None
    return (before, before[places[-1] :]), (before[: places[-1]] + after, after)


def _two_things(before: str, after: str) -> _Split | None:
    """ "the hall of the one and the shape of the other" """
    if not _ARTICLE.match(after):
        return None
    places = [match.start() for match in _ARTICLES.finditer(before)]
    opening = [at for at in places if not _PREPOSITION.match((before[:at].split() or [""])[-1])]
    if not places:
        return None
    start = (opening or places)[-1]
    shared = before[:start]
    thing, rest = after, ""
    if _HELPER.search(shared):  # "How long do the one and the other run": what they do follows the second
        names = list(re.finditer(_NAME, after))
        if not names:
            return None
        thing, rest = after[: names[-1].end()], after[names[-1].end() :]
    return (before + rest, before[start:]), (shared + after, thing)


def _two_names(before: str, after: str) -> _Split | None:
    """ "the names Lumo and Brandt", "What did Ada and Grace found?" """
    one, other = _NAMES_AT_END.search(before), _NAMES_AT_START.match(after)
    if one is None or other is None or not one.start() or _ONE_NAMED.search(before[: one.start()]):
        return None
    rest = after[other.end() :]
    return (before + rest, one.group()), (before[: one.start()] + after, other.group())


def _two_deeds(before: str, after: str) -> _Split | None:
    """ "Who designed the one and wrote the other?" """
    doer = _WHOSE_DEED.match(before)
    if doer is None or not _DEED.match(after):
        return None
    return (before, before[doer.end() :]), (f"{doer.group().strip()} {_named(after, before)}", after)


def _part(question: str, own: str, other: str) -> Part:
    text = " ".join(question.split())
    wanted = stems(own) - FUNCTION_STEMS
    goes_on = any(pronoun.search(own) for pronoun in (_PERSON, _THING))
    return Part(f"{text[:1].upper()}{text[1:]}?", (wanted - stems(other)) or wanted, goes_on)


def _named(text: str, before: str) -> str:
    """`text` with its first pronoun replaced by the name in `before` that it stands for; else `before` goes along."""
    names = [match.group() for match in re.finditer(rf"{_NAME}(?:\s+{_NAME})*", before) if match.start()]
    names = [name for name in names if any(map(str.isalpha, name))]
    people = [name for name in names if " " in name and not any(map(str.isdigit, name))]
    for pronoun, known in ((_PERSON, people), (_THING, names)):
        if match := pronoun.search(text):
            if not known:
                return f"{text} ({before})"
            name = f"{known[-1]}’s" if is_possessive(match) else known[-1]
            return text[: match.start()] + name + text[match.end() :]
    return text
