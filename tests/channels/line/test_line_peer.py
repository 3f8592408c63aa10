from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)
from linebot.v3.messaging.exceptions import UnauthorizedException
from urllib3.exceptions import ProtocolError

from tests.channels.line.events import line_id
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import FAILED, PREPARING, Bot, Content, Profile

USER_ID = line_id("U")
PUSH = "/v2/bot/message/push"


@pytest.fixture
def peer(line_peer: LinePeer) -> LinePeer:
    line_peer.profiles[USER_ID] = Profile("田中 花子")
    return line_peer


@pytest.fixture
def client(peer: LinePeer) -> Iterator[Any]:
    configuration = Configuration(host=peer.url, access_token=peer.bot.access_token)
    with ApiClient(configuration) as client:
        yield client


@pytest.fixture
def api(client: Any) -> Any:
    return MessagingApi(client)


def reply(api: Any, token: str, *texts: str) -> Any:
    return api.reply_message(
        ReplyMessageRequest(replyToken=token, messages=[TextMessage(text=text) for text in texts])
    )


def push(api: Any, text: str = "受付が完了しました。", key: str | None = None) -> Any:
    request = PushMessageRequest(to=USER_ID, messages=[TextMessage(text=text)])
    return api.push_message(request, x_line_retry_key=key)


def test_a_reply_reaches_the_resident(peer: LinePeer, api: Any) -> None:
    answer = reply(api, peer.issue_reply_token(peer.bot, USER_ID), "はい。", "ほかには？")
    assert [message["text"] for message in peer.messages_to(USER_ID)] == ["はい。", "ほかには？"]
    assert len(answer.sent_messages) == 2
    assert api.api_client.last_response.getheader("x-line-request-id")
    assert not peer.rejected


def test_a_reply_token_works_once(peer: LinePeer, api: Any) -> None:
    token = peer.issue_reply_token(peer.bot, USER_ID)
    reply(api, token, "一度目")
    with pytest.raises(ApiException, match="Invalid reply token") as refused:
        reply(api, token, "二度目")
    assert refused.value.status == 400
    assert [message["text"] for message in peer.messages_to(USER_ID)] == ["一度目"]


@pytest.mark.parametrize("how", ["it is expired", "its time passes", "it is of another account"])
def test_a_reply_token_does_not_work_where(how: str, peer: LinePeer, api: Any) -> None:
    bot = Bot("another-token", "another-secret") if "another" in how else peer.bot
    token = peer.issue_reply_token(bot, USER_ID)
    if how == "it is expired":
        peer.expire(token)
    elif how == "its time passes":
        peer.reply_seconds = 0.01
        time.sleep(0.02)
    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(api, token, "遅すぎました")
    assert [rejected.message for rejected in peer.rejected] == ["Invalid reply token"]


def test_a_refused_message_does_not_use_up_the_token(peer: LinePeer, api: Any) -> None:
    token = peer.issue_reply_token(peer.bot, USER_ID)
    with pytest.raises(ApiException, match=r"messages\[1\].text") as refused:
        reply(api, token, "あ", "い" * 5001)
    assert refused.value.status == 400
    [rejected] = peer.rejected
    assert rejected.message == "The request body has 1 error(s)"
    assert rejected.details[0]["property"] == "messages[1].text"
    reply(api, token, "い" * 5000)


def test_a_retry_key_sends_once(peer: LinePeer, api: Any) -> None:
    key = str(uuid4())
    push(api, key=key)
    first = api.api_client.last_response.getheader("x-line-request-id")
    with pytest.raises(ApiException, match="already accepted") as refused:
        push(api, key=key)
    assert refused.value.status == 409
    assert refused.value.headers["x-line-accepted-request-id"] == first
    push(api, key=str(uuid4()))
    assert len(peer.messages_to(USER_ID)) == 2
    with pytest.raises(ApiException, match="must be a UUID"):
        push(api, key="once")


def test_a_push_fails_and_the_retry_gets_through(peer: LinePeer, api: Any) -> None:
    peer.fail_next(PUSH, 500, times=2)
    key = str(uuid4())
    for _ in range(2):
        with pytest.raises(ApiException) as failed:
            push(api, key=key)
        assert failed.value.status == 500
    push(api, key=key)
    assert len(peer.messages_to(USER_ID)) == 1
    assert [call.headers["x-line-retry-key"] for call in peer.calls_to(PUSH)] == [key] * 3


@pytest.mark.parametrize("status", [503, None])
def test_a_push_that_was_sent_may_look_as_if_it_was_not(
    status: int | None, peer: LinePeer, api: Any
) -> None:
    peer.fail_next(PUSH, status, after_work=True)
    key = str(uuid4())
    with pytest.raises(ProtocolError if status is None else ApiException):
        push(api, key=key)
    with pytest.raises(ApiException, match="already accepted"):
        push(api, key=key)
    assert len(peer.messages_to(USER_ID)) == 1


