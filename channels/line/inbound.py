"""What a webhook event of LINE asks for: a message for the conversation, or something else.

Pure: an event as JSON goes in. Nothing is decided that another channel would decide differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from channels.incoming import Incoming, checked
from madoguchi import postback
from madoguchi.errors import InvalidValueError
from madoguchi.shelters.position import Position

_USER_ID = re.compile(r"U[0-9a-f]{32}")
_EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_MESSAGE_ID = re.compile(r"[0-9A-Za-z_-]{1,56}")
_FULL_CIRCLE = 360
DATE = "date:"
"""What the data of a date picker begins with; the name of the field follows."""

FILE = "madoguchi_file"
"""Our own note in an event: what became of the file that it brings (see ``attachments``)."""

HEARD = "madoguchi_heard"
"""Our own note in an event: what was heard in the voice message that it brings (``hearing``)."""

TOLD = "told"
"""The type of our own events that bring what was told without being asked (see ``news``)."""


class Deed(StrEnum):
    """What an event that is no message for the conversation asks for."""

    GREET = "greet"  # became a friend
    LOSE = "lose"  # blocked us
    UNSEND = "unsend"
    ATTACH = "attach"  # a picture or a file, which a form may ask for
    REFUSE_FILE = "refuse_file"  # a file that a form asks for, and that cannot be taken
    HEAR = "hear"  # a voice message, which is to be recognised
    REFUSE_VOICE = "refuse_voice"  # a voice message that was not heard
    EXPLAIN = "explain"  # a kind of message that we cannot read
    REFUSE = "refuse"  # a message that cannot be taken, such as one that is too long
    DECLINE_GROUP = "decline_group"  # invited to a group
    NOTHING = "nothing"


@dataclass(frozen=True)
class Asked:
    """What one event asks for.

    ``incoming`` is set for ``deed`` None only. ``detail`` is the kind of a message that is no text,
    the id of the message that was unsent, or why a message, a file or a voice cannot be taken.
    """

    deed: Deed | None
    incoming: Incoming | None = None
    detail: str = ""


def event_id(event: Any) -> str | None:
    """The event's ``webhookEventId``, or None where it has none that could be one."""
    found = event.get("webhookEventId") if isinstance(event, dict) else None
    return found if isinstance(found, str) and _EVENT_ID.fullmatch(found) else None


def user_id(event: Mapping[str, Any]) -> str | None:
    """The user that the event comes from, or None."""
    source = event.get("source")
    found = source.get("userId") if isinstance(source, dict) else None
    return found if isinstance(found, str) and _USER_ID.fullmatch(found) else None


def reply_token(event: Mapping[str, Any]) -> str | None:
    """The token to reply with, or None."""
    found = event.get("replyToken")
    return found if isinstance(found, str) and found else None


def message_key(message_id: str) -> str:
    """What a message of LINE is remembered by in its conversation."""
    return f"line-{message_id}"


def read(event: Mapping[str, Any]) -> Asked:
    """What the event asks for. An event that is unknown or broken asks for nothing."""
    if event.get("mode") == "standby" or user_id(event) is None:
        return Asked(Deed.DECLINE_GROUP if _invited(event) else Deed.NOTHING)
    source_is_one_to_one = event["source"].get("type") == "user"
    kind = event.get("type")
    if kind == "unsend":
        return _unsend(event)
    if not source_is_one_to_one:
        return Asked(Deed.DECLINE_GROUP if _invited(event) else Deed.NOTHING)
    if kind == "message":
        return _message(event)
    if kind == "postback":
        return _postback(event)
    if kind == "follow":
        return Asked(Deed.GREET)
    if kind == "unfollow":
        return Asked(Deed.LOSE)
    return Asked(Deed.NOTHING)


def _invited(event: Mapping[str, Any]) -> bool:
    return event.get("type") == "join"


def _unsend(event: Mapping[str, Any]) -> Asked:
    unsent = event.get("unsend")
    found = unsent.get("messageId") if isinstance(unsent, dict) else None
    if isinstance(found, str) and _MESSAGE_ID.fullmatch(found):
        return Asked(Deed.UNSEND, detail=found)
    return Asked(Deed.NOTHING)


def _message(event: Mapping[str, Any]) -> Asked:
    message = event.get("message")
    if not isinstance(message, dict):
        return Asked(Deed.NOTHING)
    id_, kind = message.get("id"), message.get("type")
    if not isinstance(id_, str) or not _MESSAGE_ID.fullmatch(id_):
        return Asked(Deed.NOTHING)
    if kind == "text" and isinstance(message.get("text"), str):
        return _taken(Incoming(message_key(id_), text=message["text"]))
    if kind == "location":
        address, position = _address(message), _position(message)
        if address is not None or position is not None:
            return _taken(Incoming(message_key(id_), text=address, position=position))
    if kind in ("image", "file"):
        return _file(event, id_, kind)
    if kind == "audio":
        return _voice(event, id_)
    return Asked(Deed.EXPLAIN, detail=str(kind))


def _file(event: Mapping[str, Any], message_id: str, kind: str) -> Asked:
    match event.get(FILE):
        case {"answer": str(answer)}:
            return _taken(Incoming(message_key(message_id), postback=answer))
        case {"refusal": str(refusal)}:
            return Asked(Deed.REFUSE_FILE, detail=refusal)
        case _:
            return Asked(Deed.ATTACH, detail=kind)


def _voice(event: Mapping[str, Any], message_id: str) -> Asked:
    match event.get(HEARD):
        case {"text": str(text), "shown": str(shown)}:
            return _taken(Incoming(message_key(message_id), text=text, heard=shown))
        case {"postback": str(data), "shown": str(shown)}:
            return _taken(Incoming(message_key(message_id), postback=data, heard=shown))
        case {"refusal": str(refusal)}:
            return Asked(Deed.REFUSE_VOICE, detail=refusal)
        case _:
            return Asked(Deed.HEAR)


def _address(message: Mapping[str, Any]) -> str | None:
    found = message.get("address")
    return found if isinstance(found, str) and found.strip() else None


def _position(message: Mapping[str, Any]) -> Position | None:
    """Where it is, if that is on earth."""
    latitude, longitude = _degrees(message.get("latitude")), _degrees(message.get("longitude"))
    if latitude is None or longitude is None:
        return None
    position = Position(latitude, longitude)
    return position if position.is_on_earth else None


def _degrees(value: Any) -> float | None:
    if isinstance(value, float) or (type(value) is int and abs(value) <= _FULL_CIRCLE):
        return float(value)
    return None


def _postback(event: Mapping[str, Any]) -> Asked:
    pressed = event.get("postback")
    data = pressed.get("data") if isinstance(pressed, dict) else None
    if not isinstance(pressed, dict) or not isinstance(data, str):
        return Asked(Deed.NOTHING)
    if data.startswith(DATE):
        chosen = pressed.get("params") or {}
        date = chosen.get("date") if isinstance(chosen, dict) else None
        data = f"answer:{data.removeprefix(DATE)}:{date}"
    return _taken(Incoming(str(event_id(event)), postback=data))


def _taken(incoming: Incoming) -> Asked:
    try:
        if incoming.postback is not None:
            postback.parse(incoming.postback)
        return Asked(None, incoming=checked(incoming))
    except InvalidValueError as error:
        return Asked(Deed.REFUSE, detail=error.message)
