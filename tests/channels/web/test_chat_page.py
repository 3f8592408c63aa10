"""The chat page in a real browser (Chromium), against a small peer that speaks the HTTP contract.

The peer serves the page's own files under the Content-Security-Policy of the gateway and answers
with canned messages; what the page sends is kept, so that the tests can read it.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_core_python.sync_playwright import Axe
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

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

STATIC = Path(__file__).parents[3] / "channels" / "web" / "static"
CHROMIUM = shutil.which("chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:"
)
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET_PX = 24

SHIBUYA = {"id": "shibuya", "name": "渋谷区", "phone": "03-3463-1211"}
WARDS = [
    {"id": "chiyoda", "name": "千代田区", "phone": "03-3264-2111"},
    {"id": "shinjuku", "name": "新宿区", "phone": "03-3209-1111"},
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
        Button(label="申請をやめる", postback="submit:no"),
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
MARKUP = '<img src=x onerror="document.title=1"><b>太字</b><script>document.title=2</script>'
SKIP = Button(label="答えずに進む", postback="skip:documents")
BACK = Button(label="前の質問に戻る", postback="back")


def question(kind: FieldKind, label: str, **more: Any) -> QuestionMessage:
    """A question of a nine-step form."""
    given: dict[str, Any] = {
        "text": f"{label}を教えてください。",
        "field": kind.value,
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
IN_APPLICATION = {"procedure": "moving-in", "title": "転入届", "step": 3, "steps": 9}

Answer = list[BaseMessage]


@dataclass
class Peer:
    """The gateway as the page sees it. ``script`` maps what is said to the answer."""

    address: str
    script: dict[str, Answer] = field(default_factory=dict)
    application: dict[str, Any] | None = None
    ward: dict[str, str] | None = None
    turns: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    started: list[dict[str, Any]] = field(default_factory=list)
    alive: set[str] = field(default_factory=set)
    problem: tuple[int, str] | None = None
    delay_s: float = 0.0
    late: Answer = field(default_factory=list)
    looks_until_late: int = 0

    @property
    def state(self) -> dict[str, Any]:
        return {"ward": self.ward, "application": self.application}

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
        self.remember("resident", {"kind": "text", "text": heard})
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

    def read(self) -> dict[str, Any]:
        """The history; a late answer is in it from the last of ``looks_until_late`` on."""
        self.looks_until_late -= 1
        if self.late and self.looks_until_late <= 0:
            for message in self.late:
                self.remember("assistant", dump(message))
            self.late = []
        return {"messages": self.history, "state": self.state, "pending": bool(self.late)}


def dump(message: BaseMessage) -> dict[str, Any]:
    return message.model_dump(mode="json")


def problem(status: int, detail: str) -> JSONResponse:
    content = {"type": "about:blank", "title": "x", "status": status, "detail": detail, "code": "x"}
    return JSONResponse(content, status, media_type="application/problem+json")


def peer_app(current: Callable[[], Peer]) -> FastAPI:
    """The HTTP contract over the peer of the running test."""
    app = FastAPI()

    def gone(conversation: str, request: Request) -> JSONResponse | None:
        right_token = request.headers.get("authorization") == f"Bearer token-{conversation}"
        if conversation in current().alive and right_token:
            return None
        return problem(404, "この会話は見つかりません。")

    @app.middleware("http")
    async def add_policy(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    @app.get("/api/v1/wards")
    def wards() -> list[dict[str, str]]:
        return WARDS

    @app.post("/api/v1/conversations", status_code=201)
    def start(asked: dict[str, Any]) -> Response:
        if asked["ward"] not in {None, *(ward["id"] for ward in WARDS)}:
            return problem(422, "その区はありません。")
        return JSONResponse(current().start(asked), 201)

    @app.post("/api/v1/conversations/{conversation}/messages")
    def say(conversation: str, turn: dict[str, Any], request: Request) -> Response:
        time.sleep(current().delay_s)
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        if (trouble := current().problem) is not None:
            return problem(*trouble)
        return JSONResponse(current().take(turn))

    @app.get("/api/v1/conversations/{conversation}/messages")
    def history(conversation: str, request: Request) -> Response:
        refusal = gone(conversation, request)
        return refusal or JSONResponse(current().read())

    @app.delete("/api/v1/conversations/{conversation}", status_code=204)
    def erase(conversation: str, request: Request) -> Response:
        if (refusal := gone(conversation, request)) is not None:
            return refusal
        current().alive.discard(conversation)
        return Response(status_code=204)

    @app.get("/")
    def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    app.mount("/static", StaticFiles(directory=STATIC))
    return app


@pytest.fixture(scope="module")
def peers() -> Iterator[Callable[[], Peer]]:
    """A function that makes the peer anew; one server for the module."""
    holder: list[Peer] = []
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(peer_app(lambda: holder[-1]), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()

    def renew() -> Peer:
        holder.append(Peer(address))
        return holder[-1]

    yield renew
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture
def peer(peers: Callable[[], Peer]) -> Peer:
    return peers()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, peer: Peer) -> Iterator[Page]:
    """The page as opened on a telephone; a script error or a policy violation fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ja-JP", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None,
    )
    page.goto(peer.address)
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    yield page
    context.close()
    assert errors == []


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def box(page: Page) -> Locator:
    return page.get_by_label("メッセージ")


