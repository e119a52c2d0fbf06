"""Text to vectors with sentence-transformers, from the model in the package or a local folder.

Weights are held in bfloat16 where the processor computes in it and this very model proves to keep its
meaning in it, else in float32. Vectors of both are interchangeable, so the fingerprint does not tell which.

Batches hold texts of about one length and a fixed number of tokens, and each is computed on one core while
the others compute theirs. The library's own `encode` computes one batch on all cores, which wait for each
other at every layer: several times slower as soon as the machine does anything else.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.retrieval.model_files import BUILTIN, model_fingerprint, model_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUILTIN", "Embedder", "Vectors"]

Vectors = NDArray[np.float32]

TOKENS_PER_BATCH = 2048
"""Padded tokens computed at once: enough to keep a core busy, few enough to stay in its cache."""

QUERIES_KEPT = 256

SAME_MEANING = 0.999
"""Least cosine between a text's vectors in bfloat16 and in float32 for bfloat16 to be used."""

_PROBES = (
    "And how much did it cost?",
    "Price: $2,495. Released: 24 January 1984. Memory: 128 KB.",
    "The company was founded in a garage in April 1976 by two friends who shared a love of electronics.",
)


class Embedder:
    """One embedding model. Thread-safe.

    `fingerprint` names the model by the hash of its files; `dimension` is the length of its vectors.
    """

    def __init__(self, model: str = BUILTIN) -> None:
        """Load 'builtin' or the model in that folder; ModelError where it is missing or unsafe."""
        folder = model_folder(model)
        self.fingerprint = model_fingerprint(folder)
        self._model = _load(str(folder))
        self._tokenizer_lock = threading.Lock()
        self._cores = ThreadPoolExecutor(
            os.cpu_count() or 1, thread_name_prefix="embed", initializer=_compute_on_one_core
        )
        self._document_prompt = _prompt(self._model, "document", "passage", "corpus")
        self._query_prompt = _prompt(self._model, "query")
        self._cached_query = lru_cache(maxsize=QUERIES_KEPT)(self._encode_query)
        _use_half_precision(self._model, self._encode)
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
        waiting: deque[tuple[list[int], Future[Vectors]]] = deque()
        for rows in self._batches(texts):
            features = self._features([texts[row] for row in rows], self._document_prompt)
            waiting.append((rows, self._cores.submit(self._forward, features)))
            if len(waiting) > 2 * (os.cpu_count() or 1):
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())

    def close(self) -> None:
        """Stop the threads; the embedder cannot be used afterwards."""
        self._cores.shutdown(cancel_futures=True)

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        lengths = self._token_counts(texts)
        batch: list[int] = []
        for row in sorted(range(len(texts)), key=lambda row: -lengths[row]):
            batch.append(row)
            if (len(batch) + 1) * lengths[batch[0]] > TOKENS_PER_BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _token_counts(self, texts: Sequence[str]) -> list[int]:
        longest = self._model.max_seq_length or 512
        counts: list[int] = []
        for start in range(0, len(texts), 256):
            with self._tokenizer_lock:
                ids = self._model.tokenizer(
                    list(texts[start : start + 256]), padding=False, truncation=True, max_length=longest
                )["input_ids"]
            counts += [len(tokens) for tokens in ids]
        return counts

    def _encode_query(self, text: str) -> Vectors:
        # A lone surrogate can come in from JSON; the tokenizer would raise on it.
        clean = text.encode("utf-8", "replace").decode()
        vector = self._encode([clean], self._query_prompt)[0]
        vector.setflags(write=False)
        return vector

    def _encode(self, texts: Sequence[str], prompt: str | None = None) -> Vectors:
        return self._cores.submit(self._forward, self._features(texts, prompt)).result()

    def _features(self, texts: Sequence[str], prompt: str | None) -> dict[str, Any]:
        with self._tokenizer_lock:  # fast tokenizers keep padding and truncation as state
            return self._model.preprocess(list(texts), prompt=prompt)  # pyright: ignore[reportUnknownMemberType]

    def _forward(self, features: dict[str, Any]) -> Vectors:
        import torch  # noqa: PLC0415

        with torch.inference_mode():
            on_device = {
                name: value.to(self._model.device) if isinstance(value, torch.Tensor) else value
                for name, value in features.items()
            }
            vectors: Vectors = self._model(on_device)["sentence_embedding"].float().cpu().numpy()
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)


def _finished(batch: tuple[list[int], Future[Vectors]]) -> tuple[list[int], Vectors]:
    rows, vectors = batch
    return rows, vectors.result()


def _load(folder: str) -> SentenceTransformer:
    # Read when the libraries are imported: no look-up at a hub, whatever the folder's files name.
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from safetensors import SafetensorError  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # seconds to import
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(
            folder, trust_remote_code=False, local_files_only=True, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"{folder} cannot be loaded as an embedding model ({error}): name another folder in "
            "ASSISTANT_EMBEDDING_MODEL, or 'builtin'"
        ) from error
    return model.eval()


def _use_half_precision(model: SentenceTransformer, encode: Callable[[Sequence[str]], Vectors]) -> None:
    """Turn the weights to bfloat16 where that is fast and harmless; see `SAME_MEANING`."""
    import torch  # noqa: PLC0415

    processor: Mapping[str, object] = torch.cpu.get_capabilities()
    if model.device.type != "cpu" or not (processor.get("avx512_bf16") or processor.get("amx_bf16")):
        return
    exact_weights = {name: value.clone() for name, value in model.state_dict().items()}
    exact = encode(_PROBES)
    model.to(torch.bfloat16)
    if np.min(np.sum(exact * encode(_PROBES), axis=1)) < SAME_MEANING:
        model.to(torch.float32)
        model.load_state_dict(exact_weights)


def _prompt(model: SentenceTransformer, *names: str) -> str | None:
    """What the model wants written before a text of that role, under the first name it knows."""
    for name in (*names, model.default_prompt_name):
        if name is not None and name in model.prompts:
            return model.prompts[name]
    return None


def _compute_on_one_core() -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)  # of this thread
