"""The gate: keeps, repairs or drops each drafted sentence, whatever drafted it.

Repair comes before refusal: a wrong citation is moved to the passage that does support the sentence, a
pronoun whose sentence was dropped gets its name back, an inexact quotation becomes reported speech, a part
without support is left out, and a sentence that says something else than its source gives way to the source's
own. What a repair yields is judged like any other sentence. What still has no support is dropped; where
sources disagree, the other one is heard too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain import PARAPHRASE_WORDS, DraftSentence, Evidence, Span
from assistant.grounding.checks.claims import is_unchecked
from assistant.grounding.gate.review import Review
from assistant.grounding.gate.verdicts import Dropped, Judge, JudgedClaim, JudgedQuote, Kept, Repair
from assistant.text import fold, words

__all__ = ["Dropped", "Gate", "Judge", "JudgedClaim", "JudgedQuote", "Kept", "Repair"]


class Gate:
    """Reviews the sentences of one reply, in order. Make a new one for every reply.

    `speaker` is whom the reply speaks as; without one nothing may be said in the first person outside
    quotation marks. `unknown_citations` counts the passage ids the drafter made up.
    """

    def __init__(self, judge: Judge, speaker: str | None = None) -> None:
        self._judge = judge
        self._speaker = speaker
        self._before = ""  # the drafted sentence before this one
        self._before_shown = True
        self._shown: set[str] = set()
        self._told: tuple[str, ...] = ()  # the last words shown
        self._rested_on: set[Span] = set()
        self.unknown_citations = 0

    def review(
        self,
        sentence: DraftSentence,
        evidence: Sequence[Evidence],
        question: str = "",
        *,
        computed: frozenset[str] = frozenset(),
    ) -> Kept | Dropped:
        """Keep (perhaps repaired) or drop the next sentence of the reply.

        `computed` lists figures, names or order words, as written in the sentence, that the product itself
        worked out of the cited passages (a difference of two dates), or the words it tells a table's cell
        with. Never pass what a language model wrote.
        """
        before, shown = self._before or question, self._before_shown
        review = Review(self._judge, self._speaker, tuple(evidence), question, computed, self._told)
        unknown = {span.passage_id for span in sentence.spans} - {e.passage.id for e in evidence}
        self.unknown_citations += len(unknown)
        verdict = review.of(sentence, before, before_shown=shown)
        if isinstance(verdict, Kept) and unknown:
            verdict = replace(verdict, repairs=(Repair.UNKNOWN_CITATION, *verdict.repairs))
        replaced = isinstance(verdict, Kept) and Repair.REPLACED in verdict.repairs
        if isinstance(verdict, Kept) and replaced and self._rested_on.intersection(verdict.sentence.spans):
            verdict = Dropped(sentence, "what the source says instead has been told already", verdict.claims)
        if isinstance(verdict, Kept) and verdict.claims and fold(verdict.sentence.text) in self._shown:
            verdict = Dropped(sentence, "it has been said already", verdict.claims)
        if isinstance(verdict, Kept):
            verdict = replace(verdict, beside=review.dissent(verdict, self._shown))
            for kept in filter(None, (verdict, verdict.beside)):
                self._shown.add(fold(kept.sentence.text))
                self._told = (*self._told, *words(kept.sentence.text))[-PARAPHRASE_WORDS:]
                self._rested_on.update(kept.sentence.spans)
        if not is_unchecked(sentence.text):
            # A pronoun that follows means what the drafter wrote, which the fan has not seen if it gave way.
            self._before, self._before_shown = sentence.text, isinstance(verdict, Kept) and not replaced
        return verdict
