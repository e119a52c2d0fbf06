"""Latency and tokens: how long until the first sentence and the complete reply, and what it took of a model.

Milliseconds from the question as the system tells them, loading models not included. Percentiles over cases,
since a mean hides the slow ones (Dean and Barroso, "The Tail at Scale", CACM 2013). Tokens as the drafter's API
counts them.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant_eval.draws import Mean, Percentile
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import FAILED, every
from assistant_eval.stats import Unscored


def _percentile(name: str, label: str, definition: str, key: str, rank: float) -> Defined:
    return Defined(Measure(name, label, "ms", "lower", definition, "Speed"), Percentile(key, rank))


_FIRST = "Milliseconds from the question to the first sentence that is shown, over answers."
_COMPLETE = "Milliseconds from the question to the complete reply, refusals included."

MEASURES = (
    _percentile("first_sentence_p50", "First sentence, median", _FIRST, "first_sentence_ms", 50),
    _percentile("first_sentence_p95", "First sentence, 95th percentile", _FIRST, "first_sentence_ms", 95),
    _percentile("complete_p50", "Complete reply, median", _COMPLETE, "complete_ms", 50),
    _percentile("complete_p95", "Complete reply, 95th percentile", _COMPLETE, "complete_ms", 95),
    Defined(
        Measure(
            "tokens_in", "Tokens read", "tokens", "lower", "Mean tokens given to a model for a case.", "Speed"
        ),
        Mean("tokens_in"),
    ),
    Defined(
        Measure(
            "tokens_out",
            "Tokens written",
            "tokens",
            "lower",
            "Mean tokens a model wrote for a case.",
            "Speed",
        ),
        Mean("tokens_out"),
    ),
)

_USAGE = {
    "tokens_in": ("input_tokens", "prompt_tokens"),
    "tokens_out": ("output_tokens", "completion_tokens"),
}
_TIMED = {"first_sentence_ms": "first_sentence", "complete_ms": "total"}


def score(record: Record) -> dict[str, Score]:
    """Times and tokens of one case."""
    if record.outcome is None:
        return every((*_TIMED, *_USAGE), FAILED)
    timings: Mapping[str, float] = record.outcome.get("timings_ms") or {}
    times: dict[str, Score] = {
        name: float(timings[stage]) if stage in timings else Unscored(f"no time of {_words(stage)} is told")
        for name, stage in _TIMED.items()
    }
    tokens: dict[str, Score] = {}
    for name, keys in _USAGE.items():
        told = next((record.usage[key] for key in keys if key in record.usage), None)
        tokens[name] = Unscored("no tokens are told") if told is None else float(told)
    return {**times, **tokens}


def _words(stage: str) -> str:
    return "the complete reply" if stage == "total" else f"the {stage.replace('_', ' ')}"
