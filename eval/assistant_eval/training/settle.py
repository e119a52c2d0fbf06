"""What comes after the passes: two states become one model, and its questions get layers of their own.

What the last pass learns from has claims that keep clear of the passage's words where they are true, and use them
where they are not. That is what it is for, and it is not how claims are in the wild. A mean of the weights before
and after knows both (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from assistant.pair_network import PairNetwork
from assistant_eval.training.batches import EncodedPair
from assistant_eval.training.fit import Loss, claim_loss, fit, question_loss

LAYERS = 3
"""Last layers that questions get: 11 MB of weights."""

RATES = (1.5e-4, 1e-4, 1e-4, 1e-4)
"""Highest learning rate of each time the questions are gone through."""

LAST_TAKEN = 0.65
"""How far the questions' layers go from before the last time to after it: as good a ranking, a surer refusal."""

EVERYDAY_RATE = 1e-4
"""Highest learning rate of each time the everyday questions are gone through."""

CLAIMS_RATE = 1e-4
"""Highest learning rate of the last time claims are gone through."""

CLAIMS_TAKEN = 0.7
"""How far what judges claims goes from before that to after it."""


def averaged(before: Mapping[str, Tensor], after: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """The weights that are `share` of the way from `before` to `after`."""
    return {name: torch.lerp(value, after[name], share) for name, value in before.items()}


def learn_questions(
    network: PairNetwork,
    questions: Sequence[EncodedPair],
    work: Path,
    seed: int,
    progress: Callable[[int, int, float], None],
) -> None:
    """Give questions layers of their own and train those; what judges claims stays as it is.

    Goes on from the checkpoints in `work`, one for each time all `questions` are gone through.
    """
    network.part_ways(LAYERS)
    _in_turn(network, [(questions, rate) for rate in RATES], work / "questions", seed, progress)


def learn_everyday(
    network: PairNetwork,
    turns: Sequence[Sequence[EncodedPair]],
    work: Path,
    seed: int,
    progress: Callable[[int, int, float], None],
) -> None:
    """Teach the questions' layers what fans type into a chat: each of `turns` once, in their order.

    Goes on from the checkpoints in `work`, one a turn.
    """
    _in_turn(network, [(pairs, EVERYDAY_RATE) for pairs in turns], work / "everyday", seed, progress)


def learn_claims(
    network: PairNetwork,
    claims: Sequence[EncodedPair],
    work: Path,
    seed: int,
    progress: Callable[[int, int, float], None],
) -> None:
    """Train the last layers that judge claims once over `claims`; what reads questions stays as it is.

    Goes on from the checkpoint in `work`.
    """
    network.requires_grad_(requires_grad=False)
    for part in (network.encoder.layers[-LAYERS:], network.stance, network.token):
        part.requires_grad_(requires_grad=True)
    _in_turn(network, [(claims, CLAIMS_RATE)], work / "claims", seed, progress, claim_loss, CLAIMS_TAKEN)


def _in_turn(
    network: PairNetwork,
    turns: Sequence[tuple[Sequence[EncodedPair], float]],
    checkpoints: Path,
    seed: int,
    progress: Callable[[int, int, float], None],
    loss: Loss = question_loss,
    taken: float = LAST_TAKEN,
) -> None:
    """Learn the pairs of each turn at its rate; of the last turn, the share `taken` of the way is kept."""
    before: dict[str, Tensor] = {}
    for turn, (pairs, rate) in enumerate(turns):
        before = {name: value.clone() for name, value in network.state_dict().items()}
        checkpoint = checkpoints.with_name(f"{checkpoints.name}-{turn + 1}.pt")
        fit(
            network,
            pairs,
            checkpoint,
            seed=seed + turn,
            rate=rate,
            progress=progress,
            loss=loss,
        )
    network.load_state_dict(averaged(before, network.state_dict(), taken))