def say(page: Page, text: str) -> None:
    """Type into the box at the bottom, press Enter, and wait for the answer."""
    box(page).fill(text)
    box(page).press("Enter")
    expect(page.locator("#waiting")).to_be_empty()


def said(page: Page, peer: Peer) -> list[str]:
    """What the peer heard, once nothing is on its way any more."""
    expect(page.locator("#waiting")).to_be_empty()
    return peer.said


def show(page: Page, peer: Peer, *messages: BaseMessage) -> Locator:
    """Have the peer answer with these messages; the newest of them."""
    peer.script["見せて"] = list(messages)
    say(page, "見せて")
    return page.locator(".from-assistant").last


def bubbles(page: Page) -> list[str]:
    """What was said, in order: residents' and assistants' texts."""
    return page.locator(".message .body .text:first-child").all_inner_texts()


def assert_accessible(page: Page) -> None:
    """No axe-core violation, no narrow overflow, and no target under 24 px (WCAG 2.2, 2.5.8)."""
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_TAGS}})
    violations = [
        (found["id"], [node["html"][:200] for node in found["nodes"]])
        for found in result["violations"]
    ]
    assert violations == []
    small = page.evaluate(
        """(least) => Array.from(document.querySelectorAll("button, input, select, textarea, a"))
            .filter((one) => one.checkVisibility())
            .filter((one) => !one.matches(".skip-link, p.text a, .source a"))
            .filter((one) => !one.matches("dd a") || one.parentElement.childNodes.length === 1)
            .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < least || box.height < least)""",
        SMALLEST_TARGET_PX,
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_answers_a_typed_question(page: Page, peer: Peer) -> None:
    box(page).fill("引っ越してきました")
    page.get_by_role("button", name="送信").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.locator(".from-resident")).to_contain_text("引っ越してきました")
    expect(box(page)).to_have_value("")
    [turn] = peer.turns
    assert turn["text"] == "引っ越してきました"
    assert re.fullmatch(r"[0-9a-f-]{36}", turn["client_message_id"])
    assert_accessible(page)


def test_names_the_source_with_its_check_date(page: Page, peer: Peer) -> None:
    source = show(page, peer, ANSWER).locator(".source")
    expect(source).to_contain_text("出典: 転入届（渋谷区）")
    expect(source).to_contain_text("2026年5月1日確認")
    link = source.get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.city.example.jp/moving-in")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_enter_that_confirms_a_conversion_does_not_send(page: Page, peer: Peer) -> None:
    box(page).focus()
    devtools = page.context.new_cdp_session(page)
    devtools.send(
        "Input.imeSetComposition", {"text": "てんにゅう", "selectionStart": 5, "selectionEnd": 5}
    )
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    devtools.send("Input.insertText", {"text": "転入"})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    # Safari ends the composition first and then sends the key with code 229.
    box(page).evaluate(
        "(box) => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}))"
    )
    expect(box(page)).to_have_value("転入")
    assert page.locator(".from-resident").count() == 0
    box(page).press("Enter")
    expect(page.locator(".from-resident")).to_contain_text("転入")
    assert said(page, peer) == ["転入"]


