"""The body of a form with files (RFC 7578), read whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

_MAX_FILES = 20
_PIECE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: neither its name nor its content is checked."""

    name: str
    content: bytes


class _Parser(MultiPartParser):
    """Files stay in memory: on a disk they would lie in clear."""

    spool_max_size = 0  # the spooled file's word for "no limit"


async def parsed(
    request: Request, *, max_texts: int, max_text_bytes: int
) -> list[tuple[str, str | Upload]]:
    """Every control by its name, in order; one of a file that was left empty is left out.

    ``max_text_bytes`` is for each text; what the files may be is for the limit of the body.

    Raises:
        ValueError: if the body is no such form, or does not end as one.

    """
    if "charset" in request.headers["content-type"].lower():
        raise ValueError("no browser states an encoding")
    body = await request.body()
    # The parser takes what is cut off for a form without the rest.
    end = body[: body.find(b"\r\n")] + b"--"
    if not body.endswith((end, end + b"\r\n")):
        raise ValueError("cut off")
    parser = _Parser(
        request.headers,
        _pieces(body),
        max_files=_MAX_FILES,
        max_fields=max_texts,
        max_part_size=max_text_bytes,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise ValueError(error.message) from None
    controls = [
        (name, await _upload(value) if isinstance(value, UploadFile) else value)
        for name, value in form.multi_items()
        if not isinstance(value, UploadFile) or value.filename or value.size
    ]
    await form.close()
    return controls


async def _pieces(body: bytes) -> AsyncGenerator[bytes, None]:
    """The body by and by, so that reading a large one lets others be served in between."""
    for start in range(0, len(body), _PIECE_BYTES):
        yield body[start : start + _PIECE_BYTES]
        await asyncio.sleep(0)


async def _upload(file: UploadFile) -> Upload:
    return Upload(file.filename or "", await file.read())
