"""What scores are computed of: the parts of a record, or why they cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assistant.domain import OWN_WORDS
from assistant_eval.records import Record, Score
from assistant_eval.sentences import JudgedSentence, judged_sentences
from assistant_eval.stats import Unscored

FAILED = Unscored("the system failed")
REFUSED = Unscored("it was refused")
OWN = Unscored("the system speaks of itself")
NOT_ANSWERABLE = Unscored("the case is not answerable")
NOT_JUDGED = Unscored("it was not judged")


def own_words(record: Record) -> bool:
    """Whether the product speaks of itself: a greeting, what it is. Such words state nothing of the brand."""
    return record.outcome is not None and record.outcome.get("drafter") == OWN_WORDS


def abstained(record: Record) -> bool:
    """Whether the system withheld an answer: by a refusal, or in words that say no more than one.

    Some systems only ever answer, and then say that the sources do not tell. Where there is nothing to tell, a
    word of the assistant about itself withholds an answer too.
    """
    if record.outcome is None:
        return False
    if not record.answered:
        return True
    if own_words(record):
        return not record.case.answerable
    sentences = judged_sentences(record.judged) if record.judged is not None else []
    silent = any(sentence["silent"] for sentence in sentences)
    return silent and not any(sentence["checkable"] for sentence in sentences)


def answered(record: Record) -> bool:
    """Whether the system gave an answer, and not only in form."""
    return record.answered and not abstained(record)


def unanswered(record: Record) -> Unscored | None:
    """Why there is no answer to score, or None."""
    if record.outcome is None:
        return FAILED
    return None if answered(record) else REFUSED


def statements(record: Record) -> list[JudgedSentence] | Unscored:
    """The sentences of an answer that state something, judged; at least one."""
    if missing := unanswered(record):
        return missing
    if own_words(record):
        return OWN
    if record.judged is None:
        return NOT_JUDGED
    if "unscored" in record.judged:
        return Unscored(record.judged["unscored"])
    return [one for one in judged_sentences(record.judged) if one["checkable"]] or Unscored(
        "it states nothing"
    )


def texts(record: Record) -> list[str]:
    """All words the system had before it or cites."""
    cited: Iterable[Mapping[str, str]] = record.outcome["citations"] if record.outcome else ()
    retrieved = [text for one in record.retrieved for text in (one.text, one.reading) if text]
    return [*retrieved, *(told["text"] for told in cited)]


def every(names: Iterable[str], score: Score) -> dict[str, Score]:
    """One score under all of `names`."""
    return dict.fromkeys(names, score)


def share(holds: Callable[[JudgedSentence], bool], of: list[JudgedSentence]) -> float:
    """The share of sentences for which `holds` is true."""
    return sum(map(holds, of)) / len(of)
