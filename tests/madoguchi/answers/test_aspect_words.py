"""Which aspect the words tell."""

from __future__ import annotations

import pytest

from madoguchi.answers.aspect_words import told


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("転入届に何を持っていけばいいですか", "documents"),
        ("転出届を出したいです。はんこはいりますか", "documents"),
        ("Which documents do I need for the move?", "documents"),
        ("犬の登録はいつまでにすればいい", "deadline"),
        ("出し忘れました。今からでも間に合いますか", "deadline"),
        ("戸籍謄本って１通なんぼ？", "fee"),
        ("How much is a copy of the juminhyo", "fee"),
        ("スマホで申し込みたい", "online"),
        ("郵送でもいい？", "online"),
        ("私の代わりに娘が出せますか", "who"),
        ("土曜日もやってますか", "hours"),
        ("どこで手続きできますか", "where"),
        ("住民票在哪里办", "where"),
        ("引っ越してきました", None),
        ("児童手当はいくらでももらえるの", None),
        ("", None),
    ],
)
def test_what_is_asked(text: str, aspect: str | None) -> None:
    assert told(text) == aspect


def test_of_several_what_to_bring_comes_first() -> None:
    assert told("どこに何を持って行けばいいですか") == "documents"
