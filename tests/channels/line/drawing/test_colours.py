from __future__ import annotations

import pytest

from channels.line.drawing import colours


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "behind"), [*colours.READ_ON.items(), (colours.PRIMARY, colours.PAPER)]
)
def test_all_text_is_readable(text: str, behind: str) -> None:
    dark, light = sorted((luminance(text), luminance(behind)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_an_error_is_no_colour_of_other_text() -> None:
    others = (colours.INK, colours.MUTED, colours.LINK, colours.PRIMARY)
    assert colours.ERROR not in others
