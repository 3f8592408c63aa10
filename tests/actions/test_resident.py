"""The resident's settings as the actions change them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.application import ApplicationForm
from actions.resident import ActionDeleteData, ActionSetLanguage, ActionSettings, ActionSetWard
from madoguchi.messages import ChoicesMessage
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineResidentRow
from tests.actions.conftest import Talk

Begin = Callable[..., Talk]


@pytest.fixture
def on_line(talk: Begin) -> Talk:
    """A resident of Shibuya who talks on LINE."""
    with transaction() as session:
        session.add(
            LineResidentRow(
                key="k", account="shibuya", user_id="U", conversation_id="conversation",
                language="ja", is_friend=True, notices=False,
            )
        )  # fmt: skip
    return talk("shibuya")


def test_the_card_shows_what_is_set(talk: Begin) -> None:
    said = talk("shibuya").say(ActionSettings(), "設定", "settings")
    assert "区：渋谷区" in said
    assert "言葉：日本語" in said
    assert "お知らせ" not in said, "the web brings none"


def test_its_buttons_lead_to_the_questions(talk: Begin) -> None:
    resident = talk("shibuya")
    assert "どちらの区" in resident.press(ActionSetWard(), "set_ward", ward="")
    resident.press(ActionSetLanguage(), "set_language", language="")
    assert resident.buttons["한국어"] == "language:ko"
    assert resident.understanding["language"] is None


def test_what_is_to_be_erased_is_asked_for_first(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.press(ActionDeleteData(), "delete_data", ask="ask")
    assert resident.understanding["erase"] is False
    assert resident.buttons["すべて消す"] == "delete"
    resident.press(ActionDeleteData(), "delete_data", ask="")
    assert resident.understanding["erase"] is True


def test_a_pressed_language_is_noted_and_answered_in_it(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.press(ActionSetLanguage(), "set_language", language="tl")
    assert "Ang wika mo ngayon ay Tagalog." in said
    assert resident.understanding["language"] == "tl"
    resident.press(ActionSetLanguage(), "set_language", language="tlh")
    assert resident.understanding["language"] is None
    assert isinstance(resident.messages[0], ChoicesMessage)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("日本語は分からないので英語でお願いします", "en"),
        ("中文", "zh-Hans"),
        ("tiếng Việt", "vi"),
        ("한국어로", "ko"),
        ("I don't speak Japanese", None),
    ],
)
def test_a_language_that_is_named_in_words_is_noted_too(
    talk: Begin, text: str, language: str | None
) -> None:
    resident = talk("shibuya")
    resident.say(ActionSetLanguage(), text, "set_language")
    assert resident.understanding["language"] == language
    assert ("한국어" in resident.buttons) == (language is None), "otherwise all are offered"


def test_notices_are_offered_where_they_can_be_brought(on_line: Talk) -> None:
    assert "お知らせ：受け取らない" in on_line.press(ActionSettings(), "settings")
    assert on_line.buttons["お知らせを受け取る"] == "notices:on"
    on_line.press(ActionSettings(), "settings", notices="on")
    assert on_line.understanding["notices"] is True
    on_line.press(ActionSettings(), "settings", notices="off")
    assert on_line.understanding["notices"] is False


def test_a_forged_consent_elsewhere_changes_nothing(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.press(ActionSettings(), "settings", notices="on")
    assert "お届けしていません" in said
    assert resident.understanding["notices"] is None


def test_the_settings_interrupt_no_application(talk: Begin) -> None:
    resident = talk("nerima")
    resident.press(ApplicationForm(), "start_application", procedure="road-damage-report")
    assert resident.loop == "application_form"
    with pytest.raises(ActionExecutionRejection):
        resident.press(ApplicationForm(), "settings")
    resident.press(ActionSettings(), "settings")
    assert resident.loop == "application_form"


@pytest.mark.parametrize("command", ["/language", "言語", "Language"])
def test_the_command_shows_all_languages_and_no_desk(talk: Begin, command: str) -> None:
    resident = talk("shibuya")
    resident.say(ActionSetLanguage(), command, "set_language")
    assert len(resident.messages) == 1
    assert resident.buttons["Tiếng Việt"] == "language:vi"


def test_another_language_interrupts_no_application(talk: Begin) -> None:
    resident = talk("nerima")
    resident.press(ApplicationForm(), "start_application", procedure="road-damage-report")
    with pytest.raises(ActionExecutionRejection):
        resident.press(ApplicationForm(), "set_language", language="en")
    resident.press(ActionSetLanguage(), "set_language", language="en")
    assert resident.loop == "application_form"
    assert resident.understanding["language"] == "en"
