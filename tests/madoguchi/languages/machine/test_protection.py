"""What survives translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages.glossary import glossary
from madoguchi.languages.machine.placeholders import MOST, PLACEHOLDER
from madoguchi.languages.machine.protection import protect


@pytest.mark.parametrize(
    ("sentence", "source", "target", "text", "shown"),
    [
        ("転入届を出す", "ja", "en", "X1を出す", ("moving-in notification",)),
        ("渋谷区へ14日以内に", "ja", "vi", "X1へX2日以内に", ("Quận Shibuya", "14")),
        ("I lost my My Number Card.", "en", "ja", "I lost my X1.", ("マイナンバーカード",)),
        ("Phí là 300 yên.", "vi", "ja", None, ("300円",)),
        ("https://a.jp/b?c=1を見て", "ja", "en", "X1を見て", ("https://a.jp/b?c=1",)),
        ("a.b@city.example.jpへ", "ja", "en", "X1へ", ("a.b@city.example.jp",)),
        ("受付番号はSB-2026-0012です", "ja", "en", None, ("SB-2026-0012",)),
        ("03-3463-1211に電話", "ja", "en", "X1に電話", ("03-3463-1211",)),
        ("X1を3枚", "ja", "en", "X1をX2枚", ("X1", "3")),
        ("２０２６番 😀", "ja", "en", "X1番 X2", ("２０２６", "😀")),
        ("", "ja", "en", "", ()),
    ],
)
def test_protected_parts_become_placeholders(
    sentence: str, source: str, target: str, text: str | None, shown: tuple[str, ...]
) -> None:
    protected = protect(sentence, source, target)
    assert all(part in protected.shown for part in shown)
    if text is not None:
        assert (protected.text, protected.shown) == (text, shown)


@pytest.mark.parametrize("target", ["en", "zh-Hans", "ko", "vi"])
def test_every_term_of_the_glossary_has_its_own_translation(target: str) -> None:
    for term in glossary():
        protected = protect(f"{term.ja}について", "ja", target)
        assert protected.restored(protected.text, target) is not None
        assert term.word(target) in protected.shown


def test_what_is_not_put_back_exactly_once_is_refused() -> None:
    protected = protect("転入届を3枚", "ja", "en")
    assert protected.restored("X2 copies of x 1", "en") == "3 copies of moving-in notification"
    assert protected.restored("X1 first", "en") is None
    assert protected.restored("X1 X1 X2", "en") is None
    assert protected.restored("X1 X2 X3", "en") is None


def test_a_term_begins_a_sentence_with_a_capital() -> None:
    assert (
        protect("転入届です", "ja", "en").restored("X1 it is", "en")
        == "Moving-in notification it is"
    )


def test_a_persons_words_get_their_placeholders_back() -> None:
    protected = protect("転入届を3枚", "ja", "en")
    assert protected.templated("3 copies of the moving-in notification") == "X2 copies of the X1"
    assert protected.templated("three copies of the moving-in notification") is None


def test_no_more_placeholders_than_models_tell_apart() -> None:
    protected = protect(" a ".join(map(str, range(40))), "en", "ja")
    assert len(protected.shown) == MOST
    assert "39" in protected.text


@given(st.text(alphabet="X1x２aあ届区円月日/:-@. 😀ا", max_size=60))
def test_an_untouched_template_always_goes_back(text: str) -> None:
    protected = protect(text, "en", "fr")
    restored = protected.restored(protected.text, "fr")
    assert restored is not None
    assert "".join(restored.split()) == "".join(text.split())
    assert len(PLACEHOLDER.findall(protected.text)) == len(protected.shown)
