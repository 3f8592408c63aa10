"""Files: a photo or a PDF as a resident gave it, checked by its content and cleaned.

What it is called and what type it claims to be decide nothing. Photos are made anew without what
the camera noted (place, time, owner); a PDF stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values import pictures

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is taken: 10 MB, as residents count."""

MAX_NAME_LENGTH = 100
"""Characters of a file's name, its ending included."""

ACCEPTED = "写真（JPEG・PNG）かPDFを1つ、10MBまで"
"""What is accepted, for questions and for errors."""

MEDIA_TYPES = ("image/jpeg", "image/png", "application/pdf")
"""What is accepted, by its media types (RFC 6838)."""

_NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PDF_MAY_START_BEFORE, _PDF_ENDS_WITHIN = 1024, 2048
"""Bytes: readers of PDF look for its first and last words so far into the file."""

_ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/pdf": (".pdf",),
}
_UNNAMED = {"image/jpeg": "写真", "image/png": "写真", "application/pdf": "書類"}
_HEIC = re.compile(rb"....ftyp(?:hei|hev|mif1|msf1|avif)", re.DOTALL)


@dataclass(frozen=True)
class File:
    """A file that can be kept: its cleaned name, its true media type (RFC 6838), its content."""

    name: str
    media_type: str
    content: bytes


def read_file(content: bytes, name: str | None = None) -> File:
    """The file, if it is a photo (JPEG, PNG) or a PDF, and whole.

    A photo comes back upright, at most ``pictures.MAX_SIDE`` pixels wide and high, without
    metadata. ``name`` None or empty: it gets one.

    Raises:
        InvalidValueError: saying in Japanese what is wrong and what is accepted.

    """
    if not content:
        raise InvalidValueError(
            "file-empty", f"ファイルが空です。もう一度選んで送ってください。{ACCEPTED}です。"
        )
    if len(content) > MAX_BYTES:
        raise too_large()
    media_type = _media_type(content)
    if media_type == "application/pdf":
        if b"%%EOF" not in content[-_PDF_ENDS_WITHIN:]:
            raise _broken()
    else:
        try:
            content = pictures.cleaned(content)
        except pictures.TooManyPixelsError:
            raise InvalidValueError(
                "file-too-many-pixels",
                "写真の縦横が大きすぎます。小さくしてから送ってください。"
                f"縦と横を掛けて{pictures.MAX_PIXELS // 10_000:,}万画素までです。",
            ) from None
        except pictures.UnreadableError:
            raise _broken() from None
    return File(clean_name(name or "", media_type), media_type, content)


def too_large() -> InvalidValueError:
    """The error of a file above ``MAX_BYTES``, for those who see its size before its content."""
    return InvalidValueError(
        "file-too-large",
        f"ファイルが大きすぎます。{ACCEPTED}です。小さくしてから、もう一度送ってください。",
    )


def clean_name(name: str, media_type: str) -> str:
    """The name alone (no folders, nothing invisible), cut to length, with the type's own ending."""
    base = re.split(r"[/\\]", name)[-1]
    visible = "".join(
        char
        for char in unicodedata.normalize("NFC", base)
        if unicodedata.category(char) not in _NOT_IN_NAMES
    )
    path = PurePosixPath(" ".join(visible.split()).strip(". "))
    endings = _ENDINGS[media_type]
    ending = path.suffix if path.suffix.lower() in endings else endings[0]
    stem = path.name.removesuffix(ending).rstrip(". ")
    return (stem[: MAX_NAME_LENGTH - len(ending)] or _UNNAMED[media_type]) + ending


def shown_size(size_bytes: int) -> str:
    """A size as residents read it: 「350KB」, 「2.4MB」."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000)):,}KB"
    return f"{size_bytes / 1_000_000:.1f}MB"


def _media_type(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if b"%PDF-" in content[:_PDF_MAY_START_BEFORE] and not _HEIC.match(content):
        return "application/pdf"
    if _HEIC.match(content):
        raise InvalidValueError(
            "file-heic",
            f"この形式（HEICなど）の写真は開けません。{ACCEPTED}です。"
            "iPhoneの写真は、画面を撮って（スクリーンショット）送ることもできます。",
        )
    raise InvalidValueError(
        "file-kind", f"この種類のファイルは受け取れません。{ACCEPTED}を送ってください。"
    )


def _broken() -> InvalidValueError:
    return InvalidValueError(
        "file-broken",
        "ファイルがこわれているか、途中で切れているため、開けませんでした。"
        f"もう一度送るか、別のファイルを送ってください。{ACCEPTED}です。",
    )
