from __future__ import annotations

import pytest

from madoguchi.forms.values.tense import tells_past


@pytest.mark.parametrize(
    "text",
    [
        "3月10日に引っ越しました",
        "転入届の期限は？３月１０日に引っ越しました。",
        "5日に越してきたんですけど",
        "10日に子どもが生まれたので手続きしたい",
        "父が4月1日に死んだ",
        "3/10から住んでましたが",
    ],
)
def test_what_has_happened(text: str) -> None:
    assert tells_past(text)


@pytest.mark.parametrize(
    "text",
    [
        "3月10日に引っ越します",
        "3月10日に引っ越したいです",
        "3月10日に引っ越したらいつまでですか",
        "3月10日に引っ越すんだけど",
        "3月10日に引っ越す予定です",
        "3月10日はまた行けますか",
        "",
    ],
)
def test_what_has_not(text: str) -> None:
    assert not tells_past(text)
