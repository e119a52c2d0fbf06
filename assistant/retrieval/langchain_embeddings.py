"""The embedder as LangChain knows embeddings."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from assistant.retrieval.embed import Embedder


class LangChainEmbeddings(Embeddings):
    """Hands an `Embedder` to anything that takes a LangChain `Embeddings`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, of unit norm."""
        return self._embedder.encode_documents(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, of unit norm."""
        return self._embedder.encode_query(text).tolist()
