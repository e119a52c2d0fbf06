"""Every setting that can be changed without touching code, with its environment variable.

A setting is read from ``ASSISTANT_<NAME>`` (say ``ASSISTANT_HOME``); command-line options win over it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ASSISTANT_"


class Settings(BaseSettings):
    """The product's settings. Brand facts do not belong here: they stand in ``brand.toml``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("brand-assistant"),
        description="where ledgers and releases live",
    )
    brand: Path = Field(default=Path("corpus/apple"), description="the brand pack: a folder of documents")

    embedding_model: str = Field(
        default="builtin",
        description="'builtin', or the folder of any sentence-transformers model stored as safetensors",
    )
    drafter: str = Field(
        default="extractive",
        description="'extractive', an init_chat_model name ('openai:gpt-5'), an OpenAI-compatible URL, "
        "or the path of a GGUF file",
    )
    drafter_model: str | None = Field(
        default=None, description="model name to ask of an OpenAI-compatible URL"
    )
    drafter_api_key: SecretStr | None = Field(
        default=None, description="key for the drafter, where it wants one"
    )
    drafter_timeout_s: float = Field(default=60.0, gt=0, description="longest wait for a whole draft")

    evidence_limit: int = Field(default=8, ge=1, le=50, description="passages put before the drafter")
    keep_releases: int = Field(default=5, ge=1, description="releases kept for rollback")
    document_timeout_s: float = Field(default=60.0, gt=0, description="longest time to read one document")
    document_memory_mb: int = Field(default=2048, ge=256, description="most memory to read one document")
    document_max_mb: float = Field(default=40.0, gt=0, description="largest file that is read at all")
    web_hosts: tuple[str, ...] = Field(
        default=(),
        description="names the web chat answers to besides localhost and --host, as JSON "
        """('["chat.example.org"]'); '*' for any""",
    )


def misspelt(variables: Iterable[str]) -> dict[str, str | None]:
    """Those of the environment `variables` that look like a setting and are none, with the nearest that is.

    pydantic-settings reads the names it knows and never sees the others, so ``extra="forbid"`` misses them.
    """
    given = {name: name.upper().removeprefix(PREFIX).lower() for name in variables}
    found: dict[str, str | None] = {}
    for name, setting in sorted(given.items()):
        if name.upper().startswith(PREFIX) and setting not in Settings.model_fields:
            (nearest, *_) = (*difflib.get_close_matches(setting, Settings.model_fields, 1), "")
            found[name] = f"{PREFIX}{nearest.upper()}" if nearest else None
    return found
