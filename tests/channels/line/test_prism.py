from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)

from tests.channels.line.events import line_id
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.messages import BAD, GOOD, text
from tests.channels.line.prism import UnavailableError, install, openapi, with_kinds
from tests.channels.line.records import Content, Profile
from tests.channels.rasa_peer import free_port

# Those that LINE's reference forbids, but not its OpenAPI.
IN_THE_SCHEMA = {
    "no text": "must have required property 'text'",
    "text that is a number": "text must be string",
    "unknown type": "must be equal to one of the allowed values",
    "no type": "must have required property 'type'",
    "14 quick replies": "must NOT have more than 13 items",
    "no alt text": "must have required property 'altText'",
    "long sender": "must NOT have more than 20 characters",
}


def post(peer: LinePeer, token: str, *messages: Any) -> httpx.Response:
    return httpx.post(
        f"{peer.url}/v2/bot/message/reply",
        json={"replyToken": token, "messages": messages},
        headers={"Authorization": f"Bearer {peer.bot.access_token}"},
    )


@pytest.mark.parametrize("name", GOOD)
def test_peer_and_schema_take_the_same(name: str, checked_line_peer: LinePeer) -> None:
    token = checked_line_peer.issue_reply_token(checked_line_peer.bot, line_id("U"))
    assert post(checked_line_peer, token, GOOD[name]).status_code == 200
    assert checked_line_peer.violations == []


@pytest.mark.parametrize("name", IN_THE_SCHEMA)
def test_the_schema_says_what_is_wrong(name: str, checked_line_peer: LinePeer) -> None:
    message, _ = BAD[name]
    assert post(checked_line_peer, "a token", message).status_code == 400
    [violation] = checked_line_peer.violations
    assert (violation.path, violation.status) == ("/v2/bot/message/reply", 400)
    assert IN_THE_SCHEMA[name] in violation.found[0]["message"]
    assert len(checked_line_peer.rejected) == 1


def test_six_messages_are_too_many(checked_line_peer: LinePeer) -> None:
    post(checked_line_peer, "a token", *[text()] * 6)
    [violation] = checked_line_peer.violations
    assert "must NOT have more than 5 items" in violation.found[0]["message"]


def test_the_rest_of_the_api_is_as_the_schema_says(checked_line_peer: LinePeer) -> None:
    peer, user_id = checked_line_peer, line_id("U")
    peer.profiles[user_id] = Profile("田中 花子")
    peer.contents["1"] = Content(b"\xff\xd8\xff", "image/jpeg")
    configuration = Configuration(host=peer.url, access_token=peer.bot.access_token)
    message = TextMessage(text="受付が完了しました。")
    with ApiClient(configuration) as client:
        api, blob = MessagingApi(client), MessagingApiBlob(client)
        token = peer.issue_reply_token(peer.bot, user_id)
        api.reply_message(ReplyMessageRequest(replyToken=token, messages=[message]))
        push = PushMessageRequest(to=user_id, messages=[message])
        api.push_message(push, x_line_retry_key=str(uuid4()))
        api.show_loading_animation(ShowLoadingAnimationRequest(chatId=user_id))
        api.get_profile(user_id)
        api.get_message_quota()
        api.get_message_quota_consumption()
        api.get_bot_info()
        api.issue_link_token(user_id)
        blob.get_message_content("1")
        blob.get_message_content_transcoding_by_message_id("1")
    assert (peer.violations, peer.rejected) == ([], [])
    assert len(peer.messages_to(user_id)) == 2


def test_kinds_are_told_apart_without_a_discriminator() -> None:
    common = {"type": "object", "properties": {"type": {"type": "string"}}}
    message = common | {
        "discriminator": {
            "propertyName": "type",
            "mapping": {"text": "#/components/schemas/TextMessage"},
        }
    }
    kind = {"allOf": [{"$ref": "#/components/schemas/Message"}], "required": ["text"]}
    changed = with_kinds({"components": {"schemas": {"Message": message, "TextMessage": kind}}})
    schemas = changed["components"]["schemas"]
    assert schemas["Message"]["allOf"][1]["then"] == {"$ref": "#/components/schemas/TextMessage"}
    assert schemas["TextMessage"]["allOf"] == [{"$ref": "#/components/schemas/CommonMessage"}]
    assert schemas["CommonMessage"]["properties"]["type"]["enum"] == ["text"]


def test_without_the_openapi_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_SHARED", str(tmp_path))
    with pytest.raises(UnavailableError, match=r"messaging-api\.yml is not present"):
        openapi()


def test_without_npm_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(UnavailableError, match="npm did not install Prism"):
        install(tmp_path)
