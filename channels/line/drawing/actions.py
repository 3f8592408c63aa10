"""What a press does: send a postback, open an address, call a number, choose a date, copy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlsplit, urlunsplit

from linebot.v3 import messaging as line
from pydantic import HttpUrl, TypeAdapter, ValidationError

from channels.line.drawing import limits
from channels.line.drawing.characters import cut, is_blank, length
from channels.line.drawing.wording import words
from madoguchi.messages import Button
from madoguchi.postback import LOCATE

LOCATION_SCREEN = "https://line.me/R/nv/location/"
"""LINE's URL scheme for sending a position, in a one-to-one talk with an account."""

_WEB = TypeAdapter[HttpUrl](HttpUrl)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"\+?\d[\d\-() ]*\d")
_LEAST_DIGITS = 3
"""110 and 119 have three."""


def label_of(button: Button) -> str:
    """What the button shows in full; a button without words says 「選ぶ」."""
    return words("line.choose") if is_blank(button.label) else button.label


def press(label: str, data: str) -> line.Action:
    """Send the data and say the label; data that no postback can hold leave the label alone.

    Where it is asked where the resident is, LINE's own screen for that opens (only on phones).
    """
    short, said = cut(label, limits.LABEL), cut(label, limits.DISPLAY_TEXT)
    if data == LOCATE:
        return line.URIAction(label=short, uri=LOCATION_SCREEN)
    if not 0 < length(data) <= limits.DATA:
        return line.MessageAction(label=short, text=said)
    return line.PostbackAction(label=short, data=data, display_text=said)


def quick_replies(
    choices: Sequence[Button], first: Sequence[line.Action] = ()
) -> line.QuickReply | None:
    """The choices as quick replies, or None where one of them could not be read in full.

    ``first`` are actions that stand before them.
    """
    labels = [label_of(choice) for choice in choices]
    if not 0 < len(first) + len(choices) <= limits.QUICK_REPLIES:
        return None
    if any(length(label) > limits.LABEL for label in labels):
        return None
    pressed = [
        _quick(label, choice.postback) for label, choice in zip(labels, choices, strict=True)
    ]
    return line.QuickReply(
        items=[line.QuickReplyItem(action=action) for action in (*first, *pressed)]
    )


def _quick(label: str, data: str) -> line.Action:
    # LINE has this action for quick replies only.
    return line.LocationAction(label=label) if data == LOCATE else press(label, data)


def send_photo() -> tuple[line.Action, ...]:
    """Choose a photo, or take one; as quick replies only, which is all that LINE allows."""
    return (
        line.CameraRollAction(label=_label("line.choose_photo")),
        line.CameraAction(label=_label("line.take_photo")),
    )


def web_address(address: str | None) -> str | None:
    """The address in ASCII if it is one of the web and short enough for LINE, else None."""
    try:
        url = urlsplit(_STRAY_PERCENT.sub("%25", str(_WEB.validate_python(address))))
    except ValidationError:
        return None
    parts = (quote(part, safe="%/?:@!$&'()*+,;=~") for part in url[2:])
    encoded = urlunsplit((*url[:2], *parts))
    return encoded if length(encoded) <= limits.URI else None


def open_page(label: str, address: str | None) -> line.URIAction | None:
    """Open an address of the web; None for anything else."""
    uri = web_address(address)
    return None if uri is None else line.URIAction(label=cut(label, limits.LABEL), uri=uri)


def call(number: str) -> line.URIAction | None:
    """Call the first telephone number of a text; None where it has none."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", number))
    digits = re.sub(r"[^0-9+]", "", found[0]) if found else ""
    if not _LEAST_DIGITS <= len(digits) < limits.URI - len("tel:"):
        return None
    return line.URIAction(label=_label("line.call"), uri=f"tel:{digits}")


def choose_date(
    field: str, earliest: date | None, latest: date | None
) -> line.DatetimePickerAction:
    """Choose a day; sends ``date:<field>`` with the day as the parameter of the postback.

    Bounds that LINE could not keep are left out: the form checks every answer itself.
    """
    first, last = _offered(earliest), _offered(latest)
    if first is not None and last is not None and first >= last:
        first = last = None
    return line.DatetimePickerAction(
        label=_label("line.choose_date"),
        data=f"date:{field}",
        mode="date",
        min=None if first is None else first.isoformat(),
        max=None if last is None else last.isoformat(),
    )


def copy(label: str, text: str) -> line.ClipboardAction | None:
    """Copy the text; None where LINE could not."""
    if is_blank(text) or length(text) > limits.CLIPBOARD:
        return None
    return line.ClipboardAction(label=cut(label, limits.LABEL), clipboard_text=text)


def _label(key: str) -> str:
    return cut(words(key), limits.LABEL)


def _offered(day: date | None) -> date | None:
    if day is None or not limits.EARLIEST_DATE <= day <= limits.LATEST_DATE:
        return None
    return day
