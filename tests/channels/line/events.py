"""Webhook bodies as LINE's platform sends them: a builder, and one event of every kind.

Written from LINE's ``webhook.yml`` and the reference of the Messaging API; all ids are made up.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import secrets
import time
from typing import Any

Event = dict[str, Any]

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_message_ids = itertools.count(510_000_000_000_000_001)


def ulid(timestamp_ms: int) -> str:
    """A ULID of this moment: 48 bits of time and 80 of chance, as 26 letters of Crockford's."""
    number = timestamp_ms << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(26)))


def line_id(prefix: str) -> str:
    """An id of a user (``U``), a group (``C``) or a room (``R``)."""
    return prefix + secrets.token_hex(16)


def message_id() -> str:
    """Digits, as LINE numbers messages; never the same twice."""
    return str(next(_message_ids))


def token() -> str:
    """Opaque, of the length of LINE's reply and quote tokens."""
    return secrets.token_hex(16)


def sign(body: bytes, channel_secret: str) -> str:
    """What LINE puts into ``X-Line-Signature``."""
    digest = hmac.new(channel_secret.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def body_of(*events: Event, destination: str) -> bytes:
    """The raw body of a webhook; without events it is what the console's "Verify" sends."""
    return json.dumps(
        {"destination": destination, "events": list(events)}, ensure_ascii=False
    ).encode()


def event(kind: str, source: Event | None = None, **properties: Any) -> Event:
    """An event that happens now. ``properties`` are its own, besides those that all have."""
    timestamp = time.time_ns() // 1_000_000
    from_whom = {} if source is None else {"source": source}
    return {
        "type": kind,
        **properties,
        "webhookEventId": ulid(timestamp),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": timestamp,
        **from_whom,
        "mode": "active",
    }


def text_message(text: str, **extras: Any) -> Event:
    """What is typed; ``extras`` are e.g. ``emojis``, ``mention``, ``quotedMessageId``."""
    return _message("text", text=text, quoteToken=token(), **extras)


def sticker_message(**extras: Any) -> Event:
    """A sticker of LINE's sample set."""
    return _message(
        "sticker",
        packageId="446",
        stickerId="1988",
        stickerResourceType="STATIC",
        keywords=["hello", "cheers"],
        quoteToken=token(),
        **extras,
    )


def image_message(**extras: Any) -> Event:
    """A photo; its bytes are fetched by the message's id."""
    return _message("image", contentProvider={"type": "line"}, quoteToken=token(), **extras)


def audio_message(duration_ms: int = 3000, **extras: Any) -> Event:
    """A voice message."""
    return _message("audio", contentProvider={"type": "line"}, duration=duration_ms, **extras)


def file_message(name: str, size_bytes: int, **extras: Any) -> Event:
    """A file; its bytes are fetched by the message's id."""
    return _message("file", fileName=name, fileSize=size_bytes, **extras)


def location_message(latitude: float, longitude: float, address: str, **extras: Any) -> Event:
    """A place on the map, in degrees (WGS 84)."""
    return _message("location", latitude=latitude, longitude=longitude, address=address, **extras)


def _message(kind: str, **properties: Any) -> Event:
    return {"type": kind, "id": message_id(), "markAsReadToken": token(), **properties}


USER_ID = "U" + "4af4980629b1c2d3" * 2
GROUP_ID = "C" + "8d2e1f0a9b7c6d5e" * 2
ROOM_ID = "R" + "0f1e2d3c4b5a6978" * 2
BOT_ID = "U" + "b0b9952f8a7c6d5e" * 2

USER = {"type": "user", "userId": USER_ID}
GROUP = {"type": "group", "groupId": GROUP_ID, "userId": USER_ID}
GROUP_OF_SOMEBODY = {"type": "group", "groupId": GROUP_ID}
ROOM = {"type": "room", "roomId": ROOM_ID, "userId": USER_ID}


def _replied(kind: str, source: Event = USER, **properties: Any) -> Event:
    return event(kind, source, replyToken=token(), **properties)


def _said(message: Event, source: Event = USER) -> Event:
    return _replied("message", source, message=message)


def _mentionee(index: int, length: int, **whom: Any) -> Event:
    return {"index": index, "length": length, **whom}


EVENTS: dict[str, Event] = {
    "text": _said(text_message("転入届に必要なものは何ですか")),
    "text with emojis": _said(
        text_message(
            "(hello)児童手当",
            emojis=[
                {"index": 0, "length": 7, "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}
            ],
        )
    ),
    "text with mentions": _said(
        text_message(
            "@All @窓口 @田中 ごみの日は？",
            mention={
                "mentionees": [
                    _mentionee(0, 4, type="all"),
                    _mentionee(5, 3, type="user", userId=BOT_ID, isSelf=True),
                    _mentionee(9, 3, type="user", userId=USER_ID, isSelf=False),
                ]
            },
        ),
        GROUP,
    ),
    "text that quotes": _said(text_message("これは？", quotedMessageId=message_id())),
    "text in a room": _said(text_message("こんにちは"), ROOM),
    "image": _said(image_message()),
    "image of a set": _said(
        image_message(imageSet={"id": "E005D41A7288F41B655", "index": 1, "total": 2})
    ),
    "image of a set of old Android": _said(image_message(imageSet={"id": "E005D41A7288F41B655"})),
    "image from elsewhere": _said(
        image_message()
        | {
            "contentProvider": {
                "type": "external",
                "originalContentUrl": "https://example.com/original.jpg",
                "previewImageUrl": "https://example.com/preview.jpg",
            }
        }
    ),
    "video": _said(
        _message("video", duration=60_000, contentProvider={"type": "line"}, quoteToken=token())
    ),
    "video from elsewhere": _said(
        _message(
            "video",
            contentProvider={
                "type": "external",
                "originalContentUrl": "https://example.com/original.mp4",
                "previewImageUrl": "https://example.com/preview.jpg",
            },
            quoteToken=token(),
        )
    ),
    "audio": _said(audio_message()),
    "file": _said(_message("file", fileName="転出証明書.pdf", fileSize=21_381)),
    "location": _said(
        location_message(35.6639, 139.6982, "東京都渋谷区宇田川町1-1", title="渋谷区役所")
    ),
    "location without a name": _said(_message("location", latitude=35.6639, longitude=139.6982)),
    "sticker": _said(sticker_message()),
    "sticker that quotes": _said(sticker_message(quotedMessageId=message_id())),
    "sticker with words": _said(
        sticker_message() | {"stickerResourceType": "MESSAGE", "text": "よろしくお願いします"}
    ),
    "text while a module speaks": _said(text_message("こんにちは")) | {"mode": "standby"},
    "text, delivered again": _said(text_message("こんにちは"))
    | {"deliveryContext": {"isRedelivery": True}},
    "unsend": event("unsend", USER, unsend={"messageId": message_id()}),
    "unsend in a group": event("unsend", GROUP, unsend={"messageId": message_id()}),
    "follow": _replied("follow", follow={"isUnblocked": False}),
    "follow after blocking": _replied("follow", follow={"isUnblocked": True}),
    "unfollow": event("unfollow", USER),
    "join": _replied("join", GROUP_OF_SOMEBODY),
    "leave": event("leave", GROUP_OF_SOMEBODY),
    "memberJoined": _replied("memberJoined", GROUP_OF_SOMEBODY, joined={"members": [USER]}),
    "memberLeft": event("memberLeft", GROUP_OF_SOMEBODY, left={"members": [USER]}),
    "postback": _replied("postback", postback={"data": "v=1&do=ask&procedure=moving_in"}),
    "postback of a date": _replied(
        "postback", postback={"data": "birth_date", "params": {"date": "1990-04-01"}}
    ),
    "postback of a time": _replied(
        "postback", postback={"data": "time", "params": {"time": "09:30"}}
    ),
    "postback of a date and a time": _replied(
        "postback", postback={"data": "visit", "params": {"datetime": "2026-12-01T09:30"}}
    ),
    "postback of a rich menu": _replied(
        "postback",
        postback={
            "data": "menu=forms",
            "params": {"newRichMenuAliasId": "menu-forms", "status": "SUCCESS"},
        },
    ),
    "videoPlayComplete": _replied("videoPlayComplete", videoPlayComplete={"trackingId": "video-1"}),
    "beacon": _replied("beacon", beacon={"hwid": "d41d8cd98f", "type": "enter"}),
    "beacon with a message": _replied(
        "beacon", beacon={"hwid": "d41d8cd98f", "type": "stay", "dm": "8a0c"}
    ),
    "accountLink": _replied("accountLink", link={"result": "ok", "nonce": "bm9uY2Utb2Ytb3Vycw=="}),
    "accountLink that failed": event(
        "accountLink", USER, link={"result": "failed", "nonce": "bm9uY2Utb2Ytb3Vycw=="}
    ),
    "membership joined": _replied("membership", membership={"type": "joined", "membershipId": 319}),
    "membership left": _replied("membership", membership={"type": "left", "membershipId": 319}),
    "membership renewed": _replied(
        "membership", membership={"type": "renewed", "membershipId": 319}
    ),
    "module attached": event(
        "module", module={"type": "attached", "botId": BOT_ID, "scopes": ["message:send"]}
    ),
    "module detached": event(
        "module", module={"type": "detached", "botId": BOT_ID, "reason": "bot_deleted"}
    ),
    "activated": event("activated", USER, chatControl={"expireAt": 1_795_000_000_000}),
    "deactivated": event("deactivated", USER) | {"mode": "standby"},
    "botSuspended": event("botSuspended"),
    "botResumed": event("botResumed"),
    "messageEdited": _replied("messageEdited", GROUP, message=text_message("転入届のことです")),
    "delivery": event("delivery", delivery={"data": hashlib.sha256(b"+818000001234").hexdigest()}),
    "of the future": event("telepathy", USER, telepathy={"thought": "転入届"}),
}
