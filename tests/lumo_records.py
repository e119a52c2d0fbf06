"""Records of answers about the brand that does not exist, made by hand, with the words its documents hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant_eval.cases import Case
from assistant_eval.figures import score_record
from assistant_eval.judged import Judges, judge_record
from assistant_eval.records import Record, Retrieved

from assistant.grounding.scoring.exact_scorer import ExactScorer
from tests import lumo

HISTORY = "history/how-the-lumo-came-about.md"
WORKSHOP = "history/workshop.md"
PAPER = "products/paper-shade.md"
LETTER = "founder/2001-letter.md"
ABOUT = "founder/about-ada-brandt.md"
TABLE = "products.csv"

EXACT = Judges(ExactScorer(), ExactScorer())
"""Judges that need no model."""


def at(document: str, words: str) -> dict[str, Any]:
    """Where `words` stand in a document of the pack, whatever the ends of its lines."""
    stored = lumo.DOCUMENTS[document]
    found = re.search(r"\s+".join(map(re.escape, words.split())), stored)
    assert found, words
    return {"document": document, "start": found.start(), "end": found.end(), "text": found.group()}


def citation(marker: int, document: str, words: str, **told: Any) -> dict[str, Any]:
    return {"marker": marker, "title": "", "voice": "by_others", "date": None, **at(document, words), **told}


def passage(rank: int, document: str, words: str) -> Retrieved:
    return Retrieved(**at(document, words), rank=rank)


def whole(rank: int, document: str) -> Retrieved:
    """A document as one passage, without its front matter."""
    stored = lumo.DOCUMENTS[document]
    start = stored.rindex("---\n") + 4 if stored.startswith("---") else 0
    return Retrieved(document, start, len(stored), stored[start:], rank)


def row(name: str) -> str:
    """The row of the table that begins with `name`."""
    return next(line for line in lumo.PRODUCTS.splitlines() if line.startswith(f"{name},"))


def case(**told: Any) -> Case:
    return Case.model_validate(
        {"id": "c", "kind": "single_fact", "question": "What of the Lumo?", "answerable": True} | told
    )


def outcome(text: str, citations: Sequence[Mapping[str, Any]] = (), **told: Any) -> dict[str, Any]:
    return {
        "outcome": "answer",
        "text": text,
        "reason": "",
        "citations": list(citations),
        "claims": [],
        "quotes": [],
        "nearby": [],
        "persona": "historian",
        "disclosure": "You are talking with an AI demonstration.",
        "drafter": "extractive",
        "timings_ms": {"first_sentence": 80.0, "total": 100.0},
    } | told


def record(
    text: str,
    citations: Sequence[Mapping[str, Any]] = (),
    retrieved: Sequence[Retrieved] = (),
    of: Case | None = None,
    **told: Any,
) -> Record:
    return Record(of or case(), outcome(text, citations, **told), tuple(retrieved))


def refusal(of: Case | None = None) -> Record:
    told = outcome("I do not know.", outcome="refusal", timings_ms={"total": 50.0})
    return Record(of or case(), told)


def scored(one: Record, judges: Judges = EXACT) -> Record:
    judged = replace(one, judged=judge_record(one, judges), scores={})
    return judged.with_scores(judged.judged, score_record(judged))
