"""Telephone calls to the running assistant: spoken by our voice, heard by Whisper.

What is understood shows in the draft, which the test reads from the assistant's own database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from madoguchi.clock import JST, system_clock
from madoguchi.forms import application
from madoguchi.languages.strings import text
from madoguchi.settings import settings
from madoguchi.storage import database, encryption
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, SubmissionRow
from madoguchi.voice.manners import readback
from tests.channels.rasa_peer import Server
from tests.channels.voice.caller import TOKEN, Caller, sound_of, spoken
from tests.channels.voice.telephone.bridge_peer import SECRET, BridgePeer

from .stack import ANSWER_SECONDS, Stack, begin, start_stack

UNHEARD = sound_of(text("ja", "voice.not_heard"))[0]
PATIENCE_SECONDS = 60.0
TRIES = 5
YES = "お願いします。"
"""Whisper base hears this of our voice better than a short はい."""
YES_KEY, NO_KEY = "1", "2"
ITEMS = "出す物と個数"

pytestmark = pytest.mark.timeout(900)
"""The processes take minutes to start on a busy machine."""


@pytest.fixture(scope="module")
def bridge() -> Iterator[tuple[BridgePeer, int]]:
    peer = BridgePeer()
    server = Server(peer.app())
    yield peer, server.port
    server.stop()


@pytest.fixture(scope="module")
def telephone(
    tmp_path_factory: pytest.TempPathFactory, bridge: tuple[BridgePeer, int]
) -> Iterator[Stack]:
    """The assistant with its telephone on; this process reads its database."""
    folder = tmp_path_factory.mktemp("telephone")
    stack = start_stack(
        folder,
        MADOGUCHI_VOICE__TELEPHONE_TOKEN=TOKEN,
        MADOGUCHI_VOICE__SMS_URL=f"http://127.0.0.1:{bridge[1]}/texts",
        MADOGUCHI_VOICE__BRIDGE_SECRET=SECRET,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_DATA_DIR", str(folder))
        _forget()
        yield stack
        database.engine().dispose()
    _forget()
    assert stack.stop() == 0, stack.output.read_text(encoding="utf-8")[-2000:]


def _forget() -> None:
    for cached in (settings, database.engine, encryption._cipher):
        cached.cache_clear()


@dataclass
class Applicant:
    """Applies by voice: says something, hears it read back, and agrees or says it again.

    What Whisper hears differs from processor to processor, so the caller does what callers do:
    answers no to what is read back wrong, and presses a key where a yes was not heard.
    """

    call: Caller
    conversation: str

    @classmethod
    def dial(cls, stack: Stack, **parameters: Any) -> Applicant:
        """Call, and ask for the bulky waste form while the greeting is still being spoken."""
        call = Caller.dial(stack.base)
        call.is_slow = True
        call.begin(**parameters)
        call.hear(PATIENCE_SECONDS)
        call.say(spoken("粗大ごみを申し込みたいです。"))
        call.listen(lambda: call.clears == 1, PATIENCE_SECONDS)  # barge-in
        call.is_slow = False
        applicant = cls(call, _newest_conversation())
        call.listen(lambda: applicant.values() is not None, PATIENCE_SECONDS)
        return applicant

    def values(self) -> dict[str, Any] | None:
        """What the open application has by now."""
        with transaction() as session:
            draft = application.open_draft(session, self.conversation)
            return None if draft is None else dict(draft.values)

    def says(self, words: str) -> None:
        """Say something, again where it was not heard, until something else is said to it."""
        for _ in range(TRIES):
            self.call.hear_out()
            count = len(self.call.heard)
            self.call.say(spoken(words))
            self.call.hear(PATIENCE_SECONDS)
            if self.call.heard[count] != UNHEARD:
                return
        raise AssertionError(f"{words!r} was not heard")

    def presses(self, keys: str) -> None:
        self.call.hear_out()
        self.call.press(keys)
        self.call.hear(PATIENCE_SECONDS)

    def until(self, condition: Callable[[], object]) -> None:
        self.call.listen(condition, PATIENCE_SECONDS)

    def has(self, field: str) -> None:
        self.until(lambda: field in (self.values() or {}))

    def hears_back(self, label: str, value: str) -> bool:
        """Whether this value, and no other, is what was read back last."""
        self.call.hear_out()
        wanted = sound_of(text("ja", "voice.confirm", label=label, value=value))
        return tuple(self.call.heard[-len(wanted) :]) == wanted

    def insists(self, label: str, value: str, *wordings: str) -> None:
        """Say something, in other words if need be, until it is read back as it was meant."""
        for _, words in zip(range(TRIES), cycle(wordings), strict=False):
            self.says(words)
            if self.hears_back(label, value):
                return
            self.presses(NO_KEY)
        raise AssertionError(f"{wordings} were never read back as {value!r}")

    def agrees(self, field: str) -> None:
        """Say yes, or press it where another word was heard; the form has the value then."""
        self.says(YES)
        self.call.hear_out()
        if field not in (self.values() or {}):
            self.presses(YES_KEY)
        self.has(field)

    def answers(self, words: str, field: str) -> None:
        """Say something, and agree to whatever is read back; the form has it then."""
        self.says(words)
        self.presses(YES_KEY)
        self.has(field)

    def skips(self) -> None:
        self.says("飛ばしてください。")


def _newest_conversation() -> str:
    with transaction() as session:
        found = session.scalar(
            select(ConversationRow.id).order_by(ConversationRow.created_at.desc())
        )
    assert found is not None
    return found


def _submitted(conversation: str) -> dict[str, Any] | None:
    with transaction() as session:
        values: dict[str, Any] | None = session.scalar(
            select(SubmissionRow.values).where(SubmissionRow.conversation_id == conversation)
        )
    return values


def test_bulky_waste_by_voice_with_a_slip_put_right(telephone: Stack) -> None:
    caller = Applicant.dial(telephone)
    caller.call.hear_words("出す物と個数をすべて教えてください。", PATIENCE_SECONDS)
    caller.insists(ITEMS, "椅子 3つ", "椅子を3つです。", "椅子が、3つです。")
    caller.says("違います。")
    caller.insists(ITEMS, "椅子 2つ", "椅子を2つです。", "椅子が、2つです。")
    caller.agrees("items")
    assert (caller.values() or {})["items"] == [{"name": "椅子", "count": 2}]
    caller.answers("普通の大きさです。", "item_sizes")
    name = text("ja", "voice.person_name", name="ヤマダ タロウ")
    caller.insists(
        "お名前", name, "山田太郎です。", "名前は、山田太郎です。", "山田、太郎と申します。"
    )
    caller.presses(YES_KEY)  # the sounds
    caller.says("ひらがなで。")  # instead of the kanji
    caller.has("name")
    caller.agrees("name_kana")  # the same sounds, for the reading
    caller.presses("1500012")
    caller.presses(YES_KEY)
    caller.has("postal_code")
    caller.answers("渋谷区広尾1丁目2番3号です。", "address")
    caller.presses("09012345678#")
    caller.presses(YES_KEY)
    caller.has("phone")
    caller.skips()  # email
    caller.insists("お住まい", "集合住宅", "2番です。", "マンションです。")
    caller.agrees("housing")
    caller.answers("家の前です。", "put_out_place")
    caller.answers("いりません。", "carry_out_help")
    day = (system_clock().astimezone(JST) + timedelta(days=14)).date()
    date = readback.day(day, "ja", day - timedelta(days=14))
    caller.insists("希望する収集日", date, f"{day.month}月{day.day}日です。")
    caller.agrees("preferred_date")
    caller.skips()  # the second date
    caller.skips()  # the note
    consent = sound_of(text("ja", "voice.consent"))[0]
    for _ in range(10):
        caller.call.hear_out()
        if consent in caller.call.heard:
            break
        caller.says("続けてください。")
    caller.says(YES)
    caller.until(lambda: _submitted(caller.conversation))
    submitted = _submitted(caller.conversation) or {}
    assert submitted["housing"] == "apartment"
    assert submitted["phone"] == "090-1234-5678"
    assert submitted["preferred_date"] == day.isoformat()
    caller.call.hang_up()


def test_a_call_that_drops_goes_on_in_the_web(
    telephone: Stack, bridge: tuple[BridgePeer, int]
) -> None:
    caller = Applicant.dial(telephone, **{"from": "+819012345678"})
    caller.call.hear_words(text("ja", "voice.continuation_send"), PATIENCE_SECONDS)
    caller.presses("1")
    caller.until(lambda: bridge[0].texts)
    caller.call.hear_words("出す物と個数をすべて教えてください。", PATIENCE_SECONDS)
    caller.insists(ITEMS, "椅子 2つ", "椅子を2つです。", "椅子が、2つです。")
    caller.agrees("items")
    answered = caller.values() or {}
    caller.call.socket.close()  # the call drops
    code = bridge[0].texts[0]["text"].split("番号は ")[1].split(" ")[0]
    with httpx.Client(base_url=telephone.base, timeout=ANSWER_SECONDS) as client:
        resident = begin(telephone, client, None)
        told = resident.say(f"引き継ぎ {code}")
        assert "お答えを引き継ぎました" in told
        assert resident.last["field"] == "item_sizes"
        assert resident.state["ward"]["id"] == "shibuya"
        assert "お名前" in resident.say("幅150センチ")
        caller.conversation = resident.id
        taken_over = caller.values() or {}
        assert taken_over == {**answered, "item_sizes": "幅150センチ"}
        assert "続けられません" in begin(telephone, client, None).say(code)
