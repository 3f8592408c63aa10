from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.widget.link import Link
from tests.channels.rasa_peer import Server


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body() + b"x" * int(request.query_params["size"]))


def took(http: httpx.Client, url: str, size: int, body: bytes = b"") -> float:
    begun = time.perf_counter()
    response = http.post(url, params={"size": size}, content=body)
    assert len(response.content) == size + len(body)
    return time.perf_counter() - begun


@pytest.mark.parametrize(
    ("latency_ms", "bits_per_second", "size", "seconds_first", "seconds_again"),
    [
        (300, 80_000_000, 10, 0.6, 0.3),  # a new connection costs one more round trip
        (0, 400_000, 25_000, 0.5, 0.5),
    ],
)
def test_answers_come_as_late_as_over_such_a_connection(
    latency_ms: int, bits_per_second: int, size: int, seconds_first: float, seconds_again: float
) -> None:
    server = Server(Starlette(routes=[Route("/", echo, methods=["POST"])]))
    with Link(latency_ms, bits_per_second) as link, httpx.Client(timeout=30) as http:
        url = f"http://127.0.0.1:{link.relay(server.port)}/"
        first, again = took(http, url, size), took(http, url, size)
    server.stop()
    assert seconds_first <= first < seconds_first + 2
    assert seconds_again <= again < seconds_again + 2


def test_what_is_sent_up_takes_time_and_comes_whole() -> None:
    server = Server(Starlette(routes=[Route("/", echo, methods=["POST"])]))
    body = bytes(range(256)) * 50
    with Link(0, 400_000) as link, httpx.Client(timeout=30) as http:
        url = f"http://127.0.0.1:{link.relay(server.port)}/"
        assert took(http, url, 0, body) >= 2 * len(body) * 8 / 400_000
    server.stop()


def test_all_who_use_it_share_its_speed() -> None:
    server = Server(Starlette(routes=[Route("/", echo, methods=["POST"])]))
    with Link(0, 400_000) as link, httpx.Client(timeout=30) as http, ThreadPoolExecutor() as pool:
        urls = [f"http://127.0.0.1:{link.relay(server.port)}/" for _ in range(2)]
        begun = time.perf_counter()
        list(pool.map(lambda url: took(http, url, 12_500), urls))
        assert time.perf_counter() - begun >= 0.5
    server.stop()
