"""Pictures and files on LINE: taken while the form asks for one, else explained."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from channels.line import contents
from channels.line.inbox import NEW
from madoguchi.forms.values.files import ACCEPTED, MAX_BYTES
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import AttachmentRow
from tests.channels.conftest import Gateway
from tests.channels.line import events
from tests.channels.line.applying import asking, conversation
from tests.channels.line.handling import event_row, handled, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import FAILED, PREPARING, READY, Content
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import eventually

pytestmark = pytest.mark.usefixtures("nothing_rejected")

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CONTENT = "/v2/bot/message/"


def photo() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), "red").save(target, "JPEG")
    return target.getvalue()


def kept(resident: Resident) -> list[AttachmentRow]:
    with transaction() as session:
        rows = select(AttachmentRow).where(AttachmentRow.conversation_id == conversation(resident))
        return list(session.scalars(rows))


@pytest.fixture
def reporter(resident: Resident, gateway: Gateway) -> Resident:
    """Reports a hole in the road; the form has come to the photo."""
    resident.say("道路に穴があります")
    resident.wait_for(1)
    handled(resident)
    asking(resident, "photo")
    gateway.peer.turns.clear()
    return resident


@pytest.mark.parametrize(
    ("send", "media_type", "name"),
    [
        (lambda resident: resident.image(photo()), "image/jpeg", "写真.jpg"),
        (lambda resident: resident.file(PDF, "見積/書\u202e.pdf"), "application/pdf", "書.pdf"),
        (lambda resident: resident.file(photo(), "IMG_1.JPG"), "image/jpeg", "IMG_1.JPG"),
    ],
)
def test_a_file_that_the_form_asks_for_is_its_answer(
    reporter: Resident,
    gateway: Gateway,
    send: Callable[[Resident], object],
    media_type: str,
    name: str,
) -> None:
    send(reporter)
    reporter.wait_for(2)
    (file,) = kept(reporter)
    assert (file.field, file.media_type, file.name) == ("photo", media_type, name)
    (turn,) = gateway.peer.turns
    assert (turn["intent"], turn["entities"]) == ("inform", {"field": "photo", "value": file.id})
    assert handled(reporter).event is None


def test_a_file_that_is_delivered_again_is_kept_and_answered_once(
    reporter: Resident, gateway: Gateway
) -> None:
    reporter.image(photo())
    reporter.redeliver()
    reporter.wait_for(2)
    reporter.redeliver()
    handled(reporter)
    assert len(kept(reporter)) == len(gateway.peer.turns) == 1


def test_a_content_is_waited_for_while_line_prepares_it(
    reporter: Resident, line_peer: LinePeer
) -> None:
    message = events.image_message()
    line_peer.contents[message["id"]] = Content(photo(), "image/jpeg", PREPARING)
    reporter._send_message(message)
    eventually(lambda: len(line_peer.calls_to(f"{CONTENT}{message['id']}")) > 1)
    line_peer.contents[message["id"]].state = READY
    reporter.wait_for(2)
    assert len(kept(reporter)) == 1


@pytest.mark.parametrize("status", [500, 429, None])
def test_what_line_fails_to_give_is_asked_for_again(
    reporter: Resident, line_peer: LinePeer, status: int | None
) -> None:
    message = events.image_message()
    line_peer.fail_next(f"{CONTENT}{message['id']}", status, times=2)
    line_peer.contents[message["id"]] = Content(photo(), "image/jpeg")
    reporter._send_message(message)
    reporter.wait_for(2)
    assert len(kept(reporter)) == 1


def test_a_gateway_that_goes_down_in_the_middle_does_it_once_afterwards(
    reporter: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    message = events.image_message()
    line_peer.contents[message["id"]] = Content(photo(), "image/jpeg", PREPARING)
    reporter._send_message(message)
    eventually(lambda: line_peer.calls_to(f"{CONTENT}{message['id']}"))
    gateway.restart()
    line_peer.contents[message["id"]].state = READY
    reporter.wait_for(2, 40)
    handled(reporter)
    assert len(kept(reporter)) == len(gateway.peer.turns) == 1


def test_a_file_that_was_kept_before_the_end_is_not_kept_again(
    reporter: Resident, gateway: Gateway
) -> None:
    gateway.peer.stop()  # nothing can be answered: the work ends between keeping and answering
    reporter.image(photo())
    eventually(lambda: event_row(reporter).status != NEW)
    gateway.restart()
    gateway.peer.start()
    handled(reporter)
    assert len(kept(reporter)) == len(gateway.peer.turns) == 1


@pytest.mark.parametrize(
    ("send", "words"),
    [
        (lambda resident: resident.image(photo()[:-100]), "途中で切れている"),
        (lambda resident: resident.image(b"GIF89a" + bytes(50)), "この種類のファイル"),
        (lambda resident: resident.image(PDF[:10] + bytes(MAX_BYTES)), "大きすぎます"),
        (lambda resident: resident.file(bytes(MAX_BYTES + 1), "a.pdf"), "大きすぎます"),
        (lambda resident: resident.file(b"", "a.pdf"), "空です"),
    ],
)
def test_what_cannot_be_read_is_explained_and_the_question_stays(
    reporter: Resident, gateway: Gateway, send: Callable[[Resident], object], words: str
) -> None:
    send(reporter)
    problem, question = texts(reporter.wait_for(3)[1:])
    assert words in problem
    assert ACCEPTED in problem
    assert question == "写真があれば、送ってください。"
    assert kept(reporter) == []
    assert gateway.peer.turns == []
    reporter.press_label("答えずに進む")
    eventually(lambda: [turn["intent"] for turn in gateway.peer.turns] == ["skip"])


def test_a_stated_size_that_is_too_large_is_not_fetched(
    reporter: Resident, line_peer: LinePeer
) -> None:
    reporter._send_message(message := events.file_message("a.pdf", MAX_BYTES + 1))
    reporter.wait_for(3)
    assert line_peer.calls_to(f"{CONTENT}{message['id']}") == []


@pytest.mark.parametrize("state", [FAILED, PREPARING])
def test_what_line_does_not_give_is_asked_for_once_more(
    reporter: Resident, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(contents, "PATIENCE_SECONDS", 0.3)
    message = events.image_message()
    line_peer.contents[message["id"]] = Content(photo(), "image/jpeg", state)
    reporter._send_message(message)
    problem, question = texts(reporter.wait_for(3)[1:])
    assert "もう一度送ってください" in problem
    assert ACCEPTED in problem
    assert "写真" in question


@pytest.mark.parametrize(
    ("send", "named"),
    [
        (lambda resident: resident.image(photo()), "写真"),
        (lambda resident: resident.file(PDF), "ファイル"),
    ],
)
def test_a_file_that_nobody_asked_for_is_told_when_to_send_it(
    reporter: Resident,
    gateway: Gateway,
    line_peer: LinePeer,
    send: Callable[[Resident], object],
    named: str,
) -> None:
    asking(reporter, "place")
    send(reporter)
    (told,) = texts(reporter.wait_for(2)[1:])
    assert f"いまは{named}を受け取ることができません" in told
    assert "お願いしたときに送れます" in told
    assert line_peer.calls_to(f"{CONTENT}{reporter.sent[-1]['message']['id']}") == []
    assert kept(reporter) == []
    assert gateway.peer.turns == []


def test_a_second_photo_is_told_how_to_replace_the_first(reporter: Resident) -> None:
    value = [{"id": "a", "name": "穴.jpg", "bytes": 5}]
    asking(reporter, "noticed_date", values={"photo": value})
    reporter.image(photo())
    (told,) = texts(reporter.wait_for(2)[1:])
    assert "1つだけ" in told
    assert "訂正" in told


def test_a_video_is_explained_as_ever(reporter: Resident, gateway: Gateway) -> None:
    reporter._send_message(events.EVENTS["video"]["message"])
    (told,) = texts(reporter.wait_for(2)[1:])
    assert "動画は読み取ることができません" in told
    assert gateway.peer.turns == []
