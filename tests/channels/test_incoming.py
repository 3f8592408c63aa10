"""What a channel hands over: visible characters, a sane length, one of text and postback."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.incoming import MAX_TEXT_LENGTH, Incoming, checked
from madoguchi.errors import InvalidValueError
from madoguchi.shelters.position import Position

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=60)


def text_of(typed: str) -> str | None:
    return checked(Incoming("m", text=typed)).text


@given(ANY_TEXT)
def test_what_passes_can_be_stored_shown_and_is_not_empty(typed: str) -> None:
    try:
        text = text_of(typed)
    except InvalidValueError as error:
        text, code = None, error.code
    if text is None:
        assert code == "empty-text"
        return
    assert text
    text.encode("utf-8")
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in text)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert text_of(text) == text


@given(st.text(st.characters(whitelist_categories=["Lo", "Nd", "So"]), min_size=1, max_size=60))
def test_letters_digits_and_emoji_stay_as_they_are(typed: str) -> None:
    assert text_of(typed) == typed


@pytest.mark.parametrize(
    "typed", ["👨‍👩‍👧‍👦", "👩🏽‍🦰", "🇯🇵", "नागरिकता को प्रमाणपत्र", "葛\U000e0100飾区", "が"]
)
def test_what_needs_joiners_and_selectors_keeps_them(typed: str) -> None:
    assert text_of(typed) == typed


@pytest.mark.parametrize("length", [1, MAX_TEXT_LENGTH])
def test_a_length_up_to_the_limit_passes(length: int) -> None:
    assert text_of("あ" * length) == "あ" * length


def test_one_character_more_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidValueError, match=r"2,001文字.*2,000文字以内") as caught:
        text_of("あ" * (MAX_TEXT_LENGTH + 1))
    assert caught.value.code == "text-too-long"


@pytest.mark.parametrize(
    ("incoming", "code"),
    [
        (Incoming("m"), "text-or-postback"),
        (Incoming("m", text="a", postback="help"), "text-or-postback"),
        (Incoming("", text="a"), "invalid-client-message-id"),
        (Incoming("x" * 65, text="a"), "invalid-client-message-id"),
        (Incoming("a b", text="a"), "invalid-client-message-id"),
        (Incoming("１", text="a"), "invalid-client-message-id"),
    ],
)
def test_what_is_no_message_is_refused(incoming: Incoming, code: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        checked(incoming)
    assert caught.value.code == code


def test_a_postback_passes_as_it_is() -> None:
    incoming = Incoming("6f6b9c1e-0001.a_b:c", postback="procedure:moving-in")
    assert checked(incoming) == incoming


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("東京都練馬区豊玉北\u200b6-12-1", "東京都練馬区豊玉北6-12-1"),
        (" \u200b", None),
        (None, None),
    ],
)
def test_a_position_may_stand_without_an_address(address: str | None, kept: str | None) -> None:
    position = Position(35.735, 139.65)
    taken = checked(Incoming("m", text=address, position=position))
    assert taken == Incoming("m", text=kept, position=position)


def test_a_position_is_no_button() -> None:
    with pytest.raises(InvalidValueError):
        checked(Incoming("m", text="a", postback="help", position=Position(35.735, 139.65)))
