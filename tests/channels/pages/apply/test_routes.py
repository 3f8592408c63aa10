"""The whole form as a page, over HTTP as a browser without JavaScript speaks it."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from channels.pages.apply.posts import MAX_TEXT_BYTES
from channels.pages.apply.session import COOKIE
from channels.pages.rendering import with_ruby
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.forms import application
from madoguchi.forms.turn import Turn
from madoguchi.languages.strings import LANGUAGES
from madoguchi.languages.translations import translations
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, SubmissionRow
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


def submissions() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(SubmissionRow)) or 0


@pytest.fixture
def complete(visitor: Visitor) -> Visitor:
    """A visitor who has filled in everything that is needed."""
    response = visitor.save(ANSWERS, goes_on=True)
    assert response.headers["location"] == CHECK
    return visitor


def test_looking_at_a_form_begins_nothing(visitor: Visitor) -> None:
    with transaction() as session:
        before = session.scalar(select(func.count()).select_from(ConversationRow))
    response = visitor.get(FORM)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert COOKIE not in visitor.http.cookies
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(ConversationRow)) == before


def test_what_was_saved_is_there_when_the_page_is_opened_again(visitor: Visitor) -> None:
    response = visitor.save({"place": "駅前の<交差点>"})
    assert response.status_code == 303
    page = visitor.get(response.headers["location"]).text
    assert "保存しました。" in text_of(page)
    assert "駅前の&lt;交差点&gt;" in page
    assert "summary-of-errors" not in page


def test_the_cookie_is_for_these_pages_and_no_script(visitor: Visitor) -> None:
    cookie = visitor.save({"place": "駅前"}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/apply" in cookie
    assert "Secure" not in cookie  # it is http on a laptop
    token = visitor.http.cookies[COOKIE].partition(".")[2]
    assert token
    assert token not in visitor.get(FORM).text


def test_the_cookie_is_for_https_alone_where_the_page_is(visitor: Visitor) -> None:
    response = visitor.save({"place": "駅前"}, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in response.headers["set-cookie"]


def test_every_wrong_answer_is_named_and_kept_and_every_right_one_stays(visitor: Visitor) -> None:
    wrong = {**ANSWERS, "noticed_date": "いつか<晴れた>日", "place": ""}
    response = visitor.save(wrong, goes_on=True)
    assert response.status_code == 303
    assert "/check" not in response.headers["location"]
    page = visitor.get(response.headers["location"]).text
    assert "<title>エラー：" in page
    assert 'href="#f-noticed_date"' in page
    assert 'href="#f-place"' in page
    assert 'value="いつか&lt;晴れた&gt;日"' in page
    assert re.search(r'<option value="hole" lang="ja" selected', page)
    draft = visitor.draft()
    assert draft is not None
    assert set(draft.values) == set(ANSWERS) - {"noticed_date", "place"}
    assert visitor.get(CHECK).url.path == "/apply/road-damage-report"


def test_an_application_is_checked_consented_to_and_received(complete: Visitor) -> None:
    before = submissions()
    check = complete.get(CHECK).text
    assert "駅前の交差点" in check
    assert "2026年11月1日" in check
    response = complete.consent()
    assert response.status_code == 303
    receipt = complete.get(response.headers["location"])
    assert receipt.status_code == 200
    assert "申請を受け付けました" in text_of(receipt.text)
    assert "駅前の交差点" in receipt.text
    number = receipt.url.path.rpartition("/")[2]
    assert number in text_of(receipt.text)
    assert submissions() == before + 1


def test_consent_sent_twice_gives_the_same_receipt(complete: Visitor) -> None:
    before = submissions()
    consent = {"-revision": held(complete.get(CHECK).text, "-revision")}
    first, second = complete.post(CHECK, consent), complete.post(CHECK, consent)
    assert first.headers["location"] == second.headers["location"]
    assert "/receipts/" in first.headers["location"]
    assert submissions() == before + 1


def test_going_back_after_consent_leads_to_the_receipt(complete: Visitor) -> None:
    kept = {**complete.form(), **ANSWERS, "-goes-on": "1"}
    receipt = complete.consent().headers["location"]
    assert complete.get(CHECK).url.path == receipt.partition("?")[0]
    before = submissions()
    again = complete.post(FORM, kept)
    assert again.headers["location"].partition("?")[0] == receipt.partition("?")[0]
    assert "すでに受け付けています" in text_of(complete.get(again.headers["location"]).text)
    assert complete.draft() is None
    assert submissions() == before
    assert "前の申請は受け付けました" in text_of(complete.get(FORM).text)


def test_consent_to_what_has_changed_in_another_tab_is_not_taken(complete: Visitor) -> None:
    before = submissions()
    shown = held(complete.get(CHECK).text, "-revision")
    complete.save({**ANSWERS, "place": "駅の裏"}, goes_on=True)
    response = complete.post(CHECK, {"-revision": shown})
    page = complete.get(response.headers["location"])
    assert page.url.path.endswith("/check")
    assert "別の画面でも内容を変えています" in text_of(page.text)
    assert "駅の裏" in page.text
    assert submissions() == before


def test_a_form_of_an_older_tab_is_saved_and_says_so(complete: Visitor) -> None:
    posted = {**complete.form(), **ANSWERS, "place": "橋の上"}
    complete.save({**ANSWERS, "place": "駅の裏"})
    in_background = complete.post(FORM, posted, headers=IN_BACKGROUND)
    assert in_background.status_code == 409
    assert in_background.json()["code"] == "content-changed"
    draft = complete.draft()
    assert draft is not None
    assert draft.values["place"] == "駅の裏"
    page = complete.get(complete.post(FORM, posted).headers["location"]).text
    assert "別の画面でも内容を変えています" in text_of(page)
    assert "橋の上" in page


def test_a_form_opened_before_does_not_empty_what_another_tab_saved(visitor: Visitor) -> None:
    older = {**visitor.form(), "description": "深さ10センチ", "-goes-on": "1"}
    visitor.save({"place": "駅前の交差点", "damage_kind": "hole"})
    response = visitor.post(FORM, older)
    draft = visitor.draft()
    assert draft is not None
    assert set(draft.values) == {"place", "damage_kind", "description"}
    assert "別の画面でも内容を変えています" in text_of(
        visitor.get(response.headers["location"]).text
    )


def test_a_form_sent_twice_in_haste_is_no_change(visitor: Visitor) -> None:
    visitor.save({"place": "駅前"})
    posted = {**visitor.form(), **ANSWERS, "-goes-on": "1"}
    first, second = visitor.post(FORM, posted), visitor.post(FORM, posted)
    assert first.headers["location"] == second.headers["location"] == CHECK


def test_the_script_is_told_what_is_wrong_and_what_is_asked(visitor: Visitor) -> None:
    response = visitor.save({"noticed_date": "いつか"}, headers=IN_BACKGROUND)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    told = response.json()
    assert set(told["problems"]) == {"noticed_date"}
    assert told["problems"]["noticed_date"]["lang"] == "ja"
    draft = visitor.draft()
    assert draft is not None
    assert told["revision"] == draft.revision
    assert "place" in told["fields"]


def test_an_application_is_given_up_only_after_the_question(complete: Visitor) -> None:
    url = "/apply/road-damage-report/cancel?ward=nerima&lang=ja"
    question = complete.get(url).text
    assert "元には戻せません" in text_of(question)
    complete.post(url, {"-revision": "00000000"})
    assert complete.draft() is not None
    done = complete.post(url, {"-revision": held(question, "-revision")})
    assert complete.draft() is None
    assert "途中の申請はありません" in text_of(complete.get(done.headers["location"]).text)
    assert "保存しました。" not in text_of(complete.get(CHECK).text)
    assert "駅前" not in complete.get(FORM).text


def test_another_open_application_is_asked_about_first(complete: Visitor) -> None:
    url = "/apply/moving-out?ward=nerima&lang=ja"
    question = complete.get(url).text
    assert "ほかの申請が途中です" in text_of(question)
    assert "/apply/road-damage-report?ward=nerima" in question
    refused = complete.post(url, {"-revision": "", "-seen": "name", "name": "佐藤美咲"})
    assert refused.status_code == 409
    assert "申請が途中です" in text_of(refused.text)
    assert complete.draft() is not None
    discard = "/apply/moving-out/other?ward=nerima&lang=ja"
    complete.post(discard, {"-revision": held(question, "-revision")})
    assert complete.draft() is None
    assert "届け出る方のお名前" in complete.get(url).text


def test_a_draft_of_the_chat_is_continued_here(visitor: Visitor) -> None:
    talk = begun_in_chat(visitor)
    with transaction() as session:
        application.begin(
            session, catalogue(), conversation_id=talk["id"], message_id="1",
            procedure_id="road-damage-report", ward_id="nerima", opening="", now=system_clock(),
        )  # fmt: skip
        application.answer(
            session, catalogue(), conversation_id=talk["id"], message_id="2",
            turn=Turn("穴・陥没"), now=system_clock(),
        )  # fmt: skip
    opened = visitor.http.post(
        "/apply/session", json={"conversation_id": talk["id"]}, headers=bearing(talk["token"])
    )
    assert opened.status_code == 204
    assert opened.content == b""
    page = visitor.get(FORM).text
    assert '<option value="hole" lang="ja" selected' in page
    assert "まだ答えていない質問" in text_of(page)
    visitor.save({"damage_kind": "hole", "place": "駅前の交差点"})
    url = f"/api/v1/conversations/{talk['id']}/messages"
    state = visitor.http.get(url, headers=bearing(talk["token"])).json()["state"]
    assert state["application"]["step"] == 3


def test_a_session_needs_the_token_of_its_conversation(visitor: Visitor) -> None:
    talk, other = begun_in_chat(visitor), begun_in_chat(visitor)
    body = {"conversation_id": talk["id"]}
    for headers in ({}, bearing(other["token"]), bearing("x")):
        response = visitor.http.post("/apply/session", json=body, headers=headers)
        assert response.status_code == 401
        assert "set-cookie" not in response.headers
    assert (
        visitor.http.post("/apply/session", json={}, headers=bearing(talk["token"])).status_code
        == 422
    )


def test_an_expired_application_says_so_and_keeps_what_is_typed_now(visitor: Visitor) -> None:
    visitor.save({"place": "駅前の交差点"})
    expire(visitor)
    response = visitor.get(FORM)
    assert "前に入力した内容は消えました" in text_of(response.text)
    assert "駅前の交差点" not in response.text
    assert COOKIE not in visitor.http.cookies
    visitor.save({"place": "駅前の交差点"})
    posted = {**visitor.form(), "place": "橋の上"}
    expire(visitor)
    after = visitor.get(visitor.post(FORM, posted).headers["location"]).text
    assert "いまの画面の内容は保存しました" in text_of(after)
    assert "橋の上" in after


@pytest.mark.parametrize(
    "cookie",
    ["x", '"\\000.x"', "a" * 4000, "' OR 1=1.x", "6e1b3ff1-6a02-4d0c-9a5c-3a2f2b7a9d10.x"],
)
def test_a_cookie_that_opens_nothing_is_taken_for_an_expired_one(
    visitor: Visitor, cookie: str
) -> None:
    response = visitor.http.get(FORM, headers={"Cookie": f"{COOKIE}={cookie}"})
    assert response.status_code == 200
    assert "前に入力した内容は消えました" in text_of(response.text)


def test_a_save_in_the_background_begins_nothing_where_its_page_is_older(
    visitor: Visitor,
) -> None:
    posted = {**visitor.form(), "-revision": "00000000", "place": "駅前"}
    response = visitor.post(FORM, posted, headers=IN_BACKGROUND)
    assert response.status_code == 409
    assert COOKIE not in visitor.http.cookies


def expire(visitor: Visitor) -> None:
    with transaction() as session:
        row = session.get(ConversationRow, visitor.conversation_id)
        assert row is not None
        row.last_seen_at = system_clock() - timedelta(days=31)


def test_a_browser_without_cookies_is_told(visitor: Visitor) -> None:
    for goes_on in (False, True):
        response = visitor.save(ANSWERS, goes_on=goes_on)
        visitor.http.cookies.clear()
        page = visitor.get(response.headers["location"]).text
        assert "クッキーを使える設定" in text_of(page)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "null"},
        {"Origin": "", "Referer": "https://evil.example/apply/road-damage-report"},
        {"Origin": ""},
    ],
)
def test_a_form_that_another_site_sends_is_refused(
    complete: Visitor, headers: dict[str, str]
) -> None:
    before = submissions()
    for url in (FORM, CHECK, FORM.replace("?", "/cancel?"), FORM.replace("?", "/other?")):
        response = complete.post(
            url, {"-revision": held(complete.get(FORM).text, "-revision")}, headers=headers
        )
        assert response.status_code == 403
        assert response.headers["content-type"].startswith("text/html")
        assert "安全のため" in response.text
    assert complete.draft() is not None
    assert submissions() == before


def test_a_browser_that_says_so_itself_is_believed_behind_a_proxy(visitor: Visitor) -> None:
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "https://madoguchi.example"}
    assert visitor.save({"place": "駅前"}, headers=ours).status_code == 303


def test_a_referer_is_enough_where_the_browser_sends_no_origin(
    visitor: Visitor,
) -> None:
    page = str(visitor.http.base_url.join("/apply/x"))
    response = visitor.save({"place": "駅前"}, headers={"Origin": "", "Referer": page})
    assert response.status_code == 303


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [
        ("/apply/no-such?ward=nerima", 404, "ページが見つかりません"),
        ("/apply/no-such", 404, "ページが見つかりません"),
        ("/apply/session", 404, "ページが見つかりません"),
        ("/apply/moving-out?ward=osaka", 404, "東京23区から選んで"),
        ("/apply/moving-out", 200, "どの区に申請しますか"),
        ("/apply/absentee-ballot?ward=nerima", 200, "ここでは申請できません"),
        ("/apply/moving-out/receipts/XXXX?ward=nerima", 422, "受付番号"),
        ("/apply/moving-out/receipts?ward=nerima", 404, "ページが見つかりません"),
    ],
)
def test_what_is_not_there_is_a_page_that_leads_on(
    visitor: Visitor, url: str, status: int, says: str
) -> None:
    response = visitor.get(url)
    assert response.status_code == status
    assert says in text_of(response.text)
    if "receipts?" not in url:  # no page of ours: the app's own answer
        assert response.headers["content-type"].startswith("text/html")
        assert re.search(r'<main[^>]*>.*<a [^>]*href="/', response.text, re.DOTALL)


def test_a_procedure_that_takes_no_applications_leads_to_the_way_to_do_it(
    visitor: Visitor,
) -> None:
    page = visitor.get("/apply/absentee-ballot?ward=nerima&lang=ja").text
    assert 'href="/procedures/absentee-ballot?ward=nerima&amp;lang=ja"' in page
    refused = visitor.post("/apply/absentee-ballot?ward=nerima", {"-seen": "name", "name": "x"})
    assert refused.status_code == 409


def test_a_ward_that_is_chosen_leads_to_the_form(visitor: Visitor) -> None:
    page = visitor.get("/apply/moving-out?lang=en").text
    link = re.search(r'href="([^"]*ward=nerima[^"]*)"', page)
    assert link
    assert "Apply: Moving-out notification" in visitor.get(unescape(link[1])).text


def test_a_receipt_is_shown_to_nobody_else(complete: Visitor) -> None:
    url = complete.consent().headers["location"]
    complete.http.cookies.clear()
    assert complete.get(url).status_code == 404
    complete.save({"place": "駅前"})
    response = complete.get(url)
    assert response.status_code == 404
    assert "駅前の交差点" not in response.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 303),
        (b"%%%=%ff&&=&x=%00", "application/x-www-form-urlencoded", 303),
        (b"&".join(b"a%d=1" % n for n in range(600)), "application/x-www-form-urlencoded", 422),
        (b"place=" + b"a" * MAX_TEXT_BYTES, "application/x-www-form-urlencoded", 413),
        (b'{"place": "x"}', "application/json", 422),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 422),
    ],
)
def test_rubbish_loses_nothing(complete: Visitor, body: bytes, kind: str, status: int) -> None:
    before = complete.draft()
    response = complete.http.post(FORM, content=body, headers={"Content-Type": kind})
    assert response.status_code == status
    assert complete.draft() == before


def test_a_very_long_answer_is_kept_and_told_what_is_accepted(complete: Visitor) -> None:
    long = "あ" * 10_000
    response = complete.save({**ANSWERS, "place": long}, goes_on=True)
    page = complete.get(response.headers["location"]).text
    assert "文字以内で入力してください" in page
    assert long in page


def test_who_saves_too_often_waits_and_loses_nothing(visitor: Visitor) -> None:
    visitor.save({"place": "駅前"})
    posted = {**visitor.form(), "place": "橋の上"}
    began = time.monotonic()
    while (response := visitor.post(FORM, posted)).status_code == 303:
        assert time.monotonic() - began < 50
        posted["-revision"] = ""
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
    assert "1分ほど待ってから" in text_of(response.text)
    assert "橋の上" in response.text
    refused = visitor.save({"place": "橋の上"}, headers=IN_BACKGROUND)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_speaks_every_language_and_marks_what_is_japanese(
    visitor: Visitor, language: str
) -> None:
    page = visitor.get(f"/apply/moving-out?ward=shibuya&lang={language}").text
    tag = "ja" if language == "ja-easy" else language
    assert f'<html lang="{tag}"' in page
    curated = translations(language).get("お名前")
    if language == "ja":
        assert '<span class="label">お名前</span>' in page
    elif curated is None:
        assert '<span class="label"><span lang="ja">お名前</span></span>' in page
    else:
        assert f'<span class="label">{with_ruby(curated.text)}</span>' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<h1>") == 1
