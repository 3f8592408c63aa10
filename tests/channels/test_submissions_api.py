"""The status of an application: for its applicant, or for who knows receipt and birth date."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import httpx
import pytest

from madoguchi.storage.database import transaction
from madoguchi.submissions import receipt_number, submission
from madoguchi.submissions.status import SubmissionStatus
from tests.channels.conftest import Gateway, Talk
from tests.conftest import NOW

BORN = "1991-04-02"
_drafts = count()


def submitted(talk: Talk | None = None, birth_date: str | None = BORN) -> str:
    values = {"name": "佐藤 美咲"} | ({"birth_date": birth_date} if birth_date else {})
    with transaction() as session:
        return submission.submit(
            session, draft_id=f"draft-{next(_drafts)}",
            conversation_id=talk.id if talk else "elsewhere", procedure="moving-out",
            ward="shibuya", values=values, rows=[], now=NOW,
        ).receipt_number  # fmt: skip


def look_up(
    gateway: Gateway, number: str, birth_date: str | None = None, token: str | None = None
) -> httpx.Response:
    return gateway.http.get(
        f"/api/v1/submissions/{number}",
        params={} if birth_date is None else {"birth_date": birth_date},
        headers={} if token is None else {"Authorization": f"Bearer {token}"},
    )


def test_the_receipt_and_the_birth_date_show_the_status_and_no_answer(gateway: Gateway) -> None:
    number = submitted()
    response = look_up(gateway, number, BORN)
    assert response.status_code == 200
    assert response.json() == {
        "receipt_number": number,
        "procedure": "moving-out",
        "ward": "shibuya",
        "status": "received",
        "status_label": "受け付けました",
        "submitted_at": "2026-11-24T10:00:00+09:00",
        "changed_at": "2026-11-24T10:00:00+09:00",
        "note": None,
    }
    assert response.headers["cache-control"] == "no-store"


def test_a_status_change_is_seen_at_once(gateway: Gateway) -> None:
    number = submitted()
    changed, later = SubmissionStatus.NEEDS_RESIDENT, NOW + timedelta(days=1)
    with transaction() as session:
        submission.set_status(session, number, changed, "お電話ください。", later)
    found = look_up(gateway, number, BORN).json()
    assert (found["status"], found["note"]) == ("needs_resident", "お電話ください。")
    assert found["status_label"] == "ご確認いただきたいことがあります"
    assert found["changed_at"] == "2026-11-25T10:00:00+09:00"


@pytest.mark.parametrize("written", ["平成3年4月2日", "1991/4/2", "19910402", "H3.4.2"])
def test_the_birth_date_is_read_as_people_write_it(gateway: Gateway, written: str) -> None:
    assert look_up(gateway, submitted(), written).status_code == 200


def test_the_receipt_is_read_as_people_type_it(gateway: Gateway) -> None:
    number = submitted()
    assert look_up(gateway, number.replace("-", "").lower(), BORN).status_code == 200


def test_a_wrong_date_answers_as_an_unknown_number_does(gateway: Gateway) -> None:
    wrong = look_up(gateway, submitted(), "1991-04-03")
    unknown = look_up(gateway, receipt_number.new(), BORN)
    no_date_in_form = look_up(gateway, submitted(birth_date=None), BORN)
    assert wrong.status_code == 404
    assert wrong.json() == unknown.json() == no_date_in_form.json()


def test_the_conversation_that_applied_needs_no_birth_date(gateway: Gateway, talk: Talk) -> None:
    number = submitted(talk)
    assert look_up(gateway, number, token=talk.token).status_code == 200
    assert look_up(gateway, number, token=gateway.talk().token).status_code == 404
    assert look_up(gateway, number, token="x").status_code == 404
    assert look_up(gateway, number, BORN, token="x").status_code == 200


def test_an_erased_conversation_shows_its_submission_no_more(gateway: Gateway, talk: Talk) -> None:
    number = submitted(talk)
    talk.http.delete(talk.url, headers=talk.headers)
    assert look_up(gateway, number, token=talk.token).status_code == 404
    assert look_up(gateway, number, BORN).status_code == 200


@pytest.mark.parametrize(
    ("number", "birth_date", "code"),
    [
        ("7K4M", BORN, "malformed-receipt-number"),
        ("0000-0000-0097", BORN, "wrong-receipt-number"),
        ("0000-0000-0098", None, "birth-date-needed"),
    ],
)
def test_what_cannot_be_looked_up_says_why(
    gateway: Gateway, number: str, birth_date: str | None, code: str
) -> None:
    response = look_up(gateway, number, birth_date)
    assert (response.status_code, response.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    "birth_date", ["", "2月30日", "1991-02-30", "いつか", "x" * 41, "2999-01-01"]
)
def test_what_is_no_birth_date_shows_nothing(gateway: Gateway, birth_date: str) -> None:
    response = look_up(gateway, submitted(), birth_date)
    assert response.status_code in (404, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_guessing_the_birth_date_ends_after_ten_tries_even_with_the_right_one(
    gateway: Gateway, talk: Talk
) -> None:
    number = submitted(talk)
    for day in range(10, 20):
        assert look_up(gateway, number, f"1991-04-{day}").status_code == 404
    response = look_up(gateway, number, BORN)
    assert (response.status_code, response.json()["code"]) == (429, "too-many-requests")
    assert 3500 < int(response.headers["retry-after"]) <= 3600
    assert look_up(gateway, submitted(), BORN).status_code == 200, "another receipt is not limited"
    assert look_up(gateway, number, token=talk.token).status_code == 200, "nor is its applicant"


def test_its_applicant_may_look_as_often_as_wanted(gateway: Gateway, talk: Talk) -> None:
    number = submitted(talk)
    statuses = {look_up(gateway, number, token=talk.token).status_code for _ in range(15)}
    assert statuses == {200}


def test_an_unknown_number_is_limited_like_a_known_one(gateway: Gateway) -> None:
    number = receipt_number.new()
    answers = [look_up(gateway, number, BORN).status_code for _ in range(11)]
    assert answers == [404] * 10 + [429]
