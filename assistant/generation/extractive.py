"""The default drafter: it composes an answer from the evidence's own sentences and adds no word of its own.

It takes the sentence that answers best, its neighbours where it cannot be understood or is not complete
without them, and the best of other documents; it names who speaks, where and when, and lets them speak.
Words said in the first person or by a named speaker stand in quotation marks, exactly as the source has
them; prose in the third person stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brand import Brand, Persona
from assistant.columns import Role, role_of
from assistant.domain import INTERVIEWER, BlockKind, DraftSentence, Evidence, Passage, Sentence, Span
from assistant.generation.introduce import introduced
from assistant.generation.ranking import Ranked
from assistant.generation.tables.facts import tell_row
from assistant.grounding.checks.claims import is_finite, is_statement
from assistant.grounding.checks.tokens import tokenise
from assistant.retrieval.names import row_name
from assistant.retrieval.question import Expects, expected, is_question
from assistant.text import words

MOST_UNITS = 3
MOST_WORDS = 150
"""About what a fan reads before looking up: three short paragraphs."""

NEXT_MARGIN = 0.22
"""A following sentence this close to the best one belongs to its answer."""

VALUE_MARGIN = 0.12
"""The same where a date, a price or a number is asked for: what comes after it in the source is mostly the next one."""

OPEN_MARGIN = 0.35
"""The same where a question asks for no date, name or number, but to be told something."""

EXPLAINED_WORDS = 40
"""Where something is to be explained, what is told goes on until it is as long: the first sentence often only names the
matter, as reasons and turns do not share the question's words."""

OTHER_MARGIN = 0.16
"""Another place this close to the best one adds to the answer."""

OTHER_MEANING = 0.13
"""… if it is also this close to it in meaning,"""

OTHER_WORDS = 0.7
"""… and explains this share of what the best sentence explains of the question."""

OTHER_ODDS, ODDS_BEHIND = -1.0, 2.5
"""… unless reading it finds that it hardly answers, and much less likely than the best place does. Of 180 such places
in answers to the example pack's cases 10 are so, and one of those holds what was asked for; of all that are doubtful
(below -0.25) 17 of 62 hold it."""

MOST_LEANT_ON = 3
"""Sentences before one that says "it" or "she", up to the one that says whom it means."""

ABOUT = 0.6
"""Share of the question that a heading must explain for its passage to be the answer as a whole."""

WHOLE_WORDS = 125
"""Longest passage told whole: a paragraph or two."""

SAME = 0.6
"""Share of shared words from which two places say the same."""

_LEANS_BACK = re.compile(
    r"^[\"“‘'(\[]*(?:it|its|he|his|him|she|her|they|their|them|this|that|these|those|such|so|but|and|or|then|thus|"
    r"also|therefore|however|instead|both|one|another|there|the (?:other|same|former|latter|first|second|result)|"
    r"as a result|in addition|because|which|yes|no|for example|after that|at that)\b|"
    r"^(?:\S+ ){1,4}(?:also|therefore|thus|instead|likewise)\b|"
    r"^(?:\S+ ){0,3}of (?:these|those|them)\b|^(?:\S+ ){1,3}called that\b|"
    r"^(?:\S+ ){1,4}(?:\w+ed|bought|built|chose|drew|found|gave|kept|left|made|put|saw|sold|took|wrote) "
    r"(?:it|them|this)\b|"
    r"\b(?:the same|that) (?:day|evening|night|week|month|quarter|year|occasion)\b",
    re.IGNORECASE,
)
_OPEN = frozenset({Expects.REASON, Expects.VIEW, Expects.DEFINITION, Expects.ANYTHING})
_VALUES = frozenset({Expects.DATE, Expects.MONEY, Expects.NUMBER})
_TOLD_IN_SENTENCES = frozenset({Expects.REASON, Expects.VIEW, Expects.DEFINITION})
_EXPLAINED = re.compile(
    r"^how (?:did|do|does|was|were|is|are)\b|\bwhat happened\b|\bwhat (?:did|do|does)\b.*\bmean\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:[A-Z][\w’'-]*)(?: [\w’'-]+){0,2}: \S")  # "Author: …", a line about the text
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
_LONGEST_BYLINE = 10  # words
_SHORT_ANSWER = 4  # words
_SIGNED = re.compile(
    r"^[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}, [^.,;]+\.?$"
)  # "Joan Pike, managing director."
_BYLINE = re.compile(
    r"^(?:(?:text|words|photo\w*|pictures?|drawings?|illustrat\w+|translat\w+|edited|interview(?:ed)?|recorded)\b"
    r"[^.]{0,30}\b(?:by|in|on|at)\b|for (?:immediate )?release\b|(?:press )?contact:|from (?:the|a|an)\b[^,]*\.$)",
    re.IGNORECASE,
)
_WHERE_IT_STANDS = re.compile(
    r"^(?:the|an?|its|his|her|their) (?:\w+ ){0,2}"
    r"(?:text|transcript|recording|video|film|note|letter|speech|e-?mail|memo)\b.{0,80}"
    r"\b(?:stands?|(?:is|are|can be) (?:(?:re)?printed|published|kept|found|read|heard|seen|available)) (?:in|on|at)\b",
    re.IGNORECASE,
)
_ASKS_WHERE_IT_STANDS = re.compile(
    r"\b(?:where|(?:re)?print\w*|publish\w*|read|hear|watch|find|sources?|originals?|transcripts?|recordings?|"
    r"(?:which|what) (?:book|site|archive|page))\b",
    re.IGNORECASE,
)
"""Where words are to be read tells nothing of what they say."""
_GOES_ON = re.compile(
    r"^[\"“‘'(\[]*(?:that['’]s (?:why|because|how)|because|so\b|therefore|the reason|which is why|this is why|"
    r"in other words|for example|instead)",
    re.IGNORECASE,
)


