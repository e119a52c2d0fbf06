"""Where a bench run works: a folder to throw away, the embedding model, and packs published once."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.assembly import Assistant, open_assistant
from assistant.brand import BRAND_FILE, Brand
from assistant.corpus.progress import Progress
from assistant.corpus.publish import PublishReport, publish
from assistant.domain import Outcome
from assistant.retrieval.embed import Embedder
from assistant.settings import Settings
from assistant_eval.bench.datasets import PACK, FanQuestion, fan_questions
from assistant_eval.bench.plain_chain import Found

REFERENCE_BRAND = Path(__file__).with_name("reference_pack.toml")
"""What a curator would write beside the reference documents: who the founder is, whose words they hold."""

_NO_DOCUMENTS = ("questions", "SOURCES.md")
"""In the reference folder, but no part of the pack: the questions with their answers, and notes on origin."""

_SECOND_PERSON = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)


def persona_asked(question: str, brand: Brand) -> str | None:
    """The founder persona for a question that says "you", where the brand has one; None for the default."""
    if not _SECOND_PERSON.search(question):
        return None
    return next((persona.id for persona in brand.personas if persona.role == "founder"), None)


@dataclass(slots=True)
class PublishedPack:
    """A pack in service, with the questions that are asked of it."""

    assistant: Assistant
    questions: tuple[FanQuestion, ...] = ()
    _outcomes: dict[str, Outcome] = field(default_factory=dict[str, Outcome])

    def outcome(self, question: FanQuestion) -> Outcome:
        """What the whole pipeline makes of it; asked once a run."""
        if question.id not in self._outcomes:
            persona = persona_asked(question.question, self.assistant.brand)
            self._outcomes[question.id] = self.assistant.ask(question.question, persona=persona)
        return self._outcomes[question.id]

    def retrieved(self, question: FanQuestion, limit: int) -> tuple[Found, ...]:
        """The first passages the pipeline finds, searching as it understood the question."""
        understood = self.outcome(question).understood or question.question
        evidence = self.assistant.answering.finder.retrieve(understood)[:limit]
        return tuple(Found(item.source.id, item.passage.text) for item in evidence)

    def cited(self, question: FanQuestion) -> tuple[Found, ...]:
        """What the answer cites; nothing for a refusal."""
        return tuple(Found(citation.document, citation.text) for citation in self.outcome(question).citations)


class Workspace:
    """What measures share. Everything they write lies under `folder`."""

    def __init__(self, folder: Path, data: Path | None) -> None:
        self.folder = folder
        self._data = data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in ("shipped", "reference"):
            if name in self.__dict__:
                self.__dict__[name].assistant.close()
        if "embedder" in self.__dict__:
            self.embedder.close()

    @property
    def has_data(self) -> bool:
        """Whether the public sets are at hand."""
        return self._data is not None

    @property
    def data(self) -> Path:
        """The folder of the public sets; ValueError where none was named."""
        if self._data is None:
            raise ValueError("this measure needs the public sets: name their folder with --data DIR")
        return self._data

    @property
    def shipped_pack(self) -> Path:
        """The example pack, or the one ASSISTANT_BRAND names."""
        return Settings().brand.resolve()

    @cached_property
    def reference_pack(self) -> Path:
        """A copy of the reference documents, as a pack."""
        pack = self.folder / "reference"
        shutil.copytree(
            self.data / PACK,
            pack,
            ignore=shutil.ignore_patterns(*_NO_DOCUMENTS),
            copy_function=shutil.copyfile,
        )
        for folder, _, _ in os.walk(pack):
            Path(folder).chmod(0o755)  # a copy of a read-only folder cannot be written to or removed
        shutil.copyfile(REFERENCE_BRAND, pack / BRAND_FILE)
        return pack

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model in force."""
        return Embedder(Settings().embedding_model)

    def settings(self, pack: Path, home: str = "home") -> Settings:
        """Settings for `pack`: a home of this run, and extractive whatever the environment says."""
        return Settings(brand=pack, home=self.folder / home, drafter="extractive")

    def publish(self, pack: Path, home: str = "home") -> PublishReport:
        """Publish `pack`."""
        return publish(Brand.read(pack), self.settings(pack, home), _quietly)

    @cached_property
    def shipped(self) -> PublishedPack:
        """The shipped pack, published and opened."""
        self.publish(self.shipped_pack)
        return PublishedPack(open_assistant(self.settings(self.shipped_pack)))

    @cached_property
    def reference(self) -> PublishedPack:
        """The reference documents, published and opened, with the development questions."""
        self.publish(self.reference_pack)
        return PublishedPack(open_assistant(self.settings(self.reference_pack)), fan_questions(self.data))

    def questions(self) -> tuple[str, ...]:
        """The pack's suggested questions and, where they are at hand, the development questions."""
        suggested = Brand.read(self.shipped_pack).suggested_questions
        asked = fan_questions(self.data) if self.has_data else ()
        return tuple(dict.fromkeys([*suggested, *(question.question for question in asked)]))


def _quietly(progress: Progress) -> None:
    del progress
