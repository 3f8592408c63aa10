"""The words of languages other than Japanese that stand for signs and figures when spoken."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.languages.typography import TYPOGRAPHY

UNITS = ("%", "cm", "km", "kg", "m2", "m")


@dataclass(frozen=True)
class Words:
    """Patterns: ``hour`` and ``clock`` take {h} and {m} ({half}: {h} is 1 to 12), ``span`` ends."""

    hour: str
    clock: str
    span: str
    yen: str
    day: str
    units: tuple[str, str, str, str, str, str]
    """Names of ``UNITS``, behind the number unless they hold {n}."""
    script: str
    """What of the language's own script may be spoken, as a class of characters."""


_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
WORDS = {
    "en": Words(
        hour="{h} {half}", clock="{h} {m:02} {half}", span="{a} to {b}", yen=" yen",
        day=TYPOGRAPHY["en"].day, script="",
        units=("percent", "centimeters", "kilometers", "kilograms", "square meters", "meters"),
    ),
    "zh-Hans": Words(
        hour="{h}点", clock="{h}点{m}分", span="{a}到{b}", yen="日元",
        day="{year}年{month}月{day}日", script=_HAN,
        units=("百分之{n}", "厘米", "公里", "公斤", "平方米", "米"),
    ),
    "zh-Hant": Words(
        hour="{h}點", clock="{h}點{m}分", span="{a}到{b}", yen="日圓",
        day="{year}年{month}月{day}日", script=_HAN,
        units=("百分之{n}", "公分", "公里", "公斤", "平方公尺", "公尺"),
    ),
    "ko": Words(
        hour="{h}시", clock="{h}시 {m}분", span="{a}부터 {b}까지", yen="엔",
        day=TYPOGRAPHY["ko"].day, script="\uac00-\ud7a3",
        units=("퍼센트", "센티미터", "킬로미터", "킬로그램", "제곱미터", "미터"),
    ),
    "vi": Words(
        hour="{h} giờ", clock="{h} giờ {m} phút", span="{a} đến {b}", yen=" yên",
        day="ngày {day} tháng {month} năm {year}", script="\u1ea0-\u1ef9",
        units=("phần trăm", "xăng ti mét", "ki lô mét", "ki lô gam", "mét vuông", "mét"),
    ),
    "ne": Words(
        hour="{h} बजे", clock="{h} बजेर {m} मिनेट", span="{a} देखि {b} सम्म", yen=" येन",
        day="{year} {month} {day}", script="\u0900-\u0963\u0966-\u097f",
        units=("प्रतिशत", "सेन्टिमिटर", "किलोमिटर", "किलोग्राम", "वर्ग मिटर", "मिटर"),
    ),
}  # fmt: skip
"""By language tag. eSpeak NG reads plain numbers by itself in all of them."""
