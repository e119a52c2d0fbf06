"""Short names in a question, written as documents do: "Macintosh" where fans say "Mac", "Ronald" where they say "Ron".

No search finds by itself that two words name one thing, and a short name is often the beginning of other names. The
brand team lists its own in ``brand.toml`` under ``[aliases]``; no name but people's first ones stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.english import SHORT_NAMES
from assistant.retrieval.names import NameIndex
from assistant.text import words

_WORD = re.compile(r"[^\W_]+")
_PAIR = re.compile(r"\b(?=(?P<first>[^\W\d_]+) (?P<last>[^\W\d_][^\W_]+))")

_ONE_PERSON = {
    name: SHORT_NAMES.get(name, frozenset())
    | {short for short, whole in SHORT_NAMES.items() if name in whole}
    for name in {*SHORT_NAMES, *(each for whole in SHORT_NAMES.values() for each in whole)}
}
"""What else somebody of that first name may be called."""

_ALSO_WORDS = frozenset("don frank jack mark rich rob sue will".split())
"""What is a name with a capital letter only: "When will Reed come back?"."""


def in_full(question: str, aliases: Mapping[str, Sequence[str]], names: NameIndex) -> str:
    """`question` with every alias replaced by the proper name it stands for.

    One that is a row's own name, or part of a longer name ("Mac mini", "Mac OS X"), stays, and so does every one where
    the proper name is told already ("Why is the Mac called Macintosh?").
    """
    for proper, forms in aliases.items():
        if f" {' '.join(words(proper))} " in f" {' '.join(words(question))} ":
            continue
        for form in sorted(forms, key=len, reverse=True):
            if words(form) and not set(words(proper)) <= set(words(form)):
                question = _replaced(question, form, proper, names)
    return question


def as_people_are_called(question: str, texts: Iterable[str]) -> str:
    """`question` with people's first names as `texts` write them: "Ronald Wayne", where no text has a "Ron Wayne"."""
    told = "\n".join(texts)
    found = question
    for pair in _PAIR.finditer(question):
        first, last = pair["first"], pair["last"]
        others = () if first in _ALSO_WORDS else _ONE_PERSON.get(first.casefold())
        if not others or re.search(rf"\b{first} {last}\b", told, re.IGNORECASE):
            continue
        match = re.search(rf"\b({'|'.join(sorted(others))}) {last}\b", told, re.IGNORECASE)
        if match:
            found = re.sub(rf"\b{first} {last}\b", match.group(), found)
    return found


def _replaced(question: str, form: str, proper: str, names: NameIndex) -> str:
    told: list[str] = []
    end = 0
    for match in re.finditer(rf"\b{re.escape(form)}\b(?![-./@]\w)", question, re.IGNORECASE):
        before, after = question[: match.start()], question[match.end() :]
        if _is_part(before, match.group(), after, names):
            continue
        told += [question[end : match.start()], proper]
        end = match.end()
    return "".join([*told, question[end:]])


def _is_part(before: str, form: str, after: str, names: NameIndex) -> bool:
    """Whether `form` stands inside a longer name, or for a row of its own."""
    if re.search(r"[-./@]$", before):
        return True
    following = _WORD.match(after.lstrip()) if after[:1].isspace() else None
    behind = following.group() if following else ""
    if behind[:1].isupper() or behind[:1].isdigit():
        return True
    leading = words(before)[-1:]
    spoken = (*leading, *words(form), *words(behind))
    if any(mention.end - mention.start >= len(words(form)) for mention in names.find(" ".join(spoken))):
        return True
    return bool(behind) and names.begins((*words(form), *words(behind)))
