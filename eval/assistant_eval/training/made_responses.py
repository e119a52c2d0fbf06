"""Whole responses with one sentence that is not borne out: what an answer of a chat model looks like when it errs.

Out of answers that people wrote to held-back questions. Such a response is mostly right, which no sentence pair is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.grounding.scoring.excerpt import Contexts
from assistant.text import segment
from assistant_eval.rows import Row
from assistant_eval.training.made_pairs import changed_claims
from assistant_eval.training.pairs import Pair, Stance, is_held_back
from assistant_eval.training.public_sets import read

NAME = "made responses"

_SETS = ("clapnq", "mtrag_un")
_SHORTEST = 2  # sentences


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer somebody wrote to a question, sentence by sentence, with what it rests on."""

    id: str
    group: str
    question: str
    contexts: tuple[str, ...]
    sentences: tuple[str, ...]


def made_responses(data: Path, seed: int) -> list[Row]:
    """Each held-back answer as it is, and once with a sentence put in or changed so that nothing bears it out."""
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    answers = [answer for name in _SETS for answer in _answers(data, name)]
    rows: list[Row] = []
    for answer in answers:
        rows.append(_row(answer, answer.sentences, supported=True))
        foreign = _foreign(answer, answers, rng)
        changed = _changed(answer, rng)
        spoilt = changed if changed and rng.random() < 0.5 else foreign
        rows.append(_row(answer, spoilt, supported=False))
    return rows


def _answers(data: Path, name: str) -> Iterator[_Answer]:
    for raw in read(data / name / "dev.jsonl.gz"):
        if not raw.get("contexts") or not is_held_back(name, str(raw["group"])):
            continue
        text = _written(raw)
        sentences = tuple(one.rendering for one in segment(text))
        if len(sentences) >= _SHORTEST:
            yield _Answer(
                str(raw["id"]), str(raw["group"]), str(raw["question"]), tuple(raw["contexts"]), sentences
            )


def _written(raw: dict[str, Any]) -> str:
    told: dict[str, Any] = raw.get("meta") or {}
    written: list[dict[str, str]] = told.get("gold") or []
    golds: list[str] = [gold["answer"] for gold in written] or told.get("reference") or []
    return str(golds[0]) if golds and raw.get("label") == 1 else ""


def _foreign(answer: _Answer, answers: list[_Answer], rng: random.Random) -> tuple[str, ...]:
    """With a sentence out of another answer, of those the one most like what this one rests on."""
    held = frozenset[str]().union(*(one.stems for one in Contexts(answer.contexts).sentences))
    others = [
        sentence
        for other in rng.sample(answers, min(40, len(answers)))
        if other.group != answer.group
        for sentence in other.sentences
        if len(sentence.split()) > 7
    ]
    likest = max(others, key=lambda text: _share(text, held), default="It was the first of its kind.")
    at = rng.randint(1, len(answer.sentences))
    return (*answer.sentences[:at], likest, *answer.sentences[at:])


def _share(text: str, held: frozenset[str]) -> float:
    stems = frozenset[str]().union(*(one.stems for one in Contexts([text]).sentences))
    return len(stems & held) / max(1, len(stems))


def _changed(answer: _Answer, rng: random.Random) -> tuple[str, ...] | None:
    """With one fact of one sentence changed."""
    contexts = Contexts(answer.contexts)
    pairs = [
        Pair(text, contexts.excerpt(text).text, Stance.SUPPORTED, "clapnq", ()) for text in answer.sentences
    ]
    for pair in rng.sample(pairs, len(pairs)):
        for made in changed_claims([pair], rng.randint(0, 1 << 30)):
            if made.claim != pair.claim:
                return tuple(made.claim if text == pair.claim else text for text in answer.sentences)
    return None


def _row(answer: _Answer, sentences: tuple[str, ...], *, supported: bool) -> Row:
    name = f"{answer.id}-{'as-written' if supported else 'spoilt'}"
    return Row(
        line=0,
        id=name,
        contexts=answer.contexts,
        claim=" ".join(sentences),
        question=answer.question,
        label=supported,
        group=answer.group,
        raw={"id": name},
    )
