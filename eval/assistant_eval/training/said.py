"""What a chat model would say of a text: a true sentence, and its twin that only sounds so.

A language model wrote both, the false one as a small change of the true one that a careless reader misses: roles
exchanged, a motive added, two facts joined by a cause that nobody gave. About documents of invented brands
(``eval/pairs/packs``) and about passages of public sets (``eval/pairs/claims.jsonl``).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.grounding.scoring.excerpt import EXCERPT_WORDS, Contexts
from assistant_eval.rows import Row
from assistant_eval.training.pairs import Pair, Stance, is_held_back
from assistant_eval.training.public_sets import changed_spans
from assistant_eval.training.written import passage_text

NAME, OF_PASSAGES = "said", "said of passages"

FILE = "claims.jsonl"

HELD_BACK = 0.12
"""Share of the passages of public sets that is never trained on."""

_NOT_FOUND = frozenset({"added", "joined", "partly", "beyond"})
"""Kinds of which the false sentence says something that the text does not; of others the text may say otherwise."""

_SHORT_WORDS = 70
"""Words of evidence that half of the twins are read beside: about a window of the gate."""

_MOST_CHANGED = 0.5
"""Share of changed words above which nobody can say which of them are wrong."""


@dataclass(frozen=True, slots=True)
class Twins:
    """A sentence that `text` bears out and one that it does not. Those of one `group` are about the same text."""

    group: str
    text: str
    true: str
    false: str
    kind: str


def pack_twins(folders: Sequence[Path]) -> Iterator[Twins]:
    """What is said of the documents of the packs in `folders`."""
    for folder in folders:
        for row in _read(folder / FILE):
            text = (folder / "pack" / row["doc"]).read_text(encoding="utf-8")
            yield Twins(f"{folder.name}/{row['doc']}", text, row["true"], row["false"], row["kind"])


def passage_twins(file: Path, data: Path, *, held_back: bool) -> Iterator[Twins]:
    """What is said of passages of the sets under `data`: of those that are kept for measuring, or of the others."""
    sets: dict[str, dict[str, dict[str, Any]]] = {}
    for row in _read(file):
        if is_held_back(OF_PASSAGES, row["id"], HELD_BACK) == held_back:
            text = passage_text(row["passage"], data, sets)
            for one in row["said"]:
                yield Twins(row["id"], text, one["true"], one["false"], one["kind"])


def _read(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def said_rows(twins: Iterable[Twins]) -> Iterator[Row]:
    """Both sentences as rows that measure."""
    for number, one in enumerate(twins):
        for name, text, label in (("true", one.true, True), ("false", one.false, False)):
            row_id = f"{one.group}-{one.kind}-{name}-{number}"
            yield Row(0, row_id, (one.text,), text, "", label, one.group, {"kind": one.kind})


def said_pairs(twins: Iterable[Twins], source: str, seed: int) -> Iterator[Pair]:
    """Both sentences as pairs, side by side, each read against what it would be in service."""
    rng = random.Random(seed)  # noqa: S311 - a draw of lengths, no secret
    text, contexts = "", Contexts(())
    for number, one in enumerate(twins):
        if one.text != text:
            text, contexts = one.text, Contexts([one.text])
        budget = rng.choice((_SHORT_WORDS, EXCERPT_WORDS))
        name = f"{source} {number}"
        evidence = contexts.excerpt(one.true, budget).text
        yield Pair(one.true, evidence, Stance.SUPPORTED, source, (), twins=name)
        stance = Stance.NOT_FOUND if one.kind in _NOT_FOUND else Stance.UNSUPPORTED
        evidence = contexts.excerpt(one.false, budget).text
        yield Pair(one.false, evidence, stance, source, _wrong(one), twins=name)


def beside(pairs: Sequence[Pair], share: float, seed: int) -> list[Pair]:
    """A draw of the claims among `pairs`, so that what was learnt from them is not forgotten."""
    claims = [pair for pair in pairs if not pair.stance.is_question]
    rng = random.Random(seed)  # noqa: S311 - a draw, no secret
    return rng.sample(claims, round(share * len(claims)))


def _wrong(twins: Twins) -> tuple[tuple[int, int], ...] | None:
    """The words of the false sentence that its twin does not have; None where they are too many to be the fault."""
    spans = changed_spans(twins.true, twins.false)
    changed = sum(len(twins.false[start:end].split()) for start, end in spans)
    return spans if 0 < changed <= _MOST_CHANGED * len(twins.false.split()) else None
