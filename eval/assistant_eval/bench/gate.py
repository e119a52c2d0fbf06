"""What the gate costs: its share of the time of an answer, answers lost to it, and the judging of one claim."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from assistant.answering import Answering
from assistant.assembly import open_assistant
from assistant.brand import Brand
from assistant.domain import Outcome, OutcomeKind
from assistant.grounding import judge as judge_alone
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.gate.policy import Gate, Judge
from assistant.grounding.judging.judge import ExactJudge
from assistant_eval.bench.abstention import group
from assistant_eval.bench.answer_speed import WARM_UP
from assistant_eval.bench.datasets import fan_questions
from assistant_eval.bench.open_claims import OpenClaim, open_claims, windows
from assistant_eval.bench.results import Estimate, Floor, Section, Table
from assistant_eval.bench.workspace import Workspace, persona_asked
from assistant_eval.stats import median, percentile
from assistant_eval.ungated import SupportsAll

LEAST_KEPT = 0.95
MOST_CLAIM_MS = 120.0

WINDOWS, WINDOW_WORDS = 5, 120
CLAIMS, WARM_UP_CLAIMS = 100, 5

METHOD = f"""\
The suggested questions on the shipped pack and the development questions on the reference documents, each
asked twice: with the gate, and *ungated*, where a judge takes its place that supports everything. Every
pack is opened anew for either, and {len(WARM_UP)} other questions come first. *In the gate* is the time of
its reviews, judging and repairs included; of the questions that are answered ungated, p50 of each
answer's share, and the share of all their time. *Still answered* counts the answerable questions that are
answered ungated (a suggested question is taken for answerable). *One claim* is the product's judge on
{CLAIMS} sentences of the shipped pack without quotations, each against {WINDOWS} windows of {WINDOW_WORDS} words that
share its words and hold its numbers, dates and names, but not the sentence. No exact check decides there, so
that all of them have to be weighed: the dearest claims there are. *Judged alone* is the same by `judge` of
`assistant.grounding`, which reads one excerpt of all texts together and weighs all its signals."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the gate and without: was it answered, and in how many milliseconds.

    `gate_ms` is the part of `gated_ms` that the gate took.
    """

    id: str
    answerable: bool
    gated: bool
    ungated: bool
    gated_ms: float
    gate_ms: float
    ungated_ms: float


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    text: str
    answerable: bool


def measure(workspace: Workspace) -> Section:
    """Time, answers and claims; the development questions where they are at hand."""
    # First, because a grounding model is loaded with the first claim that needs it.
    claim_ms, alone_ms = _claim_timings(workspace)
    workspace.publish(workspace.shipped_pack)
    asked = {"shipped pack": _asked(workspace, workspace.shipped_pack, _suggested(workspace.shipped_pack))}
    if workspace.has_data:
        workspace.publish(workspace.reference_pack)
        developed = [
            _Question(q.id, q.question, group(q) == "answerable") for q in fan_questions(workspace.data)
        ]
        asked["reference documents"] = _asked(workspace, workspace.reference_pack, developed)
    return section(asked, claim_ms, alone_ms)


def section(
    asked: Mapping[str, Sequence[Asked]], claim_ms: Sequence[float], alone_ms: Sequence[float] = ()
) -> Section:
    """The report on the questions of each pack and on the claims; what has no figure is left out, and said."""
    timed = {name: answers for name, each in asked.items() if (answers := [a for a in each if a.ungated])}
    kept = {name: values for name, each in asked.items() if (values := still_answered(each))}
    every = [value for values in kept.values() for value in values]
    lost = [
        each.id for one in asked.values() for each in one if each.answerable and each.ungated > each.gated
    ]
    floors = [_kept_floor(Estimate.of(every))] if every else []
    tables = [_times(timed), _kept(kept)]
    notes = [f"Lost to the gate: {', '.join(lost) or 'none'}."]
    values = {f"{name}.gate_share": _share_of_all(answers) for name, answers in timed.items()}
    if every:
        values["still_answered"] = Estimate.of(every).mean
    if claim_ms:
        p50, p95 = median(claim_ms), percentile(claim_ms, 95)
        claims = f"one claim against {WINDOWS} windows of {WINDOW_WORDS} words"
        floors.append(
            Floor(f"{claims}, p50", f"≤ {MOST_CLAIM_MS:.0f} ms", _ms(p50), met=p50 <= MOST_CLAIM_MS)
        )
        rows = [(claims, _ms(p50), _ms(p95))]
        values |= {"claim.p50_ms": p50, "claim.p95_ms": p95}
        if alone_ms:
            alone = median(alone_ms), percentile(alone_ms, 95)
            rows.append(("the same, judged alone", _ms(alone[0]), _ms(alone[1])))
            values |= {"judge.p50_ms": alone[0], "judge.p95_ms": alone[1]}
        tables.append(Table(("judging", "p50", "p95"), tuple(rows)))
    notes.append(f"{len(claim_ms)} claims judged.")
    return Section(
        title="What the gate costs",
        method=METHOD,
        tables=tuple(table for table in tables if table.rows),
        floors=tuple(floors),
        notes=tuple(notes),
        values=values,
    )


def still_answered(asked: Iterable[Asked]) -> list[float]:
    """For each answerable question that is answered ungated: 1 where it is with the gate, too, else 0."""
    return [float(each.gated) for each in asked if each.answerable and each.ungated]


# ---------------------------------------------------------------- figures


def _times(timed: Mapping[str, Sequence[Asked]]) -> Table:
    header = ("pack", "answer, p50", "ungated, p50", "in the gate, p50", "share, p50", "share of all time")
    rows = [
        (
            f"{name} ({len(answers)} answers)",
            _ms(median([each.gated_ms for each in answers])),
            _ms(median([each.ungated_ms for each in answers])),
            _ms(median([each.gate_ms for each in answers])),
            _percent(median([each.gate_ms / each.gated_ms for each in answers])),
            f"{_percent(_share_of_all(answers))} ({_seconds(answers)})",
        )
        for name, answers in timed.items()
    ]
    return Table(header, tuple(rows))


def _kept(kept: Mapping[str, Sequence[float]]) -> Table:
    rows = [(name, Estimate.of(values).share()) for name, values in kept.items()]
    return Table(("answerable and answered ungated", "still answered"), tuple(rows))


def _kept_floor(kept: Estimate) -> Floor:
    measure = "answerable questions answered ungated that still are with the gate"
    return Floor(measure, f"≥ {100 * LEAST_KEPT:.0f} %", kept.share(), kept.mean >= LEAST_KEPT)


def _share_of_all(answers: Sequence[Asked]) -> float:
    return sum(each.gate_ms for each in answers) / sum(each.gated_ms for each in answers)


def _seconds(answers: Sequence[Asked]) -> str:
    gate, gated, ungated = (
        sum(values) / 1000
        for values in zip(*((each.gate_ms, each.gated_ms, each.ungated_ms) for each in answers), strict=True)
    )
    return f"{gate:.2f} of {gated:.2f} s; ungated {ungated:.2f} s"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms"


# ---------------------------------------------------------------- questions


def _suggested(pack: Path) -> list[_Question]:
    suggested = Brand.read(pack).suggested_questions
    return [_Question(f"suggested-{number}", text, True) for number, text in enumerate(suggested, start=1)]


def _asked(workspace: Workspace, pack: Path, questions: Sequence[_Question]) -> list[Asked]:
    """Every question in both ways, in turn: what else the machine does then weighs on both alike."""
    settings = workspace.settings(pack)
    with open_assistant(settings) as one, open_assistant(settings) as other, _gate_clock() as spent:
        gated = one.answering
        ungated = replace(other.answering, judge=SupportsAll(FactReader(gated.judge.reader.table)))
        for answering in (gated, ungated):
            for question in WARM_UP:
                _outcome(answering, question)
        asked: list[Asked] = []
        for question in questions:
            spent.clear()
            outcome, gated_ms = _outcome(gated, question.text)
            gate_ms = sum(spent)
            without, ungated_ms = _outcome(ungated, question.text)
            asked.append(
                Asked(
                    question.id,
                    question.answerable,
                    _answered(outcome),
                    _answered(without),
                    gated_ms,
                    gate_ms,
                    ungated_ms,
                )
            )
    return asked


@contextmanager
def _gate_clock() -> Generator[list[float]]:
    """The milliseconds of every review while this is open, whatever pipeline asks for it."""
    spent: list[float] = []
    review = Gate.review

    def timed(gate: Gate, *given: object, **named: object) -> object:
        started = time.perf_counter()
        try:
            return review(gate, *given, **named)  # pyright: ignore[reportArgumentType]
        finally:
            spent.append((time.perf_counter() - started) * 1000)

    with patch.object(Gate, "review", timed):
        yield spent


def _outcome(answering: Answering, question: str) -> tuple[Outcome, float]:
    persona = answering.brand.persona(persona_asked(question, answering.brand))
    started = time.perf_counter()
    *_, outcome = answering.answer(question, (), persona)
    took_ms = (time.perf_counter() - started) * 1000
    if not isinstance(outcome, Outcome):
        raise TypeError("an answer ends with its outcome")
    return outcome, took_ms


def _answered(outcome: Outcome) -> bool:
    return outcome.kind is OutcomeKind.ANSWER


# ---------------------------------------------------------------- claims


def _claim_timings(workspace: Workspace) -> tuple[list[float], list[float]]:
    """Milliseconds of the product's judge for each claim, and of the judge that stands alone."""
    answering = workspace.shipped.assistant.answering
    store, judge = answering.store, answering.judge
    documents = [(source, store.document_passages(source.id)) for source in store.sources()]
    found = [item for source, passages in documents for item in windows(source, passages, WINDOW_WORDS)]
    sentences = [
        sentence.rendering
        for _, passages in documents
        for passage in passages
        for sentence in passage.sentences
    ]
    # Chosen by a judge of their own: the product's has read nothing of it when it is timed.
    chooser = ExactJudge(judge.reader.table)
    claims = open_claims(sentences, found, chooser, count=CLAIMS + WARM_UP_CLAIMS, beside=WINDOWS)
    return judging_ms(judge, claims)[WARM_UP_CLAIMS:], _judged_alone_ms(claims)[WARM_UP_CLAIMS:]


def judging_ms(judge: Judge, claims: Sequence[OpenClaim]) -> list[float]:
    """Milliseconds that `judge` takes for each claim."""
    timings: list[float] = []
    for claim in claims:
        started = time.perf_counter()
        judge.judge(claim.text, claim.windows)
        timings.append((time.perf_counter() - started) * 1000)
    return timings


def _judged_alone_ms(claims: Sequence[OpenClaim]) -> list[float]:
    timings: list[float] = []
    for claim in claims:
        texts = [window.passage.rendering for window in claim.windows]
        started = time.perf_counter()
        judge_alone(texts, claim.text)
        timings.append((time.perf_counter() - started) * 1000)
    return timings
