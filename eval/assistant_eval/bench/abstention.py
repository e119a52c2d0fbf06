"""Does it say no where the documents do not answer, and only there?"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Outcome, OutcomeKind
from assistant.grounding.checks.tokens import tokenise
from assistant_eval.bench.datasets import FanQuestion, QuestionKind
from assistant_eval.bench.results import Estimate, Floor, Section, Table
from assistant_eval.bench.workspace import Workspace

LEAST_REFUSED = 0.70
MOST_REFUSED = 0.10

METHOD = """\
The development questions through the whole pipeline, on the reference documents as the pack. *Refused*
means that the outcome is a refusal. An answer to a question with a false premise may *correct* the premise
instead. That is counted by a rule: the answer cites an evidence document of the question, which tells how
it was, and no statement of it has all the content words of the question, as one that repeats the premise
would. The rule cannot read, so both figures stand here, and the command prints every such answer (and
stores it with `--json`) for a person. Answerable means an answer exists and the premise is true."""

_GROUPS = ("unanswerable", "false premise", "answerable")


def group(question: FanQuestion) -> str:
    """Which of the three groups a question belongs to."""
    if question.kind is QuestionKind.FALSE_PREMISE:
        return "false premise"
    return "answerable" if question.answerable else "unanswerable"


def measure(workspace: Workspace) -> Section:
    """Share refused, by group."""
    pack = workspace.reference
    asked = [(question, pack.outcome(question)) for question in pack.questions]
    refused = {
        name: [float(refusal(outcome)) for question, outcome in asked if group(question) == name]
        for name in _GROUPS
    }
    hostile = Estimate.of(refused["unanswerable"] + refused["false premise"])
    held = Estimate.of([float(refusal(o) or corrected(q, o)) for q, o in asked if group(q) != "answerable"])
    answerable = Estimate.of(refused["answerable"])
    rows = [(name, Estimate.of(values).share()) for name, values in refused.items() if values]
    rows.insert(2, ("unanswerable and false premise", hostile.share()))
    rows.insert(3, ("unanswerable and false premise, refused or corrected", held.share()))
    lost = [q.id for q, outcome in asked if group(q) == "answerable" and refusal(outcome)]
    return Section(
        title="Refusals",
        method=METHOD,
        tables=(Table(("questions", "refused"), tuple(rows)),),
        floors=(
            Floor(
                "unanswerable and false-premise questions refused or corrected",
                f"≥ {100 * LEAST_REFUSED:.0f} %",
                f"{held.share()}; refused alone {hostile.share()}",
                held.mean >= LEAST_REFUSED,
            ),
            Floor(
                "answerable questions refused",
                f"≤ {100 * MOST_REFUSED:.0f} %",
                answerable.share(),
                answerable.mean <= MOST_REFUSED,
            ),
        ),
        notes=(f"Answerable questions refused: {', '.join(lost) or 'none'}.",),
        appendix=_to_read(asked),
        values={
            "hostile_refused_or_corrected": held.mean,
            "hostile_refused": hostile.mean,
            "answerable_refused": answerable.mean,
        },
    )


def refusal(outcome: Outcome) -> bool:
    """Whether the question was refused."""
    return outcome.kind is OutcomeKind.REFUSAL


def corrected(question: FanQuestion, outcome: Outcome) -> bool:
    """Whether an answer to a false premise tells how it was, by the rule of `METHOD`."""
    if question.kind is not QuestionKind.FALSE_PREMISE or refusal(outcome):
        return False
    premise = _content(question.question)
    repeated = any(premise <= _content(claim.text) for claim in outcome.claims)
    cited = {citation.document for citation in outcome.citations}
    return not repeated and any(item.document in cited for item in question.evidence)


def _content(text: str) -> set[str]:
    return {token.stem for token in tokenise(text) if token.is_content}


def _to_read(asked: Sequence[tuple[FanQuestion, Outcome]]) -> tuple[str, ...]:
    """Answers where none was due, and refusals where an answer was."""
    lines: list[str] = []
    for question, outcome in asked:
        due = group(question) != "answerable"
        if due != refusal(outcome):
            said = outcome.reason if refusal(outcome) else outcome.text
            lines.append(f"{question.id} ({group(question)}) {question.question}\n  {outcome.kind}: {said}")
    return tuple(lines)
