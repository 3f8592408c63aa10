"""Numbers and letters said one by one in Japanese, as on the telephone."""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = {
    "0": "ゼロ", "1": "イチ", "2": "ニー", "3": "サン", "4": "ヨン",
    "5": "ゴー", "6": "ロク", "7": "ナナ", "8": "ハチ", "9": "キュー",
}  # fmt: skip
_LETTERS = {
    "A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー",
    "H": "エイチ", "I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ",
    "O": "オー", "P": "ピー", "Q": "英字のキュー", "R": "アール", "S": "エス", "T": "ティー",
    "U": "ユー", "V": "ブイ", "W": "ダブリュー", "X": "エックス", "Y": "ワイ", "Z": "ゼット",
}  # fmt: skip
"""Q and 9 sound the same, so Q says what it is."""


def digits(number: str) -> str:
    """Digits without a pause: 3463 is サンヨンロクサン; what is no digit is left out."""
    return "".join(_DIGITS.get(sign, "") for sign in number)


def grouped(groups: Iterable[str]) -> str:
    """Groups of digits as telephone numbers are said: ゼロサンの、サンヨンロクサンの、…."""
    return "の、".join(map(digits, filter(None, groups)))


def characters(groups: Iterable[str]) -> str:
    """Groups of digits and letters, each with a pause behind it: they are being written down."""
    names = _DIGITS | _LETTERS
    return "の、".join(
        "、".join(names[sign] for sign in group.upper() if sign in names) for group in groups
    )
