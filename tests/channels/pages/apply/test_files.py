"""Photos and PDFs on the form page, over HTTP as a browser without JavaScript sends them."""

from __future__ import annotations

import time
from io import BytesIO

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from channels.pages.apply.posts import MAX_BODY_BYTES, MAX_TEXT_BYTES
from channels.pages.apply.session import COOKIE
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application, attachments
from madoguchi.forms.draft import Draft
from madoguchi.forms.turn import Turn
from madoguchi.forms.values.files import MAX_BYTES
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import AttachmentRow
from tests.channels.pages.apply.visitor import (
    ANSWERS,
    CHECK,
    FORM,
    IN_BACKGROUND,
    Visitor,
    bearing,
    begun_in_chat,
    held,
    text_of,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100
UNSENT = "写真 （回答なし）"


def photo(colour: str = "red") -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), colour).save(target, "JPEG")
    return target.getvalue()


def kept(visitor: Visitor) -> list[str]:
    """The names of the conversation's files."""
    with transaction() as session:
        rows = session.scalars(
            select(AttachmentRow).where(AttachmentRow.conversation_id == visitor.conversation_id)
        )
        return [str(row.name) for row in rows]


def page_after(visitor: Visitor, response: httpx.Response) -> str:
    assert response.status_code == 303
    return visitor.get(response.headers["location"]).text


def answer(visitor: Visitor) -> object:
    draft = visitor.draft()
    assert draft is not None
    return draft.values.get("photo")


def test_a_form_with_a_file_says_how_it_is_sent_and_the_others_do_not(visitor: Visitor) -> None:
    assert 'enctype="multipart/form-data"' in visitor.get(FORM).text
    assert 'enctype="multipart/form-data"' not in visitor.get("/apply/moving-out?ward=nerima").text


def test_a_photo_is_kept_shown_checked_and_submitted(visitor: Visitor) -> None:
    form = page_after(visitor, visitor.save({}, files=[("photo", "道路の穴.jpg", photo())]))
    assert "送るファイル：道路の穴.jpg（" in text_of(form)
    response = visitor.save(ANSWERS, goes_on=True, files=[("photo", "", b"")])
    assert response.headers["location"] == CHECK
    assert "写真 道路の穴.jpg（" in text_of(visitor.get(CHECK).text)
    receipt = visitor.get(visitor.consent().headers["location"])
    assert "写真道路の穴.jpg（" in text_of(receipt.text)
    number = receipt.url.path.rpartition("/")[2]
    with transaction() as session:
        ((file, content),) = attachments.of_submission(session, number)
        assert (file.field, file.name, file.media_type) == ("photo", "道路の穴.jpg", "image/jpeg")
        assert Image.open(BytesIO(content)).size == (40, 20)
    assert kept(visitor) == []


def test_another_file_takes_the_place_of_the_first(visitor: Visitor) -> None:
    visitor.save({}, files=[("photo", "前.jpg", photo())])
    form = page_after(visitor, visitor.save({}, files=[("photo", "後.pdf", PDF)]))
    assert "後.pdf" in form
    assert "前.jpg" not in form
    assert kept(visitor) == ["後.pdf"]


def test_a_file_is_taken_back(visitor: Visitor) -> None:
    visitor.save(ANSWERS, files=[("photo", "穴.jpg", photo())])
    assert answer(visitor) is not None
    response = visitor.save({**ANSWERS, "-taken-back": "photo"}, goes_on=True)
    assert response.headers["location"] == CHECK
    assert UNSENT in text_of(visitor.get(CHECK).text)
    assert kept(visitor) == []


def test_a_file_that_comes_as_another_is_taken_back_is_kept(visitor: Visitor) -> None:
    visitor.save({}, files=[("photo", "前.jpg", photo())])
    visitor.save({"-taken-back": "photo"}, files=[("photo", "後.pdf", PDF)])
    assert kept(visitor) == ["後.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("穴.txt", b"a road", "この種類のファイルは受け取れません"),
        ("穴.jpg", b"", "ファイルが空です"),
        ("穴.jpg", HEIC, "この形式（HEICなど）の写真は開けません"),
        ("穴.jpg", photo()[:-200], "途中で切れている"),
        ("穴.pdf", PDF[:-8], "途中で切れている"),
        ("穴.pdf", PDF + b" " * MAX_BYTES, "ファイルが大きすぎます"),
    ],
    ids=["a text", "empty", "HEIC as JPEG", "half a photo", "half a PDF", "too large"],
)
def test_a_file_that_is_refused_is_told_why_and_costs_nothing_else(
    visitor: Visitor, name: str, content: bytes, says: str
) -> None:
    form = page_after(
        visitor, visitor.save(ANSWERS, goes_on=True, files=[("photo", name, content)])
    )
    assert 'href="#f-photo"' in form
    assert says in text_of(form)
    assert "駅前の交差点" in form
    assert kept(visitor) == []
    still = page_after(visitor, visitor.save({**ANSWERS, "place": "橋の上"}))
    assert says in text_of(still)
    response = visitor.save(ANSWERS, goes_on=True, files=[("photo", "", b"")])
    assert response.headers["location"] == CHECK
    assert UNSENT in text_of(visitor.get(CHECK).text)


