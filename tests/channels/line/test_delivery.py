"""By which call an answer reaches the resident: once, whatever LINE says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.line import delivery
from tests.channels.line import events
from tests.channels.line.handling import handled, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.resident import Resident

pytestmark = pytest.mark.usefixtures("nothing_rejected")


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


def test_the_monthly_limit_is_noted_for_staff_and_nothing_hangs(
    resident: Resident, line_peer: LinePeer
) -> None:
    line_peer.quota = 0
    resident.send(
        events.event(
            "message", resident.source, message=events.text_message("ごみ"),
            replyToken=events.token(),
        )
    )  # fmt: skip
    assert handled(resident).deliveries[-1]["outcome"] == "quota_reached"
    resident.say("住民票")
    assert texts(resident.wait_for(1)) == ["「住民票」ですね。"]


@pytest.mark.parametrize("wait", ["600", "99999999999", "soon", "-1"])
def test_when_line_asks_to_wait_for_longer_than_the_token_lives_the_answer_is_pushed(
    resident: Resident, line_peer: LinePeer, wait: str
) -> None:
    line_peer.fail_next("/v2/bot/message/reply", 429, headers={"Retry-After": wait})
    resident.say("ごみ")
    assert texts(resident.wait_for(1)) == ["「ごみ」ですね。"]
    via = "push" if wait.isdigit() else "reply"
    assert handled(resident).deliveries[-1]["via"] == via
