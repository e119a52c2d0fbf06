"""Any OpenAI-compatible server, asked the bare question: what a system says that brings its own knowledge."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.errors import DrafterError
from assistant.generation.chat_connection import connector
from assistant.generation.chat_faults import explain
from assistant.settings import Settings
from assistant_eval.cases import Case
from assistant_eval.records import Retrieved
from assistant_eval.systems.peer import peer_outcome
from assistant_eval.systems.system import Said

_AT_ONCE = 4

Message = tuple[str, str]


class ChatServer:
    """A chat model, with the questions and answers before as its conversation."""

    def __init__(self, settings: Settings) -> None:
        """Take the address, provider or file of ``settings.drafter``; ModelError where it cannot be used."""
        self._way = connector(settings)
        self._local = settings.drafter.lower().endswith(".gguf")

    @property
    def told(self) -> Mapping[str, Any]:
        """See `System`."""
        return {"kind": "openai", "drafter": self._way.name, "raw": True, "persona": None}

    @property
    def at_once(self) -> int:
        """See `System`."""
        return 1 if self._local else _AT_ONCE

    def ask(self, case: Case) -> Said:
        """See `System`."""
        messages: list[Message] = []
        for earlier in case.earlier:
            messages.append(("human", earlier.question))
            answer = earlier.answer
            messages.append(("ai", answer if answer is not None else self.say(messages)[0]))
        messages.append(("human", case.question))
        return self.answered(messages, ())

    def answered(self, messages: Sequence[Message], retrieved: Sequence[Retrieved]) -> Said:
        """What it replies to those messages, as an answer from `retrieved`."""
        started = time.perf_counter()
        text, usage = self.say(messages)
        took_ms = (time.perf_counter() - started) * 1000
        outcome = peer_outcome(text, retrieved, drafter=self._way.name, took_ms=took_ms)
        return Said(outcome, tuple(retrieved), usage)

    def say(self, messages: Sequence[Message]) -> tuple[str, Mapping[str, float]]:
        """The reply, and the tokens it took where the server tells; DrafterError where it fails."""
        try:
            reply = self._way.connect().model.invoke(list(messages))
        except DrafterError:
            raise
        except Exception as error:  # every provider has its own
            raise explain(error, self._way.name) from error
        told: dict[str, Any] = dict(reply.usage_metadata or {})
        usage = {name: float(told[name]) for name in ("input_tokens", "output_tokens") if name in told}
        return str(reply.text), usage

    def close(self) -> None:
        """See `System`."""
        self._way.close()
