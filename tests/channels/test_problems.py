from __future__ import annotations

import pytest

from madoguchi.submissions import receipt_number
from tests.channels.conftest import Gateway


def refused(gateway: Gateway, accepted: str | None) -> tuple[str, str]:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    response = gateway.http.get("/api/v1/nothing", headers=headers)
    assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert response.headers["vary"] == "Accept-Language"
    return response.headers["content-language"], response.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "language", "detail"),
    [
        (None, "ja", "ページが見つかりません。"),
        ("ja-easy", "ja", "この ページは ありません。"),
        ("en-US,en;q=0.9", "en", "This page was not found."),
        ("zh-CN", "zh-Hans", "找不到该页面。"),
        ("zh-TW", "zh-Hant", "找不到該頁面。"),
        ("ko", "ko", "페이지를 찾을 수 없습니다."),
        ("vi", "vi", "Không tìm thấy trang này."),
        ("ne", "ne", "पृष्ठ भेटिएन।"),
        ("fil", "tl", "Hindi po nakita ang pahina."),
    ],
)
def test_a_problem_is_told_in_the_language_that_is_asked_for(
    gateway: Gateway, accepted: str | None, language: str, detail: str
) -> None:
    assert refused(gateway, accepted) == (language, detail)


@pytest.mark.parametrize("accepted", ["de", "th"])
def test_a_language_without_translations_gets_japanese(gateway: Gateway, accepted: str) -> None:
    assert refused(gateway, accepted) == ("ja", "ページが見つかりません。")


def test_a_text_without_a_translation_stays_japanese(gateway: Gateway) -> None:
    response = gateway.http.get(
        "/api/v1/procedures", params={"language": "xx"}, headers={"Accept-Language": "en"}
    )
    assert response.headers["content-language"] == "ja"
    assert response.json()["detail"].startswith("language は")


def test_who_looks_for_an_application_in_vain_is_told_in_their_language(gateway: Gateway) -> None:
    response = gateway.http.get(
        f"/api/v1/submissions/{receipt_number.new()}",
        params={"birth_date": "1990-01-01"},
        headers={"Accept-Language": "ko"},
    )
    assert response.status_code == 404
    assert response.headers["content-language"] == "ko"
    assert "접수증을 확인해 주세요." in response.json()["detail"]


def test_the_code_does_not_change_with_the_language(gateway: Gateway) -> None:
    codes = {
        gateway.http.get("/api/v1/nothing", headers={"Accept-Language": tag}).json()["code"]
        for tag in ("ja", "en", "ko")
    }
    assert codes == {"not-found"}
