"""Uploads over HTTP: only for a field of the open application, checked, answered by their id."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from dbos import DBOS
from PIL import Image
from sqlalchemy import select

from channels import retention
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.forms.draft import Draft
from madoguchi.forms.values.files import MAX_BYTES
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import AttachmentRow, DraftRow
from tests.channels.conftest import Gateway, Talk
from tests.channels.rasa_peer import eventually
from tests.channels.web.test_inbound import problem

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo(format: str = "JPEG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), "red").save(target, format)
    return target.getvalue()


def asking(talk: Talk, field: str = "photo", procedure: str = "road-damage-report") -> None:
    """The conversation's form has come to this question."""
    with transaction() as session:
        application.begin(
            session, catalogue(), conversation_id=talk.id, message_id=uuid4().hex,
            procedure_id=procedure, ward_id="shibuya", opening="", now=system_clock(),
        )  # fmt: skip
        row = session.get_one(DraftRow, talk.id)
        draft = Draft.model_validate(row.state["draft"]).model_copy(update={"asking": field})
        row.state = {**row.state, "draft": draft.model_dump(mode="json")}


def upload(
    talk: Talk,
    content: bytes,
    name: str | None = None,
    field: str = "photo",
    media_type: str = "image/jpeg",
) -> httpx.Response:
    named = {} if name is None else {"X-File-Name": quote(name)}
    return talk.http.post(
        f"{talk.url}/attachments",
        params={"field": field},
        headers={**talk.headers, **named, "Content-Type": media_type},
        content=content,
    )


def kept(talk: Talk) -> list[str]:
    with transaction() as session:
        return list(
            session.scalars(
                select(AttachmentRow.id).where(AttachmentRow.conversation_id == talk.id)
            )
        )


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (photo(), "道路の穴.jpg", "道路の穴.jpg"),
        (photo("PNG"), None, "写真.png"),
        (PDF, "../見積書.pdf", "見積書.pdf"),
        (photo(), "穴.heic", "穴.heic.jpg"),
    ],
    ids=["jpeg", "png", "pdf", "jpeg-called-heic"],
)
def test_a_file_is_kept_whatever_type_it_claims(
    talk: Talk, content: bytes, name: str | None, shown: str
) -> None:
    asking(talk)
    response = upload(talk, content, name, media_type="text/html")
    assert response.status_code == 201, response.text
    made = response.json()
    assert made["name"] == shown
    assert kept(talk) == [made["id"]]
    with transaction() as session:
        assert made["bytes"] == len(session.get_one(AttachmentRow, made["id"]).content)


def test_the_answer_is_a_message_like_any_other(gateway: Gateway, talk: Talk) -> None:
    asking(talk)
    id_ = upload(talk, photo(), "佐藤美咲.jpg").json()["id"]
    assert talk.post(postback=f"answer:photo:{id_}").status_code == 200
    (turn,) = gateway.peer.turns
    assert (turn["intent"], turn["entities"]) == ("inform", {"field": "photo", "value": id_})
    assert ("resident", "（ファイルを送りました）") in talk.texts()
    assert "佐藤美咲" not in str(turn)
    assert "佐藤美咲".encode() not in gateway.stored_bytes()


def test_without_its_token_nothing_is_taken(talk: Talk) -> None:
    asking(talk)
    response = talk.http.post(f"{talk.url}/attachments?field=photo", content=photo())
    problem(response, 401, "missing-token")
    assert kept(talk) == []


def test_only_a_form_that_asks_for_a_file_takes_one(talk: Talk) -> None:
    problem(upload(talk, photo()), 409, "no-file-field")
    asking(talk, "place")
    assert upload(talk, photo()).status_code == 201, "the form has such a field"
    assert (
        "「place」" in problem(upload(talk, photo(), field="place"), 409, "no-file-field")["detail"]
    )
    asking(talk, "name", "moving-out")
    problem(upload(talk, photo()), 409, "no-file-field")
    assert kept(talk) == []


@pytest.mark.parametrize("field", ["", "写真", "a" * 49, "photo'--", None])
def test_a_field_that_can_be_none_is_named(talk: Talk, field: str | None) -> None:
    query = {} if field is None else {"field": field}
    response = talk.http.post(
        f"{talk.url}/attachments", params=query, headers=talk.headers, content=photo()
    )
    (error,) = problem(response, 422, "invalid-request")["errors"]
    assert error["field"] == "query.field"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "file-empty"),
        (photo()[:-100], 422, "file-broken"),
        (b"GIF89a" + bytes(50), 422, "file-kind"),
        (PDF[:10] + bytes(MAX_BYTES - 10 - len(PDF)) + PDF[10:], 201, ""),
        (PDF[:10] + bytes(MAX_BYTES), 413, "body-too-large"),
    ],
    ids=["empty", "truncated", "gif", "largest", "too-large"],
)
def test_what_cannot_be_taken_says_what_is_accepted(
    talk: Talk, content: bytes, status: int, code: str
) -> None:
    asking(talk)
    response = upload(talk, content)
    if status == 201:
        assert response.status_code == 201, response.text
        return
    assert "10MB" in problem(response, status, code)["detail"]
    assert kept(talk) == []


def test_the_large_body_is_for_uploads_alone(talk: Talk) -> None:
    body = {"text": "あ", "client_message_id": "a", "more": "x" * 70_000}
    problem(talk.http.post(f"{talk.url}/messages", json=body), 413, "body-too-large")
    for path in (f"{talk.url}/attachments/x", f"{talk.url}/attachmentsx"):
        problem(talk.http.post(path, content=bytes(70_000)), 413, "body-too-large")


def test_uploads_count_as_messages(talk: Talk) -> None:
    asking(talk)
    for _ in range(settings().messages_per_minute):
        assert upload(talk, b"no photo").status_code == 422
    problem(upload(talk, photo()), 429, "too-many-requests")


def test_an_erased_conversation_takes_its_files_along(talk: Talk) -> None:
    asking(talk)
    assert upload(talk, photo()).status_code == 201
    assert talk.http.delete(talk.url, headers=talk.headers).status_code == 204
    assert kept(talk) == []


def test_a_file_that_is_never_used_is_forgotten_after_a_day(talk: Talk) -> None:
    asking(talk)
    old, recent = (upload(talk, photo()).json()["id"] for _ in range(2))
    with transaction() as session:
        session.get_one(AttachmentRow, old).created_at = system_clock() - timedelta(hours=25)
    DBOS.trigger_schedule(retention.NAME_OF_ATTACHMENTS)
    eventually(lambda: kept(talk) == [recent])
