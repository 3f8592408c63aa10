"""Icons of rich menus, drawn from plain shapes on a disc."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PIL import Image, ImageDraw

Icon = Literal[
    "moving", "certificate", "family", "garbage", "status", "phone", "website", "damage", "shelter"
]

_OVERSAMPLING = 4

Point = tuple[float, float]


class _Pen:
    """Draws in hundredths of the disc: shapes in ``paper`` stand out of the disc of ``ink``."""

    def __init__(self, draw: ImageDraw.ImageDraw, side: int, ink: str, paper: str) -> None:
        self._draw = draw
        self._unit = side / 100
        self.ink = ink
        self.paper = paper

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.ellipse(
            self._scaled((x - radius, y - radius), (x + radius, y + radius)), fill=colour
        )

    def ring(self, x: float, y: float, across: float, down: float, width: float) -> None:
        self._draw.ellipse(
            self._scaled((x - across, y - down), (x + across, y + down)),
            outline=self.paper,
            width=round(width * self._unit),
        )

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: str, round_: float = 0
    ) -> None:
        self._draw.rounded_rectangle(
            self._scaled((left, top), (right, bottom)), round_ * self._unit, fill=colour
        )

    def shape(self, *points: Point, colour: str) -> None:
        self._draw.polygon(self._scaled(*points), fill=colour)

    def arc(self, x: float, y: float, radius: float, start: int, end: int, width: float) -> None:
        self._draw.arc(
            self._scaled((x - radius, y - radius), (x + radius, y + radius)),
            start,
            end,
            fill=self.paper,
            width=round(width * self._unit),
        )

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._draw.pieslice(
            self._scaled((x - radius, y - radius), (x + radius, y + radius)), 180, 360, fill=colour
        )

    def line(self, *points: Point, width: float, colour: str) -> None:
        self._draw.line(
            self._scaled(*points), fill=colour, width=round(width * self._unit), joint="curve"
        )
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, colour)

    def _scaled(self, *points: Point) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]


def _moving(pen: _Pen) -> None:
    pen.box(20, 37, 57, 64, pen.paper, 2)
    pen.shape((60, 45), (71, 45), (80, 55), (80, 64), (60, 64), colour=pen.paper)
    pen.shape((64, 49), (69.5, 49), (74.5, 55), (64, 55), colour=pen.ink)
    for x in (34, 68):
        pen.circle(x, 65, 8.5, pen.ink)
        pen.circle(x, 65, 5.8, pen.paper)


def _certificate(pen: _Pen) -> None:
    pen.shape((30, 22), (59, 22), (71, 34), (71, 78), (30, 78), colour=pen.paper)
    pen.shape((59, 22), (59, 34), (71, 34), colour=pen.ink)
    pen.line((60.5, 24.5), (68.5, 32.5), width=2, colour=pen.paper)
    for y, right in ((43, 62), (52, 62), (61, 50)):
        pen.line((39, y), (right, y), width=3.4, colour=pen.ink)
    pen.circle(60, 67, 5, pen.ink)


def _family(pen: _Pen) -> None:
    pen.circle(39, 33, 10.5, pen.paper)
    pen.half_disc(39, 69, 20, pen.paper)
    pen.box(19, 68.5, 59, 73, pen.paper)
    pen.circle(66, 47, 11, pen.ink)
    pen.circle(66, 47, 8, pen.paper)
    pen.half_disc(66, 74, 17.5, pen.ink)
    pen.half_disc(66, 73, 14.5, pen.paper)


def _garbage(pen: _Pen) -> None:
    pen.box(42, 21, 58, 30, pen.paper, 3)
    pen.box(46, 25, 54, 30, pen.ink)
    pen.box(27, 28, 73, 35, pen.paper, 3)
    pen.shape((31, 39), (69, 39), (65.5, 78), (34.5, 78), colour=pen.paper)
    for top, bottom in (((42, 46), (43.5, 71)), ((50, 46), (50, 71)), ((58, 46), (56.5, 71))):
        pen.line(top, bottom, width=3.2, colour=pen.ink)


def _status(pen: _Pen) -> None:
    pen.box(29, 27, 71, 79, pen.paper, 4)
    pen.box(40, 20, 60, 34, pen.ink, 4)
    pen.box(42, 22, 58, 32, pen.paper, 3)
    for y in (46, 62):
        pen.line((36, y), (39.5, y + 3.5), (45, y - 3.5), width=3, colour=pen.ink)
        pen.line((51, y), (63, y), width=3.4, colour=pen.ink)


def _phone(pen: _Pen) -> None:
    pen.line((33, 33), (37, 46), (54, 63), (67, 67), width=9, colour=pen.paper)
    pen.line((29, 30), (35, 39), width=13, colour=pen.paper)
    pen.line((61, 65), (70, 71), width=13, colour=pen.paper)
    for radius in (13, 24):
        pen.arc(56, 44, radius, 275, 355, 4.5)


def _website(pen: _Pen) -> None:
    pen.ring(50, 50, 29, 29, 4)
    pen.ring(50, 50, 13.5, 29, 4)
    pen.line((23, 50), (77, 50), width=4, colour=pen.paper)
    for y in (36, 64):
        pen.line((26, y), (74, y), width=4, colour=pen.paper)


def _house(pen: _Pen) -> None:
    pen.shape((50, 22), (81, 49), (73, 49), (73, 75), (27, 75), (27, 49), (19, 49),
              colour=pen.paper)  # fmt: skip


def _damage(pen: _Pen) -> None:
    _house(pen)
    pen.line((53, 22), (45, 38), (56, 48), (44, 60), (51, 77), width=4.5, colour=pen.ink)


def _shelter(pen: _Pen) -> None:
    _house(pen)
    pen.line((50, 44), (50, 61), width=6, colour=pen.ink)
    pen.shape((37, 57), (63, 57), (50, 70), colour=pen.ink)


_SHAPES: dict[Icon, Callable[[_Pen], None]] = {
    "moving": _moving,
    "certificate": _certificate,
    "family": _family,
    "garbage": _garbage,
    "status": _status,
    "phone": _phone,
    "website": _website,
    "damage": _damage,
    "shelter": _shelter,
}


def draw_icon(icon: Icon, side: int, ink: str, paper: str) -> Image.Image:
    """The icon as a disc of ``ink`` on a square of ``paper``, ``side`` pixels wide."""
    large = side * _OVERSAMPLING
    image = Image.new("RGB", (large, large), paper)
    pen = _Pen(ImageDraw.Draw(image), large, ink, paper)
    pen.circle(50, 50, 50, ink)
    _SHAPES[icon](pen)
    return image.resize((side, side), Image.Resampling.LANCZOS)
