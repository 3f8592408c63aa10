"""The gateway as the widget sees it, and a page of another origin that embeds the widget.

The peer serves the widget's real files, speaks the HTTP contract with canned messages, and keeps
what it was sent. The page forbids by its Content-Security-Policy whatever a strict site forbids.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import FastAPI, Request, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.applications import Starlette
from starlette.routing import Route

from channels.web import widget_files
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import (
    BaseMessage,
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    MessageSource,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)

STRICT_POLICY = (
    "default-src 'none'; script-src {host}; connect-src {host} {voice}; style-src 'none'; "
    "img-src {host}"
)
SHIBUYA = {"id": "shibuya", "name": "渋谷区", "name_en": "Shibuya", "phone": "03-3463-1211"}
WARDS = [
    {"id": "chiyoda", "name": "千代田区", "name_en": "Chiyoda", "phone": "03-3264-2111"},
    {"id": "shinjuku", "name": "新宿区", "name_en": "Shinjuku", "phone": "03-3209-1111"},
    SHIBUYA,
]
SOURCE = MessageSource(
    procedure="moving-in",
    ward="shibuya",
    origin="ward",
    title="転入届（渋谷区）",
    url="https://www.city.example.jp/moving-in",
    verified_on=date(2026, 5, 1),
)

GREETING = ChoicesMessage(
    text="こんにちは。区役所の手続きについて、何でもおたずねください。",
    choices=(
        Button(label="引っ越してきた", postback="ask:moving-in"),
        Button(label="住民票がほしい", postback="ask:residence-certificate"),
        Button(label="申請の状況を知りたい", postback="status"),
    ),
)
ANSWER = TextMessage(
    text="転入届は、住み始めた日から14日以内に出してください。\n手数料はかかりません。",
    source=SOURCE,
)
CARD = CardMessage(
    text="転入届についてご案内します。",
    title="転入届",
    rows=(
        CardRow(
            label="届け出の期限", value="新しい住所に住み始めた日から14日以内", origin="common"
        ),
        CardRow(label="手数料", value="無料", origin="common"),
        CardRow(label="窓口", value="渋谷区役所2階 住民戸籍課\n電話 03-3463-1211", origin="ward"),
    ),
    choices=(
        Button(label="必要な書類を見る", postback="aspect:documents"),
        Button(label="申請を始める", postback="apply:moving-in"),
    ),
    source=SOURCE,
)
STEPS = CardMessage(
    text="手順は次のとおりです。",
    title="転入届の手順",
    items=("前の市区町村で転出届を出します。", "住み始めてから、必要書類を持って窓口に行きます。"),
)
PLACE = PlaceMessage(
    text="転入届の窓口です。",
    name="渋谷区役所",
    address="東京都渋谷区宇田川町1-1",
    latitude=35.66384,
    longitude=139.69809,
    phone="03-3463-1211",
    hours="平日 8時30分〜17時",
)
LINK = LinkMessage(
    text="くわしくは公式ページをご覧ください。",
    title="転入届（渋谷区公式サイト）",
    url="https://www.city.example.jp/moving-in",
)
SUMMARY = SummaryMessage(
    text="この内容で申請します。よろしいですか。",
    title="転入届の申請内容",
    rows=(
        SummaryRow(field="name", label="お名前", value="佐藤 美咲", edit="edit:name"),
        SummaryRow(
            field="birth_date", label="生年月日", value="1991-04-02", edit="edit:birth_date"
        ),
        SummaryRow(field="phone", label="電話番号", value="090-1234-5678", edit="edit:phone"),
    ),
    choices=(
        Button(label="この内容で申請する", postback="submit:yes"),
        Button(label="申請をやめる", postback="cancel"),
    ),
)
RECEIPT = ReceiptMessage(
    text="申請を受け付けました。",
    receipt_number="SBY-2026-0501-7F3K",
    procedure="moving-in",
    title="転入届",
    submitted_at="2026-05-01T14:30:00+09:00",
    next_steps="必要書類を持って、5月15日までに窓口へお越しください。",
)
ENGLISH = TextMessage(
    text="Please submit the notification within 14 days.",
    language="en",
    original="14日以内に届け出てください。",
    translated_by="machine",
)
EASY = TextMessage(
    text="｜転入届《てんにゅうとどけ》は 14｜日《にち》までに ｜出《だ》して ください。",
    language="ja-easy",
)
SKIP = Button(label="答えずに進む", postback="skip:documents")
BACK = Button(label="前の質問に戻る", postback="back")


def question(kind: str, label: str, **more: Any) -> QuestionMessage:
    """A question of a nine-step form."""
    given: dict[str, Any] = {
        "text": f"{label}を教えてください。",
        "field": kind,
        "field_kind": kind,
        "label": label,
        "required": True,
        "step": 3,
        "steps": 9,
    }
    return QuestionMessage(**(given | more))


YES_NO = question(
    FieldKind.YES_NO,
    "外国籍ですか",
    text="外国籍ですか。",
    choices=(
        Button(label="はい", postback="answer:foreign:yes"),
        Button(label="いいえ", postback="answer:foreign:no"),
    ),
)
BIRTH_DATE = question(
    FieldKind.DATE,
    "生年月日",
    field="birth_date",
    earliest=date(1900, 1, 1),
    latest=date(2026, 5, 1),
)
ADDRESS = question(FieldKind.ADDRESS, "新しい住所", field="new_address")
ITEMS = question(FieldKind.ITEM_LIST, "出すもの", field="items", maximum=3)
PHONE_WITH_ERROR = question(
    FieldKind.PHONE,
    "電話番号",
    text="電話番号は10けたか11けたの数字で書いてください。\n電話番号を教えてください。",
    help="日中に連絡できる番号を書いてください。",
    example="090-1234-5678",
    error="電話番号は10けたか11けたの数字で書いてください。",
)
DOCUMENTS = question(
    FieldKind.MULTI_CHOICE,
    "お持ちの書類",
    required=False,
    choices=(
        Button(label="運転免許証", postback="answer:documents:licence"),
        Button(label="マイナンバーカード", postback="answer:documents:mynumber_card"),
        Button(label="パスポート", postback="answer:documents:passport"),
        SKIP,
        BACK,
    ),
)
FILE = question(FieldKind.FILE, "本人確認書類", field="identity")
IN_APPLICATION = {"procedure": "moving-in", "title": "転入届", "step": 3, "steps": 9}


def dump(message: BaseMessage) -> dict[str, Any]:
    return message.model_dump(mode="json")


@dataclass
class Peer:
    """The gateway as the widget sees it. ``script`` maps what is said to the answer."""

    script: dict[str, list[BaseMessage]] = field(default_factory=dict)
    application: dict[str, Any] | None = None
    ward: dict[str, str] | None = None
    banner: dict[str, str] | None = None
    turns: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    started: list[dict[str, Any]] = field(default_factory=list)
    alive: set[str] = field(default_factory=set)
    problem: tuple[int, str] | None = None
    retry_after: int | None = None
    delay_s: float = 0.0
    late: list[BaseMessage] = field(default_factory=list)
    looks_until_late: int = 0
    has_events: bool = True
    feedback: list[dict[str, Any]] = field(default_factory=list)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    requests: int = 0
    voice: dict[str, dict[str, bool]] = field(default_factory=dict)
    spoken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> dict[str, Any]:
        return {"ward": self.ward, "application": self.application, "banner": self.banner}

    @property
    def said(self) -> list[str]:
        """What the resident said or pressed, in order, repeats of one turn counted once."""
        return [turn.get("text") or turn["postback"] for turn in self.turns]

    def start(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.started.append(asked)
        conversation = f"c{len(self.started)}"
        self.alive.add(conversation)
        self.history = []
        self.ward = next((ward for ward in WARDS if ward["id"] == asked["ward"]), None)
        self.remember("assistant", dump(GREETING))
        return {"id": conversation, "token": f"token-{conversation}", "messages": [dump(GREETING)]}

    def remember(self, role: str, message: dict[str, Any]) -> None:
        at = "2026-05-01T05:30:00Z"
        row = {"seq": len(self.history) + 1, "role": role, "message": message, "at": at}
        self.history.append(row)

    def take(self, turn: dict[str, Any]) -> dict[str, Any]:
        if (known := self.answers.get(turn["client_message_id"])) is not None:
            return known
        self.turns.append(turn)
        heard = self.said[-1]
        if heard.startswith("ward:"):
            self.ward = next(ward for ward in WARDS if f"ward:{ward['id']}" == heard)
        self.remember("resident", {"kind": "text", "text": self.shown(turn)})
        messages = [dump(message) for message in self.script.get(heard, [ANSWER])]
        if not self.late:
            for message in messages:
                self.remember("assistant", message)
        answer = {
            "messages": messages,
            "understanding": {},
            "state": self.state,
            "pending": bool(self.late),
        }
        self.answers[turn["client_message_id"]] = answer
        return answer

    def shown(self, turn: dict[str, Any]) -> str:
        """What the history keeps of a turn: its text, or the label of a button that it knows."""
        if "text" in turn:
            return str(turn["text"])
        for row in reversed(self.history):
            for choice in row["message"].get("choices") or ():
                if choice["postback"] == turn["postback"]:
                    return str(choice["label"])
        return ""

    def read(self, after: int) -> dict[str, Any]:
        """The history; a late answer is in it from the last of ``looks_until_late`` on."""
        self.looks_until_late -= 1
        if self.late and self.looks_until_late <= 0:
            for message in self.late:
                self.remember("assistant", dump(message))
            self.late = []
        behind = [row for row in self.history if row["seq"] > after]
        return {"messages": behind, "state": self.state, "pending": bool(self.late)}


def problem(status: int, detail: str, retry_after: int | None = None) -> JSONResponse:
    content = {"type": "about:blank", "title": "x", "status": status, "detail": detail, "code": "x"}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def peer_app(current: Callable[[], Peer]) -> FastAPI:
    """The HTTP contract over the peer of the running test."""
    app = FastAPI()
    app.include_router(widget_files.router)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID", "X-File-Name"],
        expose_headers=["Retry-After"],
    )
    conversation_path = "/api/v1/conversations/{conversation}"

    def gone(conversation: str, request: Request) -> JSONResponse | None:
        right_token = request.headers.get("authorization") == f"Bearer token-{conversation}"
        if conversation in current().alive and right_token:
            return None
        return problem(401, "この会話は見つかりません。")

    @app.get("/api/v1/wards")
    def wards() -> list[dict[str, str]]:
        return WARDS

    @app.get("/api/v1/voice")
    def voice() -> dict[str, dict[str, dict[str, bool]]]:
        return {"languages": current().voice}

    @app.websocket("/channels/voice/stream")
    async def stream(socket: WebSocket) -> None:
        """What is to be said and shown, without sound; nothing is understood."""
        await socket.accept()
        await socket.receive_text()
        for message in current().spoken:
            await socket.send_json(message)
            if message["type"] == "speech":
                await socket.send_bytes(b"")
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass

    @app.get("/api/v1/postal-codes/{digits}")
    def postal_code(digits: str) -> Response:
        if digits != "1500042":
            return problem(404, "この郵便番号は見つかりません。")
        found = {
            "postal_code": digits,
            "prefecture": "東京都",
            "city": "渋谷区",
            "town": "宇田川町",
        }
        return JSONResponse(found)

    @app.post("/api/v1/conversations", status_code=201)
    def start(asked: dict[str, Any]) -> Response:
        if asked["ward"] not in {None, *(ward["id"] for ward in WARDS)}:
            return problem(422, "その区はありません。")
        return JSONResponse(current().start(asked), 201)

    @app.post(conversation_path + "/messages")
    def say(conversation: str, turn: dict[str, Any], request: Request) -> Response:
        time.sleep(current().delay_s)
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        if (trouble := current().problem) is not None:
            return problem(*trouble, current().retry_after)
        return JSONResponse(current().take(turn))

    @app.get(conversation_path + "/messages")
    def history(conversation: str, request: Request, after: int = 0) -> Response:
        refusal = gone(conversation, request)
        return refusal or JSONResponse(current().read(after))

    @app.get(conversation_path + "/events")
    def events(conversation: str, request: Request) -> Response:
        if not current().has_events:
            return problem(404, "ページが見つかりません。")
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        after = int(request.headers["last-event-id"])
        return StreamingResponse(told(current(), after), media_type="text/event-stream")

    @app.post(conversation_path + "/feedback", status_code=204)
    def feedback(conversation: str, given: dict[str, Any], request: Request) -> Response:
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        current().feedback.append(given)
        return Response(status_code=204)

    @app.get(conversation_path + "/transcript")
    def transcript(conversation: str, request: Request) -> Response:
        said = "\n".join(row["message"]["text"] for row in current().history)
        return gone(conversation, request) or Response(said, media_type="text/plain")

    @app.post(conversation_path + "/attachments", status_code=201)
    async def attach(conversation: str, field: str, request: Request) -> Response:
        content = await request.body()
        name = request.headers["x-file-name"]
        current().files.append((field, name, content))
        return JSONResponse({"id": "f1", "name": "証明.png", "bytes": len(content)}, 201)

    @app.delete(conversation_path, status_code=204)
    def erase(conversation: str, request: Request) -> Response:
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        current().alive.discard(conversation)
        return Response(status_code=204)

    return app


async def told(peer: Peer, after: int) -> AsyncIterator[str]:
    """What is said behind ``after``, as events, while the peer lives."""
    state = None
    for tick in range(1_000_000):
        for row in peer.history[after:]:
            yield f"event: message\nid: {row['seq']}\ndata: {json.dumps(row)}\n\n"
        after = max(after, len(peer.history))
        if peer.state != state:
            state = peer.state
            yield f"event: state\ndata: {json.dumps(state)}\n\n"
        if tick % 50 == 0:
            yield ": still here\n\n"
        await asyncio.sleep(0.02)


def host_app(gateway_of: Callable[[], str], pages: dict[str, str]) -> Starlette:
    """A site of another origin than the gateway's.

    ``pages`` are attributes of the widget's tag by path; any other path names Shibuya alone.
    """

    def page(request: Request) -> Response:
        gateway = gateway_of()
        attributes = pages.get(request.path_params["name"], 'data-ward="shibuya"')
        hostile = request.path_params["name"] == "hostile"
        style = (
            "<style>* { color: red; font: 40px serif } button, div { display: none !important }"
            " :root { --paper: red; --primary: red; font-size: 60% }</style>"
            if hostile
            else ""
        )
        language = "" if request.path_params["name"] == "no-language" else ' lang="ja"'
        policy = STRICT_POLICY.format(host=gateway, voice=gateway.replace("http", "ws", 1))
        if hostile:
            policy = policy.replace("style-src 'none'", "style-src 'unsafe-inline'")
        html = (
            f"<!doctype html><html{language}><head><meta charset='utf-8'><title>区のページ</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<script src="{gateway}/widget.js" {attributes} async></script>{style}</head>'
            "<body><main><h1>ある区のページ</h1><p>手続きのご案内です。</p>"
            '<label>さがす <input name="q"></label></main></body></html>'
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    return Starlette(routes=[Route("/{name:path}", page)])
