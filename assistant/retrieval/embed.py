"""Text to vectors, by the model in the package or one in a local folder.

Weights are held in bfloat16 where the processor computes in it and this very model proves to keep its
meaning in it, else in float32. Vectors of both are interchangeable, so the fingerprint does not tell which.

Batches hold texts of about one length and a fixed number of tokens, and each is computed on one core while
the others compute theirs. The library's own `encode` computes one batch on all cores, which wait for each
other at every layer: several times slower as soon as the machine does anything else.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.retrieval.model_files import BUILTIN, model_fingerprint, model_folder
from assistant.retrieval.text_models import Prepared, TextModel, Vectors, load_text_model

if TYPE_CHECKING:
    from torch import nn

__all__ = ["BUILTIN", "Embedder", "Vectors"]

TOKENS_PER_BATCH = 1024
"""Padded tokens computed at once: enough to keep a core busy, few enough to stay in its cache."""

TEXTS_PREPARED_AT_ONCE = 1_024
"""Texts turned to tokens in one call, on all cores: bounds what tokenizers keep beside the ids."""

QUERIES_KEPT = 256

SAME_MEANING = 0.999
"""Least cosine between a text's vectors in bfloat16 and in float32 for bfloat16 to be used."""

_PROBES = (
    "And how much did it cost?",
    "Price: $150. Released: 3 May 1962. Weight: 12 kg.",
    "The workshop was opened in a mill in the autumn of 1931 by three sisters who had learnt to bind books.",
)


class Embedder:
    """One embedding model. Thread-safe.

    `fingerprint` names the model by the hash of its files; `dimension` is the length of its vectors.
    """

    def __init__(self, model: str = BUILTIN) -> None:
        """Load 'builtin' or the model in that folder; ModelError where it is missing or unsafe."""
        folder = model_folder(model)
        self.fingerprint = model_fingerprint(folder)
        self._model = load_text_model(folder)
        self._cores = ThreadPoolExecutor(
            os.cpu_count() or 1, thread_name_prefix="embed", initializer=_compute_on_one_core
        )
        self._document_prompt = _prompt(self._model, "document", "passage", "corpus")
        self._query_prompt = _prompt(self._model, "query")
        self._cached_query = lru_cache(maxsize=QUERIES_KEPT)(self._encode_query)
        _use_half_precision(self._model.network, lambda: self._encode(_PROBES))
        self.dimension = int(self._encode(_PROBES[:1]).shape[1])

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, of shape (dimension,) and unit norm. Not to be written to."""
        return self._cached_query(text)

    def encode_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """The vectors of `texts`, of shape (len(texts), dimension) and unit norm.

        `progress` is called with the number of texts done so far.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for rows, some in self.stream_documents(texts):
            vectors[rows] = some
            done += len(rows)
            if progress is not None:
                progress(done)
        return vectors

    def stream_documents(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Vectors as they are computed, with their places in `texts`; long texts come first."""
        prepared = self._prepare(texts, self._document_prompt)
        waiting: deque[tuple[list[int], Future[Vectors]]] = deque()
        for rows in _batches(prepared):
            waiting.append((rows, self._cores.submit(self._compute, [prepared[row] for row in rows])))
            if len(waiting) > 2 * (os.cpu_count() or 1):
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())

    def close(self) -> None:
        """Stop the threads; the embedder cannot be used afterwards."""
        self._cores.shutdown(cancel_futures=True)

    def _prepare(self, texts: Sequence[str], prompt: str) -> list[Prepared]:
        return [
            one
            for start in range(0, len(texts), TEXTS_PREPARED_AT_ONCE)
            for one in self._model.prepare(texts[start : start + TEXTS_PREPARED_AT_ONCE], prompt)
        ]

    def _encode_query(self, text: str) -> Vectors:
        # A lone surrogate can come in from JSON; the tokenizer would raise on it.
        clean = text.encode("utf-8", "replace").decode()
        vector = self._encode([clean], self._query_prompt)[0]
        vector.setflags(write=False)
        return vector

    def _encode(self, texts: Sequence[str], prompt: str = "") -> Vectors:
        return self._cores.submit(self._compute, self._model.prepare(texts, prompt)).result()

    def _compute(self, batch: Sequence[Prepared]) -> Vectors:
        vectors = self._model.vectors(batch)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)


def _batches(prepared: Sequence[Prepared]) -> Iterator[list[int]]:
    """Places of texts of about one length, longest first, at most `TOKENS_PER_BATCH` padded tokens, or one text."""
    batch: list[int] = []
    for row in sorted(range(len(prepared)), key=lambda row: -len(prepared[row].ids)):
        batch.append(row)
        if (len(batch) + 1) * len(prepared[batch[0]].ids) > TOKENS_PER_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _finished(batch: tuple[list[int], Future[Vectors]]) -> tuple[list[int], Vectors]:
    rows, vectors = batch
    return rows, vectors.result()


def _use_half_precision(network: nn.Module, encode_probes: Callable[[], Vectors]) -> None:
    """Turn the weights to bfloat16 where that is fast and harmless; see `SAME_MEANING`."""
    import torch  # noqa: PLC0415

    processor: Mapping[str, object] = torch.cpu.get_capabilities()
    on_cpu = next(network.parameters()).device.type == "cpu"
    if not on_cpu or not (processor.get("avx512_bf16") or processor.get("amx_bf16")):
        return
    exact_weights = {name: value.clone() for name, value in network.state_dict().items()}
    exact = encode_probes()
    network.to(torch.bfloat16)
    if np.min(np.sum(exact * encode_probes(), axis=1)) < SAME_MEANING:
        network.to(torch.float32)
        network.load_state_dict(exact_weights)


def _prompt(model: TextModel, *names: str) -> str:
    """What the model wants written before a text of that role, under the first name it knows."""
    for name in (*names, model.default_prompt):
        if name is not None and name in model.prompts:
            return model.prompts[name]
    return ""


def _compute_on_one_core() -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)  # of this thread
