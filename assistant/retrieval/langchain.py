"""The seam to LangChain: our search as a `BaseRetriever`, for chains, agents and tracing of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.domain import Evidence, Filter

Search = Callable[[str, int, Filter], Sequence[Evidence]]
"""At most so many passages for a question, best first, that the filter allows."""


class BrandRetriever(BaseRetriever):
    """Finds passages by `search`; `limit` at most, those that `where` allows."""

    search: Search
    limit: int = 8
    where: Filter = Filter()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        return [as_document(item) for item in self.search(query, self.limit, self.where)]


def as_document(evidence: Evidence) -> Document:
    """A passage as LangChain knows documents; the metadata is plain JSON, offsets included.

    Where `withheld`, its words may not be shown (`Source.shows_words`) and both texts are empty: nothing here
    keeps a chain from showing what it is given.
    """
    passage, source = evidence.passage, evidence.source
    return Document(
        id=passage.id,
        page_content=passage.rendering if source.shows_words else "",
        metadata={
            "document": source.id,
            "title": source.title,
            "kind": source.kind.value,
            "voice": source.voice.value,
            "date": str(source.date) if source.date else None,
            "url": source.url,
            "rights": source.rights.value,
            "withheld": not source.shows_words,
            "headings": list(passage.heading_path),
            "start": passage.start,
            "end": passage.end,
            "text": passage.text if source.shows_words else "",
            "rank": evidence.rank,
            "score": evidence.score,
        },
    )
