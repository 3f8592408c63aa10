"""Talking to the widget: the real gateway, recognisers and voices behind a page of another origin.

Vosk's Korean is the fastest, but hears little of synthetic speech: it stands where it does not
matter what exactly is understood. Whisper's Japanese understands.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from madoguchi.languages.strings import LANGUAGES, strings
from madoguchi.messages import TextMessage
from madoguchi.voice.audio import Resampler, write_wav
from tests.channels.conftest import Gateway
from tests.channels.rasa_peer import Server, eventually, turn_answer
from tests.channels.voice.browser_peer import BrowserPeer
from tests.channels.voice.mouth import INTO_PAGE, RATE, played, say, speech, wait_for
from tests.channels.web.conftest import assert_accessible, log, until
from tests.channels.web.widget_peer import Peer, host_app
from tests.chromium import beside

KOREAN = "전입신고는 어디에서 하나요"
JAPANESE = "引っ越しの手続きを教えてください。"
LONG = TextMessage(text="전입신고는 구청에서 합니다. " * 20, language="ko")
TITLE = "区のページ"
PAGES = {
    "ja": 'data-ward="shibuya" data-open',
    "ko": 'data-ward="shibuya" data-language="ko" data-open',
    "vi": 'data-ward="shibuya" data-language="vi" data-open',
    "switch": 'data-ward="shibuya" data-language="ko" data-scan',
}
INSECURE_HOST = "ward.test"
DEVICE_RATE = 48_000
"""At other rates Chromium's fake microphone is rough."""


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[Server, list[str]]]:
    """The ward's site, and the place for the gateway that its pages name."""
    gateway: list[str] = []
    server = Server(host_app(lambda: gateway[0], PAGES))
    yield server, gateway
    server.stop()


@pytest.fixture(scope="module")
def channel_settings(host: tuple[Server, list[str]]) -> dict[str, str]:
    port = host[0].port
    origins = [f"http://{name}:{port}" for name in ("localhost", INSECURE_HOST)]
    return {
        "WEB_ORIGINS": json.dumps(origins),
        "VOICE__MOST_SESSIONS": "2",
        "VOICE__RECOGNISERS": json.dumps({"vi": "vosk"}),  # for which there is no model
    }


@pytest.fixture
def address(host: tuple[Server, list[str]], gateway: Gateway) -> str:
    host[1][:] = [gateway.base]
    return f"http://localhost:{host[0].port}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ja-JP", reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Models are loaded, and speech is made and understood, while others use the processor."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


Open = Callable[[str], Page]


@pytest.fixture
def open_page(context: BrowserContext, address: str) -> Iterator[Open]:
    """Opens a page with somebody before its microphone; a script error fails the test."""
    errors: list[str] = []

    def open_(name: str) -> Page:
        page = context.new_page()
        page.add_init_script(INTO_PAGE)
        watch(page, errors)
        page.goto(f"{address}/{name}")
        expect(log(page).locator(".from-assistant").first).to_be_visible()
        return page

    yield open_
    assert errors == []


def watch(page: Page, errors: list[str]) -> None:
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None,
    )


def microphone(page: Page) -> Locator:
    return page.locator("button.microphone")


def box(page: Page) -> Locator:
    return page.locator(".composer textarea")


def bar(page: Page) -> Locator:
    return page.locator(".voice")


def turn_on(page: Page) -> None:
    """Press the microphone, agree, and wait until it listens."""
    microphone(page).click()
    agree = page.locator("dialog button.primary")
    expect(agree.or_(bar(page).locator(".sign")).first).to_be_visible()
    if agree.count():
        agree.click()
    wait_for(page, "listening", "speaking", "held")


def quiet(page: Page) -> None:
    """Wait until the assistant has spoken to the end."""
    wait_for(page, "speaking")
    wait_for(page, "listening")


def choose_mode(page: Page, mode: str) -> None:
    wishes = bar(page).locator("details")
    if wishes.get_attribute("open") is None:
        wishes.locator("summary").click()
    wishes.locator("select").select_option(mode)