def test_a_refusal_is_told_in_the_language_of_the_page(visitor: Visitor) -> None:
    visitor.save({}, files=[("photo", "x.jpg", HEIC)])
    page = visitor.get(FORM.replace("lang=ja", "lang=en")).text
    assert "Photos of this format (HEIC and others) cannot be opened." in text_of(page)
    assert "You can send one photo (JPEG or PNG) or PDF, up to 10 MB." in text_of(page)


def test_two_files_for_one_question_are_refused_both(visitor: Visitor) -> None:
    files = [("photo", "1.jpg", photo()), ("photo", "2.pdf", PDF)]
    form = page_after(visitor, visitor.save(ANSWERS, goes_on=True, files=files))
    assert "送れるのは、写真（JPEG・PNG）かPDFを1つ" in text_of(form)
    assert kept(visitor) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/穴.jpg", "穴.jpg"),
        ("C:\\写真\\穴.jpg", "穴.jpg"),
        ("穴" * 300 + ".jpg", "穴" * 96 + ".jpg"),
        ("<b>穴</b>.jpg", "b>.jpg"),
        ("穴\u202egpj.exe", "穴gpj.exe.jpg"),
    ],
)
def test_a_file_is_shown_by_a_clean_name(visitor: Visitor, name: str, shown: str) -> None:
    form = page_after(visitor, visitor.save({}, files=[("photo", name, photo())]))
    assert kept(visitor) == [shown]
    assert f"送るファイル：{shown}（" in text_of(form)


def test_a_body_that_is_cut_off_changes_nothing(visitor: Visitor) -> None:
    visitor.save(ANSWERS)
    before = visitor.draft()
    request = visitor.http.build_request(
        "POST", FORM, data=visitor.form(), files=[("photo", ("穴.jpg", photo()))]
    )
    body = request.read()
    for length in (len(body) - 200, len(body) - 8):
        headers = {"Content-Type": request.headers["content-type"]}
        response = visitor.http.post(FORM, content=body[:length], headers=headers)
        assert response.status_code == 422
        assert "読み取れませんでした" in response.text
    assert visitor.draft() == before
    assert kept(visitor) == []


def test_a_file_for_a_question_that_takes_none_is_passed_over(visitor: Visitor) -> None:
    visitor.save(ANSWERS)
    posted = {name: text for name, text in ANSWERS.items() if name != "place"}
    assert visitor.save(posted, files=[("place", "穴.jpg", photo())]).status_code == 303
    draft = visitor.draft()
    assert draft is not None
    assert draft.values["place"] == "駅前の交差点"
    assert kept(visitor) == []


def test_a_file_for_a_procedure_that_takes_none_is_passed_over(visitor: Visitor) -> None:
    url = "/apply/moving-out?ward=nerima&lang=ja"
    posted = {**visitor.form(url), "name": "佐藤美咲"}
    assert visitor.post(url, posted, files=[("photo", "穴.jpg", photo())]).status_code == 303
    assert kept(visitor) == []


def test_a_file_of_the_chat_is_here_and_one_that_is_given_here_is_in_the_chat(
    visitor: Visitor,
) -> None:
    talk = begun_in_chat(visitor)
    begin_in_chat(talk["id"])
    uploaded = visitor.http.post(
        f"/api/v1/conversations/{talk['id']}/attachments?field=photo",
        content=photo(),
        headers={**bearing(talk["token"]), "X-File-Name": "chat.jpg"},
    ).json()
    pressed = {"field": "photo", "value": uploaded["id"]}
    say_in_chat(talk["id"], "2", Turn("", pressed=pressed))
    body = {"conversation_id": talk["id"]}
    visitor.http.post("/apply/session", json=body, headers=bearing(talk["token"]))
    assert "送るファイル：chat.jpg（" in text_of(visitor.get(FORM).text)

    visitor.save(ANSWERS, goes_on=True, files=[("photo", "page.jpg", photo("blue"))])
    assert kept(visitor) == ["page.jpg"]
    with transaction() as session:
        summary = application.pending_question(session, catalogue(), talk["id"], system_clock())
    assert any("page.jpg" in message.model_dump_json() for message in summary)


def begin_in_chat(conversation_id: str) -> None:
    with transaction() as session:
        application.begin(
            session, catalogue(), conversation_id=conversation_id, message_id="1",
            procedure_id="road-damage-report", ward_id="nerima", opening="", now=system_clock(),
        )  # fmt: skip


