"""A copy of a pack with documents planted in it: what a stranger might slip into a corpus."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.assembly import Assistant, open_assistant
from assistant.brand import Brand
from assistant.corpus.progress import Progress
from assistant.corpus.publish import publish
from assistant.settings import Settings
from assistant_eval.cases import Planted
from assistant_eval.errors import EvalError


class PlantedPack:
    """Publishes the pack anew, in a place of its own, with each planted document it is asked for.

    Documents planted for earlier cases are taken out first: a case is asked of its own document only.
    """

    def __init__(self, settings: Settings, work: Path) -> None:
        self._settings, self._work = settings, work
        self._remove()  # what a run that was killed left there: a document of another case, an older pack
        self._assistant: Assistant | None = None
        self._holds: Planted | None = None

    def holding(self, plant: Planted) -> Assistant:
        """The assistant over the pack with `plant` in it; EvalError where the path leaves the pack."""
        if self._assistant is not None and self._holds == plant:
            return self._assistant
        pack = self._work / "planted-pack"
        if not pack.exists():
            shutil.copytree(self._settings.brand, pack)
        if self._holds is not None:
            (pack / self._holds.path).unlink(missing_ok=True)
        place = (pack / plant.path).resolve()
        if not place.is_relative_to(pack.resolve()) or (place.exists() and self._holds != plant):
            raise EvalError(f"plant.path: {plant.path!r} must be a new file inside the pack")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(plant.text, encoding="utf-8")
        settings = self._settings.model_copy(update={"brand": pack, "home": self._work / "planted-home"})
        publish(Brand.read(pack), settings, _quietly)
        if self._assistant is None:
            self._assistant = open_assistant(settings)  # takes up later releases by itself
        self._holds = plant
        return self._assistant

    def close(self) -> None:
        """Let go of it, and remove what was written."""
        if self._assistant is not None:
            self._assistant.close()
        self._remove()

    def _remove(self) -> None:
        for name in ("planted-pack", "planted-home"):
            shutil.rmtree(self._work / name, ignore_errors=True)


def _quietly(progress: Progress) -> None:
    del progress
