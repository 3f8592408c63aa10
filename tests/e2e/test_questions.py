"""A resident asks; the ward's answer comes from the catalogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from madoguchi.clock import JST, system_clock

from .stack import Resident

Talk = Callable[..., Resident]
SATURDAY = 5


@pytest.mark.parametrize(
    ("said", "procedure"),
    [
        ("来月、練馬から渋谷に引っ越すので転出届を出したい", "moving-out"),
        ("赤ちゃんが生まれました。何を出せばいいですか", "birth-notification"),
        ("ソファーを捨てたいんだけど", "bulky-waste"),
        ("じゅうみんひょうがほしい", "resident-record-copy"),
        ("道路に穴があいていて危ない", "road-damage-report"),
    ],
)
def test_everyday_words_find_the_procedure(talk: Talk, said: str, procedure: str) -> None:
    resident = talk("shibuya")
    resident.say(said)
    found = [resident.understanding["procedure"]] + [
        candidate["procedure"] for candidate in resident.understanding["candidates"]
    ]
    assert procedure in found[:3]


def test_the_ward_is_asked_for_once_and_remembered(talk: Talk) -> None:
    resident = talk()
    assert "どちらの区" in resident.say("住民票の写しの手数料はいくらですか")
    assert "300円" in resident.press("渋谷区")
    assert resident.state["ward"]["id"] == "shibuya"
    assert "どちらの区" not in resident.say("粗大ごみの手数料は？")


def test_a_ward_named_in_the_question_is_not_asked_for(talk: Talk) -> None:
    resident = talk()
    shown = resident.say("練馬区で転入届に必要なものは何ですか")
    assert "どちらの区" not in shown
    assert "本人確認" in shown
    assert resident.state["ward"]["id"] == "nerima"


def test_a_following_question_is_about_the_same_procedure(talk: Talk) -> None:
    resident = talk("shibuya")
    resident.say("転入届に必要なものは何ですか")
    resident.say("じゃあ期限は？")
    assert resident.understanding["procedure"] == "moving-in"
    assert "14日" in resident.shown()


def test_the_deadline_is_worked_out_for_the_resident_s_date(talk: Talk) -> None:
    resident = talk("shibuya")
    shown = resident.say("2026年11月10日に引っ越しました。転入届の期限はいつですか")
    assert "11月24日" in shown


def test_every_answer_names_its_source(talk: Talk) -> None:
    resident = talk("nerima")
    resident.say("転出届に必要なものは？")
    source = resident.last["source"]
    assert source["procedure"] == "moving-out"
    assert source["ward"] == "nerima"


def test_opening_on_a_saturday(talk: Talk) -> None:
    resident = talk("shinjuku")
    shown = resident.say("土曜日は開いていますか")
    if system_clock().astimezone(JST).weekday() == SATURDAY:  # today, then
        assert "本日は閉庁日" in shown
    else:
        assert "土曜" in shown or "（土）" in shown


def test_a_move_between_wards_lists_both_wards_steps_in_order(talk: Talk) -> None:
    resident = talk()
    shown = resident.say("練馬区から渋谷区に引っ越します。やることを全部教えて")
    assert shown.index("練馬区") < shown.index("渋谷区")
    assert "転出届" in shown
    assert "転入届" in shown
    assert shown.index("転出届") < shown.index("転入届")


def test_unclear_words_get_choices_and_a_choice_is_answered(talk: Talk) -> None:
    resident = talk("shibuya")
    resident.say("引っ越し")
    assert resident.kinds()[-1] == "choices"
    labels = resident.labels()
    assert "この中にはない" in labels
    resident.press(labels[0])
    assert resident.understanding["procedure"] is not None


def test_a_person_is_offered_after_repeated_misunderstanding(talk: Talk) -> None:
    """Whatever Rasa takes each of them for: one or two may look like something else."""
    resident = talk("shibuya")
    shown = ""
    for babble in (
        "ふんがふんが",
        "もげもげらりほー",
        "ぴよぴよぽんぽこ",
        "ほにゃらかぽい",
        "ぬるぽぬるぽ",
    ):
        shown += resident.say(babble)
        assert resident.understanding["procedure"] is None
    assert "03-3463-1211" in shown


def test_what_no_ward_handles_is_declined_with_the_right_authority(talk: Talk) -> None:
    resident = talk("shibuya")
    shown = resident.say("運転免許の更新をしたい")
    assert "警視庁" in shown
    assert resident.understanding["procedure"] is None


def test_danger_points_to_119_at_once_even_inside_an_application(talk: Talk) -> None:
    resident = talk("shibuya")
    resident.say("転出届を申請したい")
    shown = resident.say("火事です！助けて")
    assert "119" in shown
    assert resident.understanding["intent"] == "emergency"


def test_a_person_is_named_when_asked_for(talk: Talk) -> None:
    assert "03-3463-1211" in talk("shibuya").say("人と話したいです。職員につないで")


def test_not_this_but_that_is_respected(talk: Talk) -> None:
    resident = talk("shibuya")
    resident.say("転入届じゃなくて転居届に必要なものは？")
    assert resident.understanding["procedure"] == "moving-within"


def test_who_writes_in_another_language_is_answered_in_it(talk: Talk) -> None:
    resident = talk("shibuya")
    shown = resident.say("How do I throw away an old sofa?")
    assert "I will answer in English" in shown
    assert resident.understanding["procedure"] == "bulky-waste"
    assert {message["language"] for message in resident.messages} == {"en"}
    assert "日本語" in resident.labels(), "the way back"
    assert "Bulky" in resident.say("And what does it cost?")


def test_an_application_goes_on_in_the_language_that_is_offered_in_it(talk: Talk) -> None:
    resident = talk("nerima")
    resident.say("転出届を申請したいです。名前は佐藤美咲です")
    assert resident.last["field"] == "name_kana"
    assert "Tiếng Việt" not in resident.say("Nguyễn Thị Lan Anh")
    resident.say("さとうみさき")
    assert resident.last["field"] == "birth_date"
    resident.say("Tôi phải trả bao nhiêu tiền cho thủ tục này?")
    assert resident.labels()[:2] == ["Tiếng Việt", "日本語"]
    assert resident.last["field"] == "birth_date"
    resident.press("Tiếng Việt")
    assert resident.last["field"] == "birth_date"
    assert {message["language"] for message in resident.messages} == {"vi"}
