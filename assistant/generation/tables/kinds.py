"""Which rows of a table are of a kind that a question names: a category, a family, or what bears a name.

Who counts must know all that is of the kind and nothing else. So besides the rows that surely are, those are found
that may be: with one of these among what is asked for, the table does not tell how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.columns import Role, role_of
from assistant.domain import Passage
from assistant.generation.tables.cells import singular
from assistant.retrieval.names import row_name
from assistant.retrieval.variants import bare_name
from assistant.text import words

ANY_THING = frozenset(["product", "thing", "item", "model", "new", "device", "the", "of", "all", "a"])
"""Words that name no sort of thing."""

_BEFORE = frozenset(["the", "of", "all", "a", "new", "different", "your", "our", "its", "their"])
_SAY_SORT = (Role.FAMILY, Role.CATEGORY)
_SHORTEST = 3
"""Letters of a word that may be part of a longer one."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The `rows` that surely are of a kind, the ids of those that may be, and what a sentence calls them.

    `is_category` where they are all of a category of the table.
    """

    rows: tuple[Passage, ...]
    doubtful: frozenset[str] = frozenset()
    told: str = ""
    is_category: bool = False


def kind_of(
    things: str, rows: Sequence[Passage], spoken: Mapping[str, tuple[str, ...]], maker: Phrase = ()
) -> Kind | None:
    """The rows of one table that are what a question calls `things`; None where that is not known.

    `spoken` are the other names of a name, `maker` are the words of the name of who makes them all: it tells
    no kind.
    """
    asked = _candidates(things, maker)
    for phrase in asked:
        if kind := _of_category(phrase, rows):
            return kind
    for phrase in asked:
        if phrase and (kind := _of_name(_forms(phrase, spoken), rows, maker)):
            return kind
    for phrase in asked:
        if kind := _of_name_and_category(phrase, rows, spoken, maker):
            return kind
    if any(phrase and set(phrase) <= ANY_THING | _BEFORE for phrase in asked):
        return Kind(tuple(rows))
    return None


def category_of(row: Passage) -> str:
    """The sort of thing that a row says it is; empty where it does not."""
    return _cell(row, Role.CATEGORY).casefold()


def says_its_sort(row: Passage) -> bool:
    """Whether a row has a family or a category."""
    return any(role_of(column) in _SAY_SORT for column, _ in row.fields)


def told_of_kind(row: Passage) -> tuple[str, ...]:
    """What a row says it is: its name, family and category."""
    return (
        row_name(row) or "",
        *(value for column, value in row.fields if role_of(column) in _SAY_SORT),
    )


def words_of_kind(row: Passage) -> set[str]:
    """The words of it."""
    return {singular(word) for word in words(" ".join(told_of_kind(row)))}


def without_maker(phrase: Phrase, maker: Phrase) -> Phrase:
    """`phrase` without the maker's name before it: "Brandt lamps", "Brandt's lamps"."""
    if maker and phrase[: len(maker)] in (maker, (*maker[:-1], f"{maker[-1]}'s")):
        return phrase[len(maker) :]
    return phrase


def _candidates(things: str, maker: Phrase) -> list[Phrase]:
    """What the kind may be called: as it is asked for, without its maker, and without words that name none."""
    bare = words(things)
    while bare and bare[0] in _BEFORE:
        bare = bare[1:]
    found: list[Phrase] = []
    for phrase in (bare, without_maker(bare, maker)):
        least = tuple(map(singular, phrase))
        while len(least) > 1 and least[-1] in ANY_THING:
            found.append(least)
            least = least[:-1]
        found.append(least)
    return list(dict.fromkeys(each for each in found if each != tuple(map(singular, maker))))


def _of_category(phrase: Phrase, rows: Sequence[Passage]) -> Kind | None:
    """The rows of that category, or of the only one that ends so ("radio" of clock radios)."""
    said = {category: _phrase(category) for category in map(category_of, rows) if category}
    ending = [category for category, own in said.items() if phrase and own[-len(phrase) :] == phrase]
    exact = [category for category in ending if said[category] == phrase]
    if not exact and len(ending) != 1:
        return None
    [category] = exact[:1] or ending
    others = frozenset(row.id for row in rows if category_of(row) in {*ending} - {category})
    own = tuple(row for row in rows if category_of(row) == category)
    return Kind(own, others, f"in its category “{category}”", is_category=True)


