"""What a voice message does, from what a recogniser made of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft
from madoguchi.messages import Button, ChoicesMessage, Message, QuestionMessage, SummaryMessage
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.understanding import Situation
from madoguchi.voice.manners.voice_message import Understood, understood
from madoguchi.voice.recognition.recogniser import Final, Hypothesis
from madoguchi.voice.transcribing import Transcript
from tests.madoguchi.voice.manners.caller import TODAY, final

YES_NO = (
    Button(label="はい", postback="answer:has_lift:yes"),
    Button(label="いいえ", postback="answer:has_lift:no"),
)
SUMMARY = SummaryMessage(
    text="送る内容です。",
    title="申請内容",
    rows=(),
    choices=(Button(label="この内容で申請する", postback="submit:0123abcd"),),
)


def question(kind: FieldKind, **more: Any) -> QuestionMessage:
    return QuestionMessage(
        text="教えてください。", field="has_lift", field_kind=kind, label="項目", required=True,
        step=1, steps=2, **more,
    )  # fmt: skip


def take(
    *utterances: Final,
    asked: Message | None = None,
    engine: str = "whisper",
    language: str = "ja",
) -> Understood | None:
    transcript = Transcript(language, utterances, seconds=5.0, processing_seconds=0.1)
    return understood(transcript, engine, Situation(asked, language, TODAY, None, (), "練馬区"))


def test_a_request_is_sent_as_it_was_said() -> None:
    assert take(final("住民票の写しを取りたいです。")) == Understood(
        Send(text="住民票の写しを取りたいです"), "住民票の写しを取りたいです"
    )


def test_a_pause_is_a_comma_and_the_whole_is_one_message() -> None:
    found = take(final("引っ越しました"), final("何をすればいいですか。"))
    assert found is not None
    assert found.shown == "引っ越しました、何をすればいいですか"
    english = take(final("I moved"), final("what do I do"), language="en")
    assert english is not None
    assert english.shown == "I moved what do I do"


@pytest.mark.parametrize(
    "utterances",
    [(), (final(""),), (final("えっと、"),), (final("住民票", confidence=0.3),)],
)
def test_nobody_or_too_faint_is_not_heard(utterances: tuple[Final, ...]) -> None:
    assert take(*utterances) is None


def test_in_a_form_less_surety_is_enough_since_the_form_looks_at_it() -> None:
    unsure = final("山田太郎", confidence=0.45)
    assert take(unsure) is None
    assert take(unsure, asked=question(FieldKind.NAME)) is not None


def test_one_word_that_was_heard_badly_does_not_spoil_a_long_message() -> None:
    cough = Final((Hypothesis("ん", 0.1),), 0.0, 0.2)
    request = Final((Hypothesis("転入届を出したいです", 0.9),), 1.0, 4.0)
    assert take(cough, request) is not None
    assert take(request, Final((Hypothesis("んん", 0.1),), 4.0, 9.0)) is None


def test_danger_is_believed_at_any_confidence_and_in_any_hypothesis() -> None:
    found = take(final("家事です", "火事です、助けてください", confidence=0.05))
    assert found is not None
    assert found.send == Send(text="火事です、助けてください")
    assert take(final("火事です", confidence=0.01), asked=SUMMARY) is not None


@pytest.mark.parametrize(
    ("kind", "said", "send", "shown"),
    [
        (FieldKind.NAME, "山田 太郎と申します", "山田 太郎", None),
        (FieldKind.KANA, "山田太郎です", "ヤマダ タロウ", None),
        (FieldKind.PHONE, "ゼロキューゼロ 1234 5678です", "090-1234-5678", None),
        (FieldKind.DATE, "昭和60年4月1日です", "1985-04-01", "1985年4月1日、昭和60年4月1日"),
        (FieldKind.NUMBER, "3です", "3", None),
    ],
)
def test_an_answer_is_what_the_form_reads_in_it(
    kind: FieldKind, said: str, send: str, shown: str | None
) -> None:
    assert take(final(said), asked=question(kind)) == Understood(Send(text=send), shown or send)


def test_a_choice_that_is_named_is_pressed_and_shown_by_its_label() -> None:
    asked = question(FieldKind.YES_NO, choices=YES_NO)
    assert take(final("はい、あります"), asked=asked) == Understood(
        Send(postback="answer:has_lift:yes"), "はい"
    )


def test_what_fits_no_answer_goes_to_the_form_as_it_is() -> None:
    """The form says what it takes, or answers what was asked back."""
    asked = question(FieldKind.DATE)
    for said in ("わかりません", "それはいつまでですか"):
        assert take(final(said), asked=asked) == Understood(Send(text=said), said)


@pytest.mark.parametrize(
    "asked",
    [
        SUMMARY,
        questions.confirm_cancel(Draft(procedure="moving-in", ward="nerima")),
        ChoicesMessage(text="消しますか。", choices=(
            Button(label="消す", postback="delete:"), Button(label="やめる", postback="no"))),
        ChoicesMessage(text="送りますか。", choices=(
            Button(label="この質問を送る", postback="inquiry:send:0123abcd"),
            Button(label="やめる", postback="inquiry:cancel"))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", ["はい", "消す", "やめる", "この質問を送る", "申請する", "1番"])
def test_no_voice_presses_what_cannot_be_taken_back(asked: Message, said: str) -> None:
    found = take(final(said), asked=asked)
    assert found is not None
    pressed = found.send.postback
    assert pressed is None or pressed == "no"


def test_a_ward_among_the_buttons_is_pressed() -> None:
    asked = ChoicesMessage(
        text="どの区ですか。",
        choices=(
            Button(label="練馬区", postback="ward:nerima"),
            Button(label="渋谷区", postback="ward:shibuya"),
        ),
    )
    assert take(final("渋谷区です"), asked=asked) == Understood(
        Send(postback="ward:shibuya"), "渋谷区です"
    )


def test_today_is_todays() -> None:
    found = take(final("昨日です"), asked=question(FieldKind.DATE))
    assert found is not None
    assert date.fromisoformat(str(found.send.text)) == date(2026, 11, 23)
