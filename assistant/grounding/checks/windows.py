"""Where in the evidence a claim may be decided: a few neighbouring sentences of one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import Evidence, Span
from assistant.grounding.checks.attribution import SPEECH_STEMS
from assistant.grounding.checks.facts import Facts
from assistant.grounding.checks.tokens import listed, stem, stems

LONGEST_WINDOW = 3
"""Sentences that may decide together."""

WINDOW_GAIN = 0.15
"""Share of a claim's words a further sentence must add to join the window: chance words add less."""

TRIED_WINDOWS = 6
"""Windows, best first, that are looked at before a claim is given up."""

# Not "speech", whose stem is that of "speak": a thing that speaks is more than a way to tell where something stands.
_FRAMING = SPEECH_STEMS | frozenset(
    map(
        stem,
        listed(
            """
            document story article interview letter talk record history source according word quote
            quotation page report account passage read put
            """
        ),
    )
)


def meaning(claim: Facts) -> frozenset[str]:
    """The stems of a claim that its evidence must hold: not those that only speak *of* the evidence."""
    return claim.content - _FRAMING


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences ``first`` to ``last`` (half open) of a passage.

    `coverage` is the share of the claim's words of meaning in them, `overlap` that of all its words.
    """

    evidence: Evidence
    first: int
    last: int
    coverage: float
    overlap: float

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences as they read."""
        return tuple(s.rendering for s in self.evidence.passage.sentences[self.first : self.last])

    @property
    def around(self) -> tuple[str, ...]:
        """The window with two sentences before and one after it: what a reader has just read."""
        sentences = self.evidence.passage.sentences[max(0, self.first - 2) : self.last + 1]
        return tuple(sentence.rendering for sentence in sentences)

    @property
    def span(self) -> Span:
        """The sentences' place in the document."""
        sentences = self.evidence.passage.sentences
        return Span(self.evidence.passage.id, sentences[self.first].start, sentences[self.last - 1].end)


def candidate_windows(claim: Facts, passages: Sequence[Evidence]) -> list[Window]:
    """The windows worth a look, best first; none that holds nothing of the claim."""
    found = [window for evidence in passages for window in _passage_windows(claim, evidence)]
    found.sort(key=lambda w: (-w.coverage - w.overlap, w.last - w.first, w.evidence.rank))
    return found[:TRIED_WINDOWS]


def window_of(places: Sequence[Span], evidence: Evidence) -> tuple[Window, ...]:
    """The sentences that hold `places` as one window; none where they stand far apart or nowhere."""
    if not places:
        return ()
    start, end = min(place.start for place in places), max(place.end for place in places)
    held = [at for at, s in enumerate(evidence.passage.sentences) if s.start < end and start < s.end]
    if held[-1] - held[0] >= LONGEST_WINDOW and len(places) > 1:
        return ()
    return (Window(evidence, held[0], held[-1] + 1, 1.0, 1.0),)


def _passage_windows(claim: Facts, evidence: Evidence) -> list[Window]:
    """The best windows of one passage: the two best sentences, and longer ones where they add enough."""
    wanted, every = meaning(claim), stems(claim.text)
    sentences = [stems(sentence.rendering) & every for sentence in evidence.passage.sentences]
    chosen: list[Window] = []
    for size in range(1, min(LONGEST_WINDOW, len(sentences)) + 1):
        windows: list[Window] = []
        for first in range(len(sentences) - size + 1):
            held = frozenset[str]().union(*sentences[first : first + size])
            if held:
                coverage = len(held & wanted) / len(wanted) if wanted else 1.0
                windows.append(Window(evidence, first, first + size, coverage, len(held) / len(every)))
        windows.sort(key=lambda window: -window.coverage - window.overlap)
        enough = max((window.coverage for window in chosen), default=-1.0) + WINDOW_GAIN
        chosen += [window for window in windows[:2] if size == 1 or window.coverage >= enough]
    return chosen
