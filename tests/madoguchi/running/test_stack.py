"""The processes of ``./mado up``: what is started, and what is said when it cannot be."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr
from rich.console import Console

from madoguchi.errors import NotFoundError
from madoguchi.running import model, slots, stack
from madoguchi.running.supervisor import Supervisor
from madoguchi.settings import LineAccount, LineSettings, Settings, settings
from madoguchi.voice.recognition import recognisers


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings().model_copy(
        update={"data_dir": tmp_path, "port": free_port(), "bot_port": free_port(),
                "actions_port": free_port(), "ward": "nerima"}
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_rasa_the_action_server_and_the_gateway_are_started(config: Settings) -> None:
    children = stack.children(config, workers=3)
    _, actions, gateway, curation = children
    assert [child.name for child in children] == ["rasa", "actions", "gateway", "curation"]
    commands = {child.name: " ".join(child.arguments) for child in children}
    assert f"--model {model.model_path(config)}" in commands["rasa"]
    assert f"--port {config.bot_port}" in commands["rasa"]
    assert f"--port {config.port}" in commands["gateway"]
    assert "--workers 3" in commands["gateway"]
    for child in (actions, gateway, curation):
        assert child.environment["MADOGUCHI_BOT_PORT"] == str(config.bot_port)
        assert child.environment["MADOGUCHI_ACTIONS_PORT"] == str(config.actions_port)
        assert child.environment["MADOGUCHI_DATA_DIR"] == str(config.data_dir)
        assert child.environment["MADOGUCHI_WARD"] == "nerima"
    logs = {child.log_file for child in children}
    assert len(logs) == 4
    assert all(log.parent == config.data_dir / "logs" for log in logs)


def test_rasa_starts_with_the_model_that_is_live_at_that_moment(config: Settings) -> None:
    rasa, *_ = stack.children(config)
    promoted = trained(config, "0123456789abcdef")
    slots.write(config, "live", "0123456789abcdef")
    assert f"--model {promoted}" in " ".join(rasa.arguments)


def trained(config: Settings, fingerprint: str, *, fits: bool = True) -> Path:
    """A file in the place of a trained model, of this release or another."""
    path = slots.model_file(config, fingerprint)
    path.parent.mkdir(exist_ok=True)
    path.write_text("model", encoding="utf-8")
    note = {"release": model.release() if fits else "another"}
    path.with_name(f"{fingerprint}.json").write_text(json.dumps(note), encoding="utf-8")
    return path


def chosen(config: Settings, *, unpromoted: bool = False) -> tuple[str | None, str]:
    """The model that ``up`` takes, and what it says."""
    shown = io.StringIO()
    stack.choose_model(config, Console(file=shown, width=400), unpromoted=unpromoted)
    return slots.read(config, "live"), shown.getvalue()


def test_the_first_model_is_live_without_a_promotion(config: Settings) -> None:
    trained(config, model.fingerprint())
    assert chosen(config) == (model.fingerprint(), "")


def test_a_promoted_model_goes_on_when_only_utterances_have_changed(config: Settings) -> None:
    trained(config, model.fingerprint())
    trained(config, "0123456789abcdef")
    slots.write(config, "live", "0123456789abcdef")
    live, said = chosen(config)
    assert live == "0123456789abcdef"
    assert "./mado train --candidate" in said
    assert chosen(config, unpromoted=True)[0] == model.fingerprint()
    assert slots.read(config, "previous") == "0123456789abcdef"


def test_a_model_of_another_release_is_replaced(config: Settings) -> None:
    trained(config, model.fingerprint())
    trained(config, "0123456789abcdef", fits=False)
    slots.write(config, "live", "0123456789abcdef")
    live, said = chosen(config)
    assert live == model.fingerprint()
    assert "another release" in said


def test_a_pointer_to_a_model_that_is_gone_counts_for_nothing(config: Settings) -> None:
    trained(config, model.fingerprint())
    trained(config, "0123456789abcdef").unlink()
    slots.write(config, "live", "0123456789abcdef")
    assert chosen(config)[0] == model.fingerprint()


def test_only_the_gateway_is_reached_from_outside(config: Settings) -> None:
    everywhere = config.model_copy(update={"host": "0.0.0.0"})
    rasa, actions, gateway, _ = stack.children(everywhere)
    assert "--interface 127.0.0.1" in " ".join(rasa.arguments)
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert "--host 0.0.0.0" in " ".join(gateway.arguments)


@pytest.mark.parametrize(
    ("taken", "setting"),
    [
        ("port", "MADOGUCHI_PORT"),
        ("bot_port", "MADOGUCHI_BOT_PORT"),
        ("actions_port", "MADOGUCHI_ACTIONS_PORT"),
    ],
)
def test_a_taken_port_is_named_with_its_setting(config: Settings, taken: str, setting: str) -> None:
    stack.require_free_ports(config)
    port = getattr(config, taken)
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(stack.StartError, match=setting) as caught,
    ):
        stack.require_free_ports(config)
    assert str(port) in caught.value.message


class Gateway(BaseHTTPRequestHandler):
    """Not ready for two calls, then ready."""

    calls = 0

    def do_GET(self) -> None:
        type(self).calls += 1
        self.send_response(200 if type(self).calls > 2 else 503)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def gateway(config: Settings) -> Iterator[type[Gateway]]:
    Gateway.calls = 0
    server = HTTPServer(("127.0.0.1", config.port), Gateway)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Gateway
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_waits_until_every_part_is_ready(config: Settings, gateway: type[Gateway]) -> None:
    stack.wait_until_ready(config, Supervisor(()), lambda: False)
    assert gateway.calls == 3


def test_it_gives_up_naming_the_logs(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "READY_SECONDS", 0.0)
    with pytest.raises(stack.StartError, match="logs"):
        stack.wait_until_ready(config, Supervisor(()), lambda: False)


def test_ctrl_c_while_waiting_ends_the_wait(config: Settings) -> None:
    stack.wait_until_ready(config, Supervisor(()), lambda: True)


def test_several_workers_on_sqlite_are_refused_with_the_settings_to_change(
    config: Settings,
) -> None:
    stack.require_shared_databases(config, workers=1)
    with pytest.raises(stack.StartError, match="MADOGUCHI_DATABASE_URL and MADOGUCHI_WORKFLOW"):
        stack.require_shared_databases(config, workers=2)
    server = SecretStr("postgresql+psycopg://db/madoguchi")
    half = Settings(data_dir=config.data_dir, database_url=server)
    with pytest.raises(stack.StartError, match=r"Set MADOGUCHI_WORKFLOW_DATABASE_URL, or"):
        stack.require_shared_databases(half, workers=2)
    both = Settings(data_dir=config.data_dir, database_url=server, workflow_database_url=server)
    stack.require_shared_databases(both, workers=2)


def test_an_unknown_ward_is_refused_before_anything_starts(config: Settings) -> None:
    with pytest.raises(NotFoundError, match="osaka"):
        stack.up(config.model_copy(update={"ward": "osaka"}), Console())


def test_line_has_a_process_of_its_own_where_a_ward_has_an_account(tmp_path: Path) -> None:
    without = stack.children(Settings(data_dir=tmp_path, line=LineSettings()))
    assert "line" not in [child.name for child in without]
    accounts = LineSettings(wards={"shibuya": LineAccount(channel_secret=SecretStr("secret"))})
    children = stack.children(Settings(data_dir=tmp_path, line=accounts))
    assert "line" in [child.name for child in children]


def test_it_says_which_languages_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        recognisers, "available", lambda: {"ja": "whisper", "ko": "vosk", "vi": "whisper"}
    )
    assert stack.heard_languages() == "Voice: ko (vosk); ja, vi (whisper)"


def test_it_says_what_to_do_where_none_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognisers, "available", dict)
    assert "./mado models fetch whisper-base" in stack.heard_languages()
