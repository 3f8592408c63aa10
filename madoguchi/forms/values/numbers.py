"""Numbers: 12, １２, 1,200, 3.5, 十二, 二〇二五, 3万2千, 11.92億, 3分の2, -1と2分の1.

Kanji numerals are read in both ways in use: by place (二〇二五) and by unit (二千二十五), also
mixed with digits (4000万6千). Powers and measures (2の10乗, 5メートル) are not numbers of a form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.magnitudes import read_magnitude
from madoguchi.forms.values.text import fold_dashes, normalise_with_offsets

Number = int | Decimal | Fraction

_SIGN = re.compile(r"(?:マイナス|-) ?")
_FRACTION_WORD = re.compile(r" ?分の ?")
_WHOLE_AND = re.compile(r" ?(?:と|又は?|また) ?")
_DIGIT_RUN = re.compile(r"[0-9]+|[〇零一二三四五六七八九]+")
_VULGAR = re.compile("[¼½¾⅐-⅞]")
_SLASH = re.compile(r"/(?=[0-9])")
_KANJI = r"\u4e00-\u9fff々"
_KANJI_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千万億兆]+")
_COUNTER = re.compile(
    r"つ|個|本|枚|人|名|年|月|日|時|分|秒|歳|才|回|度|階|番|号|丁|円|台|匹|頭|羽|冊|足|着|杯|件|箱|袋|脚|世帯|世|週|乗|倍|点|割|ヶ|箇"
)
_KANA_WORDS = re.compile(
    r"(?<![ぁ-ん])((?:(?:いっ|いち|に|さん|よん|し|ご|ろっ|ろく|なな|しち|はっ|はち|きゅう|く)?"
    r"(?:せん|ぜん|ひゃく|びゃく|ぴゃく|じゅう|まん|おく)|いち|に|さん|よん|ご|ろく|なな|しち|はち|きゅう|ぜろ|れい)+)"
    r"(?![ぁ-ん])"
)
_KANA_PARTS = {
    "いっ": "一", "いち": "一", "さん": "三", "よん": "四", "ろっ": "六", "ろく": "六",
    "なな": "七", "しち": "七", "はっ": "八", "はち": "八", "きゅう": "九", "せん": "千",
    "ぜん": "千", "ひゃく": "百", "びゃく": "百", "ぴゃく": "百", "じゅう": "十", "まん": "万",
    "おく": "億", "ぜろ": "〇", "れい": "〇", "に": "二", "し": "四", "ご": "五", "く": "九",
}  # fmt: skip
_KANA_PART = re.compile("|".join(sorted(_KANA_PARTS, key=len, reverse=True)))
_ALONE_NOT_NUMBERS = frozenset({"に", "し", "く", "れい", "おく", "まん"})


def parse_number(
    text: str,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    unit: str = "",
) -> Number:
    """The one number in ``text``: ``int`` when whole, ``Decimal``, or ``Fraction`` (3分の1).

    ``unit`` (人, 個, 円) only makes the messages clearer.

    Raises:
        InvalidValueError: ``number_not_understood``, ``number_ambiguous`` (several different
            numbers), ``number_out_of_range``.

    """
    values = list(dict.fromkeys(found.value for found in find_numbers(text)))
    if not values:
        raise InvalidValueError(
            "number_not_understood",
            f"数字が見つかりませんでした。『3{unit}』のように入力してください。",
        )
    if len(values) > 1:
        raise InvalidValueError(
            "number_ambiguous",
            f"数字がいくつかあります。『3{unit}』のように1つだけ入力してください。",
        )
    value = values[0]
    too_small = minimum is not None and value < minimum
    if too_small or (maximum is not None and value > maximum):
        raise InvalidValueError("number_out_of_range", _range_message(minimum, maximum, unit))
    return value


def parse_integer(
    text: str,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    unit: str = "",
) -> int:
    """As :func:`parse_number`, for whole numbers only.

    Raises:
        InvalidValueError: also ``number_not_whole``.

    """
    value = parse_number(text, minimum=minimum, maximum=maximum, unit=unit)
    if not isinstance(value, int):
        raise InvalidValueError(
            "number_not_whole",
            f"小数や分数は使えません。『3{unit}』のように整数で入力してください。",
        )
    return value


def find_numbers(text: str) -> tuple[Found[Number], ...]:
    """Every number in ``text``, in order; a date or an address is so many numbers."""
    normalised = normalise_with_offsets(text)
    return normalised.found_all(
        (start, end, simplify(value)) for start, end, value in _scan(fold_dashes(normalised.text))
    )


def simplify(value: Fraction) -> Number:
    """``value`` as an ``int`` or a finite ``Decimal`` where it is one."""
    if value.denominator == 1:
        return value.numerator
    remainder = value.denominator
    for prime in (2, 5):
        while remainder % prime == 0:
            remainder //= prime
    if remainder != 1:
        return value
    return Decimal(value.numerator) / Decimal(value.denominator)


def _scan(text: str) -> Iterator[tuple[int, int, Fraction]]:
    position = 0
    kana = {match.start(): match for match in _KANA_WORDS.finditer(text)}
    while position < len(text):
        read = _read_signed(text, position) or _read_kana(kana.get(position))
        if read is None:
            run = _DIGIT_RUN.match(text, position)
            position = run.end() if run else position + 1
        else:
            end, value = read
            yield position, end, value
            position = end


def _read_signed(text: str, start: int) -> tuple[int, Fraction] | None:
    sign = _SIGN.match(text, start)
    if sign is None or (start and re.match(r"[0-9A-Za-z.\-)]", text[start - 1])):
        return _read_mixed(text, start)
    read = _read_mixed(text, sign.end())
    return (read[0], -read[1]) if read else None


def _read_mixed(text: str, start: int) -> tuple[int, Fraction] | None:
    """A number, a fraction, or a whole number and a fraction."""
    if _VULGAR.match(text, start):
        return start + 1, _vulgar(text[start])
    first = _read_fraction(text, start)
    if first is None:
        return None
    end, value, is_fraction = first
    if not is_fraction and value.denominator == 1 and _VULGAR.match(text, end):
        return end + 1, value + _vulgar(text[end])
    joined = _WHOLE_AND.match(text, end)
    if is_fraction or joined is None or value.denominator != 1:
        return end, value
    second = _read_fraction(text, joined.end())
    if second is None or not second[2]:
        return end, value
    return second[0], value + second[1]


def _vulgar(char: str) -> Fraction:
    return Fraction(unicodedata.numeric(char)).limit_denominator(10)


def _read_fraction(text: str, start: int) -> tuple[int, Fraction, bool] | None:
    first = _read_in_words(text, start)
    if first is None:
        return None
    end, value = first
    for pattern, denominator_first in ((_FRACTION_WORD, True), (_SLASH, False)):
        bar = pattern.match(text, end)
        if bar is None:
            continue
        second = read_magnitude(text, bar.end())
        if second is None:
            continue
        if not denominator_first and text[second[0] : second[0] + 1] == "/":
            continue  # 2025/4/1 is a date
        top, bottom = (second[1], value) if denominator_first else (value, second[1])
        if bottom:
            return second[0], top / bottom, True
    if text.startswith("ダース", end):
        return end + len("ダース"), value * 12, False
    return end, value, False


def _read_in_words(text: str, start: int) -> tuple[int, Fraction] | None:
    """A magnitude that stands as a number, not inside a word such as 四川 or 三越."""
    if text.startswith("半ダース", start):
        return start + 1, Fraction(1, 2)
    read = read_magnitude(text, start)
    if read is None:
        return None
    end = read[0]
    written = text[start:end]
    if _KANJI_NUMERAL.fullmatch(written) is None:
        return read
    after = text[end : end + 1]
    is_counted = after == "" or _COUNTER.match(after) is not None or after == "ダ"
    before_is_kanji = start > 0 and re.match(f"[{_KANJI}]", text[start - 1]) is not None
    if len(written) == 1:
        after_is_word = re.match(f"[{_KANJI}ァ-ヴ]", after) is not None
        if after_is_word and not is_counted and not text.startswith("キロ", end):
            return None
        if before_is_kanji and not is_counted:
            return None
    elif before_is_kanji and re.match(f"[{_KANJI}]", after) and not is_counted:
        return None
    return read


def _read_kana(match: re.Match[str] | None) -> tuple[int, Fraction] | None:
    if match is None or match[0] in _ALONE_NOT_NUMBERS:
        return None
    kanji = _KANA_PART.sub(lambda part: _KANA_PARTS[part[0]], match[0])
    read = read_magnitude(kanji, 0)
    if read is None or read[0] != len(kanji):
        return None
    return match.end(), read[1]


def _range_message(minimum: int | None, maximum: int | None, unit: str) -> str:
    if minimum is None:
        return f"{maximum}{unit}以下の数字を入力してください。"
    if maximum is None:
        return f"{minimum}{unit}以上の数字を入力してください。"
    return f"{minimum}{unit}から{maximum}{unit}までの数字を入力してください。"
