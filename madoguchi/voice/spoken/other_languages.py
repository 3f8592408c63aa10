"""English, Chinese, Korean, Vietnamese and Nepali for the ear.

What eSpeak NG would read wrongly gets words here: codes, dates and hours in figures, ranges, units,
yen, and Japanese names.
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

from madoguchi.languages.typography import TYPOGRAPHY
from madoguchi.voice.spoken.links import named
from madoguchi.voice.spoken.pronunciation import word_sounds
from madoguchi.voice.spoken.words import UNITS, WORDS, Words

_LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f"
_CHINESE_MARKS = "。！？，、；"
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d"

_RECEIPT = re.compile(r"(?<![\w-])(?=[A-Z-]*\d)[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}(?![\w-])")
_PHONE = re.compile(r"(?<![\d-])(0\d{1,4})-(\d{1,4})-(\d{3,4})(?![\d-])")
_POSTAL = re.compile(r"〒?(?<![\d-])(\d{3})-(\d{4})(?![\d-])")
_CONTINUATION = re.compile(r"(?<![\d-])([3-9]\d{3})-(\d{4})(?![\d-])")
_DATE = re.compile(r"(?<!\d)(\d{4})[-/](1[0-2]|0?[1-9])[-/](3[01]|[12]\d|0?[1-9])(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_VIETNAMESE_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_YEN = re.compile(r"[¥￥] ?(\d+)|(\d+) ?円")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?(%|％|cm|km|kg|m2|m²|㎡|m)(?![\w/])")
_SPAN = re.compile(rf"(?<![\d:-])({_CLOCK}|\d+) ?[-–—〜～~] ?({_CLOCK}|\d+)(?![\d:-])")
_TIME = re.compile(rf"(?<![\d:]){_CLOCK}(?![\d:])(?!\s?[ap]\.?m)", re.I)
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_JAPANESE = re.compile(r"[々〆ヶ\u3400-\u4dbf\u4e00-\u9fffぁ-ゖァ-ヺー]+")

_BULLET = re.compile(r"^\s*(?:[・•●■◆*]|[-–—](?!\d))+\s*", re.M)
_BRACKETS = re.compile(r"[()（）\[\]【】「」『』“”\"<>《》:：/|→⇒※–—・…]+")


def spoken(text: str, language: str) -> str:
    """The text with words for what the language's voice would read wrongly; lines as they were.

    "" for a language that is not known here.
    """
    words = WORDS.get(language)
    if words is None:
        return ""
    is_chinese = language.startswith("zh")
    text = unicodedata.normalize("NFC" if is_chinese else "NFKC", named(text, language))
    for code in (_RECEIPT, _PHONE, _POSTAL, _CONTINUATION):
        text = code.sub(_spelled, text)
    text = _DATE.sub(lambda match: _day(match, words.day, language), text)
    text = (_VIETNAMESE_THOUSANDS if language == "vi" else _THOUSANDS).sub("", text)
    text = _YEN.sub(lambda match: f"{match[1] or match[2]}{words.yen}", text)
    text = _AMOUNT.sub(lambda match: _amount(match, words), text)
    text = _SPAN.sub(lambda match: words.span.format(a=match[1], b=match[2]), text)
    text = _TIME.sub(lambda match: _clock(match[0], words), text)
    text = (_KANA if is_chinese else _JAPANESE).sub(_romanised, text)
    return _tidied(text, words.script, is_chinese=is_chinese)


def _spelled(match: re.Match[str]) -> str:
    """Character by character, with a pause between groups."""
    return ", ".join(" ".join(group) for group in re.findall(r"[0-9A-Z]+", match[0]))


def _day(match: re.Match[str], pattern: str, language: str) -> str:
    month = str(int(match[2]))
    if language in TYPOGRAPHY:
        month = TYPOGRAPHY[language].months[int(month) - 1]
    return pattern.format(year=match[1], month=month, day=int(match[3]))


def _amount(match: re.Match[str], words: Words) -> str:
    name = words.units[UNITS.index(unicodedata.normalize("NFKC", match[2]))]
    return name.format(n=match[1]) if "{n}" in name else f"{match[1]} {name}"


def _clock(time: str, words: Words) -> str:
    hour, minute = map(int, time.split(":"))
    pattern = words.clock if minute else words.hour
    if "{half}" in pattern:
        half = "AM" if hour % 24 < 12 else "PM"
        return pattern.format(h=(hour - 1) % 12 + 1, m=minute, half=half)
    return pattern.format(h=hour, m=minute)


def _romanised(match: re.Match[str]) -> str:
    """Japanese names in Latin letters, which every voice can say."""
    kana = (jaconv.kata2hira(word.replace("ー", "")) for word in word_sounds(match[0]))
    return f" {' '.join(map(jaconv.kana2alphabet, kana))} "


def _tidied(text: str, script: str, *, is_chinese: bool) -> str:
    """Only what can be spoken, and the marks at which a voice pauses."""
    text = _BULLET.sub("", text)
    if is_chinese:
        text = _BRACKETS.sub("，", text)
        speakable = rf"{_LATIN}{script}0-9\s.,;!?%'&+{_CHINESE_MARKS}"
    else:
        text = _BRACKETS.sub(", ", text.translate(str.maketrans("。、，；！？", ".,,;!?")))
        speakable = rf"{_LATIN}{script}0-9\s.,;!?%'’&+"
    text = re.sub(f"[^{speakable}-]", "", text)
    text = re.sub(r"[ \t]*([,，])[ \t,，]*", r"\1" if is_chinese else r"\1 ", text)
    text = re.sub(r"^[ ,，]+|[ ,，]+$", "", text, flags=re.M)
    text = re.sub(r"[,，\s]+(?=[.!?。！？])", "", text)
    return re.sub(r"[ \t]{2,}", " ", text)
