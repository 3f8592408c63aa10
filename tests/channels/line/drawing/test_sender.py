from __future__ import annotations

import pytest

from channels.line.drawing.sender import Sender
from madoguchi.errors import InvalidValueError


@pytest.mark.parametrize("name", ["あ" * 20, "😀" * 10, "渋谷区まどぐち"])
def test_a_name_of_twenty_characters_is_taken(name: str) -> None:
    sender = Sender(name, "https://example.jp/icon.png").model()
    assert sender.to_dict() == {"name": name, "iconUrl": "https://example.jp/icon.png"}


def test_the_icon_may_be_the_accounts_own() -> None:
    assert Sender("まどぐち").model().to_dict() == {"name": "まどぐち"}


@pytest.mark.parametrize("name", ["", " ", "あ" * 21, "😀" * 11, "LINE窓口", "Ｌｉｎｅ窓口"])
def test_a_name_that_line_refuses_is_refused(name: str) -> None:
    with pytest.raises(InvalidValueError):
        Sender(name)


@pytest.mark.parametrize("icon", ["", "http://example.jp/a.png", f"https://e.jp/{'a' * 1988}"])
def test_an_icon_that_line_refuses_is_refused(icon: str) -> None:
    with pytest.raises(InvalidValueError, match="https"):
        Sender("まどぐち", icon)
