"""The drafter round any LangChain chat model, and what it makes of other libraries' failures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.exceptions import ContextOverflowError, ModelConnectionError, ModelTimeoutError
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.domain import DraftSentence, Span
from assistant.errors import DrafterError, ModelError
from assistant.generation import chat_faults
from assistant.generation.chat_connection import Connection, OpenAIServer, connector
from assistant.generation.chat_model import ChatModelDrafter, open_chat_model
from assistant.settings import Settings
from tests.fakes import ACME, HISTORIAN, Pauses, evidence

FOUND = (evidence("Acme Radio was founded in 1948.", rank=1), evidence("It was in Leeds.", rank=2))
FIRST, SECOND = Span("p1", 0, 31), Span("p2", 0, 16)


class ScriptedModel(BaseChatModel):
    """A chat model that streams each script in turn: texts, content blocks or exceptions."""

    scripts: list[list[Any]]
    prompts: list[list[BaseMessage]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        self.prompts.append(messages)
        for part in self.scripts.pop(0):
            if isinstance(part, Exception):
                raise part
            yield ChatGenerationChunk(message=AIMessageChunk(content=part))


class OneModel:
    """A connector to a model that is already there."""

    name = "scripted"

    def __init__(self, *scripts: list[Any], context_tokens: int | None = None) -> None:
        self.model = ScriptedModel(scripts=list(scripts), prompts=[])
        self.context_tokens = context_tokens
        self.closed = False

    def connect(self) -> Connection:
        return Connection(self.model, self.name, self.context_tokens)

    def close(self) -> None:
        self.closed = True


def draft(way: OneModel, pause: Callable[[float], None] | None = None, **how: Any) -> list[DraftSentence]:
    drafter = ChatModelDrafter(way, timeout_s=5, pause=pause or Pauses())
    return list(drafter.draft("When?", how.pop("found", FOUND), HISTORIAN, ACME, **how))


class HttpError(Exception):
    """What libraries outside LangChain's classes raise: a response with a status and headers."""

    def __init__(self, status: int, message: str = "no", **headers: str) -> None:
        super().__init__(message)
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        self.response = SimpleNamespace(status_code=status, headers=named)


def test_content_blocks_are_read_and_reasoning_is_not() -> None:
    way = OneModel(
        [
            [{"type": "reasoning", "reasoning": "Let me see. It is 1948."}],
            [{"type": "text", "text": "It was founded in 1948.[1]"}],
            [{"type": "text", "text": " In Leeds.[2]"}],
        ]
    )
    assert draft(way) == [
        DraftSentence("It was founded in 1948.", (FIRST,)),
        DraftSentence("In Leeds.", (SECOND,)),
    ]


def test_any_library_that_says_busy_is_asked_again() -> None:
    pauses = Pauses()
    way = OneModel([HttpError(529, Retry_After="0.5")], [HttpError(429)], ["It was 1948.[1]"])
    assert [s.text for s in draft(way, pause=pauses)] == ["It was 1948."]
    assert pauses.waited == [0.5, 2.0]


def test_a_failure_after_the_first_sentence_is_not_begun_again() -> None:
    way = OneModel(
        ["It was founded in 1948.[1] It was in Leeds, in the north.", HttpError(429)], ["Never asked."]
    )
    drafter = ChatModelDrafter(way, timeout_s=5, pause=Pauses())
    sentences = drafter.draft("When?", FOUND, HISTORIAN, ACME)
    assert next(sentences).text == "It was founded in 1948."
    with pytest.raises(DrafterError, match="429"):
        next(sentences)
    assert len(way.model.scripts) == 1


def test_too_much_evidence_is_halved_until_it_fits() -> None:
    found = [evidence(f"Fact {rank}.", rank=rank) for rank in range(1, 9)]
    way = OneModel(
        [ContextOverflowError("too long")], [ContextOverflowError("too long")], ["It was 1948.[2][3]"]
    )
    [sentence] = draft(way, found=found)
    asked = [str(messages[1].content) for messages in way.model.prompts]
    assert [sum(f"Fact {n}." in text for n in range(1, 9)) for text in asked] == [8, 4, 2]
    assert [span.passage_id for span in sentence.spans] == ["p2"]


