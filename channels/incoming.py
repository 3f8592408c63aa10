"""What a channel hands to the conversation: one message of a resident."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from madoguchi.errors import InvalidValueError
from madoguchi.shelters.position import Position

MAX_TEXT_LENGTH = 2000
"""Characters of one message; longer ones are refused rather than cut."""

CLIENT_MESSAGE_ID = r"[A-Za-z0-9_.:-]{1,64}"
# Everything that is no visible character, line break or tab: C0/C1 controls, bidirectional
# overrides, unpaired surrogates, byte order marks and zero-width spaces (joiners stay: emoji and
# scripts need them).
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Incoming:
    """A message: ``text`` as typed, or ``postback`` of a pressed button, or a shared ``position``.

    A position has its address as ``text``, where it is known: in a form that may be the answer.
    ``client_message_id`` makes it happen once, however often the channel delivers it. ``heard`` is
    what a machine understood of a recording, as it is shown to whoever spoke.
    """

    client_message_id: str
    text: str | None = None
    postback: str | None = None
    position: Position | None = None
    heard: str | None = None


def checked(incoming: Incoming) -> Incoming:
    """The message with invisible characters removed.

    Raises:
        InvalidValueError: if it is empty, too long, or holds both or neither of text and postback
            (a position may stand alone).

    """
    if not re.fullmatch(CLIENT_MESSAGE_ID, incoming.client_message_id):
        raise InvalidValueError(
            "invalid-client-message-id",
            "client_message_id は、1〜64文字の英数字と _ . : - で指定してください。",
        )
    may_stand_alone = incoming.position is not None and incoming.postback is None
    if (incoming.text is None) == (incoming.postback is None) and not may_stand_alone:
        raise InvalidValueError(
            "text-or-postback", "text と postback のどちらか一方を指定してください。"
        )
    if incoming.text is None:
        return incoming
    text = _INVISIBLE.sub("", incoming.text.replace("\r\n", "\n")).strip()
    if not text and may_stand_alone:
        return replace(incoming, text=None)
    if not text:
        raise InvalidValueError("empty-text", "メッセージが空です。文字を入力してください。")
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidValueError(
            "text-too-long",
            f"メッセージが長すぎます（{len(text):,}文字）。{MAX_TEXT_LENGTH:,}文字以内で入力してください。",
        )
    return replace(incoming, text=text)
