from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    MessagingApi,
    PushMessageRequest,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.channels.line.line_peer import LinePeer
from tests.channels.line.resident import NotPressableError, Resident
from tests.channels.rasa_peer import Server, free_port

Parsed = Any


@dataclass
class Gateway:
    """Reads webhooks with LINE's SDK, and keeps the events."""

    secret: str
    wards: list[str] = field(default_factory=list)
    events: list[Parsed] = field(default_factory=list)

    async def webhook(self, request: Request) -> Response:
        body = (await request.body()).decode()
        try:
            payload = WebhookParser(self.secret).parse(
                body, request.headers["x-line-signature"], as_payload=True
            )
        except InvalidSignatureError:
            return Response(status_code=403)
        self.wards.append(request.path_params["ward"])
        self.events.extend(payload.events)
        return Response()


@pytest.fixture
def gateway(line_peer: LinePeer) -> Gateway:
    return Gateway(line_peer.bot.channel_secret)


@pytest.fixture
def url(gateway: Gateway) -> Iterator[str]:
    route = Route("/channels/line/{ward}/webhook", gateway.webhook, methods=["POST"])
    server = Server(Starlette(routes=[route]))
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def resident(line_peer: LinePeer, url: str) -> Resident:
    return Resident(line_peer, url, "minato")


@pytest.fixture
def api(line_peer: LinePeer) -> Iterator[Any]:
    configuration = Configuration(host=line_peer.url, access_token=line_peer.bot.access_token)
    with ApiClient(configuration) as client:
        yield MessagingApi(client)


def _kind(event: Parsed) -> str:
    return str(event.message.type if event.type == "message" else event.type)


def reply(api: Any, event: Parsed, *messages: dict[str, Any]) -> None:
    # By ``from_dict``: a mapping given to the SDK's methods loses all but the messages' types.
    request = {"replyToken": event.reply_token, "messages": list(messages)}
    api.reply_message(ReplyMessageRequest.from_dict(request))


def push(api: Any, resident: Resident, text: str) -> None:
    message = {"type": "text", "text": text}
    request = {"to": resident.user_id, "messages": [message]}
    api.push_message(PushMessageRequest.from_dict(request))


def asking(*actions: dict[str, Any]) -> dict[str, Any]:
    items = [{"type": "action", "action": action} for action in actions]
    return {"type": "text", "text": "よろしいですか？", "quickReply": {"items": items}}


def card(*actions: dict[str, Any]) -> dict[str, Any]:
    inner = {
        "type": "box",
        "layout": "vertical",
        "contents": [{"type": "button", "action": action} for action in actions],
    }
    body = {"type": "box", "layout": "vertical", "contents": [inner]}
    return {"type": "flex", "altText": "手続き", "contents": {"type": "bubble", "body": body}}


YES = {"type": "postback", "label": "はい", "data": "yes", "displayText": "はい"}
NO = {"type": "message", "label": "いいえ", "text": "いいえ、ちがいます"}
PICK = {
    "type": "datetimepicker", "label": "日付を選ぶ", "data": "d", "mode": "date",
    "min": "2026-01-01", "max": "2026-12-31",
}  # fmt: skip
MAP = {"type": "uri", "label": "地図を見る", "uri": "https://example.com/"}


def test_what_a_resident_does_arrives(gateway: Gateway, resident: Resident) -> None:
    for response in (
        resident.follow(),
        resident.say("転入届", quotedMessageId="1"),
        resident.sticker(),
        resident.image(),
        resident.audio(),
        resident.location(35.66, 139.69, "宇田川町1-1"),
        resident.press("v=1&do=ask", {"date": "2026-12-01"}),
        resident.edit("510000000000000000", "転出届"),
        resident.unsend("510000000000000000"),
        resident.unfollow(),
    ):
        assert response.status_code == 200
    assert [_kind(event) for event in gateway.events] == [
        "follow", "text", "sticker", "image", "audio", "location", "postback",
        "messageEdited", "unsend", "unfollow",
    ]  # fmt: skip
    assert {event.source.user_id for event in gateway.events} == {resident.user_id}
    assert set(gateway.wards) == {"minato"}
    assert gateway.events[1].message.quoted_message_id == "1"
    assert gateway.events[6].postback.params == {"date": "2026-12-01"}


