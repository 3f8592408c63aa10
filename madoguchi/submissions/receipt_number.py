"""Receipt numbers (受付番号): readable over the telephone, checksummed, not guessable.

Twelve characters in three groups, such as ``7K4M-92QX-BR32``: ten of Crockford's base 32 (50 random
bits; no I, L, O, U) and two check digits by ISO/IEC 7064 MOD 97-10. These are worked out over the
number that the ten characters write in base 32: since 97 is a prime above 32, every single wrong
character and every swap of two neighbours changes the remainder. (Over letters spelled out as 10 to
35, as in an IBAN, they would miss some: ``B1`` and ``1B`` are both 111.)
"""

from __future__ import annotations

import re
import secrets

import jaconv
from stdnum.iso7064 import mod_97_10

from madoguchi.errors import InvalidValueError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_CHARACTERS = 10
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CANDIDATE = re.compile(r"(?<![0-9A-Z])(?:[0-9A-Z][ -]?){11}[0-9A-Z](?![0-9A-Z])")
_DASHES = re.compile(r"[‐‑‒–—―−ー－]")


def new() -> str:
    """A fresh receipt number, grouped by hyphens."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return _grouped(body + mod_97_10.calc_check_digits(_decimal(body)))


def parse(text: str) -> str:
    """The receipt number that a person typed: any width, case or spacing; O for 0 and I, L for 1.

    Raises:
        InvalidValueError: if it is none, or its check digits do not fit.

    """
    plain = re.sub(r"[\s-]", "", _folded(text)).translate(_MISREAD)
    if not re.fullmatch(rf"[{_ALPHABET}]{{{_RANDOM_CHARACTERS}}}\d\d", plain):
        raise InvalidValueError(
            "malformed-receipt-number",
            "受付番号は「7K4M-92QX-BR32」のような12文字の英数字です。もう一度ご確認ください。",
        )
    body, check = plain[:_RANDOM_CHARACTERS], plain[_RANDOM_CHARACTERS:]
    if mod_97_10.calc_check_digits(_decimal(body)) != check:
        raise InvalidValueError(
            "wrong-receipt-number",
            "受付番号のどこかが違うようです。控えをご確認のうえ、もう一度入力してください。",
        )
    return _grouped(plain)


def find(text: str) -> str | None:
    """What looks like a receipt number within a sentence, as written, or None."""
    match = _CANDIDATE.search(_folded(text))
    return match[0] if match and re.search(r"\d", match[0]) else None


def find_valid(text: str) -> str | None:
    """The receipt number within a sentence, if its check digits fit; else None."""
    candidate = find(text)
    try:
        return None if candidate is None else parse(candidate)
    except InvalidValueError:
        return None


def _folded(text: str) -> str:
    return _DASHES.sub("-", jaconv.normalize(text[:1000], "NFKC")).upper()


def _decimal(body: str) -> str:
    number = 0
    for character in body:
        number = number * len(_ALPHABET) + _ALPHABET.index(character)
    return str(number)


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
