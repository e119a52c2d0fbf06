"""Word overlap: how much of a claim its context says in the same words. The floor every judge must beat."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.grounding.checks.tokens import stems, tokenise


def word_overlap(contexts: Sequence[str], claim: str) -> float:
    """The share in [0, 1] of the claim's words of meaning, by their stems, that stand in any of `contexts`.

    Each word counts once. A claim without words of meaning is measured by all its words; one without any
    word has nothing that could be missing, and gets 1.
    """
    return share_held(meant(claim), frozenset[str]().union(*map(stems, contexts)))


def meant(claim: str) -> frozenset[str]:
    """The stems of the claim's words of meaning; of all its words where it has none of meaning."""
    tokens = tokenise(claim)
    return frozenset(token.stem for token in tokens if token.is_content) or frozenset(
        token.stem for token in tokens
    )


def share_held(wanted: frozenset[str], held: frozenset[str]) -> float:
    """The share of `wanted` stems among those `held`; 1 where nothing is wanted."""
    return len(wanted & held) / len(wanted) if wanted else 1.0
