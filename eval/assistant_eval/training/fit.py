"""The training run: AdamW, a warm-up and a straight way down, a checkpoint every few minutes.

Each core computes a batch of its own on a copy of the network that shares its weights; one batch on all
cores makes them wait for each other at every layer.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from assistant.generation.ranking import ANSWERED, TOLD
from assistant.pair_network import PairNetwork
from assistant_eval.training.batches import IGNORED, NONE, Batch, EncodedPair, as_batch, batches
from assistant_eval.training.pairs import Stance

Loss = Callable[[PairNetwork, Batch], Tensor]

HEAD_FACTOR = 4.0
"""How much faster than the encoder the heads learn: they start from nothing."""

WARM_UP = 0.06  # share of the steps
TOKEN_LOSS = 0.5
RANKING_LOSS = 0.5
TWIN_LOSS = 0.5
CHECKPOINT_STEPS = 100
_CORES = 2
"""Batches computed side by side; not read off the machine, so that every machine learns the same."""

_IN_TURN = 2
"""Times that happens before the weights move."""


def fit(
    network: PairNetwork,
    pairs: Sequence[EncodedPair],
    checkpoint: Path,
    *,
    seed: int,
    rate: float,
    progress: Callable[[int, int, float], None],
    loss: Loss | None = None,
) -> None:
    """Train `network` once over `pairs` at a highest `rate`; goes on from `checkpoint` where there is one.

    `loss` is what is made small, `shared_loss` unless told otherwise. `progress` is called with the step, the number of
    steps and the mean loss since the last call.
    """
    torch.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType]
    network.encoder.words.weight.requires_grad = False  # half the weights, learnt long ago
    plan = batches(pairs, seed)
    steps = len(plan) // (_CORES * _IN_TURN)
    optimiser = _optimiser(network, rate)
    first = _resume(checkpoint, network, optimiser)
    replicas = [network, *(_replica(network) for _ in range(_CORES - 1))]
    losses: list[float] = []
    backward = partial(_backward, loss or shared_loss)
    with ThreadPoolExecutor(_CORES, initializer=torch.set_num_threads, initargs=(1,)) as cores:
        for step in range(first, steps):
            _set_rate(optimiser, step, steps)
            for turn in range(step * _IN_TURN, (step + 1) * _IN_TURN):
                chosen = plan[turn * _CORES : (turn + 1) * _CORES]
                made = [as_batch([pairs[at] for at in places]) for places in chosen]
                losses += cores.map(backward, replicas, made)
            _gather(replicas)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()  # pyright: ignore[reportUnknownMemberType]
            optimiser.zero_grad()
            if (step + 1) % CHECKPOINT_STEPS == 0 or step + 1 == steps:
                _save(checkpoint, network, optimiser, step + 1)
                progress(step + 1, steps, sum(losses) / len(losses))
                losses.clear()


def _optimiser(network: PairNetwork, rate: float) -> torch.optim.AdamW:
    learning = [(name, each) for name, each in network.named_parameters() if each.requires_grad]
    layers = [each for name, each in learning if name.startswith(("encoder.", "asking."))]
    heads = [each for name, each in learning if not name.startswith(("encoder.", "asking."))]
    return torch.optim.AdamW(
        [{"params": layers, "peak": rate}, {"params": heads, "peak": HEAD_FACTOR * rate}],
        weight_decay=0.01,
        fused=True,
    )


def _set_rate(optimiser: torch.optim.Optimizer, step: int, steps: int) -> None:
    warm = max(1, int(WARM_UP * steps))
    share = (step + 1) / warm if step < warm else (steps - step) / (steps - warm)
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * share


def _replica(network: PairNetwork) -> PairNetwork:
    twin = copy.deepcopy(network)
    for ours, theirs in zip(twin.parameters(), network.parameters(), strict=True):
        ours.data = theirs.data
        ours.requires_grad_(theirs.requires_grad)
    return twin


def _backward(loss: Loss, network: PairNetwork, batch: Batch) -> float:
    network.train()
    lost = loss(network, batch)
    lost.backward()  # pyright: ignore[reportUnknownMemberType]
    return float(lost.detach())


def _gather(replicas: Sequence[PairNetwork]) -> None:
    """Put the mean of all replicas' gradients into the first one."""
    for same in zip(*(replica.parameters() for replica in replicas), strict=True):
        total = next((each.grad for each in same if each.grad is not None), None)
        if total is None:
            continue
        for each in same:
            if each.grad is not None and each.grad is not total:
                total += each.grad
            each.grad = None
        same[0].grad = total.div_(len(replicas) * _IN_TURN)


def question_loss(network: PairNetwork, batch: Batch) -> Tensor:
    """What is to be made small of questions, once they have layers of their own."""
    odds, told = network.questions(batch.ids, batch.present, batch.types)
    answered = (batch.stances == Stance.ANSWERED).float()
    total = functional.binary_cross_entropy_with_logits(odds.float(), answered)
    return total + TOKEN_LOSS * _of_tokens(told, batch.marked) + RANKING_LOSS * of_ranking(odds, told, batch)