_DONE_SO = re.compile(
    r"\w+ed (?:for|by|in|at|with|to|as|from|on)\b", re.IGNORECASE
)  # "Designed for dark halls"


@dataclass(slots=True)
class _Unit:
    """A run of sentences ``[first, last]`` of one passage, and how well its best one answers."""

    evidence: Evidence
    first: int
    last: int
    score: float

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.evidence.passage.sentences[self.first : self.last + 1]

    @property
    def vocabulary(self) -> set[str]:
        return {word for sentence in self.sentences for word in words(sentence.rendering)}

    @property
    def size(self) -> int:
        return sum(len(words(sentence.rendering)) for sentence in self.sentences)


def compose(
    question: str, ranked: Sequence[Ranked], brand: Brand, persona: Persona
) -> Iterator[DraftSentence]:
    """An answer to `question` out of the sentences of `ranked`, best place first; nothing from nothing."""
    document = ""
    for unit in _in_order(_units(question, ranked)):
        source = unit.evidence.source.id
        paragraph = bool(document) and source != document
        if unit.evidence.passage.kind is BlockKind.TABLE_ROW:
            yield _row(question, unit.evidence, paragraph=paragraph)
        else:
            yield from introduced(unit.evidence, unit.sentences, brand, persona, paragraph=paragraph)
        document = source


def _units(question: str, ranked: Sequence[Ranked]) -> list[_Unit]:
    asks_where = _ASKS_WHERE_IT_STANDS.search(question)
    ranked = [
        one
        for one in ranked
        if not is_question(one.sentence)
        and one.sentence.speaker != INTERVIEWER
        and not _is_byline(one.sentence.rendering)
        and not _states_nothing(question, one.sentence.rendering)
        and not _is_signature(one.evidence.passage, one.index)
        and (asks_where or not _WHERE_IT_STANDS.search(one.sentence.rendering))
    ]
    if not ranked:
        return []
    by_place = {(one.evidence.passage.id, one.index): one for one in ranked}
    best = ranked[0]
    units: list[_Unit] = []
    room = MOST_WORDS
    for one in ranked:
        if len(units) == MOST_UNITS:
            break
        if one.worth < best.worth - OTHER_MARGIN:
            continue
        if one.meaning < best.meaning - OTHER_MEANING or one.words < OTHER_WORDS * best.words:
            continue
        if any(_covers(unit, one) for unit in units):
            continue
        elsewhere = bool(units) and one.evidence.passage.id != best.evidence.passage.id
        if elsewhere and _is_doubtful(one, best):
            continue
        unit = _whole(question, one) or _unit(question, one, by_place)
        if units and (unit.size > room or any(_alike(unit, other) for other in units)):
            continue
        units.append(unit)
        room -= unit.size
    return units


def _is_doubtful(one: Ranked, best: Ranked) -> bool:
    """Whether reading both leaves little reason to tell `one` beside `best`."""
    if one.odds is None or best.odds is None:
        return False
    return one.odds < min(OTHER_ODDS, best.odds - ODDS_BEHIND)


