"""Does the evidence of a fan's question come up, and is it what the answer cites?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.retrieval.store import PassageStore
from assistant_eval.bench.datasets import FanQuestion
from assistant_eval.bench.plain_chain import Found, PlainChain
from assistant_eval.bench.results import Estimate, Floor, Section, Table
from assistant_eval.bench.workspace import Workspace

TOP = 5
DOCUMENT_FLOOR, TEXT_FLOOR, CITED_FLOOR = 0.96, 0.85, 0.78

OURS = "brand assistant"
CHAIN = "plain LangChain chain (splitter 1000/200, MiniLM, Chroma)"
CHAIN_FUSED = "the same fused with rank_bm25"

METHOD = f"""\
`fan_questions_dev` over the reference documents as the pack (the questions themselves left out): every
question with an answer in the documents, false premises included. A question counts as found where one
of its evidence documents, or one of its evidence texts, is among the first {TOP} passages. An evidence
text counts where its words stand in the passage's text one after the other, both case-folded and every
run of other characters than letters and digits read as one space. *Cited* is the whole pipeline: one of
the answer's citations points into an evidence document; a refusal cites nothing. The baselines search
the same files, decoded (PDF by pypdf), with the same embedding model, and are asked the question as it
stands."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Case-folded words with one space around each, so that containment means whole words in a row."""
    return f" {' '.join(_BETWEEN_WORDS.split(text.casefold())).strip()} "


def document_found(question: FanQuestion, found: Sequence[Found]) -> bool:
    """Whether one of the question's evidence documents is among `found`."""
    return not {item.document for item in found}.isdisjoint(item.document for item in question.evidence)


def text_found(question: FanQuestion, found: Sequence[Found]) -> bool:
    """Whether one of the question's evidence texts stands in one of `found`."""
    texts = [normalised(item.text) for item in found]
    return any(normalised(item.text) in text for item in question.evidence for text in texts)


def measure(workspace: Workspace) -> Section:
    """The first five passages of ours and of two baselines, and our citations."""
    pack = workspace.reference
    store = pack.assistant.answering.store
    questions = [question for question in pack.questions if question.answerable and question.evidence]
    chain = PlainChain(
        workspace.reference_pack, [source.id for source in store.sources()], workspace.embedder
    )
    searches: Mapping[str, Callable[[FanQuestion], Sequence[Found]]] = {
        OURS: lambda question: pack.retrieved(question, TOP),
        CHAIN: lambda question: chain.dense(question.question, TOP),
        CHAIN_FUSED: lambda question: chain.fused(question.question, TOP),
    }
    found = {name: [search(question) for question in questions] for name, search in searches.items()}
    documents = {
        name: Estimate.of([float(document_found(*pair)) for pair in zip(questions, hits, strict=True)])
        for name, hits in found.items()
    }
    texts = {
        name: Estimate.of([float(text_found(*pair)) for pair in zip(questions, hits, strict=True)])
        for name, hits in found.items()
    }
    cited_documents = [pack.cited(question) for question in questions]
    cited = Estimate.of([float(document_found(*p)) for p in zip(questions, cited_documents, strict=True)])
    rows = tuple(
        (name, documents[name].share(), texts[name].share(), cited.share() if name == OURS else "-")
        for name in searches
    )
    ours = list(zip(questions, found[OURS], cited_documents, strict=True))
    return Section(
        title="Evidence of the fan questions",
        method=METHOD,
        tables=(
            Table(
                ("system", f"evidence document in top {TOP}", f"evidence text in top {TOP}", "cited"), rows
            ),
        ),
        floors=(
            _floor(f"evidence document among top {TOP}", documents[OURS], DOCUMENT_FLOOR),
            _floor(f"evidence text among top {TOP}", texts[OURS], TEXT_FLOOR),
            _floor("evidence document among the cited", cited, CITED_FLOOR),
        ),
        notes=(
            _sizes(store, chain),
            _missed("document", [q.id for q, hits, _ in ours if not document_found(q, hits)]),
            _missed("text", [q.id for q, hits, _ in ours if not text_found(q, hits)]),
            _missed("citation", [q.id for q, _, hits in ours if not document_found(q, hits)]),
        ),
        values={
            **{f"{name}.document": estimate.mean for name, estimate in documents.items()},
            **{f"{name}.text": estimate.mean for name, estimate in texts.items()},
            f"{OURS}.cited": cited.mean,
        },
    )


def _floor(measure: str, estimate: Estimate, least: float) -> Floor:
    return Floor(
        f"fan questions: {measure}", f"≥ {100 * least:.0f} %", estimate.share(), estimate.mean >= least
    )


def _missed(what: str, ids: Sequence[str]) -> str:
    return f"Questions whose evidence {what} is missing: {', '.join(ids) or 'none'}."


def _sizes(store: PassageStore, chain: PlainChain) -> str:
    return (
        f"{len(store.sources())} documents: {len(store)} passages of ours, {len(chain)} chunks of the chain."
    )
