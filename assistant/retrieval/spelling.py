"""Slips of the pen in a question, and names written in two words or run into one: mended before the search.

Only what is sure is touched: a longer word that neither the documents nor English know, one slip away from a word the
documents use. A name that is written with a capital stays as it is: a thing that nobody here knows of is not to be
answered for its namesake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from string import ascii_lowercase

from assistant.pair_model import read_tokenizer
from assistant.retrieval.model_files import BUILTIN, model_folder
from assistant.retrieval.names import NameIndex
from assistant.text import words

SHORTEST = 5
"""Letters of a word that is mended; of shorter ones too many are one slip away from each other."""

SHORTEST_NAME = 6
"""The same where the word it is mended to stands in a name and no dictionary."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SEVERAL = re.compile(r"\b([^\W\d_]+ \d+)['’]?s\b")


class Spelling:
    """Mends questions.

    `uses` tells whether some document uses a word; `english` are words of the language; `maker` is the brand, after
    whose name two words are two words ("how Brandt works").
    """

    def __init__(
        self, uses: Callable[[str], bool], english: Iterable[str], names: NameIndex, maker: str = ""
    ) -> None:
        self._uses = uses
        self._names = names
        self._english = frozenset(word for word in english if len(word) >= SHORTEST)
        spoken = [form for name, others in names.aliases().items() for form in (name, *others)]
        self._in_names = frozenset(
            word for form in spoken for word in words(form) if word.isalpha() and len(word) >= SHORTEST_NAME
        )
        self._words = self._english | self._in_names
        self._apart = {
            parts: form for form in spoken if len(parts := _humps(form)) == 2 and parts[0] != maker.casefold()
        }
        self._run_together = {
            "".join(parts): form for form in spoken if len(parts := words(form)) == 2 and form.count(" ") == 1
        }

    def mended(self, question: str) -> str:
        """`question` as its writer meant to write it."""
        question = _SEVERAL.sub(self._singular, question)
        return _WORD.sub(lambda match: self._mended(match.group()), self._joined(question))

    def _singular(self, several: re.Match[str]) -> str:
        """Several of a numbered thing ("how many lark 2s") are that thing, where no other has the name with an s."""
        if self._names.find(several.group()):
            return several.group()
        return several[1] if any(one.end == 2 for one in self._names.find(several[1])) else several.group()

    def _joined(self, question: str) -> str:
        """Two words that are one name of two humps: "power book" is the PowerBook."""
        spoken = list(_WORD.finditer(question))
        for before, after in reversed(list(pairwise(spoken))):
            name = self._apart.get((before.group().casefold(), after.group().casefold()))
            if name and question[before.end() : after.start()].isspace():
                question = f"{question[: before.start()]}{name}{question[after.end() :]}"
        return question

    def _mended(self, word: str) -> str:
        lower = word.casefold()
        if not word.islower() or len(word) < SHORTEST or lower in self._english or self._uses(lower):
            return word
        if name := self._run_together.get(lower):
            return name
        meant = [near for near in self._words & _one_slip_away(lower) if self._uses(near)]
        return meant[0] if len(meant) == 1 else word


@cache
def english_words() -> frozenset[str]:
    """Words of English: those that the embedding model in the package knows whole."""
    vocabulary = read_tokenizer(model_folder(BUILTIN)).get_vocab()
    return frozenset(word for word in vocabulary if word.isalpha() and word.isascii())


def _one_slip_away(word: str) -> set[str]:
    """What `word` becomes by one letter less, more or other, or by two changing places; the first letter stays."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    more = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return fewer | swapped | other | more


def _humps(form: str) -> tuple[str, ...]:
    """The words of a name written as one: "PowerBook" is power and book; one small letter before is none."""
    return tuple(part.casefold() for part in re.findall(r"[A-Z][a-z]+", form)) if form.isalpha() else ()
