"""The picture of a rich menu in one language: icons, labels and what separates them.

LINE's Messaging API reference, "Upload rich menu image": JPEG or PNG, 800 to 2500 pixels wide, at
least 250 high, at most 1 MB; we draw PNG at the width that LINE's templates have.
"""

from __future__ import annotations

import io
import re

from PIL import Image, ImageDraw

from channels.line.richmenu.fonts import Writing, writing
from channels.line.richmenu.icons import draw_icon
from channels.line.richmenu.menu import WIDTH, Area, Menu, MenuLanguage
from madoguchi.errors import CatalogueError

MAX_BYTES = 1_000_000
SIZES = range(136, 75, -4)
"""Pixels of the labels, the best first: on a phone, where the picture is some 390 points wide, the
least is 12 points."""

_MARGIN = 56
_SEPARATOR = 8
_ICON_SHARE = 0.38
_GAP_SHARE = 0.06
_LINE_HEIGHT = 1.3

_BREAKS = re.compile(
    r"(?<=\s)(?=\S)"  # between words
    r"|(?<=[・·、,])(?=\S)"  # behind what joins two nouns
    r"|(?<=[\u3040-\u309f])(?=[\u30a0-\u30ff\u4e00-\u9fff])"  # where hiragana ends a phrase
)


def draw(menu: Menu, language: MenuLanguage) -> bytes:
    """The menu as PNG.

    Raises:
        MissingFontError: if the machine has no font for the language.
        CatalogueError: if a label does not fit, or the picture is larger than LINE takes.

    """
    image = Image.new("RGB", (WIDTH, menu.height), menu.colours.background)
    canvas = ImageDraw.Draw(image)
    size = _label_size(menu, language)
    hand = writing(language, size)
    labels = [wrap(area.label[language], hand, _room(menu, area)) or [] for area in menu.areas]
    for area, lines in zip(menu.areas, labels, strict=True):
        # As many lines are kept free as the row needs, so that its icons stand in one line.
        tallest = max(
            len(other)
            for neighbour, other in zip(menu.areas, labels, strict=True)
            if neighbour.at.row == area.at.row
        )
        _draw_area(image, menu, area, hand, lines, tallest)
    for area in menu.areas:
        left, top, right, bottom = menu.box(area)
        for line, shown in (
            ((left, top, left, bottom), left > 0),
            ((left, top, right, top), top > 0),
            ((right, top, right, bottom), right < WIDTH),
            ((left, bottom, right, bottom), bottom < menu.height),
        ):
            if shown:
                canvas.line(line, fill=menu.separator, width=_SEPARATOR)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    picture = file.getvalue()
    if len(picture) > MAX_BYTES:
        raise CatalogueError(
            "large-picture",
            f"{menu.id}.yml: the picture in {language} has {len(picture)} bytes; LINE takes "
            f"{MAX_BYTES}",
        )
    return picture


def wrap(text: str, hand: Writing, width: float) -> list[str] | None:
    """The text on one line, or on two of lengths as even as can be; None where it does not fit."""
    if hand.width(text) <= width:
        return [text]
    broken = [
        (text[: match.start()].strip(), text[match.start() :].strip())
        for match in _BREAKS.finditer(text)
    ]
    if not broken:
        return None
    best = min(broken, key=lambda lines: max(hand.width(line) for line in lines))
    return list(best) if all(hand.width(line) <= width for line in best) else None


def _label_size(menu: Menu, language: MenuLanguage) -> int:
    """The largest size in which every label fits: one menu, one size."""
    fitting = SIZES[0]
    for position, area in enumerate(menu.areas):
        label, room = area.label[language], _room(menu, area)
        largest = next(
            (size for size in SIZES if wrap(label, writing(language, size), room) is not None), None
        )
        if largest is None:
            raise CatalogueError(
                "long-label",
                f"{menu.id}.yml: areas.{position}.label.{language}: {label!r} does not fit on two "
                f"lines of {room} pixels; shorten it, or put a space where it may break",
            )
        fitting = min(fitting, largest)
    return fitting


def _room(menu: Menu, area: Area) -> int:
    left, _, right, _ = menu.box(area)
    return right - left - 2 * _MARGIN


def _draw_area(
    image: Image.Image, menu: Menu, area: Area, hand: Writing, lines: list[str], tallest: int
) -> None:
    canvas = ImageDraw.Draw(image)
    colours = menu.colours_of(area)
    left, top, right, bottom = menu.box(area)
    centre = (left + right) // 2
    canvas.rectangle((left, top, right, bottom), fill=colours.background)
    size = round(hand.fonts[0].size)
    line_height = round(size * _LINE_HEIGHT)
    icon = round((bottom - top) * _ICON_SHARE)
    gap = round((bottom - top) * _GAP_SHARE)
    upper = top + (bottom - top - icon - gap - tallest * line_height) // 2
    if area.icon is not None:
        drawn = draw_icon(area.icon, icon, colours.icon, colours.background)
        image.paste(drawn, (centre - icon // 2, upper))
    elif area.number is not None:
        font = writing("ja", round(icon * 0.86)).fonts[0]
        canvas.text(
            (centre, upper + icon // 2), area.number, fill=colours.icon, font=font, anchor="mm"
        )
    first = upper + icon + gap + (tallest - len(lines)) * line_height // 2
    for number, line in enumerate(lines):
        baseline = first + number * line_height + round(size * 0.98)
        x = centre - hand.width(line) / 2
        for run, font in hand.runs(line):
            canvas.text((x, baseline), run, fill=colours.label, font=font, anchor="ls")
            x += font.getlength(run)
