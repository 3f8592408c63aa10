"""Settings: from the environment, with defaults that work on a laptop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from madoguchi.errors import MadoguchiError
from madoguchi.settings import Settings, settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Nothing set but the data folder, and no ``.env``."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MADOGUCHI_{name.upper()}", raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    return monkeypatch


@pytest.mark.usefixtures("environment")
def test_every_setting_has_a_default_and_a_description() -> None:
    Settings()
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.usefixtures("environment")
def test_databases_are_files_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    made = Settings()
    assert made.resolved_database_url == f"sqlite:///{tmp_path / 'madoguchi.db'}"
    assert made.resolved_workflow_database_url == f"sqlite:///{tmp_path / 'workflows.db'}"
    assert made.resolved_tracker_database_url == f"sqlite:///{tmp_path / 'tracker.db'}"


def test_a_named_database_is_used(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MADOGUCHI_DATABASE_URL", "postgresql+psycopg://db/madoguchi")
    assert Settings().resolved_database_url == "postgresql+psycopg://db/madoguchi"


def test_secrets_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MADOGUCHI_DATABASE_URL", "postgresql+psycopg://user:hunter2@db/x")
    environment.setenv("MADOGUCHI_BOT_TOKEN", "hunter2")
    assert "hunter2" not in repr(Settings())


@pytest.mark.usefixtures("environment")
def test_keys_are_made_once_and_kept() -> None:
    first, second = Settings(), Settings()
    assert first.resolved_encryption_keys == second.resolved_encryption_keys
    assert first.resolved_bot_token == second.resolved_bot_token
    Fernet(first.resolved_encryption_keys[0])


def test_keys_of_the_environment_stand_newest_first(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MADOGUCHI_ENCRYPTION_KEYS", '["new", "old"]')
    assert Settings().resolved_encryption_keys == ("new", "old")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "many"),
        ("TURN_TIMEOUT_SECONDS", "0"),
        ("CONVERSATION_DAYS", "-1"),
        ("ENCRYPTION_KEYS", '"no list"'),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(f"MADOGUCHI_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_rasa_and_the_actions_are_called_on_the_loopback_interface(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("MADOGUCHI_HOST", "192.0.2.7")
    made = Settings()
    assert made.bot_url == "http://127.0.0.1:5005"
    assert made.actions_url == "http://127.0.0.1:5055"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
        ("::", "http://[::1]:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
    ],
)
def test_the_gateway_is_reached_where_it_listens(
    environment: pytest.MonkeyPatch, host: str, url: str
) -> None:
    environment.setenv("MADOGUCHI_HOST", host)
    assert Settings().gateway_url == url


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "hunter2", "MADOGUCHI_PORT: Input should be a valid integer"),
        ("PORT", "0", "MADOGUCHI_PORT: Input should be greater than or equal to 1"),
        ("ENCRYPTION_KEYS", "hunter2", "encryption_keys|ENCRYPTION_KEYS"),
        ("CONVERSATION_DAYS", "-1", "MADOGUCHI_CONVERSATION_DAYS: Input should be greater than 0"),
    ],
)
def test_a_bad_setting_is_named_and_its_value_is_not_shown(
    environment: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    environment.setenv(f"MADOGUCHI_{name}", value)
    settings.cache_clear()
    try:
        with pytest.raises(MadoguchiError, match=said) as caught:
            settings()
    finally:
        settings.cache_clear()
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize(
    "origins",
    [
        [],
        ["https://www.city.example.lg.jp"],
        ["https://a.example:8443", "http://localhost:3000", "http://127.0.0.1:8000"],
        ["http://[::1]:8000", "https://xn--fsqu00a.example"],
    ],
)
def test_origins_are_taken_as_they_are(environment: pytest.MonkeyPatch, origins: list[str]) -> None:
    environment.setenv("MADOGUCHI_WEB_ORIGINS", json.dumps(origins))
    assert Settings().web_origins == tuple(origins)


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "", "www.example.jp", "https://", "https://*.example.jp", "https://a.jp/",
     "https://a.jp/path", "https://A.jp", "ftp://a.jp", "https://user:hunter2@a.jp",
     "https://a.jp:443", "http://a.jp:80", "https://a.jp:99999", "https://a.jp:", " https://a.jp",
     "https://a.jp\n", "https://例え.jp", "https://a.jp?b", "https://a..jp"],
)  # fmt: skip
def test_what_is_no_origin_stops_the_start_and_is_named(
    environment: pytest.MonkeyPatch, origin: str
) -> None:
    environment.setenv("MADOGUCHI_WEB_ORIGINS", json.dumps(["https://ok.example.jp", origin]))
    settings.cache_clear()
    with pytest.raises(MadoguchiError) as raised:
        settings()
    settings.cache_clear()
    assert "MADOGUCHI_WEB_ORIGINS" in raised.value.message
    assert "entry 2 must be http or https" in raised.value.message
    assert "hunter2" not in raised.value.message
