"""A real headless Chromium before the real page, answered by the fake assistant."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.interfaces.web.app import build
from tests.browser.fake_assistant import FakeAssistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESKTOP = (1280, 820)
PHONE = (390, 844)


@dataclass
class Chat:
    """An open page, what a fan does on it, and everything it asked of the network and told the console."""

    page: Page
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def ask(self, question: str, *, wait: bool = True) -> None:
        """Type a question and press Enter; wait until its reply is finished."""
        before = self.page.locator(".exchange").count()
        self.page.locator("#box textarea").fill(question)
        self.page.locator("#box textarea").press("Enter")
        self.page.locator(".exchange").nth(before).wait_for()
        if wait:
            self.finish()

    def finish(self) -> None:
        """Wait until nothing is pending."""
        self.page.wait_for_function("!document.querySelector('.reply.pending')")


@pytest.fixture(scope="session")
def assistant() -> FakeAssistant:
    return FakeAssistant(pace_s=0.1)


@pytest.fixture(scope="session")
def address(assistant: FakeAssistant) -> Iterator[str]:
    """The chat on a free port, served as `assistant serve` does."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(build(assistant), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started, "the chat did not start within 60 s"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install one ('apt-get install chromium', or any Chrome on the PATH)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_chat(browser: Browser, address: str) -> Iterator[Callable[..., Chat]]:
    """Opens the page in a fresh context; afterwards checks what every page must keep to."""
    opened: list[Chat] = []

    def open_chat(size: tuple[int, int] = DESKTOP, **options: object) -> Chat:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        chat = Chat(context.new_page())
        chat.page.set_default_timeout(20_000)
        chat.page.on("request", lambda request: chat.requests.append(request.url))
        chat.page.on("pageerror", lambda error: chat.complaints.append(str(error)))
        chat.page.on(
            "console",
            lambda message: message.type in {"error", "warning"} and chat.complaints.append(message.text),
        )
        chat.page.goto(address)
        chat.page.locator("#box textarea").wait_for()
        opened.append(chat)
        return chat

    yield open_chat
    for chat in opened:
        outside = [url for url in chat.requests if not url.startswith((address, "data:"))]
        complaints = list(chat.complaints)
        chat.page.context.close()
        assert not outside, f"requests left the machine: {outside}"
        assert not complaints, f"the console complained: {complaints}"