def _is_byline(text: str) -> bool:
    """Whether a line tells where a text comes from and nothing else."""
    return len(words(text)) <= _LONGEST_BYLINE and _BYLINE.search(text) is not None


def _states_nothing(question: str, text: str) -> bool:
    """Whether a line only announces what follows ("1974–1985:"), or says of the text what nobody asks ("Topics: …")."""
    announces = text.rstrip().endswith(":")
    labelled = _LABEL.match(text) is not None and expected(question) in _TOLD_IN_SENTENCES
    if not announces and not labelled:
        return False
    return not any(
        is_finite(token) for token in tokenise(text) if token.raw.islower()
    )  # a name may end like a verb


def _is_signature(passage: Passage, at: int) -> bool:
    """Whether a line that opens or closes a text says nothing of anything: "Joan Pike, managing director." """
    text = passage.sentences[at].rendering
    at_an_end = at in (0, len(passage.sentences) - 1)
    short = at_an_end and passage.kind is BlockKind.PARAGRAPH and len(words(text)) <= _LONGEST_BYLINE
    answers = at > 0 and is_question(passage.sentences[at - 1])
    return (
        short and not answers and _SIGNED.match(text) is not None and not any(map(is_finite, tokenise(text)))
    )


def _whole(question: str, one: Ranked) -> _Unit | None:
    """The passage of `one` as it stands, where its heading says that it is about the very question.

    Who asks for a day, a price or a number is told that.
    """
    passage = one.evidence.passage
    if one.heading_words < ABOUT or passage.kind is BlockKind.TABLE_ROW or expected(question) in _VALUES:
        return None
    unit = _Unit(one.evidence, 0, len(passage.sentences) - 1, one.score)
    while unit.first < one.index and _LABEL.match(passage.sentences[unit.first].rendering):
        unit.first += 1
    if unit.size > WHOLE_WORDS or any(is_question(sentence) for sentence in passage.sentences):
        return None
    if len({sentence.speaker for sentence in unit.sentences}) > 1:
        return None
    return unit


def _unit(question: str, one: Ranked, by_place: dict[tuple[str, int], Ranked]) -> _Unit:
    """`one` with the neighbours it needs: those it leans on, and those that finish what it says."""
    passage = one.evidence.passage
    expects = expected(question)
    margin = OPEN_MARGIN if expects in _OPEN else VALUE_MARGIN if expects in _VALUES else NEXT_MARGIN
    explained = _asks_to_explain(question)
    unit = _Unit(one.evidence, one.index, one.index, one.score)
    if _follows_short_answer(passage.sentences, unit.first):
        unit.first -= 1
    unit.first -= _leant_on(passage.sentences, unit.first)
    if expects is Expects.DATE and unit.first <= MOST_LEANT_ON and _is_dated_above(passage.sentences, unit):
        unit.first = 0
    if unit.first > 0 and expects is Expects.REASON and _is_reason_of(one, by_place, passage.sentences):
        unit.first -= 1
    while unit.last + 1 < len(passage.sentences) and unit.last - unit.first < 3:
        following = passage.sentences[unit.last + 1]
        told = by_place.get((passage.id, unit.last + 1))
        near = told and told.worth - one.worth >= -margin
        short = len(words(passage.sentences[unit.last].rendering)) < 6
        announces = passage.sentences[unit.last].rendering.rstrip().endswith(":")
        explains = explained and unit.size < EXPLAINED_WORDS
        goes_on = _GOES_ON.search(following.rendering)
        if following.speaker != passage.sentences[unit.last].speaker:
            break  # a quotation has one mouth
        if _is_signature(passage, unit.last + 1):
            break
        if is_question(following) or not (announces or short or explains or goes_on or near):
            break
        if unit.size + len(words(following.rendering)) > MOST_WORDS:
            break
        if _states_nothing(question, following.rendering):
            break
        unit.last += 1
    return unit


def _leant_on(sentences: Sequence[Sentence], at: int) -> int:
    """How many sentences before the one at that place it cannot be understood without.

    Up to the first that can be; where that is too far back, no more than what says half of it.
    """
    for back in range(MOST_LEANT_ON + 1):
        one = sentences[at - back]
        before = sentences[at - back - 1] if at > back else None
        if before is None or not _LEANS_BACK.search(one.rendering):
            return back
        if is_question(before) or before.speaker != one.speaker or _LABEL.match(before.rendering):
            return back
    return MOST_LEANT_ON - 1


