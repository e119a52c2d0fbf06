"""Hybrid search: dense, lexical and by exact name, fused into one ranking.

Local Chroma has no sparse search, so the fusion is ours. Lexical search runs beside the dense one; names then
lift and add rows of tables. What comes out is collapsed so that a fan is not shown the same words twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest

from assistant.columns import Role, role_of
from assistant.domain import Evidence, Filter
from assistant.retrieval.commands import passage_gives_orders
from assistant.retrieval.dense import DenseIndex, Hit
from assistant.retrieval.embed import Embedder
from assistant.retrieval.fuse import Ranking, standardised_sum, with_sure
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.names import Mention, NameIndex
from assistant.retrieval.question import EXPLAINING_WORDS, Expects, expected, holds, subject_to_define
from assistant.retrieval.shingles import SAME_WORDS, Shingles, resemblance, shingles
from assistant.retrieval.store import PassageStore
from assistant.text import words

_log = logging.getLogger(__name__)

POOL = 50
"""Hits taken from each search: enough that fusion can lift what one search ranks low."""

DENSE_WEIGHT = 0.4
LEXICAL_WEIGHT = 0.6
"""Words count a little more: they tell one product from another, which the small embedding model seldom does
(decision 0006)."""

DOCUMENT_SHARE = 0.2
"""What a passage gains of the score of the best passage of its document: where one passage stands out, the story
is told there, often a paragraph further on and in words the question does not use."""

SURE = 2
"""Hits that each search is surest of: they are among what is read, whatever the other search makes of them. A
question in words of its own is found by its meaning alone, and fusion sinks it below what shares a word."""

NAME_LIFT = 1.0
"""For rows a search has found, named exactly in the question: above their near-namesakes."""

ASKED_LIFT = 100.0
"""For named rows that hold the cell asked for, and for passages whose heading is what a question wants explained:
before everything else, which scores a few deviations at most."""

ROWS_A_NAME = 2


class Searcher:
    """Finds evidence in one release. Thread-safe."""

    def __init__(
        self,
        *,
        store: PassageStore,
        dense: DenseIndex,
        lexical: LexicalIndex,
        names: NameIndex,
        embedder: Embedder,
    ) -> None:
        self._store = store
        self._dense = dense
        self._lexical = lexical
        self._names = names
        self._embedder = embedder
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="search")

    def search(self, question: str, *, limit: int, where: Filter | None = None) -> tuple[Evidence, ...]:
        """At most `limit` passages for `question`, best first; none for a question without words.

        What gives orders to a machine is evidence for nothing, and is not found.
        """
        if limit < 1 or not words(question):
            return ()
        where = where or Filter()
        lexical_search = self._threads.submit(self._lexical.search, question, POOL, where)
        dense = self._dense.search(self._embedder.encode_query(question), POOL, where)
        lexical = lexical_search.result()
        fused = standardised_sum([_ranking(DENSE_WEIGHT, dense), _ranking(LEXICAL_WEIGHT, lexical)])
        self._lift_documents(fused)
        self._lift_named(question, fused, where)
        self._lift_explaining(question, fused)
        best_first = sorted(fused, key=lambda passage_id: -fused[passage_id])
        sure = {hit.passage_id for hits in (dense, lexical) for hit in hits[:SURE]}
        candidates = with_sure(best_first, sure, limit)[: 3 * limit]
        return self._evidence(candidates, fused, limit, _scores(dense), _scores(lexical))

    def _lift_documents(self, fused: dict[str, float]) -> None:
        """Raise the scores of passages whose document has a good one."""
        documents = self._store.documents(fused)
        best: dict[str, float] = {}
        for passage_id, score in fused.items():
            best[documents[passage_id]] = max(best.get(documents[passage_id], 0.0), score)
        for passage_id in fused:
            fused[passage_id] += DOCUMENT_SHARE * best[documents[passage_id]]

    def _lift_explaining(self, question: str, fused: dict[str, float]) -> None:
        """Raise passages whose heading is the very thing a question wants explained, "Who Ada Brandt was".

        Every document names the founder; hardly a search tells from their words which one says who that is.
        """
        subject = set(subject_to_define(question))
        if not subject:
            return
        for passage_id, passage in self._store.passages(list(fused)).items():
            heading = passage.heading_path[-1] if passage.heading_path else ""
            if set(words(heading)) - EXPLAINING_WORDS == subject:
                fused[passage_id] += ASKED_LIFT

    def _lift_named(self, question: str, fused: dict[str, float], where: Filter) -> None:
        """Raise the scores of rows whose names stand in the question, and add those that hold its answer."""
        mentions = self._names.find(question)
        for passage_id in {row.id for mention in mentions for row in mention.rows} & fused.keys():
            fused[passage_id] += NAME_LIFT
        least = min(fused.values(), default=0.0)
        for passage_id in self._asked_rows(question, mentions, where):
            fused[passage_id] = fused.get(passage_id, least) + ASKED_LIFT

    def _asked_rows(self, question: str, mentions: Sequence[Mention], where: Filter) -> list[str]:
        """Rows that hold the cell a question asks for: the best few of each name, the names in turn.

        A question asks for a cell by its sort (a date, a price, a number) or by its column's name.
        """
        expects = expected(question)
        by_sort = expects in (Expects.DATE, Expects.MONEY, Expects.NUMBER)
        asked = set(self._lexical.stems(question))
        ranked: list[list[str]] = []
        for mention in mentions:
            told: list[tuple[int, str]] = []
            for row in mention.rows:
                if not where.allows(self._store.source(row.document_id)):
                    continue
                cells = [cell for cell in row.fields if role_of(cell[0]) not in (Role.NAME, Role.ALIASES)]
                columns = set(self._lexical.stems(" ".join(column.replace("_", " ") for column, _ in cells)))
                fits = by_sort and any(
                    holds(expects, f"{column.replace('_', ' ')}: {value}") for column, value in cells
                )
                if fits or asked & columns:
                    told.append((2 * fits + 3 * len(asked & columns), row.id))
            told.sort(key=lambda pair: -pair[0])
            ranked.append([row for _, row in told[:ROWS_A_NAME]])
        return [row for place in zip_longest(*ranked) for row in place if row]

    def _evidence(
        self,
        candidates: Sequence[str],
        fused: Mapping[str, float],
        limit: int,
        similarity: dict[str, float],
        lexical_score: dict[str, float],
    ) -> tuple[Evidence, ...]:
        passages = self._store.passages(candidates)
        evidence: list[Evidence] = []
        seen: list[Shingles] = []
        for passage_id in candidates:
            passage = passages[passage_id]
            if passage_gives_orders(passage):
                _log.warning("a passage of %s is left out: it gives orders to a machine", passage.document_id)
                continue
            told = shingles(words(passage.rendering))
            if any(resemblance(told, other) >= SAME_WORDS for other in seen):
                continue
            seen.append(told)
            evidence.append(
                Evidence(
                    passage=passage,
                    source=self._store.source(passage.document_id),
                    rank=len(evidence) + 1,
                    score=fused[passage_id],
                    similarity=similarity.get(passage_id),
                    lexical_score=lexical_score.get(passage_id),
                )
            )
            if len(evidence) == limit:
                break
        return tuple(evidence)

    def close(self) -> None:
        """Stop the search threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _ranking(weight: float, hits: Sequence[Hit]) -> Ranking:
    """`hits` with what a passage not among them scored at most: nothing, where there was room for more."""
    return Ranking(weight, _scores(hits), hits[-1].score if len(hits) == POOL else 0.0)


def _scores(hits: Sequence[Hit]) -> dict[str, float]:
    return {hit.passage_id: hit.score for hit in hits}
