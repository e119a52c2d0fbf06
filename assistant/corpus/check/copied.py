"""Runs of words that a pack shares with other texts: the proof that its words are its own.

Names, titles, figures and addresses do not count: two texts about one thing share them whoever wrote them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.corpus.check.finding import Finding, Severity
from assistant.corpus.check.pack import Pack, PackDocument
from assistant.domain import BlockKind
from assistant.grounding.checks.tokens import FUNCTION_WORDS

NAME = "copied words"
TITLE = "Words that stand elsewhere, too"

LONGEST_RUN = 12
"""Counted words that two texts may share without one being a copy of the other."""

_SEED = 8
"""Words of any sort from which two texts are compared further; shorter runs are common speech."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_WORDS = re.compile(  # addresses, and identifiers such as lumo-two-with-paper-shade
    r"\b(?:https?://|www\.)\S+|(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+){3,}(?![\w-])"
)
_ESCAPES = re.compile(r"\\[nrt]")
_BREAK = ""
"""A word that no text has: runs do not reach across the blocks of a pack's document."""


_Seeds = dict[tuple[str, ...], list[tuple[int, int]]]
"""Where runs of `_SEED` words stand: the number of a text, and a place in it."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text as they are compared, and their spans in it."""

    folded: list[str]
    spans: list[tuple[int, int]]

    def add(self, text: str, start: int, end: int) -> None:
        for match in _WORD.finditer(text, start, end):
            self.folded.append(match[0].lower().replace("’", "'"))
            self.spans.append(match.span())


@dataclass(frozen=True, slots=True)
class SharedRun:
    """The same words in a document of the pack and in another text; `counted` of them are no names or figures."""

    document: PackDocument
    start: int
    end: int
    other: PackDocument
    other_start: int
    counted: int

    @property
    def words(self) -> str:
        """The run as the pack has it, on one line."""
        return " ".join(self.document.text[self.start : self.end].split())


def shared_runs(pack: Pack, others: Pack) -> tuple[SharedRun, ...]:
    """The longest run at each place of the pack that others' texts share with it, most counted words first.

    Runs of fewer than `_SEED` words are not looked for.
    """
    texts = [(document, _pack_words(document)) for document in pack.documents]
    seeds: _Seeds = defaultdict(list)
    for number, (_, words) in enumerate(texts):
        for at, seed in enumerate(_seeds(words.folded)):
            if _BREAK not in seed:
                seeds[seed].append((number, at))
    runs = [run for other in others.documents for run in _runs(texts, seeds, other)]
    return _longest_each(runs)


def findings(runs: Iterable[SharedRun]) -> Iterator[Finding]:
    """Those runs that are too long to be chance, in the order of the pack."""
    copied = [run for run in runs if run.counted > LONGEST_RUN]
    for run in sorted(copied, key=lambda run: (run.document.id, run.start)):
        problem = f"{run.counted} words stand in {run.other.where(run.other_start)}, too: “{run.words}”"
        remedy = "say it in other words, or quote it briefly and name the source"
        yield run.document.finding(Severity.ERROR, run.start, problem, remedy)


def _readable(document: PackDocument) -> str:
    """The stored text with what is no prose blanked, every offset unchanged."""
    text = _NO_WORDS.sub(lambda found: " " * len(found[0]), document.text)
    if document.suffix in (".json", ".jsonl", ".ndjson"):
        text = _ESCAPES.sub("  ", text)
    return text


def _pack_words(document: PackDocument) -> _Words:
    """The words of all blocks but headings, with a break behind each block."""
    text, words = _readable(document), _Words([], [])
    for block in document.document.blocks:
        if block.kind is not BlockKind.HEADING:
            words.add(text, block.start, block.end)
            words.folded.append(_BREAK)
            words.spans.append((block.end, block.end))
    return words


def _seeds(folded: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(folded[at:] for at in range(_SEED)), strict=False)


def _runs(
    texts: Sequence[tuple[PackDocument, _Words]], seeds: _Seeds, other: PackDocument
) -> Iterator[SharedRun]:
    theirs = _Words([], [])
    theirs.add(_readable(other), 0, len(other.text))
    reached: dict[tuple[int, int], int] = {}  # where a run ends in the other text, by its diagonal
    for at, seed in enumerate(_seeds(theirs.folded)):
        for number, place in seeds.get(seed, ()):
            diagonal = (number, place - at)
            if reached.get(diagonal, -1) > at:
                continue
            document, ours = texts[number]
            length = _SEED
            while [ours.folded[place + length]] == theirs.folded[at + length : at + length + 1]:
                length += 1
            reached[diagonal] = at + length
            spans = ours.spans[place : place + length]
            counted = sum(_counts(document.text[start:end]) for start, end in spans)
            yield SharedRun(document, spans[0][0], spans[-1][1], other, theirs.spans[at][0], counted)


def _counts(word: str) -> bool:
    """Whether a word is no name, title or figure: it is written small, or is a word of grammar."""
    return (word.islower() and not any(map(str.isdigit, word))) or word.lower() in FUNCTION_WORDS


def _longest_each(runs: Sequence[SharedRun]) -> tuple[SharedRun, ...]:
    """Without runs that lie inside a longer one, longest first."""
    kept: dict[str, list[SharedRun]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: (-run.counted, run.start - run.end, run.other.id)):
        if not any(one.start <= run.start and run.end <= one.end for one in kept[run.document.id]):
            kept[run.document.id].append(run)
    every = [run for some in kept.values() for run in some]
    return tuple(sorted(every, key=lambda run: (-run.counted, run.document.id, run.start)))
