"""Embeds what the ledger lacks, while documents are still being read: the ledger is the queue between both."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from typing import Self

import numpy as np

from assistant.corpus.ledger import Ledger
from assistant.corpus.progress import Progress, Report, Stage
from assistant.retrieval.embed import Embedder, Vectors

COMMIT_EVERY = 128
"""Vectors written at once: about as many as a kill can cost."""

EMBED_AT_ONCE = 16_384
"""Texts sorted by length together: bounds the memory that texts and vectors take."""

WORTH_STARTING = 1_024
"""Texts that are begun with while more may come: fewer would not sort into batches of one length."""

_LOOK_EVERY_S = 0.5


class BackgroundEmbedding:
    """A thread with an embedder and a ledger of its own, from entering the context to leaving it.

    Leaving by an exception stops it; what it has embedded is kept.
    """

    def __init__(self, model: str, ledger: Path) -> None:
        self._model = model
        self._ledger = ledger
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._complete = threading.Event()
        self._abandoned = threading.Event()
        self._done = 0
        self._total = 0

    def __enter__(self) -> Self:
        self._result: Future[int] = self._thread.submit(self._run)
        return self

    def __exit__(self, *_: object) -> None:
        self._abandoned.set()
        self._complete.set()
        self._thread.shutdown()

    def finish(self, report: Report) -> int:
        """Say that the ledger has all its texts, and wait for their vectors; how many were computed."""
        self._complete.set()
        while not self._result.done():
            wait([self._result], timeout=_LOOK_EVERY_S)
            report(Progress(Stage.EMBED, self._done, self._total))
        return self._result.result()

    def _run(self) -> int:
        with closing(Ledger(self._ledger)) as ledger, closing(Embedder(self._model)) as embedder:
            while not self._abandoned.is_set():
                complete = self._complete.is_set()  # asked before the ledger is, so that no text is missed
                missing = ledger.missing(embedder.fingerprint)
                self._total = self._done + missing
                if missing >= (1 if complete else WORTH_STARTING):
                    self._embed(ledger.missing_texts(embedder.fingerprint, EMBED_AT_ONCE), ledger, embedder)
                elif complete:
                    break
                else:
                    self._complete.wait(_LOOK_EVERY_S)
        return self._done

    def _embed(self, texts: list[str], ledger: Ledger, embedder: Embedder) -> None:
        waiting: list[str] = []
        vectors: list[Vectors] = []

        def commit() -> None:
            ledger.embed(embedder.fingerprint, waiting, np.concatenate(vectors))
            self._done += len(waiting)
            waiting.clear()
            vectors.clear()

        for places, some in embedder.stream_documents(texts):
            waiting += [texts[place] for place in places]
            vectors.append(some)
            if len(waiting) >= COMMIT_EVERY:
                commit()
            if self._abandoned.is_set():
                return
        if waiting:
            commit()
