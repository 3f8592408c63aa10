"""Whatever is heard, pressed or answered, in any order."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.answers import emergency, guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.turn import reads_as_question
from madoguchi.messages import Message, QuestionMessage, ReceiptMessage
from madoguchi.voice.manners import words
from madoguchi.voice.manners.acts import Act, Send
from madoguchi.voice.manners.dialogue import Dialogue
from tests.madoguchi.voice.manners.caller import dialogue, final, sent, spoken

TODAY = date(2026, 11, 24)


def _questions(name: str) -> list[Message]:
    procedure = catalogue().procedure(name, "nerima")
    draft = Draft(procedure=name, ward="nerima")
    fields = applicable_fields(procedure.procedure, draft)
    return [questions.question(procedure, field, draft, TODAY) for field in fields]


_MOVING_OUT = catalogue().procedure("moving-out", "nerima")
_DRAFT = Draft(procedure="moving-out", ward="nerima", values={"name": "山田", "phone": "03"})
MESSAGES: list[Message] = [
    *_questions("moving-out"),
    *_questions("bulky-waste"),
    questions.summary(_MOVING_OUT, _DRAFT, TODAY),
    questions.confirm_cancel(_DRAFT),
    guidance.ask_ward(catalogue().wards),
    guidance.help_text(),
    guidance.handover(catalogue().wards["nerima"]),
    emergency.message("火事です"),
    ReceiptMessage(
        text="申請を受け付けました。",
        receipt_number="7K4M-92QX-BR32",
        procedure="moving-out",
        title="転出届",
        submitted_at="2026-11-24T10:00:00+09:00",
        next_steps="区が内容を確認します。",
    ),
]
SAID = """
はい|いいえ|うん|違います|山田 太郎|やまだ たろう|かなで|ソファ 一つ|二番|昭和六十年四月一日|
〇九〇一二三四五六七八|sato@example.com|練馬区豊玉北六丁目十二の一|いいえ、佐藤です|もう一度|ゆっくり|
続けて|とばす|戻る|やめる|人と話したい|ヘルプ|手数料はいくらですか|火事です|渋谷区|お名前を訂正|
山川の山、田んぼの田|来週の金曜日|John Smith|yes|no|April 1, 1985
"""

TEXTS = st.one_of(st.sampled_from(SAID.strip().replace("\n", "").split("|")), st.text(max_size=40))
EVENTS = st.one_of(
    st.tuples(
        st.just("heard"),
        st.tuples(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from([0.1, 0.9])),
    ),
    st.tuples(st.just("pressed"), st.text("0123456789*#", min_size=1, max_size=12)),
    st.tuples(st.just("answered"), st.lists(st.sampled_from(MESSAGES), max_size=2)),
    st.tuples(st.just("silence"), st.none()),
)


def happen(talk: Dialogue, event: tuple[str, Any]) -> list[Act]:
    match event:
        case ("heard", (texts, confidence)):
            return talk.heard(final(*texts, confidence=confidence))
        case ("pressed", digits):
            return talk.pressed(digits)
        case ("answered", messages):
            return talk.answered(messages)
        case _:
            return talk.silence()


def is_value(send: Send) -> bool:
    """Whether the form would keep it, and not only go back, skip, ask or answer."""
    if send.postback is not None:
        return send.postback.startswith(("answer:", "submit:"))
    assert send.text is not None
    return not (
        send.text == "スキップ" or emergency.detect(send.text) or reads_as_question(send.text)
    )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["ja", "en", "ja-easy"]),
    st.booleans(),
    st.lists(EVENTS, min_size=1, max_size=14),
)
def test_no_value_is_sent_that_was_not_confirmed(
    language: str, has_screen: bool, events: list[tuple[str, Any]]
) -> None:
    talk = dialogue(language, has_screen=has_screen)
    asked: Message | None = None
    is_answering = False
    read_back = ""
    for event in events:
        acts = happen(talk, event)
        if event[0] == "answered":
            asking = [
                one for one in event[1] if getattr(one, "choices", ()) or one.kind == "question"
            ]
            asked = asking[-1] if asking else None if is_answering else asked
            is_answering = False
        is_answering = is_answering or bool(sent(acts))
        read_back += spoken(acts)
        for send in sent(acts):
            if isinstance(asked, QuestionMessage) and is_value(send):
                assert agreed(event, language) or (send.text and f"{send.text}様" in read_back)


def agreed(event: tuple[str, Any], language: str) -> bool:
    """Whether the event is a yes, by voice or by key."""
    if event[0] == "pressed":
        return "1" in event[1]
    texts, confidence = event[1]
    said = next(text for text in texts if words.written(text))
    return confidence > 0.5 and words.yes_or_no(said, language) is True


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(EVENTS, max_size=10), st.sampled_from(MESSAGES))
def test_after_two_failures_another_way_or_a_person_is_offered(
    has_screen: bool, events: list[tuple[str, Any]], message: Message
) -> None:
    talk = dialogue(has_screen=has_screen)
    for event in events:
        happen(talk, event)
    talk.answered([message])
    unheard = final("むにゃ", confidence=0.1)
    talk.heard(unheard)
    for _ in range(3):
        acts = talk.heard(unheard)
        # Nothing is said any more only where the call is over.
        assert not acts or "職員" in spoken(acts)
