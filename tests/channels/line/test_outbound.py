from __future__ import annotations

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from channels.line.drawing.sender import Sender
from channels.line.outbound import draw
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import (
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
from tests.channels.line.line_json import (
    check,
    check_schema,
    postbacks,
    schema_file,
    squeezed,
    texts,
)

YES_NO = (Button(label="はい", postback="answer:a:yes"), Button(label="いいえ", postback="no"))


def card(title: str) -> CardMessage:
    return CardMessage(text=title, title=title, rows=(CardRow(label="手数料", value="300円"),))


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    return [
        message["contents"]["type"] if message["type"] == "flex" else message["type"]
        for message in messages
    ]


def place(name: str) -> PlaceMessage:
    return PlaceMessage(
        text=f"{name}です。", name=name, address="東京都練馬区1", latitude=35.7, longitude=139.6
    )


def test_one_place_has_a_pin_and_several_have_a_map_each_in_few_messages() -> None:
    assert kinds(check(draw([place("公園")]))) == ["bubble", "location"]
    closing = ChoicesMessage(
        text="災害を選んでください。", choices=(Button(label="洪水", postback="a"),)
    )
    (batch,) = draw([*map(place, ("公園", "学校", "広場")), closing])
    messages = check([batch])
    assert kinds(messages) == ["bubble", "bubble", "bubble", "text"]
    assert texts(messages).count("地図を開く（国土地理院）") == 3


def test_nothing_to_say_is_no_batch() -> None:
    assert draw([]) == []
    assert draw([TextMessage(text=" \n"), ChoicesMessage(text="", choices=())]) == []


def test_five_messages_stay_as_they_are() -> None:
    messages = check(draw([*(TextMessage(text=f"{n}") for n in range(4)), card("住民票")]))
    assert kinds(messages) == ["text"] * 4 + ["bubble"]


def test_of_six_the_neighbouring_texts_become_one() -> None:
    said: list[Message] = [*map(card, "三四五"), TextMessage(text="六")]
    messages = check(draw([TextMessage(text="一"), TextMessage(text="二"), *said]))
    assert kinds(messages) == ["text", "bubble", "bubble", "bubble", "text"]
    assert messages[0]["text"] == "一\n\n二"


def test_bubbles_become_a_carousel_only_when_texts_do_not_suffice() -> None:
    messages = check(draw([TextMessage(text="一"), *(card(f"{n}") for n in range(12))]))
    assert kinds(messages) == ["text", "carousel"]
    assert len(messages[1]["contents"]["contents"]) == 12


def test_a_carousel_of_thirteen_is_two_messages() -> None:
    messages = check(draw([card(f"{n}") for n in range(13)]))
    assert kinds(messages) == ["carousel", "bubble"]


def test_what_does_not_fit_five_messages_is_pushed_afterwards() -> None:
    said = [TextMessage(text="あ" * 5000) for _ in range(6)]
    batches = draw([*said, ChoicesMessage(text="よろしいですか。", choices=YES_NO)])
    assert [len(batch) for batch in batches] == [5, 2]
    messages = check(batches)
    assert messages[-1]["text"].endswith("よろしいですか。")
    assert postbacks(messages[-1]["quickReply"]) == ["answer:a:yes", "no"]


def test_choices_before_another_message_are_buttons_that_stay() -> None:
    asked = ChoicesMessage(text="よろしいですか。", choices=YES_NO)
    first, last = check(draw([asked, TextMessage(text="お待ちしています。")]))
    assert postbacks(first["contents"]) == ["answer:a:yes", "no"]
    assert texts(first) == ["よろしいですか。", "はい", "いいえ"]
    assert "quickReply" not in last


def test_a_blank_message_does_not_take_the_last_place() -> None:
    asked = ChoicesMessage(text="よろしいですか。", choices=YES_NO)
    (message,) = check(draw([asked, TextMessage(text="")]))
    assert len(message["quickReply"]["items"]) == 2


def test_the_sender_is_on_every_message() -> None:
    sender = Sender("渋谷区まどぐち", "https://example.jp/icon.png")
    place = PlaceMessage(text="区役所", name="区役所", address="1", latitude=35.0, longitude=139.0)
    messages = check(draw([TextMessage(text="一"), card("二"), place], sender))
    expected = {"name": "渋谷区まどぐち", "iconUrl": "https://example.jp/icon.png"}
    assert [message["sender"] for message in messages] == [expected] * 3


# What the world may send: any text without lone surrogates, which JSON could not carry.

EMOJI = "👨\u200d👩\u200d👧🏴\U000e0067\U000e0062\U000e007f🇯🇵👍🏽か\u3099❤\ufe0f"
SHORT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "手数料",
        EMOJI,
        "https://example.jp/a?b=c を見てください。",
        "03-1234-5678へ。",
    ]
)
LONG = st.builds(
    lambda unit, size: (unit * size)[:size],
    st.sampled_from(["あいうえお。", EMOJI, "あ", "😀", '"\\', "「はい。」と答えます！\n"]),
    st.integers(3000, 5000),
)
TEXT = SHORT | SHORT | SHORT | LONG
POSTBACK = st.from_regex(r"answer:[a-z]{1,8}:[あ-ん😀a-z]{1,120}", fullmatch=True)
BUTTONS = st.lists(st.builds(Button, label=SHORT | LONG, postback=POSTBACK), max_size=4) | (
    st.lists(st.builds(Button, label=SHORT, postback=POSTBACK), min_size=12, max_size=40)
)
ORIGIN = st.sampled_from([None, "common", "ward"])
SOURCE = st.none() | st.builds(
    MessageSource,
    origin=ORIGIN,
    title=st.none() | SHORT,
    url=st.sampled_from([None, "https://example.jp/住民票?q=a b|c[1]#d#e%", "javascript:x", "", "http://["]),
    verified_on=st.none() | st.dates(),
    updated_on=st.none() | st.dates(),
)  # fmt: skip
BASE = {
    "text": TEXT,
    "original": st.none() | TEXT,
    "translated_by": st.sampled_from([None, "curated", "machine"]),
    "source": SOURCE,
}
DEGREES = st.none() | st.floats(-200, 200) | st.just(float("nan"))
MESSAGE: st.SearchStrategy[Message] = st.one_of(
    st.builds(TextMessage, **BASE),
    st.builds(ChoicesMessage, **BASE, choices=BUTTONS.map(tuple)),
    st.builds(
        CardMessage,
        **BASE,
        title=TEXT,
        rows=st.lists(
            st.builds(CardRow, label=TEXT, value=TEXT, origin=ORIGIN), max_size=5
        ).map(lambda rows: tuple(rows * 20)),
        items=st.lists(TEXT, max_size=5).map(tuple),
        choices=BUTTONS.map(tuple),
    ),
    st.builds(
        QuestionMessage,
        **BASE,
        field=st.from_regex(r"[a-z][a-z0-9_]{0,47}", fullmatch=True),
        field_kind=st.sampled_from(FieldKind),
        label=TEXT,
        help=st.none() | TEXT,
        example=st.none() | SHORT,
        error=st.none() | TEXT,
        choices=BUTTONS.map(tuple),
        earliest=st.none() | st.dates(),
        latest=st.none() | st.dates(),
        minimum=st.none() | st.integers(0, 9),
        maximum=st.none() | st.integers(0, 9),
        step=st.none() | st.integers(1, 9),
        steps=st.none() | st.integers(1, 9),
    ),
    st.builds(
        SummaryMessage,
        **BASE,
        title=TEXT,
        rows=st.lists(
            st.builds(SummaryRow, field=SHORT, label=TEXT, value=TEXT, edit=POSTBACK), max_size=4
        ).map(tuple),
        choices=BUTTONS.map(tuple),
    ),
    st.builds(
        ReceiptMessage,
        **BASE,
        receipt_number=TEXT,
        title=TEXT,
        submitted_at=SHORT | st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
        next_steps=st.none() | TEXT,
    ),
    st.builds(
        PlaceMessage,
        **BASE,
        name=TEXT,
        address=st.none() | TEXT,
        latitude=DEGREES,
        longitude=DEGREES,
        phone=st.none() | SHORT | st.just("03-1234-5678（代表）"),
        hours=st.none() | SHORT,
    ),
    st.builds(
        LinkMessage,
        **BASE,
        title=TEXT,
        url=st.sampled_from(["https://e.jp/", "ftp://e.jp/", f"https://e.jp/{'あ' * 200}"]),
    ),
)  # fmt: skip


