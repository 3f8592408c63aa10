"""How each kind of message is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linebot.v3 import messaging as line

from channels.line.drawing import actions, limits, wards
from channels.line.drawing.characters import cut, is_blank, length
from channels.line.drawing.components import (
    buttons,
    heading,
    note,
    paragraph,
    pressable,
    receipt_number,
    row,
)
from channels.line.drawing.pieces import Bubbles, Piece, Pin, Words, fill_bubbles
from channels.line.drawing.question import question_parts
from channels.line.drawing.sources import footer, footer_text
from channels.line.drawing.wording import speaking, words, written
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.clock import JST
from madoguchi.forms.values.dates import format_date
from madoguchi.messages import (
    BaseMessage,
    CardMessage,
    ChoicesMessage,
    LinkMessage,
    Message,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)


@dataclass(frozen=True)
class Drawing:
    """A message drawn. ``quick_replies`` belong on the last LINE message of all."""

    pieces: Sequence[Piece]
    quick_replies: line.QuickReply | None = None


def draw_message(message: Message, is_last: bool, *, has_pin: bool = True) -> Drawing:
    """Draw one message; a blank one becomes nothing.

    ``has_pin`` False: a place has a button for the map instead of a message of its own.
    Quick replies vanish with the next LINE message, so only the last message may have them: the
    choices of others, and choices that quick replies could not hold, are buttons in a bubble.
    """
    with speaking(message.language):
        return _drawn(_signed(message), is_last, has_pin=has_pin)


def _drawn(message: Message, is_last: bool, *, has_pin: bool) -> Drawing:
    match message:
        case TextMessage():
            return Drawing(_words(message))
        case ChoicesMessage():
            return _choices(message, is_last)
        case CardMessage():
            return Drawing(_card(message))
        case QuestionMessage():
            return _question(message, is_last)
        case SummaryMessage():
            return Drawing(_summary(message))
        case ReceiptMessage():
            return Drawing(_receipt(message))
        case PlaceMessage():
            return Drawing(_place(message, has_pin=has_pin))
        case LinkMessage():
            return Drawing(_link(message))


def _signed(message: Message) -> Message:
    """What a member of staff wrote, with their name above it."""
    if message.author is None:
        return message
    return message.model_copy(update={"text": f"職員　{message.author}\n{message.text}"})


def _words(message: BaseMessage, text: str | None = None) -> list[Piece]:
    paragraphs = (message.text if text is None else text, *footer_text(message))
    said = "\n\n".join(part for part in paragraphs if not is_blank(part))
    return [Words(said)] if said else []


def _choices(message: ChoicesMessage, is_last: bool) -> Drawing:
    text = (
        words("line.please_choose") if is_blank(message.text) and message.choices else message.text
    )
    replies = actions.quick_replies(message.choices) if is_last else None
    if replies is not None or not message.choices:
        return Drawing(_words(message, text), replies)
    found = wards.wards_of(message)
    if found:
        here = wards.send_place() if is_last else None
        return Drawing([wards.carousel(text, found)], here)
    parts = [*paragraph(text), *buttons(message.choices)]
    return Drawing(_bubbles(message, text, parts))


def _card(message: CardMessage) -> list[Piece]:
    parts = _headed(message, message.title)
    for one in message.rows:
        parts += row(one.label, one.value, own=one.origin == "ward")
    for number, item in enumerate(message.items, 1):
        parts += paragraph(f"{number}. {item}")
    return _bubbles(message, message.title, [*parts, *buttons(message.choices)])


def _question(message: QuestionMessage, is_last: bool) -> Drawing:
    first = actions.send_photo() if message.field_kind is FieldKind.FILE else ()
    replies = actions.quick_replies(message.choices, first) if is_last else None
    parts = question_parts(message)
    if replies is None:
        parts += buttons(message.choices)
    return Drawing(_bubbles(message, message.label, parts), replies)


def _summary(message: SummaryMessage) -> list[Piece]:
    parts = _headed(message, message.title)
    for one in message.rows:
        parts += row(one.label, one.value, edit=_edit(one))
    parts += buttons(message.choices, first_is_primary=True)
    return _bubbles(message, message.title, parts)


def _edit(answer: SummaryRow) -> line.Action:
    around = length(words("widget.edit_field", field=""))
    label = cut(answer.label, limits.DISPLAY_TEXT - around)
    return actions.press(words("widget.edit_field", field=label), answer.edit)


def _receipt(message: ReceiptMessage) -> list[Piece]:
    parts = _headed(message, message.title)
    parts += [*note(words("widget.receipt_number")), *receipt_number(message.receipt_number)]
    parts += row(words("widget.received_at"), _moment(message.submitted_at))
    if not is_blank(message.next_steps):
        parts += [*note(words("widget.next")), *paragraph(message.next_steps)]
    label = words("widget.copy_number")
    copy = actions.copy(label, message.receipt_number)
    if copy is not None:
        parts += pressable(label, copy)
    return _bubbles(message, message.title, parts)


def _moment(iso: str) -> str:
    """「2026年11月26日 14:05」 in Japan; what is no moment stays as it is."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = moment.astimezone(JST) if moment.tzinfo else moment
    return written(f"{format_date(local.date())} {local:%H:%M}")


