"""Addresses of pages and of e-mail, which nobody wants to hear spelled out."""

from __future__ import annotations

import re

_URL = r"(?:https?://|www\.)[\w\-.~:/?#@!$&'*+,;=%\[\]]*[\w/#=&%]"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = re.compile(f"(?:{_URL}|{_EMAIL})", re.ASCII)
_TIGHT = re.compile(r"[(（<＜]\s*\0\s*[)）>＞]")

_NAMES = {
    "ja": "画面のリンク",
    "en": "the link on the screen",
    "zh-Hans": "屏幕上的链接",
    "zh-Hant": "螢幕上的連結",
    "ko": "화면의 링크",
    "vi": "liên kết trên màn hình",
    "ne": "स्क्रिनको लिङ्क",
}


def named(text: str, language: str) -> str:
    """The text with "the link on the screen" for every address; in brackets behind words, nothing.

    「申請書（https://…）」 names already what is behind the address.
    """
    marked = _LINK.sub("\0", text.replace("\0", ""))
    return _TIGHT.sub("", marked).replace("\0", _NAMES.get(language, ""))
