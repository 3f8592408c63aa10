"""The banner: who sees which, and what fits on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from madoguchi.errors import InvalidValueError
from madoguchi.notices import banner
from madoguchi.notices.banner import ALL, MAX_TEXT_LENGTH, MAX_URL_LENGTH
from madoguchi.storage.database import transaction
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")


def put_up(place: str, text: str, url: str | None = None, minutes: int = 0) -> None:
    with transaction() as session:
        banner.show(session, place, text, url, lambda: NOW + timedelta(minutes=minutes))


def seen(ward: str | None) -> str | None:
    with transaction() as session:
        shown = banner.current(session, ward)
        return None if shown is None else shown.text


def test_at_first_there_is_none() -> None:
    assert seen(None) is None
    assert seen("shibuya") is None


def test_a_wards_banner_is_seen_in_that_ward_only() -> None:
    put_up("shibuya", "本日は休庁です。")
    assert seen("shibuya") == "本日は休庁です。"
    assert seen("nerima") is None
    assert seen(None) is None


@pytest.mark.parametrize(("all_at", "ward_at"), [(0, 5), (5, 0)])
def test_of_all_wards_banner_and_the_wards_the_newer_is_seen(all_at: int, ward_at: int) -> None:
    put_up(ALL, "地震がありました。", minutes=all_at)
    put_up("shibuya", "停電しています。", minutes=ward_at)
    newer = "地震がありました。" if all_at > ward_at else "停電しています。"
    assert seen("shibuya") == newer
    assert seen("nerima") == seen(None) == "地震がありました。"


def test_a_new_banner_takes_the_place_of_the_old_one() -> None:
    put_up(ALL, "一", "https://example.jp/1")
    put_up(ALL, "二")
    with transaction() as session:
        (only,) = banner.every(session)
    assert (only.text, only.url, only.since) == ("二", None, NOW)


def test_clearing_brings_back_what_was_behind() -> None:
    put_up(ALL, "地震がありました。")
    put_up("shibuya", "停電しています。", minutes=1)
    with transaction() as session:
        assert banner.clear(session, "shibuya")
        assert not banner.clear(session, "shibuya")
    assert seen("shibuya") == "地震がありました。"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("　避難所を\n開設しました。 ", "避難所を 開設しました。"),
        ("あ" * MAX_TEXT_LENGTH, "あ" * MAX_TEXT_LENGTH),
        ("<b>太字</b>", "<b>太字</b>"),
    ],
)
def test_a_text_is_one_line(text: str, kept: str) -> None:
    put_up(ALL, text)
    assert seen(None) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty-banner"), (" \n　", "empty-banner"),
     ("あ" * (MAX_TEXT_LENGTH + 1), "banner-too-long"), ("あ\x00い", "unprintable-banner"),
     ("あ\u202eい", "unprintable-banner")],
)  # fmt: skip
def test_a_text_that_does_not_fit_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        put_up(ALL, text)
    assert raised.value.code == code
    assert seen(None) is None


@pytest.mark.parametrize(
    "url",
    ["", "http://example.jp/", "javascript:alert(1)", "https://", "//example.jp/", "example.jp",
     "https://user:pass@example.jp/", "https://[::1", "https://例え.jp/", "https://a.jp/ b",
     "https://a.jp/\n", "https://a.jp/" + "x" * MAX_URL_LENGTH],
)  # fmt: skip
def test_only_an_https_page_may_be_linked(url: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        put_up(ALL, "地震がありました。", url)
    assert raised.value.code == "wrong-url"
    assert seen(None) is None


def test_an_https_page_is_linked() -> None:
    put_up(ALL, "地震がありました。", "https://www.example.lg.jp/a?b=c#d")
    with transaction() as session:
        shown = banner.current(session, None)
    assert shown is not None
    assert shown.url == "https://www.example.lg.jp/a?b=c#d"
