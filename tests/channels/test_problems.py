from __future__ import annotations

import pytest

from tests.channels.conftest import Gateway


def refused(gateway: Gateway, accepted: str | None) -> tuple[str, str]:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    response = gateway.http.get("/api/v1/procedures/no-such", headers=headers)
    assert (response.status_code, response.json()["code"]) == (404, "unknown-procedure")
    assert response.headers["vary"] == "Accept-Language"
    return response.headers["content-language"], response.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "language", "detail"),
    [
        (None, "ja", "この手続きは見つかりません。"),
        ("ja-easy", "ja", "この 手続きは ありません。"),
        ("en-US,en;q=0.9", "en", "This procedure was not found."),
        ("zh-CN", "zh-Hans", "找不到该手续。"),
        ("ko", "ko", "이 절차를 찾을 수 없습니다."),
        ("vi", "vi", "Không tìm thấy thủ tục này."),
    ],
)
def test_a_problem_is_told_in_the_language_that_is_asked_for(
    gateway: Gateway, accepted: str | None, language: str, detail: str
) -> None:
    assert refused(gateway, accepted) == (language, detail)


@pytest.mark.parametrize("accepted", ["ne", "de", "zh-Hant"])
def test_a_language_without_translations_gets_japanese(gateway: Gateway, accepted: str) -> None:
    assert refused(gateway, accepted) == ("ja", "この手続きは見つかりません。")


def test_a_text_without_a_translation_stays_japanese(gateway: Gateway) -> None:
    response = gateway.http.get(
        "/api/v1/procedures", params={"language": "xx"}, headers={"Accept-Language": "en"}
    )
    assert response.headers["content-language"] == "ja"
    assert response.json()["detail"].startswith("language は")


def test_the_code_does_not_change_with_the_language(gateway: Gateway) -> None:
    codes = {
        gateway.http.get("/api/v1/nothing", headers={"Accept-Language": tag}).json()["code"]
        for tag in ("ja", "en", "ko")
    }
    assert codes == {"not-found"}
