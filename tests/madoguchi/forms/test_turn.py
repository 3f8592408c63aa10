"""Commands and side questions, told apart from answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.forms.turn import Command, Turn, command, is_side_question


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("戻る", Command.BACK),
        ("一つ前の質問に戻ってください", Command.BACK),
        ("やっぱり訂正", Command.CORRECT),
        ("住所を間違えました", Command.CORRECT),
        ("キャンセル", Command.CANCEL),
        ("ｷｬﾝｾﾙ", Command.CANCEL),
        ("やめます", Command.CANCEL),
        ("スキップ", Command.SKIP),
        ("特にありません", Command.SKIP),
        ("もう一度お願いします", Command.REPEAT),
        ("はい、お願いします", Command.AFFIRM),
        ("ＯＫです", Command.AFFIRM),
        ("いいえ、違います", Command.DENY),
        ("まだです", Command.DENY),
    ],
)
def test_a_short_phrase_is_a_command_by_itself(text: str, wanted: Command) -> None:
    assert command(Turn(text)) is wanted


@pytest.mark.parametrize(
    "text",
    ["佐藤美咲", "はい島太郎", "戻橋町1-2-3", "練馬区豊玉北6-12-1", "家の壁にひびが入りました", ""],
)
def test_an_answer_is_no_command(text: str) -> None:
    assert command(Turn(text, "inform", 0.99)) is None


def test_rasa_must_be_sure_of_a_command() -> None:
    assert command(Turn("とりあえずここまで", "cancel", 0.95)) is Command.CANCEL
    assert command(Turn("とりあえずここまで", "cancel", 0.6)) is None


def test_rasa_alone_never_gives_consent() -> None:
    assert command(Turn("もちもち", "affirm", 1.0)) is None


def test_a_typed_intent_is_no_command() -> None:
    assert command(Turn("/affirm", "affirm", 1.0)) is None


def test_a_pressed_button_is_its_command() -> None:
    assert command(Turn("", "go_back", 1.0, {})) is Command.BACK


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "aside"),
    [
        ("手数料はいくらですか", "ask_fee", 0.9, True),
        ("何時まで開いていますか？", "ask_hours", 0.6, True),
        ("手数料はいくらですか", "ask_fee", 0.4, False),
        ("豊玉北6-12-1", "ask_where", 0.99, False),
        ("ありがとうございます", "thanks", 0.95, True),
        ("佐藤有里", "thanks", 0.95, False),
        ("火事です", "emergency", 0.9, True),
        ("手数料はいくらですか", "inform", 0.9, False),
        ("設定", "settings", 1.0, True),
        ("設定一郎", "settings", 0.95, False),
        ("English please", "set_language", 1.0, True),
        ("中文 太郎", "set_language", 0.95, False),
    ],
)
def test_a_side_question_needs_the_words_of_one(
    text: str, intent: str, confidence: float, aside: bool
) -> None:
    assert is_side_question(Turn(text, intent, confidence)) is aside


@pytest.mark.parametrize(("pressed", "aside"), [({"near": "35.7,139.7"}, True), (None, False)])
def test_only_a_shared_position_asks_what_is_near(
    pressed: dict[str, str] | None, aside: bool
) -> None:
    turn = Turn("位置情報", "ask_nearest_shelter", 1.0, pressed)
    assert is_side_question(turn) is aside
    assert command(turn) is None


@given(st.text(min_size=26, max_size=200), st.sampled_from(["cancel", "affirm", "go_back"]))
def test_a_long_text_is_never_a_command(text: str, intent: str) -> None:
    said = "あ" * 26 + text
    assert command(Turn(said, intent, 1.0)) is None
