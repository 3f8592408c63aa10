"""English, Chinese, Korean, Vietnamese and Nepali for the ear.

eSpeak NG reads numbers, percentages and most units by itself; what it would read wrongly gets
words here: codes, dates and hours in figures, ranges, yen, and Japanese names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import jaconv

from madoguchi.languages.typography import TYPOGRAPHY
from madoguchi.voice.spoken.links import named
from madoguchi.voice.spoken.pronunciation import reading


@dataclass(frozen=True)
class _Words:
    """``hour`` and ``minutes`` are patterns; ``span`` joins the two ends of a range."""

    hour: str
    minutes: str
    span: str
    yen: str
    day: str
    script: str
    """What of the language's own script may be spoken, as a class of characters."""


_LATIN = "A-Za-zÀ-ɏ"
_HAN = "㐀-䶿一-鿿〇"
_WORDS = {
    "en": _Words(
        hour="{h} o'clock", minutes="{h} {m:02}", span=" to ", yen=" yen", day=TYPOGRAPHY["en"].day,
        script="",
    ),
    "zh-Hans": _Words(
        hour="{h}点", minutes="{h}点{m}分", span="到", yen="日元", day="{year}年{month}月{day}日",
        script=_HAN,
    ),
    "zh-Hant": _Words(
        hour="{h}點", minutes="{h}點{m}分", span="到", yen="日圓", day="{year}年{month}月{day}日",
        script=_HAN,
    ),
    "ko": _Words(
        hour="{h}시", minutes="{h}시 {m}분", span="부터 ", yen="엔", day=TYPOGRAPHY["ko"].day,
        script="가-힣",
    ),
    "vi": _Words(
        hour="{h} giờ", minutes="{h} giờ {m} phút", span=" đến ", yen=" yên",
        day="ngày {day} tháng {month} năm {year}", script="Ạ-ỹ",
    ),
    "ne": _Words(
        hour="{h} बजे", minutes="{h} बजेर {m} मिनेट", span=" देखि ", yen=" येन",
        day="{year} {month} {day}", script="\u0900-\u0963\u0966-\u097f",
    ),
}  # fmt: skip
_MARKS = {"zh-Hans": "。！？，、；", "zh-Hant": "。！？，、；"}
_DATE = re.compile(r"(?<!\d)(\d{4})[-/](1[0-2]|0?[1-9])[-/](3[01]|[12]\d|0?[1-9])(?!\d)")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(?!\s?[ap]\.?m)", re.I)
_SPAN = re.compile(r"(?<=[\d시分点點]) ?[–—〜～~] ?(?=\d)|(?<=phút) ?[–—~] ?|(?<=giờ) ?[–—~] ?")
_PHONE = re.compile(r"(?<![\d-])(0\d{1,4})-(\d{1,4})-(\d{3,4})(?![\d-])")
_RECEIPT = re.compile(r"(?<![\w-])(?=[A-Z-]*\d)[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}(?![\w-])")
_POSTAL = re.compile(r"〒?(?<![\d-])(\d{3})-(\d{4})(?![\d-])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YEN = re.compile(r"[¥￥] ?(\d+)|(\d+) ?円")
_JAPANESE = re.compile(r"[々〆ヶ㐀-䶿一-鿿ぁ-ゖァ-ヺー]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")


def spoken(text: str, language: str) -> str:
    """The text with words for what the language's voice would read wrongly; lines as they were."""
    words = _WORDS.get(language)
    if words is None:
        return ""
    is_chinese = language.startswith("zh")
    text = unicodedata.normalize("NFC" if is_chinese else "NFKC", named(text, language))
    text = _RECEIPT.sub(_spelled, text)
    text = _PHONE.sub(_spelled, text)
    text = _POSTAL.sub(_spelled, text)
    text = _DATE.sub(lambda match: _day(match, words.day, language), text)
    text = _THOUSANDS.sub("", text)
    text = _YEN.sub(lambda match: f"{match[1] or match[2]}{words.yen}", text)
    text = _TIME.sub(lambda match: _clock(match, words), text)
    text = _SPAN.sub(words.span, text)
    text = (_KANA if is_chinese else _JAPANESE).sub(_romanised, text)
    return _tidied(text, words, _MARKS.get(language, ""))


def _spelled(match: re.Match[str]) -> str:
    """Character by character, with a pause between groups."""
    return ", ".join(" ".join(group) for group in re.findall(r"[0-9A-Z]+", match[0]))


def _day(match: re.Match[str], pattern: str, language: str) -> str:
    month = match[2].lstrip("0")
    if language in TYPOGRAPHY:
        month = TYPOGRAPHY[language].months[int(month) - 1]
    return pattern.format(year=match[1], month=month, day=match[3].lstrip("0"))


def _clock(match: re.Match[str], words: _Words) -> str:
    hour, minute = int(match[1]), int(match[2])
    return (words.minutes if minute else words.hour).format(h=hour, m=minute)


def _romanised(match: re.Match[str]) -> str:
    """Japanese names in Latin letters, which every voice can say."""
    latin: str = jaconv.kana2alphabet(jaconv.kata2hira(reading(match[0])))
    return f" {latin} "


def _tidied(text: str, words: _Words, marks: str) -> str:
    text = re.sub(r"^\s*(?:[・•●■◆*]|[-–—](?!\d))+\s*", "", text, flags=re.M)
    if not marks:
        text = text.translate(str.maketrans("。、，；：！？", ".,,;:!?"))
    text = re.sub(
        r"[()（）\[\]【】「」『』“”\"<>《》:：/|→⇒※–—・…]+", ", " if not marks else "，", text
    )
    speakable = rf"[^{_LATIN}\u0300-\u036f{words.script}0-9\s.,;!?%'’&+{re.escape(marks)}-]"
    text = re.sub(speakable, "", text)
    text = re.sub(r"[ \t]*([,，])[ \t,，]*", r"\1 " if not marks else r"\1", text)
    text = re.sub(r"^[ ,，]+|[ ,，]+$", "", text, flags=re.M)
    text = re.sub(r"[,，]\s*(?=[.!?。！？])", "", text)
    return re.sub(r"[ \t]{2,}", " ", text)
