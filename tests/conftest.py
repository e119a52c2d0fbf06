"""One real release for all tests that ask questions: the made-up pack of `tests.lumo`, published once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant, open_assistant
from assistant.settings import Settings
from tests import lumo
from tests.publishing import publish_pack


@pytest.fixture(scope="session")
def lumo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a published pack: the real embedder, Chroma and tantivy, in a home of their own."""
    folder = tmp_path_factory.mktemp("lumo")
    settings = Settings(home=folder / "home", brand=lumo.write(folder / "pack"))
    report = publish_pack(settings.brand, settings)
    assert report.quarantined == ()
    return settings


@pytest.fixture(scope="session")
def lumo_pack(lumo_settings: Settings) -> Path:
    """The folder that was published."""
    return lumo_settings.brand


@pytest.fixture(scope="session")
def lamps(lumo_settings: Settings) -> Iterator[Assistant]:
    """The assistant over it, composing extractively."""
    with open_assistant(lumo_settings) as assistant:
        yield assistant
