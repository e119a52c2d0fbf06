"""The grounding model in use: its files, checked by hash, and its scores for pairs of texts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from torch import Tensor

    from assistant.pair_network import PairNetwork

LONGEST_PAIR = 512
"""Tokens of a claim and its evidence together: as many positions as the network has."""

TOKENS_PER_BATCH = 1_536
"""Padded tokens computed at once on one core."""

LEAST_BATCHES = 2
"""So that a few pairs keep two cores busy; not read off the machine, so that every machine computes the same."""

_REMEDY = "install brand-assistant again"


@dataclass(frozen=True, slots=True)
class Stances:
    """How evidence stands to a claim: three chances that make 1, not yet calibrated.

    `wrong` are stretches of the claim, ``(start, end, chance)`` a word, that the evidence does not bear out.
    """

    supported: float
    contradicted: float
    not_found: float
    wrong: tuple[tuple[int, int, float], ...]

    @property
    def most_wrong(self) -> float:
        """The chance of the likeliest wrong word; 0 for a claim without words."""
        return max((chance for _, _, chance in self.wrong), default=0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says to a question: the log-odds that it answers it, and for each of its words that it does.

    `words` are ``(start, end, log-odds)`` in the passage.
    """

    odds: float
    words: tuple[tuple[int, int, float], ...]

    def of(self, start: int, end: int) -> float:
        """The mean log-odds of the words within ``[start, end)``; the least of any word where none was read."""
        found = [odds for first, last, odds in self.words if start < last and first < end]
        if not found:
            return min((odds for _, _, odds in self.words), default=self.odds)
        return sum(found) / len(found)