def said_by(message: Message) -> list[str]:
    """All texts that a resident must find again."""
    own: dict[str, Any] = message.model_dump()
    names = ("title", "label", "help", "example", "error", "receipt_number", "next_steps", "name")
    said = [own.get(name) for name in (*names, "address", "phone", "hours")]
    error = own.get("error")
    said.append(message.text.removeprefix(f"{error}\n") if error else message.text)
    said += [row[key] for row in own.get("rows", ()) for key in ("label", "value")]
    said += own.get("items", ())
    said += [choice["label"] for choice in own.get("choices", ())]
    if message.translated_by == "machine":
        said.append(message.original)
    if message.source is not None:
        said.append(message.source.title)
    return [text for text in said if text]


def pressed_by(message: Message) -> list[str]:
    own: dict[str, Any] = message.model_dump()
    edits = [row["edit"] for row in own.get("rows", ()) if "edit" in row]
    return edits + [choice["postback"] for choice in own.get("choices", ())]


def longest() -> list[Message]:
    """Two cards of a hundred long rows and forty long choices each, between texts."""
    rows = tuple(CardRow(label="😀" * 200, value="あ。" * 400, origin="ward") for _ in range(100))
    choices = tuple(Button(label="選ぶ" * 20, postback=f"answer:a:{n}") for n in range(40))
    one = CardMessage(text="い" * 5000, title="う" * 5000, rows=rows, choices=choices)
    return [one, TextMessage(text="え" * 5000), one, TextMessage(text="お")]


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(MESSAGE, max_size=8))
@example(longest())
def test_whatever_is_said_is_accepted_by_line_and_nothing_is_lost(messages: list[Message]) -> None:
    drawn = check(draw(messages, Sender("まどぐち")))
    shown = squeezed("".join(text for message in drawn for text in texts(message)))
    for text in (text for message in messages for text in said_by(message)):
        assert squeezed(text) in shown
    offered = [postback for message in drawn for postback in postbacks(message)]
    for postback in (postback for message in messages for postback in pressed_by(message)):
        offered.remove(postback)
    if schema_file().exists():
        for message in drawn:
            check_schema(message)


