"""Which system is meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant_eval.errors import EvalError
from assistant_eval.systems.system import System

BRAND, CHAIN, SERVER = "brand", "chain", "server"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be scored: `system` is "brand", "chain", "server", or a file of recorded answers."""

    system: str
    settings: Settings
    raw: bool = False
    persona: str | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether the answers are in a file, and nothing is asked."""
        return self.system not in (BRAND, CHAIN, SERVER)


def open_system(choice: Choice, work: Path) -> System:
    """The system, ready to be asked; AssistantError where it cannot be used. `work` is a folder of its own."""
    # each brings libraries that the others do without
    if choice.system == BRAND:
        from assistant_eval.systems.brand import BrandSystem  # noqa: PLC0415

        return BrandSystem(choice.settings, work, persona=choice.persona, raw=choice.raw)
    if choice.raw or choice.persona:
        raise EvalError("--raw and --persona are for the assistant itself: leave out --system")
    if choice.system == CHAIN:
        from assistant_eval.systems.chain import PlainChainSystem  # noqa: PLC0415

        return PlainChainSystem(_with_model(choice.settings))
    if choice.system == SERVER:
        from assistant_eval.systems.server import ChatServer  # noqa: PLC0415

        return ChatServer(_with_model(choice.settings))
    path = Path(choice.system)
    if not path.is_file():
        raise EvalError(
            f"--system {choice.system!r} is neither 'brand', 'chain' nor 'server', nor a file of recorded answers"
        )
    from assistant_eval.systems.recorded import RecordedAnswers  # noqa: PLC0415

    return RecordedAnswers(path)


def _with_model(settings: Settings) -> Settings:
    if settings.drafter == "extractive":
        raise EvalError("this system needs a language model: name one with --drafter")
    return settings
