from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image

from channels.line.richmenu import fonts
from channels.line.richmenu.fonts import MissingFontError, writing
from channels.line.richmenu.icons import Icon, draw_icon
from channels.line.richmenu.menu import LANGUAGES, Menu, MenuLanguage, contrast
from channels.line.richmenu.picture import MAX_BYTES, SIZES, draw, wrap
from madoguchi.errors import CatalogueError

Change = Callable[[Callable[[dict[str, Any]], object]], Menu]


def need_font(language: MenuLanguage) -> None:
    try:
        writing(language, SIZES[0])
    except MissingFontError as error:
        pytest.skip(error.message)


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def colour_counts(image: Image.Image) -> dict[str, int]:
    found = image.getcolors(image.width * image.height) or []
    counts: dict[str, int] = {}
    for count, colour in found:
        assert isinstance(colour, tuple)
        counts["#{:02X}{:02X}{:02X}".format(*colour)] = count
    return counts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("menu_id", ["everyday", "disaster"])
def test_every_language_is_drawn_as_line_takes_it(
    request: pytest.FixtureRequest, menu_id: str, language: MenuLanguage
) -> None:
    need_font(language)
    menu: Menu = request.getfixturevalue(menu_id)
    picture = draw(menu, language)
    assert len(picture) <= MAX_BYTES
    image = opened(picture)
    assert image.size == (2500, 1686)
    for area in menu.areas:
        colours = menu.colours_of(area)
        counts = colour_counts(image.crop(menu.box(area)))
        assert counts[colours.background] > 300_000
        assert counts[colours.label] > 3_000, "the label is written"
        assert counts[colours.icon] > 10_000, "the icon or number is drawn"


def test_the_written_pixels_have_the_contrast_of_wcag(everyday: Menu) -> None:
    image = opened(draw(everyday, "ja"))
    left, top, right, bottom = everyday.box(everyday.areas[3])
    label = image.crop((left + 20, (top + bottom) // 2, right - 20, bottom - 20))
    ground, ink = sorted(colour_counts(label).items(), key=lambda item: -item[1])[:2]
    assert contrast(ground[0], ink[0]) >= 4.5


def test_areas_are_separated_by_a_line(everyday: Menu) -> None:
    image = opened(draw(everyday, "ja"))
    separator = tuple(int(everyday.separator[at : at + 2], 16) for at in (1, 3, 5))
    assert image.getpixel((833, 100)) == separator
    assert image.getpixel((1667, 1500)) == separator
    assert image.getpixel((400, 843)) == separator
    assert image.getpixel((0, 100)) != separator


def test_a_half_menu_is_half_as_high(changed: Change) -> None:
    menu = changed(lambda data: data.update(size="half"))
    assert opened(draw(menu, "ja")).size == (2500, 843)


def test_a_label_that_cannot_fit_is_named(changed: Change) -> None:
    menu = changed(lambda data: data["areas"][1]["label"].update(vi="W" * 20))
    with pytest.raises(CatalogueError, match=r"default\.yml: areas\.1\.label\.vi: .* shorten it"):
        draw(menu, "vi")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("引っ越し", ["引っ越し"]),
        ("住民票・証明書", ["住民票・", "証明書"]),
        ("区のホームページ", ["区の", "ホームページ"]),
        ("Application status", ["Application", "status"]),
        ("あ" * 12, None),
    ],
)
def test_a_label_breaks_where_a_reader_would(text: str, lines: list[str] | None) -> None:
    assert wrap(text, writing("ja", 120), 720) == lines


@pytest.mark.parametrize("icon", get_args(Icon))
def test_every_icon_is_drawn_on_its_disc(icon: Icon) -> None:
    counts = colour_counts(draw_icon(icon, 320, "#1F6F78", "#F5F9FA"))
    square = 320 * 320
    assert counts["#1F6F78"] > 0.4 * square
    assert counts["#F5F9FA"] > (1 - 0.785 + 0.05) * square, "more paper than outside the disc"


@pytest.mark.parametrize(
    ("language", "package"), [("ja", "fonts-noto-cjk"), ("ne", "fonts-noto-core")]
)
def test_without_the_font_the_debian_package_is_named(
    everyday: Menu,
    language: MenuLanguage,
    package: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    writing.cache_clear()
    with pytest.raises(MissingFontError, match=f"apt install {package}"):
        draw(everyday, language)


def test_a_sign_that_no_font_has_is_an_error_and_no_box() -> None:
    with pytest.raises(MissingFontError, match="No font here has"):
        writing("ja", 120).width("नेपाली")
