"""Other websites: those that the settings name may use the API, from their pages, and only that."""

from __future__ import annotations

import pytest

from tests.channels.conftest import Gateway, Talk

OURS, OTHER = "https://www.city.example.lg.jp", "https://evil.example"
NEW = "/api/v1/conversations"


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    return {"WEB_ORIGINS": f'["{OURS}", "http://localhost:3000"]'}


def asks_first(origin: str, header: str = "Authorization", method: str = "POST") -> dict[str, str]:
    """The headers with which a browser asks before it sends."""
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }


@pytest.mark.parametrize(
    "header", ["Authorization", "Content-Type", "Last-Event-ID", "X-File-Name"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_named_website_may_send_what_the_api_needs(
    gateway: Gateway, header: str, method: str
) -> None:
    response = gateway.http.options(NEW, headers=asks_first(OURS, header, method))
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == OURS
    assert "access-control-allow-credentials" not in response.headers
    assert "origin" in response.headers["vary"].lower()


@pytest.mark.parametrize(
    "headers",
    [asks_first(OTHER), asks_first(f"{OURS}.evil.example"), asks_first("null"),
     asks_first("http://www.city.example.lg.jp"), asks_first(f"{OURS}:8443"),
     asks_first(OURS, "X-Other"), asks_first(OURS, method="PATCH")],
)  # fmt: skip
def test_others_and_other_things_are_refused(gateway: Gateway, headers: dict[str, str]) -> None:
    assert gateway.http.options(NEW, headers=headers).status_code == 400


def test_answers_and_errors_can_be_read_with_how_long_to_wait(gateway: Gateway) -> None:
    for json, status in (({"ward": "shibuya"}, 201), ({"ward": "osaka"}, 422)):
        response = gateway.http.post(NEW, json=json, headers={"Origin": OURS})
        assert response.status_code == status
        assert response.headers["access-control-allow-origin"] == OURS
        assert response.headers["access-control-expose-headers"] == "Retry-After"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_failure_can_be_read_too(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("channels.conversation.history", fail)
    headers = {**talk.headers, "Origin": OURS}
    response = gateway.http.get(f"{talk.url}/messages", headers=headers)
    assert response.status_code == 500
    assert response.headers["access-control-allow-origin"] == OURS


def test_an_unnamed_website_cannot_read_the_answer(gateway: Gateway) -> None:
    response = gateway.http.post(NEW, json={}, headers={"Origin": OTHER})
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/pages/pages.css", "/openapi.json"])
def test_nothing_but_the_api_is_shared(gateway: Gateway, path: str) -> None:
    response = gateway.http.get(path, headers={"Origin": OURS})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers
