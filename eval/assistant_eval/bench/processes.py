"""The product as its user runs it: a command from cold, the server's memory, and the way to an open page."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import httpx

from assistant_eval.bench.results import Floor, Section, Table
from assistant_eval.bench.workspace import Workspace
from assistant_eval.stats import median

COLD_RUNS = 5
QUESTIONS = 20
MOST_COLD_S, MOST_RSS_GB, MOST_OPEN_S = 8.0, 1.5, 120.0

_PATIENCE_S = 300.0

METHOD = f"""\
On the shipped pack, each in processes of its own. *Cold* is the wall time of `assistant ask`, from
starting the interpreter to its exit, {COLD_RUNS} times (the operating system has the files in memory, as
on any machine that published a minute before). *Resident memory* is VmRSS and VmHWM of `assistant serve`
after {QUESTIONS} questions asked through the page's own queue. *From nothing to open page* is what `make
chat` does once packages are installed: `assistant publish` into an empty home, then `assistant serve`
until the page answers 200."""


def measure(workspace: Workspace) -> Section:
    """Times and memory of whole processes."""
    home = workspace.folder / "fresh-home"
    environment = {**os.environ, "ASSISTANT_HOME": str(home), "ASSISTANT_BRAND": str(workspace.shipped_pack)}
    questions = workspace.questions()
    started = time.perf_counter()
    _assistant(environment, "publish")
    published = time.perf_counter() - started
    with _served(environment) as (server, address):
        opened = time.perf_counter() - started
        idle = _memory_gb(server.pid)
        with httpx.Client(base_url=address, timeout=60.0) as browser:
            page = _Page(browser)
            for number in range(QUESTIONS):
                page.ask(questions[number % len(questions)])
        busy = _memory_gb(server.pid)
    computing = _children_computed_s()
    cold = [_cold(environment, questions[number % len(questions)]) for number in range(COLD_RUNS)]
    computing = (_children_computed_s() - computing) / COLD_RUNS
    rows = (
        ("`assistant ask`, cold", f"{median(cold):.1f} s (slowest of {COLD_RUNS}: {max(cold):.1f} s)"),
        ("`assistant ask`, cold, processor time", f"{computing:.1f} s"),
        ("`assistant serve`, resident when the page opens", f"{idle['VmRSS']:.2f} GB"),
        (
            f"`assistant serve`, resident after {QUESTIONS} questions",
            f"{busy['VmRSS']:.2f} GB (peak {busy['VmHWM']:.2f} GB)",
        ),
        ("publish into an empty home", f"{published:.1f} s"),
        ("from nothing to open page", f"{opened:.1f} s"),
    )
    return Section(
        title="Starting and memory",
        method=METHOD,
        tables=(Table(("what", "measured"), rows),),
        floors=(
            _at_most("`assistant ask`, cold", median(cold), MOST_COLD_S, "s"),
            _at_most("resident memory of `assistant serve`", busy["VmRSS"], MOST_RSS_GB, "GB"),
            _at_most("`make chat` to open page, packages installed", opened, MOST_OPEN_S, "s"),
        ),
        values={
            "cold_s": median(cold),
            "cold_processor_s": computing,
            "rss_gb": busy["VmRSS"],
            "peak_rss_gb": busy["VmHWM"],
            "publish_s": published,
            "open_page_s": opened,
        },
    )


def _at_most(measure: str, value: float, most: float, unit: str) -> Floor:
    return Floor(
        measure,
        f"≤ {most:g} {unit}",
        f"{value:.2g} {unit}" if value < 10 else f"{value:.0f} {unit}",
        value <= most,
    )


def _children_computed_s() -> float:
    """Processor seconds of all processes started and ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _assistant(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "assistant", *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _cold(environment: dict[str, str], question: str) -> float:
    started = time.perf_counter()
    outcome = json.loads(_assistant(environment, "ask", question, "--json"))
    seconds = time.perf_counter() - started
    if not outcome["text"]:
        raise RuntimeError(f"'assistant ask' said nothing to {question!r}: its time would mean nothing")
    return seconds


@contextlib.contextmanager
def _served(environment: dict[str, str]) -> Generator[tuple[subprocess.Popen[bytes], str]]:
    """A server on a free port, from its first 200 on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address, server)
        yield server, address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    with httpx.Client(timeout=5.0) as browser:
        while time.monotonic() < deadline:
            if server.poll() is not None:
                raise RuntimeError(f"'assistant serve' ended with code {server.returncode} before it opened")
            with contextlib.suppress(httpx.TransportError):
                if browser.get(address).is_success:
                    return
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not open within {_PATIENCE_S:.0f} s")


def _memory_gb(process: int) -> dict[str, float]:
    """VmRSS and VmHWM of a process, in gigabytes of 10^9 bytes, as the kernel counts them."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    sizes = re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", status, re.MULTILINE)
    return {name: int(kilobytes) * 1024 / 1e9 for name, kilobytes in sizes}


class _Page:
    """One fan's browser, as far as the server can tell: joins the queue and reads events until done."""

    def __init__(self, browser: httpx.Client) -> None:
        self._browser = browser
        self._session = f"bench{os.getpid()}"
        _, _, rest = browser.get("/").text.partition("window.gradio_config = ")
        config, _ = json.JSONDecoder().raw_decode(rest)
        asking = next(
            listener
            for listener in config["dependencies"]
            if any(target[1] == "submit" for target in listener["targets"])
        )
        self._listener: int = asking["id"]
        self._persona = next(
            (part["props"]["value"] for part in config["components"] if part["type"] == "radio"), None
        )

    def ask(self, question: str) -> None:
        """Ask and wait for the whole answer; RuntimeError where the server failed."""
        joined = self._browser.post(
            "/gradio_api/queue/join",
            json={
                "data": [question, self._persona, None],
                "fn_index": self._listener,
                "session_hash": self._session,
            },
        )
        joined.raise_for_status()
        session = {"session_hash": self._session}
        with self._browser.stream("GET", "/gradio_api/queue/data", params=session) as events:
            for line in events.iter_lines():
                if not line.startswith("data:"):
                    continue
                event = json.loads(line.removeprefix("data:"))
                if event["msg"] == "process_completed":
                    if not event["success"]:
                        raise RuntimeError(f"the page failed on {question!r}: {event['output']}")
                    return
        raise RuntimeError(f"the page closed before it answered {question!r}")
