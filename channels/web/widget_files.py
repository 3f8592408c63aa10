"""The widget's files, for pages of any origin: the loader, its modules, its words.

They are few and small, so they are read and compressed once. Each is answered with an ETag and
looked at again by the browser before it is used, so that no page mixes modules of two releases.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from madoguchi.errors import NotFoundError
from madoguchi.languages import ruby
from madoguchi.languages.strings import LANGUAGES, strings

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent / "widget"
LOADER_SECONDS = 300
"""How long a page may keep the loader: a release reaches it after that."""
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
_NO_LABELS = "const LABELS = {};"
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class WidgetFile:
    """A file as it is sent: its bytes, the same compressed, and the tag of this content."""

    content: bytes
    compressed: bytes
    media_type: str
    etag: str


@router.get("/widget.js")
def loader(request: Request) -> Response:
    """The script that a page names."""
    return _answer(request, loader_file(), f"public, max-age={LOADER_SECONDS}")


@router.get("/widget/strings/{name}")
def words(request: Request, name: str) -> Response:
    """What the widget says in a language: ``{tag}.json``."""
    tag = name.removesuffix(".json")
    if tag not in LANGUAGES or not name.endswith(".json"):
        raise NotFoundError("unknown-language", f"{', '.join(LANGUAGES)} の .json があります。")
    return _answer(request, words_file(tag), "public, no-cache")


@router.get("/widget/{name}")
def module(request: Request, name: str) -> Response:
    """A module or the style sheet."""
    return _module(request, module_files(), name)


@router.get("/widget/voice/{name}")
def voice_module(request: Request, name: str) -> Response:
    """One of those that come when the microphone is first pressed."""
    return _module(request, voice_files(), name)


@lru_cache
def loader_file() -> WidgetFile:
    """The loader, with the words of the button in every language."""
    labels = {
        tag: [ruby.plain(text) for text in (said["name"], said["open"], said["load_failed"])]
        for tag, said in ((tag, _words(tag)) for tag in LANGUAGES)
    }
    filled = json.dumps(labels, ensure_ascii=False, separators=(",", ":"))
    script = (FOLDER / "widget.js").read_text(encoding="utf-8")
    return _file(script.replace(_NO_LABELS, f"const LABELS = {filled};").encode(), ".js")


@lru_cache
def words_file(tag: str) -> WidgetFile:
    """What the widget says in a language, as JSON: keys and texts."""
    return _file(json.dumps(_words(tag), ensure_ascii=False).encode(), ".json")


@lru_cache
def module_files() -> dict[str, WidgetFile]:
    """Every other file by its name."""
    return {name: file for name, file in _folder(FOLDER).items() if name != "widget.js"}


@lru_cache
def voice_files() -> dict[str, WidgetFile]:
    """The files of the microphone by their names."""
    return _folder(FOLDER / "voice")


def _folder(folder: Path) -> dict[str, WidgetFile]:
    return {
        path.name: _file(path.read_bytes(), path.suffix)
        for path in folder.iterdir()
        if path.suffix in _TYPES
    }


def _words(tag: str) -> dict[str, str]:
    said = strings(tag)
    return {**said["shared"], **said["widget"]}


def _file(content: bytes, suffix: str) -> WidgetFile:
    return WidgetFile(
        content,
        gzip.compress(content, mtime=0),
        _TYPES.get(suffix, "application/json"),
        f'"{hashlib.sha256(content).hexdigest()[:20]}"',
    )


def _module(request: Request, files: dict[str, WidgetFile], name: str) -> Response:
    if name not in files:
        raise NotFoundError("not-found", "ページが見つかりません。")
    return _answer(request, files[name], "public, no-cache")


def _answer(request: Request, file: WidgetFile, caching: str) -> Response:
    headers = {**_HEADERS, "ETag": file.etag, "Cache-Control": caching}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, headers=headers, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)
