"""E-mail addresses, checked by email-validator without asking the DNS."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.text import fold_dashes, normalise, normalise_with_offsets

EXAMPLE = "『taro@example.jp』のように入力してください。"
_CANDIDATE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_SPOKEN = (
    (re.compile(r" ?(?:アットマーク|あっとまーく|アット|あっと) ?"), "@"),
    (re.compile(r" ?(?:ドット|どっと|てん|点) ?"), "."),
    (re.compile(r" ?(?:アンダーバー|アンダースコア) ?"), "_"),
    (re.compile(r" ?(?:ハイフン|はいふん) ?"), "-"),
)
_PHONE_DOMAINS = {"gmail.co", "gmial.com", "gmail.con", "docomo.ne", "yahoo.co", "icloud.co"}


def parse_email(text: str) -> str:
    """The one address in ``text``, its domain in lower case; アットマーク and ドット are read.

    Raises:
        InvalidValueError: ``email_not_understood``, ``email_ambiguous``, ``email_misspelt``.

    """
    source = fold_dashes(normalise(text))
    addresses = _addresses(source)
    if not addresses and "@" not in source:
        for pattern, sign in _SPOKEN:
            source = pattern.sub(sign, source)
        addresses = _addresses(source)
    if len(addresses) > 1:
        raise InvalidValueError(
            "email_ambiguous", f"メールアドレスがいくつかあります。1つだけ、{EXAMPLE}"
        )
    if not addresses:
        missing = "" if "@" in source else "（『@』がありません）"
        raise InvalidValueError(
            "email_not_understood", f"メールアドレスが正しくないようです{missing}。{EXAMPLE}"
        )
    domain = addresses[0].rpartition("@")[2]
    if domain in _PHONE_DOMAINS:
        raise InvalidValueError(
            "email_misspelt", f"『@{domain}』のつづりを確かめて、もう一度入力してください。"
        )
    return addresses[0]


def find_emails(text: str) -> tuple[Found[str], ...]:
    """Every valid address in ``text``, in order."""
    normalised = normalise_with_offsets(text)
    return normalised.found_all(
        (match.start(), match.end(), address)
        for match in _CANDIDATE.finditer(fold_dashes(normalised.text))
        if (address := _valid(match[0])) is not None
    )


def _addresses(source: str) -> list[str]:
    found = (_valid(match[0]) for match in _CANDIDATE.finditer(source))
    return list(dict.fromkeys(address for address in found if address))


def _valid(candidate: str) -> str | None:
    try:
        checked = validate_email(candidate, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return checked.normalized
