"""No row that measures may have been learnt from: held-back texts are looked for in the pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.text import words
from assistant_eval.rows import BrokenLine, read_objects
from assistant_eval.training.pairs import Pair, is_held_back

_OPENING = 30  # words that tell one text from another


def without_leaks(pairs: Sequence[Pair], data: Path) -> tuple[list[Pair], int]:
    """The pairs whose claim no measuring row makes, and how many were left out.

    Measuring rows are the held-back groups of every set. Contexts may be shared (Wikipedia is in many sets);
    a claim, or a question, that is the same word for word may not.
    """
    measured = set(_measured(data))
    kept = [pair for pair in pairs if _opening(pair.claim) not in measured]
    return kept, len(pairs) - len(kept)


def _measured(data: Path) -> Iterator[str]:
    for path in sorted(data.glob("*/dev.jsonl.gz")):
        for _, raw in read_objects(path):
            if isinstance(raw, BrokenLine) or not is_held_back(path.parent.name, str(raw.get("group"))):
                continue
            for key in ("claim", "question"):
                text = raw.get(key)
                if isinstance(text, str) and len(text.split()) > 3:
                    yield _opening(text)


def _opening(text: str) -> str:
    return " ".join(words(text)[:_OPENING])