def test_shift_enter_starts_a_new_line(page: Page, peer: Peer) -> None:
    box(page).press_sequentially("一行目")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("二行目")
    box(page).press("Enter")
    expect(page.locator(".from-resident .text")).to_have_text("一行目\n二行目")
    assert said(page, peer) == ["一行目\n二行目"]


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_does_not_send_nothing(page: Page, peer: Peer, blank: str) -> None:
    box(page).fill(blank)
    box(page).press("Enter")
    page.get_by_role("button", name="送信").click()
    assert page.locator(".from-resident").count() == 0
    assert said(page, peer) == []


def test_tells_how_much_more_can_be_written(page: Page) -> None:
    notice = page.locator("#length-notice")
    box(page).fill("あ" * 1799)
    expect(notice).to_be_empty()
    box(page).fill("あ" * 1900)
    expect(notice).to_have_text("あと100文字ほど書けます。")
    box(page).fill("")
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "あ" * 2100})
    assert len(box(page).input_value()) == 2000
    expect(notice).to_contain_text("2,000文字まで書けます。")


def test_a_button_sends_its_postback_and_shows_its_label(page: Page, peer: Peer) -> None:
    log(page).get_by_role("button", name="引っ越してきた").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.locator(".from-resident")).to_contain_text("引っ越してきた")
    assert "text" not in peer.turns[0]
    assert said(page, peer) == ["ask:moving-in"]


NEAR = ChoicesMessage(
    text="今いる場所に近い避難場所・避難所をお探しすることもできます。",
    choices=(Button(label="現在地の近くを探す", postback="locate"),),
)


def test_a_position_is_asked_of_the_browser_and_sent(page: Page, peer: Peer) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 35.7351234, "longitude": 139.65})
    shown = show(page, peer, NEAR)
    assert_accessible(page)
    shown.get_by_role("button", name="現在地の近くを探す").click()
    expect(page.locator(".from-resident").last).to_contain_text("位置情報")
    assert said(page, peer)[-1] == "near:35.73512,139.65000"
    assert "35.735" not in log(page).inner_text()


def test_where_the_browser_gives_no_position_the_button_itself_is_sent(
    page: Page, peer: Peer
) -> None:
    page.context.clear_permissions()
    peer.script["locate"] = [TextMessage(text="位置情報を受け取れませんでした。")]
    show(page, peer, NEAR).get_by_role("button", name="現在地の近くを探す").press("Enter")
    expect(log(page).get_by_text("位置情報を受け取れませんでした。")).to_be_visible()
    expect(page.locator(".from-resident").last).to_contain_text("現在地の近くを探す")
    assert said(page, peer)[-1] == "locate"


def test_waits_visibly_and_takes_one_press(page: Page, peer: Peer) -> None:
    peer.delay_s = 0.5
    choice = log(page).get_by_role("button", name="引っ越してきた")
    choice.dblclick()
    expect(page.get_by_text("お調べしています")).to_be_visible()
    assert_accessible(page)
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.get_by_text("お調べしています")).to_have_count(0)
    assert said(page, peer) == ["ask:moving-in"]


def test_answers_stand_below_what_they_answer(page: Page, peer: Peer) -> None:
    peer.delay_s = 0.3
    peer.script |= {"一": [TextMessage(text="一の答え")], "二": [TextMessage(text="二の答え")]}
    for text in ("一", "二"):
        box(page).fill(text)
        box(page).press("Enter")
    expect(log(page).get_by_text("二の答え")).to_be_visible()
    assert bubbles(page)[1:] == ["一", "一の答え", "二", "二の答え"]


