"""Digits pressed on a telephone (DTMF, ITU-T Q.23), collected into an answer.

``#`` ends what is pressed, ``*`` asks for the last words again, ``0`` alone asks for a person.
"""

from __future__ import annotations

from madoguchi.catalogue.procedure import FieldKind

KEYS = frozenset("0123456789*#")
END, REPEAT, PERSON = "#", "*", "0"
YES, NO = "1", "2"

_DIGITS = frozenset({FieldKind.DATE, FieldKind.POSTAL_CODE, FieldKind.PHONE, FieldKind.NUMBER})
_LENGTHS = {FieldKind.DATE: 8, FieldKind.POSTAL_CODE: 7}
_LONGEST = 15
"""Digits of the longest telephone number (ITU-T E.164)."""


class Keypad:
    """What was pressed so far of an answer that takes several keys."""

    def __init__(self) -> None:
        self._pressed = ""

    def clear(self) -> None:
        """Forget what was pressed."""
        self._pressed = ""

    def press(self, key: str, most: int) -> str | None:
        """All that was pressed, once it is ``most`` digits or ended by #; None: it goes on."""
        if key != END:
            self._pressed += key
            if len(self._pressed) < most:
                return None
        pressed, self._pressed = self._pressed, ""
        return pressed


def takes_digits(kind: FieldKind) -> bool:
    """Whether such a field can be answered with digits."""
    return kind in _DIGITS


def length(kind: FieldKind) -> int:
    """Digits after which nothing more is waited for."""
    return _LENGTHS.get(kind, _LONGEST)


def as_text(pressed: str, kind: FieldKind) -> str:
    """The digits as an answer to a field of the kind; 19850401 is 1985-04-01."""
    if kind is FieldKind.DATE and len(pressed) == _LENGTHS[kind]:
        return f"{pressed[:4]}-{pressed[4:6]}-{pressed[6:]}"
    return pressed
