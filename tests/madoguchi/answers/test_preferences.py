"""The settings: what is set, and a button for each change, in the resident's own language."""

from __future__ import annotations

import pytest

from madoguchi.answers import preferences
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import CardMessage, TextMessage
from madoguchi.postback import parse


def buttons(card: CardMessage) -> list[str]:
    return [button.postback for button in card.choices]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notices", [True, False, None])
def test_in_every_language_there_is_a_button_for_each_change(
    catalogue: Catalogue, language: str, notices: bool | None
) -> None:
    card = preferences.card(catalogue.wards["nerima"], language, notices)
    change = [] if notices is None else [f"notices:{'off' if notices else 'on'}"]
    assert buttons(card) == ["ward:", "language:", *change, "delete:ask"]
    assert len(card.rows) == (2 if notices is None else 3)
    assert "練馬区" in card.rows[0].value
    assert card.rows[1].value == LANGUAGES[language]
    assert card.language == language
    assert "《" not in card.model_dump_json(), "no readings where nothing can draw them"
    for data in buttons(card):
        parse(data)


def test_what_is_not_set_is_said_so() -> None:
    assert preferences.card(None, "ja", None).rows[0].value == "決まっていません"


def test_every_language_is_offered_in_its_own_name() -> None:
    offered = {each.label: each.postback for each in preferences.choose_language("ja").choices}
    assert offered["やさしい日本語"] == "language:ja-easy"
    assert offered["Tiếng Việt"] == "language:vi"
    assert len(offered) == 9


def test_a_language_that_has_no_answers_yet_is_honest_about_that(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences, "is_spoken", lambda language: False)
    tagalog = preferences.language_chosen("tl", catalogue.wards["toshima"])
    assert isinstance(tagalog, CardMessage)
    assert "Hapon" in tagalog.text
    assert "03-3981-1782" in tagalog.items
    assert tagalog.language == "tl"
    assert "जापानी" in preferences.language_chosen("ne", None).text


@pytest.mark.parametrize(
    "language", ["ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl"]
)
def test_a_language_in_which_we_answer_is_only_confirmed(
    language: str, catalogue: Catalogue
) -> None:
    chosen = preferences.language_chosen(language, catalogue.wards["toshima"])
    assert isinstance(chosen, TextMessage)
    assert LANGUAGES[language] in chosen.text
    assert "\n" not in chosen.text


@pytest.mark.parametrize(
    ("tag", "known"), [("zh", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("xx", None), ("", None)]
)
def test_a_language_that_we_do_not_have_is_none(tag: str, known: str | None) -> None:
    assert preferences.known_language(tag) == known


@pytest.mark.parametrize(
    ("text", "asked"),
    [("設定", True), ("　設定　", True), ("設定。", True), ("settings", True),
     ("ＳＥＴＴＩＮＧＳ", True), ("せってい", False), ("設定を変えたい", False), ("", False)],
)  # fmt: skip
def test_only_the_very_name_opens_the_settings(text: str, asked: bool) -> None:
    assert preferences.is_asked_for(text) is asked
