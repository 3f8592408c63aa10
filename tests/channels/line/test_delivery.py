"""By which call an answer reaches the resident: once, whatever LINE says."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog
from structlog.testing import capture_logs

from channels.line import delivery, owed
from madoguchi.messages import CardMessage, CardRow, TextMessage
from tests.channels.conftest import Gateway
from tests.channels.line import events
from tests.channels.line.handling import handled, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import echo, turn_answer

pytestmark = pytest.mark.usefixtures("nothing_rejected")


def card(title: str) -> CardMessage:
    return CardMessage(text=title, title=title, rows=(CardRow(label="手数料", value="300円"),))


def test_when_the_token_is_spent_the_answer_is_pushed_once(
    resident: Resident, line_peer: LinePeer
) -> None:
    event = events.event(
        "message", resident.source, message=events.text_message("ごみ"), replyToken=events.token()
    )
    resident.send(event)
    assert texts(resident.wait_for(1)) == ["「ごみ」ですね。"]
    assert [call["via"] for call in handled(resident).deliveries] == ["reply", "reply", "push"]
    (push,) = line_peer.calls_to("/v2/bot/message/push")
    assert push.headers["x-line-retry-key"]


def test_an_old_token_is_not_even_tried(
    resident: Resident, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TOKEN_LIFE", timedelta(0))
    resident.say("ごみ")
    resident.wait_for(1)
    assert line_peer.calls_to("/v2/bot/message/reply") == []
    assert [call["via"] for call in handled(resident).deliveries] == ["push"]


@pytest.mark.parametrize("status", [429, 500, 503, None])
def test_a_reply_that_fails_is_tried_again(
    resident: Resident, line_peer: LinePeer, status: int | None
) -> None:
    line_peer.fail_next("/v2/bot/message/reply", status, times=2)
    resident.say("ごみ")
    assert texts(resident.wait_for(1)) == ["「ごみ」ですね。"]
    assert handled(resident).deliveries[-1]["outcome"] == "sent"
    assert len(line_peer.calls_to("/v2/bot/message/reply")) == 3


@pytest.mark.parametrize("status", [500, None])
def test_a_reply_whose_success_was_not_heard_of_is_not_repeated(
    resident: Resident, line_peer: LinePeer, status: int | None
) -> None:
    line_peer.fail_next("/v2/bot/message/reply", status, after_work=True)
    resident.say("ごみ")
    handled(resident)
    assert texts(resident.messages) == ["「ごみ」ですね。"]
    assert line_peer.calls_to("/v2/bot/message/push") == []


def test_a_push_whose_success_was_not_heard_of_is_known_by_its_key(
    resident: Resident, line_peer: LinePeer
) -> None:
    line_peer.fail_next("/v2/bot/message/push", None, after_work=True)
    resident.send(
        events.event(
            "message", resident.source, message=events.text_message("ごみ"),
            replyToken=events.token(),
        )
    )  # fmt: skip
    row = handled(resident)
    assert (row.deliveries[-1]["outcome"], row.deliveries[-1]["status"]) == ("sent", 409)
    assert texts(resident.messages) == ["「ごみ」ですね。"]


def say_late(resident: Resident, text: str) -> None:
    """Type something whose reply token is spent already: the answer must be pushed."""
    resident.send(
        events.event(
            "message", resident.source, message=events.text_message(text),
            replyToken=events.token(),
        )
    )  # fmt: skip


def test_what_the_monthly_limit_kept_back_goes_with_the_next_reply_once_and_in_order(
    resident: Resident, line_peer: LinePeer
) -> None:
    line_peer.quota = 0
    for text in ("ごみ", "印鑑登録"):
        say_late(resident, text)
        assert handled(resident).deliveries[-1]["outcome"] == "quota_reached"
    for text in ("住民票", "転入届"):
        resident.say(text)
        handled(resident)
    assert texts(resident.messages) == [
        "「ごみ」ですね。", "「印鑑登録」ですね。", "「住民票」ですね。", "「転入届」ですね。",
    ]  # fmt: skip
    first, second = line_peer.calls_to("/v2/bot/message/reply")[-2:]
    assert [len(call.body["messages"]) for call in (first, second)] == [3, 1]


def test_what_is_owed_fills_the_room_of_each_reply_until_all_has_come(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    line_peer.quota = 0
    gateway.peer.answering = lambda turn: turn_answer(
        *(card(f"{turn['text']}{number}") for number in range(3))
    )
    say_late(resident, "一")
    say_late(resident, "二")
    handled(resident)
    for text in "三四五":
        resident.say(text)
        handled(resident)
    replies = line_peer.calls_to("/v2/bot/message/reply")[-3:]
    shown = [[message["altText"] for message in call.body["messages"]] for call in replies]
    assert shown == [
        ["一0", "一1", "三0", "三1", "三2"],
        ["一2", "二0", "四0", "四1", "四2"],
        ["二1", "二2", "五0", "五1", "五2"],
    ]


def test_a_message_of_the_answer_that_did_arrive_does_not_come_twice(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    line_peer.quota = 0
    gateway.peer.answering = lambda turn: turn_answer(
        *(TextMessage(text=f"{number}" + "あ" * 4990) for number in range(6))
    )
    resident.say("長い答え")
    handled(resident)
    assert len(resident.messages) == 5
    gateway.peer.answering = echo
    resident.say("つぎ")
    handled(resident)
    assert [text[0] for text in texts(resident.messages)] == [*"012345", "「"]


def test_what_is_owed_is_dropped_after_a_day(
    resident: Resident, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    line_peer.quota = 0
    say_late(resident, "ごみ")
    handled(resident)
    monkeypatch.setattr(owed, "KEPT", timedelta(0))
    resident.say("住民票")
    assert texts(resident.wait_for(1)) == ["「住民票」ですね。"]


def test_what_was_taken_back_is_not_owed_any_more(resident: Resident, line_peer: LinePeer) -> None:
    line_peer.quota = 0
    say_late(resident, "ごみ")
    handled(resident)
    resident.unsend(resident.sent[-1]["message"]["id"])
    handled(resident)
    resident.say("住民票")
    assert texts(resident.wait_for(1)) == ["「住民票」ですね。"]


def test_one_resident_s_answers_go_to_nobody_else(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    line_peer.quota = 0
    say_late(resident, "ごみ")
    handled(resident)
    other = Resident(line_peer, gateway.base)
    other.say("住民票")
    assert texts(other.wait_for(1)) == ["「住民票」ですね。"]


def test_staff_see_the_monthly_limit_on_the_metrics_and_once_a_day_in_the_log(
    resident: Resident, gateway: Gateway, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_warned", {})

    def gauge() -> list[str]:
        shown = gateway.http.get("/metrics").text.splitlines()
        return [line for line in shown if line.startswith("madoguchi_line_quota_reached{")]

    line_peer.quota = 0
    with capture_logs() as logged:
        monkeypatch.setattr(delivery, "log", structlog.get_logger())
        for text in ("一", "二"):
            say_late(resident, text)
            handled(resident)
    warnings = [entry for entry in logged if entry["event"] == "line_quota_reached"]
    assert [(entry["account"], entry["log_level"]) for entry in warnings] == [
        ("shibuya", "warning")
    ]
    assert gauge() == ['madoguchi_line_quota_reached{account="shibuya"} 1.0']
    line_peer.quota = None
    say_late(resident, "三")
    handled(resident)
    assert gauge() == ['madoguchi_line_quota_reached{account="shibuya"} 0.0']


@pytest.mark.parametrize("wait", ["600", "99999999999", "soon", "-1"])
def test_when_line_asks_to_wait_for_longer_than_the_token_lives_the_answer_is_pushed(
    resident: Resident, line_peer: LinePeer, wait: str
) -> None:
    line_peer.fail_next("/v2/bot/message/reply", 429, headers={"Retry-After": wait})
    resident.say("ごみ")
    assert texts(resident.wait_for(1)) == ["「ごみ」ですね。"]
    via = "push" if wait.isdigit() else "reply"
    assert handled(resident).deliveries[-1]["via"] == via
