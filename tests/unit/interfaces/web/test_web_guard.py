"""Which requests reach Gradio at all, and the headers on every response."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.interfaces.web.guard import Guard


@pytest.fixture
def client() -> TestClient:
    return TestClient(
        Guard(PlainTextResponse("inner"), hosts=("chat.example",)), base_url="http://localhost:7860"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/chat/style-0123.css",
        "/assets/index-abc.js",
        "/theme.css",
        "/gradio_api/queue/data?session_hash=x",
        "/gradio_api/heartbeat/abc",
    ],
)
def test_what_the_page_needs_is_served(client: TestClient, path: str):
    response = client.get(path)
    assert (response.status_code, response.text) == (200, "inner")


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://evil.example/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/call/ask",
        "/gradio_api/run/predict",
        "/gradio_api/vibe-code",
        "/gradio_api/component_server",
        "/config",
        "/docs",
        "/monitoring",
        "/login",
        "/chat/../config",
        "/gradio_api/heartbeat/a/b",
    ],
)
def test_everything_else_of_gradio_is_not(client: TestClient, path: str):
    assert client.get(path).status_code == 404
    assert client.post(path, content=b"{}").status_code == 404


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:3000", "http://[broken"]
)
def test_a_foreign_page_is_refused(client: TestClient, origin: str):
    for response in (
        client.post("/gradio_api/queue/join", content=b"{}", headers={"Origin": origin}),
        client.get("/gradio_api/queue/data", headers={"Origin": origin}),
    ):
        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("origin", ["http://localhost:7860", "https://chat.example"])
def test_our_own_page_and_named_hosts_pass(client: TestClient, origin: str):
    assert client.post("/gradio_api/queue/join", content=b"{}", headers={"Origin": origin}).status_code == 200


def test_a_large_body_is_refused_before_it_is_read(client: TestClient):
    assert client.post("/gradio_api/queue/join", content=b"x" * 65_536).status_code == 200
    assert client.post("/gradio_api/queue/join", content=b"x" * 65_537).status_code == 413


def test_a_body_of_unknown_length_is_refused(client: TestClient):
    assert client.post("/gradio_api/queue/join", content=iter([b"{}"])).status_code == 411


@pytest.mark.parametrize("path", ["/", "/gradio_api/info"])
def test_every_response_carries_the_safety_headers(client: TestClient, path: str):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_only_what_is_named_by_its_content_is_cached(client: TestClient):
    assert "immutable" in client.get("/assets/index-abc.js").headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert client.get("/assets/").headers["cache-control"] == "no-cache"
