"""Questions asked of whole packs: what search finds for them, and which of its sentences answer.

What a reader must tell apart in service is what one search brings back: passages of one brand about one matter, of
which one or none answers. The packs are of invented brands, written for this project (``eval/pairs/packs``).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assembly import open_assistant
from assistant.brand import Brand
from assistant.corpus.progress import Progress
from assistant.corpus.publish import publish
from assistant.domain import Evidence
from assistant.generation.ranking import as_read
from assistant.settings import Settings
from assistant_eval.training.pairs import Pair, Stance, is_held_back

NAME = "asked"

QUESTIONS, EVERYDAY = "questions.jsonl", "everyday.jsonl"
"""Files of a pack: questions for what documents tell in detail, and such as fans type into a chat."""

HELD_BACK = 0.12
"""Share of the packs that is never trained on."""

MOST_FOUND = 20
"""Passages of a search that are looked at."""

MOST_ANSWERING, MOST_OTHERS = 2, 3
"""Passages that are learnt from, of those that answer a question and of the others; the first ones."""

BESIDE = ((0, 100), (100, 200))
"""Which questions of a pack, in a drawn order, are learnt from beside the everyday ones, turn by turn."""

_SHORTEST_KEY = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a pack. `places` are the ``(document, words)`` that answer it, each a few whole sentences; none
    where no document does. `key` is the core of the answer: a passage that holds it may answer, too.
    """

    question: str
    places: tuple[tuple[str, str], ...]
    key: str


def packs_in(folder: Path, *, held_back: bool) -> list[Path]:
    """The folders of packs that are kept for measuring, or of those that are not."""
    found = sorted(each for each in folder.iterdir() if (each / QUESTIONS).is_file())
    return [each for each in found if is_held_back(NAME, each.name, HELD_BACK) == held_back]


def everyday_turns(folders: Sequence[Path], work: Path, seed: int) -> list[list[Pair]]:
    """What is learnt from last, turn by turn: all everyday questions of the packs, and others beside them.

    The others are a draw, of each pack and for each turn anew, so that what was learnt before is not forgotten.
    """
    everyday = list(asked_pairs(folders, work, EVERYDAY))
    turns: list[list[Pair]] = [list(everyday) for _ in BESIDE]
    for folder in folders:
        rng = random.Random(f"{seed} {folder.name}")  # noqa: S311 - a draw, no secret
        questions = read_questions(folder / QUESTIONS)
        rng.shuffle(questions)
        for turn, (first, last) in zip(turns, BESIDE, strict=True):
            turn.extend(_found_pairs(folder, work, questions[first:last]))
    return turns


def asked_pairs(folders: Sequence[Path], work: Path, file: str = QUESTIONS) -> Iterator[Pair]:
    """Every question in `file` of the packs in `folders`, read against what search finds and what answers it.

    Releases are built under `work`, and used again.
    """
    for folder in folders:
        yield from _found_pairs(folder, work, read_questions(folder / file))


def _found_pairs(folder: Path, work: Path, questions: Sequence[Asked]) -> Iterator[Pair]:
    settings = Settings(home=work, brand=folder / "pack")
    publish(Brand.read(settings.brand), settings, _silent)
    with open_assistant(settings) as assistant, assistant.in_service() as answering:
        for asked in questions:
            found = answering.finder.searcher.search(asked.question, limit=MOST_FOUND)
            texts = {doc: answering.store.document_text(doc) for doc, _ in asked.places}
            pairs = [pair for item in found if (pair := _pair(asked, item, texts))]
            yield from [pair for pair in pairs if pair.told][:MOST_ANSWERING]
            yield from [pair for pair in pairs if not pair.told][:MOST_OTHERS]


def _silent(progress: Progress) -> None:
    del progress


def read_questions(file: Path) -> list[Asked]:
    """The questions in `file`."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Asked(
            row["question"],
            tuple((one["doc"], words) for one in (row, *row.get("also", ())) for words in one["told"]),
            row["key"],
        )
        for row in rows
    ]


def _pair(asked: Asked, item: Evidence, texts: dict[str, str]) -> Pair | None:
    """`item` beside the question; None where it is not sure whether it answers."""
    evidence, spans = as_read(item)
    places = [
        (start, start + len(words))
        for doc, words in asked.places
        if doc == item.source.id and (start := texts[doc].find(words)) >= 0
    ]
    told = tuple(
        span
        for sentence, span in zip(item.passage.sentences, spans, strict=True)
        if any(start < sentence.end and sentence.start < end for start, end in places)
    )
    if told:
        return Pair(asked.question, evidence, Stance.ANSWERED, NAME, told=told, sentences=spans)
    if len(asked.key) >= _SHORTEST_KEY and asked.key.casefold() in evidence.casefold():
        return None
    return Pair(asked.question, evidence, Stance.UNANSWERED, NAME, told=(), sentences=spans)
