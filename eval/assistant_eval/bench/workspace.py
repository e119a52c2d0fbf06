"""Where a bench run works: a folder to throw away, the embedding model, and packs published once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.retrieval.embed import Embedder
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant_eval.bench.packs import PublishedPack


class Workspace:
    """What measures share. Everything it writes lies under `folder`."""

    def __init__(self, folder: Path, data: Path | None) -> None:
        self.folder = folder
        self._data = data

    @cached_property
    def embedder(self) -> Embedder:
        return Embedder()

    @property
    def settings(self) -> Settings:
        return Settings(home=self.folder / "home")

    @property
    def data(self) -> Path:
        if self._data is None:
            raise ValueError("this measure needs the public sets: name their folder with --data DIR")
        return self._data
