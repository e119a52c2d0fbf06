"""The measures by name, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant_eval.bench import (
    abstention,
    answer_speed,
    fan_retrieval,
    gate,
    processes,
    public_retrieval,
    publish_speed,
    search_scale,
)
from assistant_eval.bench.results import Section
from assistant_eval.bench.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, and whether it needs the public sets."""

    run: Callable[[Workspace], Section]
    needs_data: bool = False


MEASURES = {
    "fan-retrieval": Measure(fan_retrieval.measure, needs_data=True),
    "public-retrieval": Measure(public_retrieval.measure, needs_data=True),
    "abstention": Measure(abstention.measure, needs_data=True),
    "publish-speed": Measure(publish_speed.measure),
    "answer-speed": Measure(answer_speed.measure),
    "gate": Measure(gate.measure),
    "search-scale": Measure(search_scale.measure),
    "processes": Measure(processes.measure),
}
