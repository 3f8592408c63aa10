"""Pictures of the widget in every state, for docs/screenshots.

``python -m scripts.screenshots [NAME ...]`` takes all, or those of these names.
The widget runs in Chromium on a page of another origin, against the canned messages of its tests.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import BaseMessage
from madoguchi.settings import ROOT
from tests.channels.rasa_peer import Server
from tests.channels.voice.mouth import INTO_PAGE
from tests.channels.web import widget_peer as canned
from tests.channels.web.conftest import PAGES, log, open_settings, say, settled
from tests.chromium import launched

FOLDER = ROOT / "docs" / "screenshots"
PHONE, DESKTOP, NARROW = (390, 780), (1100, 760), (320, 640)
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture: the page, what happens on it, and the browser (``size`` in CSS pixels)."""

    name: str
    act: Callable[[Page, canned.Peer], Any] = lambda page, peer: None
    page: str = "open"
    size: tuple[int, int] = PHONE
    dark: bool = False


def show(page: Page, peer: canned.Peer, *messages: BaseMessage) -> None:
    """Ask, and have it answered by these messages."""
    asked = "つぎへ" if peer.application else "転入届について教えてください"
    peer.script[asked] = list(messages)
    say(page, asked)


def _shown(*messages: BaseMessage, applying: bool = False) -> Callable[[Page, canned.Peer], Any]:
    def act(page: Page, peer: canned.Peer) -> None:
        peer.application = canned.IN_APPLICATION if applying else None
        show(page, peer, *messages)

    return act


def _refused(page: Page, peer: canned.Peer) -> None:
    peer.application = canned.IN_APPLICATION
    phone = canned.question("phone", "電話番号")
    show(page, peer, phone)
    peer.script["123"] = [canned.PHONE_WITH_ERROR]
    page.get_by_label("電話番号").fill("123")
    page.get_by_label("電話番号").press("Enter")
    settled(page)


def _offline(page: Page, peer: canned.Peer) -> None:
    show(page, peer, canned.ANSWER)
    page.context.set_offline(True)
    page.get_by_label("メッセージ", exact=True).fill("手数料はいくらですか")
    page.keyboard.press("Enter")
    page.locator(".failure").wait_for()


def _expired(page: Page, peer: canned.Peer) -> None:
    peer.alive.clear()
    page.get_by_label("メッセージ", exact=True).fill("必要な書類は何ですか")
    page.keyboard.press("Enter")
    page.locator(".notice").wait_for()
    log(page).get_by_text("こんにちは。").nth(1).wait_for()


def _erasing(page: Page, peer: canned.Peer) -> None:
    open_settings(page).get_by_role("button", name="会話を消す").click()


def _language(page: Page, peer: canned.Peer) -> None:
    show(page, peer, canned.ENGLISH)
    page.get_by_role("button", name="設定", exact=True).click()
    page.get_by_role("button", name="やさしい日本語").click()
    page.get_by_role("button", name="やさしい日本語", pressed=True).wait_for()


def _easy(page: Page, peer: canned.Peer) -> None:
    _language(page, peer)
    peer.remember("assistant", canned.dump(canned.EASY))
    peer.remember("assistant", canned.dump(canned.CARD))
    page.keyboard.press("Escape")
    log(page).get_by_text("転入届についてご案内します。").wait_for()
    settled(page)


def _banner(page: Page, peer: canned.Peer) -> None:
    text = "大雨のため、本日の窓口は15時で閉じます。避難所を開いています。"
    peer.banner = {"text": text, "url": "https://www.city.example.jp/"}
    show(page, peer, canned.PLACE)


def _scanning(page: Page, peer: canned.Peer) -> None:
    page.keyboard.press("Space")
    page.keyboard.press("Space")


def _keyboard(page: Page, peer: canned.Peer) -> None:
    peer.application = canned.IN_APPLICATION
    peer.remember("assistant", canned.dump(canned.question("kana", "ふりがな")))
    page.get_by_label("ふりがな").wait_for()
    for key in ("Space", "Enter", *["Space"] * 4, "Enter", "Space"):
        page.keyboard.press(key)


def _larger(page: Page, peer: canned.Peer) -> None:
    settings = open_settings(page)
    for _ in range(3):
        settings.get_by_role("button", name="文字を大きく").click()
    page.keyboard.press("Escape")
    show(page, peer, canned.STEPS)


def _asking(page: Page, peer: canned.Peer) -> None:
    page.locator("button.microphone").click()
    page.locator("dialog").wait_for()


def _talking(page: Page, peer: canned.Peer) -> None:
    show(page, peer, canned.CARD)
    _asking(page, peer)
    page.locator("dialog button.primary").click()
    page.locator(".voice .heard").wait_for()


