"""What an event asks for, whatever lies in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.incoming import MAX_TEXT_LENGTH, Incoming
from channels.line.inbound import FILE, HEARD, Asked, Deed, event_id, read, reply_token, user_id
from madoguchi.shelters.position import Position

USER = "U" + "0123456789abcdef" * 2
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=8,
)


def event(kind: str, **parts: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "mode": "active",
        "timestamp": 1_790_000_000_000,
        "source": {"type": "user", "userId": USER},
        "webhookEventId": "01HZX0000000000000000000AB",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "a-token",
        **parts,
    }


def message(**parts: Any) -> dict[str, Any]:
    return event("message", message={"id": "5551", **parts})


@pytest.mark.parametrize(
    ("given_event", "asked"),
    [
        (message(type="text", text=" 転入\u200b "), Asked(None, Incoming("line-5551", "転入"))),
        (message(type="text", text="😀 (hello)"), Asked(None, Incoming("line-5551", "😀 (hello)"))),
        (
            message(type="location", latitude=35.6, longitude=139.7, address="渋谷区道玄坂1-1"),
            Asked(None, Incoming("line-5551", "渋谷区道玄坂1-1", position=Position(35.6, 139.7))),
        ),
        (message(type="location", latitude=35, longitude=139.7),
         Asked(None, Incoming("line-5551", position=Position(35, 139.7)))),
        (message(type="location", latitude=91, longitude=139.7, address="渋谷区道玄坂1-1"),
         Asked(None, Incoming("line-5551", "渋谷区道玄坂1-1"))),
        (message(type="location", address="渋谷区道玄坂1-1"),
         Asked(None, Incoming("line-5551", "渋谷区道玄坂1-1"))),
        (message(type="location", latitude=True, longitude="139.7", address=" "),
         Asked(Deed.EXPLAIN, detail="location")),
        (message(type="location", latitude=10**400, longitude=float("nan")),
         Asked(Deed.EXPLAIN, detail="location")),
        (message(type="sticker", packageId="1", stickerId="2"),
         Asked(Deed.EXPLAIN, detail="sticker")),
        (message(type="video"), Asked(Deed.EXPLAIN, detail="video")),
        (message(type="audio", duration=3000), Asked(Deed.HEAR)),
        (message(type="audio") | {HEARD: {"text": "転入", "shown": "転入"}},
         Asked(None, Incoming("line-5551", "転入", heard="転入"))),
        (message(type="audio") | {HEARD: {"postback": "ward:shibuya", "shown": "渋谷区"}},
         Asked(None, Incoming("line-5551", postback="ward:shibuya", heard="渋谷区"))),
        (message(type="audio") | {HEARD: {"refusal": "聞き取れません。"}},
         Asked(Deed.REFUSE_VOICE, detail="聞き取れません。")),
        (message(type="audio") | {HEARD: 5}, Asked(Deed.HEAR)),
        (message(type="text", text="転入") | {HEARD: {"text": "転出", "shown": "転出"}},
         Asked(None, Incoming("line-5551", "転入"))),
        (message(type="image"), Asked(Deed.ATTACH, detail="image")),
        (message(type="file", fileName="a.pdf"), Asked(Deed.ATTACH, detail="file")),
        (message(type="image") | {FILE: {"answer": "answer:photo:6f6b"}},
         Asked(None, Incoming("line-5551", postback="answer:photo:6f6b"))),
        (message(type="image") | {FILE: {"refusal": "大きすぎます。"}},
         Asked(Deed.REFUSE_FILE, detail="大きすぎます。")),
        (message(type="image") | {FILE: 5}, Asked(Deed.ATTACH, detail="image")),
        (message(type="hologram"), Asked(Deed.EXPLAIN, detail="hologram")),
        (
            event("postback", postback={"data": "ward:shibuya"}),
            Asked(None, Incoming("01HZX0000000000000000000AB", postback="ward:shibuya")),
        ),
        (
            event("postback", postback={"data": "date:moved_on", "params": {"date": "2026-11-20"}}),
            Asked(None, Incoming("01HZX0000000000000000000AB",
                                 postback="answer:moved_on:2026-11-20")),
        ),
        (event("follow", follow={"isUnblocked": True}), Asked(Deed.GREET)),
        (event("unfollow"), Asked(Deed.LOSE)),
        (event("unsend", unsend={"messageId": "5551"}), Asked(Deed.UNSEND, detail="5551")),
        (event("join", source={"type": "group", "groupId": "C1"}), Asked(Deed.DECLINE_GROUP)),
        (event("message", source={"type": "group", "groupId": "C1", "userId": USER},
               message={"id": "1", "type": "text", "text": "みんなへ"}), Asked(Deed.NOTHING)),
        (event("beacon"), Asked(Deed.NOTHING)),
        (event("tomorrow"), Asked(Deed.NOTHING)),
        (event("message", mode="standby", message={"id": "1", "type": "text", "text": "a"}),
         Asked(Deed.NOTHING)),
        (event("message", source={"type": "user", "userId": "U-of-nobody"},
               message={"id": "1", "type": "text", "text": "a"}), Asked(Deed.NOTHING)),
        (message(type="text"), Asked(Deed.EXPLAIN, detail="text")),
        (event("postback", postback={"data": 7}), Asked(Deed.NOTHING)),
        (event("unsend", unsend={"messageId": "../../etc"}), Asked(Deed.NOTHING)),
    ],
)  # fmt: skip
def test_an_event_asks_for(given_event: dict[str, Any], asked: Asked) -> None:
    assert read(given_event) == asked


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "あ" * (MAX_TEXT_LENGTH + 1)])
def test_a_text_that_cannot_be_taken_is_answered_with_the_reason(text: str) -> None:
    asked = read(message(type="text", text=text))
    assert asked.deed is Deed.REFUSE
    assert "メッセージが" in asked.detail


@given(st.dictionaries(st.sampled_from(list(event("x"))) | st.text(max_size=9), JSON))
def test_nothing_that_comes_in_breaks_it(changes: dict[str, Any]) -> None:
    for kind in ("message", "postback", "unsend", "follow"):
        broken = {**event(kind), **changes, "type": kind}
        assert isinstance(read(broken), Asked)
        event_id(broken), user_id(broken), reply_token(broken)
