"""A web server for tests that can do what servers on the way to a model do."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass
class Page:
    """What an address answers.

    ``breaks_after``: the connection ends after so many bytes, so often as ``breaks`` says.
    ``states_length``: the length that is claimed, where it is not the true one.
    """

    content: bytes = b""
    etag: str | None = '"one"'
    modified: str | None = None
    ranges: bool = True
    breaks_after: int | None = None
    breaks: int = 0
    states_length: int | None = None
    status: int = 200
    fails: int = 0
    moved_to: str | None = None
    type: str = "application/octet-stream"
    wrong_part: bool = False


@dataclass
class Web:
    """Pages by path, and what was asked for: (path, Range, If-Range)."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def __enter__(self) -> Self:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, page: Page) -> str:
        self.pages[path] = page
        return f"{self.url}{path}"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        # A proxy is asked for whole addresses: "http://elsewhere.example/file".
        path = handler.path
        wanted, condition = handler.headers.get("Range"), handler.headers.get("If-Range")
        self.asked.append((path, wanted, condition))
        page = self.pages.get(path, Page(status=404))
        status, content = page.status, page.content
        if page.fails:
            page.fails -= 1
            status, content = 503, b"busy"
        if page.moved_to:
            status = 302
        start = 0
        if wanted and page.ranges and status == 200 and condition in {page.etag, page.modified}:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            status = 206 if start < len(content) else 416
        handler.send_response(status)
        if page.moved_to:
            handler.send_header("Location", page.moved_to)
        handler.send_header("Content-Type", page.type)
        if page.etag:
            handler.send_header("ETag", page.etag)
        if page.modified:
            handler.send_header("Last-Modified", page.modified)
        if status == 206:
            stated = 0 if page.wrong_part else start
            handler.send_header(
                "Content-Range", f"bytes {stated}-{len(content) - 1}/{len(content)}"
            )
        body = b"" if status in {302, 416} else content[start:]
        length = len(body) if page.states_length is None else page.states_length
        handler.send_header("Content-Length", str(length))
        handler.send_header("Connection", "close")  # else it is asked again as it closes
        handler.end_headers()
        if page.breaks_after is not None and page.breaks:
            page.breaks -= 1
            body = body[: page.breaks_after]
        handler.wfile.write(body)
        handler.close_connection = True