class PairModel:
    """Reads pairs of texts. Thread-safe. `fingerprint` is the hash of its weights and configuration.

    Weights are computed with in bfloat16 where the processor does so natively, else in float32.
    """

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`; ModelError where a file is missing or is not the one that was shipped."""
        told = _checked(folder)
        self.fingerprint: str = told["sha256"]["model.safetensors"]
        self._network = _network(folder)
        self._tokenizer = read_tokenizer(folder)
        self._cores = ThreadPoolExecutor(
            os.cpu_count() or 1, thread_name_prefix="ground", initializer=_compute_on_one_core
        )

    def stances(self, pairs: Sequence[tuple[str, str]]) -> list[Stances]:
        """For each ``(claim, evidence)`` how the evidence stands to the claim."""
        found: list[Stances | None] = [None] * len(pairs)
        for places, read, (stances, words) in self._outputs(pairs, self._network.claims):
            chances, doubts = stances.float().softmax(1), words.float().sigmoid()
            for row, place in enumerate(places):
                supported, contradicted, not_found = chances[row].tolist()
                wrong = _words(pairs[place][0], read[row], doubts[row].tolist(), kind=0)
                found[place] = Stances(supported, contradicted, not_found, wrong)
        return [one for one in found if one is not None]

    def readings(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """For each ``(question, passage)`` what the passage says to the question."""
        found: list[Reading | None] = [None] * len(pairs)
        for places, read, (odds, told) in self._outputs(pairs, self._network.questions):
            words = told.float()
            for row, place in enumerate(places):
                said = _words(pairs[place][1], read[row], words[row].tolist(), kind=1)
                found[place] = Reading(float(odds[row]), said)
        return [one for one in found if one is not None]

    def answers(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each ``(question, passage)`` the log-odds that the passage answers the question."""
        return [one.odds for one in self.readings(pairs)]

    def size(self, first: str, second: str) -> int:
        """Tokens of a pair; one of more than `LONGEST_PAIR` cannot be read."""
        return len(self._tokenizer.encode(_clean(first), _clean(second)).ids)

    def fitting(self, first: str, second: str) -> tuple[str, str]:
        """The pair as it can be read: the end of the longer text is cut off until it fits."""
        while self.size(first, second) > LONGEST_PAIR:
            if len(second) > len(first):
                second = second[: len(second) * 3 // 4]
            else:
                first = first[: len(first) * 3 // 4]
        return first, second

    def close(self) -> None:
        """Stop the threads; the model cannot be used afterwards."""
        self._cores.shutdown(cancel_futures=True)

    def _outputs(
        self, pairs: Sequence[tuple[str, str]], compute: Callable[[Tensor, Tensor, Tensor], Any]
    ) -> Iterator[tuple[list[int], list[Encoding], Any]]:
        """What `compute` makes of ids, presence and types, batch by batch."""
        read = self._tokenizer.encode_batch([(_clean(first), _clean(second)) for first, second in pairs])
        for one in read:
            if len(one.ids) > LONGEST_PAIR:
                raise ValueError(f"a pair has {len(one.ids)} tokens, at most {LONGEST_PAIR} can be read")
        batches = list(_batches(read))
        tasks = [self._cores.submit(_compute, compute, [read[at] for at in batch]) for batch in batches]
        for batch, task in zip(batches, tasks, strict=True):
            yield batch, [read[at] for at in batch], task.result()


def _compute(compute: Callable[[Tensor, Tensor, Tensor], Any], read: Sequence[Encoding]) -> Any:
    import torch  # noqa: PLC0415

    longest = max(len(one.ids) for one in read)
    shape = (len(read), longest)
    ids, types = torch.zeros(shape, dtype=torch.long), torch.ones(shape, dtype=torch.long)
    present = torch.zeros(shape, dtype=torch.bool)
    for row, one in enumerate(read):
        size = len(one.ids)
        ids[row, :size] = torch.tensor(one.ids)
        types[row, :size] = torch.tensor(one.type_ids)
        present[row, :size] = True
    with torch.inference_mode():
        return compute(ids, present, types)


def _words(
    text: str, read: Encoding, values: Sequence[float], *, kind: int
) -> tuple[tuple[int, int, float], ...]:
    """The value of each word of the first (`kind` 0) or second `text` (1): that of its highest token."""
    found: list[tuple[int, int, float]] = []
    for (start, end), of, value in zip(read.offsets, read.type_ids, values, strict=False):
        if of != kind or start == end:
            continue
        if found and start == found[-1][1] and text[start - 1 : end].isalnum():
            found[-1] = (found[-1][0], end, max(found[-1][2], value))
        else:
            found.append((start, end, value))
    return tuple(found)


def _batches(read: Sequence[Encoding]) -> Iterator[list[int]]:
    """Places of pairs of about one length, longest first; a few pairs still make `LEAST_BATCHES`."""
    share = sum(len(one.ids) for one in read) // LEAST_BATCHES
    most = min(TOKENS_PER_BATCH, max(share, 1))
    batch: list[int] = []
    for at in sorted(range(len(read)), key=lambda at: -len(read[at].ids)):
        if batch and (len(batch) + 1) * len(read[batch[0]].ids) > most:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _clean(text: str) -> str:
    """`text` without halves of characters, which no tokenizer reads; every offset stays."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _checked(folder: Path) -> dict[str, Any]:
    """What ``manifest.json`` says, once every file it names has the hash it names."""
    try:
        told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for name, expected in told["sha256"].items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    raise ModelError(f"{folder / name} is not the file that was shipped: {_REMEDY}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the grounding model in {folder} cannot be read ({error}): {_REMEDY}") from error
    return told


def _network(folder: Path) -> PairNetwork:
    import torch  # noqa: PLC0415
    from safetensors.torch import load_file  # noqa: PLC0415  # pyright: ignore[reportUnknownVariableType]

    from assistant.pair_network import PairNetwork  # noqa: PLC0415

    network = PairNetwork(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    network.load_state_dict(load_file(folder / "model.safetensors"))
    processor = torch.cpu.get_capabilities()
    half = processor.get("avx512_bf16") or processor.get("amx_bf16")
    network.to(torch.bfloat16 if half else torch.float32)
    return network.eval().requires_grad_(requires_grad=False)


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of the model in `folder`; it neither pads nor cuts."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _compute_on_one_core() -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)  # of this thread
