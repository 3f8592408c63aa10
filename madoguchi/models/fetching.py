"""Downloading one file: resumed where it broke off, and compared with what it must be.

A file grows as ``<name>.part`` (``part.py``); only a whole and right one gets its name.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)
from tenacity.wait import wait_base

from madoguchi.models.catalog import ModelFile
from madoguchi.models.errors import ModelError
from madoguchi.models.part import Part

Progress = Callable[[int, int | None], object]
"""Called with the bytes that are there, and with all that there will be, where that is known."""

MAX_BYTES = 8 * 1024**3
_ATTEMPTS = 6
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_WAIT = wait_exponential_jitter(multiplier=0.5, max=15)


@dataclass(frozen=True)
class Received:
    """A file that came whole. ``pinned``: its checksum was known beforehand."""

    path: Path
    sha256: str
    pinned: bool


class _TryAgainError(Exception):
    """The network's trouble, not the file's."""


def fetch(
    client: httpx.Client,
    file: ModelFile,
    urls: tuple[str, ...],
    folder: Path,
    progress: Progress = lambda _here, _all: None,
    wait: wait_base = _WAIT,
) -> Received:
    """The file from the first address that has it, in the folder.

    Raises:
        ModelError: naming each address and what was wrong there.

    """
    folder.mkdir(parents=True, exist_ok=True)
    troubles: list[str] = []
    for url in urls:
        try:
            return _fetch(client, file, url, folder, progress, wait)
        except (_TryAgainError, ModelError) as trouble:
            troubles.append(f"{_shown(url)}: {trouble}")
    raise ModelError("not-fetched", f"{file.name} could not be had. {' '.join(troubles)}")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def compare(path: Path, file: ModelFile) -> str:
    """The SHA-256 of a file that is what it must be.

    Raises:
        ModelError: where size, SHA-256 or MD5 differ from those that are known.

    """
    size = path.stat().st_size
    if file.size is not None and size != file.size:
        raise ModelError(
            "wrong-size", f"{file.name} has {size:,} bytes instead of {file.size:,}; it is refused."
        )
    found = sha256_of(path)
    if file.sha256 is not None and found != file.sha256.lower():
        raise ModelError(
            "wrong-checksum",
            f"{file.name} is not the file that was expected: its SHA-256 is {found} instead of "
            f"{file.sha256}; it is refused.",
        )
    if file.sha256 is None and file.md5 is not None:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False))
        if digest.hexdigest() != file.md5.lower():
            raise ModelError(
                "wrong-checksum",
                f"{file.name} is not the file that its index states: its MD5 is "
                f"{digest.hexdigest()} instead of {file.md5}; it is refused.",
            )
    return found


def _fetch(
    client: httpx.Client,
    file: ModelFile,
    url: str,
    folder: Path,
    progress: Progress,
    wait: wait_base,
) -> Received:
    part = Part(folder / f"{file.name}.part")
    resumed = part.size > 0
    for attempt in Retrying(
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait,
        retry=retry_if_exception_type(_TryAgainError),
        reraise=True,
    ):
        with attempt:
            _receive(client, file, url, part, progress)
    try:
        found = compare(part.path, file)
    except ModelError:
        part.forget()
        if not resumed:
            raise
        # The beginning may have been of another file: once more from the first byte.
        return _fetch(client, file, url, folder, progress, wait)
    target = folder / file.name
    os.replace(part.path, target)
    part.forget()
    return Received(target, found, file.sha256 is not None)


def _receive(
    client: httpx.Client, file: ModelFile, url: str, part: Part, progress: Progress
) -> None:
    headers = {}
    validator = part.validator(url)
    if part.size and validator:
        headers = {"Range": f"bytes={part.size}-", "If-Range": validator}
    try:
        with client.stream("GET", url, headers=headers) as response:
            if response.status_code == 416:  # it is all there, or more than all
                if file.size is None or part.size != file.size:
                    part.forget()
                    raise _TryAgainError("The server has no more of it.")
                return
            _accept(response, url)
            start = _start(response, part)
            total = _total(response, start)
            _limit(file, part, total)
            if start == 0:
                part.begin(url, _strong_validator(response))
            with part.path.open("r+b" if start else "wb") as sink:
                sink.seek(start)
                here = start
                progress(here, total)
                for chunk in response.iter_raw():
                    here += len(chunk)
                    if here > (file.size or MAX_BYTES):
                        break
                    sink.write(chunk)
                    progress(here, total)
    except httpx.TooManyRedirects:
        raise ModelError("not-fetched", "It redirects in a circle.") from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise ModelError("not-fetched", "It is no http or https address.") from None
    except httpx.ProxyError as error:
        raise ModelError("not-fetched", f"The proxy refuses: {error}.") from None
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise _TryAgainError(f"{type(error).__name__}: {error}.") from None
    except OSError as error:
        raise ModelError("not-fetched", f"{part.path}: {error.strerror}.") from None
    if here > (file.size or MAX_BYTES):
        part.forget()
        raise ModelError("wrong-size", "More comes than the file may have; it is refused.")
    if total is not None and here < total:
        raise _TryAgainError(f"It broke off after {here:,} of {total:,} bytes.")


def _accept(response: httpx.Response, url: str) -> None:
    if url.startswith("https:") and any(
        one.url.scheme != "https" for one in (*response.history, response)
    ):
        raise ModelError("not-fetched", "It redirects to an address without encryption.")
    if response.status_code in _PASSING:
        raise _TryAgainError(f"The server answers {response.status_code} {response.reason_phrase}.")
    if response.status_code not in {200, 206}:
        raise ModelError(
            "not-fetched", f"The server answers {response.status_code} {response.reason_phrase}."
        )
    if response.headers.get("content-type", "").startswith("text/html"):
        raise ModelError(
            "not-fetched", "A web page comes instead of the file. Does a proxy ask for a login?"
        )


def _start(response: httpx.Response, part: Part) -> int:
    """From which byte the answer goes on: 0 where the server sends all of it again."""
    if response.status_code == 200:
        return 0
    match = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", response.headers.get("content-range", ""))
    if match is None or int(match[1]) != part.size:
        part.forget()
        raise _TryAgainError("The server sends another part than was asked for.")
    return part.size


def _total(response: httpx.Response, start: int) -> int | None:
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdecimal() else None


def _limit(file: ModelFile, part: Part, total: int | None) -> None:
    if total is None:
        return
    if file.size is not None and total != file.size:
        part.forget()
        raise ModelError(
            "wrong-size",
            f"The server's file has {total:,} bytes instead of {file.size:,}; it is refused.",
        )
    free = shutil.disk_usage(part.path.parent).free + part.size
    if total > min(free, MAX_BYTES):
        raise ModelError("no-room", f"It has {total:,} bytes, and there is room for {free:,}.")


def _strong_validator(response: httpx.Response) -> str | None:
    """What If-Range may hold: a strong ETag, else a date (RFC 9110, section 13.1.5)."""
    etag: str = response.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    date: str | None = response.headers.get("last-modified")
    return date


def _shown(url: str) -> str:
    """The address without a password in it."""
    return re.sub(r"//[^/@]*@", "//", url)