def _of_name(forms: frozenset[Phrase], rows: Sequence[Passage], maker: Phrase) -> Kind | None:
    """The rows that bear that name, or whose family does; what of another category is sold for it is none."""
    called = [row for row in rows if any(_holds(text, form) for text in _names(row) for form in forms)]
    exact = [row for row in called if forms & {_phrase(bare_name(text)) for text in _names(row)}]
    begun = [row for row in called if _begins(row, forms, maker)]
    if not exact and len(begun) < 2:
        return None
    [(sort, most), *others] = Counter(map(category_of, exact or called)).most_common(2)
    if others and others[0][1] == most:
        return None
    own = [row for row in called if category_of(row) == sort]
    doubtful = {row.id for row in rows if category_of(row) == sort and _is_like(row, forms)}
    # Where it has members of another category as well, what else is of that one may be its, too.
    spread = {category_of(row) for row in called if _phrase(_cell(row, Role.FAMILY)) in forms} - {sort}
    doubtful |= {row.id for row in rows if category_of(row) in spread}
    # Where nothing tells a case for the Lumo from a Lumo, only what begins with its name surely is one.
    sure = own if sort else [row for row in own if row in begun or row in exact]
    doubtful |= {row.id for row in own}
    told = f"for {_as_written(own, forms)}" + (f" in its category “{sort}”" if sort else "")
    return Kind(tuple(sure), frozenset(doubtful - {row.id for row in sure}), told)


def _of_name_and_category(
    phrase: Phrase, rows: Sequence[Passage], spoken: Mapping[str, tuple[str, ...]], maker: Phrase
) -> Kind | None:
    """The rows of a name and of the category that follows it: "Lumo lamps"."""
    for cut in range(1, len(phrase)):
        kind, sort = _of_name(_forms(phrase[:cut], spoken), rows, maker), _of_category(phrase[cut:], rows)
        if kind and sort and {*kind.rows} <= {*sort.rows}:
            return kind
    return None


def _forms(phrase: Phrase, spoken: Mapping[str, tuple[str, ...]]) -> frozenset[Phrase]:
    """`phrase` with the other names of the same thing: those of one word, and what it is short for."""
    found = {phrase}
    for name, others in spoken.items():
        own, short = _phrase(name), {_phrase(other) for other in others}
        if phrase == own or phrase in short:
            found |= {own, *(other for other in short if len(other) == 1)}
    return frozenset(found - {()})


def _is_like(row: Passage, forms: frozenset[Phrase]) -> bool:
    """Whether a row may be one though it is not called so: by another name of it, or by a longer word."""
    names = {word for text in _names(row) for word in _phrase(text)}
    other = any(_holds(text, form) for text in _cell(row, Role.ALIASES).split(";") for form in forms)
    short = [form[0] for form in forms if len(form) == 1 and len(form[0]) >= _SHORTEST]
    return other or any(
        word != part and (word.startswith(part) or word.endswith(part)) for part in short for word in names
    )


def _names(row: Passage) -> tuple[str, str]:
    return row_name(row) or "", _cell(row, Role.FAMILY)


def _begins(row: Passage, forms: frozenset[Phrase], maker: Phrase) -> bool:
    own = words(row_name(row) or "")
    starts = [tuple(map(singular, each)) for each in (own, without_maker(own, maker))]
    return any(start[: len(form)] == form for start in starts for form in forms)


def _holds(text: str, phrase: Phrase) -> bool:
    """Whether `text` has the words of `phrase` side by side."""
    own = _phrase(text)
    return any(own[at : at + len(phrase)] == phrase for at in range(len(own) - len(phrase) + 1))


@lru_cache(8192)
def _phrase(text: str) -> Phrase:
    return tuple(map(singular, words(text)))


def _as_written(rows: Sequence[Passage], forms: frozenset[Phrase]) -> str:
    """The shortest of `forms` as a row writes it."""
    found: list[str] = []
    for text in dict.fromkeys(text for row in rows for text in _names(row)):
        written = text.split()
        for start in range(len(written)):
            parts = (" ".join(written[start:end]) for end in range(start + 1, len(written) + 1))
            found += (part for part in parts if _phrase(part) in forms)
    return min(found, key=lambda part: len(part.split()), default=" ".join(min(forms)))


def _cell(row: Passage, role: Role) -> str:
    return next((value for column, value in row.fields if role_of(column) is role), "")
