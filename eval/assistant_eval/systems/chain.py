"""A plain LangChain chain over the same documents: recursive splitter, Chroma, the usual prompt, no gate.

The baseline of the headline table: what a competent team has after a day. Needs the packages of `pip install
brand-assistant[chain]`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from assistant.assembly import open_assistant
from assistant.retrieval.embed import Embedder
from assistant.settings import Settings
from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.records import Retrieved
from assistant_eval.systems.server import ChatServer, Message
from assistant_eval.systems.system import Said

PASSAGES = 4
"""Passages the chain reads: LangChain's own default."""

PROMPT = """\
You are an assistant for question-answering tasks. Use the following numbered pieces of retrieved context to answer \
the question, and put the number of the piece in square brackets behind each sentence. If you don't know the answer, \
say that you don't know. Use three sentences maximum and keep the answer concise.

{context}"""


class PlainChainSystem:
    """Retrieve, put into the prompt, answer."""

    def __init__(self, settings: Settings) -> None:
        """Read the documents of the release in service; EvalError where the packages are missing."""
        try:
            from assistant_eval.bench.plain_chain import PlainChain  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise EvalError(
                f"the plain chain needs {error.name}: pip install langchain-chroma langchain-text-splitters rank-bm25"
            ) from error
        with open_assistant(settings.model_copy(update={"drafter": "extractive"})) as assistant:
            paths = sorted(assistant.release.manifest.documents)
            self._release = assistant.release_id
        self._embedder = Embedder(settings.embedding_model)
        self._chain = PlainChain(settings.brand, paths, self._embedder)
        self._model = ChatServer(settings)

    @property
    def told(self) -> Mapping[str, Any]:
        """See `System`."""
        drafter = self._model.told["drafter"]
        return {
            "kind": "langchain",
            "drafter": drafter,
            "raw": True,
            "persona": None,
            "release": self._release,
        }

    @property
    def at_once(self) -> int:
        """See `System`."""
        return self._model.at_once

    def ask(self, case: Case) -> Said:
        """See `System`."""
        started = time.perf_counter()
        found = self._chain.dense(case.question, PASSAGES)
        retrieved = tuple(
            Retrieved(each.document, 0, len(each.text), each.text, rank)
            for rank, each in enumerate(found, start=1)
        )
        context = "\n\n".join(f"[{place.rank}] {place.text}" for place in retrieved)
        messages: list[Message] = [("system", PROMPT.format(context=context))]
        for earlier in case.earlier:
            messages.append(("human", earlier.question))
            if earlier.answer is not None:
                messages.append(("ai", earlier.answer))
        messages.append(("human", case.question))
        said = self._model.answered(messages, retrieved)
        total = {"total": round((time.perf_counter() - started) * 1000, 1)}
        return Said({**said.outcome, "timings_ms": total}, said.retrieved, said.usage)

    def close(self) -> None:
        """See `System`."""
        self._model.close()
        self._embedder.close()
