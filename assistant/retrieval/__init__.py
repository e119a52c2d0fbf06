"""Finding evidence: embedding, dense and lexical search, fusion, follow-ups."""
