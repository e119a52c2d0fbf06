"""Two publishes of one pack at once: the second says who is at it, and changes nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.corpus.state import publish_lock
from assistant.errors import PublishLocked
from tests.publishing import publish_pack, releases, settings, story, write_pack
from tests.tiny_model import write_tiny_model

HOLD = """
import pathlib, sys, time
from assistant.corpus.state import publish_lock
with publish_lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def hold(state: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(state)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_publish_names_the_first_and_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    root = write_pack(tmp_path / "pack", {"a.md": story(1)})
    configured = settings(tmp_path / "home", write_tiny_model(tmp_path / "model"))
    known = releases(root, configured)
    with hold(known.state) as holder:
        try:
            with pytest.raises(PublishLocked, match=rf"pid {holder.pid}, since 20\d\d-"):
                publish_pack(root, configured)
            assert known.ids() == ()
        finally:
            os.kill(holder.pid, signal.SIGKILL)
    assert publish_pack(root, configured).switched


def test_packs_do_not_lock_each_other_and_the_lock_opens_after_use(tmp_path: Path) -> None:
    def again() -> None:
        with publish_lock(tmp_path / "one"):
            pass

    with (
        publish_lock(tmp_path / "one"),
        publish_lock(tmp_path / "other"),
        pytest.raises(PublishLocked, match=f"pid {os.getpid()}"),
    ):
        again()
    again()
