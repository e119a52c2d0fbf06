"""A brand's own short names in a question, written out: documents say "Macintosh" where fans say "Mac".

No search finds by itself that two words name one thing, and a short name is often the beginning of other names. The
brand team lists them in ``brand.toml`` under ``[aliases]``; no name stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.retrieval.names import NameIndex
from assistant.text import words

_WORD = re.compile(r"[^\W_]+")


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
