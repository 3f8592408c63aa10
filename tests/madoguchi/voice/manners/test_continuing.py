"""Going on elsewhere, later, or with a person, as a caller hears of it."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.languages.strings import LANGUAGES, text
from madoguchi.messages import TextMessage
from madoguchi.voice.manners.acts import Act, HandOverLinks, HangUp, Send, Transfer
from madoguchi.voice.manners.dialogue import Dialogue
from tests.madoguchi.voice.manners.caller import TODAY, dialogue, final, sent, spoken
from tests.madoguchi.voice.manners.test_dialogue import CARD, NAME

CODE = "3456-7893"
PHONE = catalogue().ward("nerima").office.phone


def plain(
    language: str = "ja", *, can_message: bool = False, can_connect: bool = False
) -> Dialogue:
    return Dialogue(
        language,
        lambda: TODAY,
        engine="vosk",
        has_screen=False,
        ward=catalogue().ward("nerima"),
        can_message=can_message,
        can_connect=can_connect,
    )


def ends(acts: list[Act]) -> bool:
    return any(isinstance(act, HangUp) for act in acts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_told_before_the_next_question_and_once(language: str) -> None:
    talk = plain(language)
    talk.can_go_on_with(CODE)
    assert CODE not in spoken(talk.answered([TextMessage(text="はい。")]))
    heard = spoken(talk.answered([NAME]))
    assert heard.index(CODE) < heard.index(NAME.text)
    assert CODE not in spoken(talk.answered([NAME]))


def test_who_can_be_sent_messages_is_offered_the_code_and_then_asked() -> None:
    talk = plain(can_message=True)
    talk.can_go_on_with(CODE)
    heard = spoken(talk.answered([TextMessage(text="始めます。"), NAME]))
    assert heard.startswith("始めます。")
    assert heard.endswith(text("ja", "voice.continuation_send"))
    acts = talk.heard(final("はい"))
    (handed,) = [act for act in acts if isinstance(act, HandOverLinks)]
    assert CODE in handed.text
    assert "練馬区" in handed.text
    assert spoken(acts).endswith(NAME.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_is_sent_and_never_said(language: str) -> None:
    talk = plain(language, can_message=True)
    link = f"https://madoguchi.example.jp/?lang={language}#continue={CODE}"
    talk.can_go_on_with(CODE, link)
    heard = spoken(talk.answered([NAME]))
    assert "https" not in heard
    acts = talk.pressed("1")
    (handed,) = [act for act in acts if isinstance(act, HandOverLinks)]
    assert handed.text.splitlines()[-1] == link
    assert CODE in handed.text.splitlines()[0]


def test_who_does_not_want_the_message_is_asked_at_once() -> None:
    talk = plain(can_message=True)
    talk.can_go_on_with(CODE)
    talk.answered([NAME])
    acts = talk.heard(final("いいえ"))
    assert not any(isinstance(act, HandOverLinks) for act in acts)
    assert spoken(acts).endswith(NAME.text)


def test_the_code_is_told_again_as_the_call_ends() -> None:
    talk = plain()
    talk.can_go_on_with(CODE)
    talk.answered([NAME])
    talk.silence()
    talk.silence()
    goodbye = talk.silence()
    assert CODE in spoken(goodbye)
    assert ends(goodbye)


def test_a_call_that_has_lasted_long_ends_with_the_code() -> None:
    talk = plain()
    talk.can_go_on_with(CODE)
    acts = talk.time_is_up()
    assert CODE in spoken(acts)
    assert ends(acts)
    assert talk.time_is_up() == []


@pytest.mark.parametrize("agrees", [True, False])
def test_who_calls_again_is_asked_whether_to_go_on(agrees: bool) -> None:
    talk = plain()
    assert text("ja", "voice.continuation_ask") in spoken(talk.begin(CODE))
    acts = talk.heard(final("はい" if agrees else "いいえ"))
    assert sent(acts) == ([Send(text=f"引き継ぎ {CODE}")] if agrees else [])


def test_something_else_than_yes_or_no_is_a_new_request() -> None:
    talk = plain()
    talk.begin(CODE)
    assert sent(talk.heard(final("転出届を出したい"))) == [Send(text="転出届を出したい")]


def test_links_are_not_offered_where_they_cannot_be_sent() -> None:
    talk = plain()
    talk.answered([CARD])
    assert text("ja", "voice.send_ask") not in spoken(talk.heard(final("続けて")))


def test_without_a_way_to_connect_the_number_is_told_twice_and_the_question_stays() -> None:
    talk = plain()
    talk.answered([NAME])
    acts = talk.heard(final("人と話したい"))
    assert spoken(acts).count(PHONE) == 2
    assert spoken(acts).endswith(NAME.text)
    assert not any(isinstance(act, Transfer) for act in acts)


def test_who_could_not_be_connected_is_told_the_number_and_goes_on() -> None:
    talk = dialogue()
    talk.answered([NAME])
    acts = talk.pressed("0")
    assert any(isinstance(act, Transfer) for act in acts)
    told = talk.not_connected(PHONE)
    assert spoken(told).count(PHONE) == 2
    assert spoken(told).endswith(NAME.text)
    assert "よろしいですか" in spoken(talk.heard(final("山田 太郎")))
