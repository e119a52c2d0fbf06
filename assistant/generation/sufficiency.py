"""Does the best of the evidence answer? Decided before a word is drafted.

That it speaks of what is asked for is not enough (see `assistant.generation.subject`): a question for somebody's view
needs somebody's words, one for a sum needs a sum, and what is left is weighed by a calibrated sum of signs. The
strongest is what a model says that reads question and best passage together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.domain import BlockKind, Voice
from assistant.generation.ranking import Ranked
from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import stems
from assistant.grounding.judging.entailment import SHORTEST_QUOTE
from assistant.retrieval.question import (
    Expects,
    asks_ahead,
    asks_for_words,
    counted,
    defines,
    expected,
    holds,
    lacks_day_of_life,
    lacks_measure,
    subject_to_define,
    tells_ahead,
    tells_view_of,
    view_wanted_of,
)
from assistant.text import words

SCORE, PASSAGE_WORDS, MEANING, SIMILARITY = 1.94, 2.00, 1.48, 1.94
BIAS = -4.73
"""A logistic regression over the best sentence's score, the share of the question's words its passages explain,
the best sentence's cosine and the best passage's. Fitted on 46 questions that a collection of 278 documents
answers and 54 that it does not (off topic, about other products, near misses); cross-validated AUROC 0.93."""

UNHEARD = -1.2
"""Added where the question turns on a word that no document of the collection uses at all."""

LEAST = -0.15
"""Log-odds below which the assistant says that it does not know. On those questions it refuses 7 % of the
answerable, 97 % of those off topic, all about other products, and 56 % of the near misses."""


SIGNED = 0.35
"""Where the model has read the best passage, what the signs of the ranking count beside its log-odds."""

LEAST_READ = -2.35
"""Sum below which it answers nothing. Chosen on the development half, on harder questions and on six invented brands
that the model has not learnt from: of 384 whose best sentence answers 11 are refused, of 265 whose best sentence does
not 50, and of 258 that nothing answers 99; the log-odds and a cosine alone refused 14, 47 and 91."""

DOUBTFUL = -1.0
"""Sum below which an answer says that it may be beside the point. On the development half and on six brands that the
model has not learnt from, 66 of 124 such answers to questions that have one tell it, and 444 of 542 above it; of 34
answers to questions that have none 13 are below it."""

SURE = -0.25
"""Log-odds that a passage answers, by reading alone, from which it may answer what is hardly a question to documents
("Do you ship to Iceland?"). Of 560 such messages, put to brands that know nothing of them, 45 are answered all the
same, and 41 of 79 that the documents of their brand do answer."""

_CELLS = (Expects.MONEY, Expects.DATE, Expects.NUMBER)

_NO_COUNT = re.compile(
    r"[$€£¥]\s?\d[\d.,]*(?: (?:thousand|million|billion))?|"
    r"\b(?:in|of|since|by|until|from|[A-Z][a-z]+|\d{1,2},?) (?:1[5-9]|20)\d\d\b"
)
"""Sums and years count nothing."""

_PERIOD = re.compile(
    r"\b(?:from (?:[\w.]+ ){0,2}(?:1[5-9]|20)\d\d (?:to|till|until|through)|"
    r"between (?:[\w.]+ ){0,2}(?:1[5-9]|20)\d\d and) (?:[\w.]+ ){0,2}(?:1[5-9]|20)\d\d\b",
    re.IGNORECASE,
)
"""Two years count those between them."""

_NONE_OF = re.compile(r"\b(?:no|none of the|not (?:a single|one)|without)((?: [\w’'-]+){1,2})", re.IGNORECASE)
"""What there is none of is counted, too."""

_UNTOLD = {
    Expects.VIEW: "no document found for this says what was thought or said about it",
    Expects.MONEY: "no document found for this names a price or a sum of money",
    Expects.DATE: "no document found for this tells when",
}
"""Why there is no answer where the best sentence has nothing of the sort that was asked for."""


def views_of(question: str, ranked: Sequence[Ranked], person: Sequence[str]) -> tuple[Ranked, ...]:
    """`ranked` without what others say, where the question asks for the view of `person`: a name and its forms."""
    if not view_wanted_of(question, person):
        return tuple(ranked)
    names = {name.casefold() for name in person}
    return tuple(
        one
        for one in ranked
        if one.evidence.source.voice is Voice.BY_FOUNDER
        or (one.evidence.passage.speaker or one.evidence.source.speaker or "").casefold() in names
        or tells_view_of(one.sentence.rendering, person)
    )


def uncertainty(question: str, ranked: Sequence[Ranked], named: Collection[str] = ()) -> str | None:
    """Why `ranked` holds no answer, though it speaks of what is asked for; None where its best sentences answer.

    `named` are the words of names in the question.

    What reading the best passage told decides most; of one that was not read, and of a table's row with a cell of the
    sort that is asked for, the signs of the ranking alone: the model learnt from prose.
    """
    if reason := _lacking(question, ranked, named):
        return reason
    best = ranked[0]
    if _says_what_it_is(question, best):
        return None
    if (read := _read(question, ranked)) is None:
        answers = _signs(ranked) >= LEAST
    else:
        answers = read >= LEAST_READ
        if best.evidence.passage.kind is BlockKind.TABLE_ROW and (best.odds or 0) < 0:
            # A list of cells looks like an answer to much: the words must speak for it, too.
            answers = answers and _signs(ranked) >= LEAST
    return None if answers else "no document says enough about this"


def is_doubtful(question: str, ranked: Sequence[Ranked]) -> bool:
    """Whether what answers best is as likely as not beside the point."""
    read = _read(question, ranked) if ranked else None
    return read is not None and read < DOUBTFUL and not _says_what_it_is(question, ranked[0])


def _says_what_it_is(question: str, best: Ranked) -> bool:
    """Whether "Who is Ada Brandt?" is answered in these very words, whatever its passage goes on to tell."""
    subject = subject_to_define(question) if expected(question) is Expects.DEFINITION else ()
    return bool(subject) and defines(subject, best.sentence.rendering)


def _read(question: str, ranked: Sequence[Ranked]) -> float | None:
    """What reading the best passage and the signs of the ranking say together; None where the signs decide alone."""
    best = ranked[0]
    row = best.evidence.passage.kind is BlockKind.TABLE_ROW
    if best.odds is None or (row and best.right_sort and expected(question) in _CELLS):
        return None
    return best.odds + SIGNED * _signs(ranked)


def surely_answers(ranked: Sequence[Ranked]) -> bool:
    """Whether reading the best passage leaves little doubt that it answers."""
    return bool(ranked) and (ranked[0].odds or 0.0) >= SURE and ranked[0].odds is not None


def _lacking(question: str, ranked: Sequence[Ranked], named: Collection[str]) -> str | None:
    """What the best sentences do not hold, though the question asks for nothing else."""
    expects = expected(question)
    if not ranked:
        return _UNTOLD[Expects.VIEW] if expects is Expects.VIEW else "no document speaks of this"
    first = [one.sentence.rendering for one in ranked[:3]]
    thing = None if expects is Expects.MONEY else counted(question)
    if thing and {thing, f"{thing}s"} & {*named}:
        thing = ""  # how many Lumos: documents count "lamps"
    signs = (
        (_UNTOLD.get(expects, ""), expects in _UNTOLD and not ranked[0].right_sort),
        (
            "no document found for this holds the exact words",
            asks_for_words(question) and not any(map(_holds_words_of_somebody, ranked[:3])),
        ),
        (
            "no document found for this tells how many",
            thing is not None and not any(_counts(thing, question, text) for text in first),
        ),
        ("no document found for this tells the measure", lacks_measure(question, first)),
        (_UNTOLD[Expects.DATE], lacks_day_of_life(question, first)),
        (
            "no document found for this speaks of what is to come",
            asks_ahead(question) and not tells_ahead(first[0]),
        ),
    )
    return next((reason for reason, lacking in signs if lacking), None)


def _signs(ranked: Sequence[Ranked]) -> float:
    """The signs of the ranking as log-odds that it holds an answer."""
    return (
        BIAS
        + SCORE * ranked[0].score
        + PASSAGE_WORDS * max(one.passage_words for one in ranked[:5])
        + MEANING * max(one.meaning for one in ranked)
        + SIMILARITY * max(one.evidence.similarity or 0.0 for one in ranked)
        + (UNHEARD if ranked[0].unheard else 0.0)
    )


def _holds_words_of_somebody(one: Ranked) -> bool:
    """Whether somebody's words stand there to the letter; the title of a thing in quotation marks is nobody's."""
    quotes = [quote.text.split() for quote in find_quotes(one.sentence.rendering)]
    said = any(
        len(each) >= SHORTEST_QUOTE and any(word.islower() for word in each if len(word) > 3)
        for each in quotes
    )
    return said or one.evidence.source.voice is Voice.BY_FOUNDER


def _counts(thing: str, question: str, text: str) -> bool:
    """Whether `text` has a number and the thing that is counted, none of that thing, or the years that are.

    Without a `thing` any number counts.

    A number of the question counts nothing: neither the year it asks about nor the one in a name (a Lumo 300).
    """
    asked = [re.escape(each) for each in words(question) if any(map(str.isdigit, each))]
    rest = re.sub(rf"\b(?:{'|'.join(asked)})\b", "", text) if asked else text
    if thing == "year" and _PERIOD.search(rest):
        return True
    rest = _NO_COUNT.sub("", rest)
    none = any(stems(thing) & stems(match[1]) for match in _NONE_OF.finditer(text))
    return none or (holds(Expects.NUMBER, rest) and (not thing or bool(stems(thing) & stems(text))))
