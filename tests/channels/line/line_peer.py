"""A small real HTTP peer that plays LINE's platform, both its API host and its data host.

LINE's SDK talks to it with ``Configuration(host=peer.url)``. Tests say what fails, read what
residents have got, and assert that nothing was ``rejected``. With the URL of a Prism that serves
LINE's OpenAPI, every request is checked there too, and what it finds is kept in ``violations``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.channels.line import login
from tests.channels.line.events import body_of, message_id, sign, token
from tests.channels.line.faults import Fault, with_transport
from tests.channels.line.limits import Json, details
from tests.channels.line.records import (
    FAILED,
    PREPARING,
    Bot,
    Call,
    Content,
    Profile,
    Rejected,
    ReplyToken,
    Violation,
)
from tests.channels.rasa_peer import Server

REPLY_SECONDS = 60.0

_QUOTABLE = ("text", "textV2", "sticker", "image", "video", "imagemap", "template")
_FORWARDED = ("authorization", "content-type", "accept", "x-line-retry-key")


class LinePeer:
    """LINE as the gateway sees it.

    ``reply_seconds`` is how long a reply token lives, ``latency_s`` how long every call takes,
    ``quota`` how many pushes a month has (None: no limit).
    """

    def __init__(self, *bots: Bot, prism_url: str | None = None) -> None:
        self.bots = bots or (Bot(),)
        self.prism_url = prism_url
        self.id_tokens: dict[str, Json] = {}
        self.reset()
        self._server = Server(with_transport(self._app()))
        self.url = f"http://127.0.0.1:{self._server.port}"

    def reset(self) -> None:
        """As new: nobody knows the bots, nothing was sent, nothing fails."""
        self.reply_seconds, self.latency_s = REPLY_SECONDS, 0.0
        self.quota: int | None = None
        self.consumed = 0
        self.profiles: dict[str, Profile] = {}
        self.contents: dict[str, Content] = {}
        self.webhooks: dict[Bot, str] = {}
        self.link_tokens: dict[str, str] = {}
        self.id_tokens.clear()
        self.loadings: list[tuple[str, int]] = []
        self.calls: list[Call] = []
        self.rejected: list[Rejected] = []
        self.violations: list[Violation] = []
        self._faults: list[Fault] = []
        self._reply_tokens: dict[str, ReplyToken] = {}
        self._accepted: dict[str, tuple[str, Json]] = {}
        self._inboxes: dict[str, list[Json]] = defaultdict(list)

    def stop(self) -> None:
        """Go down: connections are refused."""
        self._server.stop()

    @property
    def bot(self) -> Bot:
        """The first account, which most tests have alone."""
        return self.bots[0]

    def fail_next(
        self,
        path_prefix: str,
        status: int | None,
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        *,
        after_work: bool = False,
    ) -> None:
        """Let the next calls of these paths fail; ``status`` None drops the connection unanswered.

        With ``after_work`` the messages are sent all the same, and only the answer says otherwise.
        """
        self._faults.append(Fault(path_prefix, status, times, dict(headers or {}), after_work))

    def issue_reply_token(self, bot: Bot, user_id: str) -> str:
        """A fresh reply token for an event of this user."""
        issued = token()
        self._reply_tokens[issued] = ReplyToken(bot, user_id)
        return issued

    def expire(self, reply_token: str) -> None:
        """As if its time had passed."""
        self._reply_tokens[reply_token].issued = float("-inf")

    def calls_to(self, path_prefix: str) -> list[Call]:
        """The calls of these paths, in order, those that failed included."""
        return [call for call in self.calls if call.path.startswith(path_prefix)]

    def messages_to(self, user_id: str) -> list[Json]:
        """What the user has got, in order, by reply or by push."""
        return list(self._inboxes[user_id])

    def wait_for(self, user_id: str, count: int, seconds: float = 10.0) -> list[Json]:
        """The messages of the user, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(messages := self.messages_to(user_id)) < count:
            assert time.monotonic() < deadline, f"only {len(messages)} of {count}: {messages}"
            time.sleep(0.01)
        return messages

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                self._route("POST", "/v2/bot/message/reply", self._reply),
                self._route("POST", "/v2/bot/message/push", self._push),
                self._route("POST", "/v2/bot/chat/loading/start", self._loading),
                self._route("GET", "/v2/bot/profile/{user_id}", self._profile),
                self._route("GET", "/v2/bot/message/quota", self._quota),
                self._route("GET", "/v2/bot/message/quota/consumption", self._consumption),
                self._route("GET", "/v2/bot/info", self._info),
                self._route("GET", "/v2/bot/message/{id}/content", self._content),
                self._route("GET", "/v2/bot/message/{id}/content/transcoding", self._transcoding),
                self._route("POST", "/v2/bot/user/{user_id}/linkToken", self._link_token),
                Route("/oauth2/v2.1/verify", login.verifying(self.id_tokens), methods=["POST"]),
                self._route("GET", "/v2/bot/channel/webhook/endpoint", self._webhook),
                self._route("PUT", "/v2/bot/channel/webhook/endpoint", self._set_webhook),
                self._route("POST", "/v2/bot/channel/webhook/test", self._test_webhook),
                self._route("GET POST PUT DELETE", "/{path:path}", self._unknown_path),
            ]
        )

    def _route(self, methods: str, path: str, work: Callable[[Call], Awaitable[Response]]) -> Route:
        async def endpoint(request: Request) -> Response:
            request_id = str(uuid4())
            response = await self._answer(request, request_id, work)
            response.headers["X-Line-Request-Id"] = request_id
            return response

        return Route(path, endpoint, methods=methods.split())

    async def _answer(
        self, request: Request, request_id: str, work: Callable[[Call], Awaitable[Response]]
    ) -> Response:
        raw, path = await request.body(), request.url.path
        bearer = request.headers.get("authorization", "")
        bot = next((bot for bot in self.bots if bearer == f"Bearer {bot.access_token}"), None)
        if bot is None:
            return self._reject(
                path, None, 401, "Authentication failed. Confirm that the access token is valid."
            )
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            return self._reject(
                path, raw, 400, "The request body could not be parsed as JSON (line: 1, column: 1)"
            )
        call = Call(
            request_id, request.method, path, request.path_params, request.headers, body, bot
        )
        self.calls.append(call)
        if self.prism_url is not None:
            await self._show_prism(call, raw)
        await asyncio.sleep(self.latency_s)
        fault = self._take_fault(path)
        if fault is None:
            return await work(call)
        if fault.after_work:
            await work(call)
        return fault.response()

    def _take_fault(self, path: str) -> Fault | None:
        for fault in self._faults:
            if fault.left and path.startswith(fault.path_prefix):
                fault.left -= 1
                return fault
        return None

    async def _show_prism(self, call: Call, raw: bytes) -> None:
        headers = {name: call.headers[name] for name in _FORWARDED if name in call.headers}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
            answer = await http.request(
                call.method, f"{self.prism_url}{call.path}", content=raw, headers=headers
            )
        found = answer.headers.get("sl-violations")
        if found is not None or answer.status_code >= 400:
            self.violations.append(
                Violation(
                    call.method,
                    call.path,
                    call.body,
                    answer.status_code,
                    answer.json() if found is None else json.loads(found),
                )
            )

    async def _reply(self, call: Call) -> Response:
        if (bad := self._bad_body(call, "replyToken")) is not None:
            return bad
        held = self._reply_tokens.get(call.body["replyToken"])
        if held is None or not held.works_for(call.bot, self.reply_seconds):
            return self._reject(call.path, call.body, 400, "Invalid reply token")
        held.is_used = True
        return JSONResponse(self._deliver(held.user_id, call.body["messages"]))

    async def _push(self, call: Call) -> Response:
        key = call.headers.get("x-line-retry-key")
        if key is not None and not _is_uuid(key):
            return self._reject(call.path, call.body, 400, "The retry key must be a UUID")
        if (bad := self._bad_body(call, "to")) is not None:
            return bad
        if key in self._accepted:
            accepted_id, sent = self._accepted[key]
            return JSONResponse(
                {"message": "The retry key is already accepted", **sent},
                409,
                {"X-Line-Accepted-Request-Id": accepted_id},
            )
        if call.body["to"] not in self.profiles:
            return self._reject(
                call.path, call.body, 400, "The property, 'to', in the request body is invalid"
            )
        if self.quota is not None and self.consumed >= self.quota:
            return JSONResponse({"message": "You have reached your monthly limit."}, 429)
        self.consumed += 1
        sent = self._deliver(call.body["to"], call.body["messages"])
        if key is not None:
            self._accepted[key] = (call.request_id, sent)
        return JSONResponse(sent)

    def _bad_body(self, call: Call, addressed_by: str) -> Response | None:
        """The answer to a body that LINE would not take, or None."""
        body = call.body if isinstance(call.body, dict) else {}
        found = details(body.get("messages"))
        if not isinstance(body.get(addressed_by), str) or not body[addressed_by]:
            found.append({"message": "May not be empty", "property": addressed_by})
        if not isinstance(body.get("notificationDisabled", False), bool):
            found.append({"message": "Must be a boolean", "property": "notificationDisabled"})
        return self._reject_for(call, found) if found else None

    def _deliver(self, user_id: str, messages: list[Json]) -> Json:
        """Send, which LINE also reports of messages to somebody who blocks the bot."""
        profile = self.profiles.get(user_id)
        if profile is not None and not profile.is_blocking:
            self._inboxes[user_id].extend(messages)
        quotes = [{"quoteToken": token()} if m["type"] in _QUOTABLE else {} for m in messages]
        return {"sentMessages": [{"id": message_id(), **quote} for quote in quotes]}

    async def _loading(self, call: Call) -> Response:
        body = call.body if isinstance(call.body, dict) else {}
        user_id, seconds = body.get("chatId"), body.get("loadingSeconds", 20)
        if user_id not in self.profiles:
            return self._reject_for(call, [{"message": "Invalid user", "property": "chatId"}])
        if not isinstance(seconds, int) or seconds not in range(5, 61, 5):
            wrong = {"message": "Must be a multiple of 5 up to 60", "property": "loadingSeconds"}
            return self._reject_for(call, [wrong])
        self.loadings.append((user_id, seconds))
        return JSONResponse({}, 202)

    async def _profile(self, call: Call) -> Response:
        user_id = call.parts["user_id"]
        profile = self.profiles.get(user_id)
        if profile is None or profile.is_blocking:
            return _not_found()
        language = {} if profile.language is None else {"language": profile.language}
        return JSONResponse({"userId": user_id, "displayName": profile.display_name, **language})

    async def _quota(self, call: Call) -> Response:
        if self.quota is None:
            return JSONResponse({"type": "none"})
        return JSONResponse({"type": "limited", "value": self.quota})

    async def _consumption(self, call: Call) -> Response:
        return JSONResponse({"totalUsage": self.consumed})

    async def _info(self, call: Call) -> Response:
        return JSONResponse(
            {
                "userId": call.bot.user_id,
                "basicId": call.bot.basic_id,
                "displayName": call.bot.display_name,
                "chatMode": "bot",
                "markAsReadMode": "auto",
            }
        )

    async def _content(self, call: Call) -> Response:
        content = self.contents.get(call.parts["id"])
        if content is None or content.state == FAILED:
            return _not_found()
        if content.state == PREPARING:
            return Response(status_code=202)
        return Response(content.data, media_type=content.media_type)

    async def _transcoding(self, call: Call) -> Response:
        content = self.contents.get(call.parts["id"])
        return _not_found() if content is None else JSONResponse({"status": content.state})

    async def _link_token(self, call: Call) -> Response:
        user_id = call.parts["user_id"]
        if user_id not in self.profiles:
            return _not_found()
        issued = token()
        self.link_tokens[issued] = user_id
        return JSONResponse({"linkToken": issued})

    async def _webhook(self, call: Call) -> Response:
        endpoint = self.webhooks.get(call.bot)
        if endpoint is None:
            return _not_found()
        return JSONResponse({"endpoint": endpoint, "active": True})

    async def _set_webhook(self, call: Call) -> Response:
        endpoint = (call.body or {}).get("endpoint", "")
        address = urlsplit(endpoint)
        # LINE takes https only. Here the gateway listens on the loopback interface, without it.
        if (address.scheme != "https" and address.hostname != "127.0.0.1") or len(endpoint) > 500:
            return self._reject_for(
                call, [{"message": "Invalid webhook endpoint URL", "property": "endpoint"}]
            )
        self.webhooks[call.bot] = endpoint
        return JSONResponse({})

    async def _test_webhook(self, call: Call) -> Response:
        endpoint = (call.body or {}).get("endpoint") or self.webhooks.get(call.bot)
        if endpoint is None:
            return _not_found()
        body = body_of(destination=call.bot.user_id)
        headers = {"X-Line-Signature": sign(body, call.bot.channel_secret)}
        status, reason = 0, "COULD_NOT_CONNECT"
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            try:
                answer = await http.post(endpoint, content=body, headers=headers)
                status = answer.status_code
                reason = "OK" if answer.is_success else "ERROR_STATUS_CODE"
            except httpx.TransportError:
                pass
        return JSONResponse(
            {
                "success": reason == "OK",
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
                "statusCode": status,
                "reason": reason,
                "detail": str(status),
            }
        )

    async def _unknown_path(self, call: Call) -> Response:
        return self._reject(call.path, call.body, 404, "Not found")

    def _reject_for(self, call: Call, found: list[dict[str, str]]) -> Response:
        message = f"The request body has {len(found)} error(s)"
        return self._reject(call.path, call.body, 400, message, found)

    def _reject(
        self,
        path: str,
        body: Any,
        status: int,
        message: str,
        found: list[dict[str, str]] | None = None,
    ) -> Response:
        self.rejected.append(Rejected(path, body, status, message, found or []))
        return JSONResponse(
            {"message": message, "details": found} if found else {"message": message}, status
        )


def _not_found() -> Response:
    return JSONResponse({"message": "Not found"}, 404)


def _is_uuid(key: str) -> bool:
    try:
        return str(UUID(key)) == key.lower()
    except ValueError:
        return False
