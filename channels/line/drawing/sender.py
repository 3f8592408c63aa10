"""In whose name messages are sent."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from linebot.v3 import messaging as line

from channels.line.drawing import limits
from channels.line.drawing.characters import is_blank, length
from madoguchi.errors import InvalidValueError


@dataclass(frozen=True)
class Sender:
    """The name, and the icon if any, that messages show in place of the account's own.

    LINE refuses names with certain words such as "LINE"; to be safe, in any letter case and width.

    Raises:
        InvalidValueError: where LINE would refuse it.

    """

    name: str
    icon_url: str | None = None

    def __post_init__(self) -> None:
        if is_blank(self.name) or length(self.name) > limits.SENDER_NAME:
            raise InvalidValueError(
                "line-sender", f"the sender's name needs 1 to {limits.SENDER_NAME} characters"
            )
        if "line" in unicodedata.normalize("NFKC", self.name).casefold():
            raise InvalidValueError("line-sender", "the sender's name must not contain LINE")
        if self.icon_url is not None and not (
            self.icon_url.startswith("https://") and length(self.icon_url) <= limits.SENDER_ICON
        ):
            raise InvalidValueError("line-sender", "the sender's icon needs an https address")

    def model(self) -> line.Sender:
        """The sender as the SDK takes it."""
        return line.Sender(name=self.name, icon_url=self.icon_url)
