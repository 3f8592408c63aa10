"""Digits pressed on a telephone (DTMF, ITU-T Q.23), collected into an answer.

``#`` ends what is pressed, ``*`` asks for the last words again, ``0`` alone asks for a person.
"""

from __future__ import annotations

from madoguchi.catalogue.procedure import FieldKind

END, REPEAT, PERSON = "#", "*", "0"

_LENGTHS = {FieldKind.DATE: 8, FieldKind.POSTAL_CODE: 7}
"""Digits after which nothing more is waited for."""

_DIGITS = frozenset({FieldKind.DATE, FieldKind.POSTAL_CODE, FieldKind.PHONE, FieldKind.NUMBER})
_MOST = 15
"""Digits of the longest telephone number (ITU-T E.164)."""


def takes_digits(kind: FieldKind) -> bool:
    """Whether such a field can be answered with digits."""
    return kind in _DIGITS


def is_complete(pressed: str, kind: FieldKind) -> bool:
    """Whether what was pressed so far, without #, is all of it."""
    return len(pressed) >= _LENGTHS.get(kind, _MOST)


def as_text(pressed: str, kind: FieldKind) -> str:
    """The digits as an answer to a field of the kind; 19850401 is 1985-04-01."""
    if kind is FieldKind.DATE and len(pressed) == _LENGTHS[kind]:
        return f"{pressed[:4]}-{pressed[4:6]}-{pressed[6:]}"
    return pressed
