"""Another system's words in the shape of ``assistant ask --json``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.generation.reply import NOT_IN_SOURCES
from assistant.grounding.scoring.bare import says_it_is_not_there
from assistant.text import segment
from assistant_eval.records import Outcome, Retrieved
from assistant_eval.sentences import MARKERS

_DECLINES = re.compile(
    r"\b(?:i(?: am|'m)? (?:do not|don't|cannot|can't|am unable to|'m unable to|not able to)"
    r" (?:know|have|find|answer|help|provide|tell)|i(?: am|'m) (?:not sure|sorry))\b|\bnot_in_sources\b",
    re.IGNORECASE,
)


def peer_outcome(
    text: str,
    retrieved: Sequence[Retrieved],
    *,
    drafter: str,
    took_ms: float | None,
    refused: bool | None = None,
) -> Outcome:
    """An outcome: ``[n]`` in `text` cites the n-th of `retrieved`; other numbers cite nothing.

    `refused` is what the system itself says; else a text is a refusal that is empty, or whose first statement
    only says that it does not know.
    """
    used = dict.fromkeys(
        int(number) for found in MARKERS.finditer(text) for number in re.findall(r"\d+", found[1])
    )
    citations = [_citation(number, retrieved[number - 1]) for number in used if 0 < number <= len(retrieved)]
    declined = declines(text) if refused is None else refused
    return {
        "schema": 2,
        "outcome": "refusal" if declined else "answer",
        "text": text,
        "reason": "",
        "citations": [] if declined else citations,
        "claims": [],
        "quotes": [],
        "nearby": [],
        "persona": "",
        "disclosure": "",
        "release": "",
        "drafter": drafter,
        "understood": "",
        "ticket": None,
        "timings_ms": {} if took_ms is None else {"total": round(took_ms, 1)},
    }


def declines(text: str) -> bool:
    """Whether a text only says that it cannot answer."""
    text = text.replace("’", "'")
    sentences = segment(text)
    if not text.strip() or text.strip().strip(".") == NOT_IN_SOURCES:
        return True
    first = sentences[0].rendering if sentences else text
    return bool(says_it_is_not_there(first) or _DECLINES.search(first))


def _citation(marker: int, place: Retrieved) -> dict[str, Any]:
    return {
        "marker": marker,
        "document": place.document,
        "title": place.document,
        "kind": "history",
        "voice": "by_others",
        "date": None,
        "url": None,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "withheld": False,
        "locator": None,
        "passage": str(place.rank),
    }