def _read_back(page: Page, peer: canned.Peer) -> None:
    peer.spoken = [READY, {**SAID, "text": "電話番号は、03-3463-1211、でよろしいですか。"}]
    peer.application = canned.IN_APPLICATION
    show(page, peer, canned.question("phone", "電話番号"))
    _asking(page, peer)
    page.locator("dialog button.primary").click()
    page.locator(".voice .said").wait_for()


def _holding(page: Page, peer: canned.Peer) -> None:
    _asking(page, peer)
    page.locator("dialog button.primary").click()
    page.locator(".voice summary").click()
    page.locator(".voice select").select_option("push")


def _no_microphone(page: Page, peer: canned.Peer) -> None:
    page.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = () =>
                     Promise.reject(new DOMException("", "NotAllowedError")); }"""
    )
    _asking(page, peer)
    page.locator("dialog button.primary").click()
    page.locator(".notice").wait_for()


LISTENS = {tag: {"listens": True, "speaks": True} for tag in LANGUAGES}
READY = {"type": "ready", "language": "ja", "listens": True, "speaks": True}
SAID = {"type": "speech", "mark": 0, "rate": 16_000, "language": "ja"}
HEARD = {"type": "caption", "text": "引っ越しの手続きを教えて", "final": False}

SHOTS = (
    Shot("widget-closed", page="closed", size=DESKTOP),
    Shot("widget-greeting", size=DESKTOP),
    Shot("widget-card", _shown(canned.CARD), size=DESKTOP),
    Shot("widget-dark", _shown(canned.CARD), size=DESKTOP, dark=True),
    Shot("widget-answer", _shown(canned.ANSWER, canned.STEPS)),
    Shot("widget-translation", _shown(canned.ENGLISH, canned.LINK)),
    Shot("widget-place", _banner),
    Shot("widget-date", _shown(canned.BIRTH_DATE, applying=True)),
    Shot("widget-address", _shown(canned.ADDRESS, applying=True)),
    Shot("widget-items", _shown(canned.ITEMS, applying=True)),
    Shot("widget-checkboxes", _shown(canned.DOCUMENTS, applying=True)),
    Shot("widget-file", _shown(canned.FILE, applying=True)),
    Shot("widget-error", _refused),
    Shot("widget-summary", _shown(canned.SUMMARY, applying=True)),
    Shot("widget-receipt", _shown(canned.RECEIPT)),
    Shot("widget-settings", lambda page, peer: open_settings(page)),
    Shot("widget-erase", _erasing),
    Shot("widget-offline", _offline),
    Shot("widget-expired", _expired),
    Shot("widget-easy-japanese", _easy),
    Shot("widget-vietnamese", page="vietnamese"),
    Shot("widget-large", _larger),
    Shot("widget-scanning", _scanning, page="scan"),
    Shot("widget-keyboard", _keyboard, page="scan"),
    Shot("widget-narrow", _shown(canned.CARD), size=NARROW),
    Shot("widget-voice-consent", _asking),
    Shot("widget-voice", _talking),
    Shot("widget-voice-read-back", _read_back, size=DESKTOP),
    Shot("widget-voice-button", _holding, page="vietnamese", size=NARROW),
    Shot("widget-voice-refused", _no_microphone),
)


def take(browser: Browser, shot: Shot, host: str, peer: canned.Peer) -> bytes:
    """The picture as PNG."""
    context = browser.new_context(
        viewport={"width": shot.size[0], "height": shot.size[1]},
        locale="ja-JP",
        reduced_motion="reduce",
        color_scheme="dark" if shot.dark else "light",
    )
    page = context.new_page()
    page.add_init_script(INTO_PAGE)
    page.goto(f"{host}/{shot.page}")
    if shot.page != "closed":
        log(page).get_by_text("こんにちは。").wait_for()
        settled(page) if shot.page != "vietnamese" else None
    shot.act(page, peer)
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    context.close()
    return picture


def small(picture: bytes) -> Image.Image:
    """The picture with few colours, which is all that flat drawings need."""
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)


def main(folder: Path = FOLDER, names: Sequence[str] = ()) -> None:
    """Take every picture, or those of these names."""
    folder.mkdir(parents=True, exist_ok=True)
    current: list[canned.Peer] = [canned.Peer()]
    gateway = Server(canned.peer_app(lambda: current[0]))
    host = Server(canned.host_app(lambda: f"http://127.0.0.1:{gateway.port}", PAGES))
    with launched() as browser:
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            current[0] = canned.Peer(voice=LISTENS, spoken=[READY, HEARD])
            picture = take(browser, shot, f"http://localhost:{host.port}", current[0])
            small(picture).save(folder / f"{shot.name}.png", optimize=True)
    host.stop()
    gateway.stop()


if __name__ == "__main__":
    main(names=sys.argv[1:])