def test_the_best_passage_is_sent_even_where_it_seems_too_long() -> None:
    way = OneModel(["It was 1948.[1]"], context_tokens=256)
    found = [evidence("word " * 400, rank=1), evidence("Short.", rank=2)]
    assert len(draft(way, found=found)) == 1
    assert "Short." not in str(way.model.prompts[0][1].content)


def test_leaving_the_drafter_lets_go_of_the_model() -> None:
    way = OneModel()
    with ChatModelDrafter(way, timeout_s=1) as drafter:
        assert drafter.name == "scripted"
    assert way.closed


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (HttpError(401), r"refused the key \(401\)"),
        (HttpError(402), r"paid"),
        (HttpError(418), r"rejected the request \(418\)"),
        (HttpError(502), r"failed \(502\)"),
        (ModelTimeoutError("slow"), "did not answer in time"),
        (TimeoutError(), "did not answer in time"),
        (ModelConnectionError("gone"), "cannot be reached: gone"),
        (ConnectionRefusedError("refused"), "cannot be reached: refused"),
        (ValueError("bad json"), "no chat reply: bad json"),
        (KeyError("choices"), "no chat reply"),
        (RuntimeError(), "failed: RuntimeError"),
    ],
)
def test_every_failure_is_explained(error: Exception, said: str) -> None:
    with pytest.raises(DrafterError, match=said):
        draft(OneModel([error]))


def test_a_cause_tells_more_than_its_wrapper() -> None:
    wrapper = RuntimeError("request failed")
    wrapper.__cause__ = ConnectionRefusedError("port closed")
    assert "cannot be reached" in str(chat_faults.explain(wrapper, "m"))


def test_waits_may_be_given_as_a_date() -> None:
    then = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    assert 25 < (chat_faults.retry_after(HttpError(429, Retry_After=then)) or 0) <= 30
    past = "Wed, 21 Oct 2015 07:28:00 GMT"
    assert chat_faults.retry_after(HttpError(429, Retry_After=past)) == 0
    assert chat_faults.retry_after(HttpError(429, Retry_After="soon")) is None
    assert chat_faults.retry_after(HttpError(429)) is None


@pytest.mark.parametrize(
    ("drafter", "said"),
    [
        ("anthropic:claude-opus-4-1", r"pip install langchain-anthropic"),
        ("nonsense", r"'nonsense' cannot be used: .*write 'provider:model'"),
        ("/nowhere/model.gguf", r"/nowhere/model.gguf is no file"),
    ],
)
def test_what_is_missing_is_said_at_once(drafter: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        open_chat_model(Settings(drafter=drafter))


def test_a_provider_without_a_key_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="ASSISTANT_DRAFTER_API_KEY"):
        open_chat_model(Settings(drafter="openai:gpt-5"))


def test_a_provider_with_a_key_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    drafter = open_chat_model(
        Settings.model_validate({"drafter": "openai:gpt-5", "drafter_api_key": "sk-none"})
    )
    assert drafter.name == "openai:gpt-5"


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("http://host/llm/v1/chat/completions", "http://host/llm/v1"),
        ("https://me:pw@host/v1?x=1", "https://me:pw@host/v1"),
    ],
)
def test_addresses_are_taken_as_people_write_them(url: str, base: str) -> None:
    way = connector(Settings(drafter=url, drafter_model="m"))
    assert isinstance(way, OpenAIServer)
    assert way._url == base
    assert "pw" not in way.name
    assert way.name.startswith("m at http")


def test_gguf_files_need_their_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install 'brand-assistant\[gguf\]'"):
        open_chat_model(Settings(drafter=str(tmp_path / "model.gguf")))
