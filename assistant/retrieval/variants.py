"""Which of several like-named rows is meant: "the second-generation Lumo", "the Lumo of 2008", "the 2008 Lumo"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.columns import APPEARANCES, role_of
from assistant.domain import Passage
from assistant.text import words

_ORDINAL_WORDS = (
    "first 1st|second 2nd|third 3rd|fourth 4th|fifth 5th|"
    "sixth 6th|seventh 7th|eighth 8th|ninth 9th|tenth 10th"
)
_ORDINALS = {
    word: number for number, forms in enumerate(_ORDINAL_WORDS.split("|"), start=1) for word in forms.split()
}
_GENERATION = frozenset(["generation", "gen"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINK = frozenset(["of", "from"])
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What stands beside a name and picks one of several: ``tokens[start:end]`` with the name between.

    Either `generation` counts from 1 or `year` is one of the Christian era.
    """

    start: int
    end: int
    generation: int | None = None
    year: int | None = None

    def picks(self, own: str, row: Passage) -> bool:
        """Whether a row with the name `own` is of that generation or year."""
        if self.generation is not None:
            return self.generation == _generation(own)
        return self.year in _years(own, row)


def qualifier(tokens: Sequence[str], start: int, end: int) -> Qualifier | None:
    """The qualifier beside the name at ``tokens[start:end]``, if there is one.

    A bare ordinal counts only from "second": "the first Lumo" is a name of its own, or means the row itself.
    """
    before = tokens[start - 1] if start else ""
    if before in _GENERATION and start > 1 and (number := _ORDINALS.get(tokens[start - 2])):
        return Qualifier(start - 2, end, generation=number)
    if (number := _ORDINALS.get(before)) and number > 1:
        return Qualifier(start - 1, end, generation=number)
    if _YEAR.fullmatch(before):
        return Qualifier(start - 1, end, year=int(before))
    after = tokens[end : end + 2]
    if len(after) == 2 and after[1] in _GENERATION and (number := _ORDINALS.get(after[0])):
        return Qualifier(start, end + 2, generation=number)
    if len(after) == 2 and after[0] in _LINK and _YEAR.fullmatch(after[1]):
        return Qualifier(start, end + 2, year=int(after[1]))
    return None


def bare_name(own: str) -> str:
    """A row's name without its brackets: "Lumo (2nd generation)" is a variant of "Lumo"."""
    return _BRACKET.sub("", own)


def _generation(own: str) -> int | None:
    inside = words(own[len(bare_name(own)) :])
    numbered = (_ORDINALS.get(one) for one, other in pairwise(inside) if other in _GENERATION)
    return next(numbered, None if inside else 1)


def _years(own: str, row: Passage) -> set[int]:
    inside = own[len(bare_name(own)) :]
    dates = [value for column, value in row.fields if role_of(column) in APPEARANCES]
    return {int(year) for text in (inside, *dates) for year in _YEAR.findall(text)}