def test_draws_an_answer_that_comes_later(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, question(FieldKind.KANA, "ふりがな"))
    page.get_by_label("ふりがな").fill("さと")
    peer.script["手数料は"] = [TextMessage(text="ただいまお答えできません。")]
    peer.late, peer.looks_until_late = [ANSWER], 2
    box(page).fill("手数料は")
    box(page).press("Enter")
    expect(log(page).get_by_text("ただいまお答えできません。")).to_be_visible()
    expect(page.get_by_text("届きしだい、ここに表示します。")).to_be_visible()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible(timeout=15_000)
    expect(page.locator("#announcement")).to_contain_text("回答が届きました。")
    expect(page.get_by_label("ふりがな")).to_have_value("さと")
    expect(box(page)).to_be_focused()
    assert said(page, peer) == ["見せて", "手数料は"]


def test_draws_a_card(page: Page, peer: Peer) -> None:
    card = show(page, peer, STEPS, CARD)
    expect(card.get_by_role("heading", name="転入届")).to_be_visible()
    assert card.get_by_role("term").all_inner_texts() == ["届け出の期限", "手数料", "窓口区独自"]
    expect(card.get_by_role("definition").first).to_have_text(
        "新しい住所に住み始めた日から14日以内"
    )
    expect(card.get_by_role("link", name="03-3463-1211")).to_have_attribute(
        "href", "tel:0334631211"
    )
    steps = page.locator(".kind-card").first.get_by_role("listitem")
    assert steps.all_inner_texts() == list(STEPS.items)
    assert_accessible(page)
    card.get_by_role("button", name="申請を始める").click()
    expect(page.locator(".from-resident").last).to_contain_text("申請を始める")
    assert said(page, peer)[-1] == "apply:moving-in"


def test_a_bare_yes_can_only_be_said_to_the_last_message(page: Page, peer: Peer) -> None:
    keep = Button(label="申請を続ける", postback="keep")
    confirm = ChoicesMessage(
        text="申請をやめますか。",
        choices=(Button(label="やめる", postback="abandon:0a1b2c3d"), keep),
    )
    message = show(page, peer, confirm)
    message.get_by_role("button", name="申請を続ける").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.get_by_role("button", name="申請を続ける")).to_have_count(0)
    expect(log(page).get_by_role("button", name="引っ越してきた")).to_be_visible()
    assert said(page, peer) == ["見せて", "keep"]


def test_draws_a_place(page: Page, peer: Peer) -> None:
    place = show(page, peer, PLACE)
    expect(place.get_by_role("heading", name="渋谷区役所")).to_be_visible()
    expect(place).to_contain_text("東京都渋谷区宇田川町1-1")
    expect(place).to_contain_text("平日 8時30分〜17時")
    expect(place.get_by_role("link", name="03-3463-1211")).to_have_attribute(
        "href", "tel:0334631211"
    )
    expect(place.get_by_role("link", name="地図を開く")).to_have_attribute(
        "href", re.compile(r"^https://maps\.gsi\.go\.jp/#17/35\.66384/139\.69809/")
    )
    assert_accessible(page)


def test_draws_a_link(page: Page, peer: Peer) -> None:
    link = show(page, peer, LINK).get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.city.example.jp/moving-in")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(link).to_contain_text("新しいタブで開きます")
    assert_accessible(page)


def test_draws_a_translation_with_its_original(page: Page, peer: Peer) -> None:
    message = show(page, peer, ENGLISH)
    expect(message.locator(".body")).to_have_attribute("lang", "en")
    message.get_by_text("機械翻訳 / Machine translation").click()
    expect(message.get_by_text("14日以内に届け出てください。")).to_be_visible()
    assert_accessible(page)


