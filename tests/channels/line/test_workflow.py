"""From LINE's event to the resident's phone: once, in order, whatever fails on the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from channels.bot import BotClient, BotUnavailableError
from channels.limiting import Limits
from channels.line import taking, workflow
from channels.line.inbox import NEW, resident_key
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import Catalogue, catalogue
from madoguchi.clock import Clock
from madoguchi.errors import NotFoundError
from madoguchi.forms import application
from madoguchi.languages.translator import said
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import (
    ConversationRow,
    LineEventRow,
    LineResidentRow,
    ReviewRow,
    TurnRow,
)
from tests.channels.conftest import Gateway
from tests.channels.line import events
from tests.channels.line.conftest import SHARED
from tests.channels.line.handling import event_row, handled, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import Profile
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import echo, eventually, turn_answer

WORDS = "佐藤美咲です"


pytestmark = pytest.mark.usefixtures("nothing_rejected")


def test_a_text_is_answered_by_its_reply_token(resident: Resident, line_peer: LinePeer) -> None:
    assert resident.say("引っ越し").status_code == 200
    (answer,) = resident.wait_for(1)
    assert answer["text"] == "「引っ越し」ですね。"
    assert answer["sender"]["name"] == "渋谷区"
    row = handled(resident)
    assert row.event is None
    begun, sent = row.deliveries
    assert (begun["outcome"], sent["outcome"], sent["via"]) == ("begun", "sent", "reply")
    assert sent["request_id"] == line_peer.calls_to("/v2/bot/message/reply")[-1].request_id


def test_what_is_delivered_again_is_answered_once(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    resident.say("引っ越し")
    resident.redeliver()
    resident.wait_for(1)
    resident.redeliver()
    resident.say("つぎ")  # taken after everything before it
    assert texts(resident.wait_for(2)) == ["「引っ越し」ですね。", "「つぎ」ですね。"]
    assert gateway.peer.said == ["引っ越し", "つぎ"]


def test_messages_that_come_at_once_are_taken_in_order(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    said = [f"{number}番目" for number in range(8)]
    resident.send(
        *[
            events.event(
                "message",
                resident.source,
                message=events.text_message(text),
                replyToken=line_peer.issue_reply_token(resident.bot, resident.user_id),
            )
            for text in said
        ]
    )
    assert texts(resident.wait_for(8)) == [f"「{text}」ですね。" for text in said]
    assert gateway.peer.said == said


def test_a_slow_answer_shows_that_it_is_under_way(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    gateway.peer.delay_s = 1.5
    resident.say("住民票")
    assert texts(resident.wait_for(1)) == ["「住民票」ですね。"]
    assert line_peer.loadings == [(resident.user_id, 20)]


def test_while_the_bot_is_away_there_is_an_apology_and_later_the_answer(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    gateway.peer.stop()
    resident.say("住民票")
    (apology,) = texts(resident.wait_for(1))
    assert "03-3463-1211" in apology
    gateway.peer.start()
    assert texts(resident.wait_for(2, 20))[1] == "「住民票」ですね。"
    via = [(call["part"], call["via"]) for call in handled(resident).deliveries]
    assert via == [("apology:0", "reply"), ("apology:0", "reply"), ("answer:0", "push")]


def test_nothing_is_lost_when_the_gateway_goes_down_in_the_middle(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    gateway.peer.stop()
    for number in range(3):
        assert resident.say(f"{number}").status_code == 200
    gateway.restart()
    gateway.peer.start()
    eventually(lambda: gateway.peer.said == ["0", "1", "2"], 30)
    handled(resident)
    answers = [text for text in texts(resident.messages) if text.startswith("「")]
    assert answers == ["「0」ですね。", "「1」ですね。", "「2」ですね。"]


def test_buttons_are_pressed_as_postbacks(resident: Resident, gateway: Gateway) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        ChoicesMessage(
            text="どの区ですか。", choices=(Button(label="渋谷区", postback="ward:shibuya"),)
        )
    )
    resident.say("住民票")
    resident.wait_for(1)
    resident.press_label("渋谷区")
    eventually(lambda: len(gateway.peer.turns) == 2)
    assert gateway.peer.turns[1]["intent"] == "set_ward"
    assert gateway.peer.turns[1]["entities"] == {"ward": "shibuya"}


def test_the_question_for_the_ward_is_answered_by_one_press(
    resident: Resident, gateway: Gateway
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(guidance.ask_ward(catalogue().wards))
    resident.say("住民票")
    resident.wait_for(1)
    resident.press_label("目黒区")
    eventually(lambda: len(gateway.peer.turns) == 2)
    assert gateway.peer.turns[1]["entities"] == {"ward": "meguro"}
    resident.wait_for(2)


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda resident: resident.sticker(), "スタンプ"),
        (lambda resident: resident.image(), "写真"),
        (lambda resident: resident.audio(), "音声"),
        (lambda resident: resident.say("あ" * 2001), "2,000文字以内"),
        (lambda resident: resident.press("drop:tables"), "ボタン"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(
    resident: Resident, gateway: Gateway, deed: Any, words: str
) -> None:
    deed(resident)
    assert words in texts(resident.wait_for(1))[0]
    assert gateway.peer.turns == []


def test_in_a_form_a_place_is_taken_by_its_address(
    resident: Resident, gateway: Gateway, catalogue: Catalogue, clock: Clock
) -> None:
    resident.say("道路の穴を知らせたい")
    resident.wait_for(1)
    with transaction() as session:
        known = session.get(LineResidentRow, resident_key("shibuya", resident.user_id))
        assert known is not None
        application.begin(
            session,
            catalogue,
            conversation_id=str(known.conversation_id),
            message_id="m",
            procedure_id="road-damage-report",
            ward_id="shibuya",
            opening="",
            now=clock(),
        )
    resident.location(35.66, 139.70, "東京都渋谷区道玄坂1-1")
    resident.wait_for(2)
    assert gateway.peer.said[1:] == ["東京都渋谷区道玄坂1-1"]
    assert gateway.peer.turns[1]["intent"] is None


def test_who_follows_is_greeted_and_consents_to_nothing_after_coming_back(
    resident: Resident,
) -> None:
    resident.follow()
    assert "渋谷区" in texts(resident.wait_for(1))[0]
    key = resident_key("shibuya", resident.user_id)
    with transaction() as session:
        row = session.get(LineResidentRow, key)
        assert row is not None
        row.notices = True
    resident.unfollow()
    handled(resident)
    with transaction() as session:
        gone = session.get(LineResidentRow, key)
        assert gone is not None
        assert (gone.is_friend, gone.notices) == (False, False)
    resident.follow(is_unblocked=True)
    handled(resident)
    with transaction() as session:
        back = session.get(LineResidentRow, key)
        assert back is not None
        assert (back.is_friend, back.notices) == (True, False)


def test_who_writes_after_blocking_is_a_friend_again(resident: Resident) -> None:
    resident.follow()
    resident.unfollow()
    handled(resident)
    resident.peer.profiles[resident.user_id].is_blocking = False
    resident.say("また来ました")
    handled(resident)
    with transaction() as session:
        row = session.get(LineResidentRow, resident_key("shibuya", resident.user_id))
        assert row is not None
        assert (row.is_friend, row.notices) == (True, False)


@pytest.mark.parametrize(
    ("profile", "linked"), [("ja", []), ("vi", ["vi"]), ("zh-TW", ["zh-Hant"]), ("th", ["en"])]
)
def test_who_follows_gets_the_rich_menu_of_their_language(
    gateway: Gateway,
    line_peer: LinePeer,
    monkeypatch: pytest.MonkeyPatch,
    profile: str,
    linked: list[str],
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(workflow, "link", lambda account, user, language: asked.append(language))
    resident = Resident(line_peer, gateway.base, language=profile)
    resident.follow()
    handled(resident)
    assert asked == linked


def test_greeting_courtesies_and_answers_are_in_the_language_of_their_line(
    line_peer: LinePeer, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "link", lambda account, user, language: None)
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="最初の質問です。"))
    resident = Resident(line_peer, gateway.base, language="en")
    resident.follow()
    greeting = texts(resident.wait_for(1))[0]
    assert "Shibuya City" in greeting
    resident.sticker()
    courtesy = texts(resident.wait_for(2))[-1]
    assert "sticker" in courtesy.casefold()
    resident.say("Hello")
    answer = texts(resident.wait_for(3))[-1]
    assert answer == said("最初の質問です。", "en")
    assert answer.isascii()


def test_who_chooses_a_language_gets_it_kept_and_the_rich_menu_in_it(
    resident: Resident, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(workflow, "link", lambda account, user, language: asked.append(language))
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="Tiếng Việt"), intent="set_language", language="vi"
    )
    resident.press("language:vi")
    resident.wait_for(1)
    handled(resident)
    assert asked == ["vi"]
    gateway.peer.answering = echo
    resident.say("ごみ")
    resident.wait_for(2)
    assert gateway.peer.turns[-1]["metadata"]["language"] == "vi"
    with transaction() as session:
        row = session.get(LineResidentRow, resident_key("shibuya", resident.user_id))
        assert row is not None
        assert row.language == "vi"
    handled(resident)
    assert asked == ["vi"], "only a choice changes the menu"


def test_consent_to_notices_is_kept_before_it_is_said_and_can_be_withdrawn(
    resident: Resident, gateway: Gateway
) -> None:
    def consents() -> bool:
        with transaction() as session:
            row = session.get(LineResidentRow, resident_key("shibuya", resident.user_id))
            assert row is not None
            return row.notices

    for number, (wanted, is_on) in enumerate((("on", True), ("off", False)), 1):
        gateway.peer.answering = lambda turn: turn_answer(
            TextMessage(text="お知らせ"),
            intent="settings",
            notices=turn["entities"]["notices"] == "on",
        )
        resident.press(f"notices:{wanted}")
        resident.wait_for(number)
        assert consents() is is_on
    gateway.peer.answering = echo
    resident.say("ごみ")
    resident.wait_for(3)
    handled(resident)
    assert consents() is False, "no other turn changes it"


@pytest.mark.parametrize("typed", ["設定", " 設定。", "Settings", "Cài đặt"])
def test_the_settings_by_name_are_asked_for_without_a_guess(
    resident: Resident, gateway: Gateway, typed: str
) -> None:
    resident.say(typed)
    resident.say(f"{typed}とは")
    resident.wait_for(2)
    assert [turn["intent"] for turn in gateway.peer.turns] == ["settings", None]


def test_without_such_a_menu_who_follows_is_greeted_all_the_same(
    gateway: Gateway, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*asked: object) -> None:
        raise NotFoundError("no-rich-menu", "none is shown")

    monkeypatch.setattr(workflow, "link", none)
    resident = Resident(line_peer, gateway.base, language="vi")
    resident.follow()
    assert "Shibuya" in texts(resident.wait_for(1))[0]


def test_a_group_is_told_that_this_is_one_to_one_only(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    group = {"type": "group", "groupId": events.line_id("C")}
    token = line_peer.issue_reply_token(resident.bot, resident.user_id)
    resident.send(events.event("join", group, replyToken=token))
    assert "1対1" in texts(resident.wait_for(1))[0]
    resident.send(
        events.event(
            "message", {**group, "userId": resident.user_id},
            message=events.text_message("みんなに聞きます"), replyToken=events.token(),
        )
    )  # fmt: skip
    handled(resident)
    assert gateway.peer.turns == []


def test_every_event_of_line_s_is_handled(resident: Resident, gateway: Gateway) -> None:
    now = int(time.time() * 1000)
    all_events = [
        {**event, "webhookEventId": events.ulid(now), "timestamp": now}
        for event in events.EVENTS.values()
    ]
    resident.peer.profiles[events.USER_ID] = Profile("田中 花子")
    resident.send(*all_events)
    for number in range(len(all_events)):
        handled(resident, number)


def test_a_message_that_is_taken_back_is_erased_everywhere(
    resident: Resident, gateway: Gateway
) -> None:
    resident.say("転入")
    resident.say(WORDS)
    message_id = resident.sent[-1]["message"]["id"]
    resident.wait_for(2)
    handled(resident)
    resident.unsend(message_id)
    handled(resident)
    with transaction() as session:
        found = session.get(LineResidentRow, resident_key("shibuya", resident.user_id))
        assert found is not None
        talk = found.conversation_id
        turns = session.scalars(
            select(TurnRow).where(TurnRow.conversation_id == talk).order_by(TurnRow.seq)
        ).all()
        assert [turn.content["text"] for turn in turns if turn.role == "resident"] == ["転入", ""]
        assert WORDS not in str([turn.content for turn in turns])
        reviews = session.scalars(select(ReviewRow).where(ReviewRow.conversation_id == talk)).all()
        assert len(reviews) == 1
    assert gateway.peer.unsaid == [(talk, f"{talk}:line-{message_id}")]
    resident.say("続き")
    assert texts(resident.wait_for(3))[-1] == "「続き」ですね。"


def test_what_is_taken_back_while_the_bot_is_away_never_reaches_it(
    resident: Resident, gateway: Gateway
) -> None:
    gateway.peer.stop()
    resident.say(WORDS)
    resident.wait_for(1)  # the apology
    resident.unsend(resident.sent[-1]["message"]["id"])
    eventually(lambda: event_row(resident).status != NEW)
    gateway.peer.start()
    handled(resident)
    handled(resident, 0)
    assert gateway.peer.said == []
    assert len(gateway.peer.unsaid) == 1


def test_an_edited_message_is_borne_and_changes_nothing(
    resident: Resident, gateway: Gateway
) -> None:
    """LINE has ``messageEdited`` since July 2026 (line-openapi 129), for groups only so far.

    One-to-one, where we speak, nobody can edit; so there is nothing to replace yet, and the event
    must only do no harm.
    """
    resident.say("転入")
    message_id = resident.sent[-1]["message"]["id"]
    handled(resident)
    resident.edit(message_id, "転出")
    handled(resident)
    group = {"type": "group", "groupId": events.line_id("C"), "userId": resident.user_id}
    edited = events.text_message("みんなに") | {"id": message_id}
    resident.send(events.event("messageEdited", group, message=edited, replyToken=events.token()))
    handled(resident)
    resident.say("続き")
    assert texts(resident.wait_for(2)) == ["「転入」ですね。", "「続き」ですね。"]
    assert gateway.peer.said == ["転入", "続き"]


def test_one_person_at_two_accounts_is_two(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    other = Resident(line_peer, gateway.base, "minato", bot=SHARED)
    other.user_id = resident.user_id
    resident.say("渋谷で")
    other.say("港で")
    resident.wait_for(2)
    senders = {turn["sender"] for turn in gateway.peer.turns}
    assert len(senders) == 2
    assert {turn["metadata"]["ward"] for turn in gateway.peer.turns} == {"shibuya", "minato"}


@pytest.mark.parametrize(
    ("profile", "language"),
    [("ja", "ja"), ("en", "en"), ("zh-TW", "zh-Hant"), ("vi", "vi"), ("th", "en"), (None, "ja")],
)
def test_the_first_guess_of_the_language_is_the_profile_s(
    gateway: Gateway, line_peer: LinePeer, profile: str | None, language: str
) -> None:
    resident = Resident(line_peer, gateway.base, language=profile)
    resident.say("hello")
    resident.wait_for(1)
    assert gateway.peer.turns[-1]["metadata"]["language"] == language


def test_when_they_wish_it_everything_is_erased_and_they_may_come_again(
    resident: Resident, gateway: Gateway
) -> None:
    resident.say(WORDS)
    resident.wait_for(1)
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="すべて消しました。"), intent="delete_data", erase=True
    )
    resident.say("全部消して")
    resident.wait_for(2)
    handled(resident)
    eventually(lambda: len(gateway.peer.erased) == 1)
    with transaction() as session:
        assert session.get(LineResidentRow, resident_key("shibuya", resident.user_id)) is None
        assert session.get(ConversationRow, gateway.peer.erased[0]) is None
        mine = LineEventRow.resident == resident_key("shibuya", resident.user_id)
        assert session.scalar(select(LineEventRow).where(mine)) is None
    gateway.peer.reset()
    resident.say("また来ました")
    assert texts(resident.wait_for(3))[-1] == "「また来ました」ですね。"


def test_rasa_forgets_as_well_when_it_was_away_at_that_moment(
    resident: Resident, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase, tries = BotClient.erase, []

    async def away_at_first(bot: BotClient, sender: str) -> None:
        tries.append(sender)
        if len(tries) == 1:
            raise BotUnavailableError("away")
        await erase(bot, sender)

    monkeypatch.setattr(BotClient, "erase", away_at_first)
    resident.say(WORDS)
    resident.wait_for(1)
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="すべて消しました。"), intent="delete_data", erase=True
    )
    resident.say("全部消して")
    resident.wait_for(2)
    eventually(lambda: gateway.peer.erased == tries[:1])


def test_the_disk_shows_no_word_and_no_user(resident: Resident, gateway: Gateway) -> None:
    resident.say(WORDS)
    resident.wait_for(1)
    handled(resident)
    raw = gateway.stored_bytes()
    for secret in (WORDS, resident.user_id, resident.sent[-1]["replyToken"]):
        assert secret.encode() not in raw
        assert secret.encode("unicode_escape") not in raw


def test_after_the_conversation_has_expired_there_is_a_new_one(
    resident: Resident, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.say("前")
    resident.wait_for(1)
    first = gateway.peer.turns[-1]["sender"]
    with transaction() as session:
        row = session.get(ConversationRow, first)
        assert row is not None
        row.last_seen_at -= timedelta(days=settings().conversation_days + 1)
    resident.say("後")
    resident.wait_for(2)
    assert gateway.peer.turns[-1]["sender"] != first


def test_a_position_asks_what_is_near_and_is_readable_nowhere(
    resident: Resident, gateway: Gateway
) -> None:
    resident.location(35.735121, 139.650349, "東京都練馬区豊玉北6-12-1")
    assert texts(resident.wait_for(1)) == ["「位置情報」ですね。"]
    (asked,) = gateway.peer.turns
    assert (asked["text"], asked["intent"], asked["entities"]) == (
        "位置情報",
        "ask_nearest_shelter",
        {"near": "35.73512,139.65035:in-nerima"},
    )
    handled(resident)
    stored = gateway.stored_bytes()
    assert asked["sender"].encode() in stored
    for part in ("35.7351", "139.6503", "豊玉北6"):
        assert part.encode() not in stored


def test_a_position_taken_back_is_gone(resident: Resident, gateway: Gateway) -> None:
    resident.location(35.7351, 139.6503, "東京都練馬区豊玉北6-12-1")
    resident.wait_for(1)
    row = handled(resident)
    assert row.turn_id is not None
    resident.unsend(resident.sent[-1]["message"]["id"])
    handled(resident)
    with transaction() as session:
        turn = session.get(TurnRow, row.turn_id)
        assert turn is not None
        assert turn.content == {"kind": "text", "text": ""}


@pytest.fixture
def two_a_minute(gateway: Gateway) -> Iterator[None]:
    """Limits of two messages a minute for each resident."""
    taking.use_limits(Limits(settings().model_copy(update={"messages_per_minute": 2})))
    yield
    taking.use_limits(Limits(settings()))


def counted(verdict: str) -> float:
    return float(taking.TOO_MANY.labels(verdict)._value.get())


@pytest.mark.usefixtures("two_a_minute")
def test_who_sends_too_fast_is_told_once_and_does_not_hold_up_others(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    before = counted("remarked"), counted("dropped")
    for number in range(5):
        resident.say(f"{number}番目")
    resident.send(events.event("unsend", resident.source, unsend={"messageId": "1"}))
    handled(resident)
    said = texts(resident.messages)
    assert said[:2] == ["「0番目」ですね。", "「1番目」ですね。"]
    assert len(said) == 3
    assert "1分ほど待って" in said[2]
    assert gateway.peer.said == ["0番目", "1番目"]
    assert (counted("remarked"), counted("dropped")) == (before[0] + 1, before[1] + 2)
    assert event_row(resident, 4).event is None, "nothing of what was dropped is kept"
    other = Resident(line_peer, gateway.base)
    other.say("ごみ")
    assert texts(other.wait_for(1)) == ["「ごみ」ですね。"]


@pytest.mark.usefixtures("two_a_minute")
def test_what_comes_again_is_not_counted_again(resident: Resident) -> None:
    for number in range(2):
        resident.say(f"{number}番目")
        handled(resident)
        resident.redeliver()
    assert texts(resident.wait_for(2)) == ["「0番目」ですね。", "「1番目」ですね。"]
