"""Stand-ins shared by the tests: a brand, evidence by hand, and a chat server that misbehaves on order."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from assistant.brand import Brand
from assistant.domain import (
    BlockKind,
    Evidence,
    Kind,
    Outcome,
    OutcomeKind,
    PartialDate,
    Passage,
    Rights,
    Source,
    Turn,
    Voice,
)
from assistant.text import segment

ACME = Brand.model_validate(
    {
        "root": Path("acme"),
        "name": "Acme Radio",
        "demonstration": True,
        "disclosure": "You are talking with an AI demonstration.",
        "founder": {
            "name": "Ada Quill",
            "aliases": ("Quill", "Ada"),
            "born": "1920-03-01",
            "died": "1990-06-15",
        },
        "contact": {"name": "the archive desk", "email": "desk@example.org"},
        "personas": (
            {"id": "historian", "role": "historian", "name": "The historian", "tone": "warm"},
            {"id": "founder", "role": "founder", "name": "Ada Quill (AI simulation)"},
        ),
    }
)
HISTORIAN = ACME.persona("historian")
FOUNDER = ACME.persona("founder")


def evidence(
    text: str,
    *,
    rank: int = 1,
    voice: Voice = Voice.BY_OTHERS,
    kind: Kind = Kind.HISTORY,
    date: str | None = None,
    place: str | None = None,
    speaker: str | None = None,
    turn_of: str | None = None,
    rights: Rights = Rights.QUOTE,
    title: str = "A history of the firm",
    fields: Sequence[tuple[str, str]] = (),
) -> Evidence:
    """One passage of a document that holds nothing else, found at `rank`."""
    source = Source(
        id=f"doc-{rank}.md",
        title=title,
        kind=kind,
        voice=voice,
        checksum="0" * 64,
        date=PartialDate.parse(date) if date else None,
        place=place,
        speaker=speaker,
        rights=rights,
    )
    passage = Passage(
        id=f"p{rank}",
        document_id=source.id,
        ordinal=0,
        start=0,
        end=len(text),
        text=text,
        rendering=text,
        kind=BlockKind.PARAGRAPH,
        sentences=segment(text),
        speaker=turn_of,
        fields=tuple(fields),
    )
    return Evidence(passage, source, rank, 1 / rank)


def answered(question: str, answer: str) -> Turn:
    """A turn that ended in an answer."""
    return Turn(question, question, Outcome(OutcomeKind.ANSWER, answer, "", "historian", "r1", "AI"))


# ---------------------------------------------------------------- a chat server that misbehaves


def sse(*texts: str, done: bool = True) -> bytes:
    """A streamed chat completion: one event a text, as OpenAI-compatible servers write it."""
    events = [
        json.dumps(
            {
                "id": "c",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": "m",
                "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}],
            }
        )
        for text in texts
    ]
    if done:
        events.append("[DONE]")
    return "".join(f"data: {event}\n\n" for event in events).encode()


@dataclass(frozen=True)
class Reply:
    """What the server does with one request: status, headers, the body in parts, each after `pause_s`."""

    body: Sequence[bytes] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/event-stream"
    pause_s: float = 0.0
    endless: bool = False
    stall_s: float = 0.0

    @classmethod
    def saying(cls, *texts: str, **how: Any) -> Reply:
        return cls(body=[sse(*texts)], **how)

    @classmethod
    def failing(cls, status: int, message: str = "no", **headers: str) -> Reply:
        body = json.dumps({"error": {"message": message, "type": "error", "code": status}}).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(body=[body], status=status, headers=named, content_type="application/json")


MODELS = Reply(
    body=[b'{"object": "list", "data": [{"id": "fake-model", "object": "model"}]}'],
    content_type="application/json",
)


class ScriptedServer:
    """An OpenAI-compatible server on 127.0.0.1 that gives the scripted replies in order, the last for ever.

    `requests` holds the JSON of every chat request; `broken_off` is set when a client left before the end.
    Use it as a context manager.
    """

    def __init__(self, *replies: Reply, models: Reply = MODELS) -> None:
        self._replies = list(replies)
        self.models = models
        self._lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        self.broken_off = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next_reply(self) -> Reply:
        with self._lock:
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


class _Handler(BaseHTTPRequestHandler):
    script: ScriptedServer

    def do_GET(self) -> None:
        self._send(self.script.models)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.script.requests.append(json.loads(self.rfile.read(length)))
        self._send(self.script.next_reply())

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self._write(reply)
        except OSError:
            self.script.broken_off.set()

    def _write(self, reply: Reply) -> None:
        while True:
            for part in reply.body:
                time.sleep(reply.pause_s)
                self.wfile.write(part)
                self.wfile.flush()
            if not reply.endless:
                break
        time.sleep(reply.stall_s)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


class Pauses:
    """Takes the place of `time.sleep` and remembers how long it was asked to wait."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.waited: list[float] = []
        self._then = then

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._then()