def _is_dated_above(sentences: Sequence[Sentence], unit: _Unit) -> bool:
    """Whether the day of what `unit` tells stands in the line that the text opens with: "OSLO, 30 August 2018." """
    dateline = sentences[0].rendering
    told = any(_YEAR.search(sentence.rendering) for sentence in unit.sentences)
    return not told and len(words(dateline)) <= _LONGEST_BYLINE and _YEAR.search(dateline) is not None


def _follows_short_answer(sentences: Sequence[Sentence], at: int) -> bool:
    """Whether the sentence before is the answer, in a word or two: "Which one? The Lumo. It never failed me." """
    if not at:
        return False
    before = sentences[at - 1]
    opens = at == 1 or is_question(sentences[at - 2]) or sentences[at - 2].speaker != before.speaker
    same_mouth = before.speaker == sentences[at].speaker
    is_dateline = at == 1 and _YEAR.search(before.rendering)
    if is_dateline or _LABEL.match(before.rendering) or before.rendering.rstrip().endswith(":"):
        return False
    return opens and same_mouth and not is_question(before) and len(words(before.rendering)) <= _SHORT_ANSWER


def _is_reason_of(
    one: Ranked, by_place: dict[tuple[str, int], Ranked], sentences: Sequence[Sentence]
) -> bool:
    """Whether the sentence before `one` tells what `one` is the reason of: it has more of the question's words."""
    before = by_place.get((one.evidence.passage.id, one.index - 1))
    return (
        before is not None
        and before.words > one.words
        and before.sentence.speaker == one.sentence.speaker
        and not _LABEL.match(sentences[one.index - 1].rendering)
    )


def _asks_to_explain(question: str) -> bool:
    return expected(question) in (Expects.REASON, Expects.VIEW) or bool(_EXPLAINED.search(question))


def _covers(unit: _Unit, one: Ranked) -> bool:
    return unit.evidence.passage.id == one.evidence.passage.id and unit.first <= one.index <= unit.last


def _alike(one: _Unit, other: _Unit) -> bool:
    smaller, larger = sorted((one.vocabulary, other.vocabulary), key=len)
    return len(smaller & larger) >= SAME * len(smaller)


def _in_order(units: Sequence[_Unit]) -> list[_Unit]:
    """Best document first, in it the best passage, and a passage as its author ordered it; touching runs become one."""
    documents = list(dict.fromkeys(unit.evidence.source.id for unit in units))
    passages = list(dict.fromkeys(unit.evidence.passage.id for unit in units))
    ordered = sorted(
        units,
        key=lambda unit: (
            documents.index(unit.evidence.source.id),
            passages.index(unit.evidence.passage.id),
            unit.first,
        ),
    )
    merged: list[_Unit] = []
    for unit in ordered:
        before = merged[-1] if merged else None
        if (
            before
            and before.evidence.passage.id == unit.evidence.passage.id
            and unit.first <= before.last + 1
        ):
            before.last = max(before.last, unit.last)
        else:
            merged.append(unit)
    return merged


def _row(question: str, evidence: Evidence, *, paragraph: bool) -> DraftSentence:
    """A table row as a sentence: the cell asked for, else its own description where it has one, else all cells."""
    row = evidence.passage
    if cell := tell_row(question, row):
        return replace(cell, paragraph=paragraph)
    text, computed = row.rendering, frozenset[str]()
    for column, value in row.fields:
        if role_of(column) is Role.DESCRIPTION and len(words(value)) > 3:
            text = value if value.endswith((".", "!", "?")) else f"{value}."
            if (name := row_name(row)) and _only_names(value, name):
                text = f"{name} is described as “{value.rstrip('.')}”."
                computed = frozenset({"is described as"})
            break
    return DraftSentence(text, (Span(row.id, row.start, row.end),), paragraph, computed=computed)


def _only_names(cell: str, name: str) -> bool:
    """Whether a cell says no more than what sort of thing the row is: "Tape echo with four heads"."""
    subject = cell.casefold().startswith((name.casefold(), "the ", "it ", "this ", "these "))
    if not is_statement(cell):
        return True
    label = not cell.endswith((".", "!", "?")) and not _DONE_SO.match(cell)
    return not subject and (label or not any(map(is_finite, tokenise(cell))))
