"""How texts stand to a sentence, by the letter where that decides and by the judges where it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.domain import Verdict
from assistant.grounding.checks.attribution import SPEECH_STEMS
from assistant.grounding.checks.operators import NEGATIONS, is_turned
from assistant.grounding.checks.quotes import find_quotes, holds_words, outside_quotes
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.grounding.scoring.face import judgements
from assistant.grounding.scoring.overlap import word_overlap
from assistant.grounding.scoring.scored import Scorer
from assistant_eval.readings import Reading, folded
from assistant_eval.reckoned import reckoned
from assistant_eval.sentences import Judged, Stance
from assistant_eval.sentences import Verdict as Word

_FRAMING = SPEECH_STEMS | stems("otherwise also there")
SHORTEST_QUOTE = 3
"""Words from which words between marks are a quotation, no name."""


class NoVerdict(Exception):
    """A judge gave no number for a sentence; the message says what it gave."""


class Stances:
    """The stances of one question's texts to the sentences of its answer; each is asked for once."""

    def __init__(self, model: Scorer, exact: Scorer, question: str) -> None:
        self._model = model
        self._exact = exact
        self._question = question
        self._known: dict[tuple[str, tuple[int, ...]], Stance] = {}

    def of(self, text: str, statement: str, readings: Sequence[Reading]) -> Stance:
        """How `readings` together stand to the sentence `text`; `statement` is it with its pronoun resolved.

        What one of several readings bears out alone, all bear out: judged together, the model may miss it.
        """
        whole = self._asked(text, statement, readings)
        if whole["model"]["verdict"] == "supported" or len(readings) < 2 or whole["by"] != "judge":
            return whole
        if len(readings) > _MOST_ALONE:
            return whole
        alone = (self._asked(text, statement, [reading]) for reading in readings)
        return next((one for one in alone if one["model"]["verdict"] == "supported"), whole)

    def supported(self, text: str, statement: str, readings: Sequence[Reading]) -> bool:
        """Whether `readings` bear the sentence out."""
        return self.of(text, statement, readings)["model"]["verdict"] == "supported"

    def at_least(
        self, known: Stance | None, text: str, statement: str, readings: Sequence[Reading]
    ) -> Stance:
        """The stance of `readings` that hold what gave the stance `known`: where that bears out, so do they."""
        if known is not None and known["model"]["verdict"] == known["exact"]["verdict"] == "supported":
            held = max(known["overlap"]["score"], self._overlap(text, readings))
            return {**known, "overlap": {"score": held}}
        whole = self._asked(text, statement, readings)
        if known is None:
            return whole
        return {
            "by": whole["by"],
            "model": _better(known["model"], whole["model"]),
            "exact": _better(known["exact"], whole["exact"]),
            "overlap": {"score": max(known["overlap"]["score"], whole["overlap"]["score"])},
        }

    def _asked(self, text: str, statement: str, readings: Sequence[Reading]) -> Stance:
        key = text, tuple(map(id, readings))
        if key not in self._known:
            self._known[key] = self._by_letter(text, readings) or self._by_judges(text, statement, readings)
        return self._known[key]

    def _by_letter(self, text: str, readings: Sequence[Reading]) -> Stance | None:
        words = folded(text)
        if any(words in reading.sentences for reading in readings):
            return _certain("verbatim", Verdict.SUPPORTED, 1.0)
        if any(_only_quotes(text, reading) for reading in readings):
            return _certain("quotation", Verdict.SUPPORTED, self._overlap(text, readings))
        verdict = reckoned(text, [row for reading in readings for row in reading.rows])
        prose = any(not reading.rows for reading in readings)
        if verdict and not (prose and verdict is Verdict.NOT_FOUND):
            return _certain("reckoned", verdict, self._overlap(text, readings))
        if _misquotes(text, readings):
            return _certain("quotation", Verdict.NOT_FOUND, self._overlap(text, readings))
        return None

    def _by_judges(self, text: str, statement: str, readings: Sequence[Reading]) -> Stance:
        return {
            "by": "judge",
            "model": self._judged(self._model, text, statement, readings),
            "exact": self._judged(self._exact, text, statement, readings),
            "overlap": {"score": self._overlap(text, readings)},
        }

    def _judged(self, scorer: Scorer, text: str, statement: str, readings: Sequence[Reading]) -> Judged:
        """The verdict on the sentence, or on what it says with its pronoun resolved, where that fares better."""
        found = self._verdict(scorer, text, readings)
        if found["verdict"] == "supported" or statement == text:
            return found
        return _better(found, self._verdict(scorer, statement, readings))

    def _verdict(self, scorer: Scorer, text: str, readings: Sequence[Reading]) -> Judged:
        contexts = [reading.text for reading in readings]
        scored = scorer.score(contexts, text, self._question)
        score = float(scored.probability)
        if not math.isfinite(score):
            raise NoVerdict(f"the judge gave {score} for a probability")
        if scored.supported:
            return {"verdict": "supported", "score": score}
        verdicts = {claim.verdict for claim in judgements(scored, contexts, text).unsupported}
        denied = Verdict.CONTRADICTED in verdicts
        return {"verdict": "contradicted" if denied else "not_enough_information", "score": score}

    def _overlap(self, text: str, readings: Sequence[Reading]) -> float:
        return word_overlap([reading.text for reading in readings], text)


