"""Passages as LangChain documents: plain JSON, with everything a citation needs."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.assembly import Assistant
from assistant.domain import Filter, Kind, Rights, Voice
from assistant.retrieval.langchain import BrandRetriever, as_document
from tests.fakes import evidence


def test_a_document_tells_where_its_words_stand() -> None:
    item = evidence("The Lark hums.", rank=3, date="1948-05", voice=Voice.BY_BRAND, title="The Lark")
    document = as_document(item)
    assert (document.id, document.page_content) == ("p3", "The Lark hums.")
    assert json.loads(json.dumps(document.metadata)) == {
        "document": "doc-3.md",
        "title": "The Lark",
        "kind": "history",
        "voice": "by_brand",
        "date": "1948-05",
        "url": None,
        "rights": "quote",
        "withheld": False,
        "headings": [],
        "start": 0,
        "end": 14,
        "text": "The Lark hums.",
        "rank": 3,
        "score": 1 / 3,
    }


@pytest.mark.parametrize("rights", [Rights.PARAPHRASE, Rights.INTERNAL])
def test_words_that_may_not_be_shown_are_withheld(rights: Rights) -> None:
    document = as_document(evidence("The Lark hums.", title="The Lark", rights=rights))
    assert (document.page_content, document.metadata["text"]) == ("", "")
    assert (document.metadata["rights"], document.metadata["withheld"]) == (rights.value, True)
    assert (document.metadata["title"], document.metadata["end"]) == ("The Lark", 14)


def test_a_source_without_a_date_has_none() -> None:
    assert as_document(evidence("It hums.")).metadata["date"] is None


@pytest.fixture(scope="module")
def retriever(lamps: Assistant) -> BrandRetriever:
    return lamps.as_retriever(4)


def test_it_finds_what_the_assistant_finds(retriever: BrandRetriever, lamps: Assistant) -> None:
    question = "Who built the first dimmer?"
    found = lamps.answering.finder.searcher.search(question, limit=4)
    assert retriever.invoke(question) == [as_document(item) for item in found]


def test_its_filter_can_be_set(retriever: BrandRetriever) -> None:
    letters = retriever.model_copy(update={"where": Filter(kinds=frozenset({Kind.LETTER}))})
    assert {document.metadata["kind"] for document in letters.invoke("lamp")} == {"letter"}


def test_batches_come_in_order(retriever: BrandRetriever) -> None:
    questions = ["Who built the first dimmer?", "", "Why was the shade made of paper?"]
    assert retriever.batch(questions) == [retriever.invoke(question) for question in questions]
    assert retriever.invoke("") == []


async def _asynchronously(retriever: BrandRetriever, question: str) -> list[object]:
    return list(await retriever.ainvoke(question))


def test_it_may_be_awaited(retriever: BrandRetriever) -> None:
    question = "Who built the first dimmer?"
    with ThreadPoolExecutor(1) as threads:  # of its own: the browser tests leave a loop running in this one
        found = threads.submit(asyncio.run, _asynchronously(retriever, question)).result()
    assert found == retriever.invoke(question)
