"""Which button is meant."""

from __future__ import annotations

import pytest

from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.messages import Button
from madoguchi.voice.manners.choosing import Chosen, choose

WARDS = guidance.ask_ward(catalogue().wards).choices
HOUSES = (
    Button(label="Single-family house", postback="answer:housing:house"),
    Button(label="Apartment building", postback="answer:housing:apartment"),
)


@pytest.mark.parametrize("ward", list(catalogue().wards))
def test_every_ward_is_known_by_its_kanji_its_sound_and_its_english_name(ward: str) -> None:
    names = catalogue().wards[ward].names
    for said in (names.ja, names.kana, f"{names.ja} です", names.en):
        chosen = choose([said], WARDS, "ja")
        assert chosen is not None, said
        assert chosen.button.postback == f"ward:{ward}"
        assert chosen.is_sure, said


@pytest.mark.parametrize(
    ("texts", "postback", "is_sure"),
    [
        (["しびや区"], "ward:shibuya", False),
        (["市部 屋", "渋谷区"], "ward:shibuya", False),
        (["すぎなみ"], "ward:suginami", True),
        (["しながわ で"], "ward:shinagawa", True),
    ],
)
def test_wards_nearly_heard_are_not_beyond_doubt(
    texts: list[str], postback: str, is_sure: bool
) -> None:
    chosen = choose(texts, WARDS, "ja")
    assert chosen is not None
    assert (chosen.button.postback, chosen.is_sure) == (postback, is_sure)


@pytest.mark.parametrize("said", ["横浜市", "引っ越しました", "", "区"])
def test_what_names_no_ward_chooses_none(said: str) -> None:
    assert choose([said], WARDS, "ja") is None


def test_two_labels_that_fit_alike_are_not_tossed_for() -> None:
    buttons = [Button(label="転入届", postback="a"), Button(label="転居届", postback="b")]
    assert choose(["転入届と転居届"], buttons, "ja") is None
    assert choose(["転出届"], buttons, "ja") is None


@pytest.mark.parametrize(
    ("said", "postback"),
    [
        ("the second one", "answer:housing:apartment"),
        ("apartment", "answer:housing:apartment"),
        ("an apartment building", "answer:housing:apartment"),
        ("House.", "answer:housing:house"),
    ],
)
def test_english_labels(said: str, postback: str) -> None:
    chosen = choose([said], HOUSES, "en")
    assert chosen is not None
    assert chosen.button.postback == postback


def test_more_names_count_as_the_label() -> None:
    buttons = [Button(label="集合住宅", postback="x"), Button(label="一戸建て", postback="y")]
    assert choose(["マンション です"], buttons, "ja") is None
    chosen = choose(["マンション です"], buttons, "ja", {"x": ("マンション",)})
    assert chosen is not None
    assert chosen.button.postback == "x"


@pytest.mark.parametrize("said", ["2番", "2番です。", "二番でお願いします", "ふたつめにします"])
def test_a_number_may_be_said_politely(said: str) -> None:
    buttons = [Button(label=label, postback=label) for label in ("一戸建て", "集合住宅")]
    assert choose([said], buttons, "ja") == Chosen(buttons[1], is_sure=True)
