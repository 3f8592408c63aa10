"""The app around the routes: headers, problems, metrics, and what a failure looks like."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from channels import health
from madoguchi.storage import database
from tests.channels.conftest import Gateway, Talk


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/no-such", 404), ("/api/v1/wards", 200),
     ("/pages/pages.css", 200), ("/api/v1/procedures?ward=osaka", 422)],
)  # fmt: skip
def test_every_answer_bears_the_security_headers(gateway: Gateway, path: str, status: int) -> None:
    response = gateway.http.get(path)
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    # The page itself may ask where the resident is, and listen; nothing else may.
    allowed = response.headers["permissions-policy"]
    assert allowed == "camera=(), geolocation=(self), microphone=(self)"
    policy = response.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers.get("cache-control") == (
        "no-store" if path.startswith("/api/") else None
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/no-such", 404, "not-found"),
        ("GET", "/api/v1/no-such", 404, "not-found"),
        ("GET", "/pages/../gateway.py", 404, "not-found"),
        ("GET", "/pages/%2e%2e/%2e%2e/gateway.py", 404, "not-found"),
        ("PUT", "/api/v1/conversations", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
    ],
)
def test_what_does_not_exist_is_a_problem(
    gateway: Gateway, method: str, path: str, status: int, code: str
) -> None:
    response = gateway.http.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    if status == 405:
        assert response.headers["allow"]


def test_a_failure_is_polite_and_counted_and_shows_no_trace(
    gateway: Gateway,
    talk: Talk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("佐藤美咲 in an error's text")

    monkeypatch.setattr("channels.conversation.history", fail)
    response = talk.http.get(f"{talk.url}/messages", headers=talk.headers)
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["code"] == "internal-error"
    assert "申し訳ありません" in response.json()["detail"]
    assert "佐藤" not in response.text
    assert "RuntimeError" not in response.text
    counted = r'route="/api/v1/conversations/\{id\}/messages",status="500"'
    assert re.search(counted, gateway.http.get("/metrics").text)


def test_healthz_answers_whatever_the_others_do(gateway: Gateway) -> None:
    gateway.peer.stop()
    response = gateway.http.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_true_when_every_part_answers(gateway: Gateway) -> None:
    response = gateway.http.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True, "parts": {"database": True, "rasa": True, "actions": True}
    }  # fmt: skip


@pytest.mark.parametrize("part", ["rasa", "actions", "both"])
def test_readyz_names_the_part_that_does_not_answer(gateway: Gateway, part: str) -> None:
    if part == "both":
        gateway.peer.stop()
    gateway.peer.has_model = part != "rasa"
    gateway.peer.actions_are_up = part != "actions"
    response = gateway.http.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "parts": {"database": True, "rasa": part == "actions", "actions": part == "rasa"},
    }


def test_readyz_needs_the_tables(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = database.open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    monkeypatch.setattr(health, "engine", lambda: empty)
    response = gateway.http.get("/readyz")
    assert (response.status_code, response.json()["parts"]["database"]) == (503, False)
    empty.dispose()


def test_metrics_count_by_route_and_name_no_conversation(gateway: Gateway, talk: Talk) -> None:
    talk.say("転入届")
    response = gateway.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    found = response.text
    assert (
        'madoguchi_requests_total{method="POST",route="/api/v1/conversations/{id}/messages",'
        'status="200"}'
    ) in found
    assert "madoguchi_request_seconds_bucket" in found
    assert talk.id not in found


def test_unknown_paths_do_not_fill_the_metrics(gateway: Gateway) -> None:
    for n in range(5):
        gateway.http.get(f"/no-such-{n}")
    assert "no-such" not in gateway.http.get("/metrics").text


def test_the_openapi_document_is_served(gateway: Gateway) -> None:
    for path in ("/docs", "/redoc"):
        page = gateway.http.get(path)
        assert page.status_code == 200
        # An office without the internet reads it, too.
        sources = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
        assert sources
        for source in sources:
            assert gateway.http.get(source).status_code == 200, source
    paths = json.loads(gateway.http.get("/openapi.json").text)["paths"]
    wanted = {
        "/api/v1/conversations",
        "/api/v1/conversations/{id}",
        "/api/v1/conversations/{id}/messages",
        "/api/v1/procedures",
        "/api/v1/procedures/{id}",
        "/api/v1/submissions/{receipt}",
        "/healthz",
        "/readyz",
    }
    assert wanted <= set(paths)


def test_metrics_are_those_of_all_processes_where_up_runs_them(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = "from prometheus_client import Counter;Counter('madoguchi_line_deliveries', 'x').inc(3)"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert "madoguchi_line_deliveries_total 6.0" in gateway.http.get("/metrics").text
