"""Personal data that has a form: numbers, contact, dates of birth; and addresses and named names.

The rules would rather take a number too many than leave one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from stdnum.jp import in_ as my_number

from madoguchi.curation import addresses, introductions
from madoguchi.curation.spans import Mask, Span, folded

_NOT_DIGIT = r"(?<![\d.])"
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九](?:[-ーの・ ]?[〇零一二三四五六七八九]){6,}")

_URL = re.compile(r"https?://[^\s、。「」<>]+", re.IGNORECASE)
_SECRET_IN_URL = re.compile(r"[?#@]|/[^/]*(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_-]{12,}")
_AT = r"\s?(?:@|アットマーク|アット|\(at\)|\[at\])\s?"
_DOT = r"\s?(?:\.|ドット)\s?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9._%+-]*{_AT}[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)+", re.IGNORECASE
)
_POSTAL_CODE = re.compile(r"〒\s?\d{3}[-ー ]?\d{4}(?!\d)|(?<![\dー-])\d{3}[-ー]\d{4}(?![\dー-])")
_PHONE = re.compile(
    rf"{_NOT_DIGIT}(?:\+\s?81[-ー( ]{{0,2}}|\(?0)\d{{1,4}}\)?[-ー() ]{{0,2}}"
    r"\d{1,4}[-ー() ]{0,2}\d{3,4}(?!\d)"
)
_FOREIGN_PHONE = re.compile(r"\+\d{1,3}(?:[- ()]{0,2}\d){7,13}(?!\d)")
_RECEIPT = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9 -]*[A-Za-z])"
    r"[0-9A-Za-z]{4}([- ])[0-9A-Za-z]{4}\1[0-9A-Za-z]{2}\d\d(?![0-9A-Za-z])"
)
_LONG_NUMBER = re.compile(rf"{_NOT_DIGIT}\d(?:[-ー・ ]?\d){{6,}}(?!\d)")
_AMOUNT = re.compile(r"\s?(?:円|万|人|yen)")
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-?\d{6,}(?:[A-Z]{2})?(?![A-Za-z0-9])")
_SHORT_NUMBER = re.compile(
    r"(?:(?<!電話)番号|記号|ナンバー|パスワード|暗証|\bNo\.|\bID|number is|number:|号码是|번호는)"
    r"\s?[はがも:、「]?\s?([A-Za-z]{0,4}-?\d[\d-]{2,}[A-Za-z]{0,2})"
)

_YEAR = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s?(?:元|\d{1,2})|(?:19|20)\d\d)"
_DAY = (
    rf"{_YEAR}\s?(?:年|[./-])\s?\d{{1,2}}\s?(?:月|[./-])\s?\d{{1,2}}\s?日?|"
    r"(?<!\d)(?:19|20)\d\d[01]\d[0-3]\d(?!\d)"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WESTERN_DAY = (
    rf"(?:{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTHS},?\s(?:19|20)\d\d|"
    r"(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d))"
)
_FULL_DATE = re.compile(rf"{_DAY}|{_WESTERN_DAY}")
_BORN = re.compile(
    r"(?:生年月日|誕生日|birthday|date of birth|born(?: on| in)?|DOB)\s?[はがも:、]?\s?(?:is )?"
    rf"(?P<after>{_DAY}|{_WESTERN_DAY}|{_YEAR}年?|\d{{1,2}}月\d{{1,2}}日)|"
    rf"(?P<before>{_DAY}|(?:{_YEAR}年?)|\d{{1,2}}月\d{{1,2}}日)\s?(?:に|の)?\s?(?:生ま?れ|産まれ|誕生)",
    re.IGNORECASE,
)
_ERA_START = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019,
              "M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019}  # fmt: skip
_LONG_AGO_YEARS = 3
"""A day so many years back is taken for a day of birth: moves and births are reported sooner."""


def find(text: str, today: date) -> Iterator[Span]:
    """The personal data of the text that a rule knows, the surest rules first.

    ``today`` tells which dates lie so far back that they are days of birth.
    """
    plain = folded(text)
    digits = _KANJI_NUMBER.sub(lambda run: run[0].translate(_KANJI_DIGITS), plain)
    for match in _URL.finditer(plain):
        if _SECRET_IN_URL.search(match[0][8:]):
            yield Span(match.start(), match.end(), Mask.URL)
    yield from _all(_EMAIL, plain, Mask.EMAIL)
    yield from _births(digits, today)
    yield from _all(_RECEIPT, digits, Mask.RECEIPT)
    yield from _all(_POSTAL_CODE, digits, Mask.POSTAL_CODE)
    yield from addresses.find(digits)
    for match in _PHONE.finditer(digits):
        if 9 <= sum(map(str.isdigit, match[0])) <= 13 and not _AMOUNT.match(digits, match.end()):
            yield Span(match.start(), match.end(), Mask.PHONE)
    yield from _all(_FOREIGN_PHONE, digits, Mask.PHONE)
    for match in _LONG_NUMBER.finditer(digits):
        is_date = _FULL_DATE.match(digits, match.start())
        if not is_date and not _AMOUNT.match(digits, match.end()):
            yield Span(match.start(), match.end(), _number_kind(match[0]))
    yield from _all(_CODE, digits, Mask.NUMBER)
    for match in _SHORT_NUMBER.finditer(digits):
        yield Span(match.start(1), match.end(1), Mask.NUMBER)
    yield from introductions.find(plain)


def _all(pattern: re.Pattern[str], text: str, mask: Mask) -> Iterator[Span]:
    return (Span(match.start(), match.end(), mask) for match in pattern.finditer(text))


def _number_kind(written: str) -> Mask:
    plain = re.sub(r"\D", "", written)
    return Mask.MY_NUMBER if my_number.is_valid(plain) else Mask.NUMBER


def _births(text: str, today: date) -> Iterator[Span]:
    for match in _BORN.finditer(text):
        part = "after" if match["after"] else "before"
        yield Span(match.start(part), match.end(part), Mask.BIRTH_DATE)
    for match in _FULL_DATE.finditer(text):
        year = _year(match[0])
        if year is not None and year <= today.year - _LONG_AGO_YEARS:
            yield Span(match.start(), match.end(), Mask.BIRTH_DATE)


def _year(written: str) -> int | None:
    era = re.match(r"(明治|大正|昭和|平成|令和|[MTSHR])\s?(元|\d{1,2})", written)
    if era:
        return _ERA_START[era[1]] + (1 if era[2] == "元" else int(era[2])) - 1
    western = re.search(r"(?<!\d)(?:19|20)\d\d", written)
    return int(western[0]) if western else None
