"""Records with one thing wrong with them, made from records that are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.scoring.overlap import word_overlap
from assistant.text import segment
from assistant_eval.records import Record
from assistant_eval.scores.correctness import FALSE_PREMISE
from assistant_eval.scores.quotes import SHORTEST
from assistant_eval.scores.told import texts
from assistant_eval.sentences import judged_sentences, without_markers

_INVENTED = (
    "The first prototypes were put together by hand in a disused bakery outside Lisbon.",
    "A small series with a cork housing was sold only in Portugal and Norway.",
    "The colour of the case was settled by a vote among schoolchildren in Helsinki.",
    "An early version ran for nine weeks on the roof of a post office in Graz.",
    "The packaging was printed by a Danish maker of playing cards.",
    "Three crates of spare parts were lost on a ferry to Reykjavik.",
    "A choir from Tallinn recorded the sound it makes when it is switched on.",
    "The manual was first translated by a retired lighthouse keeper in Brittany.",
)
"""Statements that no document bears out; none names a brand, a person or a product."""

_REFUSALS = (
    "I do not know: no document says enough about this.",
    "I do not know: no document found supports an answer.",
    "I cannot answer this from the documents I have.",
)
_OTHER_WORDS = (
    "orchard", "copper", "seldom", "harbour", "velvet", "thirteen", "lantern", "meadow", "whisper", "gravel", "saffron",
    "anchor",
)  # fmt: skip
_APART = 0.35
"""Share of a sentence's words that other words of the documents may hold and still be about something else."""

_SHORTEST_STRETCH = 6
_LONGEST_WORD_LEFT = 3
"""Letters up to which a word of a quotation is left as it is: a change in it is no change in what is said."""


def answer_with_sentence(record: Record) -> Iterator[Record]:
    """The answer with one more sentence, which cites nothing and which nothing bears out."""
    for sentence in _INVENTED:
        yield _with(record, text=f"{record.text} {sentence}")


def shifted(record: Record) -> Iterator[Record]:
    """The answer with one citation moved to other words that the system had.

    Only a citation that a sentence has for its only one, and no other sentence has, so that what it bears out
    hangs on it; and only one whose words the system had besides, so that nothing else is taken away.
    """
    assert record.outcome is not None
    sentences = judged_sentences(record.judged) if record.judged else []
    uses = [marker for sentence in sentences for marker in sentence["markers"]]
    citations: list[Mapping[str, Any]] = record.outcome["citations"]
    for sentence in sentences:
        if (
            len(sentence["markers"]) != 1
            or uses.count(sentence["markers"][0]) != 1
            or not sentence["checkable"]
        ):
            continue
        at = next((n for n, told in enumerate(citations) if told["marker"] == sentence["markers"][0]), None)
        if at is None or not _had(record, citations[at]):
            continue
        for moved in _elsewhere(record, citations[at], sentence["text"]):
            shifted_one = {**citations[at], **moved}
            yield _with(record, citations=[*citations[:at], shifted_one, *citations[at + 1 :]])


def misquoted(record: Record) -> Iterator[Record]:
    """The answer with one word of one quotation changed; words that a nugget or gold answer holds stay."""
    wanted = {token.folded for text in _facts(record) for token in tokenise(text)}
    known = wanted.union(token.folded for text in texts(record) for token in tokenise(text))
    others = [word for word in _OTHER_WORDS if word not in known]
    titles = (
        {str(told.get("title") or "") for told in record.outcome["citations"]}
        if record.outcome
        else set[str]()
    )
    blank = without_markers(record.text)
    for quote in find_quotes(blank):
        words = tokenise(quote.text)
        if not quote.closed or len(words) < SHORTEST or quote.text in titles:
            continue
        for other, token in product(others, words):
            if len(token.raw) > _LONGEST_WORD_LEFT and token.folded not in wanted and token.raw.isalpha():
                yield _spliced(record, quote.start + token.start, quote.start + token.end, other)


def refused_instead(record: Record) -> Iterator[Record]:
    """A refusal where an answerable case was answered; a false premise may be refused."""
    if not record.case.answerable or record.case.kind == FALSE_PREMISE or record.outcome is None:
        return
    timings = {
        stage: took for stage, took in record.outcome["timings_ms"].items() if stage != "first_sentence"
    }
    for words in _REFUSALS:
        yield _with(
            record,
            outcome="refusal",
            text=words,
            reason=words,
            citations=[],
            claims=[],
            quotes=[],
            timings_ms=timings,
        )


def _with(record: Record, **changed: Any) -> Record:
    assert record.outcome is not None
    return replace(record, outcome={**record.outcome, **changed}, judged=None, scores={})


def _facts(record: Record) -> list[str]:
    return [*(way for ways in record.case.ways() for way in ways), record.case.gold or ""]


def _had(record: Record, told: Mapping[str, Any]) -> bool:
    """Whether the words of a citation lie within something the system had before it."""
    return any(
        one.document == told["document"] and one.start <= told["start"] and told["end"] <= one.end
        for one in record.retrieved
    )


def _elsewhere(record: Record, told: Mapping[str, Any], sentence: str) -> Iterator[dict[str, Any]]:
    """Sentences of other documents that the system had, about something else, as places of a citation."""
    for one in record.retrieved:
        if one.document == told["document"]:
            continue  # its title and date may bear the sentence out
        above = one.reading.partition(one.text)[0]  # so may title and headings of another
        for stretch in segment(one.text):
            words = one.text[stretch.start : stretch.end]
            if len(tokenise(words)) < _SHORTEST_STRETCH or word_overlap([above, words], sentence) > _APART:
                continue
            yield {
                "document": one.document,
                "title": one.document,
                "date": None,
                "url": None,
                "start": one.start + stretch.start,
                "end": one.start + stretch.end,
                "text": words,
            }
            break  # one a passage, so that the variants differ


def _spliced(record: Record, start: int, end: int, words: str) -> Record:
    """The answer with ``text[start:end]`` replaced, and what points into it moved along."""
    assert record.outcome is not None
    text = record.text[:start] + words + record.text[end:]
    by = len(words) - (end - start)

    def moved(part: Mapping[str, Any]) -> dict[str, Any]:
        first = part["start"] + (by if part["start"] >= end else 0)
        last = part["end"] + (by if part["end"] >= end else 0)
        return {**part, "start": first, "end": last, "text": text[first:last]}

    parts = {name: [moved(part) for part in record.outcome[name]] for name in ("claims", "quotes")}
    return _with(record, text=text, **parts)
