"""The conversation API over HTTP: what residents send, once, and what comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from channels.conversation import load_turn
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.clock import system_clock
from madoguchi.messages import Button, ChoicesMessage, QuestionMessage, TextMessage
from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import Base, ConversationRow, DraftRow, TurnRow
from madoguchi.submissions import submission
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually, turn_answer

NEW = "/api/v1/conversations"
WARD_COUNT = 23


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document, checked for its form."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert (found["status"], found["code"], found["type"]) == (status, code, "about:blank")
    assert found["title"]
    assert found["detail"].endswith("。")
    assert "Traceback" not in response.text
    return found


def test_a_conversation_begins_with_a_greeting_of_the_ward(gateway: Gateway) -> None:
    talk = gateway.talk("nerima")
    (greeting,) = talk.greeting
    assert "練馬区" in greeting["text"]
    assert greeting["choices"]
    assert talk.history()["state"]["ward"]["id"] == "nerima"
    nowhere = gateway.talk(None).history()["state"]
    assert nowhere == {"ward": None, "application": None, "banner": None}


def test_the_token_is_long_and_kept_only_as_a_hash(gateway: Gateway, talk: Talk) -> None:
    assert len(talk.token) >= 43
    with transaction() as session:
        row = session.get(ConversationRow, talk.id)
        assert row is not None
        assert row.token_hash == hashlib.sha256(talk.token.encode()).hexdigest()
    assert talk.token.encode() not in gateway.stored_bytes()


def test_an_unknown_ward_names_the_field_and_what_is_accepted(gateway: Gateway) -> None:
    found = problem(gateway.http.post(NEW, json={"ward": "osaka"}), 422, "unknown-ward")
    (error,) = found["errors"]
    assert error["field"] == "body.ward"
    assert "shibuya" in error["problem"]
    assert error["problem"].count(",") == WARD_COUNT - 1


def test_an_unknown_language_names_the_field_and_what_is_accepted(gateway: Gateway) -> None:
    found = problem(gateway.http.post(NEW, json={"language": "xx"}), 422, "invalid-request")
    (error,) = found["errors"]
    assert error["field"] == "body.language"
    assert "zh-Hant" in error["problem"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"ward": 5}', b'{"ward": ["shibuya"]}',
     b'{"town": "x"}', b'{"\\ud800": 1}', b'{"ward": "\\ud800"}', b'{"language": "\\udfff"}'],
)  # fmt: skip
def test_wrong_json_is_a_problem_not_a_failure(gateway: Gateway, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = gateway.http.post(NEW, content=content, headers=headers)
    problem(response, 422, "invalid-request")


def test_json_of_senseless_depth_is_a_problem_too(gateway: Gateway) -> None:
    headers = {"Content-Type": "application/json"}
    response = gateway.http.post(NEW, content=b"[" * 5000, headers=headers)
    problem(response, 400, "bad-request")


def test_zh_means_zh_hans(gateway: Gateway) -> None:
    started = gateway.http.post(NEW, json={"language": "zh"}).json()
    with transaction() as session:
        row = session.get(ConversationRow, started["id"])
        assert row is not None
        assert row.language == "zh-Hans"


@pytest.mark.parametrize(
    "call",
    [
        lambda http, url, headers: http.get(f"{url}/messages", headers=headers),
        lambda http, url, headers: http.delete(url, headers=headers),
        lambda http, url, headers: http.post(
            f"{url}/messages", headers=headers, json={"text": "a", "client_message_id": "1"}
        ),
    ],
    ids=["history", "erase", "say"],
)
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "missing-token"),
        ({"Authorization": "Basic YTpi"}, "missing-token"),
        ({"Authorization": "Bearer x"}, "unknown-conversation"),
        ({"Authorization": "Bearer \u00e9\u00ff".encode("latin-1")}, "unknown-conversation"),
    ],
)
def test_without_its_token_a_conversation_is_closed(
    talk: Talk,
    call: Callable[[httpx.Client, str, dict[str, Any]], httpx.Response],
    headers: dict[str, Any],
    code: str,
) -> None:
    response = call(talk.http, talk.url, headers)
    problem(response, 401, code)
    assert response.headers["www-authenticate"] == "Bearer"
    assert len(talk.history()["messages"]) == 1


def test_another_conversations_token_is_as_good_as_none(gateway: Gateway, talk: Talk) -> None:
    other = gateway.talk()
    known = talk.http.get(f"{talk.url}/messages", headers=other.headers)
    unknown = talk.http.get(f"{NEW}/no-such/messages", headers=other.headers)
    assert problem(known, 401, "unknown-conversation") == unknown.json()


def test_an_expired_conversation_says_so_once_and_is_gone(gateway: Gateway, talk: Talk) -> None:
    talk.say("転入届")
    with transaction() as session:
        row = session.get(ConversationRow, talk.id)
        assert row is not None
        row.last_seen_at = system_clock() - timedelta(days=30, minutes=1)
    problem(talk.post(text="まだいますか"), 410, "conversation-expired")
    problem(talk.post(text="まだいますか"), 401, "unknown-conversation")
    with transaction() as session:
        query = select(func.count()).where(TurnRow.conversation_id == talk.id)
        assert session.scalar(query) == 0


def test_a_conversation_that_is_used_does_not_expire(talk: Talk) -> None:
    with transaction() as session:
        row = session.get(ConversationRow, talk.id)
        assert row is not None
        row.last_seen_at = system_clock() - timedelta(days=29)
    assert talk.say("転入届")["messages"]


def test_rasa_is_asked_with_everything_it_needs(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="14日以内です。"),
        intent="ask_deadline",
        procedure="moving-in",
        aspect="deadline",
        candidates=[{"procedure": "moving-in", "score": 0.93}],
    )
    answer = talk.say("転入届の期限は？", client_message_id="m-1")
    assert gateway.peer.turns == [
        {
            "sender": talk.id,
            "message_id": f"{talk.id}:m-1",
            "text": "転入届の期限は？",
            "intent": None,
            "entities": None,
            "metadata": {
                "ward": "shibuya",
                "language": "ja",
                "pressed": False,
                "heard": False,
                "text": "転入届の期限は？",
                "inquiry": None,
            },
        }
    ]
    assert [message["text"] for message in answer["messages"]] == ["14日以内です。"]
    assert answer["understanding"] == {
        "intent": "ask_deadline",
        "confidence": 0.8765,
        "procedure": "moving-in",
        "aspect": "deadline",
        "candidates": [{"procedure": "moving-in", "score": 0.93}],
    }
    assert answer["pending"] is False
    assert answer["state"]["ward"] == {"id": "shibuya", "name": "渋谷区", "phone": "03-3463-1211"}


def test_the_ward_that_the_turn_set_is_the_conversations(gateway: Gateway) -> None:
    talk = gateway.talk(None)
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="はい。"), ward="nerima")
    assert talk.say("練馬区です")["state"]["ward"]["id"] == "nerima"
    talk.say("転入届")
    assert gateway.peer.turns[1]["metadata"]["ward"] == "nerima"


@pytest.mark.parametrize(
    "typed",
    [
        "/affirm",
        '/SetSlots{"ward": "nerima"}',
        "submit:0123abcd",
        "<script>alert(1)</script><b>転入届</b>",
        "😀😀😀",
        "👨‍👩‍👧‍👦🇯🇵",
        "ﾃﾝﾆｭｳﾄﾄﾞｹ",
        "'; DROP TABLE turns; --",
        "{{7*7}} ${7*7} %s %n",
        "あ" * 2000,
        "一行目\n二行目\tタブ",
    ],
)
def test_whatever_is_typed_is_text_and_comes_back_as_it_was(
    gateway: Gateway, talk: Talk, typed: str
) -> None:
    talk.say(typed)
    (turn,) = gateway.peer.turns
    assert (turn["text"], turn["intent"], turn["entities"]) == (typed, None, None)
    assert turn["metadata"]["pressed"] is False
    assert talk.texts()[0] == ("resident", typed)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("転\x00入\x07届", "転入届"),
        ("転入\u202e届\ufeff\u200b", "転入届"),
        ("  転入届 \r\n", "転入届"),
        ("一\r\n二", "一\n二"),
        ("\x9b転入届\x7f", "転入届"),
    ],
)
def test_invisible_characters_are_taken_out(
    gateway: Gateway, talk: Talk, typed: str, understood: str
) -> None:
    talk.say(typed)
    assert gateway.peer.said == [understood]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "empty-text"),
        ({"text": " \u3000\n\t"}, 422, "empty-text"),
        ({"text": "\x00\u200b\u202e"}, 422, "empty-text"),
        ({"text": "あ" * 2001}, 413, "text-too-long"),
        ({"text": "あ" * 10_000}, 413, "text-too-long"),
        ({}, 422, "text-or-postback"),
        ({"text": "a", "postback": "help"}, 422, "text-or-postback"),
        ({"text": None, "postback": None}, 422, "text-or-postback"),
        ({"postback": ""}, 422, "unknown-postback"),
        ({"postback": "drop:table"}, 422, "unknown-postback"),
        ({"postback": "answer:name:" + "x" * 400}, 422, "unknown-postback"),
        ({"postback": "/affirm"}, 422, "unknown-postback"),
        ({"text": 5}, 422, "invalid-request"),
        ({"text": ["転入届"]}, 422, "invalid-request"),
        ({"text": "a", "unknown": 1}, 422, "invalid-request"),
        ({"text": "a", "client_message_id": ""}, 422, "invalid-client-message-id"),
        ({"text": "a", "client_message_id": "x" * 65}, 422, "invalid-client-message-id"),
        ({"text": "a", "client_message_id": "日本"}, 422, "invalid-client-message-id"),
        ({"text": "a", "client_message_id": "a\n"}, 422, "invalid-client-message-id"),
    ],
)
def test_an_unfit_message_is_refused_and_nothing_is_kept(
    gateway: Gateway, talk: Talk, body: dict[str, Any], status: int, code: str
) -> None:
    problem(talk.post(**body), status, code)
    assert gateway.peer.turns == []
    assert talk.texts() == []


@pytest.mark.parametrize(
    ("typed", "understood"), [(rb"\ud800", None), (rb"\u8ee2\ud800\u5165", "転入")]
)
def test_a_lone_surrogate_is_no_character(
    gateway: Gateway, talk: Talk, typed: bytes, understood: str | None
) -> None:
    response = talk.http.post(
        f"{talk.url}/messages",
        headers={**talk.headers, "Content-Type": "application/json"},
        content=b'{"text": "%s", "client_message_id": "1"}' % typed,
    )
    if understood is None:
        problem(response, 422, "empty-text")
        assert gateway.peer.said == []
    else:
        assert response.status_code == 200
        assert gateway.peer.said == [understood]


def test_what_was_typed_is_not_repeated_in_a_problem(talk: Talk) -> None:
    response = talk.post(text=["佐藤美咲 090-1234-5678"])
    assert "佐藤" not in response.text
    assert "090" not in response.text


def test_a_pressed_button_becomes_its_intent_with_the_label_as_text(
    gateway: Gateway, talk: Talk
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        ChoicesMessage(
            text="どちらですか。",
            choices=(Button(label="転入届", postback="procedure:moving-in:documents"),),
        )
    )
    talk.say("引っ越し")
    assert talk.post(postback="procedure:moving-in:documents").status_code == 200
    turn = gateway.peer.turns[-1]
    assert turn["text"] == "転入届"
    assert turn["intent"] == "ask_documents"
    assert turn["entities"] == {"procedure": "moving-in"}
    assert turn["metadata"]["pressed"] is True
    assert ("resident", "転入届") in talk.texts()


def test_a_button_that_was_never_shown_does_no_more_than_a_button(
    gateway: Gateway, talk: Talk
) -> None:
    assert talk.post(postback="answer:copies:2").status_code == 200
    (turn,) = gateway.peer.turns
    assert (turn["text"], turn["intent"]) == ("", "inform")
    assert turn["entities"] == {"field": "copies", "value": "2"}


def test_danger_is_not_left_to_the_model(gateway: Gateway, talk: Talk) -> None:
    talk.say("火事です！")
    assert gateway.peer.turns[0]["intent"] == "emergency"


def test_the_same_message_twice_is_answered_once(gateway: Gateway, talk: Talk) -> None:
    first = talk.say("転入届", client_message_id="m-1")
    again = talk.say("転入届", client_message_id="m-1")
    altered = talk.say("別の文", client_message_id="m-1")
    assert first == again == altered
    assert gateway.peer.said == ["転入届"]
    assert talk.texts() == [("resident", "転入届"), ("assistant", "「転入届」ですね。")]


def test_the_same_message_at_once_is_answered_once(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.delay_s = 0.2
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: talk.say("転入届", client_message_id="m-1"), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["messages"][0]["text"] == "「転入届」ですね。"
    assert gateway.peer.said == ["転入届"]
    assert len(talk.texts()) == 2


def test_the_same_id_in_two_conversations_is_two_messages(gateway: Gateway, talk: Talk) -> None:
    other = gateway.talk()
    talk.say("転入届", client_message_id="m-1")
    other.say("転出届", client_message_id="m-1")
    assert gateway.peer.said == ["転入届", "転出届"]


def test_messages_sent_at_once_are_all_answered_one_after_the_other(
    gateway: Gateway, talk: Talk
) -> None:
    said = [f"質問{n}" for n in range(4)]
    busy: list[int] = []

    def one_at_a_time(turn: dict[str, Any]) -> Any:
        busy.append(len([role for role, _ in talk_texts(talk.id) if role == "assistant"]))
        return turn_answer(TextMessage(text=f"{turn['text']}の答え"))

    gateway.peer.answering = one_at_a_time
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(talk.say, said))
    assert [answer["messages"][0]["text"] for answer in answers] == [f"{s}の答え" for s in said]
    assert sorted(gateway.peer.said) == said
    assert busy == [0, 1, 2, 3], "each turn begins when the one before is answered"
    assert len(talk.texts()) == 8


def talk_texts(conversation_id: str) -> list[tuple[str, str]]:
    """The turns behind the greeting, read straight from the database."""
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow).where(TurnRow.conversation_id == conversation_id, TurnRow.seq > 1)
        )
        return [(row.role, str(row.content["text"])) for row in rows]


def test_the_history_is_read_from_where_one_left_off(talk: Talk) -> None:
    talk.say("一")
    talk.say("二")
    everything = talk.history()["messages"]
    assert [entry["seq"] for entry in everything] == [1, 2, 3, 4, 5]
    assert [entry["role"] for entry in everything[1:]] == ["resident", "assistant"] * 2
    assert talk.history(after=3)["messages"] == everything[3:]
    assert talk.history(after=99)["messages"] == []
    assert talk.history()["pending"] is False


@pytest.mark.parametrize("after", ["-1", str(2**63), str(10**40), "x", "1.5", ""])
def test_a_place_that_is_none_is_refused(talk: Talk, after: str) -> None:
    response = talk.http.get(f"{talk.url}/messages", headers=talk.headers, params={"after": after})
    assert problem(response, 422, "invalid-request")["errors"][0]["field"] == "query.after"


def test_every_kind_of_message_arrives_as_it_was_dispatched(gateway: Gateway, talk: Talk) -> None:
    question = QuestionMessage(
        text="何通ですか。", field="copies", field_kind=FieldKind.NUMBER, label="通数",
        required=True, minimum=1, maximum=10, step=2, steps=5,
    )  # fmt: skip
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="はい。"), question)
    assert talk.say("住民票")["messages"][1] == question.model_dump(mode="json")


def test_erasing_leaves_nothing_here_and_nothing_at_rasa(gateway: Gateway, talk: Talk) -> None:
    talk.say("佐藤美咲です")
    with transaction() as session:
        session.add(DraftRow(
            conversation_id=talk.id, updated_at=system_clock(),
            state={"closed": True, "draft": None},
        ))  # fmt: skip
        submitted = submission.submit(
            session, draft_id=f"draft of {talk.id}", conversation_id=talk.id,
            procedure="moving-out", ward="shibuya", values={}, rows=[], now=system_clock(),
        )  # fmt: skip
    response = talk.http.delete(talk.url, headers=talk.headers)
    assert (response.status_code, response.content) == (204, b"")
    assert gateway.peer.erased == [talk.id]
    with database.engine().connect() as connection:
        for table in Base.metadata.sorted_tables:
            for column in ("conversation_id", "id"):
                if column in table.c:
                    query = select(func.count()).where(table.c[column] == talk.id)
                    assert connection.scalar(query) == 0, table.name
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    problem(talk.post(text="まだいますか"), 401, "unknown-conversation")
    problem(talk.http.delete(talk.url, headers=talk.headers), 401, "unknown-conversation")
    with transaction() as session:
        kept = submission.get(session, submitted.receipt_number)
        assert kept.conversation_id is None


def test_a_resident_who_asks_the_assistant_is_erased_too(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="会話の内容を消しました。"), erase=True
    )
    answer = talk.post(postback="delete").json()
    assert answer["messages"][0]["text"] == "会話の内容を消しました。"
    assert gateway.peer.erased == [talk.id]
    problem(talk.post(text="まだいますか"), 401, "unknown-conversation")


def test_who_reads_late_that_all_was_erased_is_erased_then(gateway: Gateway, talk: Talk) -> None:
    gateway.peer.stop()
    assert talk.post(postback="delete").json()["pending"] is True
    gateway.peer.answering = lambda turn: turn_answer(
        TextMessage(text="会話の内容を消しました。"), erase=True
    )
    gateway.peer.start()
    with transaction() as session:
        query = select(TurnRow.id).where(TurnRow.conversation_id == talk.id, TurnRow.seq == 2)
        turn_id = session.scalars(query).one()
    eventually(lambda: (late := load_turn(turn_id)) is not None and late.status == "answered")
    assert talk.texts()[-1] == ("assistant", "会話の内容を消しました。")
    assert gateway.peer.erased == [talk.id]
    problem(talk.post(text="まだいますか"), 401, "unknown-conversation")


def test_no_word_of_a_resident_lies_readable_on_the_disk(gateway: Gateway, talk: Talk) -> None:
    talk.say("わたしは佐藤美咲です。MISAKI-SATO-1991")
    with database.engine().connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(FULL)"))
    stored = gateway.stored_bytes()
    assert talk.id.encode() in stored
    for words in ("佐藤美咲", "MISAKI-SATO-1991"):
        assert words.encode() not in stored
        assert words.encode("unicode_escape") not in stored


def test_more_messages_than_anybody_types_are_slowed_down(gateway: Gateway, talk: Talk) -> None:
    for n in range(60):
        problem_or_answer = talk.post(text="", client_message_id=f"{n}")
        assert problem_or_answer.status_code == 422
    response = talk.post(text="転入届")
    problem(response, 429, "too-many-requests")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert gateway.talk().say("転入届")["messages"], "others are not slowed down"
