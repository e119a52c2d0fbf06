"""What a drafter says when nothing stands between it and the reader."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Evidence, Judgement, Span, Verdict
from assistant.grounding.checks.facts import FactReader

_MOST_NAMED = 3


class SupportsAll:
    """A `Judge` that supports whatever it is asked with what it is given: no gate, as far as judging goes.

    A drafter that names no passage is taken to mean the first: nobody cites all there is.
    """

    def __init__(self, reader: FactReader) -> None:
        self.reader = reader

    def judge(
        self, claim: str, passages: Sequence[Evidence], question: str = "", *, speaker: str | None = None
    ) -> Judgement:
        """See `Judge`."""
        del claim, question, speaker
        return _supported(passages)

    def judge_computed(self, claim: str, passages: Sequence[Evidence], computed: frozenset[str]) -> Judgement:
        """See `Judge`."""
        del claim, computed
        return _supported(passages)


def _supported(passages: Sequence[Evidence]) -> Judgement:
    spans = tuple(
        Span(item.passage.id, item.passage.start, item.passage.end)
        for item in (passages if len(passages) <= _MOST_NAMED else passages[:1])
    )
    return Judgement(Verdict.SUPPORTED, 1.0, "nothing is checked", spans)
