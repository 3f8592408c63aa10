from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.languages import ruby
from madoguchi.languages.easy.sentence import sentences, short_units, without_brackets

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("｜《》。「」（）{} \n区役所のを"),
    ),
    max_size=300,
)


def test_a_text_falls_into_sentences_and_lines() -> None:
    found = sentences("来て ください。だめですか？\n・名前\n\n「はい」と言います。")
    assert [one.text for one in found] == [
        "来て ください。", "だめですか？", "・名前", "「はい」と言います。",
    ]  # fmt: skip


def test_readings_and_spaces_are_no_part_of_its_words() -> None:
    (sentence,) = sentences("｜区役所《くやくしょ》に ｜行《い》く。")
    assert sentence.text == "区役所に 行く。"
    assert [word.surface for word in sentence.words] == ["区役所", "に", "行く", "。"]
    assert not any(sentence.unread)


def test_kanji_without_a_reading_are_known() -> None:
    (sentence,) = sentences("｜区《く》の人")
    assert sentence.unread == (False, False, True)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("紙を 書きます。", 7),
        ("世帯主（家族の 代表）です。", 6),
        ("世帯主（家族（みんな）の 代表）です。", 6),
        ("{ward}に 来て ください。", 8),
    ],
)
def test_explanations_names_and_spaces_do_not_make_it_longer(text: str, length: int) -> None:
    (sentence,) = sentences(text)
    assert sentence.length == length


def test_what_is_quoted_is_known() -> None:
    (sentence,) = sentences("「出す」を押す")
    assert sentence.quoted == (True, True, True, True, False, False, False)


def test_brackets_that_are_not_closed_stay() -> None:
    assert without_brackets("はい（いいえ") == "はい（いいえ"


def test_a_word_has_shorter_units() -> None:
    assert [unit.surface for unit in short_units("転出証明書")] == ["転出", "証明", "書"]


@given(TEXTS)
def test_every_place_is_one_of_the_text_as_written(text: str) -> None:
    for sentence in sentences(text):
        assert len(sentence.text) == len(sentence.unread) == len(sentence.quoted)
        assert sentence.text == sentence.text.strip()
        places = sentence.origins[: len(sentence.text)]
        assert [text[place] for place in places] == list(sentence.text)
        assert list(places) == sorted(set(places))
        for word in sentence.words:
            assert sentence.text[word.start : word.end] == word.surface


@given(TEXTS)
def test_nothing_but_white_space_is_lost(text: str) -> None:
    whole = "".join(sentence.text for sentence in sentences(text))
    assert "".join(whole.split()) == "".join(ruby.plain(text).split())
