"""The fonts of rich menus: Noto, as Debian and Ubuntu package it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

from channels.line.richmenu.menu import MenuLanguage
from madoguchi.errors import NotFoundError

FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
)


class MissingFontError(NotFoundError):
    """The machine cannot write a language; the message names the package to install."""


@dataclass(frozen=True)
class Typeface:
    """A font file, its face within the file, and the Debian package that holds it."""

    file: str
    index: int
    package: str


_JP, _KR, _SC, _TC = (Typeface("NotoSansCJK-Bold.ttc", at, "fonts-noto-cjk") for at in range(4))
_DEVANAGARI = Typeface("NotoSansDevanagari-Bold.ttf", 0, "fonts-noto-core")

_TYPEFACES: dict[MenuLanguage, tuple[Typeface, ...]] = {
    "ko": (_KR,),
    "zh-Hans": (_SC,),
    "zh-Hant": (_TC,),
    "ne": (_DEVANAGARI, _JP),
}


@dataclass(frozen=True)
class Writing:
    """The fonts of a language at one size, the preferred first."""

    fonts: tuple[ImageFont.FreeTypeFont, ...]

    def runs(self, text: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        """The text in pieces, each with the font that has its signs.

        Raises:
            MissingFontError: for a sign that no font has.

        """
        runs: list[tuple[str, ImageFont.FreeTypeFont]] = []
        for sign in text:
            font = next((font for font in self.fonts if _has(font, sign)), None)
            if font is None:
                raise MissingFontError("missing-sign", f"No font here has {sign!r} of {text!r}.")
            if runs and (runs[-1][1] is font or sign == " "):
                runs[-1] = (runs[-1][0] + sign, runs[-1][1])
            else:
                runs.append((sign, font))
        return runs

    def width(self, text: str) -> float:
        """Pixels that the text takes on one line."""
        return sum(font.getlength(run) for run, font in self.runs(text))


@lru_cache(maxsize=256)
def writing(language: MenuLanguage, size: int) -> Writing:
    """How to write the language, ``size`` pixels high.

    Raises:
        MissingFontError: naming the Debian package that is not installed.

    """
    faces = _TYPEFACES.get(language, (_JP,))
    if _DEVANAGARI in faces and not features.check("raqm"):
        raise MissingFontError(
            "missing-shaping",
            "Devanagari needs Pillow with Raqm (Debian package libraqm0) to join its letters.",
        )
    return Writing(tuple(_font(face, size) for face in faces))


def _font(face: Typeface, size: int) -> ImageFont.FreeTypeFont:
    for folder in FOLDERS:
        path = folder / face.file
        if path.is_file():
            return ImageFont.truetype(path, size, index=face.index)
    raise MissingFontError(
        "missing-font",
        f"The font {face.file} is missing: install the Debian package {face.package} "
        f"(apt install {face.package}).",
    )


def _has(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    return sign == " " or _glyph(font, sign) != _glyph(font, "\U0010fffd")


@lru_cache(maxsize=4096)
def _glyph(font: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)
