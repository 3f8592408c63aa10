"""Pictures of figures, as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.metrics.calibration import BINS, Bin
from benchmarks.report.page import Content, Element, element

_OURS, _THEIRS = "var(--ours)", "var(--theirs)"
_ROW, _BAR = 34, 11
_LABEL, _SPAN, _VALUE = 150, 420, 150
_SQUARE, _MARGIN = 260, 44


@dataclass(frozen=True)
class Row:
    """One group's share, from 0 to 1, with the baseline's and its goal where there are such."""

    label: str
    ours: float
    theirs: float | None = None
    note: str = ""
    goal: float | None = None


def bars(rows: Sequence[Row]) -> Element:
    """A bar a row, with the baseline's thinner below it and a line at its goal."""
    parts: list[Element] = []
    for number, row in enumerate(rows):
        top = number * _ROW + 4
        parts += [
            element("text", row.label, x=_LABEL - 8, y=top + 11, text_anchor="end"),
            _bar(top, row.ours, _BAR + 2, _OURS),
            element(
                "text",
                f"{row.ours:.3f}",
                element("tspan", f"  {row.note}", class_="quiet"),
                x=_LABEL + _SPAN + 8,
                y=top + 11,
            ),
        ]
        if row.theirs is not None:
            parts.append(_bar(top + _BAR + 4, row.theirs, _BAR - 5, _THEIRS))
        if row.goal is not None:
            x = _LABEL + row.goal * _SPAN
            mark = element("title", f"goal {row.goal:g}")
            parts.append(element("rect", mark, x=x, y=top - 2, width=2, height=_ROW - 8))
    return _svg(_LABEL + _SPAN + _VALUE, _ROW * len(rows), "Shares by group", parts)


def _bar(top: float, share: float, height: float, colour: str) -> Element:
    width = max(share, 0.0) * _SPAN
    return element("rect", x=_LABEL, y=top, width=width, height=height, rx=2, fill=colour)


def reliability(table: Sequence[Bin]) -> Element:
    """What was right over what was claimed; a dot's area is how often, the diagonal is perfect."""
    most = max((each.turns for each in table), default=1)

    def x(share: float) -> float:
        return _MARGIN + share * _SQUARE

    def y(share: float) -> float:
        return 12 + (1 - share) * _SQUARE

    parts = [
        element(
            "rect", x=x(0), y=y(1), width=_SQUARE, height=_SQUARE, fill="none", stroke="#dfe3e8"
        ),
        element(
            "line", x1=x(0), y1=y(0), x2=x(1), y2=y(1), stroke="#55606b", stroke_dasharray="4 4"
        ),
        element("text", "score of the best candidate", x=x(0.5), y=y(0) + 36, text_anchor="middle"),
        element("text", "share right", x=14, y=y(0.5), text_anchor="middle",
                transform=f"rotate(-90 14 {y(0.5)})"),
    ]  # fmt: skip
    for tick in range(0, BINS + 1, 2):
        share = tick / BINS
        parts += [
            element("text", f"{share:g}", x=x(share), y=y(0) + 17, text_anchor="middle",
                    class_="quiet"),
            element("text", f"{share:g}", x=x(0) - 6, y=y(share) + 4, text_anchor="end",
                    class_="quiet"),
        ]  # fmt: skip
    points = " ".join(f"{x(each.said):.1f},{y(each.right):.1f}" for each in table)
    parts.append(element("polyline", points=points, fill="none", stroke=_OURS, stroke_width=1.5))
    for each in table:
        radius = 3 + 9 * (each.turns / most) ** 0.5
        dot = element(
            "circle",
            element(
                "title",
                f"said {each.said:.2f}, right {each.right:.2f}, {each.turns} turns",
            ),
            cx=round(x(each.said), 1), cy=round(y(each.right), 1), r=round(radius, 1),
            fill=_OURS, fill_opacity=0.55,
        )  # fmt: skip
        parts.append(dot)
    return _svg(_SQUARE + _MARGIN + 14, _SQUARE + 56, "Reliability diagram", parts)


def legend(ours: str, theirs: str, goal: str | None = None) -> Element:
    """Which colour is whose, and what the line is."""
    line: list[Content] = [] if goal is None else [element("span", class_="key line"), goal]
    return element(
        "p",
        element("span", class_="key", style=f"background:{_OURS}"),
        ours,
        element("span", class_="key", style=f"background:{_THEIRS}"),
        theirs,
        *line,
    )


def _svg(width: int, height: int, label: str, parts: Sequence[Element]) -> Element:
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
    )
