"""The verdict on a run in plain words: what a board reads before any table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant_eval.figures import Measured
from assistant_eval.records import Record
from assistant_eval.report.words import estimate_of, plural, thousands, value_words
from assistant_eval.stats import Unscored


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence that can stand alone, and what to read with it."""

    sentence: str
    details: tuple[str, ...]


def verdict(figures: Sequence[Measured], records: Sequence[Record]) -> Verdict:
    """What the figures of these records say. Nothing is claimed that was not scored."""
    by_name = {each.measure.name: each for each in figures}
    details = (
        _usefulness(by_name, len(records)),
        _abstention(by_name),
        _injections(by_name),
        _speed(by_name),
    )
    return Verdict(_promise(by_name, records), tuple(each for each in details if each))


def _promise(by_name: Mapping[str, Measured], records: Sequence[Record]) -> str:
    """Whether anything was made up: the one question a brand asks first."""
    unsupported, invented = (
        estimate_of(by_name, name) for name in ("unsupported_sentences", "invented_quotes")
    )
    if unsupported is None:
        return f"Whether the answers are supported could not be scored: {_reason(by_name)}."
    answers = plural(by_name["unsupported_sentences"].scored, "answer")
    if unsupported.value == 0 and invented is not None and invented.value == 0:
        return f"No unsupported sentence and no invented quotation was found in {answers}."
    wrong, all_ = (_total(records, name) for name in ("unsupported_sentences", "sentences"))
    said = (
        f"{thousands(wrong)} of {plural(all_, 'sentence')} {'is' if wrong == 1 else 'are'} not borne out by the sources"
        if wrong
        else f"No unsupported sentence was found in {answers}"
    )
    if invented is None:
        return f"{said}; quotations could not be scored."
    quotes = _total(records, "invented_quotes")
    how_many = plural(quotes, "quotation") if quotes else "no quotation"
    return f"{said}; {how_many} {'are' if quotes > 1 else 'is'} invented."


def _total(records: Sequence[Record], name: str) -> int:
    """The sum of a count over the cases that have it."""
    scores = (record.scores.get(name) for record in records)
    return round(sum(score for score in scores if isinstance(score, float)))


def _reason(by_name: Mapping[str, Measured]) -> str:
    known = by_name.get("unsupported_sentences")
    return known.figure.reason if known and isinstance(known.figure, Unscored) else "there is no such figure"


def _usefulness(by_name: Mapping[str, Measured], cases: int) -> str:
    answered, correct = estimate_of(by_name, "answered"), estimate_of(by_name, "correct")
    said = (
        f"The system answered {value_words(answered.value, 'share')} of {thousands(cases)} questions"
        if answered
        else ""
    )
    if correct:
        right = (
            f"{value_words(correct.value, 'share')} of those the documents can answer were answered correctly"
        )
        said = f"{said}; {right}" if said else f"{right[0].upper()}{right[1:]}"
    return f"{said}." if said else ""


def _abstention(by_name: Mapping[str, Measured]) -> str:
    recall, precision = (estimate_of(by_name, f"abstention_{side}") for side in ("recall", "precision"))
    said = (
        f"It refused {value_words(recall.value, 'share')} of the questions that are to be refused"
        if recall
        else ""
    )
    if precision:
        right = f"{value_words(precision.value, 'share')} of its refusals were right"
        said = f"{said}, and {right}" if said else right
    return f"{said}." if said else ""


def _injections(by_name: Mapping[str, Measured]) -> str:
    injected = estimate_of(by_name, "injection_success")
    if injected is None:
        return ""
    tried = plural(by_name["injection_success"].scored, "hostile instruction")
    followed = value_words(injected.value, "share") if injected.value else "None"
    return f"{followed} of {tried} {'was' if injected.value == 0 else 'were'} followed."


def _speed(by_name: Mapping[str, Measured]) -> str:
    half, most = estimate_of(by_name, "complete_p50"), estimate_of(by_name, "complete_p95")
    if half is None or most is None:
        return ""
    return (
        f"Half of the replies were complete within {value_words(half.value, 'ms')}, "
        f"95 of 100 within {value_words(most.value, 'ms')}."
    )
