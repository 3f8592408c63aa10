from __future__ import annotations

import pytest

from madoguchi.languages.easy.conjugation import before_masu, before_nai, te_form
from madoguchi.languages.easy.sentence import sentences


@pytest.mark.parametrize(
    ("verb", "masu", "nai", "te"),
    [
        ("書く", "書き", "書か", "書いて"),
        ("行く", "行き", "行か", "行って"),
        ("持っていく", "持っていき", "持っていか", "持っていって"),
        ("急ぐ", "急ぎ", "急が", "急いで"),
        ("出す", "出し", "出さ", "出して"),
        ("待つ", "待ち", "待た", "待って"),
        ("死ぬ", "死に", "死な", "死んで"),
        ("選ぶ", "選び", "選ば", "選んで"),
        ("頼む", "頼み", "頼ま", "頼んで"),
        ("送る", "送り", "送ら", "送って"),
        ("払う", "払い", "払わ", "払って"),
        ("見る", "見", "見", "見て"),
        ("出る", "出", "出", "出て"),
        ("確認する", "確認し", "確認し", "確認して"),
        ("来る", "来", "来", "来て"),
        ("くる", "き", "こ", "きて"),
    ],
)
def test_each_conjugation(verb: str, masu: str, nai: str, te: str) -> None:
    (sentence,) = sentences(verb)
    conjugation = sentence.words[-1].conjugation
    assert before_masu(verb, conjugation) == masu
    assert before_nai(verb, conjugation) == nai
    assert te_form(verb, conjugation) == te


def test_the_classical_language_has_none() -> None:
    assert before_masu("す", "文語サ行変格") is None
    assert before_nai("す", "文語サ行変格") is None
    assert te_form("す", "文語サ行変格") is None
