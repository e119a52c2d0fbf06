"""Whether an answer holds a fact: the same words, or the same numbers and dates however they are written.

Letter case, punctuation, articles and the s of a plural make no difference. "$2.5 million" is 2,500,000 dollars and
"24 January 1984" is 1984-01-24; an answer may say a date or a number more exactly than is asked, not less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.grounding.checks.dates import same_date
from assistant.grounding.checks.facts import FactReader, Facts, year_as_quantity
from assistant.grounding.checks.names import NameTable
from assistant.grounding.checks.operators import NEGATIONS
from assistant.grounding.checks.quantities import Quantity, same_quantity
from assistant.grounding.checks.tokens import FUNCTION_WORDS, tokenise, word_run
from assistant.text import fold, segment

_SHORT = 8  # words
_ARTICLES = frozenset(["a", "an", "the"])
_DENIED_WITHIN = 2
"""Words before a fact in which a "not" denies it."""

_NO_DENIAL = frozenset(["until", "only", "just", "merely"])
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_ONES = frozenset("one two three four five six seven eight nine".split())
_LONG_NUMBER = re.compile(r"\d{3,}")
_SQUAD_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(r"[^\w\s]")

Words = tuple[str, ...]


def holds_any(text: str, ways: Iterable[str]) -> bool:
    """Whether `text` holds a fact said in one of these `ways`."""
    return any(holds(text, way) for way in ways)


def holds(text: str, fact: str) -> bool:
    """Whether `text` holds `fact`: its words in a row, or in one sentence its figures by value and its other words.

    What a "not" right before it denies is not held. A fact without any word is never held.
    """
    wanted = _words(fact)
    if not wanted:
        return False
    facts = _READER.read(fact)
    figures = bool(facts.dates or facts.quantities)
    # A bare 5 is not looked for as a word, since it stands in "Lumo 5"; a 6502 is a name itself.
    sentences = [sentence.rendering for sentence in segment(text)]
    # A sentence alone: a "not" that ends the one before denies nothing here.
    if (_others(facts) or not figures or _LONG_NUMBER.fullmatch(fact.strip())) and any(
        _stands(wanted, _words(part)) for part in (text, *sentences)
    ):
        return True
    return figures and any(_in_sentence(facts, sentence) for sentence in sentences)


def token_f1(answer: str, gold: str) -> float | None:
    """F1 of the words of `answer` and `gold`; None where one has none.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016: lower case, without
    punctuation and articles.
    """
    said, wanted = _squad(answer), _squad(gold)
    shared = sum((said & wanted).values())
    if not said or not wanted:
        return None
    return 2 * shared / (said.total() + wanted.total())


def is_short(gold: str) -> bool:
    """Whether a gold answer is a fact that can be looked for, not a sentence about it nor a bare yes or no."""
    words = [token.folded for token in tokenise(gold)]
    meant = [word for word in words if word not in FUNCTION_WORDS]
    return bool(meant) and len(words) <= _SHORT


def _squad(text: str) -> Counter[str]:
    return Counter(_PUNCTUATION.sub(" ", _SQUAD_ARTICLES.sub(" ", fold(text))).split())


def _words(text: str) -> Words:
    return tuple(_singular(token.folded) for token in tokenise(text) if token.folded not in _ARTICLES)


def _singular(word: str) -> str:
    """Short words and those on ss keep their s."""
    return word[:-1] if len(word) > 3 and word.isalpha() and word.endswith("s") and word[-2] != "s" else word


def _stands(wanted: Words, said: Words) -> bool:
    """Whether `wanted` stands in `said` in a row, somewhere not denied."""
    at = word_run(wanted, said)
    while at >= 0:
        if not _denies(said[max(0, at - _DENIED_WITHIN) : at]) and not _goes_on(
            said[max(0, at - 1)], wanted[0], at
        ):
            return True
        at = word_run(wanted, said, at + 1)
    return False


_READER = FactReader(NameTable())


def _in_sentence(wanted: Facts, sentence: str) -> bool:
    """Whether one sentence has the dates and numbers of a fact by value, and all its other words in any order."""
    said = _READER.read(sentence)
    if not _others(wanted) <= set(_words(sentence)):
        return False
    denied = any(token.folded in NEGATIONS for token in wanted.tokens)
    if denied and not any(token.folded in NEGATIONS for token in said.tokens):
        return False
    open_to = (
        said
        if denied
        else replace(
            said,
            dates=tuple(date for date in said.dates if not _is_denied(date.start, said)),
            quantities=tuple(one for one in said.quantities if not _is_denied(one.start, said)),
        )
    )
    numbers = _numbers(open_to)
    return all(any(same_date(mine, its) for its in open_to.dates) for mine in wanted.dates) and all(
        any(same_quantity(mine, its, lenient=True) for its in numbers) for mine in wanted.quantities
    )


def _is_denied(at: int, facts: Facts) -> bool:
    before = [token.folded for token in facts.tokens if token.end <= at]
    return _denies(before[-_DENIED_WITHIN:])


def _denies(before: Sequence[str]) -> bool:
    """Whether words right before a fact deny it: "not", but neither "not until" nor "not only"."""
    return any(
        word in NEGATIONS and not set(before[at + 1 : at + 2]) & _NO_DENIAL for at, word in enumerate(before)
    )


def _goes_on(before: str, first: str, at: int) -> bool:
    """Whether a number begins a word earlier: thirty-two is no two."""
    return at > 0 and before in _TENS and first in _ONES


def _numbers(facts: Facts) -> Sequence[Quantity]:
    """The numbers of a sentence, years that may be plain numbers among them, those inside names left out."""
    named = [(name.start, name.end) for name in facts.names]
    free = [one for one in facts.quantities if not any(start <= one.start < end for start, end in named)]
    return [*free, *(one for date in facts.dates for one in year_as_quantity(date))]


def _others(facts: Facts) -> set[str]:
    """The fact's words of meaning that are no part of a number or date."""
    spans = [(one.start, one.end) for one in (*facts.dates, *facts.quantities)]
    return {
        _singular(token.folded)
        for token in facts.tokens
        if token.is_content and not any(start < token.end and token.start < end for start, end in spans)
    }
