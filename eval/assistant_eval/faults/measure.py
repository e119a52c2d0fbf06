"""How many faults the gate catches, and how often it cries wolf at their untouched twins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.corpus.share import wilson_interval
from assistant.domain import DraftSentence, Span
from assistant.grounding.gate.policy import Gate, Judge, Kept
from assistant.text import fold
from assistant_eval.faults.generate import Case
from assistant_eval.faults.kinds import FaultKind


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with its interval of 95 %."""

    hits: int
    total: int

    @property
    def rate(self) -> float | None:
        """The share, or None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; all of [0, 1] where nothing was counted."""
        return wilson_interval(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A case after the gate: what it showed of the faulty claim and of the true one, None for nothing."""

    case: Case
    shown_of_fault: str | None
    shown_of_truth: str | None
    reason: str

    @property
    def caught(self) -> bool:
        """Whether nothing was shown of the fault: the claim dropped, or mended so that it is gone."""
        if self.shown_of_fault is None:
            return True
        fault = self.case.fault
        if fault.kind is FaultKind.QUOTED and not fault.new:
            return self.shown_of_fault != fault.text  # without its marks it says the truth in fewer words
        return fold(fault.surroundings) not in fold(self.shown_of_fault)

    @property
    def false_alarm(self) -> bool:
        """Whether the true claim was dropped or changed."""
        return self.shown_of_truth != self.case.claim.text


def review(cases: Sequence[Case], judge: Judge) -> list[Reviewed]:
    """Put every fault and its twin through a gate of its own."""
    return [_reviewed(case, judge) for case in cases]


def _reviewed(case: Case, judge: Judge) -> Reviewed:
    passage = case.scene.home.passage
    cited = (Span(passage.id, passage.start, passage.end),)
    faulty = Gate(judge).review(DraftSentence(case.fault.text, cited), case.scene.evidence)
    true = Gate(judge).review(DraftSentence(case.claim.text, cited), case.scene.evidence)
    return Reviewed(
        case,
        faulty.sentence.text if isinstance(faulty, Kept) else None,
        true.sentence.text if isinstance(true, Kept) else None,
        "" if isinstance(true, Kept) else true.reason,
    )


def shares(
    reviewed: Iterable[Reviewed], by: Callable[[Reviewed], str], hit: Callable[[Reviewed], bool]
) -> dict[str, Share]:
    """The share of `hit` in each group, and in "all", which comes last."""
    groups: dict[str, list[bool]] = {}
    every: list[bool] = []
    for item in reviewed:
        groups.setdefault(by(item), []).append(hit(item))
        every.append(hit(item))
    counted = {name: Share(sum(hits), len(hits)) for name, hits in sorted(groups.items())}
    return {**counted, "all": Share(sum(every), len(every))}