def fetched(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.responseEnd)"
        ".map((one) => one.name)"
    )
    return names


def asked_for_voice(page: Page) -> bool:
    return any(name.endswith("/api/v1/voice") for name in fetched(page))


def notices(page: Page) -> Locator:
    return page.locator(".notice")


def words(tag: str, key: str) -> str:
    return strings(tag)["widget"][key]


# Whether there is a voice at all.


def test_the_button_stands_where_the_language_is_heard(open_page: Open, gateway: Gateway) -> None:
    expect(microphone(open_page("ja"))).to_be_visible()
    told = gateway.http.get("/api/v1/voice").json()["languages"]
    assert set(told) == set(LANGUAGES)
    assert told["vi"] == {"listens": False, "speaks": True}
    assert told["ja"] == {"listens": True, "speaks": True}
    page = open_page("vi")
    until(page, lambda: asked_for_voice(page))
    expect(microphone(page)).to_be_hidden()


def test_nothing_of_the_voice_is_fetched_before_it_is_wanted(open_page: Open) -> None:
    page = open_page("ko")
    expect(microphone(page)).to_be_visible()
    assert not [name for name in fetched(page) if "/voice/" in name]


# Consent.


def test_nobody_is_listened_to_without_consent(open_page: Open) -> None:
    page = open_page("ja")
    microphone(page).click()
    dialog = page.get_by_role("dialog", name="声で話しますか")
    expect(dialog).to_contain_text("127.0.0.1")
    expect(dialog).to_contain_text("声は保存しません")
    assert_accessible(page)
    dialog.get_by_role("button", name="やめる").click()
    expect(bar(page)).to_be_hidden()
    expect(microphone(page)).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.microphonesAsked()") == 0


def test_the_sign_is_there_as_long_as_the_microphone_is_on(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    sign = words("ko", "voice_on")
    expect(bar(page).locator(".sign")).to_contain_text(sign)
    assert page.title() == f"● {sign} | {TITLE}"
    expect(microphone(page)).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)
    microphone(page).click()
    expect(bar(page)).to_be_hidden()
    assert page.title() == TITLE
    assert page.evaluate("window.isMicrophoneLive()") is False
    microphone(page).click()  # the consent is remembered
    wait_for(page, "listening", "speaking")


def test_a_reload_turns_it_off_and_keeps_the_conversation(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    kept = "Object.entries(localStorage).filter(([key]) => key.endsWith('.conversation'))"
    before = page.evaluate(kept)
    page.reload()
    expect(microphone(page)).to_be_visible()
    expect(bar(page)).to_be_hidden()
    assert page.title() == TITLE
    turn_on(page)
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate(kept) == before


@pytest.mark.parametrize("end", ["escape", "close", "stop", "erase"])
def test_everything_that_hides_it_ends_it(open_page: Open, end: str) -> None:
    page = open_page("ko")
    turn_on(page)
    match end:
        case "escape":
            microphone(page).press("Escape")
            expect(page.locator(".panel")).to_be_visible()
        case "close":
            page.locator("header button.icon").last.click()
        case "stop":
            bar(page).locator("button.stop").click()
            expect(microphone(page)).to_be_focused()
        case "erase":
            page.locator("header button.icon").first.click()
            page.locator(".menu button.danger").click()
            page.locator("dialog button.danger").click()
    expect(bar(page)).to_be_hidden()
    until(page, lambda: page.evaluate("window.isMicrophoneLive()") is False)
    assert page.title() == TITLE


# Conversing.


def test_what_is_said_is_captioned_sent_and_answered_aloud(
    gateway: Gateway, browser: Browser, address: str, tmp_path: Path
) -> None:
    """With Chromium's own fake microphone, which plays a file as soon as it is opened."""
    file = tmp_path / "speech.wav"
    silence = b"\0\0" * RATE
    resampler = Resampler(RATE, DEVICE_RATE)
    sound = resampler.feed(silence * 20 + speech(JAPANESE, "ja") + silence * 30)
    write_wav(file, sound + resampler.finish(), DEVICE_RATE)
    arguments = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}%noloop",
    ]
    with beside(browser, *arguments) as talking:
        page = talking.new_page()
        errors: list[str] = []
        watch(page, errors)
        page.goto(f"{address}/ja")
        turn_on(page)
        expect(bar(page).locator(".heard")).to_contain_text("教えて", timeout=120_000)
        expect(log(page).locator(".from-resident")).to_contain_text("教えて", timeout=60_000)
        expect(log(page).locator(".from-assistant").last).to_contain_text("ですね。")
        quiet(page)
        assert errors == []
    assert "教えて" in gateway.peer.said[0]


