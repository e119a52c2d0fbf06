"""Kept sentences become the text of a reply, with its citations, claims and quotations in their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.domain import Citation, Claim, DraftSentence, Evidence, Quote, Released, Span
from assistant.grounding.gate.policy import Kept
from assistant.text import words

CITED_WORDS = 90
"""Longest run of a drafter's own span that is cited whole: what a reader takes in at a glance."""

NEAR = 0.35
"""Cosine with the question from which a passage is worth showing to somebody who asked something else."""

NEARBY = 3
"""Documents a refusal points to."""


class ReplyBuilder:
    """Grows one reply. The same words are cited under the same marker throughout.

    `opening` is a paragraph of the product's own before the first sentence; without a sentence it is not said.
    """

    def __init__(self, evidence: Iterable[Evidence], opening: str = "") -> None:
        self._evidence = {item.passage.id: item for item in evidence}
        self.opening = opening
        self._markers: dict[Span, int] = {}
        self.text = ""
        self.citations: list[Citation] = []
        self.claims: list[Claim] = []
        self.quotes: list[Quote] = []

    def add(self, kept: Kept, drafted: DraftSentence) -> Released:
        """Append a kept sentence; `drafted` is the same before the gate, with the spans its drafter named."""
        before, cited_before = len(self.text), len(self.citations)
        if self.text:
            self.text += "\n\n" if kept.sentence.paragraph else " "
        elif self.opening:
            self.text = f"{self.opening}\n\n"
        start = len(self.text)
        self.text += kept.sentence.text
        shown = {span: self._shown(span, drafted) for span in kept.sentence.spans}
        places = {span: self._marker(around) for span, around in shown.items()}
        if places:
            self.text += " " + "".join(f"[{marker}]" for marker in sorted(set(places.values())))
        for claim in kept.claims:
            markers = {places[span] for span in claim.judgement.spans if span in places}
            self.claims.append(
                Claim(
                    claim.text,
                    start + claim.start,
                    start + claim.end,
                    claim.judgement,
                    tuple(sorted(markers)),
                    claim.statement,
                    tuple(sorted(drafted.computed)),
                )
            )
        for quote in kept.quotes:
            held = [span for span in places if span.passage_id == quote.span.passage_id]
            whole = [span for span in held if _covers(shown[span], quote.span)]
            marker = places[(whole or held)[0]]
            self.quotes.append(Quote(quote.text, start + quote.start, start + quote.end, marker))
        return Released(self.text[before:], tuple(self.citations[cited_before:]))

    def _shown(self, span: Span, drafted: DraftSentence) -> Span:
        """The drafter's own run of sentences around `span` where it is short, else what decided the claim."""
        around = (
            named
            for named in drafted.spans
            if named.passage_id == span.passage_id and named.start <= span.start and span.end <= named.end
        )
        return next((named for named in around if len(words(self._words(named))) <= CITED_WORDS), span)

    def _words(self, span: Span) -> str:
        passage = self._evidence[span.passage_id].passage
        return passage.text[span.start - passage.start : span.end - passage.start]

    def _marker(self, span: Span) -> int:
        if span not in self._markers:
            marker = len(self._markers) + 1
            self._markers[span] = marker
            self.citations.append(_citation(marker, self._evidence[span.passage_id], span.start, span.end))
        return self._markers[span]


def _covers(around: Span, inner: Span) -> bool:
    return around.start <= inner.start and inner.end <= around.end


def closest(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The best passage of each of the first few documents near enough to be of use, as whole passages."""
    by_title: dict[str, Evidence] = {}
    for item in evidence:
        if item.similarity is not None and item.similarity >= NEAR:
            by_title.setdefault(item.source.title, item)
    return tuple(
        _citation(marker, item, item.passage.start, item.passage.end)
        for marker, item in enumerate(list(by_title.values())[:NEARBY], start=1)
    )


def _citation(marker: int, item: Evidence, start: int, end: int) -> Citation:
    passage, source = item.passage, item.source
    return Citation(
        marker=marker,
        passage_id=passage.id,
        document=source.id,
        title=source.title,
        kind=source.kind,
        voice=source.voice,
        date=source.date,
        url=source.url,
        start=start,
        end=end,
        text=passage.text[start - passage.start : end - passage.start],
        locator=passage.locator,
        withheld=not source.shows_words,
    )
