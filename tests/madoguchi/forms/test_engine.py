"""The form engine, without Rasa and without storage: examples and properties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue.catalogue import WardProcedure, catalogue
from madoguchi.forms import engine
from madoguchi.forms.draft import Draft, applicable_fields, open_fields
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.turn import Turn
from madoguchi.messages import ChoicesMessage, QuestionMessage, SummaryMessage

TODAY = date(2026, 11, 24)
ACCEPTING = sorted(
    id_ for id_, procedure in catalogue().procedures.items() if procedure.form.accepting
)


def of(procedure: str, ward: str = "nerima") -> WardProcedure:
    return catalogue().procedure(procedure, ward)


def begin(procedure: str, opening: str = "") -> Outcome:
    return engine.begin(of(procedure), "nerima", opening, TODAY)


def say(outcome: Outcome, text: str, intent: str = "inform", confidence: float = 0.9) -> Outcome:
    turn = Turn(text, intent, confidence)
    return engine.answer(of(outcome.draft.procedure), outcome.draft, turn, TODAY)


def speak(outcome: Outcome, text: str, intent: str = "inform") -> Outcome:
    """Say it by a voice message."""
    turn = Turn(text, intent, 1.0, is_heard=True)
    return engine.answer(of(outcome.draft.procedure), outcome.draft, turn, TODAY)


def press(outcome: Outcome, postback_intent: str, **entities: str) -> Outcome:
    turn = Turn("", postback_intent, 1.0, entities)
    return engine.answer(of(outcome.draft.procedure), outcome.draft, turn, TODAY)


def asked(outcome: Outcome) -> str:
    question = outcome.messages[-1]
    assert isinstance(question, QuestionMessage)
    return question.field


def error(outcome: Outcome) -> str:
    question = outcome.messages[-1]
    assert isinstance(question, QuestionMessage)
    assert question.error is not None
    return question.error


def test_the_opening_sentence_is_taken_and_not_asked_again() -> None:
    outcome = begin(
        "moving-out", "転出届を出したい。名前は佐藤美咲、平成3年4月2日生まれ、電話は090-1234-5678"
    )
    assert outcome.draft.values == {
        "name": "佐藤美咲",
        "birth_date": "1991-04-02",
        "phone": "090-1234-5678",
    }
    assert asked(outcome) == "name_kana"


def test_the_thing_to_be_taken_away_is_taken_from_the_opening() -> None:
    outcome = begin("bulky-waste", "ソファ2つを捨てたい")
    assert outcome.draft.values["items"] == [{"name": "ソファ", "count": 2}]


def test_an_answer_to_another_question_is_taken_too() -> None:
    outcome = say(begin("moving-out"), "電話は０９０－１２３４－５６７８です")
    assert outcome.draft.values == {"phone": "090-1234-5678"}
    assert asked(outcome) == "name"


@pytest.mark.parametrize(
    ("field", "answer", "told"),
    [
        ("birth_date", "1990年2月30日", "2月"),
        ("birth_date", "2090年1月1日", "2026年11月24日までの日付"),
        ("phone", "😀", "電話番号"),
        ("phone", "\x00\x07", ""),
        ("address", "大阪府大阪市北区梅田1-1", "練馬区の住所"),
        ("address", "<script>alert(1)</script>", "町名と番地"),
        ("name_kana", "12345", ""),
    ],
)
def test_what_cannot_be_read_is_explained_and_asked_again(
    field: str, answer: str, told: str
) -> None:
    outcome = begin("moving-out")
    draft = outcome.draft.model_copy(update={"asking": field})
    again = engine.answer(of("moving-out"), draft, Turn(answer, "inform", 0.9), TODAY)
    assert again.draft.values == {}
    assert asked(again) == field
    assert told in error(again)


def test_a_postal_code_outside_the_ward_is_refused() -> None:
    draft = begin("moving-in").draft.model_copy(update={"asking": "new_postal_code"})
    again = engine.answer(of("moving-in"), draft, Turn("530-0001", "inform", 0.9), TODAY)
    assert "大阪府" in error(again)
    assert "練馬区" in error(again)


def test_half_width_kana_is_taken() -> None:
    draft = begin("moving-out").draft.model_copy(update={"asking": "name_kana"})
    taken = engine.answer(of("moving-out"), draft, Turn("ｻﾄｳ ﾐｻｷ", "inform", 0.9), TODAY)
    assert taken.draft.values["name_kana"] in ("さとう みさき", "サトウ ミサキ")


def test_back_correct_and_cancel() -> None:
    outcome = say(say(begin("moving-out"), "佐藤美咲"), "さとうみさき")
    assert asked(say(outcome, "戻る")) == "name_kana"
    assert asked(say(outcome, "名前を訂正したい")) == "name"
    asked_first = say(outcome, "キャンセル")
    assert asked_first.status is Status.OPEN
    assert asked_first.draft.values == outcome.draft.values
    assert say(asked_first, "はい").status is Status.CANCELLED
    assert say(asked_first, "いいえ").draft.values == outcome.draft.values


@pytest.mark.parametrize("text", ["English please", "中文", "한국어로", "tiếng Việt"])
def test_a_wish_for_a_language_alone_is_no_answer_and_the_form_goes_on(text: str) -> None:
    for asking in (begin("moving-out"), begin("road-damage-report")):
        aside = say(asking, text, "set_language", 1.0)
        assert aside.status is Status.SIDE_QUESTION
        assert aside.draft == asking.draft
        again = engine.ask_again(of(asking.draft.procedure), asking.draft, TODAY)
        assert asked(Outcome(asking.draft, again)) == asked(asking)


def test_a_side_question_changes_nothing() -> None:
    outcome = begin("moving-out")
    aside = say(outcome, "手数料はかかりますか？", "ask_fee", 0.95)
    assert aside.status is Status.SIDE_QUESTION
    assert aside.draft == outcome.draft


def test_the_words_of_a_choice_are_an_answer_whatever_rasa_thinks() -> None:
    draft = begin("disaster-victim-certificate").draft
    taken = engine.answer(
        of("disaster-victim-certificate"), draft, Turn("地震", "emergency", 0.99), TODAY
    )
    assert taken.draft.values == {"disaster_kind": "earthquake"}


def test_consent_to_another_content_than_shown_is_no_consent() -> None:
    outcome = filled("road-damage-report")
    old = outcome.draft.revision
    changed = say(press(outcome, "correct_answer", field="place"), "駅前の交差点")
    assert press(changed, "affirm", submit=old).status is Status.OPEN
    assert press(changed, "affirm", submit=changed.draft.revision).status is Status.CONSENTED


def test_only_the_button_of_the_question_gives_up() -> None:
    outcome = filled("road-damage-report")
    asked_first = press(outcome, "cancel")
    assert asked_first.status is Status.OPEN
    revision = outcome.draft.revision
    assert press(asked_first, "cancel").status is Status.OPEN, "pressed twice"
    assert press(asked_first, "cancel", abandon="00000000").status is Status.OPEN
    assert press(asked_first, "cancel", abandon=revision).status is Status.CANCELLED
    assert press(asked_first, "affirm", submit=revision).draft == outcome.draft
    assert press(asked_first, "deny").draft == outcome.draft


def test_a_late_press_of_giving_up_is_no_consent() -> None:
    kept = say(press(filled("road-damage-report"), "cancel"), "続けます")
    late = press(kept, "cancel", abandon=kept.draft.revision)
    assert late.status is Status.OPEN
    assert late.draft.phase == "confirming_cancel"
    assert press(kept, "affirm").status is Status.OPEN, "no bare button is consent"


@pytest.mark.parametrize("yes", ["はい", "はい、お願いします", "この内容で申請します", "OKです"])
def test_consent_in_words(yes: str) -> None:
    assert say(filled("road-damage-report"), yes).status is Status.CONSENTED


@pytest.mark.parametrize("other", ["/affirm", "はい、でも電話番号が違います", "もちもち", "まだ"])
def test_anything_else_is_no_consent(other: str) -> None:
    assert say(filled("road-damage-report"), other).status is Status.OPEN


def filled(procedure: str) -> Outcome:
    """The summary of an application that a cooperative resident has filled in."""
    outcome = begin(procedure)
    for _ in range(60):
        if isinstance(outcome.messages[-1], SummaryMessage):
            return outcome
        outcome = say(outcome, cooperative(outcome))
    raise AssertionError("the form did not end")


def cooperative(outcome: Outcome) -> str:
    question = outcome.messages[-1]
    assert isinstance(question, QuestionMessage)
    answers = [c.label for c in question.choices if c.postback.startswith("answer:")]
    if answers:
        return answers[-1]
    texts = {
        "name": "佐藤　美咲",
        "kana": "さとう みさき",
        "postal_code": "176-8501",
        "address": "東京都練馬区豊玉北6丁目12番1号",
        "phone": "０９０－１２３４－５６７８",
        "email": "misaki@example.jp",
        "number": "２",
        "item_list": "椅子 2",
        "file": "スキップ",
    }
    if question.field_kind == "date":
        return str(question.earliest)
    if question.field_kind == "text":
        return "1234567" if question.maximum == 7 else "玄関の前"
    return texts[question.field_kind]


@pytest.mark.parametrize("procedure", ACCEPTING)
def test_each_form_can_be_filled_in_and_shows_what_is_sent(procedure: str) -> None:
    outcome = filled(procedure)
    summary = outcome.messages[-1]
    assert isinstance(summary, SummaryMessage)
    fields = applicable_fields(of(procedure).procedure, outcome.draft)
    assert [row.field for row in summary.rows] == [field.id for field in fields]
    assert say(outcome, "はい").status is Status.CONSENTED


SAID = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "佐藤美咲", "平成3年4月2日", "2026年2月30日", "090-1234-5678", "176-8501", "はい",
            "いいえ", "戻る", "訂正", "やめる", "スキップ", "もう一度", "電話は03-3993-1111です",
            "練馬区豊玉北6-12-1", "家族全員", "手数料は？", "1", "２人", "/affirm", "あ" * 2000,
            "🙇‍♀️", "<b>x</b>", "\u202e", "ﾊｲ",
        ]
    ),
)  # fmt: skip
INTENTS = st.sampled_from(
    ["inform", "affirm", "deny", "cancel", "go_back", "correct_answer", "skip", "ask_fee",
     "nlu_fallback", "emergency", "thanks"]
)  # fmt: skip
TURNS = st.lists(st.tuples(SAID, INTENTS, st.floats(0.3, 1.0)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(procedure=st.sampled_from(ACCEPTING), turns=TURNS)
def test_whatever_is_said_the_form_stays_whole(
    procedure: str, turns: list[tuple[str, str, float]]
) -> None:
    outcome = begin(procedure)
    for text, intent, confidence in turns:
        before = outcome.draft
        outcome = say(outcome, text, intent, confidence)
        draft = outcome.draft
        if outcome.status is Status.CANCELLED:
            assert before.phase == "confirming_cancel"
            return
        if outcome.status is Status.CONSENTED:
            assert before.phase == "confirming"
            assert open_fields(of(procedure).procedure, draft) == ()
            return
        if outcome.status is Status.SIDE_QUESTION:
            assert draft == before
            continue
        assert outcome.messages, "the resident is never left without a word"
        names = {field.id for field in applicable_fields(of(procedure).procedure, draft)}
        assert set(draft.values) <= names
        assert set(draft.history) == set(draft.values)
        assert Draft.model_validate_json(draft.model_dump_json()) == draft
        asking = {draft.asking} if draft.asking else set()
        assert asking <= names


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(["name", "kana", "birth", "phone", "email"]))
def test_the_order_of_what_is_offered_does_not_matter(order: list[str]) -> None:
    sentences = {
        "name": "名前は佐藤美咲",
        "kana": "ふりがなはさとうみさき",
        "birth": "生年月日は平成3年4月2日",
        "phone": "電話は090-1234-5678",
        "email": "メールはmisaki@example.jp",
    }
    outcome = begin("moving-out")
    for part in order:
        outcome = say(outcome, sentences[part])
    expected = {
        "name": "佐藤美咲",
        "birth_date": "1991-04-02",
        "phone": "090-1234-5678",
        "email": "misaki@example.jp",
    }
    assert expected.items() <= outcome.draft.values.items()
    assert "name_kana" in outcome.draft.values


LONG = "あ" * 10_000


def test_ten_thousand_characters_at_the_opening_begin_an_empty_form() -> None:
    outcome = begin("moving-out", LONG)
    assert outcome.draft.values == {}
    assert asked(outcome) == "name"
    assert any("文章が長すぎます" in message.text for message in outcome.messages)


@pytest.mark.parametrize("answer", [LONG, "\x00\x1b", "", "   ", "🍣🍣🍣"])
def test_an_unusable_answer_loses_nothing(answer: str) -> None:
    outcome = say(begin("moving-out"), "佐藤美咲")
    again = say(outcome, answer)
    assert again.draft.values == outcome.draft.values
    assert asked(again) == "name_kana"
    assert error(again)


def test_ten_thousand_characters_at_the_summary_are_explained() -> None:
    again = say(filled("road-damage-report"), LONG)
    assert again.status is Status.OPEN
    assert isinstance(again.messages[-1], SummaryMessage)
    assert "文章が長すぎます" in again.messages[0].text


def test_html_is_kept_as_the_text_it_is() -> None:
    draft = begin("road-damage-report").draft.model_copy(update={"asking": "place"})
    turn = Turn("<b>駅前</b>", "inform", 0.9)
    taken = engine.answer(of("road-damage-report"), draft, turn, TODAY)
    assert taken.draft.values == {"place": "<b>駅前</b>"}


@pytest.mark.parametrize("wish", ["名前を訂正", "名前の訂正", "名前が違います", "名前を直したい"])
def test_a_wish_to_correct_opens_the_field_and_is_no_answer(wish: str) -> None:
    outcome = say(say(begin("moving-out"), "佐藤美咲"), "さとうみさき")
    opened = say(outcome, wish, "correct_answer", 0.95)
    assert asked(opened) == "name"
    assert "訂正" not in str(opened.draft.values)
    assert say(opened, "佐藤美穂").draft.values["name"] == "佐藤美穂"


def test_a_correction_with_its_value_is_taken_at_once() -> None:
    outcome = say(begin("moving-out"), "佐藤美咲")
    changed = say(outcome, "名前を佐藤美穂に訂正")
    assert changed.draft.values["name"] == "佐藤美穂"
    assert asked(changed) == "name_kana"


@pytest.mark.parametrize("word", ["はい", "いいえ", "お願いします"])
def test_yes_and_no_are_nobody_s_name(word: str) -> None:
    again = say(begin("moving-out"), word)
    assert again.draft.values == {}
    assert asked(again) == "name"


def test_no_passes_over_what_need_not_be_said() -> None:
    draft = begin("moving-out").draft.model_copy(update={"asking": "email"})
    turn = Turn("いいえ", "deny", 0.95)
    assert engine.answer(of("moving-out"), draft, turn, TODAY).draft.skipped == ("email",)


def test_a_required_field_is_not_passed_over() -> None:
    again = say(begin("moving-out"), "スキップ")
    assert asked(again) == "name"
    assert "必要な項目" in error(again)


def test_none_is_an_answer_where_it_is_a_choice() -> None:
    draft = begin("resident-record-copy").draft.model_copy(update={"asking": "shown_items"})
    turn = Turn("なし", "skip", 0.9)
    taken = engine.answer(of("resident-record-copy"), draft, turn, TODAY)
    assert taken.draft.values == {"shown_items": ["none"]}


def test_free_words_do_not_overwrite_what_was_told_before() -> None:
    outcome = begin("road-damage-report")
    for answer in ("穴・陥没", "駅前の交差点", "いいえ"):
        outcome = say(outcome, answer)
    assert asked(outcome) == "description"
    described = say(outcome, "穴の場所は歩道の真ん中です")
    assert described.draft.values["place"] == "駅前の交差点"
    assert "歩道の真ん中" in str(described.draft.values["description"])


def test_an_old_button_of_another_form_is_explained() -> None:
    outcome = press(begin("moving-out"), "inform", field="damage_kind", value="hole")
    assert outcome.draft.values == {}
    assert "その質問は、この申請にはありません" in outcome.messages[0].text


def test_three_unreadable_answers_offer_a_person() -> None:
    outcome = say(begin("moving-out"), "佐藤美咲")
    for _ in range(2):
        outcome = say(outcome, "12345")
        assert len(outcome.messages) == 1
    outcome = say(outcome, "12345")
    offered = outcome.messages[0]
    assert isinstance(offered, ChoicesMessage)
    assert "handover" in {choice.postback for choice in offered.choices}


def test_back_at_the_first_question_stays_there() -> None:
    outcome = say(begin("moving-out"), "戻る")
    assert asked(outcome) == "name"
    assert outcome.messages[0].text == "最初の質問です。"


@pytest.mark.parametrize("words", ["申請を続ける", "続けます", "送信します", "いいえ", "やめない"])
def test_going_on_after_all_keeps_every_answer(words: str) -> None:
    outcome = filled("road-damage-report")
    kept = say(say(outcome, "やめる"), words)
    assert kept.status is Status.OPEN
    assert kept.draft.values == outcome.draft.values
    assert isinstance(kept.messages[-1], SummaryMessage)


def test_an_answer_instead_of_yes_or_no_to_cancelling_is_taken() -> None:
    outcome = say(say(begin("moving-out"), "キャンセル"), "佐藤美咲")
    assert outcome.draft.values == {"name": "佐藤美咲"}
    assert outcome.draft.phase == "asking"


def test_no_at_the_summary_asks_what_to_correct() -> None:
    outcome = say(filled("road-damage-report"), "いいえ")
    opened = say(outcome, "場所")
    assert asked(opened) == "place"
    changed = say(opened, "区役所の裏")
    assert isinstance(changed.messages[-1], SummaryMessage)
    assert changed.draft.values["place"] == "区役所の裏"


def test_a_value_told_at_the_summary_changes_it_there() -> None:
    changed = say(filled("road-damage-report"), "場所は区役所の裏です")
    summary = changed.messages[-1]
    assert isinstance(summary, SummaryMessage)
    assert ("場所", "区役所の裏") in {(row.label, row.value) for row in summary.rows}


def test_the_summary_asks_consent_to_exactly_its_content() -> None:
    outcome = filled("road-damage-report")
    summary = outcome.messages[-1]
    assert isinstance(summary, SummaryMessage)
    assert summary.choices[0].postback == f"submit:{outcome.draft.revision}"
    assert {row.edit for row in summary.rows} == {f"edit:{row.field}" for row in summary.rows}


@pytest.mark.parametrize("words", ["はい", "はい、お願いします", "この内容で申請します"])
def test_a_voice_does_not_consent_and_is_asked_to_press(words: str) -> None:
    outcome = filled("road-damage-report")
    heard = speak(outcome, words, "affirm")
    assert heard.status is Status.OPEN
    assert "ボタンを押してください" in heard.messages[0].text
    assert heard.messages[-1] == outcome.messages[-1]
    assert say(heard, words).status is Status.CONSENTED


@pytest.mark.parametrize("words", ["はい", "やめます"])
def test_a_voice_throws_nothing_away_and_may_go_on(words: str) -> None:
    outcome = speak(say(begin("road-damage-report"), "道路の穴"), "やめます", "cancel")
    assert outcome.draft.phase == "confirming_cancel"
    heard = speak(outcome, words, "affirm")
    assert heard.status is Status.OPEN
    assert heard.draft == outcome.draft
    assert "ボタンを押してください" in heard.messages[0].text
    assert isinstance(heard.messages[-1], ChoicesMessage)
    assert speak(heard, "いいえ", "deny").draft.phase == "asking"
    assert say(heard, "はい").status is Status.CANCELLED


def test_what_is_heard_answers_the_question_as_typed_words_do() -> None:
    outcome = begin("road-damage-report")
    assert speak(outcome, "道路の穴") == say(outcome, "道路の穴", confidence=1.0)


def test_a_button_of_consent_is_no_consent_before_the_summary() -> None:
    outcome = begin("road-damage-report")
    early = press(outcome, "affirm", submit=outcome.draft.revision)
    assert early.status is Status.OPEN
    assert asked(early) == "damage_kind"


@settings(max_examples=25, deadline=None)
@given(
    procedure=st.sampled_from(ACCEPTING),
    steps=st.integers(1, 12),
    words=st.sampled_from(
        ["もう一度", "キャンセル", "🙇‍♀️", "あ" * 5000, "\x07", "<script>x</script>", "手数料は？"]
    ),
)
def test_no_answer_is_lost_by_anything_but_a_correction(
    procedure: str, steps: int, words: str
) -> None:
    outcome = begin(procedure)
    for _ in range(steps):
        if isinstance(outcome.messages[-1], SummaryMessage):
            break
        outcome = say(outcome, cooperative(outcome))
    after = say(outcome, words)
    assert outcome.draft.values.items() <= after.draft.values.items()
    if after.draft.phase == "confirming_cancel":
        assert say(after, "いいえ").draft.values == outcome.draft.values
        assert say(after, "はい").status is Status.CANCELLED


@settings(max_examples=25, deadline=None)
@given(procedure=st.sampled_from(ACCEPTING), steps=st.integers(1, 12))
def test_back_always_reopens_the_last_answer(procedure: str, steps: int) -> None:
    outcome = begin(procedure)
    for _ in range(steps):
        if isinstance(outcome.messages[-1], SummaryMessage):
            break
        outcome = say(outcome, cooperative(outcome))
    last = outcome.draft.history[-1]
    back = say(outcome, "戻る")
    assert asked(back) == last
    assert back.draft.values == {k: v for k, v in outcome.draft.values.items() if k != last}
