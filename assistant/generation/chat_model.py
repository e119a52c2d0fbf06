"""Drafting by a chat model: evidence in, a stream of sentences with the passages they name out.

The model is never believed: what it writes is a draft for the gate. What is promised here is that it cannot
hang, loop or crash the product: every way it can fail ends, within the time allowed, in a DrafterError.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Self

from assistant.brand import Brand, Persona
from assistant.domain import DraftSentence, Evidence, Revision, Span, Turn
from assistant.errors import DrafterError
from assistant.generation import prompts
from assistant.generation.chat_connection import REPLY_TOKENS, Connection, Connector, connector
from assistant.generation.chat_faults import explain, is_busy, is_overflow, not_a_reply, retry_after
from assistant.generation.reply import ReplyReader
from assistant.settings import Settings
from assistant.text import words

if TYPE_CHECKING:  # takes seconds to load
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger(__name__)

RETRIES = 2
"""Tries after the first, where the model says it is busy."""

_IDLE_SHARE = 0.5
"""Share of the whole time that may pass without a sign of life; reading a long prompt takes a while."""

_CHARACTERS_PER_TOKEN = 3
"""Low on purpose (English has about four): too little evidence is better than a refused request."""

_LONGEST_QUESTION = 400
_NEW_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w-]*|\d[\d.,]*\d|\d")


class ChatModelDrafter:
    """Drafts with any chat model LangChain can reach. Safe to share between threads."""

    def __init__(
        self, way: Connector, *, timeout_s: float, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Draft by `way`, each draft within `timeout_s`; `pause` waits between tries."""
        self._way = way
        self._timeout_s = timeout_s
        self._pause = pause
        self._counting = threading.Lock()
        self._unknown_markers = 0

    @property
    def name(self) -> str:
        """Which model drafts, for receipts and messages."""
        return self._way.name

    @property
    def unknown_markers(self) -> int:
        """Markers so far that named no passage put before the model."""
        return self._unknown_markers

    def draft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        persona: Persona,
        brand: Brand,
        history: Sequence[Turn] = (),
        dropped: Sequence[Revision] = (),
    ) -> Iterator[DraftSentence]:
        """Sentences as the model finishes them, none where it says the evidence holds no answer.

        `dropped` is what the gate refused of its first draft, where this is the second. A sentence's spans
        are the passages its markers name, whole. DrafterError where the model cannot be
        reached, fails, stalls or writes nothing usable; sentences yielded before it stand for themselves.
        """
        connection = self._way.connect()
        deadline = time.monotonic() + self._timeout_s  # loading libraries or weights does not count
        kept = _fitting(evidence, connection.context_tokens, len(prompts.refused(dropped)))
        tries = 0
        while True:
            messages = prompts.drafting(question, kept, persona, brand, history, dropped)
            reader = ReplyReader([_span(item) for item in kept], brand.language)
            begun = False
            try:
                for sentence in self._read(connection, messages, reader, deadline):
                    begun = True
                    yield sentence
            except _Failed as failed:
                if begun:
                    raise self._error(failed.cause, connection) from failed.cause
                if is_overflow(failed.cause) and len(kept) > 1:
                    kept = kept[: len(kept) // 2]
                else:
                    tries = self._await_turn(failed.cause, connection, tries, deadline)
                continue
            self._check(reader, connection, begun=begun)
            return

    def rewrite_question(self, question: str, history: Sequence[Turn]) -> str:
        """`question` as it would be asked without `history`; DrafterError where that fails.

        A rewriting that brings in a name or a number nobody mentioned is a failure too.
        """
        if not history:
            return question
        connection = self._way.connect()
        deadline = time.monotonic() + self._timeout_s  # loading libraries or weights does not count
        messages = prompts.rewriting(question, history)
        reader = ReplyReader(())
        try:
            sentences = list(self._read(connection, messages, reader, deadline))
        except _Failed as failed:
            raise self._error(failed.cause, connection) from failed.cause
        rewritten = sentences[0].text.strip(' "“”') if sentences else ""
        lost = question.rstrip().endswith("?") and not rewritten.endswith("?")  # it answered instead
        if not rewritten or lost or len(rewritten) > _LONGEST_QUESTION:
            raise DrafterError(f"{connection.name} wrote {rewritten[:80]!r}, which is no question")
        known = set(words(" ".join([question, *(_said(turn) for turn in history)])))
        if new := [name for name in _NEW_NAME.findall(rewritten) if not known.issuperset(words(name))]:
            raise DrafterError(f"{connection.name} put {new[0]!r} into the question, which nobody had said")
        return rewritten

    def close(self) -> None:
        """Stop what was started for the model."""
        self._way.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(
        self, connection: Connection, messages: tuple[str, str], reader: ReplyReader, deadline: float
    ) -> Iterator[DraftSentence]:
        idle_s = self._timeout_s * _IDLE_SHARE
        with _Stream(connection.model, messages) as stream:
            for chunk in stream.chunks(deadline, idle_s):
                yield from reader.feed(chunk)
                if reader.ended:
                    return
        yield from reader.finish()

    def _await_turn(self, error: Exception, connection: Connection, tries: int, deadline: float) -> int:
        """Wait for the next try and return its number; DrafterError where there is none."""
        wait_s = retry_after(error)
        wait_s = float(2**tries) if wait_s is None else wait_s
        if not is_busy(error) or tries >= RETRIES or time.monotonic() + wait_s >= deadline:
            raise self._error(error, connection) from error
        _log.info("%s is busy: asking again in %.1f s", connection.name, wait_s)
        self._pause(wait_s)
        return tries + 1

    def _check(self, reader: ReplyReader, connection: Connection, *, begun: bool) -> None:
        if reader.unknown_markers:
            with self._counting:
                self._unknown_markers += reader.unknown_markers
            _log.warning("%s named %d unknown sources", connection.name, reader.unknown_markers)
        if not begun and not reader.declined:
            raise not_a_reply(connection.name, "there is not one sentence in it")

    def _error(self, error: Exception, connection: Connection) -> DrafterError:
        if isinstance(error, DrafterError):
            return error
        if isinstance(error, _Late):
            return DrafterError(f"{connection.name} {error}: raise ASSISTANT_DRAFTER_TIMEOUT_S, or ask again")
        return explain(error, connection.name)


def open_chat_model(settings: Settings) -> ChatModelDrafter:
    """The drafter that ``settings.drafter`` names; ModelError where a package or a file is missing."""
    return ChatModelDrafter(connector(settings), timeout_s=settings.drafter_timeout_s)


class _Late(Exception):
    """The model was silent or busy with its reply for too long."""


class _Failed(Exception):
    """The stream of a reply ended in an exception."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _Stream:
    """The chunks of one reply, read in a thread: no library's own time limit holds against every stall."""

    def __init__(self, model: BaseChatModel, messages: tuple[str, str]) -> None:
        self._model = model
        self._messages = messages
        self._items: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._pump, name="chat-model", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()

    def chunks(self, deadline: float, idle_s: float) -> Iterator[str]:
        """Text as it comes; _Failed where the model fails, is silent for `idle_s` or past `deadline`."""
        while True:
            left = deadline - time.monotonic()
            try:
                item = self._items.get(timeout=max(0.0, min(idle_s, left)))
            except queue.Empty:
                late = f"was silent for {idle_s:g} s" if idle_s < left else "was not done in the time it had"
                raise _Failed(_Late(late)) from None
            if left <= 0:
                raise _Failed(_Late("was not done in the time it had"))
            if item is None:
                return
            if isinstance(item, Exception):
                raise _Failed(item)
            yield item

    def _pump(self) -> None:
        system, asked = self._messages
        try:
            stream = self._model.stream([("system", system), ("human", asked)])
            for chunk in stream:
                if self._stopped.is_set():
                    break  # dropping the stream closes its connection, and the server stops writing
                self._items.put(str(chunk.text))
            del stream
        except Exception as error:  # noqa: BLE001  # every provider has its own; raised again by `chunks`
            self._items.put(error)
        finally:
            self._items.put(None)


def _fitting(evidence: Sequence[Evidence], context_tokens: int | None, taken: int) -> list[Evidence]:
    """The best evidence that fits a context of that length: whole passages, lowest ranks dropped first.

    `taken` characters are needed for what was dropped of a first draft.
    """
    if context_tokens is None:
        return list(evidence)
    overhead = len(prompts.DRAFT) + len(prompts.QUESTION) + prompts.CONVERSATION_LENGTH + taken
    room = (context_tokens - min(REPLY_TOKENS, context_tokens // 3)) * _CHARACTERS_PER_TOKEN - overhead
    kept: list[Evidence] = []
    for item in evidence:
        room -= len(item.passage.rendering) + prompts.SOURCE_LENGTH
        if room < 0 and kept:
            break
        kept.append(item)
    return kept


def _span(evidence: Evidence) -> Span:
    passage = evidence.passage
    return Span(passage.id, passage.start, passage.end)


def _said(turn: Turn) -> str:
    return f"{turn.question} {turn.standalone} {turn.outcome.text}"