def shared_loss(network: PairNetwork, batch: Batch) -> Tensor:
    """The same of claims and questions while they share every layer: a mean over pairs, one over labelled tokens."""
    stances = batch.stances
    chances, words, answers = network(batch.ids, batch.present, batch.types)
    questions = stances > Stance.UNSUPPORTED
    losses = _of_stances(chances, stances)
    losses[questions] = functional.binary_cross_entropy_with_logits(
        answers.float()[questions], (stances[questions] == Stance.ANSWERED).float(), reduction="none"
    )
    asked = questions[:, None]
    return losses.mean() + TOKEN_LOSS * _of_tokens(words, batch.marked.masked_fill(asked, IGNORED))


def claim_loss(network: PairNetwork, batch: Batch) -> Tensor:
    """What is to be made small of claims, once questions have layers of their own."""
    chances, words = network.claims(batch.ids, batch.present, batch.types)
    lost = _of_stances(chances, batch.stances).mean() + TOKEN_LOSS * _of_tokens(words, batch.marked)
    return lost + TWIN_LOSS * of_twins(chances, batch)


def of_twins(chances: Tensor, batch: Batch) -> Tensor:
    """How far each true claim is from standing above its false twin; 0 where there are none.

    Twins share length, style and most words: only what is not borne out is left to tell them apart.
    """
    apart = functional.log_softmax(chances.float(), dim=1)
    odds = apart[:, 0] - torch.logsumexp(apart[:, 1:], dim=1)
    lost: list[Tensor] = []
    for group in sorted({number for number in batch.groups if number != NONE}):
        of_it = torch.tensor([number == group for number in batch.groups])
        true, false = (
            odds[of_it & (batch.stances == Stance.SUPPORTED)],
            odds[of_it & (batch.stances != Stance.SUPPORTED)],
        )
        if len(true) and len(false):
            lost.append(functional.softplus(false.mean() - true.mean()))
    return torch.stack(lost).mean() if lost else torch.zeros(())


def _of_stances(logits: Tensor, stances: Tensor) -> Tensor:
    """The loss of each claim; of one that is not supported, and nobody knows how, that of either."""
    chances = functional.log_softmax(logits.float(), dim=1)
    losses = torch.zeros(len(stances))
    known = stances < Stance.UNSUPPORTED
    losses[known] = -chances[known, stances[known]]
    either = stances == Stance.UNSUPPORTED
    losses[either] = -torch.logsumexp(chances[either][:, 1:], dim=1)
    return losses


def _of_tokens(logits: Tensor, marked: Tensor) -> Tensor:
    """The mean over labelled tokens; 0 where there is none. Marked ones are few, and count three times."""
    labelled = marked >= 0
    if not labelled.any():
        return torch.zeros(())
    return functional.binary_cross_entropy_with_logits(
        logits.float()[labelled], marked[labelled], pos_weight=torch.tensor(3.0)
    )


def of_ranking(odds: Tensor, told: Tensor, batch: Batch) -> Tensor:
    """How far the sentences that answer are from coming first of all that one search brought back.

    The losses a pair at a time teach how sure to be; a fan sees what comes first. A softmax over the sentences of all
    passages of a question (Cao et al., "Learning to rank: from pairwise approach to listwise approach", ICML 2007),
    each worth what `ranking.reread` makes of it; the mean over questions, 0 where there is none.
    """
    pairs, most = len(batch.sentences), int(batch.sentences.max()) + 1
    if most == 0:
        return torch.zeros(())
    of_sentence = batch.sentences >= 0
    places = (torch.arange(pairs)[:, None] * most + batch.sentences)[of_sentence]
    sizes = torch.zeros(pairs * most).index_add(0, places, torch.ones(len(places)))
    means = torch.zeros(pairs * most).index_add(0, places, told.float()[of_sentence]) / sizes.clamp(min=1)
    answers = torch.zeros(pairs * most).index_add(0, places, (batch.marked[of_sentence] > 0).float())
    worth = means.view(pairs, most) + ANSWERED / TOLD * odds.float()[:, None]
    there, right = (sizes > 0).view(pairs, most), (answers > sizes / 2).view(pairs, most)
    lost: list[Tensor] = []
    for question in sorted({number for number in batch.groups if number != NONE}):
        of_it = torch.tensor([number == question for number in batch.groups])
        if right[of_it].any() and (there & ~right)[of_it].any():
            best = torch.logsumexp(worth[of_it][right[of_it]], 0)
            lost.append(torch.logsumexp(worth[of_it][there[of_it]], 0) - best)
    return torch.stack(lost).mean() if lost else torch.zeros(())


def _save(path: Path, network: PairNetwork, optimiser: torch.optim.Optimizer, step: int) -> None:
    part = path.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, part)
    part.replace(path)


def _resume(path: Path, network: PairNetwork, optimiser: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])
