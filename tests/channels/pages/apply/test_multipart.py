"""The body of a form with files is read whole, as browsers write it, or not at all."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import Request

from channels.pages.apply.multipart import Upload, parsed

TYPE = "multipart/form-data; boundary=----WebKitFormBoundaryx7"
BODY = (
    "------WebKitFormBoundaryx7\r\n"
    'Content-Disposition: form-data; name="place"\r\n'
    "\r\n"
    "駅前の\r\n交差点\r\n"
    "------WebKitFormBoundaryx7\r\n"
    'Content-Disposition: form-data; name="photo"; filename="穴 %22a%22.jpg"\r\n'
    "Content-Type: image/jpeg\r\n"
    "\r\n"
    "\xff\x00\r\n--\r\n\r\n"
    "------WebKitFormBoundaryx7\r\n"
    'Content-Disposition: form-data; name="plan"; filename=""\r\n'
    "Content-Type: application/octet-stream\r\n"
    "\r\n"
    "\r\n"
    "------WebKitFormBoundaryx7--\r\n"
).encode()
"""What Chromium sends for a text, a file, and a control for a file that was left empty."""


def read(body: bytes, content_type: str = TYPE) -> list[tuple[str, str | Upload]]:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", content_type.encode())]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    return asyncio.run(parsed(request, max_texts=2, max_text_bytes=100))


def test_texts_and_files_are_read_and_a_control_that_was_left_empty_is_none() -> None:
    assert read(BODY) == [
        ("place", "駅前の\r\n交差点"),
        ("photo", Upload("穴 %22a%22.jpg", "\xff\x00\r\n--\r\n".encode())),
    ]


def test_a_large_file_is_read_byte_by_byte_as_it_was_sent() -> None:
    content = bytes(range(256)) * 1000 + b"\r\n------WebKitFormBoundaryx\r\n" * 5000
    (_, photo) = read(BODY.replace("\xff\x00\r\n--\r\n".encode(), content))
    assert photo == ("photo", Upload("穴 %22a%22.jpg", content))


def test_a_body_that_is_cut_off_anywhere_is_refused() -> None:
    whole = BODY.rstrip()
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r".+"):
            read(whole[:length])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", TYPE),
        (BODY, "multipart/form-data"),
        (BODY, "multipart/form-data; boundary=other"),
        (BODY, "multipart/form-data; boundary=" + "x" * 300),
        (BODY, TYPE + "; charset=punycode"),
        (BODY, TYPE + "; Charset=undefined"),
        (BODY.replace("駅前の".encode(), b"a" * 101), TYPE),
        (BODY.replace(b'name="place"', b""), TYPE),
        (BODY.replace(b"Content-Disposition", b"X" * 5000), TYPE),
    ],
    ids=[
        "empty", "no boundary", "another boundary", "a long boundary", "punycode", "undefined",
        "a long text", "no name", "a long header",
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(body, content_type)


def test_texts_that_are_too_many_are_refused() -> None:
    part = BODY[: BODY.index(b"------WebKitFormBoundaryx7", 5)]
    assert len(read(part * 2 + b"------WebKitFormBoundaryx7--")) == 2
    with pytest.raises(ValueError, match="Too many"):
        read(part * 3 + b"------WebKitFormBoundaryx7--")
