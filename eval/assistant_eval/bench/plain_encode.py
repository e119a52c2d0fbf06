"""The embedding model's own `encode` in a process of its own, as a user of the library calls it.

``python -m assistant_eval.bench.plain_encode MODEL_FOLDER TEXTS.json`` prints one JSON object: the number
type of the weights and seconds by batch size. A process of its own, because ours tunes its threads.
"""

# pyright: reportUnknownMemberType=false
# (sentence-transformers leaves parameters of its public functions without types.)

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZES = (32, 64)
PROBE = 128
"""Texts that decide between the number types, after as many to warm up."""


def main(folder: str, texts_file: str) -> None:
    """Encode the texts once with each batch size, in the faster of float32 and bfloat16."""
    import torch  # noqa: PLC0415  # imported by name only where this module is the program
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()
    texts: list[str] = json.loads(Path(texts_file).read_text(encoding="utf-8"))
    probe = texts[:: max(1, len(texts) // PROBE)]
    timed: dict[str, float] = {}
    for number_type in (torch.float32, torch.bfloat16):
        model = SentenceTransformer(folder, local_files_only=True, model_kwargs={"dtype": number_type})
        _seconds(model, probe, BATCH_SIZES[0])
        timed[str(number_type)] = _seconds(model, probe, BATCH_SIZES[0])
    fastest = min(timed, key=timed.__getitem__)
    dtype = getattr(torch, fastest.removeprefix("torch."))
    model = SentenceTransformer(folder, local_files_only=True, model_kwargs={"dtype": dtype})
    _seconds(model, probe, BATCH_SIZES[0])
    seconds = {size: _seconds(model, texts, size) for size in BATCH_SIZES}
    print(json.dumps({"number_type": fastest.removeprefix("torch."), "seconds": seconds}))  # noqa: T201


def _seconds(model: SentenceTransformer, texts: Sequence[str], batch_size: int) -> float:
    started = time.perf_counter()
    model.encode(list(texts), batch_size=batch_size, show_progress_bar=False, normalize_embeddings=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