def _place(message: PlaceMessage, *, has_pin: bool) -> list[Piece]:
    pin = _pin(message) if has_pin else None
    known = (message.phone, message.hours, message.source, message.translated_by)
    if pin is not None and not any(known) and message.text in ("", message.name):
        return [pin]
    parts = _headed(message, message.name)
    if message.address:
        parts += row(words("widget.address"), message.address)
    if message.hours:
        parts += row(words("widget.hours"), message.hours)
    if message.phone:
        parts += row(words("widget.phone"), message.phone)
        call = actions.call(message.phone)
        if call is not None:
            parts += pressable(words("line.call"), call)
    if pin is None and _is_on_earth(message):
        position = f"{message.latitude}/{message.longitude}"
        page = f"https://maps.gsi.go.jp/#17/{position}/&base=std&ls=std&disp=1"
        action = actions.open_page(words("line.open_map"), page)
        parts += [] if action is None else pressable(words("line.open_map"), action)
    bubbles = _bubbles(message, message.name, parts)
    return bubbles if pin is None else [*bubbles, pin]


def _pin(message: PlaceMessage) -> Pin | None:
    """The place on LINE's own map, if it is fully known and nothing of it would be cut."""
    name, address = message.name, message.address
    latitude, longitude = message.latitude, message.longitude
    if latitude is None or longitude is None or address is None or not _is_on_earth(message):
        return None
    if any(is_blank(one) or length(one) > limits.LOCATION for one in (name, address)):
        return None
    return Pin(name, address, latitude, longitude)


def _is_on_earth(message: PlaceMessage) -> bool:
    latitude, longitude = message.latitude, message.longitude
    if latitude is None or longitude is None:
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _link(message: LinkMessage) -> list[Piece]:
    parts = _headed(message, message.title)
    action = actions.open_page(words("line.open_page"), message.url)
    if action is None:
        parts += paragraph(message.url)
    else:
        parts += pressable(words("line.open_page"), action, primary=True)
    return _bubbles(message, message.title, parts)


def _headed(message: BaseMessage, title: str) -> list[line.FlexComponent]:
    """The title, and the text unless it says the same."""
    return [*heading(title), *([] if message.text == title else paragraph(message.text))]


def _bubbles(message: BaseMessage, title: str, parts: Sequence[line.FlexComponent]) -> list[Piece]:
    parts = [*parts, *footer(message)]
    if not parts:
        return []
    alt_text = title if is_blank(message.text) else message.text
    return [Bubbles(tuple(fill_bubbles(title, parts)), alt_text)]
