"""Every case as plain values for the page: what was asked, said, cited, retrieved, judged and scored, in words.

Texts of passages are told once and named by their number, since many cases retrieve the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from assistant_eval.draws import Ratio
from assistant_eval.measures import Defined
from assistant_eval.records import Record, Score
from assistant_eval.report.faults import FAULT_WORDS, Fault, common_faults, faults, standing, why, wrong
from assistant_eval.report.words import thousands, value_words
from assistant_eval.scores import DEFINED
from assistant_eval.scores.retrieval import gains_of
from assistant_eval.sentences import JudgedSentence, Stance, judged_sentences
from assistant_eval.stats import Unscored

_VERDICTS = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "not_enough_information": "Not found",
}
_BY = {
    "verbatim": "word for word in a source",
    "quotation": "a quotation to the letter",
    "reckoned": "worked out from rows of a table",
}
_OUTCOMES = {"answer": "answered", "refusal": "refused", "handover": "handed over"}

T = TypeVar("T", bound=Hashable)


class _Numbered(Generic[T]):
    """Values by number, each kept once."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def number(self, value: T) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def all(self) -> list[T]:
        return list(self._numbers)


def case_data(records: Sequence[Record]) -> dict[str, Any]:
    """What the page's script reads: ``cases``, and what they name by number.

    ``texts`` are those of passages, ``words`` what a score reads as and whether it is one, ``scores`` the measures
    in the order of a case's scores.
    """
    texts, words, common = _Numbered[str](), _Numbered[tuple[str, bool]](), common_faults(records)
    columns = [_column(one, records, words) for one in DEFINED]
    return {
        "cases": [
            _case(record, [column[at] for column in columns], texts, common)
            for at, record in enumerate(records)
        ],
        "texts": texts.all(),
        "words": words.all(),
        "faults": {fault.value: FAULT_WORDS[fault] for fault in Fault if fault not in common},
        "scores": [[one.measure.label, one.measure.definition] for one in DEFINED],
    }


def _column(defined: Defined, records: Sequence[Record], words: _Numbered[tuple[str, bool]]) -> list[int]:
    """One measure of every case."""
    scores = [record.scores for record in records]
    cases = defined.draw.prepare(records, scores).cases
    return [words.number(_value(defined, case, told)) for case, told in zip(cases, scores, strict=True)]


def _value(defined: Defined, case: Score, scores: Mapping[str, Score]) -> tuple[str, bool]:
    """A score in words (of a rate the counts it is made of), and whether it is one."""
    if isinstance(case, Unscored):
        return case.reason, False
    if isinstance(defined.draw, Ratio):
        above, below = scores[defined.draw.above], scores[defined.draw.below]
        if not isinstance(above, Unscored) and not isinstance(below, Unscored):
            return f"{above:g} of {below:g}", True
    share = defined.measure.unit == "share"  # of one case: mostly 0 or 1, and no percentage of anything
    return f"{case:.3g}" if share else value_words(case, defined.measure.unit), True


def _case(
    record: Record, scores: list[int], texts: _Numbered[str], common: frozenset[Fault]
) -> dict[str, Any]:
    case, outcome = record.case, record.outcome or {}
    found = [fault.value for fault in faults(record) if fault not in common]
    told = standing(record)
    nearby = not outcome.get("citations")
    return {
        "id": case.id,
        "kind": case.kind.replace("_", " "),
        "question": case.question,
        "history": [line for turn in case.earlier for line in (turn.question, turn.answer) if line],
        "tags": " ".join(case.tags),
        "outcome": _OUTCOMES.get(str(outcome.get("outcome")), "failed"),
        "standing": told.value,
        "faults": found,
        "look": bool(found) or told.value in {"wrong", "failed"},
        "why": why(record, common),
        "heading": f"What it said{_as_whom(outcome)}",
        "text": record.text,
        "error": record.error,
        "reason": outcome.get("reason"),
        "sentences": [_sentence(one) for one in judged_sentences(record.judged or {"sentences": []})],
        "citations": [
            _citation(one, texts) for one in outcome.get("citations") or outcome.get("nearby") or ()
        ],
        "nearby": nearby,
        "retrieved": _retrieved(record, texts),
        "expects": _expects(record),
        "evidence": [f"{entry.doc}: “{entry.contains}”" for entry in case.evidence],
        "scores": scores,
        "facts": _facts(record),
    }


