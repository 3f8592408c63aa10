"""Keys, collected."""

from __future__ import annotations

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.voice.manners.keypad import Keypad, as_text, length


def test_keys_are_collected_until_they_are_all_or_ended() -> None:
    pad = Keypad()
    assert [pad.press(key, 3) for key in "123"] == [None, None, "123"]
    assert [pad.press(key, 3) for key in "1#"] == [None, "1"]
    assert pad.press("#", 3) == ""
    pad.press("9", 3)
    pad.clear()
    assert [pad.press(key, 2) for key in "12"] == [None, "12"]


def test_a_date_is_eight_digits() -> None:
    assert length(FieldKind.DATE) == 8
    assert as_text("19850401", FieldKind.DATE) == "1985-04-01"
    assert as_text("1985", FieldKind.DATE) == "1985"
    assert as_text("0312345678", FieldKind.PHONE) == "0312345678"
