"""Documents and passages told twice: a fan who asks would be shown the same words from two places.

The measure is that of the search, which shows only one of two passages alike. Of a document that is a copy as a
whole no passage is told besides, and of a passage that stands in many places each copy once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.domain import BlockKind, Passage
from assistant.retrieval.shingles import SAME_WORDS, Shingles, resemblance, shingles
from assistant.text import words

FEWEST_WORDS = 20
"""Shorter passages are alike too easily."""

_COMMON = 40
"""A shingle in more passages than that is a phrase of the house and proposes no pairs."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Words that stand somewhere: a passage, or a whole document (`passage` is None)."""

    document: PackDocument
    passage: Passage | None
    shingles: Shingles

    @property
    def offset(self) -> int:
        return self.passage.start if self.passage else 0


def _find(pack: Pack) -> Iterator[Finding]:
    passages = [told for document in pack.documents for told in _passages(document)]
    whole = [
        _Told(document, None, frozenset(one for told in parts for one in told.shingles))
        for document in pack.documents
        if (parts := [told for told in passages if told.document is document])
    ]
    copies: dict[str, PackDocument] = {}
    for one, other, share in alike(whole):
        if other.document.id not in copies and one.document.id not in copies:
            copies[other.document.id] = one.document
            problem = f"says much the same as {one.document.id} ({share:.0%} of both)"
            remedy = "keep one of the two documents"
            yield replace(other.document.finding(Severity.WARNING, 0, problem, remedy), first=True)
    told: set[tuple[str, int]] = set()
    for one, other, share in alike([each for each in passages if each.document.id not in copies]):
        if (other.document.id, other.offset) in told:
            continue  # once is enough, where it stands in many places
        told.add((other.document.id, other.offset))
        place = one.document.where(one.offset)
        problem = f"a passage says much the same as {place} ({share:.0%} of both)"
        remedy = "tell it in one place"
        yield other.document.finding(Severity.WARNING, other.offset, problem, remedy)


def _passages(document: PackDocument) -> Iterator[_Told]:
    for passage in document.passages:
        tokens = words(passage.rendering)
        if passage.kind is not BlockKind.TABLE_ROW and len(tokens) >= FEWEST_WORDS:
            yield _Told(document, passage, shingles(tokens))


def alike(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told, float]]:
    """Pairs of at least `SAME_WORDS`, in order, with their similarity; only those that share words are compared."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(told):
        for shingle in one.shingles:
            holders[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if 1 < len(places) <= _COMMON:
            shared.update((first, second) for n, second in enumerate(places) for first in places[:n])
    for (first, second), common in sorted(shared.items()):
        share = resemblance(told[first].shingles, told[second].shingles)
        if common and share >= SAME_WORDS:
            yield told[first], told[second], share


CHECK = Check("repetition", "Documents and passages told twice", _find)
