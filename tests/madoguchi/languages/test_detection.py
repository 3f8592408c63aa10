"""Which language a line is written in, and that what is of no language is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages.detection import detect
from madoguchi.languages.strings import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("粗大ごみはどうやって出せばいいですか", "ja"),
        ("ひっこしたので てつづきを おしえて", "ja"),
        ("Suicaで住民票の手数料を払えますか", "ja"),
        ("How do I throw away an old sofa?", "en"),
        ("WHERE CAN I PAY MY TAXES", "en"),
        ("How do I get a マイナンバーカード?", "en"),
        ("Where should I bring the 転入届?", "en"),
        ("我想办理国民健康保险", "zh-Hans"),
        ("住民票在哪里办", "zh-Hans"),
        ("请问マイナンバーカード丢了怎么办", "zh-Hans"),
        ("請問搬家以後要辦什麼手續", "zh-Hant"),
        ("이사하면 무엇을 신고해야 하나요?", "ko"),
        ("ID 카드는 어디서 받을 수 있나요", "ko"),
        ("Tôi muốn xin giấy chứng nhận cư trú", "vi"),
        ("toi muon chuyen nha", "vi"),
        ("lam the nao de dang ky bao hiem", "vi"),
        ("मलाई बसाइँसराइ दर्ता गर्नु छ", "ne"),
        ("mero bachha ko janma darta kasari garne", "ne"),
        ("Paano po ako kukuha ng kopya ng residence record?", "tl"),
        ("Saan ko ibabayad ang buwis", "tl"),
        ("मुझे अपना पता बदलना है", "hi"),
        ("ฉันต้องการย้ายบ้าน", "th"),
        ("အိမ်ပြောင်းချင်ပါတယ်", "my"),
        ("Quiero registrar mi nueva dirección, ¿dónde puedo hacerlo?", "es"),
        ("Как зарегистрировать новый адрес?", "ru"),
        ("كيف أسجل عنواني الجديد؟", "ar"),
        ("איך אני רושם את הכתובת החדשה שלי", "he"),
    ],
)
def test_a_sentence_is_doubtless(text: str, language: str) -> None:
    found = detect(text)
    assert found is not None
    assert (found.language, found.is_sure) == (language, True)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Shibuya", "渋谷", "世田谷区", "Setagaya City", "OK", "ok!", "Yes",
     "はい", "いいえ", "네", "Hello", "こんにちは", "你好", "안녕하세요",
     "ありがとうございます", "はい、わかりました。", "Thank you", "salamat po",
     "山田太郎", "山田 花子", "김민수", "王小明", "Nguyen Van An", "Nguyễn Thị Lan Anh",
     "Maria Clara Santos", "123", "2026-11-27", "090-1234-5678", "7K3M-92QX-BR11",
     "taro@example.jp", "https://example.jp/a?b=c", "東京都渋谷区神南1-2-3",
     "2-8-1 Nishi-Shinjuku, Shinjuku-ku", "160-0023", "😀😀👍", "?!", "転入届", "火事",
     "garbage", "My Number Card", "print('x'); y = {1: 2}",
     "SELECT * FROM t WHERE a=1; -- <b>"],
)  # fmt: skip
def test_what_is_of_no_language_is_none(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    ["さとう はなこ", "グエン ヴァン アン", "在留カード", "moving house", "chuyển nhà",
     "전입신고서", "垃圾分类", "तपाईं", "kuyakusho wa doko desu ka"],
)  # fmt: skip
def test_a_word_or_two_are_never_doubtless(text: str) -> None:
    found = detect(text)
    assert found is None or not found.is_sure


def test_the_letters_of_another_keyboard_are_the_same() -> None:
    assert detect("Ｗｈｅｒｅ　ｉｓ　ｔｈｅ　ｗａｒｄ　ｏｆｆｉｃｅ？") == detect(
        "Where is the ward office?"
    )
    assert detect("To\u0302i muo\u0302\u0301n chuye\u0302\u0309n nha\u0300") == detect(
        "Tôi muốn chuyển nhà"
    )


@pytest.mark.parametrize(
    "text", ["a" * 3000, "はい" * 1500 + "x", "I want to move. " * 200, "転" * 3000]
)
def test_long_texts_are_quick(text: str) -> None:
    detect("warm up the model of spelling")
    started = time.perf_counter()
    detect(text)
    assert time.perf_counter() - started < 0.1


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or (0.0 < found.confidence < 1.0 and found.language)


@given(st.text(alphabet="0123456789 -/.,()+:😀！？\n", max_size=80))
def test_signs_alone_have_none(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize("tag", LANGUAGES)
def test_our_own_sentences_are_in_their_language(tag: str) -> None:
    from madoguchi.languages import ruby, strings

    text = ruby.plain(strings.text(tag, "languages.switched", name="LINE"))
    found = detect(text.replace("/language", ""))
    assert found is not None
    assert found.language == {"ja-easy": "ja"}.get(tag, tag)
