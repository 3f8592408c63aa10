"""A whole moving-in in each language that we answer in: not one string of ours is Japanese there.

What the residents typed stays as it is, and so do ``original``, the Japanese behind a translation,
official names in brackets and quotes, and the title of the Japanese page that a fact comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from madoguchi.submissions import receipt_number

from .stack import Resident
from .test_application import answer_to

Talk = Callable[..., Resident]

ASKED = {
    "ja": "転入届に必要なものは何ですか",
    "ja-easy": "引っ越してきました。何が必要ですか",
    "en": "I just moved into Nerima. What do I need to bring for the moving-in notification?",
    "zh-Hans": "我刚搬到练马区，办理迁入登记需要带什么？",
    "ko": "네리마구로 이사 왔어요. 전입신고에 필요한 서류는 뭐예요?",
    "vi": "Tôi vừa chuyển đến Nerima. Đăng ký chuyển đến cần giấy tờ gì?",
}
"""The question for the documents of moving in: answered, or moving in is among the choices."""

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_KEPT = re.compile(r"[(（][^()（）]*[)）]|[\"“「『‘'][^\"”」』’']*[\"”」』’']")


@pytest.mark.parametrize("language", ASKED)
def test_a_whole_moving_in(talk: Talk, language: str) -> None:
    resident = talk("nerima", language)
    check(resident.messages, language)

    resident.say(ASKED[language])
    candidates = {each["procedure"] for each in resident.understanding["candidates"]}
    assert "moving-in" in candidates, resident.shown()
    check(resident.messages, language)
    resident.press_postback("procedure:moving-in:documents")
    assert resident.understanding["aspect"] == "documents"
    check(resident.messages, language)

    resident.press_postback("apply:moving-in")
    check(resident.messages, language)
    for _ in range(40):
        if resident.last["kind"] == "summary":
            break
        answer(resident)
        check(resident.messages, language)
    assert resident.last["kind"] == "summary", resident.shown()

    resident.press_postback(
        next(b["postback"] for b in resident.buttons() if b["postback"].startswith("submit:"))
    )
    receipt = resident.last
    assert receipt["kind"] == "receipt"
    number = receipt_number.parse(receipt["receipt_number"])
    check(resident.messages, language)

    resident.say(number)
    assert resident.understanding["aspect"] == "status"
    check(resident.messages, language)
    resident.press_postback("status:")
    check(resident.messages, language)

    said = [each["message"] for each in resident.history() if each["role"] == "assistant"]
    assert len(said) > 15
    check(said, language)


def answer(resident: Resident) -> None:
    """Press where there are buttons, type the rest."""
    question = resident.last
    assert question["kind"] == "question", resident.shown()
    assert question["error"] is None, resident.shown()
    answers = [c for c in question["choices"] if c["postback"].startswith("answer:")]
    if answers:
        resident.press_postback(answers[-1]["postback"])
    else:
        resident.say(answer_to(question, "nerima"))


def check(messages: list[dict[str, Any]], language: str) -> None:
    assert messages
    for message in messages:
        assert message["language"] == language, message
        by = None if language == "ja" else "curated"
        assert message["translated_by"] == by, message
        assert (message["original"] is None) == (language == "ja"), message
        for text in read(message):
            assert not is_japanese(text, language), text


def read(message: dict[str, Any]) -> Iterator[str]:
    """What is read of a message, but for what was typed."""
    yield message["text"]
    for name in ("title", "label", "help", "hours", "next_steps"):
        yield message.get(name) or ""
    yield from message.get("items") or ()
    for row in message.get("rows") or ():
        yield row["label"]
        if message["kind"] != "summary":
            yield row["value"]
    yield from (button["label"] for button in message.get("choices") or ())


def is_japanese(text: str, language: str) -> bool:
    """Whether Japanese is left where there should be none; やさしい日本語 is, of course."""
    if language in ("ja", "ja-easy"):
        return False
    for _ in range(3):
        text = _KEPT.sub("", text)
    return bool(_KANA.search(text) or (language != "zh-Hans" and _KANJI.search(text)))