def test_a_connection_is_dropped_before_anything_is_done(peer: LinePeer, api: Any) -> None:
    peer.fail_next(PUSH, None)
    with pytest.raises(ProtocolError, match="Connection aborted"):
        push(api)
    assert peer.messages_to(USER_ID) == []
    push(api)
    assert len(peer.wait_for(USER_ID, 1)) == 1


def test_the_rate_limit_says_when_to_come_back(peer: LinePeer, api: Any) -> None:
    peer.fail_next(PUSH, 429, headers={"Retry-After": "2"})
    with pytest.raises(ApiException, match="rate limit") as limited:
        push(api)
    assert limited.value.headers["Retry-After"] == "2"


def test_a_month_has_its_quota_of_pushes(peer: LinePeer, api: Any) -> None:
    assert api.get_message_quota().type == "none"
    peer.quota = 1
    push(api)
    with pytest.raises(ApiException, match="monthly limit") as limited:
        push(api)
    assert limited.value.status == 429
    assert api.get_message_quota().value == api.get_message_quota_consumption().total_usage == 1
    reply(api, peer.issue_reply_token(peer.bot, USER_ID), "返信は数えません。")
    assert not peer.rejected


def test_latency(peer: LinePeer, api: Any) -> None:
    peer.latency_s = 0.2
    begun = time.monotonic()
    push(api)
    assert time.monotonic() - begun >= 0.2


def test_nobody_gets_in_with_a_wrong_token(peer: LinePeer) -> None:
    stolen = Configuration(host=peer.url, access_token="stolen")
    with ApiClient(stolen) as client, pytest.raises(UnauthorizedException):
        push(MessagingApi(client))
    assert peer.rejected[0].status == 401


def test_whoever_is_no_friend_has_no_profile_and_gets_nothing(peer: LinePeer, api: Any) -> None:
    profile = api.get_profile(USER_ID)
    assert (profile.display_name, profile.language) == ("田中 花子", "ja")
    peer.profiles[USER_ID].is_blocking = True
    push(api)
    assert peer.messages_to(USER_ID) == []
    for user_id in (USER_ID, line_id("U")):
        with pytest.raises(ApiException) as missing:
            api.get_profile(user_id)
        assert missing.value.status == 404
    del peer.profiles[USER_ID]
    with pytest.raises(ApiException, match="'to'"):
        push(api)


@pytest.mark.parametrize(("seconds", "is_taken"), [(5, True), (60, True), (7, False), (65, False)])
def test_the_loading_animation(seconds: int, is_taken: bool, peer: LinePeer, api: Any) -> None:
    # By hand, because the SDK's own model already refuses 65.
    answer = httpx.post(
        f"{peer.url}/v2/bot/chat/loading/start",
        json={"chatId": USER_ID, "loadingSeconds": seconds},
        headers={"Authorization": f"Bearer {peer.bot.access_token}"},
    )
    assert answer.status_code == (202 if is_taken else 400)
    assert peer.loadings == ([(USER_ID, seconds)] if is_taken else [])


def test_the_sdk_shows_the_loading_animation(peer: LinePeer, api: Any) -> None:
    api.show_loading_animation(ShowLoadingAnimationRequest(chatId=USER_ID))
    assert peer.loadings == [(USER_ID, 20)]


def test_content_is_fetched_once_it_is_ready(peer: LinePeer, client: Any) -> None:
    blob = MessagingApiBlob(client)
    peer.contents["1"] = Content(b"\xff\xd8\xff", "image/jpeg", PREPARING)
    assert blob.get_message_content_with_http_info("1").status_code == 202
    assert blob.get_message_content_transcoding_by_message_id("1").status == PREPARING
    peer.contents["1"].state = "succeeded"
    assert bytes(blob.get_message_content("1")) == b"\xff\xd8\xff"
    peer.contents["1"].state = FAILED
    for message_id in ("1", "2"):
        with pytest.raises(ApiException) as missing:
            blob.get_message_content(message_id)
        assert missing.value.status == 404


def test_a_link_token_is_issued_for_a_user(peer: LinePeer, api: Any) -> None:
    assert peer.link_tokens[api.issue_link_token(USER_ID).link_token] == USER_ID


def test_who_the_bot_is(peer: LinePeer, api: Any) -> None:
    info = api.get_bot_info()
    assert (info.user_id, info.display_name) == (peer.bot.user_id, peer.bot.display_name)


def test_unknown_paths_are_noticed(peer: LinePeer) -> None:
    headers = {"Authorization": f"Bearer {peer.bot.access_token}"}
    assert httpx.get(f"{peer.url}/v2/bot/nothing", headers=headers).status_code == 404
    broken = httpx.post(f"{peer.url}{PUSH}", headers=headers, content="{")
    assert broken.status_code == 400
    assert [rejected.status for rejected in peer.rejected] == [404, 400]