def test_draws_a_summary_that_can_be_corrected(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION | {"step": 9}
    summary = show(page, peer, SUMMARY)
    expect(summary.get_by_role("definition").first).to_have_text("佐藤 美咲")
    expect(summary).to_contain_text("1991年4月2日")
    assert_accessible(page)
    summary.get_by_role("button", name="生年月日を直す").click()
    expect(page.locator(".from-resident").last).to_contain_text("生年月日を直す")
    assert said(page, peer)[-1] == "edit:birth_date"


def test_draws_a_receipt_to_copy_and_print(page: Page, peer: Peer) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.reload()
    receipt = show(page, peer, RECEIPT)
    expect(receipt).to_contain_text("受付日時：2026年5月1日 14:30")
    number = receipt.get_by_text("SBY-2026-0501-7F3K")
    assert number.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= 22
    assert_accessible(page)
    receipt.get_by_role("button", name="番号をコピー").click()
    expect(page.locator("#announcement")).to_have_text("受付番号をコピーしました。")
    assert page.evaluate("navigator.clipboard.readText()") == "SBY-2026-0501-7F3K"
    receipt.get_by_role("button", name="印刷する").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(receipt).to_be_visible()
    expect(page.get_by_text("こんにちは。")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()


def test_a_receipt_can_be_copied_without_a_clipboard(page: Page, peer: Peer) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.reload()
    receipt = show(page, peer, RECEIPT)
    receipt.get_by_role("button", name="番号をコピー").click()
    expect(page.locator("#announcement")).to_have_text("受付番号をコピーしました。")


@pytest.mark.parametrize(
    ("asked", "attributes", "typed"),
    [
        (BIRTH_DATE, {"type": "date", "min": "1900-01-01", "max": "2026-05-01"}, "1991-04-02"),
        (question(FieldKind.NUMBER, "人数", minimum=1, maximum=20), {"inputmode": "numeric"}, "3"),
        (
            question(FieldKind.PHONE, "電話番号"),
            {"type": "tel", "autocomplete": "tel"},
            "0312345678",
        ),
        (
            question(FieldKind.EMAIL, "メールアドレス"),
            {"type": "email", "inputmode": "email", "autocomplete": "email"},
            "misaki@example.jp",
        ),
        (
            question(FieldKind.POSTAL_CODE, "郵便番号"),
            {"inputmode": "numeric", "autocomplete": "postal-code"},
            "150-8010",
        ),
        (question(FieldKind.NAME, "お名前"), {"type": "text", "autocomplete": "name"}, "佐藤 美咲"),
        (question(FieldKind.KANA, "ふりがな"), {"type": "text"}, "さとう みさき"),
        (question(FieldKind.ADDRESS, "住所"), {"autocomplete": "street-address"}, "宇田川町1-1"),
        (question(FieldKind.TEXT, "理由", maximum=100), {"type": "text"}, "転勤のため"),
        (question(FieldKind.ITEM_LIST, "出すもの"), {"rows": "4"}, "机\n椅子"),
    ],
    ids=lambda value: value.field_kind.value if isinstance(value, QuestionMessage) else "",
)
def test_draws_the_control_of_a_field_kind(
    page: Page, peer: Peer, asked: QuestionMessage, attributes: dict[str, str], typed: str
) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, asked)
    control = message.get_by_label(asked.label, exact=True)
    for name, value in attributes.items():
        expect(control).to_have_attribute(name, value)
    assert_accessible(page)
    message.get_by_role("button", name="決定").click()
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_be_focused()
    expect(control).to_have_accessible_description(re.compile("入力してください。"))
    assert_accessible(page)
    control.fill(typed)
    message.get_by_role("button", name="決定").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    assert said(page, peer) == ["見せて", typed]


def test_yes_or_no_is_asked_by_buttons(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    group = show(page, peer, YES_NO).get_by_role("group", name="外国籍ですか")
    assert group.get_by_role("button").all_inner_texts() == ["はい", "いいえ"]
    assert_accessible(page)
    group.get_by_role("button", name="いいえ").click()
    expect(page.locator(".from-resident").last).to_contain_text("いいえ")
    assert said(page, peer)[-1] == "answer:foreign:no"


def test_several_choices_are_asked_by_checkboxes(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    message = show(page, peer, DOCUMENTS)
    group = message.get_by_role("group", name="お持ちの書類（任意）")
    assert group.get_by_role("checkbox").count() == 3
    expect(message.get_by_role("button", name="答えずに進む")).to_be_visible()
    message.get_by_role("button", name="決定").click()
    expect(group).to_have_accessible_description("あてはまるものを選んでください。")
    expect(group.get_by_role("checkbox").first).to_be_focused()
    assert_accessible(page)
    group.get_by_label("運転免許証").check()
    group.get_by_label("パスポート").check()
    message.get_by_role("button", name="決定").click()
    expect(page.locator(".from-resident").last).to_contain_text("運転免許証、パスポート")
    assert said(page, peer)[-1] == "運転免許証、パスポート"


def test_an_error_belongs_to_its_field_and_keeps_what_was_typed(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    asked = question(FieldKind.PHONE, "電話番号")
    message = show(page, peer, asked)
    peer.script["123"] = [PHONE_WITH_ERROR]
    message.get_by_label("電話番号").fill("123")
    message.get_by_label("電話番号").press("Enter")
    control = page.get_by_role("textbox", name="電話番号")
    expect(control).to_have_count(1)  # the first one is closed
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_have_accessible_description(re.compile("10けたか11けた"))
    expect(control).to_have_accessible_description(re.compile("日中に連絡できる番号"))
    expect(page.get_by_text("10けたか11けた")).to_have_count(1)  # said once, at the field
    expect(control).to_have_value("123")
    expect(control).to_be_focused()
    assert_accessible(page)


def test_a_question_can_be_answered_or_left_in_the_main_box(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, BIRTH_DATE)
    peer.script["平成3年4月2日"] = [YES_NO]
    expect(box(page)).to_have_attribute("placeholder", "ほかの質問もできます")
    say(page, "手数料はいくらですか")
    expect(page.get_by_label("生年月日", exact=True)).to_be_visible()  # still to be answered
    say(page, "平成3年4月2日")
    expect(page.get_by_label("生年月日", exact=True)).to_have_count(0)
    expect(box(page)).to_be_focused()
    peer.application = None
    say(page, "申請をやめます")
    expect(log(page).get_by_role("button", name="はい")).to_have_count(0)


def test_shows_how_far_the_application_is(page: Page, peer: Peer) -> None:
    progress = page.get_by_role("progressbar", name="転入届の申請")
    expect(progress).to_have_count(0)
    peer.application = IN_APPLICATION
    show(page, peer, YES_NO)
    expect(page.get_by_label("申請の進み具合")).to_contain_text("3／9")
    assert progress.evaluate("(bar) => [bar.value, bar.max]") == [3, 9]
    peer.application = None
    say(page, "やめます")
    expect(progress).to_have_count(0)


def test_markup_in_a_message_is_shown_as_text(page: Page, peer: Peer) -> None:
    evil = "javascript:alert(1)"
    show(
        page,
        peer,
        TextMessage(text=MARKUP, source=MessageSource(title=MARKUP, url=evil)),
        ChoicesMessage(text=MARKUP, choices=(Button(label=MARKUP, postback=MARKUP),)),
        CardMessage(text=MARKUP, title=MARKUP, rows=(CardRow(label=MARKUP, value=MARKUP),)),
        PlaceMessage(text=MARKUP, name=MARKUP, address=MARKUP, phone=MARKUP),
        LinkMessage(text=MARKUP, title=MARKUP, url=evil),
        SUMMARY.model_copy(update={"text": MARKUP, "title": MARKUP}),
        RECEIPT.model_copy(update={"receipt_number": MARKUP, "next_steps": MARKUP}),
        question(FieldKind.TEXT, MARKUP, help=MARKUP, error=MARKUP),
    )
    say(page, MARKUP)
    assert log(page).locator("img, b, script").count() == 0
    assert log(page).locator("[href^='javascript']").count() == 0
    assert log(page).get_by_text(MARKUP).count() > 15
    assert page.title() == "まどぐち｜区役所の手続き案内"
    page.reload()
    expect(page.locator(".from-resident")).to_have_count(2)
    assert log(page).locator("img, b, script").count() == 0


def test_a_reload_keeps_the_conversation(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    peer.ward = SHIBUYA
    say(page, "引っ越してきました")
    show(page, peer, BIRTH_DATE)
    before = bubbles(page)
    page.reload()
    expect(page.get_by_label("生年月日", exact=True)).to_be_visible()
    assert bubbles(page) == before
    expect(page.locator("#ward")).to_have_value("shibuya")
    expect(page.get_by_label("申請の進み具合")).to_contain_text("転入届の申請")
    assert len(peer.started) == 1
    assert_accessible(page)


def test_resends_after_a_failure_under_the_same_id(page: Page, peer: Peer) -> None:
    ids: list[str] = []

    def lose_the_answer(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["client_message_id"])
        if len(ids) == 1:
            route.fetch()  # the gateway hears it, the page does not hear back
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_the_answer)
    say(page, "引っ越してきました")
    bubble = page.locator(".from-resident")
    expect(bubble).to_contain_text("送信できませんでした")
    assert_accessible(page)
    bubble.get_by_role("button", name="再送").click()
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    expect(page.get_by_text("送信できませんでした")).to_have_count(0)
    assert ids[0] == ids[1]
    assert said(page, peer) == ["引っ越してきました"]


def test_an_unsent_turn_survives_a_reload_and_is_answered_once(page: Page, peer: Peer) -> None:
    page.route("**/messages", lambda route: (route.fetch(), route.abort()))
    say(page, "引っ越してきました")
    page.unroute("**/messages")
    page.reload()
    bubble = page.locator(".from-resident", has_text="送信できませんでした")
    bubble.get_by_role("button", name="再送").click()
    expect(page.get_by_text("送信できませんでした")).to_have_count(0)
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_have_count(1)
    expect(page.locator(".from-resident")).to_have_count(1)
    assert said(page, peer) == ["引っ越してきました"]


def test_says_why_a_turn_was_refused_and_lets_it_be_rewritten(page: Page, peer: Peer) -> None:
    peer.problem = (422, "文が長すぎます。短くして送ってください。")
    say(page, "長い文")
    bubble = page.locator(".from-resident")
    expect(bubble).to_contain_text("文が長すぎます。短くして送ってください。")
    bubble.get_by_role("button", name="書き直す").click()
    expect(box(page)).to_have_value("長い文")
    expect(box(page)).to_be_focused()
    expect(bubble).to_have_count(0)


def test_an_expired_conversation_starts_anew_and_keeps_the_text(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, BIRTH_DATE)
    peer.alive.clear()
    say(page, "必要な書類は何ですか")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("前の会話は終わりました")
    expect(box(page)).to_have_value("必要な書類は何ですか")
    expect(log(page).get_by_text("こんにちは。")).to_have_count(2)
    expect(page.get_by_label("生年月日", exact=True)).to_have_count(0)
    assert_accessible(page)
    box(page).press("Enter")
    expect(log(page).get_by_text("住み始めた日から14日以内")).to_be_visible()
    assert said(page, peer) == ["見せて", "必要な書類は何ですか"]


def test_a_reload_after_expiry_starts_anew(page: Page, peer: Peer) -> None:
    say(page, "引っ越してきました")
    peer.alive.clear()
    page.reload()
    expect(page.get_by_text("前の会話は終わりました")).to_be_visible()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    assert len(peer.started) == 2


def test_connects_again_when_the_gateway_could_not_be_reached(page: Page, peer: Peer) -> None:
    page.evaluate("sessionStorage.clear()")
    page.route("**/api/v1/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("通信できませんでした")).to_be_visible()
    assert_accessible(page)
    page.unroute("**/api/v1/**")
    page.get_by_role("button", name="もう一度つなぐ").click()
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    expect(page.get_by_text("通信できませんでした")).to_have_count(0)


def test_choosing_a_ward_tells_the_conversation(page: Page, peer: Peer) -> None:
    page.locator("#ward").select_option("shibuya")
    expect(page.locator("#ward-phone")).to_have_text("渋谷区役所 03-3463-1211")
    expect(page.locator(".from-resident")).to_contain_text("渋谷区")
    assert said(page, peer) == ["ward:shibuya"]
    assert_accessible(page)


def test_stepping_through_the_wards_by_keys_sends_the_last_one(page: Page, peer: Peer) -> None:
    page.locator("#ward").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#ward-phone")).to_contain_text("渋谷区役所")
    assert said(page, peer) == ["ward:shibuya"]


@pytest.mark.parametrize(
    ("query", "expected"), [("?ward=shibuya", "shibuya"), ("?ward=nowhere", ""), ("?ward=<b>", "")]
)
def test_a_link_can_name_the_ward(page: Page, peer: Peer, query: str, expected: str) -> None:
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{peer.address}/{query}")
    expect(log(page).get_by_text("こんにちは。")).to_be_visible()
    expect(page.locator("#ward")).to_have_value(expected)
    assert peer.started[-1]["ward"] == (expected or None)


def test_erasing_asks_first(page: Page, peer: Peer) -> None:
    say(page, "引っ越してきました")
    page.get_by_role("button", name="会話を消す").click()
    dialog = page.get_by_role("dialog", name="会話を消しますか")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="会話を消す")).to_be_focused()
    assert peer.alive == {"c1"}
    page.get_by_role("button", name="会話を消す").click()
    dialog.get_by_role("button", name="消す", exact=True).click()
    expect(page.locator(".from-resident")).to_have_count(0)
    expect(log(page).get_by_text("こんにちは。")).to_have_count(1)
    assert peer.alive == {"c2"}


def test_everything_can_be_done_by_keyboard(page: Page, peer: Peer) -> None:
    peer.script["ask:moving-in"] = [question(FieldKind.KANA, "ふりがな")]
    peer.script["さとう"] = [YES_NO]
    peer.script["answer:foreign:no"] = [SUMMARY]
    peer.script["submit:yes"] = [RECEIPT]
    peer.application = IN_APPLICATION
    focused = "document.activeElement.id || document.activeElement.textContent"
    order = []
    for _ in range(5):
        page.keyboard.press("Tab")
        order.append(page.evaluate(focused))
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"
    assert order == ["入力欄へ移動", "ward", "erase", "引っ越してきた", "住民票がほしい"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("ふりがな")).to_be_focused()
    page.keyboard.type("さとう")
    page.keyboard.press("Enter")
    expect(page.locator(".kind-question").last).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "いいえ"
    page.keyboard.press("Space")
    expect(page.locator(".kind-summary")).to_be_focused()
    for _ in range(len(SUMMARY.rows) + 1):
        page.keyboard.press("Tab")
    assert page.evaluate(focused) == "この内容で申請する"
    page.keyboard.press("Enter")
    expect(page.locator(".kind-receipt")).to_be_focused()
    assert said(page, peer) == ["ask:moving-in", "さとう", "answer:foreign:no", "submit:yes"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "text"


def test_focus_is_never_hidden_behind_head_or_foot(page: Page, peer: Peer) -> None:
    peer.application = IN_APPLICATION
    show(page, peer, CARD, STEPS, CARD, PLACE, CARD, SUMMARY)
    covered = """() => {
      const one = document.activeElement.getBoundingClientRect();
      const head = document.getElementById("header").getBoundingClientRect();
      const foot = document.getElementById("composer").getBoundingClientRect();
      return one.top < head.bottom - 1 || one.bottom > foot.top + 1;
    }"""
    page.locator("#erase").focus()
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.getElementById('log').contains(document.activeElement)"):
            assert not page.evaluate(covered)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_is_accessible_in_both_schemes_and_widths(
    page: Page, peer: Peer, colour_scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=colour_scheme)
    page.set_viewport_size({"width": width, "height": 720})
    peer.application = IN_APPLICATION
    page.locator("#ward").select_option("shibuya")
    show(page, peer, ANSWER, CARD, STEPS, PLACE, LINK, ENGLISH, RECEIPT, SUMMARY)
    assert_accessible(page)
    show(page, peer, DOCUMENTS)
    assert_accessible(page)
    show(page, peer, PHONE_WITH_ERROR)
    assert_accessible(page)
    peer.problem = (503, "ただいま混み合っています。")
    say(page, "混んでいますか")
    expect(page.get_by_text("送信できませんでした")).to_be_visible()
    assert_accessible(page)


def test_announces_what_is_said_and_nothing_twice(page: Page) -> None:
    expect(log(page)).to_have_attribute("aria-live", "polite")
    assert page.locator("html").get_attribute("lang") == "ja"
    say(page, "引っ越してきました")
    page.reload()
    expect(page.locator(".from-resident")).to_be_visible()
    expect(log(page)).to_have_attribute("aria-live", "polite")
