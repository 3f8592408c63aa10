"""「やめる」 and 「送る」 typed while a question to staff is being written, in each language.

Only such words alone: whoever writes 「キャンセルはできますか」 asks that.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Word = Literal["send", "cancel"]

_WORDS: dict[Word, re.Pattern[str]] = {
    "cancel": re.compile(
        r"(?:やっぱり)?(?:やめ(?:る|ます|て|てください|たい|たいです|とく)|キャンセル(?:する|します)?|"
        r"中止(?:する|します)?|取り?消(?:す|します|し)?|送らない|送りません|いいえ)|"
        r"(?:please )?(?:cancel|stop)(?: it)?|no|don't send(?: it)?|never ?mind|"
        r"取消|不要了|算了|不发了?|不|취소(?:할게요|해 주세요|합니다)?|그만(?:할게요)?|아니요|"
        r"hủy(?: bỏ)?|huỷ(?: bỏ)?|dừng lại|thôi|không"
    ),
    "send": re.compile(
        r"はい|(?:はい、?)?(?:これで)?送(?:る|ります|って|ってください)|送信(?:する|します)?|"
        r"(?:はい、?)?お願いします|(?:yes,? ?)?(?:please )?send(?: it)?|yes(?: please)?|ok|okay|"
        r"是|是的|好|好的|发送|네|예|보내(?:기|주세요| 주세요)|"
        r"vâng|có|đồng ý|gửi(?: đi)?"
    ),
}


def said(text: str) -> Word | None:
    """What the words alone mean; None where they are, or may be, anything else."""
    plain = unicodedata.normalize("NFC", text).strip(" \t\n。.!！").casefold()
    return next((word for word, form in _WORDS.items() if form.fullmatch(plain)), None)
