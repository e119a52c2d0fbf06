"""The shape of what the judges say of an answer, as it stands in a record, and its sentences with their markers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, cast

from assistant.text import segment

Verdict = Literal["supported", "contradicted", "not_enough_information"]


class Judged(TypedDict):
    """One judge on one sentence: its verdict, and the chance in [0, 1] that the sentence is supported."""

    verdict: Verdict
    score: float


class Overlap(TypedDict):
    """The share of the sentence's words of meaning that the evidence holds."""

    score: float


class Stance(TypedDict):
    """How evidence stands to a sentence; `by` tells what decided: verbatim, quotation, reckoned or judge."""

    by: str
    model: Judged
    exact: Judged
    overlap: Overlap


class CitationUse(TypedDict):
    """One marker of a sentence after ALCE: does its text alone bear the sentence out, do the others not without it?

    `holds_quote` is True where the text holds one of the sentence's quotations to the letter, and all of them stand in
    what the sentence cites.
    """

    marker: int
    supports_alone: bool
    needed: bool
    holds_quote: bool


class Attributed(TypedDict):
    """To whom a sentence gives words, and whether the evidence gives them to the same."""

    to: list[str]
    held: bool


class JudgedSentence(TypedDict):
    """One sentence of an answer, ``text[start:end]`` of it but for markers and the white space they leave.

    `checkable` is False where it states nothing about the world; then `given` (against all that the system had)
    is None. `cited` (against what it cites) is None also where it cites nothing. `silent` marks a sentence
    that only says that the sources do not tell.
    """

    start: int
    end: int
    text: str
    markers: list[int]
    checkable: bool
    silent: bool
    given: Stance | None
    cited: Stance | None
    citations: list[CitationUse]
    attributed: Attributed | None


def judged_sentences(judged: Mapping[str, Any]) -> list[JudgedSentence]:
    """The sentences of ``record.judged``."""
    return cast("list[JudgedSentence]", judged["sentences"])


MARKERS = re.compile(r"[\[【](\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\]】]")
_ENDED = re.compile(r"[.!?…][\"”’»)]*\s*(?:[\[【][\d\s,;]+[\]】]\s*)*$")
_LOOSE = re.compile(r"\s+([.,;:!?])")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of an answer without its markers, and the markers that belong to it."""

    start: int
    end: int
    text: str
    markers: tuple[int, ...]


def without_markers(text: str) -> str:
    """`text` with markers such as ``[1]`` or ``[1, 2]`` blanked, every offset unchanged.

    Markers behind a full stop end their sentence, whatever the words are ("a liberal art. [3] A …"): a blank line
    stands for them.
    """
    return MARKERS.sub(
        lambda marker: ("\n\n" if _ENDED.search(text[: marker.start()]) else "").ljust(len(marker.group())),
        text,
    )


def marked_sentences(text: str, claims: Sequence[Mapping[str, Any]] = ()) -> Iterator[Marked]:
    """The sentences of an answer in order, each with the markers in it or between it and the next one.

    Where the answer tells `claims` (offsets and citations), a sentence without markers inside a claim of
    several sentences has the claim's.
    """
    blank = without_markers(text)
    found = [sentence for sentence in segment(blank) if re.search(r"\w", sentence.rendering)]
    bounds = [*(sentence.start for sentence in found[1:]), len(text)]
    for sentence, bound in zip(found, bounds, strict=False):
        markers = [
            int(number)
            for group in MARKERS.findall(text[sentence.start : bound])
            for number in re.findall(r"\d+", group)
        ] or _of_claim(sentence.start, sentence.end, claims)
        words = _LOOSE.sub(r"\1", " ".join(sentence.rendering.split()))
        yield Marked(sentence.start, sentence.end, words, tuple(dict.fromkeys(markers)))


def _of_claim(start: int, end: int, claims: Sequence[Mapping[str, Any]]) -> list[int]:
    for claim in claims:
        if claim["start"] <= start and end <= claim["end"]:
            return [int(marker) for marker in claim["citations"]]
    return []
