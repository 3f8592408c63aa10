"""Which messages the sentence encoder is asked about."""

from __future__ import annotations

from typing import Optional, Text

import pytest
from bot.nlu.languages import encoded_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What documents do I need?", "en"),
        ("thank you", "en"),
        ("需要什么材料？", "zh"),
        ("要帶什麼文件？", "zh"),
        ("手续费", "zh"),
        ("谢谢", "zh"),
        ("필요한 서류", "ko"),
        ("住民票 필요해요", "ko"),
    ],
)
def test_languages_that_it_knows(text: Text, language: Text) -> None:
    assert encoded_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "必要な書類は", "ﾋｯｺｼ", "転入届", "必要書類", "手数料", "了解", "終了", "我孫子市", "那覇市",
        "他区転入", "被保険者証再交付", "是正", "目的", "OK", "Shinjuku-ku", "1", "", "？",
        "john.smith@example.com", "Cần giấy tờ gì?", "Magkano po?", "के चाहिन्छ?", "My Number カード",
    ],
)  # fmt: skip
def test_japanese_and_what_it_does_not_know_is_left_to_diet(text: Text) -> None:
    found: Optional[Text] = encoded_language(text)
    assert found is None
