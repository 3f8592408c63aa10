"""Pictures made anew: upright, not too large, and without what the camera noted about its owner."""

from __future__ import annotations

import threading
from io import BytesIO

from PIL import Image, ImageOps

MAX_SIDE = 3000
"""Pixels of the longer side: writing in a photographed letter can still be read."""

MAX_PIXELS = 50_000_000
"""What phones take at most in one file of a few MB; more is a mistake, or a trap."""

_FORMATS = ("JPEG", "PNG")
_JPEG_QUALITY = 88

_room = threading.BoundedSemaphore(2)
"""One picture may need some 400 MB while it is made anew."""


class UnreadableError(Exception):
    """It is no picture of a known format, or not a whole one."""


class TooManyPixelsError(Exception):
    """It says that it has more than ``MAX_PIXELS``, however few bytes it is."""


def cleaned(content: bytes) -> bytes:
    """The picture in its own format (JPEG or PNG), made anew.

    Raises:
        UnreadableError: if it cannot be read to its end.
        TooManyPixelsError: before anything is unpacked.

    """
    with _room:
        try:
            return _cleaned(content)
        except (TooManyPixelsError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooManyPixelsError from None
        except Exception:  # noqa: BLE001 - a decoder raises whatever its broken input leads to
            raise UnreadableError from None


def _cleaned(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=_FORMATS) as checked:
        if checked.width * checked.height > MAX_PIXELS:
            raise TooManyPixelsError
        checked.verify()  # afterwards it can be read no more
    with Image.open(BytesIO(content), formats=_FORMATS) as picture:
        format_ = "PNG" if picture.format == "PNG" else "JPEG"
        if format_ == "JPEG":
            picture.draft(None, (MAX_SIDE, MAX_SIDE))  # decodes a large one at a half or a quarter
        picture.load()
        mode = _mode(picture, format_)
        plain = picture if picture.mode == mode else picture.convert(mode)
        # Made small first: each step on the large one would need the room of another.
        plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        ImageOps.exif_transpose(plain, in_place=True)
        plain.info.clear()  # comments and colour profiles would be written again
        made = BytesIO()
        plain.save(made, format_, quality=_JPEG_QUALITY)
    return made.getvalue()


def _mode(picture: Image.Image, format_: str) -> str:
    if picture.mode in ("1", "L"):
        return "L"
    return "RGBA" if format_ == "PNG" and picture.has_transparency_data else "RGB"