_MOST_ALONE = 4
"""Texts up to which each is asked alone where all together do not bear a sentence out."""


def _better(one: Judged, other: Judged) -> Judged:
    """The one that supports; of two that do not, the likelier."""
    supports = [each for each in (one, other) if each["verdict"] == "supported"]
    return max(supports or [one, other], key=lambda each: each["score"])


def _certain(by: str, verdict: Verdict, overlap: float) -> Stance:
    word: Word = verdict.value  # pyright: ignore[reportAssignmentType]
    score = 1.0 if verdict is Verdict.SUPPORTED else 0.0
    return {
        "by": by,
        "model": {"verdict": word, "score": score},
        "exact": {"verdict": word, "score": score},
        "overlap": {"score": overlap},
    }


def _misquotes(text: str, readings: Sequence[Reading]) -> bool:
    """Whether `text` puts words between quotation marks that no reading holds so, titles apart."""
    return any(
        len(tokenise(quote.text)) >= SHORTEST_QUOTE
        and not any(_within(quote.text, one.head) or holds_words(quote.text, one.text) for one in readings)
        for quote in find_quotes(text)
        if quote.closed
    )


def _only_quotes(text: str, reading: Reading) -> bool:
    """Whether `text` quotes the reading to the letter, and says around it only who, where, when and in what.

    A quotation of several sentences opens in the first of them and is closed in the last.
    """
    quotes = [quote for quote in find_quotes(text) if quote.closed or quote.end == len(text)]
    frame = outside_quotes(text)
    if is_turned(frame) or any(token.folded in NEGATIONS for token in tokenise(frame)):
        return False
    held = [quote for quote in quotes if holds_words(quote.text, reading.body)]
    if not any(len(tokenise(quote.text)) >= SHORTEST_QUOTE for quote in held):
        return False
    if not all(quote in held or _within(quote.text, reading.head) for quote in quotes):
        return False
    around = {token.stem for token in tokenise(frame) if token.is_content}
    return around <= stems(reading.head) | _speakers(reading) | _FRAMING


def _speakers(reading: Reading) -> frozenset[str]:
    """Who speaks in what was read, in an interview: whose names stand beside their answers."""
    sentences = (sentence for item in reading.passages for sentence in item.passage.sentences)
    return stems(" ".join({sentence.speaker for sentence in sentences if sentence.speaker}))


def _within(words: str, head: str) -> bool:
    return f" {' '.join(folded(words))} " in f" {' '.join(folded(head))} "
