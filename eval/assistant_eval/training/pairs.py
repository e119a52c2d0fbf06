"""What the model learns from: two texts and how the second stands to the first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum

HELD_BACK = 0.3
"""Share of the groups of every set that is never trained on: what the shipped model is measured by."""


class Stance(IntEnum):
    """How evidence stands to a claim. The first three are the network's outputs, in this order."""

    SUPPORTED = 0
    CONTRADICTED = 1
    NOT_FOUND = 2
    UNSUPPORTED = 3
    """Contradicted or not found: the source does not tell which."""
    ANSWERED = 4
    """The claim is a question, and the evidence answers it."""
    UNANSWERED = 5

    @property
    def is_question(self) -> bool:
        """Whether the claim is a question."""
        return self >= Stance.ANSWERED


@dataclass(frozen=True, slots=True)
class Pair:
    """`evidence` and the `claim` read against it. `wrong` are spans of the claim that are not borne out.

    `told` are spans of the evidence that answer, where the claim is a question. Either is None where nobody says
    which words they are. `sentences` are the evidence's, where a question is to learn which of them comes first.
    `twins` names a true claim and its false twin, side by side, of which the true one is to come first.
    """

    claim: str
    evidence: str
    stance: Stance
    source: str
    wrong: tuple[tuple[int, int], ...] | None = None
    told: tuple[tuple[int, int], ...] | None = None
    sentences: tuple[tuple[int, int], ...] = ()
    twins: str = ""


def is_held_back(dataset: str, group: str, share: float = HELD_BACK) -> bool:
    """Whether rows of this group are kept for measuring; the same on every machine and in every run."""
    digest = hashlib.sha256(f"{dataset}\0{group}".encode()).digest()
    return int.from_bytes(digest[:4]) < share * 2**32
