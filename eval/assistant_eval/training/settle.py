"""What comes after the passes: two states become one model, and its answering head is fitted to it.

What the last pass learns from has claims that keep clear of the passage's words where they are true, and use them
where they are not. That is what it is for, and it is not how claims are in the wild. A mean of the weights before
and after knows both (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from assistant.pair_network import PairNetwork
from assistant_eval.training.batches import EncodedPair, as_batch, batches
from assistant_eval.training.pairs import Stance

EPOCHS, RATE, DECAY, ROWS = 6, 3e-4, 0.05, 64
"""How the answering head is fitted: passes over the questions, AdamW's rate and decay, questions a step."""

_CORES = 2


def averaged(before: Mapping[str, Tensor], after: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """The weights that are `share` of the way from `before` to `after`."""
    return {name: torch.lerp(value, after[name], share) for name, value in before.items()}


def fit_answers(network: PairNetwork, pairs: Sequence[EncodedPair], seed: int) -> None:
    """Fit the answering head alone to questions and passages; everything else stays as it is.

    The mean of two heads is the head of neither, and this one is cheap to mend: the passages are read once.
    """
    network.eval()
    plan = batches(pairs, seed)
    with ThreadPoolExecutor(_CORES, initializer=torch.set_num_threads, initargs=(1,)) as cores:
        vectors = torch.cat(
            list(cores.map(partial(_read, network), [[pairs[at] for at in each] for each in plan]))
        )
    answered = torch.tensor([float(pairs[at].stance is Stance.ANSWERED) for places in plan for at in places])
    torch.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType]
    optimiser = torch.optim.AdamW(network.answer.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        order = torch.randperm(len(vectors))
        for start in range(0, len(order), ROWS):
            rows = order[start : start + ROWS]
            odds = network.answer(vectors[rows])[:, 0]
            functional.binary_cross_entropy_with_logits(odds, answered[rows]).backward()  # pyright: ignore[reportUnknownMemberType]
            optimiser.step()  # pyright: ignore[reportUnknownMemberType]
            optimiser.zero_grad()


def _read(network: PairNetwork, pairs: Sequence[EncodedPair]) -> Tensor:
    batch = as_batch(pairs)
    with torch.no_grad():
        return network.read(batch.ids, batch.present, batch.types)[0]