def say_in_chat(conversation_id: str, message_id: str, turn: Turn) -> Draft:
    with transaction() as session:
        outcome = application.answer(
            session, catalogue(), conversation_id=conversation_id, message_id=message_id,
            turn=turn, now=system_clock(),
        )  # fmt: skip
        assert outcome is not None
        return outcome.draft


def test_a_form_with_a_file_that_is_sent_twice_in_haste_is_no_change(visitor: Visitor) -> None:
    visitor.save({"place": "駅前"})
    posted = {**visitor.form(), **ANSWERS, "-goes-on": "1"}
    files = [("photo", "穴.jpg", photo())]
    first, second = visitor.post(FORM, posted, files=files), visitor.post(FORM, posted, files=files)
    assert first.headers["location"] == second.headers["location"] == CHECK
    assert kept(visitor) == ["穴.jpg"]


def test_the_same_photo_goes_with_a_second_application_too(visitor: Visitor) -> None:
    numbers = []
    for _ in range(2):
        visitor.save(ANSWERS, goes_on=True, files=[("photo", "穴.jpg", photo())])
        location = visitor.consent().headers["location"]
        numbers.append(location.partition("?")[0].rpartition("/")[2])
    assert len(set(numbers)) == 2
    with transaction() as session:
        for number in numbers:
            assert [file.name for file, _ in attachments.of_submission(session, number)] == [
                "穴.jpg"
            ]


def test_a_page_that_is_older_than_the_file_does_not_take_it_back(visitor: Visitor) -> None:
    visitor.save({"place": "駅前"})
    older = {**visitor.form(), "-taken-back": "photo", "place": "橋の上"}
    visitor.save({}, files=[("photo", "穴.jpg", photo())])
    form = page_after(visitor, visitor.post(FORM, older))
    assert "別の画面でも内容を変えています" in text_of(form)
    assert kept(visitor) == ["穴.jpg"]


def test_the_script_sends_a_file_once_and_saves_without_it(visitor: Visitor) -> None:
    files = [("photo", "穴.jpg", photo())]
    told = visitor.save({}, headers=IN_BACKGROUND, files=files).json()
    assert "photo" in told["fields"]
    given = answer(visitor)
    assert given is not None
    refused = visitor.save(
        {"place": "駅前"}, headers=IN_BACKGROUND, files=[("photo", "x", HEIC)]
    ).json()
    assert "HEIC" in refused["problems"]["photo"]["text"]
    assert answer(visitor) is None
    visitor.save({"place": "駅前"}, headers=IN_BACKGROUND, files=files)
    told = visitor.save({"place": "橋の上"}, headers=IN_BACKGROUND).json()
    assert told["problems"] == {}
    assert answer(visitor) == given


def test_a_file_that_another_site_sends_is_refused(visitor: Visitor) -> None:
    visitor.save(ANSWERS)
    response = visitor.save(
        ANSWERS, headers={"Origin": "https://evil.example"}, files=[("photo", "x.pdf", PDF)]
    )
    assert response.status_code == 403
    assert kept(visitor) == []


def test_who_sends_too_often_is_told_that_the_file_was_not_taken(visitor: Visitor) -> None:
    visitor.save(ANSWERS)
    posted = {**visitor.form(), **ANSWERS, "place": "橋の上"}
    began = time.monotonic()
    while visitor.post(FORM, {**posted, "-revision": ""}).status_code == 303:
        assert time.monotonic() - began < 50
    response = visitor.post(FORM, posted, files=[("photo", "穴.jpg", photo())])
    assert response.status_code == 429
    assert "ファイルはまだ受け取っていません" in text_of(response.text)
    assert "橋の上" in response.text
    assert kept(visitor) == []


def test_a_file_goes_with_what_is_given_up(visitor: Visitor) -> None:
    visitor.save({}, files=[("photo", "穴.jpg", photo())])
    url = FORM.replace("?", "/cancel?")
    visitor.post(url, {"-revision": held(visitor.get(url).text, "-revision")})
    assert visitor.draft() is None
    assert kept(visitor) == []


def test_texts_beside_a_file_have_their_limit(visitor: Visitor) -> None:
    files = [("photo", "穴.jpg", photo())]
    one_long, many = {"place": "a" * (MAX_TEXT_BYTES + 1)}, dict.fromkeys("abc", "a" * 100_000)
    assert visitor.save(one_long, files=files).status_code == 422
    assert visitor.save(many, files=files).status_code == 413
    assert COOKIE not in visitor.http.cookies


def test_a_form_beyond_every_limit_is_answered_with_a_page(visitor: Visitor) -> None:
    response = visitor.save(
        ANSWERS,
        headers={"Accept": "text/html"},
        files=[("photo", "穴.pdf", PDF + b" " * MAX_BODY_BYTES)],
    )
    assert response.status_code == 413
    assert "10MBまでのファイルを選んでください" in text_of(response.text)