def _sentence(sentence: JudgedSentence) -> dict[str, Any]:
    given, cited = sentence["given"], sentence["cited"]
    verdict = given["model"]["verdict"] if given else "unchecked"
    return {
        "text": sentence["text"],
        "markers": sentence["markers"],
        "verdict": verdict,
        "says": _stance(given, cited) if given else _unchecked(sentence),
        "wrong": [use["marker"] for use in sentence["citations"] if wrong(use)],
    }


def _unchecked(sentence: JudgedSentence) -> str:
    return "Says that the sources do not tell" if sentence["silent"] else "States nothing to check"


def _stance(given: Stance, cited: Stance | None) -> str:
    model = given["model"]
    by = _BY.get(given["by"]) or f"judge {model['score']:.2f}"
    parts = [
        f"{_VERDICTS[model['verdict']]}: {by}",
        f"exact checks: {_VERDICTS[given['exact']['verdict']].lower()}",
        f"word overlap {given['overlap']['score']:.2f}",
        f"by what it cites: {_VERDICTS[cited['model']['verdict']].lower()}" if cited else "cites nothing",
    ]
    return " · ".join(parts)


def _citation(citation: Mapping[str, Any], texts: _Numbered[str]) -> dict[str, Any]:
    place = _place(citation["start"], citation["end"])
    facts = [
        citation["document"],
        place,
        citation.get("locator"),
        citation.get("date"),
        _voice(citation.get("voice")),
    ]
    return {
        "marker": citation["marker"],
        "title": citation.get("title") or citation["document"] or "what the system had",
        "place": " · ".join(str(fact) for fact in facts if fact),
        "words": texts.number(str(citation["text"])),
    }


def _voice(voice: object) -> str | None:
    return str(voice).replace("_", " ") if voice else None


def _place(start: int, end: int) -> str:
    return f"characters {thousands(start)} to {thousands(end)}" if end else "its place is not told"


def _retrieved(record: Record, texts: _Numbered[str]) -> list[dict[str, Any]]:
    ranked = sorted(record.retrieved, key=lambda each: each.rank)
    gains = gains_of(record)[0] if record.case.evidence else [False] * len(ranked)
    return [
        {
            "rank": each.rank,
            "document": each.document or "passage",
            "place": _place(each.start, each.end),
            "words": texts.number(each.text),
            "holds": bool(gain),
        }
        for each, gain in zip(ranked, gains, strict=True)
    ]


def _expects(record: Record) -> list[str]:
    case = record.case
    if not case.answerable:
        return ["To refuse is right" + (f": {case.gold}" if case.gold else "")]
    nuggets = [f"it holds: {' or '.join(ways)}" for ways in case.ways()]
    return [*([case.gold] if case.gold else ()), *nuggets]


def _facts(record: Record) -> str:
    outcome = record.outcome or {}
    timings: Mapping[str, float] = outcome.get("timings_ms") or {}
    total = timings.get("total")
    confidence = record.scores.get("confidence")
    facts = [
        value_words(float(total), "ms") if total is not None else "time not told",
        f"least confidence {confidence:.2f}" if isinstance(confidence, float) else None,
        f"drafted by {outcome['drafter']}" if outcome.get("drafter") else None,
    ]
    return " · ".join(fact for fact in facts if fact)


def _as_whom(outcome: Mapping[str, Any]) -> str:
    return f", as {outcome['persona']}" if outcome.get("persona") else ""
