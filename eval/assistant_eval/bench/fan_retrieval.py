"""Does the evidence of a fan's question come up, and is it what the answer cites?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
    paths = [source.id for source in store.sources()]
    chain = PlainChain(workspace.reference_pack, paths, workspace.embedder)
    found = {
        OURS: [pack.retrieved(question, TOP) for question in questions],
        CHAIN: [chain.dense(question.question, TOP) for question in questions],
        CHAIN_FUSED: [chain.fused(question.question, TOP) for question in questions],
    }
    documents = {name: _hits(document_found, questions, passages) for name, passages in found.items()}
    texts = {name: _hits(text_found, questions, passages) for name, passages in found.items()}
    cited = _hits(document_found, questions, [pack.cited(question) for question in questions])
    header = ("system", f"evidence document in top {TOP}", f"evidence text in top {TOP}", "cited")
    rows = tuple(
        (
            name,
            Estimate.of(documents[name]).share(),
            Estimate.of(texts[name]).share(),
            Estimate.of(cited).share() if name == OURS else "-",
        )
        for name in found
    )
    return Section(
        title="Evidence of the fan questions",
        method=METHOD,
        tables=(Table(header, rows),),
        floors=(
            _floor(f"evidence document among top {TOP}", documents[OURS], DOCUMENT_FLOOR),
            _floor(f"evidence text among top {TOP}", texts[OURS], TEXT_FLOOR),
            _floor("evidence document among the cited", cited, CITED_FLOOR),
        ),
        notes=(
            f"{len(paths)} documents: {len(store)} passages of ours, {len(chain)} chunks of the chain.",
            _missed("document", questions, documents[OURS]),
            _missed("text", questions, texts[OURS]),
            _missed("citation", questions, cited),
        ),
        values={
            **{f"{name}.document": Estimate.of(hits).mean for name, hits in documents.items()},
            **{f"{name}.text": Estimate.of(hits).mean for name, hits in texts.items()},
            f"{OURS}.cited": Estimate.of(cited).mean,
        },
    )


def _hits(
    is_found: Callable[[FanQuestion, Sequence[Found]], bool],
    questions: Sequence[FanQuestion],
    passages: Sequence[Sequence[Found]],
) -> list[float]:
    """1 for each question that is answered by its passages, else 0."""
    return [float(is_found(*pair)) for pair in zip(questions, passages, strict=True)]


def _floor(measure: str, hits: Sequence[float], least: float) -> Floor:
    estimate = Estimate.of(hits)
    target = f"≥ {100 * least:.0f} %"
    return Floor(f"fan questions: {measure}", target, estimate.share(), estimate.mean >= least)


def _missed(what: str, questions: Sequence[FanQuestion], hits: Sequence[float]) -> str:
    missed = [question.id for question, hit in zip(questions, hits, strict=True) if not hit]
    return f"Questions whose evidence {what} is missing: {', '.join(missed) or 'none'}."
