"""What answers a standalone question: search, enough evidence?, and the order of what there is.

One of three things is found: cells of a table that answer by themselves, sentences of passages in the order in
which they may answer, or the reason why nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brand import Brand
from assistant.domain import Citation, DraftSentence, Evidence, Filter
from assistant.generation.ranking import Ranked, Read, SentenceRanker, reread, still_untold
from assistant.generation.subject import insufficiency, on_subject
from assistant.generation.sufficiency import is_doubtful, surely_answers, uncertainty, views_of
from assistant.generation.tables.facts import TableFacts
from assistant.grounding.checks.facts import FactReader
from assistant.retrieval.full_names import as_people_are_called, in_full
from assistant.retrieval.names import NameIndex
from assistant.retrieval.question import asks_ahead
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.store import PassageStore
from assistant.retrieval.wording import reworded
from assistant.text import words


@dataclass(frozen=True, slots=True)
class Found:
    """What answers `question`: sentences of a table or ranked ones of passages, or why nothing does.

    `rest` answers its other part.
    """

    question: str
    evidence: tuple[Evidence, ...]
    facts: tuple[DraftSentence, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    rest: tuple[DraftSentence, ...] = ()
    missing: str | None = None

    @property
    def untold(self) -> tuple[Evidence, ...]:
        """The evidence of which something is left to tell."""
        if self.facts:
            return self.evidence
        left = {one.evidence.passage.id for one in self.ranked}
        return tuple(item for item in self.evidence if item.passage.id in left)

    @property
    def is_sure(self) -> bool:
        """Whether there is little doubt that it answers."""
        return bool(self.facts) or surely_answers(self.ranked)

    @property
    def is_doubtful(self) -> bool:
        """Whether it is as likely as not beside the point."""
        return not self.facts and is_doubtful(self.question, self.ranked)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one release."""

    brand: Brand
    store: PassageStore
    names: NameIndex
    searcher: Searcher
    ranker: SentenceRanker
    tables: TableFacts
    facts: FactReader
    evidence_limit: int
    read: Read | None = None

    def retrieve(self, question: str, where: Filter | None = None) -> tuple[Evidence, ...]:
        """The evidence for a standalone question."""
        asked = self._reworded(self._in_full(question))
        return self.searcher.search(asked, limit=self.evidence_limit, where=where)

    def find(
        self,
        question: str,
        evidence: tuple[Evidence, ...],
        told: Sequence[Citation] = (),
        *,
        tables_tell: bool = True,
    ) -> Found:
        """What of `evidence` answers a standalone question, or why nothing does; nothing that was `told` already.

        `tables_tell` is False where a chat model drafts: it is given the passages instead.
        """
        question = as_people_are_called(question, (item.passage.rendering for item in evidence))
        facts: tuple[DraftSentence, ...] = ()
        if tables_tell and not asks_ahead(question):  # a table tells what was
            evidence, facts = self._table_facts(question, evidence, told)
        if missing := insufficiency(question, evidence, self.facts, self._itself()):
            return Found(question, evidence, missing=missing)
        if facts:
            return Found(question, evidence, facts)
        ranked = still_untold(self._ranked(question, evidence), told)
        missing = self._unconvinced(question, ranked, tables_tell=tables_tell)
        return Found(question, evidence, ranked=ranked, missing=missing)

    def _ranked(self, question: str, evidence: Sequence[Evidence]) -> tuple[Ranked, ...]:
        """The evidence's sentences that may answer, best first, of passages that speak of what is asked for."""
        question = self._in_full(question)
        ranked = self.ranker.rank(self._reworded(question), evidence)
        found = on_subject(
            question, ranked, self.facts, self._itself(), self.names.own, self.store.leading_up_to
        )
        found = self.tables.telling(question, found)
        if founder := self.brand.founder:
            found = views_of(question, found, (founder.name, *founder.aliases))
        return reread(question, found, self.read) if self.read else found

    def _unconvinced(self, question: str, ranked: Sequence[Ranked], *, tables_tell: bool) -> str | None:
        """Why nothing of `ranked` answers, though it speaks of what is asked for."""
        untold = self.tables.untold(question, [one.sentence.rendering for one in ranked[:3]])
        if not untold and not tables_tell and self.tables.draft(question, [one.evidence for one in ranked]):
            return None  # the row that is asked for has the cell
        asked = words(question)
        named = [word for name in self.names.find(question) for word in asked[name.start : name.end]]
        return untold or uncertainty(question, ranked, named)

    def _table_facts(
        self, question: str, evidence: tuple[Evidence, ...], told: Sequence[Citation]
    ) -> tuple[tuple[Evidence, ...], tuple[DraftSentence, ...]]:
        """What tables answer by themselves, with the rows it rests on; of what was `told` only how a list goes on."""
        if rows := self.tables.listed(question):
            found = {item.passage.id for item in evidence}
            listed = tuple(
                Evidence(row, self.store.source(row.document_id), len(evidence) + place, 0.0)
                for place, row in enumerate(rows, start=1)
            )
            return (
                (*evidence, *(item for item in listed if item.passage.id not in found)),
                self.tables.tell_listed(question, listed, {citation.passage_id for citation in told}),
            )
        return evidence, () if told else self.tables.draft(question, evidence)

    def _in_full(self, question: str) -> str:
        """`question` as documents put it; tables know short names themselves, and what they are the beginning of."""
        return in_full(question, self.brand.aliases, self.names)

    def _reworded(self, question: str) -> str:
        return reworded(question, self.brand.name)

    def _itself(self) -> tuple[str, ...]:
        """Names of the brand and its founder: every document is about them, named or not."""
        founder = self.brand.founder
        return (self.brand.name, *((founder.name, *founder.aliases) if founder else ()))
