"""The event stream: what comes over it, from where it is taken up, and when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import fastapi.routing
import httpx
import pytest
from typer.testing import CliRunner

from channels import conversation, erasure
from channels.web import events, streams
from madoguchi.cli import app
from madoguchi.clock import system_clock
from madoguchi.conversations import news, turns
from madoguchi.messages import TextMessage
from madoguchi.notices import banner
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.submissions import submission
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually, turn_answer
from tests.channels.web.event_stream import EventStream, opened

MOST_STREAMS = 8

Listening = Callable[..., AbstractContextManager[EventStream]]


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    return {"LIVE_STREAMS": str(MOST_STREAMS)}


@pytest.fixture
def listening(gateway: Gateway) -> Iterator[Listening]:
    """Opens the stream of a conversation; all are gone again at the end of the test."""

    @contextmanager
    def listening(talk: Talk, headers: dict[str, str] | None = None, **query: Any) -> Any:
        with opened(gateway.base, talk.url, {**talk.headers, **(headers or {})}, **query) as stream:
            yield stream

    yield listening
    eventually(lambda: _is_free(gateway))


def _is_free(gateway: Gateway) -> bool:
    """Whether no stream is open: as many as may be can be opened."""
    return gateway.streams().count == 0


def events_of(talk: Talk, **more: Any) -> httpx.Response:
    """The answer to asking for the stream, where none is to open."""
    headers = {**talk.headers, **more.pop("headers", {})}
    return talk.http.get(f"{talk.url}/events", headers=headers, params=more)


def tell(talk: Talk, text: str) -> None:
    with transaction() as session:
        turns.tell(session, talk.id, TextMessage(text=text), system_clock)


def test_what_was_said_comes_first_then_the_state_then_what_is_said(
    talk: Talk, listening: Listening
) -> None:
    with listening(talk) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["cache-control"] == "no-store"
        assert stream.response.headers["x-content-type-options"] == "nosniff"
        assert stream.first().retry == str(events.RETRY_MS)
        greeting = stream.next("message", "state")
        assert greeting.id == "1"
        assert [greeting.data] == talk.history()["messages"]
        state = stream.next("message", "state")
        assert (state.name, state.id, state.data) == ("state", None, talk.history()["state"])
        talk.say("転入届")
        said, answered = stream.next("message"), stream.next("message")
        assert (said.id, said.data["role"]) == ("2", "resident")
        assert (answered.id, answered.data["role"]) == ("3", "assistant")
        assert [said.data, answered.data] == talk.history(after=1)["messages"]


def test_what_this_process_writes_is_not_waited_for(talk: Talk, listening: Listening) -> None:
    with listening(talk) as stream:
        stream.next("state")
        started = time.monotonic()
        for n in range(5):
            tell(talk, f"{n}")
            assert stream.texts(1) == [f"{n}"]
        # Each would otherwise arrive with the next look.
        assert time.monotonic() - started < 3 * streams.LOOK_SECONDS


def test_what_another_process_writes_comes_within_seconds(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        number = submission.submit(
            session, draft_id=talk.id, conversation_id=talk.id, procedure="moving-out",
            ward="shibuya", values={}, rows=[], now=system_clock(),
        ).receipt_number  # fmt: skip
    with listening(talk) as stream:
        stream.next("state")
        # As the command does in a process of its own, of which nobody here hears.
        monkeypatch.setattr(news, "_listeners", [])
        changed = CliRunner().invoke(app, ["submissions", "set-status", number, "completed"])
        assert changed.exit_code == 0, changed.output
        assert "手続きが完了しました" in stream.next("message", timeout_s=5).data["message"]["text"]


def test_the_state_comes_when_it_changes_and_only_then(
    gateway: Gateway, talk: Talk, listening: Listening
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="はい。"), ward="nerima")
    with listening(talk) as stream:
        assert stream.next("state").data["ward"]["id"] == "shibuya"
        talk.say("練馬区です")
        assert stream.next("state").data["ward"]["id"] == "nerima"
        tell(talk, "お知らせです。")
        talk.say("練馬区です")
        assert [stream.next("message", "state").name for _ in range(3)] == ["message"] * 3


def test_a_banner_reaches_every_stream_of_its_ward(gateway: Gateway, listening: Listening) -> None:
    with listening(gateway.talk("shibuya")) as ours, listening(gateway.talk("nerima")) as theirs:
        assert ours.next("state").data["banner"] is None
        assert theirs.next("state").data["banner"] is None
        with transaction() as session:
            banner.show(session, "shibuya", "停電しています。", None, system_clock)
        shown = {"text": "停電しています。", "url": None}
        assert ours.next("state", timeout_s=5).data["banner"] == shown
        with transaction() as session:
            banner.clear(session, "shibuya")
        assert ours.next("state", timeout_s=5).data["banner"] is None
        assert theirs.is_silent()


@pytest.mark.parametrize(
    ("headers", "query", "first"),
    [
        ({}, {}, 1),
        ({}, {"after": 2}, 3),
        ({"Last-Event-ID": "2"}, {}, 3),
        ({"Last-Event-ID": "3"}, {"after": 1}, 4),
        ({"Last-Event-ID": "0"}, {"after": 3}, 1),
    ],
)
def test_it_is_taken_up_where_it_was_left(
    talk: Talk,
    listening: Listening,
    headers: dict[str, str],
    query: dict[str, int],
    first: int,
) -> None:
    for text in ("一", "二", "三"):
        tell(talk, text)
    with listening(talk, headers, **query) as stream:
        ids = [stream.next("message").id for _ in range(first, 5)]
        assert ids == [str(seq) for seq in range(first, 5)]
        assert stream.next("message", "state").name == "state"


def test_nothing_is_lost_or_doubled_while_connections_break(
    talk: Talk, listening: Listening
) -> None:
    last = 0
    got: list[str] = []
    for n in range(6):
        with listening(talk, {"Last-Event-ID": str(last)}) as stream:
            tell(talk, f"{n} の一")
            while not got or got[-1] != f"{n} の一":
                event = stream.next("message")
                last = int(event.id or 0)
                got.append(event.data["message"]["text"])
        tell(talk, f"{n} の二")  # while nobody listens
    with listening(talk, {"Last-Event-ID": str(last)}) as stream:
        got += stream.texts(1)
    assert got[1:] == [f"{n} の{which}" for n in range(6) for which in "一二"]


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "3000000000", "１"])
def test_a_last_event_id_that_is_none_is_refused(talk: Talk, value: str) -> None:
    response = events_of(talk, headers={"Last-Event-ID": value.encode()})
    assert response.status_code == 422
    assert response.json()["code"] == "invalid-request"
    assert response.json()["errors"][0]["field"] == "header.last-event-id"


def test_a_bad_after_is_refused(talk: Talk) -> None:
    response = events_of(talk, after="x")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "query.after")


def test_without_the_token_nothing_is_heard(gateway: Gateway, talk: Talk) -> None:
    other = gateway.talk()
    assert talk.http.get(f"{talk.url}/events").status_code == 401
    assert talk.http.get(f"{talk.url}/events", headers=other.headers).status_code == 401


def test_an_idle_stream_stays_open_with_comments(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fastapi.routing._PING_INTERVAL == 15  # type: ignore[attr-defined]
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.2)
    with listening(talk) as stream:
        stream.next("state")
        comments = [stream.first() for _ in range(3)]
        assert all(one.comment is not None and one.name is None for one in comments)


@pytest.mark.parametrize(
    "end",
    [
        lambda talk: talk.http.delete(talk.url, headers=talk.headers),
        lambda talk: erasure.expire(talk.id),
    ],
    ids=["erased", "expired"],
)
def test_it_ends_with_the_conversation(
    talk: Talk, listening: Listening, end: Callable[[Talk], Any]
) -> None:
    with listening(talk) as first, listening(talk) as second:
        first.next("state")
        second.next("state")
        end(talk)
        assert first.rest() == second.rest() == []
    assert events_of(talk).status_code == 401


def test_it_ends_with_a_conversation_that_another_process_erases(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(talk) as stream:
        stream.next("state")
        monkeypatch.setattr(news, "_listeners", [])
        erasure.erase(talk.id)
        assert stream.rest() == []


def test_a_wish_to_be_erased_is_answered_and_fulfilled(
    gateway: Gateway, talk: Talk, listening: Listening
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="消しました。"), erase=True)
    with listening(talk) as stream:
        stream.next("state")
        assert talk.say("全部消して")["messages"][0]["text"] == "消しました。"
        stream.rest()
    assert not conversation.exists(talk.id)


def test_a_wish_that_is_answered_late_is_fulfilled_by_the_stream(
    gateway: Gateway, talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(TextMessage(text="消しました。"), erase=True)
    monkeypatch.setitem(settings().__dict__, "turn_timeout_seconds", 0.5)
    gateway.peer.stop()
    with listening(talk) as stream:
        stream.next("state")
        assert talk.say("全部消して")["pending"]
        gateway.peer.start()
        assert stream.texts(2) == ["全部消して", "消しました。"]
        assert stream.rest() == []
    assert not conversation.exists(talk.id)
    assert gateway.peer.erased == [talk.id]


def test_it_ends_after_a_while_and_the_client_comes_back(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert events.OPEN_SECONDS == 600
    monkeypatch.setattr(events, "OPEN_SECONDS", 0.3)
    with listening(talk) as stream:
        assert [event.name for event in stream.rest()] == [None, "message", "state"]
    with listening(talk) as stream:
        stream.next("message")


def test_one_conversation_has_five_streams(
    gateway: Gateway, talk: Talk, listening: Listening
) -> None:
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(listening(talk)).next("state")
        response = events_of(talk)
        assert (response.status_code, response.json()["code"]) == (429, "too-many-streams")
        assert int(response.headers["retry-after"]) >= 1
        stack.enter_context(listening(gateway.talk())).next("state")
    eventually(lambda: _is_free(gateway))
    with listening(talk) as stream:
        stream.next("state")


def test_one_process_has_so_many_streams(gateway: Gateway, listening: Listening) -> None:
    with ExitStack() as stack:
        for _ in range(MOST_STREAMS):
            stack.enter_context(listening(gateway.talk())).next("state")
        response = events_of(gateway.talk())
        assert (response.status_code, response.json()["code"]) == (503, "busy")
        assert int(response.headers["retry-after"]) >= 1


def test_a_refused_request_holds_no_stream(gateway: Gateway, talk: Talk) -> None:
    for _ in range(6):
        assert events_of(talk, headers={"Last-Event-ID": "x"}).status_code == 422
    assert gateway.streams().count == 0


def test_a_failing_look_is_not_the_last(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(ids: object) -> dict[str, streams.Mark]:
        failed.append(ids)
        raise RuntimeError

    failed: list[object] = []
    with listening(talk) as stream:
        stream.next("state")
        with monkeypatch.context() as patch:
            patch.setattr(streams, "_marks", fail)
            eventually(lambda: failed)
        tell(talk, "お知らせです。")
        assert stream.next("message", timeout_s=5).id == "2"


def test_many_streams_cost_one_query_a_second(
    gateway: Gateway, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    marks = streams._marks

    def counted(ids: Any) -> dict[str, streams.Mark]:
        looks.append(len(ids))
        return marks(ids)

    with ExitStack() as stack:
        for _ in range(MOST_STREAMS):
            stack.enter_context(listening(gateway.talk())).next("state")
        monkeypatch.setattr(streams, "_marks", counted)
        eventually(lambda: len(looks) >= 3)
    assert looks == [MOST_STREAMS] * len(looks)


def test_a_failure_ends_the_stream_and_the_client_can_come_back(
    talk: Talk, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("佐藤美咲")

    with listening(talk) as stream:
        stream.next("state")
        with monkeypatch.context() as patch:
            patch.setattr("channels.conversation.history", fail)
            tell(talk, "お知らせです。")
            assert stream.rest() == []
    with listening(talk, after=1) as stream:
        assert stream.texts(1) == ["お知らせです。"]
