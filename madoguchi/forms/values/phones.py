"""Telephone numbers, checked with libphonenumber's numbering plans."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.text import fold_dashes, normalise_with_offsets

EXAMPLE = "『090-1234-5678』や『03-1234-5678』のように入力してください。"
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SPOKEN_NO = re.compile(r"(?<=[0-9]) ?の ?(?=[0-9])")
_DIGIT = re.compile(r"[0-9]")
_MOBILE = frozenset({phonenumbers.PhoneNumberType.MOBILE})


@dataclass(frozen=True)
class PhoneNumber:
    """``e164`` is +819012345678; ``str()`` gives 090-1234-5678, or +82 10-... from abroad."""

    e164: str
    national: str
    is_mobile: bool

    def __str__(self) -> str:
        return self.national


def parse_phone(text: str, *, mobile_only: bool = False) -> PhoneNumber:
    """The one telephone number in ``text``; Japanese unless it begins with + and a country.

    Raises:
        InvalidValueError: ``phone_not_understood``, ``phone_ambiguous``, ``phone_not_mobile``.

    """
    source = _readable(fold_dashes(normalise_with_offsets(text).text))
    phones = list(dict.fromkeys(phone for _, _, phone in _scan(source)))
    if len(phones) > 1:
        raise InvalidValueError(
            "phone_ambiguous", f"電話番号がいくつかあります。1つだけ、{EXAMPLE}"
        )
    if not phones:
        count = len(_DIGIT.findall(source))
        found = f"（今は{count}桁です）" if count else ""
        raise InvalidValueError(
            "phone_not_understood",
            f"電話番号が正しくないようです{found}。市外局番から、{EXAMPLE}",
        )
    if mobile_only and not phones[0].is_mobile:
        raise InvalidValueError(
            "phone_not_mobile", "携帯電話の番号を『090-1234-5678』のように入力してください。"
        )
    return phones[0]


def find_phones(text: str) -> tuple[Found[PhoneNumber], ...]:
    """Every valid telephone number in ``text``, in order."""
    normalised = normalise_with_offsets(text)
    return normalised.found_all(
        (start, end, phone) for start, end, phone in _scan(fold_dashes(normalised.text))
    )


def _readable(text: str) -> str:
    """Spoken forms as digits: 〇九〇の一二三四の五六七八."""
    return _SPOKEN_NO.sub("-", text.translate(_KANJI_DIGITS))


def _scan(text: str) -> list[tuple[int, int, PhoneNumber]]:
    try:
        matches = list(PhoneNumberMatcher(text, "JP"))
    except (NumberParseException, ValueError):
        return []
    found = []
    for match in matches:
        number = match.number
        is_japanese = number.country_code == 81
        form = PhoneNumberFormat.NATIONAL if is_japanese else PhoneNumberFormat.INTERNATIONAL
        found.append(
            (
                match.start,
                match.end,
                PhoneNumber(
                    phonenumbers.format_number(number, PhoneNumberFormat.E164),
                    phonenumbers.format_number(number, form),
                    phonenumbers.number_type(number) in _MOBILE,
                ),
            )
        )
    return found
