"""A resident with LINE on the phone: what they do reaches the gateway as LINE would send it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import httpx

from tests.channels.line import events
from tests.channels.line.events import Event
from tests.channels.line.limits import Json, moment
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import Bot, Content, Profile


class NotPressableError(Exception):
    """There is such a button, but pressing it sends nothing that a bot could see."""


class Resident:
    """A friend of a ward's account.

    Every deed is an event, signed and posted at once; the gateway's response comes back.
    ``sent`` has the events, newest last.
    """

    def __init__(
        self,
        peer: LinePeer,
        gateway: str,
        ward: str = "shibuya",
        *,
        bot: Bot | None = None,
        name: str = "田中 花子",
        language: str | None = "ja",
    ) -> None:
        self.peer, self.ward, self.bot = peer, ward, bot or peer.bot
        self.webhook = f"{gateway.rstrip('/')}/channels/line/{ward}/webhook"
        self.user_id = events.line_id("U")
        self.sent: list[Event] = []
        self._seen = 0
        peer.profiles[self.user_id] = Profile(name, language)

    @property
    def messages(self) -> list[Json]:
        """What the resident has got, in order."""
        return self.peer.messages_to(self.user_id)

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Json]:
        """What the resident has got, once it is so much."""
        return self.peer.wait_for(self.user_id, count, seconds)

    def say(self, text: str, **extras: Any) -> httpx.Response:
        """Type something; ``extras`` are properties of the message, such as ``emojis``."""
        return self._send_message(events.text_message(text, **extras))

    def sticker(self, **extras: Any) -> httpx.Response:
        """Send a sticker."""
        return self._send_message(events.sticker_message(**extras))

    def image(
        self, data: bytes = b"\xff\xd8\xff", media_type: str = "image/jpeg"
    ) -> httpx.Response:
        """Send a photo; the bot can fetch it."""
        return self._send_media(events.image_message(), Content(data, media_type))

    def file(
        self, data: bytes, name: str = "書類.pdf", media_type: str = "application/pdf"
    ) -> httpx.Response:
        """Send a file; the bot can fetch it."""
        return self._send_media(events.file_message(name, len(data)), Content(data, media_type))

    def audio(self, data: bytes = b"ftypM4A", duration_ms: int = 3000) -> httpx.Response:
        """Send a voice message; the bot can fetch it."""
        return self._send_media(events.audio_message(duration_ms), Content(data, "audio/x-m4a"))

    def location(self, latitude: float, longitude: float, address: str) -> httpx.Response:
        """Send a place."""
        return self._send_message(events.location_message(latitude, longitude, address))

    def press(self, data: str, params: dict[str, str] | None = None) -> httpx.Response:
        """A postback of whichever button."""
        postback: Json = {"data": data} if params is None else {"data": data, "params": params}
        return self.send(self._answerable("postback", postback=postback))

    def press_label(self, label: str, picked: str | None = None) -> httpx.Response:
        """Press the newest button that is to be seen with this label, cut off with … or not.

        ``picked`` is what is chosen in a datetimepicker: ``2026-12-01``, ``09:30`` or both.
        """
        buttons = list(self._buttons())
        for is_it in (lambda shown: shown == label, lambda shown: _is_cut(shown, label)):
            for action, is_quick_reply in buttons:
                if is_it(action["label"]):
                    return self._press(action, picked, is_quick_reply=is_quick_reply)
        shown = [action["label"] for action, _ in buttons]
        raise AssertionError(f"no button {label!r}; there are {shown}")

    def follow(self, *, is_unblocked: bool = False) -> httpx.Response:
        """Add the account as a friend, or unblock it."""
        self.peer.profiles[self.user_id].is_blocking = False
        return self.send(self._answerable("follow", follow={"isUnblocked": is_unblocked}))

    def unfollow(self) -> httpx.Response:
        """Block the account."""
        self.peer.profiles[self.user_id].is_blocking = True
        return self.send(events.event("unfollow", self.source))

    def unsend(self, message_id: str) -> httpx.Response:
        """Take a message back; LINE no longer gives its content."""
        self.peer.contents.pop(message_id, None)
        return self.send(events.event("unsend", self.source, unsend={"messageId": message_id}))

    def edit(self, message_id: str, text: str) -> httpx.Response:
        """Change a message. At present LINE lets one do so in groups only."""
        message = events.text_message(text) | {"id": message_id}
        return self.send(self._answerable("messageEdited", message=message))

    def redeliver(self, event: Event | None = None) -> httpx.Response:
        """LINE sends an event again (default: the newest), as it does when it got no 2xx."""
        again = copy.deepcopy(event or self.sent[-1])
        again["deliveryContext"]["isRedelivery"] = True
        return self.send(again)

    def send(self, *sent: Event, signature: str | None = None) -> httpx.Response:
        """Post these events in one body, with its right signature or another."""
        body = events.body_of(*sent, destination=self.bot.user_id)
        self.sent.extend(sent)
        return httpx.post(
            self.webhook,
            content=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "LineBotWebhook/2.0",
                "X-Line-Signature": signature or events.sign(body, self.bot.channel_secret),
            },
            timeout=30,
            trust_env=False,
        )

    @property
    def source(self) -> Json:
        """Where the resident's events come from."""
        return {"type": "user", "userId": self.user_id}

    def _answerable(self, kind: str, **properties: Any) -> Event:
        reply_token = self.peer.issue_reply_token(self.bot, self.user_id)
        return events.event(kind, self.source, replyToken=reply_token, **properties)

    def _send_message(self, message: Event) -> httpx.Response:
        self._hide_quick_replies()
        return self.send(self._answerable("message", message=message))

    def _send_media(self, message: Event, content: Content) -> httpx.Response:
        self.peer.contents[message["id"]] = content
        return self._send_message(message)

    def _hide_quick_replies(self) -> None:
        """They are gone as soon as anything stands below them in the chat."""
        self._seen = len(self.messages)

    def _buttons(self) -> Iterator[tuple[Json, bool]]:
        """The actions that can be pressed, newest message first; and whether of a quick reply."""
        messages = self.messages
        if len(messages) > self._seen:
            for item in messages[-1].get("quickReply", {}).get("items", []):
                yield item["action"], True
        for message in reversed(messages):
            for action in _actions_in(message.get("contents", message.get("template", {}))):
                yield action, False

    def _press(self, action: Json, picked: str | None, *, is_quick_reply: bool) -> httpx.Response:
        kind = action["type"]
        if kind == "message":
            return self.say(action["text"])
        if kind not in ("postback", "datetimepicker"):
            raise NotPressableError(f"{action['label']!r} is a {kind} action: {action}")
        params = None if kind == "postback" else {action["mode"]: _chosen(action, picked)}
        # A quick reply vanishes when pressed; ``displayText`` appears below all that was said.
        if is_quick_reply or "displayText" in action:
            self._hide_quick_replies()
        return self.press(action["data"], params)


def _actions_in(part: object) -> Iterator[Json]:
    """The labelled actions of a Flex container or a template, in the order of reading."""
    if isinstance(part, list):
        for item in part:
            yield from _actions_in(item)
    elif isinstance(part, dict):
        if "label" in part:
            yield part
        for inner in part.values():
            yield from _actions_in(inner)


def _is_cut(shown: str, label: str) -> bool:
    return shown.endswith("…") and label.startswith(shown[:-1])


def _chosen(action: Json, picked: str | None) -> str:
    """What LINE's picker lets one choose: a value of its mode, between its bounds."""
    assert picked is not None, f"say what is picked of {action}"
    mode = action["mode"]
    chosen = moment(mode, picked)
    assert chosen is not None, f"{picked!r} is no {mode}"
    for bound, is_past in (("min", chosen.__lt__), ("max", chosen.__gt__)):
        limit = moment(mode, action[bound]) if bound in action else None
        assert limit is None or not is_past(limit), f"{picked} is past {bound} {action[bound]}"
    return picked