EVERY_KIND: list[Message] = [
    TextMessage(text="こんにちは。"),
    ChoicesMessage(text="どの区ですか。", choices=YES_NO),
    card("住民票の写し"),
    QuestionMessage(
        text="いつ引っ越しましたか。",
        field="moved_on",
        field_kind=FieldKind.DATE,
        label="引越しの日",
        required=True,
        earliest=date(2025, 1, 1),
        latest=date(2026, 11, 26),
    ),
    SummaryMessage(
        text="送る内容です。",
        title="申請内容",
        rows=(SummaryRow(field="name", label="氏名", value="窓口 花子", edit="edit:name"),),
        choices=(Button(label="この内容で申請する", postback="submit:0123abcd"),),
    ),
    ReceiptMessage(
        text="受け付けました。",
        receipt_number="SHBY-2611-AB",
        procedure="juminhyo",
        title="住民票の写し",
        submitted_at="2026-11-26T14:05:00+09:00",
    ),
    PlaceMessage(
        text="渋谷区役所",
        name="渋谷区役所",
        address="東京都渋谷区宇田川町1-1",
        latitude=35.6640,
        longitude=139.6982,
        phone="03-3463-1211",
    ),
    LinkMessage(text="こちらです。", title="渋谷区", url="https://www.city.shibuya.tokyo.jp/"),
]


needs_schema = pytest.mark.skipif(
    not schema_file().exists(), reason=f"{schema_file()} is not present"
)


@needs_schema
@pytest.mark.parametrize("message", EVERY_KIND, ids=lambda message: message.kind)
def test_every_kind_follows_the_schema_of_the_messaging_api(message: Message) -> None:
    for part in check(draw([message], Sender("まどぐち"))):
        check_schema(part)


@needs_schema
def test_the_schema_is_held_against_actions_too() -> None:
    asked = ChoicesMessage(text="よろしいですか。", choices=YES_NO)
    (part,) = check(draw([asked]))
    part["quickReply"]["items"][0]["action"]["data"] = "a" * 301
    with pytest.raises(jsonschema_rs.ValidationError):
        check_schema(part)
