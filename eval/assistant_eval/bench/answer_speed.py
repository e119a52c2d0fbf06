"""From the question to the complete extractive answer in a warm process."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assembly import Assistant, open_assistant
from assistant.retrieval.embed import Embedder
from assistant_eval.bench.results import Floor, Section, Table
from assistant_eval.bench.workspace import Workspace, persona_asked
from assistant_eval.stats import median, percentile

ROUNDS = 3
MOST_P50_MS, MOST_P95_MS = 200.0, 450.0

WARM_UP = (
    "What is this collection about?",
    "Who wrote the oldest document?",
    "Which year comes up most often?",
)

METHOD = f"""\
The development questions and the suggested ones, each to its whole outcome, {ROUNDS} rounds. Every round
opens the assistant anew and asks {len(WARM_UP)} other questions first, so that models and indexes are
warm, but no question has been asked before: vectors of sentences and questions are remembered, and
asking the same again (the second row) is what a popular question costs. The ratio is to embedding the
question alone, median to median, in the same process."""


@dataclass(frozen=True, slots=True)
class _Timings:
    """Milliseconds, one value a question and round."""

    first: Sequence[float]
    again: Sequence[float]
    embedding: Sequence[float]


def measure(workspace: Workspace) -> Section:
    """p50 and p95 on the shipped pack and, where it is at hand, on the reference documents."""
    workspace.publish(workspace.shipped_pack)
    packs = {"shipped pack": workspace.shipped_pack}
    if workspace.has_data:
        workspace.publish(workspace.reference_pack)
        packs["reference documents"] = workspace.reference_pack
    questions = workspace.questions()
    timed = {name: _timed(workspace, pack, questions) for name, pack in packs.items()}
    rows: list[tuple[str, ...]] = []
    for name, timings in timed.items():
        embedding = median(timings.embedding)
        for how, values in (("asked first", timings.first), ("asked again", timings.again)):
            p50, p95 = median(values), percentile(values, 95)
            rows.append((f"{name}, {how}", f"{p50:.0f}", f"{p95:.0f}", f"{p50 / embedding:.0f} ×"))
        rows.append(
            (f"{name}, embedding alone", f"{embedding:.1f}", f"{percentile(timings.embedding, 95):.1f}", "")
        )
    return Section(
        title="Question to answer",
        method=METHOD,
        tables=(Table(("pack", "p50 ms", "p95 ms", "ratio to embedding the question"), tuple(rows)),),
        floors=tuple(_floor(name, timings) for name, timings in timed.items()),
        notes=(f"{len(questions)} questions.",),
        values={
            f"{name}.p{rank}_ms": percentile(timings.first, rank)
            for name, timings in timed.items()
            for rank in (50, 95)
        },
    )


def _floor(name: str, timings: _Timings) -> Floor:
    p50, p95 = median(timings.first), percentile(timings.first, 95)
    return Floor(
        f"question to complete answer, p50 / p95 ({name})",
        f"≤ {MOST_P50_MS:.0f} / {MOST_P95_MS:.0f} ms",
        f"{p50:.0f} / {p95:.0f} ms",
        p50 <= MOST_P50_MS and p95 <= MOST_P95_MS,
    )


def _timed(workspace: Workspace, pack: Path, questions: Sequence[str]) -> _Timings:
    first: list[float] = []
    again: list[float] = []
    embedding: list[float] = []
    for _ in range(ROUNDS):
        with open_assistant(workspace.settings(pack)) as assistant:
            for question in WARM_UP:
                assistant.ask(question)
            first += [_answer_ms(assistant, question) for question in questions]
            again += [_answer_ms(assistant, question) for question in questions]
        # An embedder that remembers no question: the one of the workspace has seen them all after a round.
        embedder = Embedder(workspace.settings(pack).embedding_model)
        for question in WARM_UP:
            embedder.encode_query(question)
        embedding += [_embedding_ms(embedder, question) for question in questions]
        embedder.close()
    return _Timings(first, again, embedding)


def _answer_ms(assistant: Assistant, question: str) -> float:
    persona = persona_asked(question, assistant.brand)
    started = time.perf_counter()
    assistant.ask(question, persona=persona)
    return (time.perf_counter() - started) * 1000


def _embedding_ms(embedder: Embedder, question: str) -> float:
    started = time.perf_counter()
    embedder.encode_query(question)
    return (time.perf_counter() - started) * 1000
