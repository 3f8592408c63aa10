"""「やめる」 and 「送る」 alone, and nothing that only begins so."""

from __future__ import annotations

import pytest

from madoguchi.inquiries.words import said


@pytest.mark.parametrize(
    "text",
    [
        "やめる",
        "やめます。",
        "キャンセル",
        "いいえ",
        "Cancel",
        "stop it",
        "取消",
        "취소",
        "Hủy",
        "thôi",
    ],
)
def test_given_up(text: str) -> None:
    assert said(text) == "cancel"


@pytest.mark.parametrize(
    "text",
    ["はい", "送って", "お願いします", "Yes, please send it.", "好的", "네", "Gửi đi", "Đồng ý"],
)
def test_sent(text: str) -> None:
    assert said(text) == "send"


@pytest.mark.parametrize(
    "text",
    [
        "", "キャンセルはできますか", "やめる方法を教えてください", "はいはどう書きますか",
        "Can I cancel my application?", "取消订单怎么办", "취소할 수 있나요", "Tôi muốn hủy đơn",
    ],
)  # fmt: skip
def test_questions_that_begin_so_are_neither(text: str) -> None:
    assert said(text) is None