def test_sentences_are_played_one_behind_the_other(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    quiet(page)
    greeting = played(page)
    assert len(greeting) > 1
    for one, next_ in pairwise(greeting):
        assert next_["at"] >= one["at"] + one["seconds"] - 1e-6
    assert not any(one["stopped"] for one in greeting)


def test_who_speaks_is_not_spoken_to(open_page: Open, gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(LONG)
    page = open_page("ko")
    turn_on(page)
    quiet(page)
    box(page).fill("전입")
    box(page).press("Enter")
    wait_for(page, "speaking")
    say(page, KOREAN, "ko")
    until(page, lambda: any(one["stopped"] for one in played(page)))


def test_reading_aloud_is_stopped_by_its_button(open_page: Open, gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(LONG)
    page = open_page("ko")
    turn_on(page)
    wait_for(page, "speaking")
    bar(page).get_by_role("button", name=words("ko", "voice_quiet")).click()
    wait_for(page, "listening")
    assert any(one["stopped"] for one in played(page))


def test_answers_are_read_only_where_that_is_wished(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    quiet(page)
    bar(page).locator("summary").click()
    bar(page).locator("input[type=checkbox]").uncheck()
    before = len(played(page))
    box(page).fill("전입신고")
    box(page).press("Enter")
    expect(log(page).locator(".from-assistant")).to_have_count(2)
    page.wait_for_timeout(2_000)
    assert len(played(page)) == before
    page.reload()
    turn_on(page)
    expect(bar(page).locator(".said")).to_be_visible()  # what would have been said is written
    assert played(page) == []


def test_a_broken_connection_comes_back_into_the_conversation(
    open_page: Open, gateway: Gateway
) -> None:
    page = open_page("ko")
    turn_on(page)
    quiet(page)
    before = len(played(page))
    gateway.server.stop()
    wait_for(page, "again")
    expect(bar(page).locator(".sign")).to_be_visible()
    gateway.restart()
    wait_for(page, "listening", "speaking")
    say(page, KOREAN, "ko")
    expect(bar(page).locator(".heard")).to_be_visible(timeout=60_000)
    assert played(page)[before:] == [] or played(page)[before]["seconds"] > 0


# Holding a button.


def test_only_what_is_said_with_the_button_held_is_heard(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    choose_mode(page, "push")
    wait_for(page, "held", "speaking")
    say(page, KOREAN, "ko")
    page.wait_for_timeout(2_000)
    expect(bar(page).locator(".heard")).to_be_hidden()
    talk = bar(page).locator("button.talk")
    talk.focus()
    page.keyboard.down("Space")
    wait_for(page, "hearing")
    say(page, KOREAN, "ko")
    page.keyboard.up("Space")
    expect(talk).to_have_attribute("aria-pressed", "false")
    expect(bar(page).locator(".heard")).to_be_visible(timeout=60_000)
    assert_accessible(page)


def test_a_short_press_holds_it_for_who_cannot(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    choose_mode(page, "push")
    talk = bar(page).locator("button.talk")
    expect(talk).not_to_have_attribute("aria-disabled", "true")
    talk.click()
    expect(talk).to_have_attribute("aria-pressed", "true")
    say(page, KOREAN, "ko")
    talk.click()
    expect(talk).to_have_attribute("aria-pressed", "false")
    expect(bar(page).locator(".heard")).to_be_visible(timeout=60_000)


# Writing by voice.


def test_what_is_dictated_is_corrected_before_it_is_sent(open_page: Open, gateway: Gateway) -> None:
    page = open_page("ko")
    turn_on(page)
    choose_mode(page, "dictate")
    wait_for(page, "listening")
    say(page, KOREAN, "ko")
    expect(box(page)).not_to_have_value("", timeout=60_000)
    assert gateway.peer.turns == []
    box(page).fill("전입신고")
    box(page).press("Enter")
    eventually(lambda: gateway.peer.said == ["전입신고"])


# What can go wrong.


@pytest.fixture(scope="module")
def deaf(browser: Browser) -> Iterator[Browser]:
    """A browser with a microphone that nobody allows, and a name of an insecure page."""
    arguments = [
        "--use-fake-device-for-media-stream",
        f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1",
    ]
    with beside(browser, *arguments) as chromium:
        yield chromium


def refused(page: Page, address: str) -> Locator:
    """Press the microphone and agree; what is said about it."""
    page.goto(f"{address}/ja")
    microphone(page).click()
    page.locator("dialog button.primary").click()
    expect(notices(page)).to_be_visible()
    expect(bar(page)).to_be_hidden()
    expect(microphone(page)).to_have_attribute("aria-pressed", "false")
    assert page.title() == TITLE
    return notices(page)


def test_a_refused_permission_is_explained(deaf: Browser, address: str) -> None:
    page = deaf.new_page()
    expect(refused(page, address)).to_have_text(words("ja", "voice_denied"))
    assert_accessible(page)
    page.close()


def test_an_insecure_page_is_explained(
    deaf: Browser, address: str, host: tuple[Server, list[str]]
) -> None:
    page = deaf.new_page()
    insecure = f"http://{INSECURE_HOST}:{host[0].port}"
    expect(refused(page, insecure)).to_have_text(words("ja", "voice_insecure"))
    page.close()


def test_a_missing_microphone_is_explained(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    expect(refused(page, address)).to_have_text(words("ja", "voice_no_microphone"))
    context.close()


def test_a_microphone_that_is_pulled_out_ends_it(open_page: Open) -> None:
    page = open_page("ko")
    turn_on(page)
    page.evaluate("window.pullOut()")
    expect(notices(page)).to_have_text(words("ko", "voice_lost"))
    expect(bar(page)).to_be_hidden()


def test_too_many_at_once_are_told_so(open_page: Open, gateway: Gateway) -> None:
    peers = [BrowserPeer.open(gateway.base) for _ in range(2)]
    for peer in peers:
        talk = gateway.talk()
        peer.start(talk.id, talk.token, mode="dictate")
        peer.wait_for_type("ready")
    page = open_page("ja")
    microphone(page).click()
    page.locator("dialog button.primary").click()
    expect(notices(page)).to_have_text(words("ja", "voice_busy"))
    for peer in peers:
        peer.socket.close()


def test_a_language_that_cannot_be_heard_ends_it(open_page: Open, gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="Vâng."), language="vi")
    page = open_page("ko")
    turn_on(page)
    box(page).fill("/language vi")
    box(page).press("Enter")
    expect(notices(page)).to_have_text(words("ko", "voice_no_model"))
    expect(bar(page)).to_be_hidden()


def test_a_gateway_without_the_files_is_explained(
    context: BrowserContext, address: str, gateway: Gateway
) -> None:
    page = context.new_page()
    page.route("**/widget/voice/*.js", lambda route: route.abort())
    page.goto(f"{address}/ja")
    microphone(page).click()
    expect(notices(page)).to_have_text(words("ja", "voice_away"))


# For everybody.


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_every_state_is_accessible(open_page: Open, width: int, colour_scheme: Any) -> None:
    page = open_page("ko")
    page.emulate_media(color_scheme=colour_scheme)
    page.set_viewport_size({"width": width, "height": 640})
    turn_on(page)
    assert_accessible(page)
    choose_mode(page, "push")
    wait_for(page, "held", "speaking")
    assert_accessible(page)
    fits = "(one) => one.scrollWidth <= one.clientWidth"
    assert bar(page).evaluate(fits)
    assert page.locator(".composer").evaluate(fits)


def test_nothing_moves_where_that_is_wished(open_page: Open) -> None:
    page = open_page("ko")
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    turn_on(page)
    lamp = bar(page).locator(".lamp")
    assert lamp.evaluate("(one) => getComputedStyle(one).animationName") == "none"
    assert_accessible(page)


def test_a_single_switch_talks(open_page: Open) -> None:
    page = open_page("switch")
    expect(microphone(page)).to_be_visible()

    def choose(wanted: Locator) -> None:
        for _ in range(60):
            page.keyboard.press("Space")
            if wanted.evaluate("(one) => one.classList.contains('scanned')"):
                page.keyboard.press("Enter")
                return
        pytest.fail("the mark never came there")

    choose(microphone(page))
    choose(page.locator("dialog button.primary"))
    wait_for(page, "listening", "speaking")
    choose(bar(page).locator("summary"))
    choose(bar(page).locator("select"))
    push = page.locator(".key", has_text=words("ko", "voice_push"))
    choose(page.locator(".keys", has=push))
    choose(push)
    talk = bar(page).locator("button.talk")
    choose(talk)
    expect(talk).to_have_attribute("aria-pressed", "true")
    choose(talk)
    expect(talk).to_have_attribute("aria-pressed", "false")
    choose(bar(page).locator("button.stop"))
    expect(bar(page)).to_be_hidden()


# Sound.


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000, 96_000])
def test_sound_of_any_rate_comes_to_that_of_recognition(
    open_page: Open, gateway: Gateway, rate: int
) -> None:
    """A tone that fits passes as it is, one that does not is gone; blocks leave no trace."""
    page = open_page("ko")
    script = f"""async ([rate, hertz]) => {{
      const {{ Resampler }} = await import("{gateway.base}/widget/voice/resampling.js");
      const resampler = new Resampler(rate, {RATE});
      const made = [];
      for (let block = 0; block < rate / 128; block += 1) {{
        const samples = Float32Array.from({{ length: 128 }}, (_, at) =>
          0.5 * Math.sin((2 * Math.PI * hertz * (block * 128 + at)) / rate));
        made.push(...resampler.feed(samples));
      }}
      return made;
    }}"""
    tone = page.evaluate(script, [rate, 440])
    assert abs(len(tone) - RATE) < 64
    for at in range(100, 15_000, 7):
        wanted = 0.5 * math.sin(2 * math.pi * 440 * at / RATE)
        assert abs(tone[at] - wanted) < 0.01
    if rate > 2 * 10_000:
        too_high = page.evaluate(script, [rate, 10_000])
        assert max(map(abs, too_high[100:15_000])) < 0.01


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_words_are_whole_in_every_language(tag: str) -> None:
    said = strings(tag)["widget"]
    for key, japanese in strings("ja")["widget"].items():
        if key.startswith("voice"):
            assert set(re.findall(r"\{\w+\}", said[key])) == set(re.findall(r"\{\w+\}", japanese))


def test_without_a_recogniser_there_is_no_button(visit_peer: Callable[[], Page]) -> None:
    page = visit_peer()
    until(page, lambda: asked_for_voice(page))
    expect(microphone(page)).to_be_hidden()


@pytest.fixture
def visit_peer(context: BrowserContext, site: Any, peer: Peer) -> Callable[[], Page]:
    def visit() -> Page:
        page = context.new_page()
        page.goto(f"{site.host}/open")
        expect(log(page).get_by_text("こんにちは。")).to_be_visible()
        return page

    return visit
