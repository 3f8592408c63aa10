from __future__ import annotations

import pytest

from madoguchi.catalogue.search.restoration import Restoration

TEXTS = ["介護保険の認定を申し込みたい", "投票用紙を請求する", "旅行中の投票", "出生届"]


@pytest.mark.parametrize(
    ("query", "restored"),
    [
        ("かいごほけんのにんてい", "介護保険の認定"),
        ("とうひょうようし", "投票用紙"),
        ("カイゴホケン", "介護保険"),
        ("介護ほけんとは", "介護ほけんとは"),
        ("りょこうちゅうとうひょう", "旅行中投票"),
        ("ねこ", "ねこ"),
        ("hello", "hello"),
        ("", ""),
    ],
)
def test_known_words_are_written_as_the_texts_write_them(query: str, restored: str) -> None:
    assert Restoration(TEXTS).restore(query) == restored


def test_the_more_frequent_word_of_a_reading_wins() -> None:
    texts = ["公園を使う", "公園の花", "講演を聞く"]
    assert Restoration(texts).restore("こうえん") == "公園"


def test_without_texts_nothing_changes() -> None:
    assert Restoration([]).restore("かいごほけん") == "かいごほけん"
