"""What a brand is called, as its documents tell it: the name that clearly leads in their titles and their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.domain import BlockKind, Document

_WORD = re.compile(r"[^\W\d_][\w&-]+")
_FEWEST_TITLES = 3
_CLEARLY = 2  # times as many titles as any other name
_OFTEN_A_NAME = 4  # times as often capitalised as not: else a title has its words in capitals
_NEARLY_LEADING = 2 / 3  # of the documents that hold the name most of them hold


def leading_name(documents: Sequence[Document]) -> str | None:
    """The name that titles share, where one clearly leads and at least half of `documents` speak of it; else None.

    It leads by twice as many titles as any other name, or where no other is in as many titles or in as many texts.
    """
    texts = [_words_of(document) for document in documents]
    small = Counter(word.casefold() for text in texts for word in text if word[0].islower())
    large = Counter(word for text in texts for word in text if word[0].isupper())

    def names_in(words: Sequence[str]) -> set[str]:
        return {
            word
            for word in words
            if word[0].isupper() and large[word] >= _OFTEN_A_NAME * max(1, small[word.casefold()])
        }

    titled = Counter(name for document in documents for name in names_in(_heads_of(document)))
    told = Counter(name for text in texts for name in names_in(text))
    if not titled:
        return None
    name, titles = titled.most_common(1)[0]
    leads = titles >= _CLEARLY * _others(titled, name) or (
        titles > _others(titled, name) and told[name] > _others(told, name)
    )
    common = told[name] >= max(len(documents) / 2, _others(told, name) * _NEARLY_LEADING)
    return _whole(name, texts) if titles >= _FEWEST_TITLES and leads and common else None


def _words_of(document: Document) -> list[str]:
    """The words of its text without headings, whose capitals tell nothing."""
    blocks = (block for block in document.blocks if block.kind is not BlockKind.HEADING)
    return [word for block in blocks for word in _WORD.findall(document.text[block.start : block.end])]


def _heads_of(document: Document) -> list[str]:
    """The words of its title and its first heading."""
    headings = (block for block in document.blocks if block.kind is BlockKind.HEADING)
    first = next((document.text[block.start : block.end] for block in headings), "")
    return _WORD.findall(f"{document.source.title}\n{first}")


def _others(counts: Mapping[str, int], name: str) -> int:
    return max((count for other, count in counts.items() if other != name), default=0)


def _whole(name: str, texts: Sequence[Sequence[str]]) -> str | None:
    """`name` with the word that mostly follows it, as in "Acme Radio"; None where it is mostly a person's last name."""
    before, after = Counter[str](), Counter[str]()
    total = 0
    for text in texts:
        for at, word in enumerate(text):
            if word == name:
                total += 1
                before.update(text[max(0, at - 1) : at])
                after.update(text[at + 1 : at + 2])
    if any(word[0].isupper() and 2 * count > total for word, count in before.items()):
        return None
    follows = [word for word, count in after.items() if word[0].isupper() and 2 * count > total]
    return " ".join([name, *follows])