def test_what_was_sent_can_be_fetched_until_it_is_taken_back(
    line_peer: LinePeer, resident: Resident
) -> None:
    resident.image(b"a photo")
    message_id = resident.sent[-1]["message"]["id"]
    assert line_peer.contents[message_id].data == b"a photo"
    resident.unsend(message_id)
    assert message_id not in line_peer.contents


def test_an_event_is_delivered_again_as_the_same(gateway: Gateway, resident: Resident) -> None:
    resident.say("転入届")
    resident.redeliver()
    first, second = gateway.events
    assert first.webhook_event_id == second.webhook_event_id
    assert (first.delivery_context.is_redelivery, second.delivery_context.is_redelivery) == (
        False,
        True,
    )


def test_a_wrong_signature_is_seen(gateway: Gateway, resident: Resident) -> None:
    resident.say("転入届")
    assert resident.send(resident.sent[-1], signature="d3Jvbmc=").status_code == 403
    assert len(gateway.events) == 1


def test_a_quick_reply_is_pressed_by_its_label(
    gateway: Gateway, resident: Resident, api: Any
) -> None:
    resident.say("転入届")
    reply(api, gateway.events[-1], asking(YES, NO, PICK))
    resident.press_label("はい")
    assert gateway.events[-1].postback.data == "yes"
    with pytest.raises(AssertionError, match="no button 'はい'"):
        resident.press_label("はい")
    reply(api, gateway.events[-1], asking(YES, NO, PICK))
    resident.press_label("いいえ")
    assert gateway.events[-1].message.text == "いいえ、ちがいます"
    reply(api, gateway.events[-1], asking(YES, NO, PICK))
    resident.press_label("日付を選ぶ", "2026-12-01")
    assert gateway.events[-1].postback.params == {"date": "2026-12-01"}


def test_quick_replies_go_when_something_is_said(
    gateway: Gateway, resident: Resident, api: Any
) -> None:
    resident.say("転入届")
    reply(api, gateway.events[-1], asking(YES))
    resident.say("待ってください")
    with pytest.raises(AssertionError, match="there are \\[\\]"):
        resident.press_label("はい")


def test_a_picker_lets_nobody_past_its_bounds(
    gateway: Gateway, resident: Resident, api: Any
) -> None:
    resident.say("転入届")
    reply(api, gateway.events[-1], card(PICK))
    for picked, why in (
        ("2027-01-01", "past max"),
        ("2025-12-31", "past min"),
        ("12:00", "no date"),
    ):
        with pytest.raises(AssertionError, match=why):
            resident.press_label("日付を選ぶ", picked)


def test_buttons_of_cards_stay_and_the_newest_is_pressed(
    gateway: Gateway, resident: Resident, api: Any
) -> None:
    resident.say("転入届")
    long = {"type": "postback", "label": "住民票の写しの交付…", "data": "old"}
    reply(api, gateway.events[-1], card(long), card(MAP, long | {"data": "new"}))
    for _ in range(2):
        resident.press_label("住民票の写しの交付請求")
        assert gateway.events[-1].postback.data == "new"
    with pytest.raises(NotPressableError, match="uri action"):
        resident.press_label("地図を見る")


def test_a_resident_who_blocks_the_account_gets_nothing(
    line_peer: LinePeer, resident: Resident, api: Any
) -> None:
    resident.unfollow()
    push(api, resident, "あ")
    assert resident.messages == []
    resident.follow(is_unblocked=True)
    push(api, resident, "い")
    assert resident.wait_for(1) == [{"type": "text", "text": "い"}]
    assert not line_peer.rejected


def test_the_webhook_is_set_and_tried(url: str, resident: Resident, api: Any) -> None:
    api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=resident.webhook))
    assert api.get_webhook_endpoint().endpoint == resident.webhook
    assert api.test_webhook_endpoint().success
    nobody = f"http://127.0.0.1:{free_port()}/channels/line/minato/webhook"
    tried = api.test_webhook_endpoint({"endpoint": nobody})
    assert (tried.success, tried.reason) == (False, "COULD_NOT_CONNECT")
