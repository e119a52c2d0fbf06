"""Settings come from the environment, are checked, and hold no secret in the open."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import Settings, misspelt


def test_every_setting_has_a_default_and_a_description() -> None:
    assert Settings(home=Path("x")).drafter == "extractive"
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_EVIDENCE_LIMIT", "5")
    monkeypatch.setenv("ASSISTANT_WEB_HOSTS", '["chat.example.org"]')
    settings = Settings()
    assert (settings.home, settings.evidence_limit) == (tmp_path, 5)
    assert settings.web_hosts == ("chat.example.org",)
    assert Settings(evidence_limit=7).evidence_limit == 7  # what is given wins


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("evidence_limit", 0),
        ("evidence_limit", 51),
        ("keep_releases", 0),
        ("drafter_timeout_s", 0),
        ("document_memory_mb", 1),
        ("document_max_mb", -1),
        ("evidence_limits", 5),
    ],
)
def test_wrong_settings_are_named(name: str, value: int) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_a_key_is_not_shown() -> None:
    settings = Settings(drafter_api_key="sk-secret")
    assert "sk-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.drafter_api_key is not None
    assert settings.drafter_api_key.get_secret_value() == "sk-secret"


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().keep_releases = 3


def test_a_variable_that_is_nearly_a_setting_is_named_with_the_setting() -> None:
    told = misspelt(
        ["ASSISTANT_HOME", "assistant_brand", "ASSISTANT_DRAFTR", "ASSISTANT_9", "HOME", "ASSIST"]
    )
    assert told == {"ASSISTANT_9": None, "ASSISTANT_DRAFTR": "ASSISTANT_DRAFTER"}
