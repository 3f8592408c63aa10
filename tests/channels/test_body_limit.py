"""Bodies over the limit are refused, whether they state their length, lie about it or do not."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from channels.gateway import MAX_BODY_BYTES
from tests.channels.conftest import Gateway

PATH = "/api/v1/conversations"
JSON = {"Content-Type": "application/json"}


def chunks(size: int, of: int = 4096) -> Iterator[bytes]:
    """A JSON body of so many bytes, in pieces; httpx sends it chunked."""
    body = b'{"ward": "shibuya"' + b" " * (size - 19) + b"}"
    assert len(body) == size
    for start in range(0, size, of):
        yield body[start : start + of]


@pytest.mark.parametrize("size", [100, MAX_BODY_BYTES])
def test_a_body_within_the_limit_is_taken(gateway: Gateway, size: int) -> None:
    whole = gateway.http.post(PATH, content=b"".join(chunks(size)), headers=JSON)
    chunked = gateway.http.post(PATH, content=chunks(size), headers=JSON)
    assert (whole.status_code, chunked.status_code) == (201, 201)


@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 1_000_000])
def test_a_body_over_the_limit_is_refused_also_when_chunked(gateway: Gateway, size: int) -> None:
    for content in (b"".join(chunks(size)), chunks(size)):
        response = gateway.http.post(PATH, content=content, headers=JSON)
        assert response.status_code == 413, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == "body-too-large"
        assert "65,536バイト" in response.json()["detail"]
        assert response.headers["x-content-type-options"] == "nosniff"


def raw(gateway: Gateway, request: bytes) -> bytes:
    """What is answered to bytes on the wire, until the gateway closes."""
    with socket.create_connection(("127.0.0.1", gateway.server.port), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65536):
            received += piece
            if b"\r\n\r\n" in received and received.endswith((b"}", b"request received.")):
                break
        return received


def test_a_stated_length_over_the_limit_is_refused_before_the_body_comes(gateway: Gateway) -> None:
    answer = raw(
        gateway,
        b"POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 99999999\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1e3"])
def test_a_length_that_is_none_is_refused(gateway: Gateway, length: bytes) -> None:
    answer = raw(
        gateway,
        b"POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: " + length
        + b"\r\n\r\n{}",
    )  # fmt: skip
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 413 "))


def test_chunks_that_never_end_are_cut_off_at_the_limit(gateway: Gateway) -> None:
    head = (
        b"POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    answer = raw(gateway, head + b"2000\r\n" + b" " * 0x2000 + b"\r\n" + (
        b"2000\r\n" + b" " * 0x2000 + b"\r\n"
    ) * 8)  # fmt: skip
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "body-too-large"


def test_who_leaves_half_way_does_not_disturb_the_others(gateway: Gateway) -> None:
    with socket.create_connection(("127.0.0.1", gateway.server.port)) as connection:
        connection.sendall(
            b"POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"
        )
    assert gateway.http.get("/healthz").status_code == 200
