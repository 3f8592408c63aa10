"""The parts of a bubble: paragraphs, rows, buttons. None is near the size of a bubble alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linebot.v3 import messaging as line

from channels.line.drawing import actions, colours
from channels.line.drawing.characters import cut, is_blank, length, split
from channels.line.drawing.wording import words
from madoguchi.messages import Button

_PARAGRAPH = 1_000
"""Characters of one component at most: 6 KB of JSON, as each may take six bytes."""

_ROW_PARTS = 8
"""Components of a row that stays together: 16 KB at most, with an address of 1 KB each."""

_BUTTON_TEXT = 300
"""Characters on a button; those of a longer label stand above it."""

_ADDRESS = re.compile(r"(https?://[^\s<>\"'「」『』（）、。]+)")
_PHONE = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])")
"""Addresses and numbers that a resident can press, as on the web page."""


def paragraph(
    text: str | None, size: str = "md", colour: str = colours.INK, bold: bool = False
) -> list[line.FlexText]:
    """The text, with its web addresses and telephone numbers to press; a blank one is nothing."""
    drawn: list[line.FlexText] = []
    for stretch in _ADDRESS.split(text or ""):
        open_page = (
            actions.open_page(words("line.open_page"), stretch) if _ADDRESS.match(stretch) else None
        )
        for part in split(stretch, _PARAGRAPH):
            shown = part.strip("\r\n")
            if is_blank(shown):
                continue
            numbers = _PHONE.findall(shown)
            if open_page is not None or numbers == [shown]:
                drawn.append(link(shown, open_page or actions.call(shown), size))
                continue
            drawn.append(_text(shown, size, colour, bold))
            drawn += [
                link(words("line.call_number", number=number), actions.call(number), size)
                for number in dict.fromkeys(numbers)
            ]
    return drawn


def heading(text: str) -> list[line.FlexText]:
    """The title of a bubble."""
    return paragraph(text, "lg", colours.PRIMARY, bold=True)


def continuation(title: str) -> line.FlexText:
    """The heading of a bubble that goes on where the one before was full."""
    return _text(
        words("line.continued", title=cut(" ".join(title.split()), 40)), "sm", colours.MUTED
    )


def note(text: str | None) -> list[line.FlexText]:
    """Small print."""
    return paragraph(text, "sm", colours.MUTED)


def receipt_number(number: str) -> list[line.FlexText]:
    """The number that a resident keeps, too large to be overlooked."""
    parts = split(number, _PARAGRAPH)
    return [_text(part, "xxl", colours.INK, bold=True) for part in parts if not is_blank(part)]


def link(text: str, action: line.Action, size: str = "md") -> line.FlexText:
    """Words that do something when pressed, at most one paragraph of them."""
    drawn = _text(text, size, colours.LINK)
    drawn.decoration, drawn.action = "underline", action
    return drawn


def row(
    label: str, value: str, own: bool = False, edit: line.Action | None = None
) -> list[line.FlexComponent]:
    """A labelled value; ``own`` marks it as the ward's own, ``edit`` is what 「直す」 does."""
    head: list[line.FlexComponent] = note(label)
    parts = [*head, *([_badge()] if own else []), *paragraph("－" if is_blank(value) else value)]
    if length(label) + length(value) > _PARAGRAPH or len(parts) > _ROW_PARTS:
        return parts if edit is None else [*parts, link(words("widget.edit"), edit)]
    if own and len(head) == 1:
        head[0].flex = 1
        parts[:2] = [line.FlexBox(layout="horizontal", spacing="sm", contents=parts[:2])]
    fact = line.FlexBox(layout="vertical", flex=None if edit is None else 1, contents=parts)
    return [fact] if edit is None else [_beside(fact, edit)]


def pressable(
    label: str, action: line.Action, primary: bool = False, reading: str | None = None
) -> list[line.FlexComponent]:
    """A button: a box, as a button component would cut long words instead of wrapping them.

    ``reading`` is small print on it, below the label.
    """
    above: list[line.FlexComponent] = []
    if length(label) > _BUTTON_TEXT:
        above, label = paragraph(label), cut(label, _BUTTON_TEXT)
    said = _text(label, "md", colours.ON_PRIMARY if primary else colours.ON_TINT, bold=True)
    on_it = [said] if reading is None else [said, *note(reading)]
    for line_of_words in on_it:
        line_of_words.align = "center"
    box = line.FlexBox(
        layout="vertical",
        action=action,
        background_color=colours.PRIMARY if primary else colours.TINT,
        corner_radius="8px",
        padding_all="12px",
        contents=on_it,
    )
    return [*above, box]


def buttons(choices: Sequence[Button], first_is_primary: bool = False) -> list[line.FlexComponent]:
    """The choices one below the other, each with all its words."""
    drawn: list[line.FlexComponent] = []
    for index, choice in enumerate(choices):
        label = actions.label_of(choice)
        action = actions.press(label, choice.postback)
        drawn += pressable(label, action, primary=first_is_primary and index == 0)
    return drawn


def _beside(fact: line.FlexBox, edit: line.Action) -> line.FlexBox:
    """The fact, with 「直す」 on its right: a box, to be wide enough for a finger."""
    pressed = line.FlexBox(
        layout="vertical",
        flex=0,
        padding_all="12px",
        justify_content="center",
        action=edit,
        contents=[_text(words("widget.edit"), "md", colours.LINK, bold=True)],
    )
    return line.FlexBox(layout="horizontal", contents=[fact, pressed])


def _badge() -> line.FlexBox:
    said = _text(words("widget.ward_only"), "xs", colours.ON_BADGE, bold=True)
    return line.FlexBox(
        layout="vertical",
        flex=0,
        background_color=colours.BADGE,
        corner_radius="4px",
        padding_start="6px",
        padding_end="6px",
        contents=[said],
    )


def _text(text: str, size: str, colour: str, bold: bool = False) -> line.FlexText:
    weight = "bold" if bold else None
    return line.FlexText(text=text, wrap=True, size=size, color=colour, weight=weight)
