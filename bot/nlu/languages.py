"""Which of the languages that the sentence encoder knows a message is in, by its letters."""

from __future__ import annotations

import re
from typing import Optional, Text

_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_WORD = re.compile(r"[a-zA-Z'-]{2,}")
# Words of Chinese that no Japanese text of kanji only has; in both ways of writing.
_CHINESE = re.compile(
    r"[你您她它们這这哪谁吗嗎么麼呢吧给怎很聊]|我(?![孫慢])|那[个個里裡些]|是(?![非正])|[好对對]的|"
    r"(?<![終完修満])了(?![解承])|[可所]以|什|需要|多少|[上家]好|拜拜|^不[，,]|[没沒]有"
)
_ACCENTED = re.compile(r"[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_TAGALOG = re.compile(
    r"\b(ang|ng|mga|po|opo|ako|ko|ba|sa|ano|anong|saan|kailan|magkano|paano|sino|kailangan|"
    r"puwede|pwede|gusto|hindi|wala|nasaan|bukas|salamat|magandang)\b",
    re.IGNORECASE,
)


def encoded_language(text: Text) -> Optional[Text]:
    """``en``, ``ko`` or ``zh``; None for Japanese, for what only might be foreign (kanji without a
    sign of Chinese, a lone word in Latin letters) and for languages that the encoder does not know.

    ``en`` stands for all that is written in plain Latin letters and is no Tagalog.
    """
    if _KANA.search(text):
        return None
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return "zh" if _CHINESE.search(text) or not _is_japanese_writing(text) else None
    is_other = "@" in text or _ACCENTED.search(text) or _TAGALOG.search(text)
    return "en" if len(_WORD.findall(text)) >= 2 and not is_other else None


def _is_japanese_writing(text: Text) -> bool:
    """Whether each Chinese character has a place in JIS X 0208; simplified ones have none."""
    try:
        "".join(_HAN.findall(text)).encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True
