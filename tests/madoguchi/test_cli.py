"""``./mado`` as people type it."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import inspect
from typer.testing import CliRunner, Result

from madoguchi import cli
from madoguchi.errors import MadoguchiError
from madoguchi.messages import CardMessage, CardRow, MessageSource
from madoguchi.settings import settings
from madoguchi.storage import database


def mado(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


@pytest.mark.parametrize(
    "command",
    ["up", "train", "test", "ask", "bench", "db", "db upgrade", "catalogue", "catalogue check",
     "submissions", "submissions export", "submissions set-status", "review", "review list",
     "review label", "review export", "review apply", "evaluate", "promote", "rollback"],
)  # fmt: skip
def test_every_command_explains_itself(command: str) -> None:
    result = mado(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_db_upgrade_makes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", url)
    settings.cache_clear()
    try:
        result = mado("db", "upgrade")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert (result.exit_code, result.output) == (0, "The database is at head.\n")
    assert "submissions" in inspect(database.open_engine(url)).get_table_names()


def test_an_unknown_benchmark_names_the_known_ones() -> None:
    error = mado("bench", "no-such").exception
    assert isinstance(error, MadoguchiError)
    assert "no-such" in error.message
    assert "Known:" in error.message


class Gateway(BaseHTTPRequestHandler):
    """Speaks the HTTP contract for one turn."""

    asked: ClassVar[list[tuple[str, Any, str | None]]] = []
    messages: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, body, self.headers["Authorization"]))
        status = 200
        answer: dict[str, Any] = {"messages": self.messages, "state": {}}
        if self.path == "/api/v1/conversations":
            status, answer = 201, {"id": "c1", "token": "t1", "messages": []}
            if body["ward"] == "osaka":
                status, answer = 422, {"code": "unknown-ward", "detail": "この区はありません。"}
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Gateway]]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    monkeypatch.setenv("MADOGUCHI_PORT", str(server.server_port))
    settings.cache_clear()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    Gateway.asked.clear()
    card = CardMessage(
        title="転入届",
        text="転入届についてご案内します。",
        rows=(CardRow(label="手数料", value="無料"),),
        items=("窓口に行きます。",),
        source=MessageSource(title="転入届（渋谷区）", url="https://www.city.example.jp/"),
    )
    Gateway.messages[:] = [card.model_dump(mode="json")]
    yield Gateway
    server.shutdown()
    thread.join()
    server.server_close()
    monkeypatch.undo()
    settings.cache_clear()


def test_ask_has_one_turn_with_the_gateway(gateway: type[Gateway]) -> None:
    result = mado("ask", "引っ越してきました", "--ward", "shibuya")
    assert result.exit_code == 0, result.output
    assert gateway.asked == [
        ("/api/v1/conversations", {"ward": "shibuya", "language": "ja"}, None),
        (
            "/api/v1/conversations/c1/messages",
            {"text": "引っ越してきました", "client_message_id": "ask"},
            "Bearer t1",
        ),
    ]


def test_ask_prints_what_a_resident_would_see(
    gateway: type[Gateway], capsys: pytest.CaptureFixture[str]
) -> None:
    for message in gateway.messages:
        with cli.output.capture() as shown:
            cli._print_message(message)
        for words in ("■ 転入届", "手数料：無料", "・窓口に行きます。", "出典：", "確認日なし"):
            assert words in shown.get()


def test_ask_as_json_prints_the_whole_answer(gateway: type[Gateway]) -> None:
    result = mado("ask", "転入届", "--json")
    assert json.loads(result.stdout)["messages"] == gateway.messages
    assert "転入届" in result.stdout


def test_ask_shows_the_problem_of_the_gateway(gateway: type[Gateway]) -> None:
    error = mado("ask", "転入届", "--ward", "osaka").exception
    assert isinstance(error, MadoguchiError)
    assert error.message == "この区はありません。"


def test_an_expected_error_is_one_line_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("MADOGUCHI_PORT", str(unused.getsockname()[1]))
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["mado", "ask", "転入届"])
        with pytest.raises(SystemExit) as ended:
            cli.main("mado")
    monkeypatch.undo()
    settings.cache_clear()
    assert ended.value.code == 1
    shown = capsys.readouterr().err
    assert shown == "Error: The gateway is not running. Start it with ./mado up.\n"
