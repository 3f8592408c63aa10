"""What a message becomes before it is counted in LINE messages: words, bubbles or a pin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from linebot.v3 import messaging as line

from channels.line.drawing import colours, limits
from channels.line.drawing.characters import cut, is_blank, split
from channels.line.drawing.components import continuation
from channels.line.drawing.wording import words

_HALF_CAROUSEL = limits.CAROUSEL_BYTES // 2 - 100
"""What the bubbles of a split message are filled to: two of them make a carousel."""


@dataclass(frozen=True)
class Words:
    """Plain text of any length, not blank."""

    text: str

    def messages(self) -> list[line.Message]:
        """As text messages."""
        parts = (part.strip("\r\n") for part in split(self.text, limits.TEXT))
        return [line.TextMessage(text=part) for part in parts if not is_blank(part)]


@dataclass(frozen=True)
class Bubbles:
    """Bubbles to be shown in this order, and the words for devices that cannot show them."""

    bubbles: tuple[line.FlexBubble, ...]
    alt_text: str

    def messages(self) -> list[line.Message]:
        """As Flex messages: one bubble, or carousels of as many as each may hold."""
        groups: list[list[line.FlexBubble]] = []
        used = limits.CAROUSEL_BYTES
        for bubble in self.bubbles:
            size = size_of(bubble)
            full = bool(groups) and len(groups[-1]) == limits.CAROUSEL_BUBBLES
            if full or used + size > limits.CAROUSEL_BYTES:
                groups.append([])
                used = size_of(line.FlexCarousel(contents=[]))
            groups[-1].append(bubble)
            used += size
        alt_text = words("line.notice") if is_blank(self.alt_text) else self.alt_text.strip()
        return [
            line.FlexMessage(
                alt_text=cut(alt_text, limits.ALT_TEXT),
                contents=group[0] if len(group) == 1 else line.FlexCarousel(contents=group),
            )
            for group in groups
        ]


@dataclass(frozen=True)
class Pin:
    """A place on the map; ``title`` and ``address`` fit the limits."""

    title: str
    address: str
    latitude: float
    longitude: float

    def messages(self) -> list[line.Message]:
        """As a location message."""
        return [
            line.LocationMessage(
                title=self.title,
                address=self.address,
                latitude=self.latitude,
                longitude=self.longitude,
            )
        ]


Piece = Words | Bubbles | Pin


def fill_bubbles(title: str, components: Sequence[line.FlexComponent]) -> Sequence[line.FlexBubble]:
    """One bubble of the components, or several in order, headed 「…（続き）」 after the first."""
    sizes = [size_of(component) for component in components]
    most = _HALF_CAROUSEL
    if size_of(_bubble([])) + sum(sizes) <= limits.BUBBLE_BYTES:
        most = limits.BUBBLE_BYTES
    again = continuation(title)
    filled: list[list[line.FlexComponent]] = [[]]
    used = size_of(_bubble([]))
    for component, size in zip(components, sizes, strict=True):
        if used + size > most:
            filled.append([again])
            used = size_of(_bubble([again]))
        filled[-1].append(component)
        used += size
    return [_bubble(contents) for contents in filled]


def join(pieces: Sequence[Piece], kind: type[Words] | type[Bubbles]) -> list[Piece]:
    """The pieces with neighbours of one kind made one."""

    def add(joined: list[Piece], piece: Piece) -> list[Piece]:
        match joined[-1:], piece:
            case [Words(before)], Words(text) if kind is Words:
                return [*joined[:-1], Words(f"{before}\n\n{text}")]
            case [Bubbles(before, alt_text)], Bubbles(bubbles, other) if kind is Bubbles:
                return [*joined[:-1], Bubbles(before + bubbles, f"{alt_text}\n{other}")]
        return [*joined, piece]

    start: list[Piece] = []
    return reduce(add, pieces, start)


def size_of(part: line.FlexContainer | line.FlexComponent) -> int:
    """Bytes of its JSON as the SDK sends it (ASCII), with the comma that may follow."""
    return len(json.dumps(part.to_dict())) + len(", ")


def _bubble(contents: Sequence[line.FlexComponent]) -> line.FlexBubble:
    # All bubbles of a carousel need the same size.
    return line.FlexBubble(
        size="mega",
        styles=line.FlexBubbleStyles(body=line.FlexBlockStyle(background_color=colours.PAPER)),
        body=line.FlexBox(layout="vertical", spacing="md", contents=list(contents)),
    )
