"""A peer that keeps rich menus as LINE does, on a port of the loopback.

It follows the Messaging API reference: what needs a picture is refused without one, a deleted menu
is linked to nobody, and every answer has a request id.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "token-that-nobody-may-see"

Answer = tuple[int, dict[str, Any]]


@dataclass
class Call:
    """What the peer was asked."""

    method: str
    path: str
    body: bytes
    content_type: str

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


@dataclass
class _Refusal:
    method: str
    path: str
    status: int
    after: int


@dataclass
class LinePeer:
    """The account at LINE, and all that was asked of it."""

    calls: list[Call] = field(default_factory=list)
    menus: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    default: str | None = None
    phases: list[str] = field(default_factory=list)
    """What the progress of a batch is said to be, one a call; then succeeded."""
    webhook: dict[str, Any] | None = field(
        default_factory=lambda: {"endpoint": "https://example.lg.jp/line", "active": True}
    )
    webhook_test: dict[str, Any] = field(
        default_factory=lambda: {
            "success": True, "timestamp": "2026-07-01T00:00:00.000Z", "statusCode": 200,
            "reason": "OK", "detail": "200",
        }
    )  # fmt: skip
    quota: dict[str, Any] = field(default_factory=lambda: {"type": "limited", "value": 5000})
    used: int = 120
    _refusals: list[_Refusal] = field(default_factory=list)
    _made: int = 0
    _server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet an answer: the client need not wait for the second

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                call = Call(self.command, self.path, body, self.headers.get("Content-Type") or "")
                peer.calls.append(call)
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    status, answer = 401, {"message": "Authentication failed."}
                else:
                    status, answer = peer.refused(call) or peer.answer(call)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("x-line-request-id", f"request-{len(peer.calls)}")
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = do_PUT = _answer  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the calls are recorded."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    def refuse(self, method: str, path: str, status: int, after: int = 0) -> None:
        """Answer calls that match with the status, once ``after`` of them have passed."""
        self._refusals.append(_Refusal(method, path, status, after))

    def accept(self) -> None:
        """Refuse nothing any more."""
        self._refusals.clear()

    def forget_calls(self) -> None:
        self.calls.clear()

    def changes(self) -> list[str]:
        """The calls that change something, ids left out."""
        return [
            f"{call.method} {re.sub(r'richmenu-[0-9]+', 'ID', call.path)}"
            for call in self.calls
            if call.method != "GET" and not call.path.endswith("/validate")
        ]

    def name(self, id_: str | None) -> str:
        """``menu/language`` of one of our menus."""
        return "/".join(self.menus[id_ or ""]["name"].split("/")[2:4])

    def refused(self, call: Call) -> Answer | None:
        for refusal in self._refusals:
            if call.method == refusal.method and re.search(refusal.path, call.path):
                if refusal.after == 0:
                    return refusal.status, {
                        "message": "It went wrong",
                        "details": [{"message": "somehow", "property": "areas[0]"}],
                    }
                refusal.after -= 1
        return None

    def answer(self, call: Call) -> Answer:
        url = urlsplit(call.path)
        path = url.path.removeprefix("/v2/bot")
        match call.method, path.strip("/").split("/"):
            case "GET", ["info"]:
                return 200, {
                    "userId": "U0", "basicId": "@shibuya", "displayName": "渋谷区",
                    "chatMode": "bot", "markAsReadMode": "auto",
                }  # fmt: skip
            case "GET", ["channel", "webhook", "endpoint"]:
                return (200, self.webhook) if self.webhook else (404, {"message": "Not found"})
            case "POST", ["channel", "webhook", "test"]:
                return 200, self.webhook_test
            case "GET", ["message", "quota"]:
                return 200, self.quota
            case "GET", ["message", "quota", "consumption"]:
                return 200, {"totalUsage": self.used}
            case "POST", ["richmenu", "validate"]:
                return 200, {}
            case "POST", ["richmenu", "batch"]:
                for operation in call.json["operations"]:
                    for user, id_ in self.linked.items():
                        if id_ == operation["from"]:
                            self.linked[user] = operation["to"]
                return 202, {}
            case "GET", ["richmenu", "progress", "batch"]:
                assert parse_qs(url.query)["requestId"][0].startswith("request-")
                phase = self.phases.pop(0) if self.phases else "succeeded"
                return 200, {"phase": phase, "acceptedTime": "2026-07-01T00:00:00.000Z"}
            case _, ["richmenu", "alias", *rest]:
                return self._alias(call, rest)
            case _, ["richmenu", *rest]:
                return self._menu(call, rest)
            case _, ["user", "all", "richmenu", *rest]:
                return self._default(call, rest)
            case "POST", ["user", user, "richmenu", id_]:
                return self._with_picture(id_, lambda: self.linked.update({user: id_}))
        return 404, {"message": "Not found"}

    def _menu(self, call: Call, rest: list[str]) -> Answer:
        match call.method, rest:
            case "GET", ["list"]:
                return 200, {"richmenus": list(self.menus.values())}
            case "POST", []:
                self._made += 1
                id_ = f"richmenu-{self._made}"
                self.menus[id_] = {"richMenuId": id_, **call.json}
                return 200, {"richMenuId": id_}
            case "POST", [id_, "content"] if id_ in self.menus:
                self.pictures[id_] = call.body
                return 200, {}
            case "GET", [id_] if id_ in self.menus:
                return 200, self.menus[id_]
            case "DELETE", [id_] if id_ in self.menus:
                del self.menus[id_]
                self.linked = {user: to for user, to in self.linked.items() if to != id_}
                return 200, {}
        return 404, {"message": "Not found"}

    def _alias(self, call: Call, rest: list[str]) -> Answer:
        match call.method, rest:
            case "GET", ["list"]:
                return 200, {
                    "aliases": [
                        {"richMenuAliasId": alias, "richMenuId": id_}
                        for alias, id_ in self.aliases.items()
                    ]
                }
            case "POST", []:
                if call.json["richMenuAliasId"] in self.aliases:
                    return 400, {"message": "conflict richmenu alias id"}
                self.aliases[call.json["richMenuAliasId"]] = call.json["richMenuId"]
                return 200, {}
            case "POST", [alias] if alias in self.aliases:
                self.aliases[alias] = call.json["richMenuId"]
                return 200, {}
            case "GET", [alias] if alias in self.aliases:
                return 200, {"richMenuAliasId": alias, "richMenuId": self.aliases[alias]}
        return 404, {"message": "richmenu alias not found"}

    def _default(self, call: Call, rest: list[str]) -> Answer:
        match call.method, rest:
            case "GET", [] if self.default is not None:
                return 200, {"richMenuId": self.default}
            case "POST", [id_]:
                return self._with_picture(id_, lambda: setattr(self, "default", id_))
        return 404, {"message": "no default richmenu"}

    def _with_picture(self, id_: str, change: Any) -> Answer:
        if id_ not in self.pictures or id_ not in self.menus:
            return 400, {"message": "must upload richmenu image before applying it to user"}
        change()
        return 200, {}
