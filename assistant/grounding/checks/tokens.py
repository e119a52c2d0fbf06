"""Words with their places: the common ground of every exact check.

A token knows where it stands in its text, how it is written and how it is compared. Stems are only good
for asking whether two words are forms of one; they are not for showing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.english import FORMS
from assistant.text import fold

# Length-preserving, so that offsets into the original text stay true.
_LEVEL = str.maketrans({**dict.fromkeys("‘’‛′ʼ`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")})

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*[^\W_]*"  # 1984, 2,500.5, 10.3.9, 12:05, 3GS, 20th
    r"|[A-Za-z](?:\+\+|\#)(?!\w)"  # C++, C#
    r"|[^\W\d_][^\W_]*\d,\d{1,2}(?!\w)"  # Lumo14,2: an identifier
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # U.S, e.g
    r"|[^\W_]+(?:['&][^\W_]+)*"  # eBay, don't, AT&T, M1
)


def listed(words: str) -> tuple[str, ...]:
    """The words of a list written as running text, which reads better than two hundred literals."""
    return tuple(words.split())


class Token(NamedTuple):
    """One word, ``text[start:end] == raw``; `folded` is how it is compared, `stem` its form-free self."""

    raw: str
    folded: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether the word carries meaning of its own."""
        return self.stem not in FUNCTION_STEMS


def level(text: str) -> str:
    """`text` with one kind of apostrophe and one kind of dash, and every offset unchanged."""
    return text if text.isascii() and "`" not in text else text.translate(_LEVEL)


@lru_cache(maxsize=16384)
def tokenise(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; a possessive ``'s`` is left out of `folded`."""
    return tuple(
        Token(match.group(), *_forms(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(level(text))
    )


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of `text`."""
    return frozenset(token.stem for token in tokenise(text))


@lru_cache(maxsize=32768)
def _forms(raw: str) -> tuple[str, str]:
    folded = raw.lower() if raw.isascii() else fold(raw)
    folded = folded.removesuffix("'s")
    return folded, stem(folded)


def word_run(needle: tuple[str, ...], hay: tuple[str, ...], start: int = 0) -> int:
    """Index of the first place from `start` where `needle` stands in `hay` without a gap, or -1."""
    if not needle:
        return -1
    first, length = needle[0], len(needle)
    for index in range(start, len(hay) - length + 1):
        if hay[index] == first and hay[index : index + length] == needle:
            return index
    return -1


# ---------------------------------------------------------------- stems

_IRREGULAR = {form: root for root, forms in FORMS.items() for form in forms}

_DERIVED = listed(
    "ization ational ation ition ment ness ance ence able ible ship ion ity ive ous ful "
    "ize ise ist ism ial ly er or al"
)


_LOST_E = re.compile(r"[^aeiou][aeiou][^aeiouwxy]")  # noted: note, not "not"


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


def _inflection_free(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in ("sses", "shes", "ches", "xes"):
        if word.endswith(suffix):
            return word[:-2]
    if word.endswith("s") and word[-2:] not in ("ss", "us", "is") and len(word) > 3:
        word = word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            bare = word[: -len(suffix)]
            word = _undouble(bare)
            return word + "e" if word == bare and _LOST_E.fullmatch(word) else word  # banned: ban
    return word


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """A folded word without its ending: ``introduced`` and ``introduction`` both give ``introduc``."""
    word = _IRREGULAR.get(word, word)
    if not word.isalpha() or len(word) < 4:
        return word
    word = _inflection_free(word)
    for suffix in _DERIVED:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    if word.endswith("uct"):
        word = word[:-1]
    if word.endswith("y"):
        word = word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


FUNCTION_WORDS = frozenset(
    listed(
        """
        a about above across after again against all almost along already also although always am among an
        and another any are around as at away back be because been before behind being below beneath beside
        besides between beyond both but by came can cannot could despite did do does doing down due during
        each either else even ever every except few for from further had has have having he hence her here
        hers herself him himself his how however i if in indeed instead into is it its itself just last
        later latter least less let longer many may me meanwhile might mine moreover more most much must my
        myself near nearly neither never nevertheless next no nobody none nor not nothing now of off often
        on once one only onto or other others otherwise our ours ourselves out over own per perhaps quite
        rather really same several shall she should since so some somebody someone something sometimes soon
        still such than that the their theirs them themselves then there thereafter therefore these they
        this those though through throughout thus till to today together too toward towards under unless
        until up upon us very was we well were what whatever when whenever where whereas wherever whether
        which while who whoever whole whom whose why will with within without would yes yet you your yours
        yourself it's he's she's that's there's they're we're i'm i'd i've i'll don't didn't doesn't isn't
        wasn't weren't won't wouldn't couldn't can't hadn't hasn't haven't shouldn't ain't first second
        third two three four five six seven eight nine ten
        """
    )
)
"""English words that carry little meaning of their own and start many sentences."""

FUNCTION_STEMS = frozenset({*FUNCTION_WORDS, *map(stem, FUNCTION_WORDS)})
