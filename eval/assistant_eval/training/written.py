"""Pairs written for this project by a language model, to a fixed brief: claims and questions about passages.

What no public set has: claims in quite other words that are borne out; claims in the passage's own words that are not,
for one detail, a cause nobody gave, a scope made wider; questions in everyday words, and near misses about the
same subject. A passage of a public set is named by its place there, not copied; see ``eval/pairs/README.md``.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.text import segment
from assistant_eval.errors import EvalError
from assistant_eval.rows import Row
from assistant_eval.training.pairs import Pair, Stance, is_held_back
from assistant_eval.training.public_sets import read

NAME = "written"

HELD_BACK = 0.12
"""Share of the passages that is never trained on."""

STANCES = {
    "supported": Stance.SUPPORTED,
    "contradicted": Stance.CONTRADICTED,
    "not_said": Stance.NOT_FOUND,
    "answered": Stance.ANSWERED,
    "plain": Stance.ANSWERED,
    "unanswered": Stance.UNANSWERED,
}

LONGEST_EVIDENCE = 170
"""Words a passage may grow to with sentences of others around it: about what an excerpt holds at most."""

_OTHER_SENTENCES = 0.4  # share of the sentences that do not answer that are learnt from by themselves
_ALONE = 0.45  # share of pairs read with nothing around the passage


@dataclass(frozen=True, slots=True)
class WrittenPassage:
    """A passage of `dataset`, and what was written about it, by stance.

    `told_at` are, for each answered question, the sentences ``text[start:end]`` that together answer it.
    """

    id: str
    dataset: str
    text: str
    said: Mapping[Stance, Sequence[str]]
    told_at: Sequence[Sequence[tuple[int, int]]] = ()

    @property
    def is_held_back(self) -> bool:
        """Whether it is kept for measuring."""
        return is_held_back(NAME, self.id, HELD_BACK)


def written_passages(file: Path, data: Path) -> list[WrittenPassage]:
    """The passages in `file`, their words taken from the sets under `data`.

    EvalError where a set no longer holds a passage as it was when it was written about.
    """
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    sets: dict[str, dict[str, dict[str, Any]]] = {}
    return [
        WrittenPassage(
            row["id"],
            row["passage"].get("set", "own"),
            passage_text(row["passage"], data, sets),
            _said(row),
            [[(start, end) for start, end in places] for places in row.get("told_at", ())],
        )
        for row in rows
    ]


def _said(row: Mapping[str, Any]) -> dict[Stance, list[str]]:
    said: dict[Stance, list[str]] = {}
    for name, stance in STANCES.items():
        said.setdefault(stance, []).extend(row[name])
    return said


def passage_text(place: Mapping[str, Any], data: Path, sets: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The words of a passage: its own, or those at its place in a set under `data`; `sets` keeps what was read.

    EvalError where the set no longer holds it.
    """
    if "text" in place:
        return place["text"]
    name: str = place["set"]
    if name not in sets:
        sets[name] = {str(row["id"]): row for row in read(data / name / "dev.jsonl.gz")}
    row = sets[name].get(place["row"], {})
    told: list[str] | str = row.get("contexts") or row.get("context") or ""
    contexts = [told] if isinstance(told, str) else told
    # without a number, the row's texts are sentences of one document
    whole = " ".join(contexts) if place["at"] is None else "".join(contexts[place["at"] :][:1])
    text = whole[place["start"] : place["end"]]
    if hashlib.sha256(text.encode()).hexdigest() != place["sha256"]:
        raise EvalError(f"{name}, row {place['row']}: the passage is not there as it was written about")
    return text


def written_pairs(passages: Sequence[WrittenPassage], seed: int) -> Iterator[Pair]:
    """Every claim and question that is not held back, read against its passage, alone or among others."""
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    kept = [passage for passage in passages if not passage.is_held_back]
    for passage in kept:
        for stance, texts in passage.said.items():
            wrong = () if stance is Stance.SUPPORTED else None
            for at, text in enumerate(texts):
                alone = rng.random() < _ALONE
                evidence = passage.text if alone else among_others(passage, kept, rng)
                told = _told(passage, stance, at, evidence)
                spans = [(one.start, one.end) for one in segment(evidence)] if told else ()
                yield Pair(text, evidence, stance, NAME, wrong, told, tuple(spans))


def _told(
    passage: WrittenPassage, stance: Stance, at: int, evidence: str
) -> tuple[tuple[int, int], ...] | None:
    """The spans of `evidence`, which holds the passage, that answer its question number `at`."""
    if stance is Stance.UNANSWERED:
        return ()
    places = passage.told_at[at] if stance is Stance.ANSWERED and passage.told_at else ()
    before = evidence.index(passage.text)
    return tuple((before + start, before + end) for start, end in places) or None


def sentence_pairs(passages: Sequence[WrittenPassage], seed: int) -> Iterator[Pair]:
    """Every answered question that is not held back, read against sentences of its passage by themselves.

    Those that answer it together, and some of those that do not.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    for passage in passages:
        if passage.is_held_back:
            continue
        for question, places in zip(passage.said[Stance.ANSWERED], passage.told_at, strict=True):
            if not places:
                continue
            told = " ".join(passage.text[start:end] for start, end in places)
            yield Pair(question, told, Stance.ANSWERED, NAME, told=((0, len(told)),))
            for sentence in segment(passage.text):
                answers = any(start < sentence.end and sentence.start < end for start, end in places)
                if not answers and rng.random() < _OTHER_SENTENCES:
                    yield Pair(question, sentence.rendering, Stance.UNANSWERED, NAME, told=())


def among_others(passage: WrittenPassage, passages: Sequence[WrittenPassage], rng: random.Random) -> str:
    """The passage with sentences of other passages of its set before or behind it."""
    siblings = [one for one in passages if one.dataset == passage.dataset and one.id != passage.id]
    left = LONGEST_EVIDENCE - len(passage.text.split())
    before: list[str] = []
    behind: list[str] = []
    while siblings and left > 0:
        sentence = rng.choice(segment(rng.choice(siblings).text)).rendering
        left -= len(sentence.split())
        if left >= 0:
            rng.choice((before, behind)).append(sentence)
    return " ".join([*before, passage.text, *behind])


def held_back_claims(passages: Sequence[WrittenPassage]) -> Iterator[Row]:
    """The claims about passages that are held back, as rows that measure."""
    for passage in passages:
        if passage.is_held_back:
            for stance, texts in passage.said.items():
                if not stance.is_question:
                    label = stance is Stance.SUPPORTED
                    for at, text in enumerate(texts):
                        row_id = f"{passage.id}-{stance.name.lower()}-{at}"
                        yield Row(0, row_id, (passage.text,), text, "", label, passage.id, {})
