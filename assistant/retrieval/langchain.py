"""The seam to LangChain: our search as a `BaseRetriever`, for chains, agents and tracing of others."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.domain import Evidence, Filter
from assistant.retrieval.searcher import Searcher


class BrandRetriever(BaseRetriever):
    """Finds passages of one release; `limit` at most, those that `where` allows."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    limit: int = 8
    where: Filter = Filter()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        return [as_document(item) for item in self.searcher.search(query, limit=self.limit, where=self.where)]


def as_document(evidence: Evidence) -> Document:
    """A passage as LangChain knows documents; the metadata is plain JSON, offsets included."""
    passage, source = evidence.passage, evidence.source
    return Document(
        id=passage.id,
        page_content=passage.rendering,
        metadata={
            "document": source.id,
            "title": source.title,
            "kind": source.kind.value,
            "voice": source.voice.value,
            "date": str(source.date) if source.date else None,
            "url": source.url,
            "headings": list(passage.heading_path),
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "rank": evidence.rank,
            "score": evidence.score,
        },
    )
