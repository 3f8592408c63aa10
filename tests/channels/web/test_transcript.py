"""The transcript: everything that was said, as text that can be kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from channels.conversation import HistoryEntry
from channels.web.transcript import written
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import (
    BaseMessage,
    Button,
    CardMessage,
    CardRow,
    ChoicesMessage,
    LinkMessage,
    Message,
    MessageSource,
    PlaceMessage,
    QuestionMessage,
    ReceiptMessage,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)
from tests.channels.conftest import Talk

AT = "2026-11-24T16:00:00+00:00"
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
BUTTONS = (Button(label="はい", postback="answer:consent:yes"),)
EVERY_KIND: dict[str, tuple[BaseMessage, list[str]]] = {
    "text": (TextMessage(text="こんにちは。\n二行目"), ["こんにちは。", "二行目"]),
    "choices": (ChoicesMessage(text="どれですか。", choices=BUTTONS), ["どれですか。", "  [はい]"]),
    "card": (
        CardMessage(
            text="届出です。",
            title="転入届",
            rows=(CardRow(label="手数料", value="300円"),),
            items=("本人確認書類",),
            choices=BUTTONS,
        ),
        ["■ 転入届", "届出です。", "  手数料: 300円", "  - 本人確認書類", "  [はい]"],
    ),
    "question": (
        QuestionMessage(
            text="お名前は？", field="name", field_kind=FieldKind.NAME, label="お名前",
            required=True, help="戸籍のとおりに", choices=BUTTONS,
        ),
        ["お名前は？", "戸籍のとおりに", "  [はい]"],
    ),
    "summary": (
        SummaryMessage(
            text="送信しますか。",
            title="内容の確認",
            rows=(SummaryRow(field="name", label="お名前", value="佐藤", edit="edit:name"),),
            choices=BUTTONS,
        ),
        ["■ 内容の確認", "送信しますか。", "  お名前: 佐藤", "  [はい]"],
    ),
    "receipt": (
        ReceiptMessage(
            text="受け付けました。", receipt_number="SHI-0001", procedure="moving-out",
            title="転出届", submitted_at=AT, next_steps="お待ちください。",
        ),
        ["■ 転出届", "受け付けました。", "  SHI-0001", "お待ちください。"],
    ),
    "place": (
        PlaceMessage(
            text="こちらです。", name="区役所", address="宇田川町1-1", phone="03-0000-0000"
        ),
        ["こちらです。", "  区役所", "  宇田川町1-1", "  03-0000-0000"],
    ),
    "link": (
        LinkMessage(text="ご覧ください。", title="案内", url="https://example.jp/"),
        ["■ 案内", "ご覧ください。", "  https://example.jp/"],
    ),
}  # fmt: skip


def entry(message: BaseMessage, role: str = "assistant") -> HistoryEntry:
    return HistoryEntry(1, role, message.model_dump(mode="json"), AT)


def lines(message: BaseMessage, language: str = "ja", role: str = "assistant") -> list[str]:
    """What is written of one message: who and when, then what."""
    return (
        written([entry(message, role)], None, language, NOW).rstrip().split("\n\n")[1].split("\n")
    )


def test_every_kind_is_here() -> None:
    (union, *_) = get_args(Message)
    assert {one.model_fields["kind"].default for one in get_args(union)} == EVERY_KIND.keys()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_is_written_with_all_that_it_says(kind: str) -> None:
    message, expected = EVERY_KIND[kind]
    assert lines(message) == ["[2026-11-25 01:00] まどぐち", *expected]


def test_the_source_is_named() -> None:
    source = MessageSource(title="転入届", url="https://example.jp/", verified_on=date(2026, 11, 1))
    assert lines(TextMessage(text="はい。", source=source))[-1] == (
        "  出典： 転入届 https://example.jp/ (2026-11-01)"
    )
    assert len(lines(TextMessage(text="はい。", source=MessageSource(procedure="moving-in")))) == 2


def test_a_translation_is_followed_by_its_original() -> None:
    said = TextMessage(
        text="Hello.", language="en", original="こんにちは。", translated_by="machine"
    )
    assert lines(said, "en") == ["[2026-11-25 01:00] Madoguchi", "Hello.", "（こんにちは。）"]


def test_staff_are_named_and_residents_are_not() -> None:
    assert lines(TextMessage(text="はい。", author="渋谷区 佐々木"))[0].endswith("] 渋谷区 佐々木")
    assert lines(TextMessage(text="はい。"), role="resident")[0].endswith("] ご本人")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_headed_in_every_language(language: str, catalogue: Catalogue) -> None:
    head = written([], catalogue.wards["shibuya"], language, NOW).split("\n")
    assert head[0]
    assert head[1] == "渋谷区"
    assert "2026-11-25 00:30" in head[2], "in Japan it is the next day"
    assert not re.search("[｜《》]", "".join(head))


def test_it_comes_as_a_file_with_the_whole_conversation(talk: Talk) -> None:
    talk.say("転入届を出したい <b>")
    response = talk.http.get(f"{talk.url}/transcript", headers=talk.headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="madoguchi-\d{4}-\d\d-\d\d\.txt"',
        response.headers["content-disposition"],
    )
    assert response.headers["cache-control"] == "no-store"
    text = response.content.decode("utf-8")
    assert "渋谷区" in text
    assert text.index(talk.greeting[0]["text"]) < text.index("転入届を出したい <b>")
    assert "「転入届を出したい <b>」ですね。" in text
    assert f"[{talk.greeting[0]['choices'][0]['label']}]" in text


def test_it_is_the_residents_only(talk: Talk) -> None:
    assert talk.http.get(f"{talk.url}/transcript").status_code == 401
